package finding

import (
	"slices"
	"strings"

	"gapless/model"
	"gapless/model/clock"
	"gapless/scenarios/script"
)

// The causes that Backup Exec's rules of references and archive bits say.
const (
	EqualStamp   = "the stamp is equal to the reference"                             // D1
	OtherClock   = "the stamp is before the reference, a time of the server's clock" // D17
	UnlookedBit  = "written after it was read and before its bit is cleared"         // D5
	ByLevelNone  = "overwritten on a medium that is protected from nothing"          // C10
	OutsideMatch = "the reference is not that of the first start of the job's base"  // D1, C14
)

// byDate tells of a file whose stamp is not later than the reference. What the reference
// has to be is worked out from what the script does to the clock of the server: by D1 a
// job leaves its start behind, of its first start (C14), on the server's clock (D17). A
// reference that is so leaves out by the rule what is not later.
func (c *court) byDate(v *model.Violation, d *model.Decision, j *model.Job, s *Shown) {
	s.Cause = string(d.Reason) + " " + d.Rule
	if j.Base < 1 || d.Stamp.IsZero() || d.Cutoff.IsZero() {
		return
	}
	base := &c.h.Jobs[j.Base-1]
	if v.ChangedAt.IsZero() || len(base.Activations) == 0 || c.since(v).Before(base.Activations[0].At) {
		return // the base had to have it
	}
	if !c.referenceOf(base, nanos(d.Cutoff)) {
		s.Cause = OutsideMatch
		return
	}
	switch stamp, ref := nanos(d.Stamp), nanos(d.Cutoff); {
	case stamp == ref:
		s.Cause, s.Known = EqualStamp, "D1"
	case stamp < ref:
		s.Cause, s.Known = OtherClock, "D17"
	}
}

// referenceOf reports whether a reading is one that the clock of a job's server can have
// shown between its first start and that of its client process.
func (c *court) referenceOf(j *model.Job, ref int64) bool {
	first := j.Activations[0].At
	last := first
	for i := range j.Activations {
		if began := j.Activations[i].Began; !began.IsZero() {
			last = began
			break
		}
	}
	low, high, ok := c.shows(c.serverOf(j.Policy), nanos(first), nanos(last))
	return ok && low <= ref && ref <= high
}

// serverOf is the host whose clock a policy's jobs start by: the one that it names, else
// that of the first medium.
func (c *court) serverOf(policy string) string {
	for _, st := range c.u.Script.All("policy") {
		if st.Text("NAME") == policy && st.Text("server") != "" {
			return st.Text("server")
		}
	}
	if all := c.u.Script.All("media"); len(all) > 0 && all[0].Text("host") != "" {
		return all[0].Text("host")
	}
	return "media"
}

// shows is between which readings a host's clock is from one true instant to another. It
// is not ok where a statement sets it at an instant that the script does not tell. Of
// statements at an end of the stretch nobody knows which came first, so that both count.
func (c *court) shows(host string, from, to int64) (low, high int64, ok bool) {
	var ahead, drift int64
	for _, st := range c.u.Script.All("host") {
		if st.Text("NAME") == host {
			ahead, drift = int64(st.Duration("skew")), st.Int("drift")
		}
	}
	at := nanos(c.h.Day1)
	low, high = int64(1<<63-1), -int64(1<<63-1)
	see := func(until int64) {
		for _, t := range []int64{max(at, from), min(until, to)} {
			if from <= t && t <= to && at <= t && t <= until {
				r := t + ahead + gained(t-at, drift)
				low, high = min(low, r-1), max(high, r+1) // what is below a nanosecond is rounded
			}
		}
	}
	for _, st := range c.u.Script.Ordered() {
		if st.Then != nil && st.Then.Form.Name == "clock" && st.Then.Text("HOST") == host {
			return 0, 0, false
		}
		if st.Form.Name != "clock" || st.Text("HOST") != host {
			continue
		}
		then := nanos(c.h.Day1.Add(clock.Of(st.At.Offset)))
		see(then)
		ahead += gained(then-at, drift)
		at = then
		if st.Has("drift") {
			drift = st.Int("drift")
		} else {
			ahead += int64(st.Duration("STEP"))
		}
	}
	see(1<<63 - 1)
	return low, high, low <= high
}

