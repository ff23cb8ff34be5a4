package generate

import (
	"slices"
	"time"

	"gapless/engine/products"
	"gapless/scenarios/script"
)

// bounds are the durations that a product's rules compare with, and those of the world:
// each setting that is one, the checkpoint interval, the coarsest stamp.
func bounds(p products.Product) []time.Duration {
	all := []time.Duration{time.Second, 2 * time.Second, 10 * time.Second, 5 * time.Minute, 15 * time.Minute}
	for _, s := range p.Settings() {
		if d, ok := script.ParseDuration(s.Default(p)); ok && d > 0 && d <= 3*script.Day {
			all = append(all, d)
		}
	}
	if _, ok := p.Setting("protection"); ok {
		all = append(all, time.Hour, 24*time.Hour) // for which media are kept
	}
	if _, ok := p.Setting("block-generation"); ok {
		all = append(all, time.Hour, 2*time.Hour, 24*time.Hour, 48*time.Hour) // for which blocks are locked
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// bound is one of them.
func (g *Generator) bound() time.Duration { return g.bounds[g.rng.IntN(len(g.bounds))] }

// anchor is an instant at which something happens already: twice as likely that of a job.
func (g *Generator) anchor() time.Duration {
	if len(g.jobs) > 0 && (len(g.instants) == 0 || g.rng.IntN(3) > 0) {
		return g.jobs[g.rng.IntN(len(g.jobs))].at
	}
	if len(g.instants) == 0 {
		return firstJob
	}
	return g.instants[g.rng.IntN(len(g.instants))]
}

// firstJob is about when the first job starts: there is some time before it.
const firstJob = 2 * time.Hour

// instant is when something happens: at another instant, a bound away from one, shortly
// after one, or anywhere.
func (g *Generator) instant() time.Duration {
	at := time.Duration(0)
	switch g.rng.IntN(8) {
	case 0:
		at = g.anchor()
	case 1, 2:
		at = g.anchor() + g.bound() + g.miss()
	case 3:
		at = g.anchor() - g.bound() + g.miss()
	case 4:
		at = g.anchor() + g.minutes(60)
	case 5:
		at = g.anchor() - g.minutes(60)
	default:
		at = g.minutes(int(g.last()/time.Minute) + 240)
	}
	at = max(0, at)
	g.instants = append(g.instants, at)
	return at
}

// last is the latest start of a job so far.
func (g *Generator) last() (at time.Duration) {
	for _, j := range g.jobs {
		at = max(at, j.at)
	}
	return at
}

// minutes is less than n whole minutes.
func (g *Generator) minutes(n int) time.Duration {
	return time.Duration(g.rng.IntN(max(1, n))) * time.Minute
}

// miss is by how much a bound is missed: mostly not at all, else by the least there is.
func (g *Generator) miss() time.Duration {
	switch g.rng.IntN(6) {
	case 0:
		return 1
	case 1:
		return -1
	}
	return 0
}

// amount is a duration about a bound, for arguments. Inside the envelope it is less than
// the half of the offset.
func (g *Generator) amount() string {
	if g.options.Inside {
		return g.little()
	}
	d := g.bound() + g.miss()
	switch g.rng.IntN(4) {
	case 0:
		d *= 2
	case 1:
		d /= 2
	}
	return g.duration(max(1, d))
}

// little is a duration that is no more than a quarter of the offset.
func (g *Generator) little() string {
	return g.duration(max(1, g.offset>>(2+g.rng.IntN(3))))
}

// duration is a duration as text, written once.
func (g *Generator) duration(d time.Duration) string {
	text, ok := g.texts[d]
	if !ok {
		text = script.FormatDuration(d)
		g.texts[d] = text
	}
	return text
}
