package generate

import (
	"strings"
	"time"
)

// volumes are the entries of products that know change journals and snapshots: what
// happens to these, and what only such products can miss by it.
var volumes = []entry{
	{Journals, 3, true, []string{"delete journal", "/data"}, (*Generator).anew},
	{Journals, 2, true, []string{"restamp journal", "/data"}, func(g *Generator) { g.at(g.instant(), "restamp", "journal", g.volume()) }},
	{Journals, 2, true, []string{"fail journal", "/data"}, func(g *Generator) { g.at(g.instant(), "fail", "journal", g.volume()) }},
	{Journals, 2, true, []string{"write", "/data" + wordy}, (*Generator).churn},
	{Snapshots, 3, true, []string{"slow freeze", "/data", "1m"}, func(g *Generator) {
		g.at(g.anchor(), "slow", "freeze", g.volume(), g.duration(g.bound()+g.miss()))
	}},
	{Snapshots, 3, true, []string{"slow commit", "/data", "10s"}, func(g *Generator) {
		g.at(g.anchor(), "slow", "commit", g.volume(), g.duration(g.bound()+g.miss()))
	}},
	{Snapshots, 4, true, []string{"slow freeze", "/data", "45s"}, (*Generator).writeWhileFrozen},
	{Writes, 3, true, []string{"write", "/data/a"}, func(g *Generator) { g.at(pick(g, g.jobs).at-1, "write", g.path()) }},
	{Upkeep, 2, true, []string{"change-method", "nightly", "archive-bit"}, func(g *Generator) {
		g.at(g.instant(), "change-method", g.anyPolicy().name, pick(g, []string{"archive-bit", "modified-time", "catalog"}))
	}},
	{Media, 2, false, []string{"fail media", "medium"}, func(g *Generator) { g.at(g.instant(), "fail", "media", pick(g, g.stores)) }},
	{Media, 4, false, []string{"full", "nightly"}, (*Generator).reuse},
	{Hooks, 3, false, []string{"on", "master", "receive#2", "fail", "media", "medium"}, func(g *Generator) {
		op := pick(g, []string{"receive", "send", "sync"}) + "#" + pick(g, []string{"2", "3", "4", "5", "6", "8", "11", "15"})
		g.hook("on", pick(g, []string{"master", "media"}), op, "fail", "media", pick(g, g.stores))
	}},
}

// unseen are the entries of products that prove what they leave out: changes that look as
// if nothing had happened. What they come to on others is told by what they compare.
var unseen = []entry{
	{Stamps, 6, true, []string{"write", "/data/a", "keep=mtime"}, func(g *Generator) { g.at(g.instant(), "write", g.path(), "keep=mtime") }},
	{Journals, 5, true, []string{"hold-open", "/data/a"}, (*Generator).spoiltTrail},
	{Clocks, 5, true, []string{"clock", "client", "-5h"}, (*Generator).sameStamp},
	{Names, 4, true, []string{"rename", "/data/a", "/data/b"}, (*Generator).renameAcross},
}

// sameStamp writes a file before a job, sets the clock back after it, and writes the file
// again when the clock shows the very instant of the first writing.
func (g *Generator) sameStamp() {
	j, d := pick(g, g.jobs), pick(g, g.volumes)
	p := d.path + pick(g, names)
	at := j.at - time.Duration(1+g.rng.IntN(60))*time.Minute
	set := j.at + time.Duration(1+g.rng.IntN(60))*time.Minute
	again := set + g.minutes(60)
	g.at(at, "write", p)
	g.at(set, "clock", d.host, "-"+g.duration(again-at))
	g.at(again, "write", p)
}

// renameAcross interrupts a job that reads one file for long, and has others change their
// names until it goes on: from behind the one that is read to before it.
func (g *Generator) renameAcross() {
	j, d := pick(g, g.jobs), pick(g, g.volumes)
	g.readFor(j.at, d.path+"/b", time.Hour)
	g.at(j.at-1-g.minutes(60), "write", d.path+"/c")
	g.readFor(j.at, d.path+"/c", time.Hour)
	stop := j.at + time.Hour + g.minutes(60)
	g.at(stop, "suspend", j.policy)
	g.at(stop+time.Minute, "rename", d.path+pick(g, []string{"/c", "/f", "/z"}), d.path+pick(g, []string{"/a", "/A", "/b"}))
	g.at(stop+2*time.Minute, "resume", j.policy)
}

// wordy is a name whose records in a journal are long, so that few writes fill it.
var wordy = "/" + strings.Repeat("x", 200)

// volume is where a volume is mounted.
func (g *Generator) volume() string { return pick(g, g.volumes).path }

// anew deletes a journal and makes another one: at once or later, and with positions that
// begin where the old one's did, or far behind them.
func (g *Generator) anew() {
	at, v := g.instant(), g.volume()
	g.at(at, "delete", "journal", v)
	words := []string{"create", "journal", v}
	if g.oneIn(2) {
		words = append(words, pick(g, []string{"from=4KB", "from=2MB"}))
	}
	if g.oneIn(2) {
		words = append(words, "size=8KB", "delta=4KB")
	}
	if g.oneIn(3) {
		at += g.pause()
	}
	g.at(at, words...)
}

