package reports

import (
	"time"

	"gapless/model"
	"gapless/model/clock"
	"gapless/scenarios/script"
)

// The hosts of the tales. Their day 1 is 1970-01-01.
var (
	truth  = clock.NewFace[clock.True](0)
	master = clock.NewFace[clock.Master](1)
	client = clock.NewFace[clock.Client](2)
)

func nanos(when string) int64 {
	d, err := script.ParseInstant(when)
	if err != nil {
		panic(err)
	}
	return int64(d)
}

func at(when string) clock.Time[clock.True]         { return truth.Time(nanos(when)) }
func onMaster(when string) clock.Time[clock.Master] { return master.Time(nanos(when)) }
func onClient(when string) clock.Time[clock.Client] { return client.Time(nanos(when)) }
func lasting(d time.Duration) clock.Duration        { return clock.Of(d) }
func version(seed uint64, stamp string) *model.Version {
	return &model.Version{Kind: model.File, Content: model.Generate(seed, 100), Modified: onClient(stamp), File: 1}
}

// start is the version that was there at the start; a day before day 1 has no name in
// a script, so it is stamped at its beginning.
var start = version(1, "00:00:00")

// base is a history with a full of 02:00:00 as job 1 and restore point 1.
func base() *model.History {
	return &model.History{
		Product: "netbackup-6.5.2A", Day1: at("00:00:00"), End: at("day 2 00:00:00"),
		Policies: []model.Policy{{Name: "nightly"}},
		Jobs: []model.Job{{
			Number: 1, Policy: "nightly", Client: "client", Kind: model.Full, State: model.Done, Submitted: at("02:00:00"), Ended: at("02:01:00"),
			Activations: []model.Activation{{At: at("02:00:00"), Active: onMaster("02:00:00"), Start: onClient("02:00:00"), Began: at("02:00:00")}},
		}},
	}
}

// with adds a job, which takes the next number.
func with(h *model.History, j model.Job) *model.History {
	j.Number = len(h.Jobs) + 1
	if j.Client == "" {
		j.Client = "client"
	}
	if j.Policy == "" {
		j.Policy = "nightly"
	}
	h.Jobs = append(h.Jobs, j)
	return h
}

// held adds what /d/a held.
func held(h *model.History, path string, list ...model.Held) *model.History {
	h.Paths = append(h.Paths, model.PathHistory{Path: path, Held: list})
	return h
}

// loss is a silent loss of /d/a at restore point 2, of job 2, by a decision of its.
func loss(h *model.History, expected *model.Version, changed string, line int, d model.Decision) *model.Violation {
	job := &h.Jobs[d.Job-1]
	v := &model.Violation{
		Property: 1, Class: model.Loss, Path: d.Path, Expected: expected, Restored: start, ChangedAt: at(changed), Line: line,
		Point: 2, Job: 2, Cause: &model.Cause{Decision: d, Job: job, First: &job.Activations[0]},
	}
	if d.Reason != "" {
		v.Cause.Activation = &job.Activations[d.Activation]
	}
	if !d.Cutoff.IsZero() {
		v.Cause.Short = d.Cutoff.Sub(d.Stamp)
	}
	return v
}

// says is a story whose lines are known.
func says(h *model.History, lines map[int]string) *Story {
	return &Story{History: h, Statement: func(line int) string { return lines[line] }}
}
