package finding

import (
	"encoding/binary"
	"slices"
	"time"

	"gapless/model"
	"gapless/model/clock"
	"gapless/scenarios/script"
)

// leaves lists the verbs after which a file has a stamp that is not their instant.
var leaves = []string{"touch", "rename", "copy", "link"}

// byTime tells of a file whose stamp was before the cutoff. What the cutoff would have
// been by what the documents say of the release is worked out again: a file that is
// before that one, too, is lost by the method.
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
	if cause := c.wrongBase(j, a); cause != "" {
		s.Cause = cause
		return
	}
	if c.backupExec() {
		c.byDate(v, d, j, s)
		return
	}
	if a.Start.IsZero() || a.Base.IsZero() || d.Cutoff.IsZero() || d.Stamp.IsZero() {
		s.Cause = string(d.Reason) + " " + d.Rule
		return
	}
	// A job that starts at the instant of an upgrade may come before it or after it.
	for _, upgraded := range []bool{true, false} {
		if told, ok := c.promised(a.At, upgraded); !ok {
			s.Cause = string(d.Reason) + " " + d.Rule
		} else if c.byCutoff(v, d, told, s); s.Excused() {
			return
		}
	}
}

// byCutoff compares a decision with the cutoff that a release promises.
func (c *court) byCutoff(v *model.Violation, d *model.Decision, told promise, s *Shown) {
	j := &c.h.Jobs[d.Job-1]
	a := &j.Activations[d.Activation]
	stamp := nanos(d.Stamp)
	latest := stamp < c.cutoff(told, j, a, a)
	first := stamp < c.cutoff(told, j, a, &j.Activations[0])
	future := told.endsNegative && told.delta(a) < 0 // a release that works delta out anew would not run
	switch {
	case future && told.keepsDelta && first && told.delta(&j.Activations[0]) >= 0:
		s.Cause, s.Known = KeptDelta, "N3"
	case future:
		s.Cause = BaseInFuture
	case latest:
		s.Cause, s.ByMethod = c.disturbance(v, j, a), true
	case first && told.keepsDelta:
		s.Cause, s.Known = KeptDelta, "N3"
	case first && d.Activation > 0 && a.Delta.Equal(j.Activations[0].Delta):
		s.Cause = KeptDelta
	default:
		s.Cause = CutoffBeyond
	}
}

// wrongBase says what is wrong with the image that a job builds on: what a cutoff says of
// it counts for nothing then. N18, N19.
func (c *court) wrongBase(j *model.Job, a *model.Activation) string {
	if j.Base < 1 || j.Base > len(c.h.Jobs) || a.Base.IsZero() {
		return ""
	}
	base := &c.h.Jobs[j.Base-1]
	switch {
	case base.Ended.IsZero() || !base.Succeeded():
		return BaseFailed
	case len(base.Activations) > 0 && !base.Activations[0].Active.IsZero() && !base.Activations[0].Active.Equal(a.Base):
		return BaseLate
	}
	return ""
}

// cutoff is what the rules make of a process that starts at a with the delta of by, in
// nanoseconds on the client's clock. N1, N7.
func (c *court) cutoff(p promise, j *model.Job, a, by *model.Activation) int64 {
	cutoff := nanos(a.Start) - p.delta(by)
	if c.windows(j.Client) {
		cutoff -= int64(p.overlap)
	}
	return cutoff
}

// windows reports whether the script declares a host as one.
func (c *court) windows(host string) bool {
	return slices.ContainsFunc(c.u.Script.All("host"), func(st *script.Statement) bool {
		return st.Text("NAME") == host && st.Is("os", "windows")
	})
}

// promise is what the documents say of a release. It is not read off the engine's own
// rules: those are what is tested.
type promise struct {
	keepsDelta bool // a resumed job keeps the delta of its first activation, N3, N20
	offset     time.Duration
	overlap    time.Duration // of Windows clients, N7

	endsNegative bool // a job whose base lies in the future does not run, N8
}

// delta is what the master works out at an activation, in nanoseconds. N1.
func (p *promise) delta(a *model.Activation) int64 {
	return nanos(a.Active) - nanos(a.Base) + int64(p.offset)
}

// promises are by product. N2, N3, N9, N13, N20.
var promises = map[string]promise{
	"netbackup-5.1":     {false, 10 * time.Second, time.Hour, true},
	"netbackup-6.0-mp7": {true, 10 * time.Second, time.Hour, true},
	"netbackup-6.0-mp8": {false, 300 * time.Second, time.Hour, true},
	"netbackup-6.5.2A":  {true, 10 * time.Second, time.Hour, true},
	"netbackup-6.5.3":   {false, 300 * time.Second, time.Hour, true},
}

// promised is what the release in force at an instant promises, with those that come at that
// very instant or without them, with the script's settings and without a break; ok is false for products without cutoffs of this kind.
func (c *court) promised(at clock.Time[clock.True], upgraded bool) (p promise, ok bool) {
	product := c.u.Product.Name
	for _, st := range c.u.Script.Ordered() {
		if st.Form.Name != "upgrade" {
			continue
		}
		if then := c.h.Day1.Add(clock.Of(st.At.Offset)); then.Before(at) || upgraded && then.Equal(at) {
			product = st.Text("PRODUCT")
		}
	}
	p, ok = promises[product]
	set := map[string]string{}
	for _, st := range c.u.Script.All("set") {
		set[st.Text("KEY")] = st.Text("VALUE")
	}
	if d, given := script.ParseDuration(set["delta-offset"]); given {
		if set["delta-offset-file"] != "adds" {
			p.offset = 0
		}
		p.offset += d
	}
	if d, given := script.ParseDuration(set["overlap"]); given {
		p.overlap = d
	}
	if _, given := set["negative-delta"]; given {
		p.endsNegative = set["negative-delta"] == "ends-job"
	}
	if which := set["resume-delta"]; which != "" {
		p.keepsDelta = which == "first"
	}
	return p, ok
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

// looksTheSame reports whether the version that was lost has the time and the mode of the one
// that came back. D7 says nothing of sizes.
func (c *court) looksTheSame(v *model.Violation) bool {
	is, was := v.Expected, v.Restored
	return is != nil && was != nil && is.Kind == model.File && was.Kind == model.File && is.Mode == was.Mode &&
		is.Modified.Equal(was.Modified)
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
