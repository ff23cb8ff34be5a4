package reports

import (
	"fmt"
	"strings"
	"time"

	"gapless/model/clock"
)

// byTime tells of a file whose stamp was before the cutoff. N1, N3, N6, N8.
func (t *telling) byTime() {
	r := t.reckon()
	if r == nil {
		t.comparedOnly()
		return
	}
	t.out.Reckoning = &r.Reckoning
	t.say("Let job %d, the base, have the backup time %s on the master's clock, and let %s; the file's time is %s on %s%s.",
		r.BaseJob, r.Base, t.change(), t.out.Stamp, t.clientClock(), t.kept())
	first := ""
	if len(t.job.Activations) > 1 && r.DeltaOf == 1 {
		first = " first"
	}
	t.say("Let job %d, %s,%s go active at %s on the master's clock: delta = %s - %s + %s (offset) = %s.", t.job.Number,
		article(string(t.job.Kind)), first, r.Active, r.Active, r.Base, r.Offset, r.Delta)
	overlap := ""
	if r.overlapped {
		overlap = fmt.Sprintf(" - %s (overlap)", r.Overlap)
	}
	t.say("Then %s%s starts at %s on %s%s: cutoff = %s - %s%s = %s.", t.whichProcess(), t.process(), r.Start, t.clientClock(),
		t.whichDelta(r), r.Start, r.Delta, overlap, t.out.Cutoff)
	t.leftOut()
	switch {
	case r.kept && t.keptStamp():
		t.say("The change itself left the file's time as it was, and no comparison of times can see it.")
	case r.kept:
		t.say("The change set the file's time by hand, and no comparison of times can see it.")
	case t.beforeBase():
		t.say("The change is older than job %d, the base, whose image should have it.", r.BaseJob)
	case r.late.Negative() || isZero(r.late):
	default:
		t.say("The cutoff is %s later than the base: %s.", r.Late, r.why())
	}
}

// comparedOnly tells of a comparison whose cutoff was not reckoned from a delta.
func (t *telling) comparedOnly() {
	t.say("Let %s; the file's time is %s on %s%s.", t.change(), t.out.Stamp, t.clientClock(), t.kept())
	recorded := ""
	if t.d.Rule == "D1" {
		recorded = ", the time that was recorded when an earlier job started"
	}
	t.say("Then job %d, %s, compares it at %s with %s%s.", t.job.Number, article(string(t.job.Kind)), t.out.DecidedAt, t.out.Cutoff, recorded)
	for _, a := range t.h.Assumptions {
		t.say("That is a reading of the %s's clock taken for one of the %s's: %s.", a.From, a.To, a.Why)
	}
	t.leftOut()
}

// leftOut tells by how much the file's time missed the cutoff.
func (t *telling) leftOut() {
	missed := fmt.Sprintf("%s is %s before %s", t.out.Stamp, t.out.Short, t.out.Cutoff)
	if isZero(t.v.Cause.Short) {
		missed = fmt.Sprintf("%s is exactly at the cutoff, and only later times are taken", t.out.Stamp)
	}
	t.say("However, %s, so the job leaves %s out, and %s.", missed, plain(t.d.Path), t.instead())
}

// whichProcess says that a process is not the job's first.
func (t *telling) whichProcess() string {
	if t.d.Activation > 0 {
		return "the resumed "
	}
	return "its "
}

// whichDelta says whose delta a resumed job's process was given. N3, N9.
func (t *telling) whichDelta(r *reckoned) string {
	switch {
	case t.d.Activation == 0:
		return ""
	case r.DeltaOf == t.d.Activation+1:
		return ", with a delta worked out anew"
	}
	return ", and still has the delta of the first activation"
}

// kept says that the change did not stamp the file.
func (t *telling) kept() string {
	switch {
	case t.keptStamp():
		return ", as before the change"
	case strings.HasPrefix(t.Statement(t.v.Line), "touch "):
		return ", set by hand"
	}
	return ""
}

// leavesStamps reports whether a statement leaves a time that is not its own instant.
func leavesStamps(statement string) bool {
	for _, verb := range []string{"touch ", "rename ", "copy ", "link "} {
		if strings.HasPrefix(statement, verb) {
			return true
		}
	}
	return false
}

