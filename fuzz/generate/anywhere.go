package generate

import (
	"strconv"
	"time"
)

// anywhere are the entries of a product that claims to lose nothing, whatever the language
// can express: what the other products are spared, or meet too seldom to learn from it.
var anywhere = []entry{
	{Hooks, 14, true, []string{"on", "client", "open", "/data/a", "clock", "client", "-1h"}, (*Generator).inTheMiddle},
	{Clocks, 4, true, []string{"clock", "client", "-1h"}, (*Generator).setWhileReading},
	{Crashes, 4, true, []string{"clock", "client", "-1h"}, (*Generator).hiddenRestart},
	{Clocks, 2, true, []string{"clock", "client", "+1h"}, func(g *Generator) {
		at, h, d := g.instant(), pick(g, g.clients), g.duration(g.bound()+g.miss())
		g.at(at, "clock", h, "-"+d)
		g.at(at+g.pause(), "clock", h, "+"+d)
	}},
	{Interrupted, 3, true, []string{"suspend", "nightly", "job=1"}, func(g *Generator) {
		j, n := pick(g, g.jobs), "job="+strconv.Itoa(1+g.rng.IntN(6))
		g.at(j.at+g.minutes(90), "suspend", j.policy, n)
		g.at(j.at+g.minutes(240), "resume", j.policy, n)
	}},
	{Jobs, 1, true, []string{"copy-backup", "nightly"}, func(g *Generator) { g.at(g.instant(), "copy-backup", g.anyPolicy().name) }},
	{Upkeep, 1, true, []string{"check-database"}, func(g *Generator) { g.at(g.instant(), "check-database") }},
	{Media, 3, true, []string{"remove", "medium"}, func(g *Generator) {
		at, s := g.instant(), pick(g, g.stores)
		g.at(at, "remove", s)
		g.at(at+g.pause(), "insert", s)
	}},
	{Media, 2, true, []string{"fail write", "medium"}, func(g *Generator) {
		g.at(pick(g, g.jobs).at+g.minutes(60), "fail", "write", pick(g, g.stores))
	}},
	{Journals, 2, true, []string{"delete journal", "/data", "for=10m"}, func(g *Generator) {
		g.at(g.instant(), "delete", "journal", g.volume(), "for="+g.duration(g.bound()+g.miss()))
	}},
	{Pace, 2, true, []string{"network", "client", "latency=1m"}, func(g *Generator) {
		g.at(g.instant(), "network", pick(g, g.hosts), pick(g, []string{"latency=1m", "latency=10m", "latency=1s", "latency=1ns"}))
	}},
	{Faults, 2, true, []string{"lose", "client", "messages=3"}, func(g *Generator) {
		g.at(g.instant(), "lose", pick(g, g.hosts), "messages="+strconv.Itoa(1+g.rng.IntN(5)))
	}},
	{Removal, 4, true, []string{"on", "client", "remove", "write", "/data/a"}, func(g *Generator) {
		op := pick(g, []string{"remove", "examine", "read-journal", "query-journal", "receive"}) + "#" + strconv.Itoa(1+g.rng.IntN(6))
		g.hook("on", pick(g, g.clients), op, pick(g, []string{"write", "append"}), g.path(), pick(g, sizes[1:]))
	}},
}

// operationsOn are the operations on one file, and those on a medium.
var (
	operationsOn = []string{"examine", "open", "read", "readlink", "list", "remove", "any"}
	storesOps    = []string{"append", "read", "sync", "erase", "any"}
)

