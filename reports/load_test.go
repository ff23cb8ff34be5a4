package reports

import (
	"bytes"
	"runtime/debug"
	"strings"
	"testing"

	"gapless/fuzz/result"

	"github.com/google/go-cmp/cmp"
)

// encoded is a book as report.json.
func encoded(t testing.TB, b *Book) string {
	t.Helper()
	var out bytes.Buffer
	if err := Encode(&out, b); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestABookThatIsReadBackIsTheSame(t *testing.T) {
	b := sample()
	b.Cases[0].From("a.scenario", "# why\nproduct old\n")
	b = Compile(b.Cases, []Rule{{ID: "N1", Text: "one"}, {ID: "N2", Text: "two"}}, []string{"old", "new"})
	b.Environment = Environment{Version: "v1", Commit: "abc", Modified: true, Go: "go1.26", Platform: "linux/amd64"}
	b.Search = &result.Search{Seed: 3, Mutants: []result.Mutant{{Name: "m", Found: true}}}
	first := encoded(t, b)
	again, err := Load(strings.NewReader(first))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(first, encoded(t, again)); diff != "" {
		t.Errorf("(-written +read and written)\n%s", diff)
	}
	for name, write := range map[string]func(*Book, *bytes.Buffer) error{
		"junit": func(b *Book, w *bytes.Buffer) error { return b.JUnit(w) }, "markdown": func(b *Book, w *bytes.Buffer) error { return b.Markdown(w) },
		"table": func(b *Book, w *bytes.Buffer) error { return b.Table(w, Palette{}) },
	} {
		var x, y bytes.Buffer
		if err := write(b, &x); err != nil {
			t.Fatal(err)
		}
		if err := write(again, &y); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(x.String(), y.String()); diff != "" {
			t.Errorf("%s (-first +read back)\n%s", name, diff)
		}
	}
}

func TestWhatIsNoReportIsRefusedInItsUsersWords(t *testing.T) {
	whole := encoded(t, sample())
	for _, c := range []struct{ text, want string }{
		{"", "the file is empty"},
		{" \n", "the file is empty"},
		{"hello", "the file is no JSON: line 1"},
		{"{\n\n\"schema\": oops}", "the file is no JSON: line 3"},
		{whole[:len(whole)/2], "the file is cut off after"},
		{"{}", "names no schema"},
		{"[]", "expected the report.json"},
		{`{"schema":7}`, "schema cannot be a number"},
		{`{"schema":"gapless-report/2"}`, `has the schema "gapless-report/2", and this program reads gapless-report/1`},
		{`{"schema":"\u001b[2J"}`, `\x1b[2J`},
		{strings.Replace(whole, `"cases": [`, `"cases": [null,`, 1), "case 1 names no script"},
		{strings.Replace(whole, `"cases": [`, "\"cases\": 5,\n\"x\": [", 1), "cases cannot be a number"},
	} {
		_, err := Load(strings.NewReader(c.text))
		if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "\x1b") {
			t.Errorf("%.40q: %v, want %q", c.text, err, c.want)
		}
	}
}

func TestAVerdictIsOneParagraph(t *testing.T) {
	good := Compile([]*Case{caseOf("a", "old", true), caseOf("a", "new", false)}, []Rule{{ID: "N1"}, {ID: "N2"}}, []string{"old", "new"})
	v := good.Verdict()
	want := "All is as the scripts expect: 2 cases (1 script, each under its products). " +
		"Files are lost silently, and the job says nothing of it, by old in 1 of 1 cases; never by new. Scripts expect each of these losses. " +
		"Never exercised: P2, P3, P5, P6, P7, P8, P9, P10 of the properties and 1 of the 2 rules. Nothing was searched beyond these scripts."
	if got := strings.Join(v.Sentences, " "); !v.OK || v.Word != "as expected" || got != want {
		t.Errorf("%v %s\n%s", v.OK, v.Word, cmp.Diff(want, got))
	}
	if v := sample().Verdict(); v.OK || v.Word != "not as expected" || !strings.HasPrefix(v.Sentences[0], "Not as expected: 2 of 4 cases (3 scripts, each under its products), namely b on old, c on new.") {
		t.Errorf("%+v", v)
	}
	good.Interrupted = true
	if v := good.Verdict(); v.OK || v.Word != "interrupted" {
		t.Errorf("%+v", v)
	}
	if v := Compile(nil, nil, nil).Verdict(); v.Sentences[0] != "No script was run." {
		t.Errorf("%+v", v)
	}
}

func TestAColumnTalliesProperties(t *testing.T) {
	failed := caseOf("b", "old", true, Problem{Text: "no"})
	c := column("old", []*Case{caseOf("a", "old", true), caseOf("c", "old", false), failed, caseOf("a", "new", true)})
	want := []Tally{{Property: "P1", Holds: 1, Broken: 2, Failed: 1}, {Property: "P2", Never: 3}}
	if diff := cmp.Diff(want, c.Properties[:2]); diff != "" || c.Cases != 3 || c.Failed != 1 || c.Losing != 2 || c.Simulated != "72h" {
		t.Errorf("%+v\n%s", c, diff)
	}
}

func TestTheEnvironmentIsTheProgramAlone(t *testing.T) {
	info := &debug.BuildInfo{GoVersion: "go1.26.8", Main: debug.Module{Version: "v1.2.3"}, Settings: []debug.BuildSetting{
		{Key: "vcs.revision", Value: "abc"}, {Key: "vcs.modified", Value: "true"}, {Key: "vcs.time", Value: "2026-01-01"}, {Key: "GOOS", Value: "linux"}, {Key: "GOARCH", Value: "arm64"}}}
	want := Environment{Version: "v1.2.3", Commit: "abc", Modified: true, Go: "go1.26.8", Platform: "linux/arm64"}
	if got := EnvironmentOf(info); got != want {
		t.Errorf("%+v", got)
	}
	if got := EnvironmentOf(nil); got != (Environment{}) {
		t.Errorf("%+v", got)
	}
}
