package finding

import (
	"slices"
	"strings"

	"gapless/model"
)

// restored lists the jobs whose images a restore lays over each other, the first one first,
// as the documents have it and not as the engine says. NetBackup goes by backup times, N18 and
// N19: the last full, the last cumulative behind it, and the incrementals since. The others
// go by what each image builds on, C16.
func (c *court) restored(v *model.Violation) []*model.Job {
	own := &c.h.Jobs[v.Job-1]
	var chain []*model.Job
	if !strings.HasPrefix(c.u.Product.Name, "netbackup") {
		for n := v.Job; n > 0 && n <= len(c.h.Jobs); n = c.h.Jobs[n-1].Base {
			chain = append(chain, &c.h.Jobs[n-1])
			if c.h.Jobs[n-1].Base >= n {
				break
			}
		}
		slices.Reverse(chain)
		return chain
	}
	for i := range c.h.Jobs {
		if j := &c.h.Jobs[i]; j == own || c.there(j, v) && c.order(j, own) < 0 {
			chain = append(chain, j)
		}
	}
	slices.SortFunc(chain, c.order)
	full, cumulative := 0, 0
	for i, j := range chain {
		switch {
		case j.Kind == model.Full || j.Base == 0:
			full, cumulative = i, i
		case j.Kind == model.Cumulative:
			cumulative = i
		}
	}
	if full == cumulative {
		return chain[full:]
	}
	return append(chain[full:full+1:full+1], chain[cumulative:]...)
}

// there reports whether a job of the policy had made its image when a restore was asked for.
func (c *court) there(j *model.Job, v *model.Violation) bool {
	own := &c.h.Jobs[v.Job-1]
	if j.Policy != own.Policy || j.Client != own.Client || !j.Succeeded() || len(j.Activations) == 0 || c.expired(j, v) {
		return false
	}
	return v.Moment != model.AtEnd || slices.ContainsFunc(c.h.Restores, func(r model.Restore) bool {
		return r.Job == j.Number && r.Moment == model.AtEnd && r.Point < v.Point
	})
}

// order is that of images in a restore. N18, N19.
func (c *court) order(a, b *model.Job) int {
	if n := c.age(a).Compare(c.age(b)); n != 0 {
		return n
	}
	return a.Number - b.Number
}

// gives reports whether a restore has a job's image in it.
func (c *court) gives(job int, v *model.Violation) bool {
	return slices.ContainsFunc(c.restored(v), func(j *model.Job) bool { return j.Number == job })
}

// standIn is the job whose image stands for that of another one in a restore: a full, or a
// cumulative, that counts as newer; nil for none.
func (c *court) standIn(taker *model.Job, v *model.Violation) *model.Job {
	for _, j := range c.restored(v) {
		if covers(j) && c.order(taker, j) < 0 {
			return j
		}
	}
	return nil
}

// leftOut reports whether a cumulative stands for a job's image: it looks at no file whose
// archive bit an incremental has cleared. N12, N16.
func (c *court) leftOut(taker *model.Job, v *model.Violation) bool {
	s := c.standIn(taker, v)
	return s != nil && s.Kind == model.Cumulative
}

// outranked reports whether a job that was resumed has the change in its image and counts as
// older than one that looked before it, or the other way about: by N18 each has the backup time
// of its first activation.
func (c *court) outranked(taker *model.Job, v *model.Violation, d *model.Decision) bool {
	took, left := c.reading(taker.Number, d), &c.h.Jobs[d.Job-1]
	if took == nil {
		return false
	}
	if left.Base > 0 && c.h.Jobs[left.Base-1].Activations[0].At.After(left.Activations[0].At) {
		return false // it did not keep its base
	}
	began := taker.Activations[0].At
	if took.Activation > 0 && slices.ContainsFunc(c.restored(v), func(j *model.Job) bool {
		if len(j.Activations) == 0 || c.order(taker, j) >= 0 || began.After(j.Activations[0].At) || took.At.Before(j.Activations[0].At) {
			return false
		}
		if c.reading(j.Number, took) != nil {
			return true
		}
		looked := c.decisive(j.Number, v.Path)
		return covers(j) && (looked == nil || !looked.Taken && !took.At.Before(looked.At))
	}) {
		return true
	}
	return d.Activation > 0 && !c.gives(taker.Number, v) && !began.Before(left.Activations[0].At) && c.order(left, taker) < 0
}

// covers reports whether an image stands for those before it.
func covers(j *model.Job) bool { return j.Kind != model.Incremental || j.Base == 0 }

// reading is the last decision of a job, before another, to take the path of that one; nil
// for none.
func (c *court) reading(job int, d *model.Decision) (found *model.Decision) {
	for i := range c.h.Decisions {
		if o := &c.h.Decisions[i]; o.Job == job && o.Path == d.Path && o.Taken && !d.At.Before(o.At) {
			found = o
		}
	}
	return found
}
