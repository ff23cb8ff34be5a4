package finding

import (
	"slices"

	"gapless/model"
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

// deletedUnread reports whether a file was deleted before the image that has it was read back.
// C13, G1.
func (c *court) deletedUnread(v *model.Violation) bool {
	return !slices.ContainsFunc(c.h.Jobs, func(j model.Job) bool {
		return j.Kind == model.Verify && j.Base == v.Job && !j.Submitted.After(v.ChangedAt)
	})
}
