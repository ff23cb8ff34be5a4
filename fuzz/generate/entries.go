package generate

import (
	"slices"
	"strconv"
	"time"
)

// entry is one way to go on with a script.
type entry struct {
	kind   Kind
	weight int  // how often it comes, against the others
	inside bool // also in scripts that stay inside the envelope of their product
	sample []string
	write  func(g *Generator)
}

// entries are all of them. A verb that the language gets is one more row; a product
// that refuses the sample does not have it.
var entries = slices.Concat(changes, disturbances, operations)

// changes are what people and programs do to files.
var changes = []entry{
	{Writes, 20, true, []string{"write", "/data/a"}, func(g *Generator) { g.at(g.instant(), "write", g.path()) }},
	{Writes, 8, true, []string{"write", "/data/a", "1KB"}, func(g *Generator) { g.at(g.instant(), "write", g.path(), pick(g, sizes)) }},
	{Writes, 6, true, []string{"append", "/data/a", "1KB"}, func(g *Generator) { g.at(g.instant(), "append", g.path(), pick(g, sizes[1:])) }},
	{Writes, 6, true, []string{"create", "/data/a", "1KB"}, func(g *Generator) { g.at(g.instant(), "create", g.path(), pick(g, sizes)) }},
	{Writes, 6, true, []string{"delete", "/data/a"}, func(g *Generator) { g.at(g.instant(), "delete", g.path()) }},
	{Names, 3, true, []string{"mkdir", "/data/a"}, func(g *Generator) { g.at(g.instant(), "mkdir", g.path()) }},
	{Names, 2, true, []string{"rmdir", "/data/a"}, func(g *Generator) { g.at(g.instant(), "rmdir", g.path()) }},
	{Names, 2, true, []string{"symlink", "/data/a", "b"}, func(g *Generator) { g.at(g.instant(), "symlink", g.path(), "a") }},
	{Names, 6, false, []string{"rename", "/data/a", "/data/b"}, func(g *Generator) {
		if from, to := g.pair(); from != to {
			g.at(g.instant(), "rename", from, to)
		}
	}},
	{Names, 3, false, []string{"link", "/data/a", "/data/b"}, func(g *Generator) {
		if from, to := g.pair(); from != to {
			g.at(g.instant(), "link", from, to)
		}
	}},
	{Stamps, 4, false, []string{"copy", "/data/a", "/data/b"}, func(g *Generator) {
		if from, to := g.pair(); from != to {
			g.at(g.instant(), "copy", from, to)
		}
	}},
	{Stamps, 4, false, []string{"touch", "/data/a", "mtime=-90m"}, func(g *Generator) {
		g.at(g.instant(), "touch", g.path(), pick(g, []string{"mtime=-90m", "mtime=+2h", "mtime=-1s", "mtime=2009-01-04", "mtime=-1d"}))
	}},
	{Stamps, 2, true, []string{"chmod", "/data/a", "0600"}, func(g *Generator) { g.at(g.instant(), "chmod", g.path(), "0600") }},
	{Pace, 3, true, []string{"slow", "/data/a", "10m"}, (*Generator).writeWhileRead},
	{Clocks, 3, true, []string{"write", "/data/a"}, func(g *Generator) {
		j, p := pick(g, g.jobs), g.path()
		g.at(j.at, "write", p)
		g.at(j.at+pick(g, []time.Duration{1, time.Millisecond, 500 * time.Millisecond, time.Second}), "write", p)
	}},
	{Handles, 6, false, []string{"hold-open", "/data/a"}, func(g *Generator) {
		p, at := g.path(), g.instant()
		g.at(at, "hold-open", p)
		g.at(at+g.minutes(60), "write", p)
		g.at(g.instant(), "append", p, "1B")
		if g.oneIn(2) {
			g.at(at+g.minutes(1500), "close", p)
		}
	}},
	{Bits, 3, false, []string{"archive-bit", "/data/a", "off"}, func(g *Generator) {
		g.at(g.instant(), "archive-bit", g.path(), pick(g, []string{"on", "off"}))
	}},
}

