package compare

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"gapless/fuzz/result"
	"gapless/reports"

	"github.com/google/go-cmp/cmp"
)

// tale is a case in a few words.
type tale struct {
	script, product string
	lost            []string
	problem         string
	properties      map[string]string
	from, to        string // of /a's window
}

// book is a report of cases.
func book(tales ...tale) *reports.Book {
	b := &reports.Book{Schema: reports.Schema}
	for _, x := range tales {
		c := &reports.Case{Run: reports.Run{Script: x.script, Product: x.product, Lost: x.lost}, OK: x.problem == "", Properties: x.properties, Replay: "gapless replay " + x.script}
		if x.problem != "" {
			c.Problems = []reports.Problem{{Line: 9, Text: x.problem}}
		}
		if x.from != "" {
			c.Windows = []reports.Window{{Path: "/a", Windows: []reports.Interval{{From: x.from, To: x.to}}}}
		}
		b.Cases = append(b.Cases, c)
	}
	return b
}

// lines are changes as text, each with its list before it.
func lines(d *Difference) (all []string) {
	for _, part := range []struct {
		mark string
		list []Change
	}{{"-", d.Worse}, {"+", d.Better}, {"new", d.Newly}, {"gone", d.Gone}} {
		for _, c := range part.list {
			all = append(all, part.mark+" "+c.String())
		}
	}
	return all
}

func TestCasesGetBetterAndWorse(t *testing.T) {
	ok := tale{script: "s", product: "p"}
	with := func(change func(*tale)) tale {
		x := ok
		change(&x)
		return x
	}
	loses := with(func(x *tale) {
		x.lost = []string{"/a"}
		x.properties = map[string]string{"P1": "broken", "P4": "broken"}
	})
	for name, c := range map[string]struct {
		old, new []tale
		want     []string
	}{
		"the same":        {[]tale{loses}, []tale{loses}, nil},
		"fails":           {[]tale{ok}, []tale{with(func(x *tale) { x.problem = "no" })}, []string{"- s on p: is not as expected any more: line 9: no"}},
		"mended":          {[]tale{with(func(x *tale) { x.problem = "no" })}, []tale{ok}, []string{"+ s on p: is as expected again"}},
		"loses":           {[]tale{with(func(x *tale) { x.properties = map[string]string{"P1": "holds"} })}, []tale{loses}, []string{"- s on p: silently loses /a"}},
		"loses no more":   {[]tale{loses}, []tale{with(func(x *tale) { x.properties = map[string]string{"P1": "holds"} })}, []string{"+ s on p: does not lose /a any more"}},
		"loses another":   {[]tale{loses}, []tale{with(func(x *tale) { x.lost = []string{"/b"} })}, []string{"- s on p: silently loses /b", "+ s on p: does not lose /a any more"}},
		"breaks":          {[]tale{with(func(x *tale) { x.properties = map[string]string{"P5": "holds"} })}, []tale{with(func(x *tale) { x.properties = map[string]string{"P5": "broken"} })}, []string{"- s on p: P5 media is broken"}},
		"holds":           {[]tale{with(func(x *tale) { x.properties = map[string]string{"P5": "broken"} })}, []tale{with(func(x *tale) { x.properties = map[string]string{"P5": "holds"} })}, []string{"+ s on p: P5 media holds"}},
		"exercises":       {[]tale{ok}, []tale{with(func(x *tale) { x.properties = map[string]string{"P10": "holds"} })}, []string{"new s on p: P10 restart is newly exercised: holds"}},
		"no more":         {[]tale{with(func(x *tale) { x.properties = map[string]string{"P10": "holds"} })}, []tale{ok}, []string{"gone s on p: P10 restart is not exercised any more"}},
		"a new case":      {nil, []tale{ok}, []string{"new s on p: is new, and as expected"}},
		"a new failure":   {nil, []tale{with(func(x *tale) { x.problem = "no" })}, []string{"- s on p: is new, and not as expected: line 9: no"}},
		"a case less":     {[]tale{ok}, nil, []string{"gone s on p: is not run any more"}},
		"another product": {[]tale{ok}, []tale{{script: "s", product: "q"}}, []string{"new s on q: is new, and as expected", "gone s on p: is not run any more"}},
		"a wider window": {[]tale{with(func(x *tale) { x.from, x.to = "02:00:00", "03:00:00" })}, []tale{with(func(x *tale) { x.from, x.to = "02:00:00", "day 2 03:00:00.5" })},
			[]string{"- s on p: loses changes of /a for 24h0m0.5s more: 02:00:00 to day 2 03:00:00.5, and was 02:00:00 to 03:00:00"}},
		"a narrower one": {[]tale{with(func(x *tale) { x.from, x.to = "02:00:00", "03:00:00" })}, []tale{with(func(x *tale) { x.from, x.to = "02:00:00", "02:00:10" })},
			[]string{"+ s on p: bears changes of /a for 59m50s more: 02:00:00 to 02:00:10, and was 02:00:00 to 03:00:00"}},
		"a moved one": {[]tale{with(func(x *tale) { x.from, x.to = "02:00:00", "03:00:00" })}, []tale{with(func(x *tale) { x.from, x.to = "02:30:00", "03:30:00" })},
			[]string{"- s on p: loses changes of /a for 30m0s more: 02:30:00 to 03:30:00, and was 02:00:00 to 03:00:00", "+ s on p: bears changes of /a for 30m0s more: 02:30:00 to 03:30:00, and was 02:00:00 to 03:00:00"}},
	} {
		if diff := cmp.Diff(c.want, lines(Books(book(c.old...), book(c.new...)))); diff != "" {
			t.Errorf("%s (-want +got)\n%s", name, diff)
		}
	}
}

