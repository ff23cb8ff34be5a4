package scenarios

import (
	"fmt"
	"math/big"
	"math/rand"
	"slices"
	"strings"
	"testing"
	"time"

	"gapless/scenarios/script"

	"github.com/leanovate/gopter"
	"github.com/leanovate/gopter/prop"
)

// The formulas of the window, in plain arithmetic on true instants since 00:00 of
// day 1, against the engine. With m and c for what the clocks of master and client
// show, the full starting at t_b, the incremental going active at a_0, a_1 … and its
// client process starting at p_i = a_i + delay:
//
//	delta_i  = m(a_k) - m(t_b) + offset   k = 0 in affected releases, else i (N1, N3, N9)
//	cutoff_i = c(p_i) - delta_i - overlap (overlap on Windows clients only, N7)
//	lost     = changes that the full did not read, before a_0 (P1), whose stamp as the
//	           volume rounds it is before the cutoff of the activation that examines
//	           the file
//
// Nothing of the engine or of the simulated clock is used to predict.

// tale is one random script.
type tale struct {
	product        string
	latest         bool          // anchor: the latest activation
	offset         time.Duration // in force
	touch          bool          // set by delta-offset
	windows        bool
	kind           string
	quantum        time.Duration // of stamps
	clientSkew     time.Duration
	masterSkew     time.Duration
	clientPPM      int64
	masterPPM      int64
	full           time.Duration
	fullDelay      time.Duration
	slow           time.Duration // how long the busy file takes
	active         []time.Duration
	delays         []time.Duration // of each activation
	suspends       []time.Duration // one less than activations
	client, master []step
	changeLine     int // place of the change among the timeline's lines
	change         time.Duration
}

// step is a clock set by hand.
type step struct {
	at, by time.Duration
	line   int
}

// span of time, uniformly to the nanosecond.
func between(r *rand.Rand, from, to time.Duration) time.Duration {
	return from + time.Duration(r.Int63n(int64(to-from)+1))
}

// sometimes gives a round duration, as people write them, and else one to the
// nanosecond.
func sometimes(r *rand.Rand, from, to time.Duration) time.Duration {
	d := between(r, from, to)
	if r.Intn(3) == 0 {
		d = max(from, d.Truncate(time.Minute))
	}
	return d
}

var anchors = []struct {
	product string
	latest  bool
	offset  time.Duration
}{
	{"netbackup-5.1", true, 10 * time.Second},
	{"netbackup-6.0-mp7", false, 10 * time.Second},
	{"netbackup-6.5.2A", false, 10 * time.Second},
	{"netbackup-6.0-mp8", true, 300 * time.Second},
	{"netbackup-6.5.3", true, 300 * time.Second},
}

func randomTale(r *rand.Rand) *tale {
	for {
		if t := anyTale(r); !t.inverted() {
			return t
		}
	}
}

// inverted reports whether the incremental's backup time is before the full's without
// delta being negative, which an offset makes possible. The formulas say nothing of
// it: the image would be restored without the full that is newer than it (N19).
func (t *tale) inverted() bool {
	behind := t.masterShows(t.full) - t.masterShows(t.active[0])
	return behind > 0 && behind <= t.offset
}

func anyTale(r *rand.Rand) *tale {
	a := anchors[r.Intn(len(anchors))]
	t := &tale{product: a.product, latest: a.latest, offset: a.offset, quantum: 1,
		kind: []string{"incremental", "cumulative"}[r.Intn(2)]}
	if r.Intn(2) == 0 {
		t.touch, t.offset = true, sometimes(r, 0, 2*time.Hour)
	}
	t.windows = r.Intn(4) == 0
	if t.windows {
		t.quantum = 100
	} else if r.Intn(4) == 0 {
		t.quantum = []time.Duration{100, time.Millisecond, time.Second, 2 * time.Second}[r.Intn(4)]
	}
	if r.Intn(2) == 0 {
		t.clientSkew, t.masterSkew = between(r, -24*time.Hour, 24*time.Hour), between(r, -24*time.Hour, 24*time.Hour)
	}
	if r.Intn(3) == 0 {
		t.clientPPM, t.masterPPM = int64(r.Intn(2001)-1000), int64(r.Intn(2001)-1000)
	}
	t.full = sometimes(r, time.Hour, 10*time.Hour)
	if r.Intn(4) == 0 {
		t.fullDelay = sometimes(r, 1, time.Hour)
	}
	t.slow = sometimes(r, time.Hour, 4*time.Hour)
	t.activations(r)
	t.clocks(r)
	t.change = between(r, 0, 24*time.Hour)
	t.changeLine = r.Intn(len(t.lines()) + 1)
	return t
}

