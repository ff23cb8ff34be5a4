package reports

import (
	"bytes"
	"encoding/xml"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"github.com/jstemmer/go-junit-report/v2/junit"
)

// hostile is text that tries to be more than text wherever a report is read: HTML,
// Markdown, a table's cell, CDATA, a workflow command, a terminal's control sequence, an
// order of writing.
const hostile = "/d/<script>alert(1)</script>|`x`]]>\"'&@all ![i](j)\n::error::gone\r\x1b[2J\x00\u202etxt.exe\u2066%0A"

// hostileBook is a book as somebody else may have written it: nothing in it is escaped.
func hostileBook() *Book {
	c := caseOf(hostile, "old", true, Problem{Line: 4, Text: hostile})
	c.File = hostile
	c.Violations[0].Path = hostile
	c.Violations[0].Cause.Sentences = []string{hostile}
	c.Windows[0].Path = hostile
	c.Lost, c.Replay = []string{hostile}, ReplayCommand(hostile, "old")
	c.RestorePoints = []RestorePoint{}
	return Compile([]*Case{c.Settle()}, nil, []string{"old"})
}

// acting lists characters that a terminal or a reader would act on, but for line ends.
func acting(s string) (all []string) {
	for _, r := range s {
		if r != '\n' && (unicode.IsControl(r) || unicode.Is(unicode.Cf, r)) {
			all = append(all, string(r))
		}
	}
	return all
}

func TestHostileTextIsTextInMarkdown(t *testing.T) {
	var b bytes.Buffer
	if err := hostileBook().Markdown(&b); err != nil {
		t.Fatal(err)
	}
	text := b.String()
	if a := acting(text); len(a) > 0 {
		t.Errorf("it has %q", a)
	}
	// Outside of code, nothing of the text is left.
	var outside strings.Builder
	fenced := false
	for line := range strings.SplitSeq(text, "\n") {
		if strings.HasPrefix(line, "```") {
			fenced = !fenced
			continue
		}
		if fenced {
			continue
		}
		parts := strings.Split(line, "``") // the text holds single backticks, so its spans have two
		for i := 0; i < len(parts); i += 2 {
			outside.WriteString(parts[i] + "\n")
		}
	}
	for _, part := range []string{"script>", "alert", "@all", "](j)", "gone", "txt"} {
		if strings.Contains(outside.String(), part) {
			t.Errorf("%q is outside of code:\n%s", part, text)
		}
	}
	if fenced || !strings.Contains(text, "alert") {
		t.Errorf("the text is gone, or a fence is open:\n%s", text)
	}
}

func TestHostileTextIsTextInJUnit(t *testing.T) {
	var b bytes.Buffer
	if err := hostileBook().JUnit(&b); err != nil {
		t.Fatal(err)
	}
	var all junit.Testsuites
	if err := xml.Unmarshal(b.Bytes(), &all); err != nil {
		t.Fatal(err)
	}
	f := all.Suites[0].Testcases[0]
	for _, text := range []string{f.Name, f.Failure.Message, f.Failure.Data} {
		if a := acting(text); len(a) > 0 || !strings.Contains(text, "<script>alert(1)</script>|`x`]]>") {
			t.Errorf("%q has %q", text, a)
		}
	}
}

func TestHostileTextIsTextOnATerminal(t *testing.T) {
	var b bytes.Buffer
	if err := hostileBook().Table(&b, Palette{}); err != nil {
		t.Fatal(err)
	}
	if err := hostileBook().Cases[0].Write(&b, Palette{}); err != nil {
		t.Fatal(err)
	}
	if a := acting(b.String()); len(a) > 0 {
		t.Errorf("it has %q in\n%s", a, b.String())
	}
}

func TestAnAnnotationIsOneCommandWhateverItsText(t *testing.T) {
	var b bytes.Buffer
	all := hostileBook().Annotations(func(c *Case) string { return c.File })
	all = append(all, Annotation{File: "a,b:c%.scenario", Line: 3, Col: 5, Title: "t", Text: "one\ntwo % three: four, five"})
	if err := GitHub(&b, all); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSuffix(b.String(), "\n"), "\n")
	if len(lines) != 2 || len(acting(b.String())) > 0 {
		t.Fatalf("%d lines, %q:\n%s", len(lines), acting(b.String()), b.String())
	}
	fields, _, _ := strings.Cut(strings.TrimPrefix(lines[0], "::error "), "::")
	if n := strings.Count(fields, ","); n != 2 || !strings.HasPrefix(fields, "file=/d/<script>") || !strings.Contains(fields, ",line=4,title=/d/<script>") {
		t.Errorf("the fields are %q", fields)
	}
	if want := "::error file=a%2Cb%3Ac%25.scenario,line=3,col=5,title=t::one%0Atwo %25 three: four, five"; lines[1] != want {
		t.Errorf("got  %s\nwant %s", lines[1], want)
	}
}

// valid asks xmllint whether a document is what a schema says.
func valid(t *testing.T, schema string, document []byte) (ok bool, why string) {
	t.Helper()
	tool, err := exec.LookPath("xmllint")
	if err != nil {
		t.Skip("there is no xmllint on this machine; make chromium installs it")
	}
	name := filepath.Join(t.TempDir(), "junit.xml")
	if err := os.WriteFile(name, document, 0o644); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(tool, "--noout", "--schema", schema, name).CombinedOutput()
	return err == nil, string(out)
}

func TestJUnitIsValid(t *testing.T) {
	for _, b := range []*Book{sample(), hostileBook(), Compile(nil, nil, nil)} {
		var out bytes.Buffer
		if err := b.JUnit(&out); err != nil {
			t.Fatal(err)
		}
		if ok, why := valid(t, "testdata/junit.xsd", out.Bytes()); !ok {
			t.Errorf("%s", why)
		}
		for _, broken := range []string{"<testcase ", "<testsuite "} {
			if !bytes.Contains(out.Bytes(), []byte(broken)) {
				continue
			}
			wrong := bytes.Replace(out.Bytes(), []byte(broken), []byte(broken+`colour="red" `), 1)
			if ok, _ := valid(t, "testdata/junit.xsd", wrong); ok {
				t.Errorf("the schema lets %scolour=… through", broken)
			}
		}
	}
}
