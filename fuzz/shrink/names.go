package shrink

import (
	"path"
	"slices"
	"strings"

	"gapless/scenarios"
	"gapless/scenarios/script"
)

// names gives paths, policies, hosts and media short names: all at once, and where
// that does not show the same, as with patterns that names have to match, of one noun
// after the other.
func (r *reducer) names() {
	paths, nouns := renamedPaths(r.now), renamed(r.now)
	if r.renamed(paths, nouns) || r.renamed(paths, nil) {
		nouns = nil
	}
	for _, noun := range []string{"policy", "host", "medium"} {
		if nouns[noun] != nil {
			r.renamed(nil, map[string]map[string]string{noun: nouns[noun]})
		}
	}
}

// renamed tries the script with other names.
func (r *reducer) renamed(paths map[string]string, nouns map[string]map[string]string) bool {
	c := &script.Script{Name: r.now.Name}
	changed := false
	for _, st := range r.now.Statements {
		other := rewrite(st, paths, nouns)
		changed = changed || other != st
		c.Statements = append(c.Statements, other)
	}
	return changed && r.try(sorted(c))
}

// rewrite is a statement with other names in it; the same one where it has none.
func rewrite(st *script.Statement, paths map[string]string, nouns map[string]map[string]string) *script.Statement {
	out := st
	for i := range st.Args {
		a := &st.Args[i]
		names := nouns[a.Param.Noun()]
		if i == 0 && st.Form.Names != "" && st.Form.Names != "volume" {
			names = nouns[st.Form.Names]
		}
		if isPath(a.Param) || a.Param.Noun() == "volume" {
			names = paths
		}
		list := a.List()
		for k, text := range list {
			if name, ok := names[text]; ok {
				list[k] = name
			}
		}
		if text := strings.Join(list, ","); text != a.Text {
			if changed, err := out.With(a.Name(), text); err == nil {
				out = changed
			}
		}
	}
	if st.Then != nil {
		if then := rewrite(st.Then, paths, nouns); then != st.Then {
			out = out.Clone()
			out.Then = then
		}
	}
	return out
}

// letters are the names that things get, by noun.
var letters = map[string]string{"policy": "pqrstu", "host": "hijklm", "medium": "mnotuv"}

// renamed finds short names for what a script declares, in the order of the file.
func renamed(s *script.Script) map[string]map[string]string {
	all := map[string]map[string]string{}
	for _, st := range declared(s) {
		noun, name := st.Form.Names, st.Args[0].Text
		from, ok := letters[noun]
		if all[noun] == nil {
			all[noun] = map[string]string{}
		}
		if n := len(all[noun]); ok && n < len(from) && !scenarios.Language.Exists(noun, name) {
			all[noun][name] = from[n : n+1]
		}
	}
	return all
}

// renamedPaths finds a short name for each path. Among the names of one directory the
// order stays, since volumes are walked in it. A single volume is called /data.
func renamedPaths(s *script.Script) map[string]string {
	below := map[string][]string{} // directory to the names in it
	for _, st := range s.Statements {
		for _, a := range args(st) {
			if !isPath(a.Param) {
				continue
			}
			for p := a.Text; p != "/"; p = path.Dir(p) {
				below[path.Dir(p)] = append(below[path.Dir(p)], path.Base(p))
			}
		}
	}
	to := map[string]string{"/": "/"}
	var give func(dir string)
	give = func(dir string) {
		names := below[dir]
		slices.Sort(names)
		for i, name := range slices.Compact(names) {
			short := name
			if dir == "/" && i == 0 {
				short = "data"
			} else if i < 26 {
				short = string(rune('a' + i))
			}
			to[path.Join(dir, name)] = path.Join(to[dir], short)
			give(path.Join(dir, name))
		}
	}
	give("/")
	return to
}

// sorted is the script with the files that exist at the start in the order of their
// names, where they stand together.
func sorted(s *script.Script) *script.Script {
	for i := 0; i < len(s.Statements); {
		end := i + 1
		for s.Statements[i].Form.Name == "file" && end < len(s.Statements) && s.Statements[end].Form.Name == "file" {
			end++
		}
		slices.SortStableFunc(s.Statements[i:end], func(a, b *script.Statement) int {
			if a.Form.Name != "file" {
				return 0
			}
			return strings.Compare(a.Path("PATH"), b.Path("PATH"))
		})
		i = end
	}
	return s
}
