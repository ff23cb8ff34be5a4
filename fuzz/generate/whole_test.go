package generate

import (
	"slices"
	"strings"
	"testing"

	"gapless/engine/products"
	"gapless/scenarios"
	"gapless/scenarios/script"
)

// The reasons for which no script has something. The last one is none: what has it is still
// to be made.
const (
	aboutScripts = "it says something of the script, and nothing of the run"
	sameWithout  = "it is the same as leaving it out"
	byWalksOnly  = "no program of a product does that to a volume before the end of a job"
	oneOfEach    = "scripts have one repository, on the hosts that are there without it"
	still        = "not made yet"
)

// neverMade lists what no script has, by statement, argument or word of one, each with the
// reason.
var neverMade = map[string]string{
	"gapless": aboutScripts, "gapless VERSION": aboutScripts, "gapless VERSION=1": aboutScripts,
	"covers": aboutScripts, "covers ID": aboutScripts,
	"host os=unix": sameWithout, "volume boot=no": sameWithout, "volume cluster=no": sameWithout, "volume journal=off": sameWithout,
	"volume snapshot=none": sameWithout, "media state=scratch": sameWithout, "policy after=keep": sameWithout, "policy media=append": sameWithout,
	"on STATEMENT": "what it stands for is a statement, and is noted as one",
	"on OP=create": byWalksOnly, "on OP=link": byWalksOnly, "on OP=mkdir": byWalksOnly, "on OP=rename": byWalksOnly,
	"on OP=set-mode": byWalksOnly, "on OP=symlink": byWalksOnly, "on OP=truncate": byWalksOnly,
	"repository host": oneOfEach, "repository mount": oneOfEach, "policy repository": oneOfEach,
	"volume size": still, "policy clients": still, "lose request times": still,
}

// Every statement, every argument and every word that an argument may be is made for some
// product, or stands in the list with its reason. What is made has no place in the list.
func TestTheWholeLanguageIsMade(t *testing.T) {
	made := map[string]bool{}
	for _, p := range products.Names() {
		g, err := New(p, Options{})
		if err != nil {
			t.Fatal(err)
		}
		for run := range uint64(1500) {
			for _, st := range g.Script(Plan{Seed: 1, Run: run, Size: Usual}).Statements {
				note(made, st)
			}
		}
	}
	for _, f := range scenarios.Language.Forms() {
		if f.Section == script.Expectation {
			continue // a random script expects nothing: its properties are judged
		}
		for _, what := range spoken(f) {
			switch why := neverMade[what]; {
			case !made[what] && why == "":
				t.Errorf("no product's scripts have: %s", what)
			case made[what] && why != "":
				t.Errorf("%s is made, and is in the list: %s", what, why)
			}
		}
	}
}

// note enters a statement, its arguments and their words.
func note(made map[string]bool, st *script.Statement) {
	made[st.Form.Name] = true
	for i := range st.Args {
		a := &st.Args[i]
		name := st.Form.Name + " " + a.Name()
		made[name] = true
		for word := range strings.SplitSeq(a.Text, ",") {
			operation, _, _ := strings.Cut(word, "#")
			made[name+"="+word], made[name+"="+operation] = true, true
		}
	}
	if st.Then != nil {
		note(made, st.Then)
	}
}

// spoken lists a form's name, its arguments and their words, as its synopsis has them.
func spoken(f *script.Form) []string {
	all := []string{f.Name}
	for line := range strings.Lines(f.Synopsis) {
		for _, token := range strings.Fields(strings.TrimPrefix(line, f.Name)) {
			token = strings.TrimSuffix(strings.TrimSuffix(strings.TrimPrefix(token, "["), "]"), "…")
			name, value, keyed := strings.Cut(token, "=")
			if !keyed {
				name, _, _ = strings.Cut(token, "[")
				value = token
			}
			all = append(all, f.Name+" "+name)
			for word := range strings.SplitSeq(value, "|") {
				bare, _, _ := strings.Cut(word, "[")
				words := f.Choices[bare]
				if words == nil && bare == strings.ToLower(bare) {
					words = []string{bare}
				}
				for _, w := range words {
					all = append(all, f.Name+" "+name+"="+w)
				}
			}
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}
