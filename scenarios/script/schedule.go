package script

import (
	"slices"
	"strings"
	"time"
)

// Due is one start that a policy's schedule asks for, by the local time of the
// script's zone.
type Due struct {
	Kind         string // full, incremental or cumulative
	Weekday      int    // 0 is Sunday; -1 every day
	Hour, Minute int
}

var days = []string{"daily", "sun", "mon", "tue", "wed", "thu", "fri", "sat"}

var jobKinds = []string{"full", "incremental", "cumulative"}

// readSchedule reads one start: full@sun:22:00, incremental@daily:18:00.
func readSchedule(text string) (int64, bool, *problem) {
	_, bad := due(text)
	return 0, false, bad
}

func due(text string) (Due, *problem) {
	kind, when, ok := strings.Cut(text, "@")
	day, at, ok2 := strings.Cut(when, ":")
	if !ok || !ok2 {
		return Due{}, &problem{msg: quoted(text) + " is no start of a schedule", want: wantSchedule}
	}
	if kind == "differential" {
		kind = "cumulative" // as in the timeline
	}
	if !slices.Contains(jobKinds, kind) {
		return Due{}, &problem{msg: quoted(kind) + " is no kind of job", want: oneOf(jobKinds), near: Nearest(kind, jobKinds)}
	}
	// The first of the days is every day: it comes before Sunday, as -1 before 0.
	weekday := slices.Index(days, day) - 1
	if weekday < -1 {
		return Due{}, &problem{msg: quoted(day) + " is no day", want: oneOf(days), near: Nearest(day, days)}
	}
	t, bad := timeOfDay(at, 1)
	switch {
	case bad != nil:
		return Due{}, &problem{msg: bad.msg, want: wantMinutes}
	case t%time.Minute != 0:
		return Due{}, &problem{msg: quoted(at) + " is not a whole minute", want: wantMinutes}
	}
	return Due{Kind: kind, Weekday: weekday, Hour: int(t / time.Hour), Minute: int(t / time.Minute % 60)}, nil
}

const wantMinutes = "a time of day such as 22:00"

func dues(text string) []Due {
	var all []Due
	for part := range strings.SplitSeq(text, ",") {
		if d, bad := due(part); bad == nil {
			all = append(all, d)
		}
	}
	return all
}
