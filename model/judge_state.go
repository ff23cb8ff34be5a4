package model

import "slices"

// State is what became of a path at restore point n. With n = 0 it is lost, reported
// or altered if it is so at some restore point, in that order, and captured if it is
// captured at every restore point that covers it. A restore point covers what its
// policy selects and what was there at some instant of its job, but for what a working set
// neither promised nor gave back.
func (v *Verdict) State(path string, n int) PathState {
	return v.state(path, v.history.find(path, -1), n)
}

func (v *Verdict) state(path string, index, n int) PathState {
	worst := NotCovered
	for i := range v.Points {
		p := &v.Points[i]
		if n != 0 && p.N != n {
			continue
		}
		state := NotCovered
		switch {
		case has(p.Lost, path):
			state = Lost
		case has(p.Reported, path):
			state = Reported
		case has(p.Altered, path):
			state = Altered
		case !has(p.Left, path) && index >= 0 && v.history.present(p.Job, index):
			state = Captured
		}
		worst = max(worst, state)
	}
	return worst
}

// present reports whether a job covers a path that held something in its time.
func (h *History) present(job, path int) bool {
	j := h.job(job)
	p := &h.Paths[path]
	if !h.policy(j.Policy).covers(j, p.Path) {
		return false
	}
	lo, hi := h.during(p, j.span())
	for k := lo; k <= hi; k++ {
		if p.version(k).Kind != Absent {
			return true
		}
	}
	return false
}

// LostPaths are the paths that are lost at some restore point, sorted.
func (v *Verdict) LostPaths() []string { return v.gather(func(p *Point) []string { return p.Lost }) }

// ReportedPaths are the paths that are reported at some restore point, sorted.
func (v *Verdict) ReportedPaths() []string {
	return v.gather(func(p *Point) []string { return p.Reported })
}

// CapturedPaths are the paths whose state over all restore points is Captured, sorted.
func (v *Verdict) CapturedPaths() []string {
	var out []string
	for i := range v.history.Paths {
		if p := v.history.Paths[i].Path; v.state(p, i, 0) == Captured {
			out = append(out, p)
		}
	}
	return out
}

func (v *Verdict) gather(of func(*Point) []string) []string {
	var out []string
	for i := range v.Points {
		out = append(out, of(&v.Points[i])...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}
