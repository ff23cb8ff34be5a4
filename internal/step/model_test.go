package step

import (
	"os"
	"strings"
	"testing"

	"gapless/model/clock"
	"gapless/reports/timeline"
	"gapless/reports/trace"
	"gapless/scenarios"
	"gapless/scenarios/library"

	tea "charm.land/bubbletea/v2"
)

// begun is the interface on a script.
func begun(t testing.TB, name, product, text string) *ui {
	t.Helper()
	s, err := scenarios.Parse(name, []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	u, err := scenarios.NewSetup(s, product, nil)
	if err != nil {
		t.Fatal(err)
	}
	r := scenarios.NewRunner()
	t.Cleanup(r.Close)
	res, err := r.Judge(u, scenarios.Options{Trace: true})
	if err != nil {
		t.Fatal(err)
	}
	return newUI(&Session{
		Title: name + " on " + product, Trace: trace.Of(res), Timeline: timeline.Of(res),
		Look: func(at clock.Duration) (*scenarios.View, error) { return r.View(u, at) },
	})
}

// press presses keys by their names, or types a text.
func press(u *ui, keys ...string) {
	for _, k := range keys {
		msg := tea.KeyPressMsg{Text: k}
		switch k {
		case "left":
			msg = tea.KeyPressMsg{Code: tea.KeyLeft}
		case "right":
			msg = tea.KeyPressMsg{Code: tea.KeyRight}
		case "enter":
			msg = tea.KeyPressMsg{Code: tea.KeyEnter}
		case "backspace":
			msg = tea.KeyPressMsg{Code: tea.KeyBackspace}
		case "tab":
			msg = tea.KeyPressMsg{Code: tea.KeyTab}
		case "ctrl+c":
			msg = tea.KeyPressMsg{Code: 'c', Mod: tea.ModCtrl}
		default:
			msg.Code = []rune(k)[0]
		}
		u.Update(msg)
	}
}

func shows(u *ui) string { return strings.Join(u.screen(), "\n") }

func TestKeysGoToTheInstantsTheySay(t *testing.T) {
	e, _ := library.Find("netbackup/worked-example")
	u := begun(t, e.Name, "netbackup-6.5.2A", string(e.Text))
	for _, c := range []struct {
		keys []string
		at   string
		part string // of the screen
	}{
		{nil, "00:00:00", "the world as it begins"},
		{[]string{"right"}, "02:00:00", "line 19: full nightly"},
		{[]string{"n", "n"}, "17:00:00", "/data/accounts.db holds 65536 bytes"},
		{[]string{"left"}, "02:30:00", "<- this change is lost"},
		{[]string{"j"}, "18:00:00", "job 2 (incremental nightly) is active"},
		{[]string{"j"}, "18:00:00", "no job starts after this"},
		{[]string{"J"}, "02:00:00", "job 1 takes /data/zebra.txt"},
		{[]string{"c"}, "02:30:00", ""},
		{[]string{"/", "/data/accounts.db", "enter"}, "17:00:00", ""},
		{[]string{"C"}, "00:00:00", ""},
		{[]string{"/", "none", "enter"}, "00:00:00", "nothing changes /data/accounts.dbnone"},
		{[]string{"G"}, "22:45:49", "restore point 2, from job 2"},
		{[]string{"right"}, "22:45:49", "nothing happens after this"},
		{[]string{"g"}, "00:00:00", ""},
		{[]string{"left"}, "00:00:00", "nothing happens before this"},
		{[]string{"d"}, "22:45:49", "loss 1 of 1: job 2 leaves /data/zebra.txt out"},
		{[]string{"left", "left"}, "19:15:27", "is suspended"},
		{[]string{":", "19:30", "x", "backspace", "enter"}, "19:30:00", "the last thing before it was at 19:15:27"},
		{[]string{"right"}, "19:45:49", "cutoff 03:45:39"},
		{[]string{":", "25:00", "enter"}, "19:45:49", "outside the day"},
		{[]string{"x"}, "19:45:49", "no such key"},
		{[]string{"?"}, "19:45:49", "what lost a file; again: the next loss"},
	} {
		press(u, c.keys...)
		if got := u.at.String(); got != c.at || !strings.Contains(shows(u), c.part) {
			t.Errorf("after %q it is %s, want %s with %q:\n%s", c.keys, got, c.at, c.part, shows(u))
		}
	}
}

// The tables are those of the instant, whichever way it was reached.
func TestTheWorldIsThatOfTheInstant(t *testing.T) {
	u := begun(t, "s", "netbackup-6.5.3", "volume /data fs=ntfs\nfile /data/a 1KB\npolicy p volumes=/data\n02:00 full p\n03:00 write /data/a 9KB\n04:00 delete /data/a\n")
	for _, c := range []struct{ key, has, hasNot string }{
		{"right", "/data/a  1KB", "9KB"},
		{"right", "/data/a  9KB", "1KB"},
		{"right", "(nothing)", "/data/a  "},
		{"left", "/data/a  9KB", "1KB"},
		{"tab", "1    full", "/data/a  "}, // the jobs, which are not there at the start
		{"g", "[clocks]", "/data/a  "},
		{"right", "[jobs]", "/data/a  "},
		{"right", "[jobs]", "/data/a  "},
		{"g", "[clocks]", "/data/a  "},
		{"tab", "/data/a  1KB", "9KB"},
	} {
		press(u, c.key)
		_, tables, _ := strings.Cut(shows(u), "\n\n")
		if !strings.Contains(tables, c.has) || strings.Contains(tables, c.hasNot) {
			t.Errorf("at %s the tables are\n%s", u.at, tables)
		}
	}
}

// A screen is as large as the terminal, however small that is.
func TestAScreenFitsItsTerminal(t *testing.T) {
	e, _ := library.Find("netbackup/week-by-schedule")
	u := begun(t, e.Name, "netbackup-6.5.2A", string(e.Text))
	for _, size := range [][2]int{{80, 24}, {200, 60}, {20, 6}, {40, 8}, {1, 1}} {
		u.Update(tea.WindowSizeMsg{Width: size[0], Height: size[1]})
		for range 20 {
			press(u, "right", "tab")
			lines := u.screen()
			if len(lines) > max(6, size[1]) {
				t.Fatalf("%d lines in a terminal of %v", len(lines), size)
			}
			for _, l := range lines {
				if n := len([]rune(l)); n > max(10, size[0]) {
					t.Fatalf("a line of %d in a terminal of %v: %q", n, size, l)
				}
			}
		}
		press(u, "g")
	}
}

func TestAScreenShowsAnyNameAsText(t *testing.T) {
	u := begun(t, "\x1b[2Jname", "netbackup-6.5.3", "volume /data fs=ext4\nfile \"/data/\\u202egpj\\x1b[2J\\n\" 1KB\npolicy p volumes=/data\n02:00 full p\n")
	press(u, ":", "\x1b]0;x\a")
	if text := shows(u); strings.ContainsAny(text, "\x1b\u202e\a") || !strings.Contains(text, `/data/\u202egpj\x1b[2J\n`) {
		t.Errorf("the screen is\n%q", text)
	}
}

func TestCtrlCInterrupts(t *testing.T) {
	u := begun(t, "s", "netbackup-6.5.3", "volume /data fs=ext4\npolicy p volumes=/data\n02:00 full p\n")
	press(u, ":", "ctrl+c")
	if !u.interrupted {
		t.Error("it goes on")
	}
}

// What a key costs in a one-year script: a step ahead, a step back, and from one end to
// the other, with the screen that follows.
func BenchmarkStepsInAYear(b *testing.B) {
	text, err := os.ReadFile("../../scenarios/testdata/year.scenario")
	if err != nil {
		b.Fatal(err)
	}
	u := begun(b, "year", "netbackup-6.5.2A", string(text))
	for _, c := range []struct {
		name string
		keys []string
	}{{"the first", []string{"g"}}, {"the last", []string{"G"}}, {"back and ahead at the end", []string{"left", "right"}}, {"what lost the file", []string{"d"}}} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				for _, k := range c.keys {
					press(u, k)
					u.screen()
				}
			}
			b.ReportMetric(b.Elapsed().Seconds()*1e3/float64(b.N*len(c.keys)), "ms/key")
		})
	}
}