// activations plans the incremental: each suspend comes while the process is awaited
// or reads, and each resume some time after.
func (t *tale) activations(r *rand.Rand) {
	at := t.full + t.fullDelay + sometimes(r, 2*time.Hour, 12*time.Hour)
	for range 1 + r.Intn(4) {
		delay := time.Duration(0)
		if r.Intn(2) == 0 {
			delay = sometimes(r, 1, time.Hour)
		}
		t.active, t.delays = append(t.active, at), append(t.delays, delay)
		t.suspends = append(t.suspends, at+sometimes(r, time.Minute, delay+t.slow))
		at = t.suspends[len(t.suspends)-1] + sometimes(r, time.Minute, 3*time.Hour)
	}
	t.suspends = t.suspends[:len(t.suspends)-1]
}

func (t *tale) clocks(r *rand.Rand) {
	end := t.active[len(t.active)-1] + t.slow
	random := func(most time.Duration) (all []step) {
		from, to := time.Duration(0), end
		if r.Intn(2) == 0 {
			from, to = t.full, t.active[0]
		}
		for range r.Intn(4) {
			all = append(all, step{at: between(r, from, to), by: sometimes(r, -most, most)})
		}
		if len(all) == 2 { // forward and back, or back and forward
			all[1].by = -all[0].by
		}
		return slices.DeleteFunc(all, func(s step) bool { return s.by == 0 })
	}
	t.client = random(2 * time.Hour)
	t.master = random([]time.Duration{time.Hour, 16 * time.Hour}[r.Intn(2)])
}

// lines are the timeline without the change. It notes the places of the steps.
func (t *tale) lines() (all []string) {
	add := func(at time.Duration, format string, args ...any) {
		all = append(all, script.FormatInstant(at)+" "+fmt.Sprintf(format, args...))
	}
	for i := range t.client {
		t.client[i].line = len(all)
		add(t.client[i].at, "clock client %+v", signed(t.client[i].by))
	}
	for i := range t.master {
		t.master[i].line = len(all)
		add(t.master[i].at, "clock master %+v", signed(t.master[i].by))
	}
	if t.fullDelay > 0 {
		add(t.full, "delay bpbkar %v", t.fullDelay)
	}
	add(t.full, "full nightly")
	add(t.full+t.fullDelay+1, "slow /data/busy.db %v", t.slow)
	for i, at := range t.active {
		add(at, "write /data/busy.db")
		if t.delays[i] > 0 {
			add(at, "delay bpbkar %v", t.delays[i])
		}
		if i == 0 {
			add(at, "%s nightly", t.kind)
		} else {
			add(at, "resume nightly")
		}
		if i < len(t.suspends) {
			add(t.suspends[i], "suspend nightly")
		}
	}
	return all
}

func (t *tale) fullLine() int {
	return slices.IndexFunc(t.lines(), func(s string) bool { return strings.HasSuffix(s, "full nightly") })
}

func signed(d time.Duration) string {
	if d < 0 {
		return d.String()
	}
	return "+" + d.String()
}

// String is the script, and line the line of the change in it.
func (t *tale) String() string { text, _ := t.script(); return text }

