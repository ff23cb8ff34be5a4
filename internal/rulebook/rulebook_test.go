package rulebook

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// wanted is every rule that the source documents were cut into. The gaps in the X
// rules are in the numbering itself.
func wanted() []string {
	var ids []string
	for _, g := range []struct {
		letter string
		last   int
	}{{"N", 22}, {"C", 16}, {"D", 20}, {"V", 9}, {"G", 2}} {
		for n := 1; n <= g.last; n++ {
			ids = append(ids, fmt.Sprint(g.letter, n))
		}
	}
	for _, n := range []int{2, 3, 11, 12, 13, 14, 15, 16, 18, 19, 20, 22, 23, 24, 25} {
		ids = append(ids, fmt.Sprint("X", n))
	}
	return ids
}

func TestEveryRuleIsInTheBookInOrder(t *testing.T) {
	var got []string
	for _, r := range All() {
		got = append(got, r.ID)
	}
	if d := cmp.Diff(wanted(), got); d != "" {
		t.Errorf("rules, -want +got:\n%s", d)
	}
}

func TestEveryRuleIsOneSentenceAtLeast(t *testing.T) {
	for _, r := range All() {
		if len(r.Text) < 20 || !strings.HasSuffix(r.Text, ".") {
			t.Errorf("%s does not end in a full stop: %q", r.ID, r.Text)
		}
		if r.Source == "" {
			t.Errorf("%s has no source", r.ID)
		}
		if strings.Count(r.Text, "**")%2 != 0 {
			t.Errorf("%s has a mark that is not closed: %q", r.ID, r.Text)
		}
	}
}

func TestRulesThatDecideWhatTheDocumentsLeaveOpen(t *testing.T) {
	want := strings.Fields("N1 N5 N8 N9 N10 N13 N14 N15 N16 N19 N21 C4 C5 C7 C10 D1 D2 D4 D5 D9 D13 D14 D19 D20 V5 V7 V8")
	var got []string
	for _, r := range All() {
		if r.Decision {
			got = append(got, r.ID)
		}
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("decisions, -want +got:\n%s", d)
	}
}

func TestFindTakesAnIDInEitherCase(t *testing.T) {
	for _, id := range []string{"N3", "n3"} {
		r, ok := Find(id)
		if !ok || r.ID != "N3" || !strings.Contains(r.Source, "TechAlert") || r.Decision {
			t.Errorf("Find(%q) = %+v, %v", id, r, ok)
		}
	}
	for _, id := range []string{"", "N", "N23", "X1", "X4"} {
		if r, ok := Find(id); ok {
			t.Errorf("Find(%q) found %+v", id, r)
		}
	}
}

func TestAllGivesACopy(t *testing.T) {
	All()[0].ID = "changed"
	if got := All()[0].ID; got != "N1" {
		t.Errorf("the first rule is %s after a caller changed its copy", got)
	}
}

func TestParse(t *testing.T) {
	const good = "# Rules\nprose\n- *word*: prose\n\n## V: A house, \"Its title\"\n\n" +
		"- **V1** One.\n- **V2** Two (**Decision**: three).\n"
	got, err := parse(good)
	if err != nil {
		t.Fatal(err)
	}
	want := []Rule{
		{ID: "V1", Text: "One.", Source: `A house, "Its title"`},
		{ID: "V2", Text: "Two (**Decision**: three).", Source: `A house, "Its title"`, Decision: true},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("-want +got:\n%s", d)
	}
}

func TestParseRefusesWhatIsAlmostARule(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"twice", "## N: s\n- **N1** a\n- **N1** b\n", "rules.md:3: the rule N1 is there twice, first in line 2"},
		{"other group", "## N: s\n- **C1** a\n", `rules.md:2: the rule "C1" is not below its group's heading`},
		{"before any heading", "- **N1** a\n", `rules.md:1: the rule "N1" is not below its group's heading`},
		{"no text", "## N: s\n- **N1**\n", `rules.md:2: the rule "N1**" has no text`},
		{"no number", "## N: s\n- **Nx** a\n", `rules.md:2: the rule "Nx" is no letter and number`},
		{"heading without a group", "## NetBackup\n", `rules.md:1: the heading "NetBackup" names no group: want a letter, a colon and the source`},
	} {
		t.Run(c.name, func(t *testing.T) {
			rules, err := parse(c.text)
			if err == nil {
				t.Fatalf("parsed as %+v", rules)
			}
			if err.Error() != c.want {
				t.Errorf("error %q, want %q", err, c.want)
			}
		})
	}
}
