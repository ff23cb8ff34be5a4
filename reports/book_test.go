package reports

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"strings"
	"testing"
	"time"

	"gapless/model/clock"

	"github.com/google/go-cmp/cmp"
	"github.com/jstemmer/go-junit-report/v2/junit"
)

// caseOf is a case with one violation of /d/a.
func caseOf(script, product string, lost bool, problems ...Problem) *Case {
	c := &Case{Run: Run{
		Script: script, Product: product, Hash: "00000000000000ff", RestorePoints: []RestorePoint{}, Violations: []Violation{},
		Lost: []string{}, Captured: []string{}, Reported: []string{}, Expectations: []Expectation{},
	}, Judged: true, Covers: []string{"N1", "N3"}, Jobs: []Job{}, Windows: []Window{}, Runs: 2, Events: 10, span: clock.Of(24 * time.Hour), Problems: problems}
	c.Exercised[1] = true
	if lost {
		c.Lost = []string{"/d/a"}
		c.Violations = []Violation{{Property: "P1", Class: "loss", Path: "/d/a", ChangedAt: "02:30:00", RestorePoint: 2,
			Cause: &Cause{Sentences: []string{"Let it be so."}, Kind: "time comparison", Moment: "end of job", Job: 2}}}
		c.Windows = []Window{{Path: "/d/a", Line: 3, Runs: 7, Windows: []Interval{{"02:00:00", "02:00:10", 10 * time.Second}, {"03:00:00", "04:00:00", time.Hour}}}}
	}
	return c.Settle()
}

func sample() *Book {
	return Compile([]*Case{
		caseOf("a", "old", true), caseOf("a", "new", false), caseOf("b", "old", true, Problem{Line: 4, Text: "expect <nothing> does not hold"}),
		Crashed("c", "new", []string{"N3"}, "index out of range"),
	}, []Rule{{ID: "N1", Text: "one"}, {ID: "N2", Text: "two"}, {ID: "N3", Text: "three"}}, []string{"old", "other", "new"})
}

func TestABookSumsItsCases(t *testing.T) {
	b := sample()
	if diff := cmp.Diff(Totals{Scripts: 3, Cases: 4, Failed: 2, Losing: 2, Runs: 6, Events: 30, Simulated: "72h"}, b.Totals); diff != "" {
		t.Errorf("totals (-want +got)\n%s", diff)
	}
	want := []Row{
		{Rule: "N1", Text: "one", Cells: []Cell{
			{Product: "old", Cases: 2, Failed: 1, Losing: 2, Windows: 4, Widest: "1h", widest: time.Hour}, {Product: "new", Cases: 1}}},
		{Rule: "N3", Text: "three", Cells: []Cell{
			{Product: "old", Cases: 2, Failed: 1, Losing: 2, Windows: 4, Widest: "1h", widest: time.Hour}, {Product: "new", Cases: 2, Failed: 1}}},
	}
	if diff := cmp.Diff(want, b.Rules, cmp.AllowUnexported(Cell{})); diff != "" {
		t.Errorf("rules (-want +got)\n%s", diff)
	}
}

func TestPropertiesAreHeldBrokenOrNeverExercised(t *testing.T) {
	c := caseOf("a", "old", true)
	want := map[string]string{"P1": "broken", "P4": "broken"}
	for _, p := range []string{"P2", "P3", "P5", "P6", "P7", "P8", "P9", "P10"} {
		want[p] = "never exercised"
	}
	if diff := cmp.Diff(want, c.Properties); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if got := caseOf("a", "new", false).Properties["P1"]; got != "holds" {
		t.Errorf("P1 without a violation is %q", got)
	}
}

func TestTwoRunsThatDifferAreAProblem(t *testing.T) {
	c := caseOf("a", "old", false)
	c.Again(255)
	if c.Settle(); !c.OK {
		t.Errorf("equal hashes are a problem: %v", c.Problems)
	}
	c.Again(254)
	if c.Settle(); c.OK || c.Runs != 4 {
		t.Errorf("different hashes are none, after %d runs", c.Runs)
	}
}

func TestReplaysJSONHasTheDocumentedShape(t *testing.T) {
	c := caseOf("a", "old", true)
	c.RestorePoints = []RestorePoint{{N: 1, Job: 1, At: "02:00:00", Kind: "full", State: "done", Status: 0}}
	c.Expectations = []Expectation{{Line: 9, Text: "expect lost /d/a", Held: true, why: "not shown"}}
	var got, want any
	var b bytes.Buffer
	if err := Encode(&b, c.Run); err != nil {
		t.Fatal(err)
	}
	const text = `{"script":"a","product":"old","seed":0,"hash":"00000000000000ff",
		"restorePoints":[{"n":1,"job":1,"at":"02:00:00","kind":"full","state":"done","status":0}],
		"violations":[{"property":"P1","class":"loss","path":"/d/a","changedAt":"02:30:00","restorePoint":2,"reported":false,
			"cause":{"sentences":["Let it be so."],"kind":"time comparison","moment":"end of job","job":2}}],
		"lost":["/d/a"],"captured":[],"reported":[],"expectations":[{"line":9,"text":"expect lost /d/a","held":true}]}`
	if err := json.Unmarshal(b.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(text), &want); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestJUnitHasACaseForEachScriptAndProduct(t *testing.T) {
	var b bytes.Buffer
	if err := sample().JUnit(&b); err != nil {
		t.Fatal(err)
	}
	var all junit.Testsuites
	if err := xml.Unmarshal(b.Bytes(), &all); err != nil {
		t.Fatal(err)
	}
	if all.Tests != 4 || all.Failures != 1 || all.Errors != 1 || len(all.Suites) != 2 {
		t.Fatalf("%d tests, %d failures, %d errors in %d suites", all.Tests, all.Failures, all.Errors, len(all.Suites))
	}
	failure := all.Suites[0].Testcases[1].Failure
	want := "line 4: expect <nothing> does not hold\nLet it be so.\ngapless replay b --product old\n"
	if failure == nil || failure.Data != want {
		t.Errorf("the failure is %+v", failure)
	}
	if e := all.Suites[1].Testcases[1].Error; e == nil || !strings.HasSuffix(e.Data, "gapless replay c --product new\n") {
		t.Errorf("the panic is %+v", e)
	}
}

func TestTheTableShowsVerdictsAndEndsFailuresInTheirCommand(t *testing.T) {
	var b bytes.Buffer
	if err := sample().Table(&b, Palette{}); err != nil {
		t.Fatal(err)
	}
	text := b.String()
	for _, want := range []string{
		"│ N1   │ 1 of 2 FAILED, 1h │ 1: no loss    │", "│ N3   │ 1 of 2 FAILED, 1h │ 1 of 2 FAILED │",
		"For example, a on old. P1 capture: /d/a is silently lost at restore point 2\n    Let it be so.\n    gapless replay a --product old\n",
		"b on old:\n    line 4: expect <nothing> does not hold\n      Let it be so.\n    gapless replay b --product old\n",
		"3 scripts, 4 cases: 2 as expected, 2 not; 2 with a silent loss\n6 runs, 30 events, 72h of simulated time\n",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing in\n%s", want, text)
		}
	}
	if strings.Contains(text, "\x1b") {
		t.Error("colours without being asked for")
	}
	b.Reset()
	if err := sample().Table(&b, Palette{On: true}); err != nil || !strings.Contains(b.String(), "\x1b[31m") {
		t.Errorf("no colours although asked for: %v", err)
	}
}
