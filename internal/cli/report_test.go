package cli

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"gapless/fuzz/result"
	"gapless/reports"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

// verified is a directory with the report of the worked example and of a script that
// fails.
func verified(t *testing.T) (dir string) {
	t.Helper()
	dir = scripts(t, map[string]string{"a.scenario": alert, "b.scenario": alert + wrongly})
	if code, _, stderr := gapless(t.Context(), "", "verify", dir, "netbackup/worked-example", "netbackup/none", "--out", filepath.Join(dir, "out")); code != 2 {
		t.Fatalf("status %d: %s", code, stderr) // there is no such script
	}
	if code, _, stderr := gapless(t.Context(), "", "verify", dir, "netbackup/worked-example", "--out", filepath.Join(dir, "out")); code != 1 {
		t.Fatalf("status %d: %s", code, stderr)
	}
	return filepath.Join(dir, "out")
}

// files are a directory's files by name.
func files(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		data, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		all[e.Name()] = string(data)
	}
	return all
}

func TestAReportIsWrittenAnewFromItsJSON(t *testing.T) {
	dir := verified(t)
	first := files(t, dir)
	if len(first) != 4 {
		t.Errorf("%d files", len(first))
	}
	for _, name := range []string{"report.html", "report.md", "junit.xml"} {
		if err := os.Remove(filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	code, stdout, stderr := gapless(t.Context(), "", "report", dir)
	if code != 0 || !strings.HasSuffix(stdout, "report.html: not as expected\n") {
		t.Errorf("status %d: %s%s", code, stdout, stderr)
	}
	if diff := cmp.Diff(first, files(t, dir)); diff != "" {
		t.Errorf("(-verify +report)\n%s", diff)
	}
}

func TestReportsAreComparedAndRefused(t *testing.T) {
	dir := verified(t)
	report := filepath.Join(dir, "report.json")
	text, err := os.ReadFile(report)
	if err != nil {
		t.Fatal(err)
	}
	var book reports.Book
	if err := json.Unmarshal(text, &book); err != nil {
		t.Fatal(err)
	}
	book.Cases[0].Lost = append(book.Cases[0].Lost, "/data/more.txt")
	worse, err := json.Marshal(book)
	if err != nil {
		t.Fatal(err)
	}
	other := scripts(t, map[string]string{"worse.json": string(worse), "cut.json": string(text[:len(text)/2]), "empty.json": "", "later.json": `{"schema":"gapless-report/9"}`})
	in := func(name string) string { return filepath.Join(other, name) }
	for _, c := range []struct {
		args           []string
		code           int
		stdout, stderr string
	}{
		{[]string{"diff", report, dir}, 0, "0 worse, 0 better, 0 newly exercised, 0 no longer exercised\n", ""},
		{[]string{"diff", report, in("worse.json")}, 1, "silently loses /data/more.txt\n      gapless replay ", ""},
		{[]string{"diff", in("worse.json"), report}, 0, "0 worse, 1 better", ""},
		{[]string{"diff", report, in("worse.json"), "--json"}, 1, `"what": "silently loses /data/more.txt"`, ""},
		{[]string{"diff", report}, 2, "", "expected two reports, got 1 arguments"},
		{[]string{"diff", report, in("none.json")}, 2, "", "none.json: no such file"},
		{[]string{"diff", other, report}, 2, "", "report.json: no such file"},
		{[]string{"diff", in("cut.json"), report}, 2, "", "cut.json: the file is cut off after"},
		{[]string{"diff", in("empty.json"), report}, 2, "", "empty.json: the file is empty"},
		{[]string{"diff", in("later.json"), report}, 2, "", "later.json: the file has the schema"},
		{[]string{"report"}, 2, "", "expected a directory, got 0 arguments"},
		{[]string{"report", other}, 2, "", "report.json: no such file"},
		{[]string{"verify", "--annotate", "gitlab", "netbackup/worked-example"}, 2, "", "--annotate gitlab: expected github, off or auto"},
	} {
		code, stdout, stderr := gapless(t.Context(), "", c.args...)
		if code != c.code || !strings.Contains(stdout, c.stdout) || !strings.Contains(stderr, c.stderr) || (c.stderr == "") != (stderr == "") {
			t.Errorf("%v: status %d\n%s%s", c.args, code, stdout, stderr)
		}
	}
}

func TestFailuresAreAnnotatedInsideGitHubActions(t *testing.T) {
	dir := scripts(t, map[string]string{"b.scenario": alert + wrongly, "bad.scenario": "product netbackup-6.5.3\nvolum /data\n"})
	good, bad := filepath.Join(dir, "b.scenario"), filepath.Join(dir, "bad.scenario")
	line := strings.Count(alert, "\n") + 1
	failure := fmt.Sprintf("\n::error file=%s,line=%d,title=%s on netbackup-6.5.3::expect lost /data/zebra.txt on=netbackup-6.5.3 does not hold", good, line, good)
	mistake := "::error file=" + bad + ",line=2,col=1,title=a mistake in a script::" + bad + `:2:1: unknown word "volum"`
	for _, c := range []struct {
		actions, how string
		told         bool
	}{{"true", "auto", true}, {"", "auto", false}, {"true", "off", false}, {"", "github", true}} {
		t.Setenv("GITHUB_ACTIONS", c.actions)
		for script, want := range map[string]string{good: failure, bad: mistake} {
			_, stdout, _ := gapless(t.Context(), "", "verify", script, "--annotate", c.how, "--out", filepath.Join(dir, "out"))
			if strings.Contains(stdout, want) != c.told || strings.Contains(stdout, "::error") != c.told {
				t.Errorf("GITHUB_ACTIONS=%q --annotate %s: want %q (%v) in\n%s", c.actions, c.how, want, c.told, stdout)
			}
		}
	}
}

func TestAReportTellsWhatTheSearchFound(t *testing.T) {
	dir := scripts(t, map[string]string{"a.scenario": alert})
	out := filepath.Join(dir, "out")
	if code, _, stderr := gapless(t.Context(), "", "verify", filepath.Join(dir, "a.scenario"), "--runs", "40", "--seed", "3", "--out", out); code > 1 {
		t.Fatalf("status %d: %s", code, stderr)
	}
	book, err := loadReport(filepath.Join(out, reportJSON))
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, c := range book.Search.Campaigns {
		for _, f := range c.Findings {
			c := book.Found[found]
			if found++; c.Product != f.Product || c.Script != "findings/"+f.Name+".scenario" || len(c.Violations) == 0 || c.Panic != "" {
				t.Errorf("the case of %s on %s is %s on %s with %d violations: %s", f.Name, f.Product, c.Script, c.Product, len(c.Violations), c.Panic)
			}
			if _, err := os.Stat(filepath.Join(out, c.Script)); err != nil {
				t.Error(err)
			}
		}
	}
	if found == 0 || found != len(book.Found) || book.Search.Seed != 3 {
		t.Errorf("%d findings and %d cases, seed %d", found, len(book.Found), book.Search.Seed)
	}
	page, err := os.ReadFile(filepath.Join(out, "report.html"))
	if err != nil || !strings.Contains(string(page), `<section id="found">`) || !strings.Contains(string(page), book.Found[0].Replay) {
		t.Errorf("%v: the page does not tell it", err)
	}
	t.Chdir(out)
	c := book.Found[0]
	if code, stdout, stderr := gapless(t.Context(), "", "replay", c.Script, "--product", c.Product); code != 0 || !strings.Contains(stdout, c.Hash) {
		t.Errorf("%s ends with %d: %s%s", c.Replay, code, stdout, stderr)
	}
}

// schema is the documented form of report.json.
func schema(t *testing.T) (*jsonschema.Schema, map[string]any) {
	t.Helper()
	f, err := os.Open("../../docs/report.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	document, err := jsonschema.UnmarshalJSON(f)
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("report.schema.json", document); err != nil {
		t.Fatal(err)
	}
	return c.MustCompile("report.schema.json"), document.(map[string]any)
}

func TestReportJSONIsWhatItsSchemaSays(t *testing.T) {
	s, document := schema(t)
	closed(document)
	c := jsonschema.NewCompiler()
	if err := c.AddResource("closed.json", document); err != nil {
		t.Fatal(err)
	}
	strict := c.MustCompile("closed.json")
	dir := verified(t)
	book, err := loadReport(filepath.Join(dir, reportJSON))
	if err != nil {
		t.Fatal(err)
	}
	full := *book
	full.Search = &result.Search{
		Campaigns:   []result.Campaign{{Findings: []result.Finding{{Property: "P1"}}}},
		Obligations: []result.Obligation{{}}, Mutants: []result.Mutant{{Script: "x"}}, Exhaustive: make([]result.Exhaustive, 1),
		Envelopes: []result.Envelope{{Axes: []result.Axis{{Unit: "ns", Points: []result.Point{{}}}}}},
	}
	full.Found = book.Cases
	full.Cases = append(slices.Clone(book.Cases), reports.Crashed("s", "p", nil, "boom"))
	for _, b := range []*reports.Book{book, &full, compile(nil, true)} {
		var text strings.Builder
		if err := reports.Encode(&text, b); err != nil {
			t.Fatal(err)
		}
		value, err := jsonschema.UnmarshalJSON(strings.NewReader(text.String()))
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Validate(value); err != nil {
			t.Errorf("%v", err)
		}
		if err := strict.Validate(value); err != nil {
			t.Errorf("what is written is not documented: %v", err)
		}
		delete(value.(map[string]any), "totals")
		if s.Validate(value) == nil {
			t.Error("a report without totals is valid")
		}
	}
}

// closed makes a schema refuse what it does not name, but for timelines, whose form is
// the program's own.
func closed(x any) {
	switch x := x.(type) {
	case map[string]any:
		if _, names := x["properties"].(map[string]any); names && (x["description"] == nil || x["title"] != nil) {
			x["additionalProperties"] = false
		}
		for _, value := range x { // any order
			closed(value)
		}
	case []any:
		for _, value := range x {
			closed(value)
		}
	}
}
