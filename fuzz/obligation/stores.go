package obligation

import (
	"slices"

	"gapless/model"
	"gapless/model/clock"
)

// status is a job that ended with one of the product's status codes.
func status(code int) func(s *Sight) bool {
	return func(s *Sight) bool {
		return s.job(func(j *model.Job) bool { return j.Status == code })
	}
}

// stores are about images, media, catalogue and bits.
var stores = []Obligation{
	{"crash-in-a-job", "a host stops while a job of it is active", nil, []string{"crashes"}, func(s *Sight) bool {
		return s.crash(func(k *model.Crash) bool {
			return s.job(func(j *model.Job) bool { return within(k.At, j.Activations[0].At, ended(s, j)) })
		})
	}},
	{"crash-between-image-and-catalogue", "a server stops when a file has been read and its image is not catalogued yet",
		imageStart, []string{"crashes", "hooks"}, betweenImageAndCatalogue},
	{"partial-base", "a job builds on one that ended with status 1", imageStart, []string{"faults"}, func(s *Sight) bool {
		return s.based(func(base, _ *model.Job) bool { return base.Status == 1 })
	}},
	{"medium-full", "a medium is full in the middle of a job", imageStart, []string{"media"}, status(129)},
	{"write-error", "writing to a medium fails in the middle of a job", imageStart, []string{"media"}, status(84)},
	{"two-media", "one image is on two media", imageStart, []string{"media"}, func(s *Sight) bool {
		return s.job(func(j *model.Job) bool { return s.media(j) > 1 })
	}},
	{"image-erased", "the engine itself overwrites or erases what is on a medium", imageStart, []string{"media", "upkeep"}, func(s *Sight) bool {
		return slices.ContainsFunc(s.Overwrites, func(o model.Overwrite) bool { return o.Engine })
	}},
	{"write-before-the-bit-is-cleared", "a file changes between its reading and the clearing of its archive bit",
		archiveBits, []string{"systems", "pace"}, func(s *Sight) bool {
			return s.decision(func(j *model.Job, d *model.Decision) bool {
				return d.Taken && d.Reason == model.ByArchiveBit && !j.Ended.IsZero() && s.changed(d.Path, d.At, j.Ended)
			})
		}},
	{"bits-of-two-policies", "two policies take one file by its archive bit", archiveBits, []string{"systems"}, bitsOfTwo},
	{"waits-its-turn", "a job waits until an active one of its policy is over", imageStart, []string{"pace"}, func(s *Sight) bool {
		return s.job(func(j *model.Job) bool { return j.Submitted.Before(j.Activations[0].At) })
	}},
	{"on-hold", "a job is on hold since no medium may be overwritten", []string{"media", "tape1", "protection=full"}, []string{"media"}, func(s *Sight) bool {
		return s.job(func(j *model.Job) bool { return j.State == model.OnHold })
	}},
	{"source-deleted", "the engine deletes a file that it has backed up", []string{"media", "tape1", "protection=full"}, nil,
		func(s *Sight) bool { return len(s.Deletions) > 0 }},
}

// ended is when a job ended, or the end of the run.
func ended(s *Sight, j *model.Job) clock.Time[clock.True] {
	if j.Ended.IsZero() {
		return s.End
	}
	return j.Ended
}

// betweenImageAndCatalogue is a crash of a server after a file was taken, and before
// anything of it was catalogued.
func betweenImageAndCatalogue(s *Sight) bool {
	return s.crash(func(k *model.Crash) bool {
		return k.Host != "client" && s.decision(func(j *model.Job, d *model.Decision) bool {
			if !d.Taken || k.At.Before(d.At) || ended(s, j).Before(k.At) {
				return false
			}
			return !slices.ContainsFunc(s.Fragments, func(f model.Fragment) bool {
				return f.Job == j.Number && !f.Catalogued.Before(d.At) && !k.At.Before(f.Catalogued)
			})
		})
	})
}

func bitsOfTwo(s *Sight) bool {
	if len(s.Policies) < 2 {
		return false
	}
	return s.decision(func(j *model.Job, d *model.Decision) bool {
		return d.Taken && d.Reason == model.ByArchiveBit && s.decision(func(o *model.Job, e *model.Decision) bool {
			return e.Taken && e.Reason == model.ByArchiveBit && e.Path == d.Path && o.Policy != j.Policy
		})
	})
}

// requests is a statement that only systems with object repositories have.
var requests = []string{"lose", "request"}

// checkpoints are about object repositories.
var checkpoints = []Obligation{
	{"pass-while-writing", "the removal job goes over a backup while a checkpoint of it is being written", requests, []string{"pace", "removal"}, func(s *Sight) bool {
		return slices.ContainsFunc(s.Passes, func(p model.RemovalPass) bool {
			return slices.ContainsFunc(s.Checkpoints, func(k model.Checkpoint) bool {
				return k.Backup == p.Backup && k.Began.Before(p.Began) && (k.Finished.IsZero() || p.Began.Before(k.Finished))
			})
		})
	}},
	{"request-lost", "a job's request for removal is lost", requests, []string{"removal"}, func(s *Sight) bool {
		return slices.ContainsFunc(s.Requests, func(r model.RemovalRequest) bool { return r.Lost })
	}},
	{"request-in-an-outage", "a job asks for removal while that is out of order", requests, []string{"removal"}, func(s *Sight) bool {
		return slices.ContainsFunc(s.Requests, func(r model.RemovalRequest) bool {
			return slices.ContainsFunc(s.Outages, func(o model.Outage) bool {
				return !r.Sent.Before(o.From) && (o.To.IsZero() || r.Sent.Before(o.To))
			})
		})
	}},
	{"lock-at-a-pass", "a lock holds an outdated checkpoint when the removal job comes", requests, []string{"media"}, func(s *Sight) bool {
		return slices.ContainsFunc(s.Passes, func(p model.RemovalPass) bool {
			return slices.ContainsFunc(s.Checkpoints, func(k model.Checkpoint) bool {
				return k.Backup == p.Backup && k.N < p.Newest && !k.HeldUntil.IsZero() && p.Began.Before(k.HeldUntil)
			})
		})
	}},
	{"checkpoint-unfinished", "a job ends before its checkpoint is complete", requests, []string{"crashes", "faults"}, func(s *Sight) bool {
		return slices.ContainsFunc(s.Checkpoints, func(k model.Checkpoint) bool { return k.Finished.IsZero() })
	}},
	{"removal-restarted", "the removal job starts again when there are checkpoints", requests, []string{"removal"}, func(s *Sight) bool {
		return s.has(restartForm) && slices.ContainsFunc(s.RemovalStarts, func(r model.RemovalStart) bool {
			return len(s.Checkpoints) > 0 && s.Checkpoints[0].Began.Before(r.At)
		})
	}},
}
