package timeline

import "slices"

// removal enters the life of checkpoints in object storage.
func (m *making) removal() {
	h := m.h
	for _, o := range h.Outages {
		m.Outages = append(m.Outages, Span{m.at(o.From), m.maybe(o.To)})
	}
	if len(h.Backups) == 0 {
		return
	}
	r := &Removal{Backups: []string{}, Checkpoints: []Checkpoint{}, Requests: []RemovalStep{}, Passes: []RemovalStep{}}
	for _, b := range h.Backups {
		r.Backups = append(r.Backups, b.Policy)
	}
	for i := range h.Checkpoints {
		k := &h.Checkpoints[i]
		out := Checkpoint{Backup: k.Backup, N: k.N, Began: m.at(k.Began), Done: m.maybe(k.Finished), Gone: m.maybe(k.Removed)}
		if !k.Broken.IsZero() && !k.Finished.IsZero() && (k.Removed.IsZero() || k.Foreign) {
			out.Gone, out.Broken = m.maybe(k.Broken), true
		}
		switch {
		case !k.LockedUntil.IsZero():
			out.Locked = m.maybe(k.LockedUntil)
		case !k.HeldUntil.IsZero():
			out.Locked = m.maybe(k.HeldUntil)
		}
		r.Checkpoints = append(r.Checkpoints, out)
	}
	for _, q := range h.Requests {
		r.Requests = append(r.Requests, RemovalStep{Backup: q.Backup, At: m.at(q.Sent), Bad: q.Lost})
	}
	for i := range h.Passes {
		p := &h.Passes[i]
		r.Passes = append(r.Passes, RemovalStep{Backup: p.Backup, At: m.at(p.Began), To: m.maybe(p.Ended), Bad: len(p.Errors) > 0})
	}
	m.Removal = r
}

// instants are those at which something happens, sorted.
func (t *Timeline) instants() (all []Instant) {
	add := func(at ...*Instant) {
		for _, p := range at {
			if p != nil {
				all = append(all, *p)
			}
		}
	}
	for i := range t.Acts {
		add(&t.Acts[i].At)
	}
	for _, p := range t.Paths {
		for i := range p.Changes {
			add(&p.Changes[i].At)
		}
	}
	for i := range t.Jobs {
		j := &t.Jobs[i]
		add(j.Ended)
		for k := range j.Phases {
			add(&j.Phases[k].At)
		}
		for k := range j.Starts {
			add(&j.Starts[k].At)
		}
		all = append(all, j.Checkpoints...)
	}
	for i := range t.Losses {
		add(t.Losses[i].ChangedAt, t.Losses[i].DecidedAt)
	}
	for _, k := range t.Clocks {
		for i := range k.Readings {
			add(&k.Readings[i].At)
		}
	}
	for i := range t.Outages {
		add(&t.Outages[i].From, t.Outages[i].To)
	}
	if r := t.Removal; r != nil {
		for i := range r.Checkpoints {
			add(&r.Checkpoints[i].Began, r.Checkpoints[i].Done, r.Checkpoints[i].Gone)
		}
		for _, list := range [][]RemovalStep{r.Requests, r.Passes} {
			for i := range list {
				add(&list[i].At, list[i].To)
			}
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}
