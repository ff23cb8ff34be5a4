package scenarios

import (
	"slices"

	"gapless/model"
)

// copied reports whether a job is one of the run itself that a probe goes on with. A
// probe is a copy of the world: what it does to such a job did not happen, and is kept
// beside the run.
func (r *record) copied(job int) bool { return r.world.probing && job <= r.real }

// number is the number of an engine's job in the history. Each probe works on a copy
// of the same catalogue, and so numbers its jobs as the probe before it did.
func (r *record) number(job int) int {
	if r.world.probing && job > r.real {
		return job + r.shift
	}
	return job
}

// continued is what this probe has made of a job of the run itself.
func (r *record) continued(job int) *model.Continued {
	h := &r.history
	for i := range h.Continued {
		if c := &h.Continued[i]; c.Policy == r.probed && c.Job.Number == job {
			return c
		}
	}
	c := model.Continued{Policy: r.probed, Job: h.Jobs[job-1]}
	c.Job.Activations = slices.Clone(c.Job.Activations) // the run's own stay as they were
	h.Continued = append(h.Continued, c)
	return &h.Continued[len(h.Continued)-1]
}
