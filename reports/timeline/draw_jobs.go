package timeline

import (
	"fmt"
	"strings"
	"time"

	"gapless/model/clock"
)

// drawJobs gives each job that was chosen its lane, and the others one for each policy.
func (p *picture) drawJobs() {
	for _, j := range p.jobs {
		name := fmt.Sprintf("job %d, %s", j.Number, j.Kind)
		hover := fmt.Sprintf("job %d, %s of %s on %s", j.Number, j.Kind, j.Policy, j.Client)
		if j.Base > 0 {
			hover += fmt.Sprintf(", on top of job %d", j.Base)
		}
		l := p.lane(name, hover, 8, 8)
		p.jobAt[j.Number] = l
		if p.shows(j) {
			p.drawReference(l, j)
		}
		p.drawPhases(l, j)
		p.drawDecision(l, j)
		p.labelJob(l, j)
	}
	p.drawOthers()
}

// drawPhases draws the states that a job was in.
func (p *picture) drawPhases(l *lane, j *Job) {
	for _, s := range j.spans(p.To) {
		x, to := p.scale.place(s.from), p.scale.place(s.to)
		title := fmt.Sprintf("job %d is %s from %s to %s", j.Number, s.state, s.from, s.to)
		if s.from == s.to {
			title = fmt.Sprintf("job %d is %s at %s", j.Number, s.state, s.from)
		}
		l.draw("%s", p.bar(x, max(to-x, 4), s.state, title))
	}
	for _, at := range j.Checkpoints {
		p.used["checkpoint"] = true
		l.draw(`<path class="tl-diamond" d="M%s -6l5 6l-5 6l-5 -6z"><title>job %d: what was read up to %s is in the catalogue</title></path>`,
			num(p.scale.place(at)), j.Number, at)
	}
	if j.Ended == nil {
		return
	}
	x, shape := p.scale.place(*j.Ended), `<circle class="tl-ink" cx="%s" r="4">%s</circle>`
	p.used["done"] = true
	if j.Status > 1 || j.State != "done" {
		shape = `<path class="tl-ink" d="M%s -6l6 11h-12z">%s</path>`
		p.used["failed"] = true
		delete(p.used, "nothing")
	}
	l.draw(shape, num(x), fmt.Sprintf("<title>job %d ends at %s: %s, status %d</title>", j.Number, *j.Ended, esc(j.State), j.Status))
}

// bar is a stretch of a state, told apart by its pattern.
func (p *picture) bar(x, w float64, state, title string) string {
	rect := fmt.Sprintf(`<rect x="%s" y="-6" width="%s" height="12" rx="1"`, num(x), num(w))
	p.used[state] = true
	switch state {
	case "active":
		return fmt.Sprintf(`%s class="tl-active"><title>%s</title></rect>`, rect, esc(title))
	case "queued", "requeued":
		return fmt.Sprintf(`%s class="tl-box tl-dash"><title>%s</title></rect>`, rect, esc(title))
	}
	pattern := "stripes"
	if state == "incomplete" || state == "on-hold" {
		pattern = "cross"
	}
	return fmt.Sprintf(`%s fill="%s"/>%s class="tl-box"><title>%s</title></rect>`, rect, p.url(pattern), rect, esc(title))
}

// drawReference draws what an incremental compares with: from where it should go on,
// and where it does.
func (p *picture) drawReference(l *lane, j *Job) {
	for i, s := range j.Starts {
		if s.Cutoff == nil {
			continue
		}
		p.used["cutoff"] = true
		x, to := p.scale.place(*s.Cutoff), p.scale.place(s.At)
		l.draw(`<path class="tl-line" stroke-dasharray="1 3" d="M%s 0H%s"/>`, num(x), num(to))
		l.draw(`<path class="tl-cutoff" d="M%s -8h-4v16h4"><title>%s of job %d: files with times from %s on, on the client's clock, are taken</title></path>`,
			num(x+4), []string{"cutoff", "cutoff after the resume"}[min(i, 1)], j.Number, s.Shows)
	}
	if j.BaseAt == nil {
		return
	}
	p.used["base"] = true
	x := p.scale.place(*j.BaseAt)
	if to := p.scale.place(j.first()); to > x {
		l.draw(`<path class="tl-line" stroke-dasharray="1 3" d="M%s 0H%s"/>`, num(x), num(to))
	}
	l.draw(`<circle class="tl-hollow" cx="%s" r="4"><title>job %d builds on job %d, whose backup time is %s</title></circle>`,
		num(x), j.Number, j.Base, *j.BaseAt)
}

