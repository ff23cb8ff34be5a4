package volume

import (
	"time"

	"gapless/sim/op"
)

// A slow file is read in at most this many steps, of at least this many bytes.
const (
	maxSteps = 64
	minStep  = 16 << 10 // about what programs read at once
)

// pace is how one handle reads a slow file: each step is paid for once, when a read
// first gets into it, and its bytes are those that are there after the wait. So a
// change in the midst of a slow read gives a mixture, as on a real disk. What the
// file has grown since the first read costs nothing.
type pace struct {
	step  int64 // bytes
	steps int64 // 0 for an empty file
	share time.Duration
	last  time.Duration // the share of the last step, so that the sum is exact
	paid  uint64        // a bit for each step
}

func newPace(d time.Duration, size int64) *pace {
	step := (size + maxSteps*minStep - 1) / (maxSteps * minStep) * minStep
	step = max(step, minStep)
	p := &pace{step: step, steps: (size + step - 1) / step}
	n := time.Duration(max(p.steps, 1))
	p.share = d / n
	p.last = d - p.share*(n-1)
	return p
}

// wait pays for the step that off is in, and says how many of max bytes it holds.
func (p *pace) wait(gate op.Gate, off, max, size int64) int64 {
	k, last := off/p.step, p.steps-1
	if p.steps == 0 {
		k, last = 0, 0
	}
	if k > last || off >= size && p.steps > 0 {
		return max
	}
	if p.paid&(1<<k) == 0 {
		p.paid |= 1 << k
		cost := p.share
		if k == last {
			cost = p.last
		}
		gate.Spend(cost)
	}
	return min(max, (k+1)*p.step-off)
}
