package products

import (
	"strings"
	"testing"

	"gapless/engine/backupexec"
	"gapless/engine/certain"
	"gapless/engine/checkpoints"
	"gapless/engine/netbackup"

	"github.com/google/go-cmp/cmp"
)

// Every setting's default is one of its values, and a product has only settings and
// breaks of its own system.
func TestDefaultsAreValuesThatTheirSettingsTake(t *testing.T) {
	for _, p := range All() {
		seen := map[string]bool{}
		for _, s := range p.Settings() {
			if seen[s.Key] {
				t.Errorf("%s has %s twice", p.Name, s.Key)
			}
			seen[s.Key] = true
			if s.Key == "break" {
				continue
			}
			r := p.New()
			if err := s.Set(r, s.Default(p)); err != nil || s.Default(p) == "" {
				t.Errorf("%s: %s has the default %q: %v", p.Name, s.Key, s.Default(p), err)
			}
			if s.Set(r, "nonsense") == nil {
				t.Errorf("%s: %s takes nonsense", p.Name, s.Key)
			}
		}
	}
}

func TestABreakChangesRulesOfItsSystemOnly(t *testing.T) {
	for _, b := range Breaks() {
		changed := 0
		for _, p := range All() {
			r := p.New()
			b.Apply(r)
			if cmp.Equal(r, p.Rules) {
				continue
			}
			changed++
			s, _ := p.Setting("break")
			again := p.New()
			if err := s.Set(again, b.Name); err != nil || !cmp.Equal(again, r) {
				t.Errorf("%s: as a setting of %s: %v", b.Name, p.Name, err)
			}
			if of := systemsRules(r); !strings.ContainsRune(of, rune(b.Rule[0])) {
				t.Errorf("%s (%s) changes %s", b.Name, b.Rule, p.Name)
			}
		}
		if changed == 0 {
			t.Errorf("%s changes no product", b.Name)
		}
	}
}

// systemsRules are the letters of the rules that a system has.
func systemsRules(r Rules) string {
	switch r.(type) {
	case *netbackup.Rules:
		return "N"
	case *backupexec.Rules:
		return "CD"
	case *certain.Rules:
		return "G"
	}
	return "V"
}

func TestSettingsOfAnotherSystemAreRefused(t *testing.T) {
	s, ok := FindSetting("poll-interval")
	if !ok || s.Set(&netbackup.Rules{}, "5m") == nil || s.Default(netbackup51) != "" || s.Default(veeam122) != "5m" {
		t.Errorf("found %v, defaults %q and %q", ok, s.Default(netbackup51), s.Default(veeam122))
	}
	var r checkpoints.Rules
	if s.Set(&r, "1ms") == nil || s.Set(&r, "1h") != nil || r.Poll.Std().Hours() != 1 {
		t.Errorf("the interval is %v", r.Poll)
	}
}

// A copy of a product's rules shares nothing with them.
func TestNewIsACopy(t *testing.T) {
	for _, p := range All() {
		before := p.New()
		for _, b := range Breaks() {
			b.Apply(p.New())
		}
		if !cmp.Equal(before, p.Rules) {
			t.Errorf("the rules of %s changed", p.Name)
		}
	}
}
