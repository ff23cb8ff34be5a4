package scenarios

import (
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gapless/scenarios/script"
)

var update = flag.Bool("update", false, "write golden files and generated documents anew")

func TestDocsScenarioLanguageIsCurrent(t *testing.T) {
	const file = "../docs/scenario-language.md"
	if *update {
		if err := os.WriteFile(file, []byte(HelpMarkdown()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(HelpMarkdown(), string(got)); diff != "" {
		t.Errorf("docs/scenario-language.md is not what the language says (go test ./scenarios -update):\n%s", diff)
	}
}

// room is a script in which every example can stand: what it needs before it in its
// section, and after it.
const room = `volume /data fs=ntfs
file /data/room.db 1KB
media tape1
policy nightly volumes=/data
`

const roomTimeline = `00:00 full nightly
00:01 suspend nightly
00:02 write /data/zebra.txt
`

func TestExamplesParseAndCheckInContext(t *testing.T) {
	for _, f := range Language.Forms() {
		text := map[script.Section]string{
			script.Declaration: room + f.Example + "\n" + roomTimeline,
			script.Timeline:    room + roomTimeline + f.Example + "\n",
			script.Expectation: "product a\n" + room + roomTimeline + f.Example + "\n",
		}[f.Section]
		if f.First {
			text = f.Example + "\n" + room + roomTimeline
		}
		s, err := Parse(f.Name, []byte(text))
		if err == nil {
			err = Check(s, nil)
		}
		if err != nil {
			t.Errorf("%s\nin:\n%s", err, text)
			continue
		}
		if !slices.ContainsFunc(s.Statements, func(st *script.Statement) bool { return st.Form == f }) {
			t.Errorf("the example of %q is another statement: %s", f.Name, f.Example)
		}
	}
}

func TestFormsAreDocumented(t *testing.T) {
	help, markdown := Help(), HelpMarkdown()
	for _, f := range Language.Forms() {
		if f.Doc == "" || !strings.HasSuffix(f.Doc, ".") || f.Example == "" {
			t.Errorf("%s: no documentation, or no example", f.Name)
		}
		if !strings.Contains(help, f.Example) || !strings.Contains(markdown, "### "+f.Name+"\n") {
			t.Errorf("%s is missing from the help", f.Name)
		}
	}
	for _, section := range []string{"FORM", "DECLARATIONS", "TIMELINE", "TIME", "JOBS", "EXPECTATIONS", "WINDOWS"} {
		if !strings.Contains(help, "\n"+section+"\n") {
			t.Errorf("the help has no section %s", section)
		}
	}
	if strings.ContainsAny(help, "`") || strings.Contains(help, "<!--") {
		t.Error("the help for terminals has marks in it")
	}
}

func TestHelpOpensWithAScriptThatIsRight(t *testing.T) {
	var b strings.Builder
	for line := range strings.Lines(prose) {
		if code, ok := strings.CutPrefix(line, "    "); ok {
			b.WriteString(code)
		} else if line == "\n" && b.Len() > 0 {
			b.WriteString(line)
		} else if b.Len() > 0 {
			break
		}
	}
	s, err := Parse("help", []byte(b.String()))
	if err != nil {
		t.Fatal(err)
	}
	if err := Check(s, nil); err != nil {
		t.Error(err)
	}
	if len(s.Ordered()) != 7 {
		t.Errorf("the example has %d timeline statements", len(s.Ordered()))
	}
}

func TestScriptsInCanonicalFormPrintAsTheyAre(t *testing.T) {
	files, err := filepath.Glob("testdata/*.scenario")
	if err != nil || len(files) == 0 {
		t.Fatal("no scripts", err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		s, err := Parse(file, text)
		if err != nil {
			t.Error(err)
			continue
		}
		if err := Check(s, nil); err != nil {
			t.Error(err)
		}
		if diff := cmp.Diff(string(text), s.Format()); diff != "" {
			t.Errorf("%s:\n%s", file, diff)
		}
	}
}

func TestTheSynonymIsPrintedAsTheCanonicalWord(t *testing.T) {
	s, err := Parse("x", []byte("02:00 differential nightly\n"))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := s.Format(), "02:00:00       cumulative nightly\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