func (t *tale) script() (text string, line int) {
	var b strings.Builder
	fmt.Fprintf(&b, "product %s\n", t.product)
	if t.touch {
		fmt.Fprintf(&b, "set delta-offset %v\n", t.offset)
	}
	system, fs := "unix", "ext4"
	if t.windows {
		system, fs = "windows", "ntfs"
	}
	fmt.Fprintf(&b, "host client role=client os=%s skew=%s drift=%dppm\n", system, signed(t.clientSkew), t.clientPPM)
	fmt.Fprintf(&b, "host master role=master skew=%s drift=%dppm\n", signed(t.masterSkew), t.masterPPM)
	fmt.Fprintf(&b, "volume /data fs=%s granularity=%v\n", fs, t.quantum)
	b.WriteString("file /data/busy.db 64KB\nfile /data/zebra.txt 1KB\n")
	b.WriteString("policy nightly volumes=/data method=modified-time checkpoint=15m\n")
	lines := slices.Insert(t.lines(), t.changeLine, script.FormatInstant(t.change)+" write /data/zebra.txt")
	line = strings.Count(b.String(), "\n") + t.changeLine + 1
	return b.String() + strings.Join(lines, "\n") + "\n", line
}

// drifted is what a clock that gains ppm has counted at a true instant, rounded down.
func drifted(at time.Duration, ppm int64) time.Duration {
	n := new(big.Int).Mul(big.NewInt(int64(at)), big.NewInt(1_000_000+ppm))
	return time.Duration(n.Div(n, big.NewInt(1_000_000)).Int64()) // Div rounds down: the divisor is positive
}

// counted is the first true instant at which such a clock has counted n.
func counted(n time.Duration, ppm int64) time.Duration {
	x := new(big.Int).Mul(big.NewInt(int64(n)), big.NewInt(1_000_000))
	x.Neg(x).Div(x, big.NewInt(1_000_000+ppm)).Neg(x)
	return time.Duration(x.Int64())
}

// shownBy is what a clock shows behind all that happens at an instant before a line.
func shownBy(at time.Duration, skew time.Duration, ppm int64, steps []step, line int) time.Duration {
	shows := skew + drifted(at, ppm)
	for _, s := range steps {
		if s.at < at || s.at == at && s.line < line {
			shows += s.by
		}
	}
	return shows
}

const lastLine = 1 << 30

func (t *tale) clientShows(at time.Duration) time.Duration {
	return shownBy(at, t.clientSkew, t.clientPPM, t.client, lastLine)
}

func (t *tale) masterShows(at time.Duration) time.Duration {
	return shownBy(at, t.masterSkew, t.masterPPM, t.master, lastLine)
}

// cutoff is that of the activation that examines the file last; ok is false when the
// job ends without a restore point.
func (t *tale) cutoff() (cutoff time.Duration, ok bool) {
	for i, at := range t.active {
		anchor := t.active[0]
		if t.latest {
			anchor = at
		}
		delta := t.masterShows(anchor) - t.masterShows(t.full) + t.offset
		if delta < 0 {
			return 0, false // N8: status 207
		}
		start := at + t.delays[i]
		cutoff = t.clientShows(start) - delta
		if t.windows {
			cutoff -= time.Hour // N7
		}
		if i == len(t.suspends) {
			break // nothing stops the last one
		}
		ends := start
		if busy := t.clientShows(at); floorTo(busy, t.quantum) >= cutoff {
			ends += t.slow
		}
		if t.suspends[i] > ends || t.suspends[i] == ends && ends == at {
			break // it was done before it could be suspended
		}
	}
	return cutoff, true
}

// floorTo is d in steps of q since the day began, as it is since 1970.
func floorTo(d, q time.Duration) time.Duration {
	r := d % q
	if r < 0 {
		r += q
	}
	return d - r
}

