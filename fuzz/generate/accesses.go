package generate

import (
	"slices"
	"strconv"
	"time"
)

// accesses are the entries of products that have working sets, which go by when files were
// read: nobody else's jobs ask for that.
var accesses = []entry{
	{Accesses, 12, true, []string{"read", "/data/a"}, func(g *Generator) { g.at(g.instant(), "read", g.path()) }},
	{Accesses, 5, true, []string{"working-set", "nightly"}, func(g *Generator) { g.at(g.instant(), "working-set", g.anyPolicy().name) }},
	{Accesses, 10, true, []string{"working-set", "nightly"}, (*Generator).edgeOfDays},
	{Accesses, 3, true, []string{"on", "client", "open#2", "read", "/data/a"}, func(g *Generator) {
		op := pick(g, []string{"open", "read", "examine", "set-times", "set-bit", "freeze", "create-journal"})
		g.hook("on", pick(g, g.clients), op+"#"+strconv.Itoa(1+g.rng.IntN(5)), "read", g.path())
	}},
	{Jobs, 1, true, []string{"copy-backup", "nightly"}, func(g *Generator) { g.at(g.instant(), "copy-backup", g.anyPolicy().name) }},
	{Faults, 3, true, []string{"fail database", "times=1"}, (*Generator).unreadable},
	{Interrupted, 1, true, []string{"cancel", "nightly", "job=1"}, func(g *Generator) {
		j := pick(g, g.jobs)
		g.at(j.at+g.minutes(90), "cancel", j.policy, "job="+strconv.Itoa(1+g.rng.IntN(6)))
	}},
}

// setChoices are what is open of working sets.
var setChoices = []choice{
	{"working-set-times", false, []string{"accessed"}},
	{"working-set-days", true, []string{"dates"}},
	{"working-set-clock", false, []string{"server"}},
	{"own-reads", true, []string{"unseen", "counted"}},
	{"own-reads", false, []string{"put-back"}},
}

// reaches are how far back the accesses lie that put a file into a working set.
var reaches = []time.Duration{time.Hour, 2 * time.Hour, 12 * time.Hour, 24 * time.Hour}

// edgeOfDays has a file read or changed about when the days of a working set begin: at that
// instant, or a moment earlier or later.
func (g *Generator) edgeOfDays() {
	p, at := g.anyPolicy(), pick(g, g.jobs).at+g.minutes(300)
	file := g.path()
	begin := at - p.accessed + g.miss()
	if g.oneIn(3) {
		begin += g.bound()
	}
	if g.oneIn(4) {
		g.at(begin-g.minutes(90), "read", file) // where access times move by the hour, what follows leaves no trace
	}
	g.at(begin, pick(g, [][]string{{"read", file}, {"read", file}, {"read", file}, {"write", file}, {"create", file, "1KB"}})...)
	g.at(at, "working-set", p.name)
	if !g.without[Interrupted] && g.oneIn(3) {
		g.failure(at, p.name)
	}
}

// unreadable has the product's database fail to be read, just when it is read: by a check, or
// by a server that starts again.
func (g *Generator) unreadable() {
	at := g.anchor() + g.minutes(60)
	words := []string{"fail", "database", pick(g, []string{"times=1", "times=1", "times=2", "times=3"})}
	g.at(at, words...)
	if g.without[Crashes] || g.oneIn(2) {
		g.at(at+time.Second, "check-database")
		return
	}
	g.at(at+time.Second, "kill", "master", g.unsynced())
	g.at(at+time.Minute, "start", "master")
}

// accessTimes are a volume's arguments that say how access times move. Inside the envelope
// that is at once.
func (g *Generator) accessTimes() []string {
	switch {
	case !g.sets || g.without[Accesses]:
		return nil
	case g.options.Inside:
		return []string{"access-times=exact"}
	case g.oneIn(2):
		return nil
	}
	return []string{pick(g, []string{"access-times=exact", "access-times=exact", "access-times=hourly", "access-times=relative", "access-times=off"})}
}

// shared are a volume's arguments that say who else has it: other nodes of a cluster, or the
// system that starts from it.
func (g *Generator) shared(fs string) []string {
	switch {
	case !g.sets || g.without[Systems] || fs != "ntfs":
		return nil
	case g.oneIn(8):
		return []string{"cluster=yes"}
	case g.oneIn(8):
		return []string{"boot=yes"}
	}
	return nil
}

// reach is how far back a policy's working sets go, and the argument that says so.
func (g *Generator) reach() (far time.Duration, words []string) {
	if !g.sets || g.without[Accesses] {
		return 30 * 24 * time.Hour, nil
	}
	far = pick(g, reaches)
	return far, []string{"accessed=" + g.duration(far)}
}

// aged is the argument of a file at the start that was last written before, if it has one.
func (g *Generator) aged() []string {
	if !g.sets || g.without[Accesses] || !g.oneIn(2) {
		return nil
	}
	return []string{pick(g, []string{"mtime=2008-01-01", "mtime=-1h", "mtime=-2d"})}
}

// drawn reports whether scripts of the product can have a kind. Of one that they cannot have
// nothing is drawn, so that it changes no script.
func (g *Generator) drawn(k int) bool { return Kind(k) != Accesses || g.sets }

// setsKnown adds what products with working sets have to the tables.
func (g *Generator) setsKnown(known []entry) []entry {
	if g.sets = g.Has("working-set", "nightly"); !g.sets {
		return known
	}
	g.choices = slices.Concat(g.choices, setChoices)
	return slices.Concat(known, accesses)
}