// disturbances are what goes wrong in the world.
var disturbances = []entry{
	{Clocks, 6, true, []string{"clock", "client", "+1s"}, (*Generator).step},
	{Clocks, 2, false, []string{"clock", "client", "drift=20ppm"}, func(g *Generator) {
		g.at(g.instant(), "clock", pick(g, g.hosts), pick(g, []string{"drift=20ppm", "drift=-20ppm", "drift=500ppm"}))
	}},
	{Delays, 6, true, []string{"delay", "bpbkar", "1s"}, func(g *Generator) {
		if d := g.amount(); g.spend(d) {
			g.at(g.anchor(), "delay", "bpbkar", d)
		}
	}},
	{Pace, 3, true, []string{"slow", "/data/a", "1h"}, func(g *Generator) {
		g.at(g.instant(), "slow", g.path(), pick(g, []string{"1s", "10m", "1h", "3h"}))
	}},
	{Pace, 2, true, []string{"network", "client", "latency=1ms"}, func(g *Generator) {
		if g.spend("1s") {
			g.at(g.instant(), "network", pick(g, g.hosts), pick(g, []string{"latency=20ms", "latency=1ms", "latency=50ms"}))
		}
	}},
	{Crashes, 5, true, []string{"kill", "client"}, func(g *Generator) {
		h, at := pick(g, g.hosts), g.instant()
		g.at(at, "kill", h, g.unsynced())
		g.at(at+g.pause(), "start", h)
	}},
	{Hooks, 3, true, []string{"on", "client", "read#2", "kill", "client"}, func(g *Generator) {
		h := pick(g, g.hosts)
		g.hook("on", h, pick(g, operationsOf), "kill", h, g.unsynced())
		g.at(g.last()+g.pause(), "start", h)
	}},
	{Hooks, 4, true, []string{"on", "client", "read#2", "write", "/data/a"}, func(g *Generator) {
		g.hook("on", pick(g, g.hosts), pick(g, operationsOf), pick(g, []string{"write", "delete"}), g.path())
	}},
	{Faults, 3, true, []string{"lose", "client"}, func(g *Generator) { g.at(g.anchor(), "lose", pick(g, g.hosts)) }},
	{Faults, 3, false, []string{"fail read", "/data/a"}, func(g *Generator) {
		g.at(g.instant(), "fail", "read", g.path(), pick(g, []string{"times=1", "times=2"}))
	}},
	{Faults, 3, true, []string{"fail network", "client", "for=5m"}, func(g *Generator) {
		g.at(g.instant(), "fail", "network", pick(g, g.hosts), pick(g, []string{"for=5m", "for=1s", "for=2h"}))
	}},
	{Media, 2, true, []string{"fail write", "medium"}, func(g *Generator) {
		if s := pick(g, g.stores); g.tapes {
			g.at(g.instant(), "fail", "write", s, pick(g, []string{"after=1KB", "after=16KB", "after=0"}))
		} else {
			g.at(g.instant(), "fail", "write", s)
		}
	}},
	{Media, 1, false, []string{"fail media", "medium"}, func(g *Generator) { g.at(g.instant(), "fail", "media", pick(g, g.stores)) }},
}

