package reports

import (
	"slices"
	"strings"

	"gapless/model"
)

// byArchiveBit tells of a file whose archive bit was off. N16.
func (t *telling) byArchiveBit() {
	t.say("Let %s, which turns its archive bit on.", t.change())
	if by := t.takenSince(); by != nil {
		policy := ""
		if j := t.jobOf(by.Job); j != nil && j.Policy != t.job.Policy {
			policy = " of policy " + j.Policy
		}
		t.say("Then job %d%s takes the file at %s, and its archive bit is cleared.", by.Job, policy, t.at(by.At))
	} else {
		t.say("Then the bit is cleared by something that is no backup of this version.")
	}
	t.say("However, job %d, %s, takes only files whose bit is on, and finds it off at %s, so it leaves %s out, and %s.",
		t.job.Number, article(string(t.job.Kind)), t.out.DecidedAt, plain(t.d.Path), t.instead())
}

// byPosition tells of a file that a resumed job believed done. N14.
func (t *telling) byPosition() {
	t.say("Let %s, and let %s.", t.ran(t.job), t.change())
	t.say("Then the resumed job goes on from its last checkpoint and takes all that comes before it in the walk for done.")
	t.say("However, %s comes before it, so at %s the job passes it over, and %s.", plain(t.d.Path), t.out.DecidedAt, t.instead())
}

// byAccess tells of a file whose access time was before a working set's days. D19.
func (t *telling) byAccess() {
	t.say("Let %s, and let somebody access it in the days of the working set; the later of its access and its modification time is %s on %s.",
		t.change(), t.out.Stamp, t.clientClock())
	t.say("Then job %d, %s, compares that at %s with the beginning of its days, %s.", t.job.Number, article(string(t.job.Kind)), t.out.DecidedAt, t.out.Cutoff)
	t.leftOut()
}

// byReadError tells of a file that could not be read.
func (t *telling) byReadError() {
	t.say("Let %s.", t.change())
	t.say("Then job %d, %s, comes to it at %s, and reading it fails.", t.job.Number, article(string(t.job.Kind)), t.out.DecidedAt)
	t.say("However, the job goes on without %s, and %s.", plain(t.d.Path), t.instead())
}

// byChanging tells of a file that changed under the reader.
func (t *telling) byChanging() {
	t.say("Let %s.", t.change())
	t.say("Then job %d, %s, reads it until %s, and it changes meanwhile.", t.job.Number, article(string(t.job.Kind)), t.out.DecidedAt)
	t.say("However, what was read is no version that the file ever had, so the job leaves %s out, and %s.", plain(t.d.Path), t.instead())
}

// byLook tells of a file that was looked at and found as it was before.
func (t *telling) byLook() {
	found := map[model.Reason]string{
		model.ByListing: "finds it as the catalogue has it, by its name, its time and its attributes",
		model.ByJournal: "finds no change of it in the volume's change journal",
		model.ByProof:   "finds proof that it is as it was",
	}[t.d.Reason]
	t.say("Let %s.", t.change())
	t.say("Then job %d, %s, comes to it at %s, and %s.", t.job.Number, article(string(t.job.Kind)), t.out.DecidedAt, found)
	t.say("However, it has changed, so the job leaves %s out, and %s.", plain(t.d.Path), t.instead())
}

// byJournal reports whether a job took what it took because a change journal names it. One
// that walks a volume decides at least on its root.
func (t *telling) byJournal() bool {
	own := func(d model.Decision) bool { return d.Job == t.job.Number }
	named := func(d model.Decision) bool { return own(d) && d.Reason == model.ByJournal }
	return slices.ContainsFunc(t.h.Decisions, named) || !slices.ContainsFunc(t.h.Decisions, own)
}

// undecided tells of a path about which the job decided nothing, or which it took.
func (t *telling) undecided() {
	t.out.Kind = "never examined"
	if t.job == nil {
		t.say("Let %s.", t.change())
		t.say("However, %s.", t.instead())
		return
	}
	t.say("Let %s, and let %s.", t.ran(t.job), t.change())
	if took := t.decisionOn(t.v.Path); took != nil {
		t.out.Kind, t.out.Rule = "taken", took.Rule
		t.say("Then the job takes %s at %s (%s).", plain(t.v.Path), t.at(took.At), took.Reason)
		t.say("However, %s.", t.instead())
		return
	}
	if t.v.Reported {
		t.out.Kind = "not reached"
		t.say("Then the job cannot get to %s.", plain(t.v.Path))
		t.say("However, it goes on without it, and %s.", t.instead())
		return
	}
	if t.job.Base > 0 && t.byJournal() {
		t.say("Then the job looks at what the volume's change journal names, and at nothing else.")
		t.say("However, that leads it neither to %s nor to the file under another name, and %s.", plain(t.v.Path), t.instead())
		return
	}
	if last := t.lastBefore(t.v.ChangedAt); last != nil {
		t.say("Then the job goes on behind %s, where it was at %s.", plain(last.Path), t.at(last.At))
	} else {
		t.say("Then the job walks the volume.")
	}
	t.say("However, it never comes to %s, nor to the file under another name, and %s.", plain(t.v.Path), t.instead())
}

// mixed tells of bytes that no version had. P3.
func (t *telling) mixed() {
	t.out.Kind = "mixed bytes"
	t.say("Let %s.", t.change())
	if took := t.decisionOn(t.v.Path); took != nil {
		t.say("Then job %d begins to read it at %s%s.", t.job.Number, t.at(took.At), t.meanwhile(took))
	}
	t.say("However, restore point %d gives back bytes that %s never held as a whole.", t.v.Point, plain(t.v.Path))
}

// meanwhile tells when a file changed between the job's decision to take it and the
// job's end.
func (t *telling) meanwhile(took *model.Decision) string {
	var when []string
	j := t.jobOf(took.Job)
	for _, held := range t.holdings() {
		if held.From.After(took.At) && (j == nil || j.Ended.IsZero() || !held.From.After(j.Ended)) {
			when = append(when, t.at(held.From))
		}
	}
	if len(when) == 0 {
		return ""
	}
	return ", and it changes after that, at " + strings.Join(when, ", ")
}

// extra tells of a deleted path that came back.
func (t *telling) extra() {
	t.out.Kind = "deletion not seen"
	t.say("Let %s away.", t.change())
	t.say("Then job %d, %s, looks at what is there, and keeps no record of what is gone.", t.v.Job, t.kindOf(t.v.Job))
	t.say("However, restore point %d brings it back from an earlier image.", t.v.Point)
}

// metadata tells of a file whose bytes are right and whose mode, time or links are not.
func (t *telling) metadata() {
	t.out.Kind = "metadata not seen"
	t.say("Let %s.", t.change())
	t.say("Then job %d, %s, has its bytes already.", t.v.Job, t.kindOf(t.v.Job))
	t.say("However, restore point %d gives back another mode, time or grouping of hard links.", t.v.Point)
}

func (t *telling) kindOf(job int) string {
	if j := t.jobOf(job); j != nil {
		return article(string(j.Kind))
	}
	return "a job"
}
