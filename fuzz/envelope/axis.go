package envelope

import (
	"fmt"
	"strings"
	"time"

	"gapless/engine/products"
	"gapless/scenarios/script"
)

// axis is one disturbance. Its amounts are nanoseconds, or parts per billion.
type axis struct {
	name  string
	about string // what an amount of it does
	unit  string // ns or ppb
	most  int64  // that is tried
	setup func(amount int64, s *story)
	fulls func(amount int64) []time.Duration // when the full may start, of which the worst counts; nil for fullAt
}

// story is the script of an axis: what is declared beside the volume, when the full
// starts, what happens meanwhile, and what is done to the job after its start.
type story struct {
	declared []string
	volume   string   // further arguments of the volume
	before   []string // between the change and the incremental
	after    []string
}

// The instants of the story, since 00:00 of day 1.
const (
	fullAt        = 2 * time.Hour
	incrementalAt = 18 * time.Hour
)

const week = int64(7 * script.Day)

var axes = []axis{
	{"delay", "the client process starts that much later than its job goes active", "ns", week, func(n int64, s *story) {
		s.before = []string{"17:59:00 delay bpbkar " + duration(n)}
	}, nil},
	{"resume", "the job is resumed that much after it went active first", "ns", week, func(n int64, s *story) {
		s.before = []string{"17:00:00 write /data/b", "17:30:00 slow /data/b 1h"}
		s.after = []string{"18:00:00 suspend p", script.FormatInstant(incrementalAt+time.Duration(n)) + " resume p"}
	}, nil},
	{"client-forward", "the client's clock is set forward that much between base and incremental", "ns", week, func(n int64, s *story) {
		s.before = []string{"17:00:00 clock client +" + duration(n)}
	}, nil},
	{"client-back", "the client's clock is set back that much between base and incremental", "ns", week, func(n int64, s *story) {
		s.before = []string{"17:00:00 clock client -" + duration(n)}
	}, nil},
	{"master-back", "the master's clock is set back that much between base and incremental", "ns", week, func(n int64, s *story) {
		s.before = []string{"17:00:00 clock master -" + duration(n)}
	}, nil},
	{"drift", "the client's clock runs that much too fast, for the 16 h from base to incremental", "ppb", 100_000_000, func(n int64, s *story) {
		s.declared = []string{fmt.Sprintf("host client role=client drift=%d.%03dppm", n/1000, n%1000)}
	}, nil},
	{"skew", "the client's clock is that much behind the servers', all the time", "ns", week, func(n int64, s *story) {
		s.declared = []string{"host client role=client skew=-" + duration(n)}
	}, nil},
	{"granularity", "stamps are rounded down to a multiple of that much", "ns", int64(time.Hour), func(n int64, s *story) {
		if n != 0 {
			s.volume = " granularity=" + duration(n)
		}
	}, aroundATick},
}

// aroundATick lets the base start at the last instant that is stamped as one before, which
// is the worst for a comparison that takes what is as old as its base, and at the first
// that is stamped so, which is the worst for one that takes what is newer only.
func aroundATick(n int64) []time.Duration {
	if n == 0 {
		return []time.Duration{fullAt}
	}
	left := n - 1 - (day1.UnixNano()+int64(fullAt))%n
	return []time.Duration{fullAt + time.Duration(left), fullAt + time.Duration(left+1)}
}

// starts lists when the full may start.
func (x *axis) starts(amount int64) []time.Duration {
	if x.fulls == nil {
		return []time.Duration{fullAt}
	}
	return x.fulls(amount)
}

// day1 is 00:00 of day 1 of the stories.
var day1 = time.Date(2009, 1, 5, 0, 0, 0, 0, time.UTC)

func has(p products.Product, key string) bool {
	_, ok := p.Setting(key)
	return ok
}

func duration(n int64) string { return script.FormatDuration(time.Duration(n)) }

// text is the script of an amount, with the full and the change at these instants.
func (x *axis) text(product string, amount int64, full, change time.Duration) string {
	var s story
	x.setup(amount, &s)
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	line("product %s", product)
	line("horizon 1d")
	if p, _ := products.Find(product); has(p, "poll-interval") {
		// Each look for requests is an instant that matters, and none matters to a change.
		line("set poll-interval 24h")
	}
	for _, d := range s.declared {
		line("%s", d)
	}
	line("volume /data fs=ext4%s", s.volume)
	line("file /data/a 4KB")
	line("file /data/b 4KB")
	line("policy p volumes=/data")
	line("%s full p", script.FormatInstant(full))
	line("%s write /data/a", script.FormatInstant(max(change, full)))
	for _, d := range s.before {
		line("%s", d)
	}
	line("18:00:00 incremental p")
	for _, d := range s.after {
		line("%s", d)
	}
	return b.String()
}