// predict is the windows of the change.
func (t *tale) predict() (all []Interval) {
	cutoff, ok := t.cutoff()
	if !ok {
		return nil
	}
	// A stamp rounded down is before the cutoff when the exact one is before the
	// cutoff rounded up.
	exact := -floorTo(-cutoff, t.quantum)
	begin := t.full
	switch {
	case t.fullDelay > 0:
		begin += t.fullDelay + 1 // what changes just when the full begins to read is read
	case t.changeLine <= t.fullLine():
		begin++ // the change comes first
	}
	edges := []time.Duration{begin, t.active[0]}
	for _, s := range t.client {
		edge := s.at
		if t.changeLine <= s.line {
			edge++ // a change at that instant comes before the step
		}
		if edge > begin && edge < t.active[0] {
			edges = append(edges, edge)
		}
	}
	slices.Sort(edges)
	for i, from := range edges[:len(edges)-1] {
		skew := t.clientSkew
		for _, s := range t.client {
			if s.at < from || s.at == from && s.line < t.changeLine {
				skew += s.by
			}
		}
		to := min(edges[i+1], counted(exact-skew, t.clientPPM))
		if from >= to {
			continue
		}
		if n := len(all); n > 0 && all[n-1].To.Equal(nanos(int64(from))) {
			all[n-1].To = nanos(int64(to))
			continue
		}
		all = append(all, Interval{nanos(int64(from)), nanos(int64(to))})
	}
	return all
}

// formulaSeed makes the property test the same each time.
const formulaSeed = 20090105

func TestWindowsAreThoseOfTheFormulasToTheNanosecond(t *testing.T) {
	r := NewRunner()
	defer r.Close()
	params := gopter.DefaultTestParametersWithSeed(formulaSeed)
	params.MinSuccessfulTests, params.Workers = 400, 1
	tales := gopter.Gen(func(g *gopter.GenParameters) *gopter.GenResult {
		return gopter.NewGenResult(randomTale(g.Rng), gopter.NoShrinker)
	})
	seen := map[string]int{}
	properties := gopter.NewProperties(params)
	properties.Property("windows are those of the formulas", prop.ForAll(func(x *tale) (string, error) {
		text, line := x.script()
		got, err := windowsOf(r, text, x.product, line)
		if err != nil {
			return "", fmt.Errorf("%w\n%s", err, text)
		}
		want := x.predict()
		x.count(seen, want)
		if fmt.Sprint(got) != fmt.Sprint(want) {
			return fmt.Sprintf("engine %v, formulas %v\n%s", got, want, text), nil
		}
		return "", nil
	}, tales))
	properties.TestingRun(t)
	t.Logf("seed %d, %d scripts: %v", formulaSeed, params.MinSuccessfulTests, seen)
	for _, what := range kindsOfTale {
		if seen[what] < 5 {
			t.Errorf("only %d scripts with %s", seen[what], what)
		}
	}
}

func windowsOf(r *Runner, text, product string, line int) ([]Interval, error) {
	s, err := Parse("formula.scenario", []byte(text))
	if err != nil {
		return nil, err
	}
	if err := Check(s, nil); err != nil {
		return nil, err
	}
	u, err := NewSetup(s, product, nil)
	if err != nil {
		return nil, err
	}
	w, err := r.FindWindows(u, "/data/zebra.txt", line)
	if err != nil {
		return nil, err
	}
	return w.Windows, nil
}

// kindsOfTale must each be among the random scripts, so that the test shows what it
// says.
var kindsOfTale = []string{"no window", "one window", "several windows", "status 207", "resumed, affected",
	"resumed, fixed", "windows by date, lost", "drift, lost", "coarse stamps, lost", "late full, lost", "capped by the activation"}

func (t *tale) count(seen map[string]int, w []Interval) {
	note := func(what string, is bool) {
		if is {
			seen[what]++
		}
	}
	_, ok := t.cutoff()
	lost := len(w) > 0
	note("no window", !lost)
	note("one window", len(w) == 1)
	note("several windows", len(w) > 1)
	note("status 207", !ok)
	note("resumed, affected", lost && !t.latest && len(t.active) > 1)
	note("resumed, fixed", t.latest && len(t.active) > 1)
	note("windows by date, lost", lost && t.windows)
	note("drift, lost", lost && t.clientPPM != 0)
	note("coarse stamps, lost", lost && t.quantum > 1)
	note("late full, lost", lost && t.fullDelay > 0)
	note("capped by the activation", lost && w[len(w)-1].To.Equal(nanos(int64(t.active[0]))))
}