// drawDecision marks where a job left the lost file out.
func (p *picture) drawDecision(l *lane, j *Job) {
	x := p.loss
	if x == nil || x.DecidedAt == nil || x.Job != j.Number {
		return
	}
	p.used["left out"] = true
	at := p.scale.place(*x.DecidedAt)
	l.draw(`<path class="tl-badline" stroke-width="2.5" d="M%s -5l10 10m0 -10l-10 10"><title>%s</title></path>`, num(at-5), esc(p.decision()))
	text := p.when(*x.DecidedAt) + " left out"
	if x.Cutoff != "" && x.Stamp != "" {
		text += ": " + p.shown(x.Stamp) + " is before " + p.shown(x.Cutoff)
	} else {
		text += ": " + x.Reason
	}
	l.label(at, bad, text)
}

// labelJob writes when a job's states began.
func (p *picture) labelJob(l *lane, j *Job) {
	if p.shows(j) {
		for _, s := range j.Starts {
			if s.Cutoff != nil {
				l.label(p.scale.place(*s.Cutoff), " tl-cutofftext", "cutoff "+p.shown(s.Shows))
			}
		}
	}
	end := ""
	if j.Ended != nil {
		end = fmt.Sprintf("%s %s, status %d", p.when(*j.Ended), j.State, j.Status)
		if j.Point > 0 {
			end += fmt.Sprintf(", restore point %d", j.Point)
		}
		l.label(p.scale.place(*j.Ended), "", end)
	}
	last := Instant(-1)
	for i, f := range j.Phases {
		if j.Ended != nil && f.At == *j.Ended || f.At == last && f.State == "active" {
			continue
		}
		word := f.State
		if f.State == "active" && i > 0 && resumes(j.Phases[:i]) {
			word = "resumed"
		}
		last = f.At
		l.label(p.scale.place(f.At), "", p.when(f.At)+" "+word)
	}
	if p.shows(j) && j.BaseAt != nil {
		l.label(p.scale.place(*j.BaseAt), " tl-soft", fmt.Sprintf("base: job %d", j.Base))
	}
}

// resumes reports whether a job was active before.
func resumes(before []Phase) bool {
	for _, f := range before {
		if f.State == "active" {
			return true
		}
	}
	return false
}

// drawOthers draws jobs that have no lane of their own, a lane for each policy.
func (p *picture) drawOthers() {
	var names []string
	of := map[string][]*Job{}
	for _, j := range p.others {
		if of[j.Policy] == nil {
			names = append(names, j.Policy)
		}
		of[j.Policy] = append(of[j.Policy], j)
	}
	for _, name := range names {
		text := fmt.Sprintf("%d jobs of %s", len(of[name]), name)
		if len(p.jobs) > 0 {
			text = fmt.Sprintf("%d other jobs of %s", len(of[name]), name)
		}
		l := p.lane(text, text, 8, 8)
		for _, j := range of[name] {
			if p.scale.inFold(j.first()) && p.scale.inFold(j.last(p.To)) {
				continue
			}
			x, to := p.scale.place(j.first()), p.scale.place(j.last(p.To))
			if l.crowded(x) && j.Kind != "full" || to < l.last {
				continue
			}
			title := fmt.Sprintf("job %d, %s, from %s to %s: %s, status %d", j.Number, j.Kind, j.first(), j.last(p.To), j.State, j.Status)
			high := 4
			if j.Kind == "full" {
				high = 7
			}
			p.used["active"] = true
			l.draw(`<rect class="tl-active" x="%s" y="%d" width="%s" height="%d"><title>%s</title></rect>`,
				num(x), -high, num(max(to-x, 1.4)), 2*high, esc(title))
			if j.Kind == "full" {
				l.label(x, " tl-soft", fmt.Sprintf("%d", j.Number))
			}
		}
	}
}

// decision tells the decision that lost the file.
func (p *picture) decision() string {
	x := p.loss
	text := fmt.Sprintf("job %d leaves %s out at %s: %s", x.Job, x.Path, *x.DecidedAt, x.Reason)
	if x.Stamp != "" && x.Cutoff != "" {
		text += fmt.Sprintf(", %s against %s", x.Stamp, x.Cutoff)
	}
	if x.Rule != "" {
		text += " (" + x.Rule + ")"
	}
	return text
}

// length writes the time between two instants.
func length(from, to Instant) string {
	text := clock.Of(time.Duration(to - from)).Short()
	if days := (to - from) / Instant(24*time.Hour); days > 0 {
		rest := (to - from) % Instant(24*time.Hour)
		text = fmt.Sprintf("%dd", days)
		if rest > 0 {
			text += clock.Of(time.Duration(rest)).Short()
		}
	}
	return strings.TrimSpace(text)
}

// about is the time between two instants, to the second where it is a minute or more.
func about(from, to Instant) string {
	exact := to - from
	if exact < Instant(time.Minute) || exact%Instant(time.Second) == 0 {
		return length(0, exact)
	}
	return "≈" + length(0, floor(exact+Instant(time.Second)/2, Instant(time.Second)))
}
