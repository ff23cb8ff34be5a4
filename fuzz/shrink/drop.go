package shrink

import (
	"slices"
	"strings"

	"gapless/model"
	"gapless/scenarios"
	"gapless/scenarios/script"
)

// minimise leaves out as many of the units as it can, many at once first: delta
// debugging. drop tries the script without some of them.
func minimise[T any](units []T, drop func(chunk []T) bool) {
	for size := (len(units) + 1) / 2; size > 0; size /= 2 {
		for i := 0; i < len(units); {
			end := min(i+size, len(units))
			if drop(units[i:end]) {
				units = slices.Delete(slices.Clone(units), i, end)
			} else {
				i = end
			}
		}
	}
}

// stories leaves out whole stories: all that is about some paths, all statements of
// some kinds, what is declared with all that needs it.
func (r *reducer) stories() {
	minimise(paths(r.now), func(chunk []string) bool {
		return r.without(func(st *script.Statement) bool {
			return slices.ContainsFunc(chunk, func(p string) bool { return names(st, p) })
		})
	})
	minimise(declared(r.now), func(chunk []*script.Statement) bool { return r.try(r.cascade(chunk)) })
	minimise(kinds(r.now), func(chunk []*script.Form) bool {
		return r.without(func(st *script.Statement) bool { return slices.Contains(chunk, st.Form) })
	})
}

