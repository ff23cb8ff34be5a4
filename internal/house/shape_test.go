package house

import (
	"go/ast"
	"path/filepath"
	"strings"
	"testing"
)

const (
	longestFile     = 450
	shortestFile    = 30
	longestFunction = 70
)

// short are the files that may have less than shortestFile lines: one idea that is
// small.
var short = map[string]string{
	"main.go":                      "calls the command line",
	"docs/docs.go":                 "embeds the documents",
	"engine/job/status.go":         "the status codes",
	"engine/selection/archive.go":  "one method of selection a file",
	"engine/selection/modified.go": "one method of selection a file",
	"model/clock/forever.go":       "one constant",
	"model/clock/format.go":        "one format",
	"sim/machine/post.go":          "one door into the network",
	"sim/volume/generate.go":       "one way to name contents",
	"reports/palette.go":           "one table of colours",
	"internal/cli/exit.go":         "one error",
}

// brief reports whether a file is of a kind that may be short: a package's
// introduction, or one statement of the language or one command a file.
func brief(p *pkg, name string) bool {
	base := filepath.Base(name)
	switch {
	case base == "doc.go", short[name] != "", p.path == "internal/cli":
		return true
	case p.path == "scenarios":
		first, _, _ := strings.Cut(base, "_")
		return first == "verb" || first == "declare" || first == "expect"
	}
	return false
}

func TestFilesAreOneIdeaAndFunctionsFitAScreen(t *testing.T) {
	s := code(t)
	for _, p := range s.packages {
		for _, f := range p.files {
			if f.lines > longestFile {
				t.Errorf("%s has %d lines, more than %d: split it", f.name, f.lines, longestFile)
			}
			if f.lines < shortestFile && !brief(p, f.name) {
				t.Errorf("%s has %d lines, less than %d: it belongs to another, or on the list with a reason", f.name, f.lines, shortestFile)
			}
			for _, d := range f.Decls {
				if fn, ok := d.(*ast.FuncDecl); ok && fn.Body != nil {
					n := s.fset.Position(fn.Body.Rbrace).Line - s.fset.Position(fn.Pos()).Line + 1
					if n > longestFunction {
						t.Errorf("%s: %s has %d lines, more than %d", s.place(fn), fn.Name.Name, n, longestFunction)
					}
				}
			}
		}
	}
}

func TestEveryPackageSaysWhatItIsFor(t *testing.T) {
	for _, p := range code(t).packages {
		in := ""
		for _, f := range p.files {
			if f.Doc != nil {
				if in != "" {
					t.Errorf("%s is introduced twice, in %s and %s", p.path, in, f.name)
				}
				in = f.name
			}
		}
		switch {
		case in == "":
			t.Errorf("%s has no package comment", p.path)
		case len(p.files) > 3 && filepath.Base(in) != "doc.go":
			t.Errorf("%s is introduced in %s; put that into doc.go", p.path, in)
		}
	}
}

// vague names say nothing of what a thing is.
var vague = []string{"Manager", "Helper", "Util", "Base", "Impl"}

// A base of an image is the field's own word, and means something.
var exact = map[string]bool{"Base": true, "BaseTime": true, "BaseAgain": true, "BaseByCompletion": true,
	"StatusOneBase": true, "StatusNoBaseDate": true}

func TestNamesSayWhatThingsAre(t *testing.T) {
	s := code(t)
	for _, p := range s.packages {
		for _, name := range p.types.Scope().Names() {
			for _, v := range vague {
				if strings.HasSuffix(name, v) && !exact[name] {
					t.Errorf("%s: the name %s says nothing", p.path, name)
				}
			}
		}
	}
}
