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

// MostStates is for how many instants a page should hold the world.
const MostStates = 120

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
		at.Steps = append(at.Steps, *s)
		at.Lost = at.Lost || s.Lost
	}
}
