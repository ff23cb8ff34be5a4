package reports

import (
	"slices"
	"strings"

	"gapless/model"
)

// whole tells of a violation that concerns no path.
func (t *telling) whole() {
	job := t.v.Job
	switch t.v.Property {
	case 9:
		t.out.Kind = "no progress"
		if t.job != nil {
			t.say("Let %s.", t.ran(t.job))
		}
		t.say("However, %s.", t.v.Why)
	case 2:
		t.out.Kind = "label"
		t.say("Let restore point %d be of job %d.", t.v.Point, job)
		t.say("However, %s.", t.v.Why)
	default:
		if t.failed() {
			t.failure()
			return
		}
		t.out.Kind = "media"
		t.say("Let job %d, %s, have its image in the catalogue.", job, t.kindOf(job))
		t.writtenOver()
		t.say("However, %s.", strings.TrimSuffix(plain(t.v.Why), "."))
	}
}

// writtenOver tells which job was active when the engine took a part of an image off its
// medium.
func (t *telling) writtenOver() {
	for i := range t.h.Overwrites {
		o := &t.h.Overwrites[i]
		if !o.Engine || !t.hits(o) {
			continue
		}
		for k := range t.h.Jobs {
			j := &t.h.Jobs[k]
			a := lastStart(j, o)
			if a < 0 || !j.Ended.IsZero() && o.At.After(j.Ended) {
				continue
			}
			t.say("Then job %d, %s, which is active since %s, overwrites medium %s at %s.", j.Number, t.kindOf(j.Number),
				t.at(j.Activations[a].At), plain(o.Medium), t.at(o.At))
			return
		}
	}
}

// hits reports whether an overwrite took a part of the image that the violation is of.
func (t *telling) hits(o *model.Overwrite) bool {
	return slices.ContainsFunc(t.h.Fragments, func(f model.Fragment) bool {
		return f.Job == t.v.Job && f.Medium == o.Medium && o.Off < f.Off+f.Len && f.Off < o.Off+o.Len && f.Catalogued.Before(o.At)
	})
}

// lastStart is the index of a job's last activation before an overwrite; -1 for none.
func lastStart(j *model.Job, o *model.Overwrite) int {
	last := -1
	for a := range j.Activations {
		if !o.At.Before(j.Activations[a].At) {
			last = a
		}
	}
	return last
}

// failed reports whether the violation is a restore that did not succeed.
func (t *telling) failed() bool {
	for i := range t.h.Restores {
		r := &t.h.Restores[i]
		if r.Point == t.v.Point && r.Moment == t.v.Moment && r.Failure != "" && r.Failure == t.v.Why {
			return true
		}
	}
	return false
}

// failure tells of a restore that did not succeed. P5, P6, P10.
func (t *telling) failure() {
	t.out.Kind = "restore failed"
	t.say("Let restore point %d be of job %d, %s.", t.v.Point, t.v.Job, t.kindOf(t.v.Job))
	if t.v.Property == 10 {
		t.crashes()
	}
	t.say("Then it is restored %s.", map[model.Moment]string{
		model.AtEnd: "when the job has ended", model.AtHorizon: "at the end of the run",
		model.ByProbe: "through one more incremental, on a copy of the world",
	}[t.v.Moment])
	t.say("However, the restore fails: %s.", strings.TrimSuffix(plain(t.v.Why), "."))
}

// decayed tells of a path that was right at the end of its job and no longer is. P5, P10.
func (t *telling) decayed() {
	t.out.Kind = "no longer restorable"
	t.say("Let restore point %d, of job %d, give %s back as it should when the job has ended.", t.v.Point, t.v.Job, plain(t.v.Path))
	t.crashes()
	for i := range t.h.Overwrites {
		if o := &t.h.Overwrites[i]; t.onMediumOf(o.Medium) {
			t.say("Then %d bytes at %d of medium %s are lost at %s.", o.Len, o.Off, o.Medium, t.at(o.At))
		}
	}
	t.say("However, at the end of the run %s.", t.instead())
}

// crashes tells of the crashes after the restore point's job.
func (t *telling) crashes() {
	j := t.jobOf(t.v.Job)
	for _, c := range t.h.Crashes {
		if j != nil && !j.Ended.IsZero() && !c.At.Before(j.Ended) {
			t.say("Then host %s crashes at %s.", c.Host, t.at(c.At))
		}
	}
}

// onMediumOf reports whether the restore point's job has a fragment on a medium.
func (t *telling) onMediumOf(medium string) bool {
	for i := range t.h.Fragments {
		if f := &t.h.Fragments[i]; f.Job == t.v.Job && f.Medium == medium {
			return true
		}
	}
	return false
}

// deleted tells of a source file that the engine deleted. P7.
func (t *telling) deleted() {
	t.out.Kind = "deleted after backup"
	t.say("Let %s hold its last version.", plain(t.v.Path))
	t.say("Then job %d deletes the source at %s.", t.v.Job, t.at(t.v.ChangedAt))
	t.say("However, no restore point gives that version back.")
}
