package reports

import (
	"io"
	"strings"
	"time"

	"gapless/scenarios"
)

// Step is one line of a trace.
type Step struct {
	at   time.Duration // true time since 00:00 of day 1
	job  int           // 0 where no job is concerned
	kind string
	text string
}

// Steps turns a trace into lines that outlive it; none for no trace.
func Steps(t *scenarios.Trace) []Step {
	if t == nil {
		return nil
	}
	steps := make([]Step, 0, len(t.Events))
	for i := range t.Events {
		e := &t.Events[i]
		steps = append(steps, Step{at: e.At.Std(), job: e.Job, kind: e.Kind, text: plain(e.String())})
	}
	return steps
}

// WriteSteps writes a trace up to an instant, that included, or all of it when the
// instant is negative. Of a job's number other than 0 it shows that job alone, and
// what people and programs do.
func WriteSteps(w io.Writer, steps []Step, until time.Duration, job int) error {
	var b strings.Builder
	for _, s := range steps {
		switch {
		case until >= 0 && s.at > until:
			continue
		case job != 0 && s.job != job && s.kind != "statement" && s.kind != "changed":
			continue
		}
		b.WriteString(s.text + "\n")
	}
	if b.Len() > 0 {
		b.WriteByte('\n')
	}
	_, err := io.WriteString(w, b.String())
	return err
}
