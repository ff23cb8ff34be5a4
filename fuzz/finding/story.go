package finding

import (
	"slices"
	"strings"
	"time"

	"gapless/model"
	"gapless/model/clock"
	"gapless/scenarios"
	"gapless/scenarios/script"
)

// inChain reports whether a job is in the chain of another.
func (c *court) inChain(job, of int) bool {
	for n := of; n > 0 && n <= len(c.h.Jobs); n = c.h.Jobs[n-1].Base {
		if n == job {
			return true
		}
		if c.h.Jobs[n-1].Base >= n {
			break
		}
	}
	return false
}

// destroyed reports whether a restore failed by what the script did to the very medium that
// it names, or to the repository of its policy: it is none of the engine's business.
func (c *court) destroyed(v *model.Violation) bool {
	verb := "fail media"
	switch {
	case strings.Contains(v.Why, "no such device"), strings.Contains(v.Why, "closed network connection"):
	case v.Property != 8 && strings.Contains(v.Why, "file does not exist"):
		verb = "wipe"
	default:
		return false
	}
	if repository, ok := c.repository(v.Job); ok {
		return c.happens(verb, repository, c.asked(v))
	}
	return slices.ContainsFunc(strings.FieldsFunc(v.Why, func(r rune) bool { return strings.ContainsRune(" :,/", r) }), func(word string) bool {
		return c.happens(verb, word, c.asked(v))
	})
}

// asked is when the restore was asked for that shows a violation; zero for the end of the run.
func (c *court) asked(v *model.Violation) (at clock.Time[clock.True]) {
	if v.Moment == model.AtEnd && v.Job > 0 && v.Job <= len(c.h.Jobs) {
		at = c.h.Jobs[v.Job-1].Ended
	}
	return at
}

// repository is the object repository of a job's policy; ok is false for systems without.
func (c *court) repository(job int) (name string, ok bool) {
	if job < 1 || job > len(c.h.Jobs) || len(c.h.Backups) == 0 {
		return "", false
	}
	for _, st := range c.u.Script.All("policy") {
		if st.Text("NAME") == c.h.Jobs[job-1].Policy && st.Has("repository") {
			return st.Text("repository"), true
		}
	}
	for _, st := range c.u.Script.All("repository") {
		return st.Text("NAME"), true // the only one
	}
	return scenarios.DefaultMedium, true
}

// cut reports whether the run ended at its horizon, with work left that was due.
func (c *court) cut() bool {
	last := time.Duration(0)
	for _, st := range c.u.Script.Timeline() {
		last = max(last, st.At.Offset)
	}
	return !c.h.End.Before(c.h.Day1.Add(clock.Of(last + c.u.Script.Horizon())))
}

// masterDown reports whether the master was down at the end.
func (c *court) masterDown() bool {
	return slices.ContainsFunc(c.h.Crashes, func(k model.Crash) bool { return k.Host == "master" && k.Back.IsZero() })
}

// databaseUnread reports whether the master's database could not be read when it was last started,
// so that no server runs on it: by a fault that was there then, and that no more starts and
// checks had met since than it has times.
func (c *court) databaseUnread() bool {
	var last clock.Time[clock.True]
	var starts []clock.Time[clock.True]
	for i := range c.h.Crashes {
		if k := &c.h.Crashes[i]; k.Host == "master" && !k.Back.IsZero() {
			last, starts = k.Back, append(starts, k.Back)
		}
	}
	for _, st := range c.u.Script.All("check-database") {
		at := c.h.Day1.Add(clock.Of(st.At.Offset))
		if !slices.ContainsFunc(c.h.Crashes, func(k model.Crash) bool {
			return k.Host == "master" && !k.At.After(at) && at.Before(k.Back)
		}) { // with the master down nothing is read
			starts = append(starts, at)
		}
	}
	return !last.IsZero() && slices.ContainsFunc(c.u.Script.All("fail database"), func(st *script.Statement) bool {
		from, met := c.h.Day1.Add(clock.Of(st.At.Offset)), int64(0)
		for _, at := range starts {
			if !at.Before(from) && !at.After(last) {
				met++
			}
		}
		return !last.Before(from) && (!st.Has("times") || met <= st.Int("times"))
	})
}

