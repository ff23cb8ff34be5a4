package timeline

import (
	"bytes"
	"fmt"
	"strings"
)

// sign is what the legend shows of one thing.
type sign struct{ key, shape, text string }

// signs are in the order of the legend. A shape is drawn in a box of 20 by 12 around 0.
func (p *picture) signs() []sign {
	bar := func(state string) string {
		was := p.used[state]
		defer func() { p.used[state] = was }()
		return p.bar(-9, 18, state, state)
	}
	return []sign{
		{"active", bar("active"), "active"},
		{"queued", bar("queued"), "queued"},
		{"requeued", bar("requeued"), "requeued"},
		{"suspended", bar("suspended"), "suspended"},
		{"incomplete", bar("incomplete"), "incomplete"},
		{"on-hold", bar("on-hold"), "on hold"},
		{"checkpoint", `<path class="tl-diamond" d="M0 -6l5 6l-5 6l-5 -6z"/>`, "checkpoint in the catalogue"},
		{"done", `<circle class="tl-ink" r="4"/>`, "done"},
		{"failed", `<path class="tl-ink" d="M0 -6l6 11h-12z"/>`, "failed"},
		{"base", `<circle class="tl-hollow" r="4"/>`, "backup time of the base"},
		{"cutoff", `<path class="tl-cutoff" d="M3 -7h-5v14h5"/>`, "cutoff: what is older is left out"},
		{"change", `<path class="tl-ink" d="M0 -5l5 9h-10z"/>`, "change of a file"},
		{"gone", `<path class="tl-ink" d="M-5 -5l2 -1l8 10l-2 1zM5 -5l-2 -1l-8 10l2 1z"/>`, "a path goes away"},
		{"clock set", `<path class="tl-ink" d="M0 -5l4 5l-4 5l-4 -5z"/>`, "the clock is set"},
		{"unsafe", `<rect class="tl-unsafe" x="-9" y="-6" width="18" height="12"/><path class="tl-unsafeline" stroke-dasharray="3 2" d="M-9 -6v12M9 -6v12"/>`, "unsafe: a change here is lost"},
		{"way", `<path class="tl-badline tl-dash" d="M-10 0h16"/><path class="tl-badfill" d="M10 0l-7 -4v8z"/>`, "from the change to the decision"},
		{"left out", `<path class="tl-badline" d="M-5 -5l10 10m0 -10l-10 10"/>`, "left out"},
		{"request", `<path class="tl-ink" d="M0 5l5 -10h-10z"/>`, "request to remove"},
		{"pass", `<rect class="tl-active" x="-8" y="-4" width="16" height="8"/>`, "pass of the removal job"},
		{"being written", `<rect class="tl-box tl-dash" x="-9" y="-5" width="18" height="10"/>`, "being written"},
		{"kept", `<rect class="tl-kept" x="-9" y="-5" width="18" height="10"/>`, "complete and there"},
		{"locked", `<path class="tl-line" stroke-width="2.5" d="M-9 0h18"/>`, "locked"},
		{"removed", `<path class="tl-badline" d="M-5 -5l10 10m0 -10l-10 10"/>`, "removed"},
	}
}

// legend explains what was drawn, from y on, and returns the picture's height.
func (p *picture) legend(b *bytes.Buffer, y float64) float64 {
	x := 16.0
	y += 14
	for _, s := range p.signs() {
		if !p.used[s.key] {
			continue
		}
		w := 34 + textWidth(s.text)
		if x+w > width-10 {
			x, y = 16, y+18
		}
		fmt.Fprintf(b, `<g transform="translate(%s %s)">%s<text x="16" y="4">%s</text></g>`+"\n", num(x+8), num(y), s.shape, s.text)
		x += w
	}
	for _, note := range p.notes() {
		y += 18
		fmt.Fprintf(b, `<text class="tl-note" x="16" y="%s">%s</text>`+"\n", num(y+4), esc(note))
	}
	return y + 16
}

// notes say what the picture does to time, and what it leaves out.
func (p *picture) notes() (all []string) {
	var time []string
	if p.used["fold"] {
		nothing := "nothing happens"
		if !p.whole {
			nothing += ", or nothing that has to do with the loss"
		}
		time = append(time, "Breaks fold time in which "+nothing+", for as long as is written below them.")
	}
	if p.scale.stretched {
		time = append(time, "Instants that lie close together are drawn apart.")
	}
	if len(p.Clocks) == 0 {
		time = append(time, "All hosts' clocks show true time.")
	}
	if len(time) > 0 {
		all = append(all, strings.Join(time, " "))
	}
	var left []string
	if n := len(p.Paths) + p.MorePaths - len(p.paths); n > 0 {
		left = append(left, fmt.Sprintf("%d more %s", n, count(n, "path that changes", "paths that change")))
	}
	if n := len(p.Losses) + p.MoreLosses - 1; p.loss != nil && n > 0 {
		left = append(left, fmt.Sprintf("the way of %d more %s", n, count(n, "loss", "losses")))
	}
	if p.used["more checkpoints"] {
		left = append(left, fmt.Sprintf("%d more checkpoints", len(p.Removal.Checkpoints)-mostCheckpoints))
	}
	if !p.whole {
		left = append(left, "what is far from the loss")
	}
	if len(left) > 0 {
		all = append(all, "Not drawn: "+strings.Join(left, ", ")+".")
	}
	return all
}

func count(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// title is the picture in a line.
func (p *picture) title() string {
	text := fmt.Sprintf("Timeline of %s on %s", p.Script, p.Product)
	if p.loss != nil {
		text += ": how " + p.loss.Path + " is lost"
	}
	return text
}

// description is the picture in words, for those who do not see it.
func (p *picture) description() string {
	var b strings.Builder
	say := func(format string, args ...any) { fmt.Fprintf(&b, format+" ", args...) }
	say("From %s to %s.", p.From, p.To)
	for _, k := range p.Clocks {
		for _, r := range k.Readings {
			if r.Step {
				say("At %s %s's clock shows %s: %s.", r.At, k.Host, r.Shows, signed(r.Ahead))
			}
		}
	}
	for _, x := range p.paths {
		told := 0
		for _, c := range x.Changes {
			if c.At < p.between[0] || c.At > p.between[1] {
				continue
			}
			if told++; told <= mostLabels {
				say("%s: %s at %s.", x.Path, c.What, c.At)
			}
		}
		if told > mostLabels {
			say("%s: %d more changes.", x.Path, told-mostLabels)
		}
	}
	for _, j := range p.jobs {
		say("Job %d, %s:", j.Number, j.Kind)
		for _, f := range j.Phases {
			say("%s at %s,", f.State, f.At)
		}
		for _, s := range j.Starts {
			if s.Cutoff != nil {
				say("cutoff %s,", s.Shows)
			}
		}
		say("status %d.", j.Status)
	}
	for _, w := range p.shaded() {
		say("A change of %s from %s up to %s is lost.", w.Path, w.From, w.To)
	}
	if p.loss != nil && p.loss.DecidedAt != nil {
		say("%s.", p.decision())
	}
	return strings.TrimSpace(b.String())
}