// paths lists the paths that statements name, but those of volumes.
func paths(s *script.Script) (all []string) {
	for _, st := range s.Statements {
		for _, a := range args(st) {
			if isPath(a.Param) && st.Form.Names != "volume" {
				all = append(all, a.Text)
			}
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// args are a statement's arguments, and those of what it makes happen.
func args(st *script.Statement) []script.Arg {
	if st.Then != nil {
		return append(slices.Clone(st.Args), st.Then.Args...)
	}
	return st.Args
}

func isPath(p *script.Param) bool {
	return p.Type() == "PATH" || p.Type() == "OLD" || p.Type() == "NEW"
}

// names reports whether a statement names a path, or one below it.
func names(st *script.Statement, p string) bool {
	return slices.ContainsFunc(args(st), func(a script.Arg) bool { return isPath(a.Param) && model.Within(a.Text, p) })
}

// kinds lists the forms of the timeline's statements.
func kinds(s *script.Script) (all []*script.Form) {
	for _, st := range s.Statements {
		if st.Form.Section == script.Timeline && !slices.Contains(all, st.Form) {
			all = append(all, st.Form)
		}
	}
	return all
}

// declared lists the declarations of things that other statements name.
func declared(s *script.Script) (all []*script.Statement) {
	for _, st := range s.Declarations() {
		if st.Form.Names != "" && st.Form.Names != "product" {
			all = append(all, st)
		}
	}
	return all
}

// cascade is the script without some declarations, and without what cannot be there
// without them: of a list one element goes, of an argument that may be left out the
// argument, and else the statement, which may be a declaration, too.
func (r *reducer) cascade(drop []*script.Statement) *script.Script {
	c := &script.Script{Name: r.now.Name, Statements: slices.Clone(r.now.Statements)}
	for len(drop) > 0 {
		c.Statements = slices.DeleteFunc(c.Statements, func(st *script.Statement) bool { return slices.Contains(drop, st) })
		gone := drop
		drop = nil
		for i, st := range c.Statements {
			for _, g := range gone {
				if st = lacking(st, g); st == nil {
					drop = append(drop, c.Statements[i])
					break
				}
				c.Statements[i] = st
			}
		}
	}
	return c
}

// lacking is a statement without what another one declared; nil when it cannot be.
func lacking(st, gone *script.Statement) *script.Statement {
	noun, name := gone.Form.Names, gone.Args[0].Text
	if scenarios.Language.Exists(noun, name) {
		return st
	}
	for i := len(st.Args) - 1; i >= 0; i-- {
		a := &st.Args[i]
		if noun == "volume" && isPath(a.Param) && st.Form.Names != "volume" && model.Within(a.Text, name) {
			return nil
		}
		if a.Param.Noun() != noun || !slices.Contains(a.List(), name) {
			continue
		}
		rest := slices.DeleteFunc(a.List(), func(s string) bool { return s == name })
		switch {
		case len(rest) > 0:
			st, _ = st.With(a.Name(), strings.Join(rest, ","))
		case a.Param.Optional:
			st = leave(st, i)
		default:
			return nil
		}
	}
	if st.Then != nil && lacking(st.Then, gone) != st.Then {
		return nil
	}
	return st
}

// leave is the statement without one argument.
func leave(st *script.Statement, i int) *script.Statement {
	c := st.Clone()
	c.Args = slices.Delete(c.Args, i, i+1)
	return c
}

// fewer leaves out statements.
func (r *reducer) fewer() {
	minimise(slices.Clone(r.now.Statements), func(chunk []*script.Statement) bool {
		return r.without(func(st *script.Statement) bool { return slices.Contains(chunk, st) })
	})
}

// singles tries each statement once more, the last first, since what is declared goes
// only when nothing needs it any more.
func (r *reducer) singles() {
	for i := len(r.now.Statements) - 1; i >= 0; i-- {
		if i < len(r.now.Statements) {
			gone := r.now.Statements[i]
			r.without(func(st *script.Statement) bool { return st == gone })
		}
	}
}

// related lists the kinds of statements of which one alone does nothing, or something
// else, so that they go together.
var related = [][]string{
	{"suspend", "resume"}, {"slow", "suspend", "resume"}, {"fail network", "resume"}, {"lose", "resume"},
	{"kill", "start"}, {"kill", "start", "resume"}, {"hold-open", "close"}, {"stop", "start service"}, {"stop", "start removal"},
	{"delay", "incremental"}, {"delay", "cumulative"}, {"delay", "full"}, {"delay", "resume"}, {"clock", "clock"},
	{"create", "delete"}, {"mkdir", "rmdir"}, {"rename", "rename"}, {"full", "suspend", "resume"},
	{"write", "incremental"}, {"write", "full"}, {"touch", "incremental"}, {"erase", "fail write"}, {"volume", "policy"},
}

// pairs leaves out statements that belong together.
func (r *reducer) pairs() {
	for _, kinds := range related {
		for _, pick := range r.picks(kinds, nil, 0) {
			if r.without(func(st *script.Statement) bool { return slices.Contains(pick, st) }) {
				break
			}
		}
	}
}

// picks lists the ways to take one statement of each kind, in their order in the file.
func (r *reducer) picks(kinds []string, taken []*script.Statement, from int) (all [][]*script.Statement) {
	if len(kinds) == 0 {
		return [][]*script.Statement{taken}
	}
	for i := from; i < len(r.now.Statements); i++ {
		if st := r.now.Statements[i]; st.Form.Name == kinds[0] {
			all = append(all, r.picks(kinds[1:], append(slices.Clone(taken), st), i+1)...)
		}
	}
	return all
}

// arguments leaves out what statements need not say: all of one statement at first,
// then one by one. Another file system than the plain one goes, too.
func (r *reducer) arguments() {
	for i := 0; i < len(r.now.Statements); i++ {
		st := r.now.Statements[i]
		bare := st
		for k := len(st.Args) - 1; k >= 0; k-- {
			if st.Args[k].Param.Optional {
				bare = leave(bare, k)
			}
		}
		if len(st.Args)-len(bare.Args) > 1 && r.with(st, bare) {
			continue
		}
		for k := len(st.Args) - 1; k >= 0; k-- {
			if st = r.now.Statements[i]; st.Args[k].Param.Optional {
				r.with(st, leave(st, k))
			}
		}
		if st = r.now.Statements[i]; st.Form.Names == "volume" && !st.Is("fs", "ext4") {
			if plain, err := st.With("fs", "ext4"); err == nil {
				r.with(st, plain)
			}
		}
	}
}