func TestAnInterruptedReportIsWorse(t *testing.T) {
	whole, part := book(tale{script: "s", product: "p"}), book(tale{script: "s", product: "p"})
	part.Interrupted = true
	want := []string{"- the report: was interrupted, and holds only what was done until then"}
	if diff := cmp.Diff(want, lines(Books(whole, part))); diff != "" {
		t.Error(diff)
	}
}

func TestRulesAreCoveredAndNotAnyMore(t *testing.T) {
	old, new := book(), book()
	old.Rules = []reports.Row{{Rule: "N1", Cells: []reports.Cell{{Product: "p"}, {Product: "q"}}}}
	new.Rules = []reports.Row{{Rule: "N1", Cells: []reports.Cell{{Product: "p"}}}, {Rule: "N2", Cells: []reports.Cell{{Product: "p"}}}}
	want := []string{"new rule N2 on p: is covered by a case", "gone rule N1 on q: is covered by no case any more"}
	if diff := cmp.Diff(want, lines(Books(old, new))); diff != "" {
		t.Error(diff)
	}
}

func TestSearchesAreCompared(t *testing.T) {
	finding := func(product, cause string, byMethod bool) result.Finding {
		return result.Finding{Name: cause, Product: product, Property: "P1", Class: "loss", Cause: cause, ByMethod: byMethod}
	}
	axis := func(bears, loses int64) result.Axis {
		return result.Axis{Name: "delay", Unit: "ns", Bears: bears, Loses: loses, Tried: 900}
	}
	old, new := book(), book()
	old.Search = &result.Search{
		Campaigns:   []result.Campaign{{Product: "p", Findings: []result.Finding{finding("p", "old", false), finding("p", "both", false)}}},
		Obligations: []result.Obligation{{Name: "met", Met: 3}, {Name: "later"}},
		Mutants:     []result.Mutant{{Name: "m1", Product: "p", Found: true}, {Name: "m2", Product: "p"}, {Name: "m3", Product: "p", Found: true}},
		Envelopes:   []result.Envelope{{Product: "p", Axes: []result.Axis{axis(10, 11)}}, {Product: "q", Axes: []result.Axis{axis(10, 11)}}, {Product: "r", Axes: []result.Axis{axis(900, 0)}}},
	}
	new.Search = &result.Search{
		Campaigns:   []result.Campaign{{Product: "p", Findings: []result.Finding{finding("p", "both", false), finding("p", "new", false), finding("p", "blind", true)}}},
		Obligations: []result.Obligation{{Name: "met"}, {Name: "later", Met: 1}},
		Mutants:     []result.Mutant{{Name: "m1", Product: "p", Runs: 7}, {Name: "m2", Product: "p", Found: true, Runs: 8}, {Name: "m4", Product: "p", Runs: 9}},
		Envelopes:   []result.Envelope{{Product: "p", Axes: []result.Axis{axis(9, 10)}}, {Product: "q", Axes: []result.Axis{axis(900, 0)}}, {Product: "r", Axes: []result.Axis{axis(30, 31)}}},
	}
	want := []string{
		"- finding new on p: breaks P1: new",
		"- defect m1 on p: is not found in 7 runs",
		"- defect m4 on p: is not found in 9 runs",
		"- envelope of delay on p: bears only 9 ns, and bore 10",
		"- envelope of delay on r: bears only 30 ns, and bore 900",
		"+ finding old on p: was not found again",
		"+ defect m2 on p: is found after 8 runs",
		"+ envelope of delay on q: bears 900 ns, and bore 10",
		"new finding blind on p: breaks P1, which its rules or its method excuse: blind",
		"new situation later: was met",
		"gone situation met: was not met",
		"gone defect m3 on p: is not planted any more",
	}
	if diff := cmp.Diff(want, lines(Books(old, new))); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if diff := cmp.Diff([]string{"gone the search: was not made"}, lines(Books(old, book()))); diff != "" {
		t.Error(diff)
	}
}

func TestADifferenceIsWrittenWithCommandsForWhatIsWorse(t *testing.T) {
	d := Books(book(tale{script: "s\x1b[2J", product: "p"}), book(tale{script: "s\x1b[2J", product: "p", lost: []string{"/a\u202e"}}))
	var b bytes.Buffer
	if err := d.Write(&b); err != nil {
		t.Fatal(err)
	}
	want := "worse\n  s\\x1b[2J on p: silently loses /a\\u202e\n      gapless replay s\\x1b[2J\n\n1 worse, 0 better, 0 newly exercised, 0 no longer exercised\n"
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Error(diff)
	}
}

// A thousand cases must not take a gate's patience.
func BenchmarkBooks(b *testing.B) {
	var tales []tale
	for i := range 3000 {
		tales = append(tales, tale{script: fmt.Sprint("s", i), product: "p", lost: strings.Fields("/a /b /c")})
	}
	x, y := book(tales...), book(tales...)
	for b.Loop() {
		Books(x, y)
	}
}