// inTheMiddle has something happen just before an operation on a certain file, or on media, of
// the first few: also what people hardly ever do in the middle of one.
func (g *Generator) inTheMiddle() {
	p, d := g.path(), pick(g, g.volumes)
	on := []string{"on", d.host, pick(g, operationsOn) + "#" + strconv.Itoa(1+g.rng.IntN(4)), d.path + pick(g, names)}
	switch g.rng.IntN(4) {
	case 0:
		on = []string{"on", "media", pick(g, storesOps) + "#" + strconv.Itoa(1+g.rng.IntN(20))}
	case 1:
		on = []string{"on", pick(g, g.hosts), pick(g, operationsOf)}
	}
	from, to := g.pair()
	chosen := g.anyPolicy()
	policy := chosen.name
	then := [][]string{
		{"clock", d.host, g.signed(g.bound()+g.miss(), g.oneIn(3))}, {"clock", d.host, g.signed(g.bound()+g.miss(), g.oneIn(3))},
		{"rename", from, to}, {"rename", from, to}, {"link", from, to}, {"copy", from, to},
		{"write", p}, {"write", p, "keep=mtime"}, {"append", p, "1KB"}, {"create", p, "1KB"}, {"delete", p},
		{"mkdir", p}, {"rmdir", p}, {"symlink", p, "a"}, {"touch", p, "mtime=2009-01-04"}, {"chmod", p, "0600"}, {"archive-bit", p, "off"},
		{"hold-open", p}, {"close", p}, {"slow", p, "10m"},
		{"cancel", policy}, {"incremental", policy}, {"full", policy}, {"expire"},
		{"lose", pick(g, g.hosts)}, {"fail", "network", pick(g, g.hosts), "for=1s"}, {"fail", "read", p, "times=1"},
		{"fail", "write", pick(g, g.stores)}, {"fail", "media", pick(g, g.stores)}, {"erase", pick(g, g.stores)},
		{"remove", pick(g, g.stores)}, {"insert", pick(g, g.stores)},
	}
	if chosen.checkpoints {
		then = append(then, []string{"suspend", policy}, []string{"suspend", policy})
	}
	if g.journal {
		then = append(then, []string{"delete", "journal", d.path}, []string{"restamp", "journal", d.path}, []string{"fail", "journal", d.path})
	}
	g.hook(append(on, pick(g, then)...)...)
}

// setWhileReading has a job read one file for long, and sets the clock of its host back
// meanwhile: to the instant of a write, when that file or another is written to again. An
// earlier job may have taken what the first writing gave, and another have come since.
func (g *Generator) setWhileReading() {
	j, d := pick(g, g.jobs), pick(g, g.volumes)
	slow, other := d.path+pick(g, []string{"/b", "/c", "/d/a"}), d.path+pick(g, names)
	g.readFor(j.at, slow, time.Hour)
	if g.oneIn(2) {
		other = slow
	}
	before := j.at - time.Duration(10+g.rng.IntN(110))*time.Minute
	set := j.at + time.Duration(1+g.rng.IntN(30))*time.Minute
	again := set + time.Duration(g.rng.IntN(29))*time.Minute
	g.at(before, "write", other)
	g.at(set, "clock", d.host, "-"+g.duration(again-before))
	g.at(again, "write", other)
	if !g.oneIn(3) {
		g.at(before+time.Minute+g.minutes(8), "incremental", j.policy)
		g.at(j.at-time.Minute, "write", other)
	}
}

// hiddenRestart has a client crash and start again after a job, and sets its clock back by as
// long as it was up until then, so that the clock and the uptime agree with what they were; a
// file is written to when the clock shows the instant of an earlier writing.
func (g *Generator) hiddenRestart() {
	j, d := pick(g, g.jobs), pick(g, g.volumes)
	p := d.path + pick(g, names)
	before := time.Duration(1+g.rng.IntN(int(j.at/time.Minute))) * time.Minute
	start := j.at + time.Duration(2+g.rng.IntN(60))*time.Minute
	g.at(before, "write", p)
	g.at(start-time.Minute, "kill", d.host, "unsynced=all")
	g.at(start, "start", d.host)
	g.at(start+time.Second, "clock", d.host, "-"+g.duration(start))
	g.at(start+before, "write", p)
	g.at(start+j.at+g.minutes(60), "incremental", j.policy)
}

// declareServer declares a second media server, sometimes.
func (g *Generator) declareServer() {
	g.server = g.proves && !g.without[Systems] && !g.without[Media] && g.oneIn(4)
	if g.server {
		g.declareHost("media2", "role=media", false)
		g.hosts = append(g.hosts, "media2")
	}
}

// tapesWanted is how many media are declared.
func (g *Generator) tapesWanted() int {
	switch {
	case g.server:
		return 2 + g.rng.IntN(2)
	case g.proves && g.oneIn(4):
		return 3
	}
	return 1 + g.rng.IntN(2)
}

// placed are arguments of a medium that is not empty and at hand from the start, or of one
// that is kept for next to no time.
func (g *Generator) placed() []string {
	return pick(g, [][]string{{"state=away"}, {"state=imported"}, {"append-period=1h"}, {"append-period=1h"}})
}

// bounded are arguments of a policy whose jobs have a limit, or a server.
func (g *Generator) bounded() (words []string) {
	if !g.without[Faults] && g.oneIn(8) {
		words = append(words, pick(g, []string{"limit=1h", "limit=5m", "limit=2h"}))
	}
	if g.server && g.oneIn(2) {
		words = append(words, pick(g, []string{"server=media", "server=media2"}))
	}
	return words
}