// reckoned is a reckoning with its durations as values.
type reckoned struct {
	Reckoning
	kept, overlapped               bool
	delay, gain, loss, offset, lap clock.Duration
	late                           clock.Duration
}

// reckon works out how the cutoff came about, or gives nil when it came from no delta.
func (t *telling) reckon() *reckoned {
	a := t.act
	if a == nil || a.Base.IsZero() || a.Start.IsZero() || t.d.Cutoff.IsZero() || t.v.ChangedAt.IsZero() {
		return nil
	}
	of := t.deltaOf()
	base := t.jobOf(t.job.Base)
	if of < 0 || base == nil || len(base.Activations) == 0 {
		return nil
	}
	by := &t.job.Activations[of]
	r := &reckoned{kept: t.keptStamp() || leavesStamps(t.Statement(t.v.Line))}
	r.lap = a.Start.Add(a.Delta.Neg()).Sub(t.d.Cutoff)
	if r.lap.Negative() {
		return nil
	}
	day1, first := t.h.Day1, &base.Activations[0]
	r.overlapped = !isZero(r.lap)
	r.offset = a.Offset
	r.delay = a.Began.Sub(by.At)
	r.gain = ahead(a.Start, a.Began, day1).Plus(ahead(t.d.Stamp, t.v.ChangedAt, day1).Neg())
	r.loss = ahead(a.Base, first.At, day1).Plus(ahead(by.Active, by.At, day1).Neg())
	r.late = r.delay.Plus(r.gain).Plus(r.loss).Plus(r.offset.Neg()).Plus(r.lap.Neg())
	r.Reckoning = Reckoning{
		BaseJob: base.Number, Base: instant(a.Base, day1), Active: instant(by.Active, day1), DeltaOf: of + 1,
		Offset: a.Offset.Short(), Delta: a.Delta.Short(), Start: instant(a.Start, day1), Overlap: r.lap.Short(),
		Delay: r.delay.Short(), ClientGain: r.gain.Short(), MasterLoss: r.loss.Short(), Late: r.late.Short(),
	}
	return r
}

// deltaOf is the index of the activation that the deciding one's delta was worked out
// at: its own, or an earlier one; -1 for none.
func (t *telling) deltaOf() int {
	for k := t.d.Activation; k >= 0; k-- {
		if b := &t.job.Activations[k]; t.act.Delta.Equal(b.Active.Sub(t.act.Base).Plus(t.act.Offset)) {
			return k
		}
	}
	return -1
}

// why tells what the lateness of a cutoff is made of.
func (r *reckoned) why() string {
	var parts, less []string
	for _, p := range []struct {
		d            clock.Duration
		more, little string
	}{
		{r.delay, "the process started %s after that activation", "the process started %s before that activation"},
		{r.gain, gained(r.gain), "less the %s that the client's clock lost"},
		{r.loss, "the master's clock lost %s against true time between the base and that activation", "less the %s that the master's clock gained"},
	} {
		switch {
		case isZero(p.d):
		case p.d.Negative():
			less = append(less, fmt.Sprintf(p.little, amount(p.d).Short()))
		default:
			parts = append(parts, fmt.Sprintf(p.more, p.d.Short()))
		}
	}
	parts = append(parts, less...)
	if !isZero(r.offset) {
		parts = append(parts, "less the offset of "+r.offset.Short())
	}
	if r.overlapped {
		parts = append(parts, "less the overlap of "+r.lap.Short())
	}
	return strings.Join(parts, ", ")
}

// coarsest is the coarsest stamp that a file system makes: every second second.
const coarsest = 2 * time.Second

// gained tells that a file's time is behind what the client's clock would say of that
// instant now. A small difference may also come from how the file system stores times.
func gained(d clock.Duration) string {
	if clock.Of(coarsest).Less(d) {
		return "the client's clock gained %s on true time between the change and that start"
	}
	return "the file's time fell %s behind the client's clock of that start (a coarse stamp, drift or a step)"
}

// beforeBase reports whether the change came before the base began.
func (t *telling) beforeBase() bool {
	base := t.jobOf(t.job.Base)
	return base != nil && len(base.Activations) > 0 && t.v.ChangedAt.Before(base.Activations[0].At)
}