// gained is how much a clock gains in so many nanoseconds at a drift in parts per billion.
func gained(ns, drift int64) int64 {
	const billion = 1_000_000_000
	return ns/billion*drift + ns%billion*drift/billion
}

// unprotected reports whether the engine has overwritten a part of an image that a
// job's restore needs on a medium of which the script says that it is protected from
// nothing. C10: with none the first part is lost inside its retention.
func (c *court) unprotected(v *model.Violation) bool {
	for i := range c.h.Overwrites {
		o := &c.h.Overwrites[i]
		if (o.Engine || c.has("erase")) && c.level(o.Medium) == "none" && c.needs(v.Job, o) {
			return true
		}
	}
	return false
}

// needs reports whether what was lost on a medium was of an image in a job's chain.
func (c *court) needs(job int, o *model.Overwrite) bool {
	for i := range c.h.Fragments {
		f := &c.h.Fragments[i]
		if f.Medium == o.Medium && !o.At.Before(f.Catalogued) && o.Off < f.Off+f.Len && f.Off < o.Off+o.Len && c.inChain(f.Job, job) {
			return true
		}
	}
	return false
}

// level is a medium's overwrite protection as the script has it.
func (c *court) level(medium string) string {
	level := "full"
	for _, st := range c.u.Script.All("set") {
		if st.Text("KEY") == "protection" {
			level = st.Text("VALUE")
		}
	}
	for _, st := range c.u.Script.All("media") {
		if st.Text("NAME") == medium && st.Has("protection") {
			level = st.Text("protection")
		}
	}
	return level
}

// backupExec reports whether D's rules are the product's.
func (c *court) backupExec() bool { return c.u.Product.Name == "backupexec-2012" }

// unlooked reports whether a change came after a job of D5 had read the file, and before
// that job's end, when it clears the bit without looking again.
func (c *court) unlooked(v *model.Violation, taker *model.Job) bool {
	if !c.backupExec() || v.ChangedAt.IsZero() || len(taker.Activations) == 0 {
		return false
	}
	since := c.since(v)
	return !since.Before(taker.Activations[0].At) && !since.After(taker.Ended)
}

// readBefore reports whether a job that succeeded took the file, by this name or another one,
// before a change, and ended after it, when it cleared the bit.
func (c *court) readBefore(v *model.Violation, d *model.Decision) bool {
	since := c.since(v)
	return slices.ContainsFunc(c.h.Decisions, func(o model.Decision) bool {
		if !o.Taken || o.Job == d.Job || since.Before(c.readAt(&o)) || o.Path != v.Path && !c.otherName(v, o.Path, c.readAt(&o)) {
			return false
		}
		j := &c.h.Jobs[o.Job-1]
		return j.Succeeded() && !traceless(j) && j.Policy == c.h.Jobs[d.Job-1].Policy && !j.Ended.Before(since) && !d.At.Before(j.Ended)
	})
}

// takenAs is the job that succeeded and took the file by another name after a change, and
// before a decision on it: one of the decision's policy, else one of another that clears bits;
// nil for none. N16.
func (c *court) takenAs(v *model.Violation, d *model.Decision) (found *model.Job) {
	own := c.h.Jobs[d.Job-1].Policy
	for i := range c.h.Decisions {
		o := &c.h.Decisions[i]
		j := &c.h.Jobs[o.Job-1]
		if !o.Taken || o.Job == d.Job || o.Path == v.Path || c.readAt(o).Before(v.ChangedAt) || !c.otherName(v, o.Path, c.readAt(o)) ||
			!j.Succeeded() || traceless(j) || d.At.Before(j.Ended) {
			continue
		}
		if j.Policy == own {
			return j
		}
		if j.Kind == model.Full || j.Kind == model.Incremental {
			found = j
		}
	}
	return found
}

// readAt is the instant of which what a decision took is: that of the snapshot, if one was read.
func (c *court) readAt(d *model.Decision) clock.Time[clock.True] {
	if all := c.h.Jobs[d.Job-1].Activations; d.Activation < len(all) && !all[d.Activation].Snapshot.IsZero() {
		return all[d.Activation].Snapshot
	}
	return d.At
}

// otherName reports whether a path was, at an instant or after it, a name of the file whose
// version was lost.
func (c *court) otherName(v *model.Violation, path string, at clock.Time[clock.True]) bool {
	if v.Expected == nil || v.Expected.File == 0 {
		return false
	}
	held := c.held(path)
	for k := range held {
		over := k+1 < len(held) && held[k+1].From.Before(at)
		if held[k].Version.File == v.Expected.File && !over {
			return true
		}
	}
	return false
}