// operations are what administrators do.
var operations = []entry{
	{Jobs, 2, true, []string{"incremental", "nightly"}, func(g *Generator) { g.at(g.instant(), "incremental", g.anyPolicy().name) }},
	{Jobs, 1, true, []string{"cumulative", "nightly"}, func(g *Generator) { g.at(g.instant(), g.cumulative(), g.anyPolicy().name) }},
	{Interrupted, 6, true, []string{"suspend", "nightly"}, func(g *Generator) {
		j := pick(g, g.jobs)
		g.interruption(j.at, j.policy)
	}},
	{Interrupted, 2, true, []string{"resume", "nightly"}, func(g *Generator) { g.at(g.instant(), "resume", g.anyPolicy().name) }},
	{Interrupted, 1, true, []string{"cancel", "nightly"}, func(g *Generator) { g.at(g.instant(), "cancel", g.anyPolicy().name) }},
	{Releases, 2, false, []string{"upgrade", "netbackup-6.5.3"}, func(g *Generator) {
		g.at(g.instant(), "upgrade", pick(g, []string{"netbackup-6.5.3", "netbackup-6.5.2A", "netbackup-6.0-mp7", "netbackup-5.1"}))
	}},
	{Upkeep, 2, true, []string{"verify", "nightly"}, func(g *Generator) { g.at(g.instant(), "verify", g.anyPolicy().name) }},
	{Upkeep, 1, true, []string{"restore", "nightly"}, func(g *Generator) { g.at(g.instant(), "restore", g.anyPolicy().name) }},
	{Upkeep, 1, true, []string{"expire"}, func(g *Generator) { g.at(g.instant(), "expire") }},
	{Media, 2, true, []string{"erase", "medium"}, func(g *Generator) { g.at(g.instant(), "erase", pick(g, g.stores)) }},
	{Removal, 3, true, []string{"stop", "service"}, func(g *Generator) {
		at, what := g.instant(), pick(g, []string{"service", "removal"})
		g.at(at, "stop", what)
		g.at(at+g.pause(), "start", what)
	}},
	{Removal, 2, true, []string{"restart removal"}, func(g *Generator) { g.at(g.instant(), "restart", "removal") }},
	{Removal, 3, true, []string{"lose request"}, func(g *Generator) { g.at(g.instant(), "lose", "request") }},
	{Removal, 2, false, []string{"wipe", "medium"}, func(g *Generator) { g.at(g.instant(), "wipe", pick(g, g.stores)) }},
}

// operationsOf are operations for statements to wait for, at Fibonacci's numbers.
var operationsOf = func() (all []string) {
	for _, op := range []string{"any", "list", "examine", "open", "read", "sync", "append", "send", "receive", "write", "start", "clear-bit"} {
		for _, k := range []int{1, 2, 3, 5, 8, 13, 21, 34, 55} {
			all = append(all, op+"#"+strconv.Itoa(k))
		}
	}
	return all
}()

// interruption has the job that starts at an instant read one file for long, interrupts
// it meanwhile, and goes on with it later.
func (g *Generator) interruption(at time.Duration, policy string) {
	if !g.resumes {
		g.failure(at, policy)
		return
	}
	p := g.path()
	long := time.Duration(1+g.rng.IntN(4)) * time.Hour
	g.at(at-1-g.minutes(60), "write", p)
	g.at(at-1, "slow", p, g.duration(long))
	stop := at + time.Duration(g.rng.Int64N(int64(long/time.Minute)))*time.Minute
	switch {
	case g.oneIn(6) && !g.without[Crashes]:
		g.at(stop, "kill", "client", g.unsynced())
		g.at(stop+time.Minute, "start", "client")
	default:
		g.at(stop, "suspend", policy)
	}
	again := stop + g.pause()
	g.at(again, "resume", policy)
	g.instants = append(g.instants, stop, again)
}

// cumulative is that kind of job, or an incremental in its place: inside the envelope the
// two do not go together on an archive bit, which an incremental clears.
func (g *Generator) cumulative() string {
	if g.options.Inside && g.bits {
		return "incremental"
	}
	return "cumulative"
}

// pause is how long something is away.
func (g *Generator) pause() time.Duration {
	if g.oneIn(3) {
		return g.bound() + g.miss()
	}
	return g.minutes(240)
}

func (g *Generator) unsynced() string {
	return pick(g, []string{"unsynced=none", "unsynced=half", "unsynced=all"})
}

// step sets a clock. Inside the envelope the steps that lose are little in sum; the
// others only make jobs take too much.
func (g *Generator) step() {
	d := g.bound() + g.miss()
	host := pick(g, g.hosts)
	forward := g.oneIn(2)
	if g.exact() && host != "master" {
		return
	}
	if g.options.Inside && forward == (host != "master") {
		d = max(1, g.offset/16)
		if !g.spend(g.duration(d)) {
			return
		}
	}
	g.at(g.instant(), "clock", host, g.signed(d, forward))
}

func (g *Generator) signed(d time.Duration, forward bool) string {
	if forward {
		return "+" + g.duration(d)
	}
	return "-" + g.duration(d)
}

// spend takes a disturbance from what the product still bears; outside of its envelope
// there is no end of that.
func (g *Generator) spend(text string) bool {
	if !g.options.Inside {
		return true
	}
	d, err := time.ParseDuration(text)
	if err != nil || d > g.spare {
		return false
	}
	g.spare -= d
	return true
}
