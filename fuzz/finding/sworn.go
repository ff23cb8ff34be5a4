package finding

import (
	"slices"

	"gapless/model"
	"gapless/model/clock"
	"gapless/scenarios/script"
)

// The causes that are what a product has sworn not to do, so that what its method cannot see
// is no excuse.
const (
	OtherMethod = "the job builds on a base of another method"                // D14
	Refused     = "taken for done before a checkpoint that has to be refused" // C6, C7
)

// otherMethod reports whether a job of Backup Exec builds on one that chose its files by another
// method: by D14 it takes everything.
func (c *court) otherMethod(job int) bool {
	j := &c.h.Jobs[job-1]
	return c.backupExec() && j.Base > 0 && j.Base <= len(c.h.Jobs) && c.h.Jobs[j.Base-1].Method != j.Method
}

// refused reports whether a job of Backup Exec must not go on from a checkpoint: its client is
// no Windows host, a volume is not NTFS or has no snapshots, or it is an incremental by a method
// that cannot. C6, C7.
func (c *court) refused(job int) bool {
	j := &c.h.Jobs[job-1]
	if !c.backupExec() {
		return false
	}
	return !c.windows(j.Client) || !j.Kind.Whole() && j.Method != "modified-time" ||
		slices.ContainsFunc(c.u.Script.All("volume"), func(st *script.Statement) bool {
			return slices.Contains(j.Roots, st.Args[0].Text) && (!st.Is("fs", "ntfs") || !st.Has("snapshot"))
		})
}

// goneBefore reports whether a medium was gone when the last activation of a job began, for a
// product that looks whether the media are there which it builds on. G1.
func (c *court) goneBefore(medium string, job int) bool {
	if c.u.Product.Name != "gapless" || job < 1 || job > len(c.h.Jobs) || len(c.h.Jobs[job-1].Activations) == 0 {
		return false
	}
	tries := c.h.Jobs[job-1].Activations
	began := tries[len(tries)-1].At
	return slices.ContainsFunc(c.u.Script.Timeline(), func(st *script.Statement) bool {
		return st.Form.Name == "fail media" && st.Text("MEDIA") == medium && c.h.Day1.Add(clock.Of(st.At.Offset)).Before(began)
	})
}

// deletedUnread reports whether a file was deleted before the image that has it was read back.
// C13, G1.
func (c *court) deletedUnread(v *model.Violation) bool {
	return !slices.ContainsFunc(c.h.Jobs, func(j model.Job) bool {
		return j.Kind == model.Verify && j.Base == v.Job && !j.Submitted.After(v.ChangedAt)
	})
}

// deleted tells of a file that the engine deleted, and that no restore point gives back. It is
// none of the engine's business where the script has done away with the medium of an image that
// had it, and C10 says of media that are protected from nothing that what is on them goes.
func (c *court) deleted(v *model.Violation, s *Shown) {
	s.Cause = c.plainWords(v.Why)
	if c.deletedUnread(v) {
		return
	}
	for i := range c.h.Restores {
		r := &c.h.Restores[i]
		if r.Failure == "" || r.Job < 1 || r.Job > len(c.h.Jobs) ||
			!slices.ContainsFunc(c.h.Jobs, func(j model.Job) bool { return c.inChain(j.Number, r.Job) && c.took(j.Number, v.Path) }) {
			continue
		}
		of := &model.Violation{Property: 7, Job: r.Job, Why: r.Failure}
		s.ByMethod = s.ByMethod || c.destroyed(of)
		if c.backupExec() && c.unprotected(of) {
			s.Known = "C10"
		}
	}
}
