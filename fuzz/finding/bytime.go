package finding

import (
	"encoding/binary"
	"slices"

	"gapless/engine/job"
	"gapless/engine/products"
	"gapless/model"
	"gapless/model/clock"
	"gapless/scenarios/script"
)

// leaves lists the verbs after which a file has a stamp that is not their instant.
var leaves = []string{"touch", "rename", "copy", "link"}

// byTime tells of a file whose stamp was before the cutoff. What the rules of the
// product as it is sold, without breaks, would have had as the cutoff is worked out
// again: a file that is before that one, too, is lost by the method.
func (c *court) byTime(v *model.Violation, d *model.Decision, verb string, s *Shown) {
	kept := slices.Contains(leaves, verb)
	switch {
	case verb == "" && c.crashed(v):
		s.Cause, s.ByMethod = Rolled, true
		return
	case kept || verb != "" && c.keptStamp(v):
		s.Cause, s.ByMethod = with(KeptStamp, verb), true
		if !kept {
			s.Cause = HeldHandle
		}
		return
	case d.Job > len(c.h.Jobs) || d.Activation >= len(c.h.Jobs[d.Job-1].Activations):
		s.Cause = string(d.Reason) + " " + d.Rule
		return
	}
	j := &c.h.Jobs[d.Job-1]
	a := &j.Activations[d.Activation]
	rules := c.rulesAt(a.At)
	if rules == nil || a.Start.IsZero() || a.Base.IsZero() || d.Cutoff.IsZero() || d.Stamp.IsZero() {
		s.Cause = string(d.Reason) + " " + d.Rule
		return
	}
	stamp := nanos(d.Stamp)
	latest := stamp < c.cutoff(rules, j, a, a)
	first := stamp < c.cutoff(rules, j, a, &j.Activations[0])
	switch {
	case latest:
		s.Cause, s.ByMethod = c.disturbance(v, j, a), true
	case first && rules.Anchor == job.First:
		s.Cause, s.Known = KeptDelta, "N3"
	case first && d.Activation > 0 && a.Delta.Equal(j.Activations[0].Delta):
		s.Cause = KeptDelta
	default:
		s.Cause = CutoffBeyond
	}
}

// cutoff is what the rules make of a process that starts at a with the delta of by, in
// nanoseconds on the client's clock. N1, N7.
func (c *court) cutoff(r *job.Rules, j *model.Job, a, by *model.Activation) int64 {
	delta := nanos(by.Active) - nanos(a.Base) + int64(r.DeltaOffset().Std())
	cutoff := nanos(a.Start) - delta
	if c.windows(j.Client) {
		cutoff -= int64(r.Overlap.Std())
	}
	return cutoff
}

// windows reports whether the script declares a host as one.
func (c *court) windows(host string) bool {
	return slices.ContainsFunc(c.u.Script.All("host"), func(st *script.Statement) bool {
		return st.Text("NAME") == host && st.Is("os", "windows")
	})
}

// rulesAt is what the release in force at an instant promises, with the script's
// settings and without a break; nil for a system without cutoffs of this kind.
func (c *court) rulesAt(at clock.Time[clock.True]) *job.Rules {
	p := c.u.Product
	for _, st := range c.u.Script.Ordered() {
		if st.Form.Name == "upgrade" && !at.Before(c.h.Day1.Add(clock.Of(st.At.Offset))) {
			if to, ok := products.Find(st.Text("PRODUCT")); ok {
				p = to
			}
		}
	}
	rules, ok := p.New().(*job.Rules)
	if !ok {
		return nil
	}
	for _, st := range c.u.Script.All("set") {
		if set, ok := p.Setting(st.Text("KEY")); ok && set.Key != "break" {
			value := st.Text("VALUE")
			if d, ok := script.ParseDuration(value); ok {
				value = d.String()
			}
			_ = set.Set(rules, value) // it was taken when the setup was made
		}
	}
	return rules
}

// disturbance is what made the cutoff late, the greatest part of it:
//
//	late = delay of the start + gain of the client's clock + loss of the master's clock
func (c *court) disturbance(v *model.Violation, j *model.Job, a *model.Activation) string {
	if j.Base < 1 || j.Base > len(c.h.Jobs) || len(c.h.Jobs[j.Base-1].Activations) == 0 || v.ChangedAt.IsZero() {
		return LateStart
	}
	base := &c.h.Jobs[j.Base-1].Activations[0]
	delay := nanos(a.Began) - nanos(a.At)
	gain := nanos(a.Start) - nanos(a.Began) // and what the clock was ahead when the change was stamped:
	if v.Expected != nil && !v.Expected.Modified.IsZero() {
		gain -= nanos(v.Expected.Modified) - nanos(v.ChangedAt)
	}
	loss := nanos(a.Base) - nanos(base.At) - (nanos(a.Active) - nanos(a.At))
	switch {
	case delay >= gain && delay >= loss:
		return LateStart
	case gain >= loss:
		return ClientClock
	}
	return MasterClock
}

// keptStamp reports whether the version that was lost has the stamp of the one before
// it, in a script that holds files open: a write through such a handle does not stamp
// the file.
func (c *court) keptStamp(v *model.Violation) bool {
	if v.Expected == nil || v.Expected.Modified.IsZero() || len(c.u.Script.All("hold-open")) == 0 {
		return false
	}
	all := c.held(v.Path)
	for k, held := range all {
		if held.Version == v.Expected {
			return k > 0 && held.Version.Modified.Equal(all[k-1].Version.Modified)
		}
	}
	return false
}

// crashed reports whether a change is what a crash left of an earlier one.
func (c *court) crashed(v *model.Violation) bool {
	return slices.ContainsFunc(c.h.Crashes, func(k model.Crash) bool { return k.At.Equal(v.ChangedAt) })
}

// nanos is what a clock showed, in nanoseconds since 1970: the first eight bytes of the
// time's encoding. Nothing is decided here but what a loss is called.
func nanos[H any](t clock.Time[H]) int64 {
	var buf [16]byte
	b, err := t.AppendBinary(buf[:0])
	if err != nil {
		return 0
	}
	return int64(binary.LittleEndian.Uint64(b))
}
