package obligation

import (
	"slices"
	"time"

	"gapless/model"
	"gapless/model/clock"
	"gapless/scenarios/script"
)

// between reports whether f is true of two activations of a job, one after the other.
func (s *Sight) between(f func(j *model.Job, a, b *model.Activation) bool) bool {
	return s.job(func(j *model.Job) bool {
		for i := 1; i < len(j.Activations); i++ {
			if f(j, &j.Activations[i-1], &j.Activations[i]) {
				return true
			}
		}
		return false
	})
}

// betweenActivations is a statement that acts between two activations of a job.
func betweenActivations(v *script.Form) func(s *Sight) bool {
	return func(s *Sight) bool {
		return s.each(v, func(_ *script.Statement, at clock.Time[clock.True]) bool {
			return s.between(func(_ *model.Job, a, b *model.Activation) bool { return within(at, a.At, b.At) })
		})
	}
}

// resumes are about jobs that are interrupted and go on.
var resumes = []Obligation{
	{"resumed-twice", "a job goes on after a second interruption", suspendForm, []string{"interrupted"}, func(s *Sight) bool {
		return s.job(func(j *model.Job) bool { return len(j.Activations) > 2 })
	}},
	{"full-inside-an-incremental", "a full of the policy runs while its incremental is suspended", suspendForm, []string{"interrupted"}, func(s *Sight) bool {
		return s.between(func(j *model.Job, a, b *model.Activation) bool {
			return j.Kind != model.Full && s.job(func(o *model.Job) bool {
				return o.Kind == model.Full && o.Policy == j.Policy && o.Succeeded() && within(o.Activations[0].At, a.At, b.At)
			})
		})
	}},
	{"change-while-suspended", "a file that a suspended job has taken changes before the job goes on", suspendForm, []string{"interrupted"}, func(s *Sight) bool {
		return s.decision(func(j *model.Job, d *model.Decision) bool {
			return d.Taken && d.Activation+1 < len(j.Activations) && s.changed(d.Path, d.At, j.Activations[d.Activation+1].At)
		})
	}},
	{"rename-while-suspended", "something is renamed while a job is suspended", suspendForm, []string{"interrupted", "names"}, betweenActivations(renameForm)},
	{"upgrade-while-suspended", "the product is upgraded while a job is suspended", []string{"upgrade", "netbackup-6.5.3"},
		[]string{"interrupted", "releases"}, betweenActivations(upgradeForm)},
	{"medium-gone-while-suspended", "a medium goes while a job is suspended", suspendForm, []string{"interrupted", "media"}, betweenActivations(removeForm)},
	{"resume-on-another-medium", "a job that is resumed goes on on another medium than it began on", suspendForm, []string{"interrupted", "media"}, func(s *Sight) bool {
		return s.job(func(j *model.Job) bool { return len(j.Activations) > 1 && s.media(j) > 1 })
	}},
	{"checkpoint-on-the-interval", "a checkpoint falls exactly on its interval after the client process started", suspendForm, []string{"pace"}, onTheInterval},
	{"new-job-while-suspended", "a new job of a policy ends while an older one of it is suspended", suspendForm, []string{"interrupted"}, func(s *Sight) bool {
		return s.between(func(j *model.Job, a, b *model.Activation) bool {
			return s.job(func(o *model.Job) bool {
				return o.Policy == j.Policy && o.Number > j.Number && o.Succeeded() && within(o.Ended, a.At, b.At)
			})
		})
	}},
	{"two-snapshots", "a job that is resumed reads a second snapshot", snapshotForm, []string{"interrupted"}, func(s *Sight) bool {
		return s.between(func(_ *model.Job, a, b *model.Activation) bool {
			return !a.Snapshot.IsZero() && !b.Snapshot.IsZero() && !a.Snapshot.Equal(b.Snapshot)
		})
	}},
	{"change-after-the-snapshot", "a file changes between the snapshot and its turn", snapshotForm, []string{"pace"}, func(s *Sight) bool {
		return s.decision(func(j *model.Job, d *model.Decision) bool {
			at := j.Activations[d.Activation].Snapshot
			return !at.IsZero() && at.Before(d.At) && s.changed(d.Path, at, d.At)
		})
	}},
}

// spoiled is what happened to a change journal between a base and the job that builds on
// it.
func spoiled(name string) func(s *Sight) bool {
	v := verb(name)
	return func(s *Sight) bool {
		return s.each(v, func(_ *script.Statement, at clock.Time[clock.True]) bool {
			return s.based(func(base, j *model.Job) bool { return within(at, base.Activations[0].At, j.Activations[0].At) })
		})
	}
}

// journals are about what a method reads that does not look at every file.
var journals = []Obligation{
	{"journal-deleted", "a change journal is deleted between a base and the job that builds on it", journalForm, []string{"journals"}, spoiled("delete journal")},
	{"journal-of-another", "a change journal has another identity than when the base was made", journalForm, []string{"journals"}, spoiled("restamp journal")},
	{"journal-unreadable", "a change journal cannot be read when it is needed", journalForm, []string{"journals"}, spoiled("fail journal")},
	{"journal-decides", "a change journal alone says which files a job takes", journalForm, []string{"systems"}, func(s *Sight) bool {
		return s.decision(func(_ *model.Job, d *model.Decision) bool { return d.Reason == model.ByJournal })
	}},
}

// media counts the media that a job's image is on.
func (s *Sight) media(j *model.Job) int {
	var names []string
	for i := range s.Fragments {
		if f := &s.Fragments[i]; f.Job == j.Number && !slices.Contains(names, f.Medium) {
			names = append(names, f.Medium)
		}
	}
	return len(names)
}

// usual is the time between checkpoints of a policy that does not say. N14.
const usual = 15 * time.Minute

func onTheInterval(s *Sight) bool {
	for i := range s.Fragments {
		f := &s.Fragments[i]
		if f.Job < 1 || f.Job > len(s.Jobs) {
			continue
		}
		j := &s.Jobs[f.Job-1]
		every := usual
		if p := s.Script.Policy(j.Policy); p != nil && p.Has("checkpoint") {
			every = p.Duration("checkpoint")
		}
		for k := range j.Activations {
			if began := j.Activations[k].Began; every > 0 && !began.IsZero() && f.Catalogued.Sub(began).Equal(clock.Of(every)) {
				return true
			}
		}
	}
	return false
}
