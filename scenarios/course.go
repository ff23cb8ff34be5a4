package scenarios

import (
	"math/big"
	"slices"

	"gapless/model"
	"gapless/model/clock"
	"gapless/sim/machine"
)

// Course is what a picture of a run needs besides its history, which holds only what
// can be right or wrong: when the jobs changed their states, and what the hosts'
// clocks showed.
type Course struct {
	Phases []Phase // in the order in which they began; without those of probes
	Clocks []Clock // by host, in the order in which hosts are declared

	stretches []machine.Stretch // memory
}

// Phase is a job's state from an instant on.
type Phase struct {
	At     clock.Duration // true time since 00:00 of day 1
	Job    int
	State  model.JobState
	Status int // the product's status code
}

// Clock is what one host's clock showed during a run.
type Clock struct {
	Host, Role string
	Stretches  []Stretch // at least one
}

// Stretch is a stretch of true time in which a clock ran evenly. The first one also
// holds for all before it.
type Stretch struct {
	From  clock.Duration // true time since 00:00 of day 1
	Ahead clock.Duration // of true time, at From
	Drift int64          // what it gains from then on, in parts per billion
}

// Ahead is by how much the clock was ahead of true time at an instant.
func (k *Clock) Ahead(at clock.Duration) clock.Duration {
	s := &k.Stretches[0]
	for i := range k.Stretches {
		if k.Stretches[i].From.Std() <= at.Std() {
			s = &k.Stretches[i]
		}
	}
	// Parts per billion of a year are more than 64 bits hold.
	gained := new(big.Int).Mul(big.NewInt(int64(at.Plus(s.From.Neg()).Std())), big.NewInt(s.Drift))
	return s.Ahead.Plus(nanos(gained.Div(gained, big.NewInt(1_000_000_000)).Int64()))
}

// Right reports whether the clock showed true time all along.
func (k *Clock) Right() bool {
	s := &k.Stretches[0]
	return len(k.Stretches) == 1 && s.Drift == 0 && s.Ahead.Equal(clock.Duration{})
}

// begin starts a new run in the memory of the last.
func (c *Course) begin() {
	c.Phases = c.Phases[:0]
	c.Clocks = c.Clocks[:0]
}

// phase writes down that a job's state changed.
func (r *record) phase(j *model.Job) {
	if !r.world.probing {
		r.course.Phases = append(r.course.Phases, Phase{r.world.offset(), j.Number, j.State, j.Status})
	}
}

// offset is the true time since 00:00 of day 1.
func (w *world) offset() clock.Duration { return nanos(w.sched.Now() - w.setup.day1) }

// noteClocks writes down what the hosts' clocks showed until now.
func (w *world) noteClocks() {
	c := &w.course
	for i := range w.hosts {
		h := &w.hosts[i]
		c.Clocks = slices.Grow(c.Clocks, 1)[:i+1]
		k := &c.Clocks[i]
		k.Host, k.Role, k.Stretches = h.Name(), h.role, k.Stretches[:0]
		c.stretches = h.Clock().AppendStretches(c.stretches[:0])
		for _, s := range c.stretches {
			k.Stretches = append(k.Stretches, Stretch{nanos(s.From - w.setup.day1), nanos(s.Ahead), s.Drift})
		}
	}
}