// absent reports whether a path held nothing at some instant of the job that broke it.
func (c *court) absent(v *model.Violation) bool {
	if v.Job < 1 || len(c.h.Jobs[v.Job-1].Activations) == 0 {
		return false
	}
	j, held := &c.h.Jobs[v.Job-1], c.held(v.Path)
	for k := range held {
		over := k+1 < len(held) && held[k+1].From.Before(j.Activations[0].At)
		if held[k].Version.Kind == model.Absent && !over && !held[k].From.After(j.Ended) {
			return true
		}
	}
	return false
}

// decision is the one that lost the change: that of the first job of the chain which
// came after it and left the file out, since what a base passed over its successors
// pass over, too.
func (c *court) decision(v *model.Violation) (found *model.Decision) {
	for n := v.Job; n > 0 && n <= len(c.h.Jobs); n = c.h.Jobs[n-1].Base {
		j := &c.h.Jobs[n-1]
		if n != v.Job && (v.ChangedAt.IsZero() || len(j.Activations) == 0 || j.Activations[0].At.Before(c.since(v))) {
			break
		}
		if d := c.decisive(n, v.Path); d != nil && (found == nil || !d.Taken && d.At.After(c.since(v))) {
			found = d
		}
		if j.Base >= n {
			break
		}
	}
	if (found == nil || found.Taken) && v.Cause != nil && v.Cause.Decision.Job != 0 {
		return &v.Cause.Decision
	}
	return found
}

// decisive is the last decision of a job on a path; nil without one. That it was done
// before the checkpoint only repeats what was decided then.
func (c *court) decisive(job int, path string) (found *model.Decision) {
	for i := len(c.h.Decisions) - 1; i >= 0; i-- {
		d := &c.h.Decisions[i]
		if d.Job != job || d.Path != path {
			continue
		}
		if d.Reason != model.ByPosition {
			return d
		}
		found = d
	}
	return found
}

// statement is the one of a line of the script; nil for none.
func (c *court) statement(line int) *script.Statement {
	all := c.u.Script.Statements
	if line >= 1 && line <= len(all) && all[line-1].Line == line {
		return all[line-1] // a script that was built has a statement in each line
	}
	for _, st := range all {
		if st.Line == line && line > 0 {
			return st
		}
	}
	return nil
}

// verb is the name of the statement in a line, of what it makes happen if it waits for
// an operation; empty for what was there at the start.
func (c *court) verb(line int) string {
	st := c.statement(line)
	switch {
	case st == nil || st.Form.Section != script.Timeline:
		return ""
	case st.Then != nil:
		return st.Then.Form.Name
	}
	return st.Form.Name
}

// with adds a verb to a cause.
func with(cause, verb string) string {
	if verb == "" {
		return cause
	}
	return cause + ": " + verb
}

// clearedByHand reports whether a statement cleared the path's archive bit between the
// change and the decision.
func (c *court) clearedByHand(v *model.Violation, d *model.Decision) bool {
	for _, st := range c.u.Script.Statements {
		if st.Form.Name != "archive-bit" || !st.Is("on|off", "off") || !strings.EqualFold(st.Path("PATH"), v.Path) {
			continue
		}
		if at := c.h.Day1.Add(clock.Of(st.At.Offset)); !at.Before(v.ChangedAt) && !d.At.Before(at) {
			return true
		}
	}
	return false
}

// plainWords is a sentence without what differs between runs of one cause: paths,
// numbers, and the names that the script declares.
func (c *court) plainWords(why string) string {
	names := []string{scenarios.DefaultMedium}
	for _, st := range c.u.Script.Statements {
		if st.Form.Section == script.Declaration && st.Form.Names != "" {
			names = append(names, st.Args[0].Text)
		}
	}
	first, _, _ := strings.Cut(why, "\n") // of several errors, which may be any number
	var kept []string
	for _, w := range strings.Fields(first) {
		if !strings.ContainsAny(w, `/"0123456789`) && !slices.Contains(names, strings.Trim(w, ":,")) {
			kept = append(kept, w)
		}
	}
	return strings.Join(kept, " ")
}

// changing reports whether a job of the chain named the path as changed while being read.
func (c *court) changing(v *model.Violation) bool {
	for i := range c.h.Decisions {
		if d := &c.h.Decisions[i]; d.Path == v.Path && d.Reason == model.ByChanging && c.gives(d.Job, v) {
			return true
		}
	}
	return false
}

// has reports whether the script has a statement of that name, also one that waits for
// an operation.
func (c *court) has(verb string) bool {
	return slices.ContainsFunc(c.u.Script.Statements, func(st *script.Statement) bool {
		return st.Form.Name == verb || st.Then != nil && st.Then.Form.Name == verb
	})
}
