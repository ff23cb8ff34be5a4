package house

import (
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

// module is the prefix of our import paths.
const module = "gapless"

// source is all of the module's code that is not a test.
type source struct {
	fset     *token.FileSet
	root     string
	packages []*pkg // by path
}

// pkg is one package.
type pkg struct {
	path  string // without the module: "engine/job"; "." for main
	files []*file
	types *types.Package
	info  *types.Info
}

// file is one source file.
type file struct {
	*ast.File
	name  string // from the module's root
	lines int
}

// load reads the module once for all tests. Imports are resolved by what the compiler
// exported, so that only our own files are checked.
var load = sync.OnceValues(func() (*source, error) {
	s := &source{fset: token.NewFileSet(), root: filepath.Join("..", "..")}
	list := exec.Command("go", "list", "-e", "-export", "-deps", "-f", "{{.ImportPath}}\t{{.Export}}\t{{.Dir}}\t{{join .GoFiles \" \"}}", "./...")
	list.Dir = s.root
	out, err := list.Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w", err)
	}
	export := map[string]string{}
	for line := range strings.Lines(string(out)) {
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		export[f[0]] = f[1]
		if f[0] == module || strings.HasPrefix(f[0], module+"/") {
			if err := s.parse(f[0], f[2], strings.Fields(f[3])); err != nil {
				return nil, err
			}
		}
	}
	imp := importer.ForCompiler(s.fset, "gc", func(path string) (io.ReadCloser, error) { return os.Open(export[path]) })
	for _, p := range s.packages {
		if err := p.check(s.fset, imp); err != nil {
			return nil, err
		}
	}
	slices.SortFunc(s.packages, func(a, b *pkg) int { return strings.Compare(a.path, b.path) })
	return s, nil
})

func (s *source) parse(path, dir string, names []string) error {
	p := &pkg{path: strings.TrimPrefix(strings.TrimPrefix(path, module), "/")}
	if p.path == "" {
		p.path = "."
	}
	for _, name := range names {
		f, err := parser.ParseFile(s.fset, filepath.Join(dir, name), nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		p.files = append(p.files, &file{f, filepath.Join(p.path, name), s.fset.File(f.FileStart).LineCount()})
	}
	s.packages = append(s.packages, p)
	return nil
}

func (p *pkg) check(fset *token.FileSet, imp types.Importer) error {
	p.info = &types.Info{
		Types: map[ast.Expr]types.TypeAndValue{}, Uses: map[*ast.Ident]types.Object{},
		Selections: map[*ast.SelectorExpr]*types.Selection{},
	}
	var files []*ast.File
	for _, f := range p.files {
		files = append(files, f.File)
	}
	c := types.Config{Importer: imp}
	if !within(p.path, pure...) {
		c.Error = func(error) {} // the compiler tells of it; the rules for what is pure do not look there
	}
	var err error
	if p.types, err = c.Check(p.path, fset, files, p.info); c.Error != nil {
		return nil
	}
	return err
}

func code(t *testing.T) *source {
	t.Helper()
	s, err := load()
	if err != nil {
		t.Fatal(err)
	}
	if len(s.packages) < 20 {
		t.Fatalf("only %d packages", len(s.packages))
	}
	return s
}

// place is where a node is, for messages.
func (s *source) place(n ast.Node) string {
	at := s.fset.Position(n.Pos())
	rel, err := filepath.Rel(s.root, at.Filename)
	if abs, _ := filepath.Abs(s.root); err != nil {
		rel, _ = filepath.Rel(abs, at.Filename)
	}
	return fmt.Sprintf("%s:%d", rel, at.Line)
}

// within reports whether a package is one of these or below one of them.
func within(path string, roots ...string) bool {
	return slices.ContainsFunc(roots, func(r string) bool { return path == r || strings.HasPrefix(path, r+"/") })
}

// used is what an identifier means, as "time.Now" or "(time.Time).UnixNano"; "" for
// what is local or a variable of a plain kind.
func (p *pkg) used(id *ast.Ident) string {
	obj := p.info.Uses[id]
	if obj == nil || obj.Pkg() == nil {
		if _, ok := obj.(*types.Builtin); ok {
			return id.Name
		}
		return ""
	}
	switch o := obj.(type) {
	case *types.Func:
		return o.Origin().FullName()
	case *types.TypeName, *types.Var, *types.Const:
		return o.Pkg().Path() + "." + o.Name()
	}
	return ""
}
