package house

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"
	"testing"
)

// pure are the floors in which a run is a function of its script.
var pure = []string{"model", "engine", "sim", "scenarios", "fuzz"}

// real is the part of the engine that stands on the machine itself.
const real = "engine/osdisk"

// exceptions allow one thing to one package, or file, each for a reason.
var exceptions = []struct{ where, what, why string }{
	{"model/content.go", "sync.OnceValue", "a table of fixed noise that is made once and never changes"},
	{"sim/sched", "recover", "a crash unwinds coroutines by a panic that is caught at their top"},
	{"scenarios/suite", "go", "runs scripts on several runners at once and gathers the results by their places"},
	{"scenarios/suite", "sync", "see above"},
	{"scenarios/suite", "sync/atomic", "see above"},
	{"scenarios/suite", "recover", "an engine that panics fails its own script, not the whole verification"},
	{"scenarios/suite", "channel", "see above"},
	{"scenarios/suite", "time.Now", "tells how long a script took; nothing decides on it"},
	{"scenarios/suite", "time.Since", "see above"},
}

func excepted(p *pkg, f *file, what string) bool {
	for _, e := range exceptions {
		if (within(p.path, e.where) || f.name == e.where) && (what == e.what || strings.HasPrefix(what, e.what+".")) {
			return true
		}
	}
	return false
}

// forbidden says what is wrong with using a name; "" for nothing.
func forbidden(name string) string {
	switch name {
	case "time.Now", "time.Since", "time.Until", "time.After", "time.AfterFunc", "time.Sleep", "time.Tick",
		"time.NewTimer", "time.NewTicker":
		return "asks the machine for the time"
	case "recover":
		return "catches panics, and a crash of a host is one"
	case "os.Getenv", "os.LookupEnv", "os.Environ", "os.Getpid", "os.Hostname", "time.Local":
		return "depends on the machine"
	case "maps.Keys", "maps.Values", "maps.All":
		return "walks a map in no order"
	}
	path, _, _ := strings.Cut(strings.TrimPrefix(name, "("), ".")
	switch {
	case strings.HasPrefix(name, "sync.") || strings.HasPrefix(name, "sync/atomic."):
		return "is for several threads"
	case strings.HasPrefix(name, "crypto/rand."), strings.HasPrefix(path, "math/rand") && !strings.HasPrefix(name, "(") && !seeded(name):
		return "is chance without a seed"
	}
	return ""
}

// seeded reports whether a name of math/rand makes a source from a seed.
func seeded(name string) bool {
	name = name[strings.LastIndex(name, ".")+1:]
	return strings.HasPrefix(name, "New") || name == "Rand" || name == "Source" || name == "PCG" || name == "ChaCha8"
}

// each walks all files of the pure floors outside the real disk.
func (s *source) each(visit func(p *pkg, f *file, n ast.Node) bool) {
	for _, p := range s.packages {
		if !within(p.path, pure...) || within(p.path, real) {
			continue
		}
		for _, f := range p.files {
			ast.Inspect(f.File, func(n ast.Node) bool { return n != nil && visit(p, f, n) })
		}
	}
}

func TestARunDependsOnItsScriptAlone(t *testing.T) {
	s := code(t)
	s.each(func(p *pkg, f *file, n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			name := p.used(id)
			if why := forbidden(name); why != "" && !excepted(p, f, name) {
				t.Errorf("%s: %s %s", s.place(n), name, why)
			}
		}
		return true
	})
}

func TestOneThreadAndNoChannels(t *testing.T) {
	s := code(t)
	s.each(func(p *pkg, f *file, n ast.Node) bool {
		what := ""
		switch n := n.(type) {
		case *ast.GoStmt:
			what = "go"
		case *ast.ChanType, *ast.SendStmt, *ast.SelectStmt:
			what = "channel"
		case *ast.UnaryExpr:
			if n.Op == token.ARROW {
				what = "channel"
			}
		}
		if what != "" && !excepted(p, f, what) {
			t.Errorf("%s: a %s is for several threads, and a world has one", s.place(n), what)
		}
		return true
	})
}

// anyOrder is the comment, on the line of a range over a map or on the one above, of
// somebody who has made sure that its order changes nothing.
const anyOrder = "any order"

func TestNoMapIsWalkedWhereOrderMatters(t *testing.T) {
	s := code(t)
	walked := 0
	s.each(func(p *pkg, f *file, n ast.Node) bool {
		r, ok := n.(*ast.RangeStmt)
		if !ok {
			return true
		}
		if _, ok := p.info.Types[r.X].Type.Underlying().(*types.Map); !ok {
			return true
		}
		walked++
		line := s.fset.Position(r.Pos()).Line
		for _, c := range f.Comments {
			at := s.fset.Position(c.End()).Line
			if strings.Contains(c.Text(), anyOrder) && (at == line || at == line-1) {
				return true
			}
		}
		t.Errorf("%s: ranges over a map; sort its keys, or say // %s", s.place(n), anyOrder)
		return true
	})
	t.Logf("%d ranges over maps", walked)
}

// numbers take a number out of a time, or lend the face that does.
func numbers(name string) bool {
	switch name {
	case "gapless/model/clock.Face", "gapless/model/clock.NewFace", "(gapless/model/clock.Duration).Std",
		"(time.Time).UnixNano", "(time.Time).Unix", "(time.Time).UnixMilli", "(time.Time).UnixMicro",
		"(time.Time).Before", "(time.Time).After", "(time.Time).Compare", "(time.Time).Equal", "(time.Time).Sub":
		return true
	}
	return strings.HasPrefix(name, "(*gapless/model/clock.Face[")
}

// stated are the uses of a duration's number that decide nothing.
var stated = map[string]string{
	"engine/wire/wire.go": "durations in records are settings and facts for people",
	"engine/s3/bucket.go": "a server of the real world wants to be told when a lock ends, on its own clock",
}

// A decision on a time that went through a number would be hidden from whoever
// observes the clocks.
func TestTheEngineTakesNoNumberOutOfATime(t *testing.T) {
	s := code(t)
	used := map[string]bool{}
	s.each(func(p *pkg, f *file, n ast.Node) bool {
		id, ok := n.(*ast.Ident)
		if !ok || !within(p.path, "engine") {
			return true
		}
		if name := p.used(id); numbers(name) {
			used[f.name] = true
			if stated[f.name] == "" {
				t.Errorf("%s: %s", s.place(n), name)
			}
		}
		return true
	})
	for name := range stated { // any order
		if !used[name] {
			t.Errorf("%s needs no exception any more", name)
		}
	}
}