// unread reports whether the base of a job named a path as not backed up, after the change that
// was lost: with one of status 1 as a base the comparison comes back to it no more.
func (c *court) unread(v *model.Violation, job int) bool {
	n := c.h.Jobs[job-1].Base
	if n < 1 || len(c.h.Jobs[n-1].Activations) == 0 || v.ChangedAt.IsZero() || c.since(v).After(c.h.Jobs[n-1].Ended) {
		return false
	}
	return slices.ContainsFunc(c.h.Jobs[n-1].Named, func(name string) bool {
		return name == v.Path || strings.HasSuffix(name, "/") && strings.HasPrefix(v.Path, name)
	})
}

// heldOpen reports whether somebody holds a path open from before the change that was lost
// until the job has started that did not see it: a change journal says of a kind of write
// through one handle only once that it happened, until the handle closes. X23.
func (c *court) heldOpen(v *model.Violation) bool {
	if !c.backupExec() || v.ChangedAt.IsZero() || v.Job < 1 || len(c.h.Jobs[v.Job-1].Activations) == 0 {
		return false
	}
	held := 0
	for _, st := range c.u.Script.Ordered() {
		at := c.h.Day1.Add(clock.Of(st.At.Offset))
		if at.After(c.h.Jobs[v.Job-1].Activations[0].At) || st.Form.Name == "hold-open" && at.After(v.ChangedAt) {
			continue
		}
		switch st.Form.Name {
		case "hold-open":
			if c.oneFile(st.Path("PATH"), v.Path) {
				held++
			}
		case "close":
			if c.oneFile(st.Path("PATH"), v.Path) {
				held = max(held-1, 0)
			}
		}
	}
	return held > 0
}

// journalRolled reports whether the client crashed between the start of a job's base and the
// change: the journal has then taken back records that the base's position counts, and begins
// again before it, under the same identity. D11 knows of no such thing.
func (c *court) journalRolled(v *model.Violation) bool {
	if !c.backupExec() || v.Job < 1 || v.ChangedAt.IsZero() {
		return false
	}
	j := c.firstAfter(v)
	if j == nil || j.Base < 1 {
		return false
	}
	base := &c.h.Jobs[j.Base-1]
	return len(base.Activations) > 0 && slices.ContainsFunc(c.h.Crashes, func(k model.Crash) bool {
		return k.Host == j.Client && !k.At.Before(base.Activations[0].At) && !k.At.After(v.ChangedAt)
	})
}

// firstAfter is the first job of the chain of a violation's job that began when the change had
// come: what it did not see its successors look for no more. It is the job itself, if that was
// active when the change came.
func (c *court) firstAfter(v *model.Violation) *model.Job {
	j := &c.h.Jobs[v.Job-1]
	for j.Base > 0 && j.Base < j.Number {
		base := &c.h.Jobs[j.Base-1]
		if len(base.Activations) == 0 || base.Activations[0].At.Before(v.ChangedAt) {
			break
		}
		j = base
	}
	return j
}

// oneFile reports whether two paths are the same, or were linked to one file by a
// statement.
func (c *court) oneFile(a, b string) bool {
	same := strings.EqualFold // volumes with a change journal keep the case of names, and compare without it
	return same(a, b) || slices.ContainsFunc(c.u.Script.All("link"), func(st *script.Statement) bool {
		from, to := st.Args[0].Text, st.Args[1].Text
		return same(from, a) && same(to, b) || same(from, b) && same(to, a)
	})
}

// belowRenamed reports whether a directory above a path got its name by a rename, and came
// back as what had that name before: who goes by times does not see the rename, and what is
// below it has no place.
func (c *court) belowRenamed(v *model.Violation) bool {
	for i := range c.h.Restores {
		r := &c.h.Restores[i]
		if r.Job != v.Job {
			continue
		}
		for _, st := range c.u.Script.All("rename") {
			above := st.Args[1].Text
			if !strings.HasPrefix(v.Path, above+"/") {
				continue
			}
			if slices.ContainsFunc(r.Tree, func(g model.Given) bool {
				return g.Path == above && g.Version.Kind != model.Dir
			}) {
				return true
			}
		}
	}
	return false
}
