package obligation

import (
	"slices"

	"gapless/model"
	"gapless/model/clock"
	"gapless/scenarios/script"
)

var all = slices.Concat(times, resumes, journals, stores, checkpoints)

var (
	clockForm    = verb("clock")
	renameForm   = verb("rename")
	upgradeForm  = verb("upgrade")
	holdForm     = verb("hold-open")
	closeForm    = verb("close")
	removeForm   = verb("fail media")
	restartForm  = verb("restart removal")
	tick         = clock.Of(1)
	imageStart   = []string{"delay", "bpbkar", "1s"}
	archiveBits  = []string{"policy", "nightly", "volumes=/data", "method=archive-bit"}
	suspendForm  = []string{"suspend", "nightly"}
	journalForm  = []string{"volume", "/other", "fs=ntfs", "journal=on"}
	snapshotForm = []string{"volume", "/other", "fs=ntfs", "snapshot=vss"}
)

// stepped is a clock that was set between the start of a base and that of a job.
func stepped(host string, back bool) func(s *Sight) bool {
	return func(s *Sight) bool {
		return s.each(clockForm, func(st *script.Statement, at clock.Time[clock.True]) bool {
			if st.Text("HOST") != host || (st.Int("STEP") < 0) != back || st.Int("STEP") == 0 {
				return false
			}
			return s.based(func(base, j *model.Job) bool {
				return within(at, base.Activations[0].At, j.Activations[0].At)
			})
		})
	}
}

// short is a comparison that a stamp misses, or meets, by an amount.
func short(by clock.Duration) func(s *Sight) bool {
	return func(s *Sight) bool {
		return s.decision(func(_ *model.Job, d *model.Decision) bool {
			return !d.Stamp.IsZero() && !d.Cutoff.IsZero() && d.Cutoff.Sub(d.Stamp).Equal(by)
		})
	}
}

// late is a client process that starts so much later than the offset.
func late(by clock.Duration) func(s *Sight) bool {
	return func(s *Sight) bool {
		return s.job(func(j *model.Job) bool {
			return slices.ContainsFunc(j.Activations, func(a model.Activation) bool {
				return !a.Began.IsZero() && !a.Base.IsZero() && !a.Offset.Equal(clock.Duration{}) &&
					a.Began.Sub(a.At).Equal(a.Offset.Plus(by))
			})
		})
	}
}

// times are about stamps, clocks and what is compared.
var times = []Obligation{
	{"client-clock-back", "a client's clock is set back between a base and the job that builds on it",
		nil, []string{"clocks"}, stepped("client", true)},
	{"client-clock-forward", "a client's clock is set forward between a base and the job that builds on it",
		nil, []string{"clocks"}, stepped("client", false)},
	{"master-clock-back", "the master's clock is set back between a base and the job that builds on it",
		nil, []string{"clocks"}, stepped("master", true)},
	{"stamp-at-the-cutoff", "a stamp is exactly at the cutoff that it is compared with", imageStart, []string{"stamps"}, short(clock.Duration{})},
	{"stamp-just-before-the-cutoff", "a stamp is one nanosecond before the cutoff that it is compared with", imageStart, nil, short(tick)},
	{"late-by-the-offset", "a client process starts exactly as late as the offset bears", imageStart, []string{"delays"}, late(clock.Duration{})},
	{"late-by-more", "a client process starts one nanosecond later than the offset bears", imageStart, []string{"delays"}, late(tick)},
	{"equal-stamps", "a file changes before and after a job has started, and both versions have one stamp",
		nil, []string{"clocks", "stamps"}, equalStamps},
	{"change-before-its-turn", "a file changes while the job is at others, before its turn comes", nil, []string{"pace"}, func(s *Sight) bool {
		return s.decision(func(j *model.Job, d *model.Decision) bool {
			began := j.Activations[d.Activation].Began
			return !began.IsZero() && began.Before(d.At) && s.changed(d.Path, began, d.At)
		})
	}},
	{"change-while-read", "a file changes while it is read", imageStart, []string{"pace"}, func(s *Sight) bool {
		return s.decision(func(_ *model.Job, d *model.Decision) bool { return d.Reason == model.ByChanging })
	}},
	{"held-over-two-backups", "a file is held open across two backups", nil, []string{"handles"}, heldOver},
}

func equalStamps(s *Sight) bool {
	for i := range s.Paths {
		held := s.Paths[i].Held
		for k := 1; k < len(held); k++ {
			a, b := held[k-1].Version, held[k].Version
			if a.Kind != model.File || b.Kind != model.File || a.Mode != b.Mode || !a.Modified.Equal(b.Modified) {
				continue
			}
			if s.job(func(j *model.Job) bool {
				at := j.Activations[0].At
				return !at.Before(held[k-1].From) && !held[k].From.Before(at)
			}) {
				return true
			}
		}
	}
	return false
}

func heldOver(s *Sight) bool {
	return s.each(holdForm, func(st *script.Statement, at clock.Time[clock.True]) bool {
		until := s.End
		s.each(closeForm, func(o *script.Statement, closed clock.Time[clock.True]) bool {
			if o.Path("PATH") == st.Path("PATH") && closed.Before(until) && !closed.Before(at) {
				until = closed
			}
			return false
		})
		n := 0
		s.job(func(j *model.Job) bool {
			if j.Succeeded() && within(j.Activations[0].At, at, until) {
				n++
			}
			return n == 2
		})
		return n == 2
	})
}
