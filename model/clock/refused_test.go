package clock

import (
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// compile type-checks statements that use this package and gives what the compiler
// says of them; "" when it accepts them.
func compile(t *testing.T, imp types.Importer, fset *token.FileSet, statements string) string {
	t.Helper()
	src := `package p
import . "gapless/model/clock"
func f(master, master2 Time[Master], client, client2 Time[Client], d, d2 Duration, face *Face[Client]) {
	` + statements + "\n}"
	f, err := parser.ParseFile(fset, "p.go", src, 0)
	if err != nil {
		t.Fatalf("%s: %v", statements, err)
	}
	if _, err := (&types.Config{Importer: imp}).Check("p", fset, []*ast.File{f}, nil); err != nil {
		return err.Error()
	}
	return ""
}

func exported(t *testing.T) (types.Importer, *token.FileSet) {
	t.Helper()
	out, err := exec.Command("go", "list", "-export", "-deps", "-f", "{{.ImportPath}}\t{{.Export}}", ".").Output()
	if err != nil {
		t.Fatal(err)
	}
	export := map[string]string{}
	for line := range strings.Lines(string(out)) {
		path, file, _ := strings.Cut(strings.TrimSpace(line), "\t")
		export[path] = file
	}
	fset := token.NewFileSet()
	return importer.ForCompiler(fset, "gc", func(path string) (io.ReadCloser, error) { return os.Open(export[path]) }), fset
}

func TestTheCompilerRefusesToMixClocks(t *testing.T) {
	imp, fset := exported(t)
	for _, c := range []struct{ statements, says string }{
		// What is meant to work.
		{`_ = master.Before(master2)`, ""},
		{`_ = client.Add(master.Sub(master2))`, ""},
		{`_ = d.Compare(d2) < 0`, ""},
		{`_ = Assume[Client](master, "why")`, ""},
		{`_ = face.UnixNano(client)`, ""},
		// Times are opaque.
		{`_ = client == client2`, "cannot be compared"},
		{`_ = client != client2`, "cannot be compared"},
		{`_ = d == d2`, "cannot be compared"},
		{`_ = client < client2`, "not defined"},
		{`_ = client - client2`, "not defined"},
		{`_ = d + d2`, "not defined"},
		{`_ = int64(client)`, "cannot convert"},
		{`_ = int64(d)`, "cannot convert"},
		{`_ = Time[Client](5)`, "cannot convert"},
		{`_ = Duration(5)`, "cannot convert"},
		{`_ = map[Time[Client]]int{}`, "invalid map key"},
		{`switch client { case client2: }`, "not comparable"},
		{`_ = client.ns`, "undefined"},
		{`_ = Time[Client]{}.src`, "undefined"},
		{`_ = Time[Client]{ns: 5}`, "unexported"},
		// A time belongs to its host's role.
		{`_ = Time[Client](master)`, "cannot convert"},
		{`_ = Time[Master](client)`, "cannot convert"},
		{`client = master`, "cannot use"},
		{`_ = client.Before(master)`, "cannot use"},
		{`_ = client.Compare(master)`, "cannot use"},
		{`_ = client.Sub(master)`, "cannot use"},
		{`_ = client.Equal(master)`, "cannot use"},
		{`_ = client.Add(client2)`, "cannot use"},
		{`_ = client.Before(d)`, "cannot use"},
		{`_ = face.UnixNano(master)`, "cannot use"},
		{`_ = face.Wall(master)`, "cannot use"},
		{`_ = []Time[Client]{master}`, "cannot use"},
	} {
		got := compile(t, imp, fset, c.statements)
		if (got == "") != (c.says == "") || !strings.Contains(got, c.says) {
			t.Errorf("%s: the compiler says %q, want %q", c.statements, got, c.says)
		}
	}
}