// churn writes one file with a long name again and again: a small journal wraps by that.
func (g *Generator) churn() { g.write(g.instant(), g.volume(), 2+g.rng.IntN(14)) }

// write fills the journal of a volume with two records of half a kilobyte each time.
func (g *Generator) write(at time.Duration, volume string, times int) {
	for i := range times {
		g.at(at+time.Duration(i)*time.Second, "write", volume+wordy)
	}
}

// spoiltTrail has a program write to a file that it holds open, before a job and after
// it, so that no stamp tells of the second time; and spoils the journal, which would:
// it wraps, or is another one, which has the positions of the old one again.
func (g *Generator) spoiltTrail() {
	j, v := pick(g, g.jobs), g.volume()
	p := v + pick(g, names[:declarable])
	before, after := j.at-time.Duration(1+g.rng.IntN(60))*time.Minute, j.at+time.Duration(1+g.rng.IntN(60))*time.Minute
	g.at(before, "hold-open", p)
	g.at(before, "write", p)
	g.at(before+time.Second, "delete", "journal", v)
	g.at(before+time.Second, "create", "journal", v, "size=8KB", "delta=4KB")
	g.at(after, "write", p)
	if g.oneIn(2) {
		g.write(after+time.Second, v, 16)
		return
	}
	g.at(after+time.Second, "delete", "journal", v)
	g.at(after+time.Second, "create", "journal", v)
	g.write(after+2*time.Second, v, 1+g.rng.IntN(6))
}

// reuse has jobs of a policy, the last of which comes when the first one's image is an hour
// old, and what was written later is not: what the second one appended to its medium, or what
// the first one itself wrote half an hour after it began, on another medium when that was full.
func (g *Generator) reuse() {
	j := pick(g, g.jobs)
	if g.oneIn(2) {
		d := pick(g, g.volumes)
		g.at(j.at-time.Minute, "write", d.path+"/a", "16KB")
		g.readFor(j.at, d.path+"/c", 30*time.Minute)
	} else {
		g.at(j.at+30*time.Minute, "incremental", j.policy)
	}
	g.at(j.at+time.Hour+g.minutes(30), pick(g, []string{"full", "incremental"}), j.policy)
}

// writeWhileFrozen makes the freeze for a job's snapshot slow, and has a file change
// meanwhile.
func (g *Generator) writeWhileFrozen() {
	j, d := pick(g, g.jobs), pick(g, g.volumes)
	g.at(j.at-1, "slow", "freeze", d.path, "45s")
	words := []string{"write", d.path + pick(g, names)}
	if g.proves {
		words = append(words, "keep=mtime")
	}
	g.at(j.at+time.Duration(1+g.rng.IntN(44))*time.Second, words...)
}

// writeWhileRead has a job read one file for long, and change meanwhile this one, or one that
// it has read before, or any other.
func (g *Generator) writeWhileRead() {
	j, d := pick(g, g.jobs), pick(g, g.volumes)
	long := pick(g, []time.Duration{10 * time.Minute, time.Hour, 3 * time.Hour})
	p := d.path + pick(g, []string{"/c", "/f", "/z"})
	g.readFor(j.at, p, long)
	if !g.oneIn(3) {
		p = d.path + pick(g, []string{"/a", "/b", "/d"})
	}
	g.at(j.at+time.Duration(g.rng.Int64N(int64(long/time.Second)))*time.Second, "write", p)
}

// readFor has the job that starts at an instant take a file, and read it for so long.
func (g *Generator) readFor(at time.Duration, path string, long time.Duration) {
	g.at(at-1-g.minutes(60), "write", path)
	g.at(at-1, "slow", path, g.duration(long))
}

// failure has the job that starts at an instant read two files for long, so that there
// is a checkpoint behind the first of them, and fail at the second: the product goes on
// with it by itself, or leaves it. What the first one holds may change meanwhile.
func (g *Generator) failure(at time.Duration, policy string) {
	d := pick(g, g.volumes)
	first, long := g.duration(10*time.Minute), time.Duration(1+g.rng.IntN(4))*time.Hour
	done, slow := d.path+pick(g, []string{"/a", "/b"}), d.path+pick(g, []string{"/c", "/f", "/z"})
	g.readFor(at, slow, long)
	g.at(at-1-g.minutes(60), "write", done, "4KB")
	g.at(at-1, "slow", done, first)
	stop := at + 11*time.Minute + time.Duration(g.rng.Int64N(int64(long/time.Minute)))*time.Minute
	if g.oneIn(2) {
		g.at(stop-time.Minute, "write", done)
	}
	switch h := pick(g, g.hosts); {
	case g.oneIn(4) && !g.without[Crashes]:
		g.at(stop, "kill", h, g.unsynced())
		g.at(stop+time.Minute, "start", h)
	case g.oneIn(3):
		g.at(stop, "cancel", policy)
	default:
		g.at(stop, "fail", "network", "client", "for=1s")
	}
	if !g.options.Inside && !g.without[Names] && g.oneIn(2) {
		g.at(stop+time.Minute, "rename", pick(g, []string{slow, slow, d.path + "/f", d.path + "/z"}), d.path+pick(g, []string{"/A", "/a", "/b"}))
	}
	g.instants = append(g.instants, stop, stop+2*time.Minute)
}
