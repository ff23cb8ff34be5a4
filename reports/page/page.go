// Package page writes what `gapless replay` tells of a script as one HTML file that needs
// nothing else: the verdict, a picture of each loss, its argument, what happened, and the
// world at each instant.
package page

import (
	"bytes"
	_ "embed" // the template
	"fmt"
	"html/template"
	"io"
	"slices"
	"strconv"
	"strings"

	"gapless/reports"
	"gapless/reports/state"
	"gapless/reports/timeline"
	"gapless/reports/trace"
	"gapless/reports/wording"
	"gapless/scenarios"
)

// Run is one script under one product, as values.
type Run struct {
	Case     *reports.Case
	Trace    *trace.Trace       // nil where it is not wanted
	Timeline *timeline.Timeline // the same
	States   []State            // in order; may hold some of the instants only
}

// State is the world at an instant.
type State struct {
	At     timeline.Instant
	Tables []state.Table
}

// mostRows is how many rows of a table a page holds.
const mostRows = 60

// StateOf is what a page shows of the world at an instant. A table that is longer than a
// page should be says how much of it is left out.
func StateOf(v *scenarios.View) State {
	s := State{At: timeline.Instant(v.At.Std()), Tables: state.Of(v)}
	for i := range s.Tables {
		t := &s.Tables[i]
		if left := len(t.Rows) - mostRows; left > 0 {
			t.Rows = append(slices.Clone(t.Rows[:mostRows]), []string{fmt.Sprintf("and %d more; gapless replay --step shows them", left)})
		}
	}
	return s
}

// mostStates is for how many instants a page holds the world, and around of them are on
// each side of one at which a file was lost.
const (
	mostStates = 120
	around     = 4
)

// Instants are those, in order, for which a page should hold the world: all of a short
// run, and of a long one those around losses and then the first.
func Instants(t *trace.Trace, o trace.Options) (all []timeline.Instant) {
	var lost []int
	for _, s := range t.Select(o) {
		if n := len(all); n == 0 || all[n-1] != s.At {
			all = append(all, s.At)
		}
		if n := len(all) - 1; s.Lost && (len(lost) == 0 || lost[len(lost)-1] != n) {
			lost = append(lost, n)
		}
	}
	if len(all) <= mostStates {
		return all
	}
	keep := make([]bool, len(all))
	kept := 0
	mark := func(i int) {
		if i >= 0 && i < len(all) && !keep[i] && kept < mostStates {
			keep[i] = true
			kept++
		}
	}
	for _, i := range lost {
		for k := i - around; k <= i+around; k++ {
			mark(k)
		}
	}
	for i := range all {
		mark(i)
	}
	var some []timeline.Instant
	for i, at := range all {
		if keep[i] {
			some = append(some, at)
		}
	}
	return some
}

// mostPictures is how many losses of a run have a picture each.
const mostPictures = 12

//go:embed page.html
var text string

var layout = template.Must(template.New("page").Funcs(template.FuncMap{"plain": wording.Plain}).Parse(text))

// shown is a run as the template wants it.
type shown struct {
	*Run
	Pictures []picture
	Instants []instant
	Argument string // the whole text of the case
	Left     int    // steps that the options leave out
	Blank    int    // instants without the world as it was
}

// picture is a drawn timeline.
type picture struct {
	Title string
	SVG   template.HTML // written by package timeline, which escapes what it shows
}

// instant is what happened at one instant.
type instant struct {
	At     string
	Clocks []string
	Steps  []trace.Step
	Tables []state.Table
	Lost   bool
}

// Write writes runs as a page. The error is w's.
func Write(w io.Writer, runs []*Run, o trace.Options) error {
	var all []shown
	for i, r := range runs {
		x := shown{Run: r}
		if err := x.draw(i); err != nil {
			return err
		}
		x.happened(o)
		var b strings.Builder
		if err := r.Case.Write(&b, reports.Palette{}); err != nil {
			return err
		}
		x.Argument = b.String()
		all = append(all, x)
	}
	var b bytes.Buffer
	err := layout.Execute(&b, struct {
		Style template.CSS
		Runs  []shown
	}{template.CSS(timeline.Style), all})
	if err != nil {
		return err
	}
	_, err = w.Write(b.Bytes())
	return err
}

// draw draws a picture of each loss, or of a run without one.
func (x *shown) draw(run int) error {
	losses := x.Timeline.Losses
	for i := range max(1, min(len(losses), mostPictures)) {
		var b strings.Builder
		id := "r" + string(rune('a'+run%26)) + "-" + string(rune('a'+i)) + "-"
		if err := x.Timeline.WriteSVG(&b, timeline.Options{Loss: i, ID: id, Bare: true}); err != nil {
			return err
		}
		title := "what happened when"
		if i < len(losses) {
			title = "how " + wording.Plain(losses[i].Path) + " is lost at restore point " + strconv.Itoa(losses[i].Point)
		}
		x.Pictures = append(x.Pictures, picture{title, template.HTML(b.String())})
	}
	return nil
}

// happened gathers the steps of each instant.
func (x *shown) happened(o trace.Options) {
	steps := x.Trace.Select(o)
	x.Left = len(x.Trace.Steps) - len(steps)
	states := x.States
	for i := range steps {
		s := &steps[i]
		if i == 0 || s.At != steps[i-1].At {
			x.Instants = append(x.Instants, instant{At: s.At.String(), Clocks: s.Clocks})
			for len(states) > 0 && states[0].At < s.At {
				states = states[1:]
			}
			if len(states) > 0 && states[0].At == s.At {
				x.Instants[len(x.Instants)-1].Tables = states[0].Tables
			}
		}
		at := &x.Instants[len(x.Instants)-1]
		if len(at.Steps) == 0 && at.Tables == nil {
			x.Blank++
		}
		at.Steps = append(at.Steps, *s)
		at.Lost = at.Lost || s.Lost
	}
}
