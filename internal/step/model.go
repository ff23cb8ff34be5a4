package step

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"gapless/model/clock"
	"gapless/reports"
	"gapless/reports/state"
	"gapless/reports/timeline"
	"gapless/reports/trace"
	"gapless/scenarios"
	"gapless/scenarios/script"

	tea "charm.land/bubbletea/v2"
)

// Session is a run that somebody goes through.
type Session struct {
	Title    string // the script and the product
	Trace    *trace.Trace
	Timeline *timeline.Timeline
	// Look gives the world at an instant.
	Look    func(at clock.Duration) (*scenarios.View, error)
	Palette reports.Palette
}

// ErrInterrupted is the error of a session that its user ended with Ctrl-C.
var ErrInterrupted = errors.New("interrupted")

// ui is what is on the screen. It is a tea.Model.
type ui struct {
	*Session
	all           []trace.Step       // but for probes, which are copies of the world
	instants      []timeline.Instant // at which something happens
	at            timeline.Instant   // that is looked at
	width, height int
	tables        []state.Table
	table         int    // the one that is shown
	chosen        string // the name of the one that was chosen
	top           int    // the first of its rows that is shown
	asking        string // what is being asked for, as a prompt; empty for nothing
	typed         string
	path          string // whose changes the keys c and C go through; empty for all
	loss          int    // the one that the key d went to last, from 0; -1 for none
	told          string // a message
	help          bool
	interrupted   bool
}

// newUI is the interface as it begins: at the first thing that happens.
func newUI(s *Session) *ui {
	u := &ui{Session: s, width: 80, height: 24, loss: -1}
	u.all = s.Trace.Steps
	if probe := slices.IndexFunc(u.all, func(s trace.Step) bool { return s.Kind == "probe" }); probe >= 0 {
		u.all = u.all[:probe]
	}
	for i := range u.all {
		at := u.all[i].At
		if n := len(u.instants); n == 0 || u.instants[n-1] != at {
			u.instants = append(u.instants, at)
		}
	}
	u.look(u.instants[0])
	return u
}

// Init implements tea.Model.
func (u *ui) Init() tea.Cmd { return nil }

// Update implements tea.Model.
func (u *ui) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		u.width, u.height = msg.Width, msg.Height
	case tea.KeyPressMsg:
		u.told = ""
		key := msg.String()
		switch {
		case key == "ctrl+c":
			u.interrupted = true
			return u, tea.Quit
		case u.asking != "":
			u.takes(key, msg.Text)
		case u.help:
			u.help = false
		case key == "q":
			return u, tea.Quit
		default:
			u.press(key)
		}
	}
	return u, nil
}

// press does what a key is for.
func (u *ui) press(key string) {
	switch key {
	case "right", "n", "space", "l":
		u.next(func(timeline.Instant) bool { return true }, "nothing happens after this")
	case "left", "p", "h":
		u.previous(func(timeline.Instant) bool { return true }, "nothing happens before this")
	case "home", "g":
		u.look(u.instants[0])
	case "end", "G":
		u.look(u.instants[len(u.instants)-1])
	case "j":
		u.next(u.startsJob, "no job starts after this")
	case "J":
		u.previous(u.startsJob, "no job starts before this")
	case "c":
		u.next(u.changes, "no "+u.change()+" after this")
	case "C":
		u.previous(u.changes, "no "+u.change()+" before this")
	case "d":
		u.decision()
	case ":", "t":
		u.asking, u.typed = "go to instant: ", ""
	case "/":
		u.asking, u.typed = "go through the changes of path (none for all): ", u.path
	case "tab":
		u.choose((u.table + 1) % len(u.tables))
	case "shift+tab":
		u.choose((u.table + len(u.tables) - 1) % len(u.tables))
	case "down":
		u.scroll(1)
	case "up":
		u.scroll(-1)
	case "pgdown":
		u.scroll(10)
	case "pgup":
		u.scroll(-10)
	case "?":
		u.help = true
	default:
		u.told = fmt.Sprintf("no such key: %q; ? shows them", key)
	}
}

// takes takes a key while something is asked for.
func (u *ui) takes(key, text string) {
	switch key {
	case "enter":
		u.answer()
	case "esc":
		u.asking = ""
	case "backspace":
		if r := []rune(u.typed); len(r) > 0 {
			u.typed = string(r[:len(r)-1])
		}
	default:
		u.typed += text
	}
}

// answer takes what was typed.
func (u *ui) answer() {
	asked := u.asking
	u.asking = ""
	if strings.HasPrefix(asked, "go to") {
		at, err := script.ParseInstant(strings.TrimSpace(u.typed))
		if err != nil {
			u.told = err.Error()
			return
		}
		u.look(timeline.Instant(at))
		return
	}
	u.path = strings.TrimSpace(u.typed)
	if u.path != "" && !slices.ContainsFunc(u.all, func(s trace.Step) bool { return s.Kind == "changed" && s.Path == u.path }) {
		u.told, u.path = "nothing changes "+u.path, ""
		return
	}
	u.press("c")
}

// choose shows another table, also at other instants as long as they have it.
func (u *ui) choose(table int) {
	u.table, u.chosen, u.top = table, u.tables[table].Name, 0
}

func (u *ui) scroll(rows int) { u.top = max(0, u.top+rows) }

// look goes to an instant.
func (u *ui) look(at timeline.Instant) {
	at = max(0, at)
	v, err := u.Look(clock.Of(time.Duration(at)))
	if err != nil {
		u.told = err.Error()
		return
	}
	first := u.tables == nil
	u.at, u.tables = timeline.Instant(v.At.Std()), state.Of(v)
	if u.at < at {
		u.told = "the run ends at its horizon, " + u.at.String()
	}
	u.table = max(0, slices.IndexFunc(u.tables, func(t state.Table) bool { return t.Name == u.chosen }))
	if first {
		u.choose(min(1, len(u.tables)-1)) // the files, until somebody chooses
	}
}

// next goes to the next instant that fits, and says so when there is none.
func (u *ui) next(fits func(timeline.Instant) bool, none string) {
	for _, at := range u.instants {
		if at > u.at && fits(at) {
			u.look(at)
			return
		}
	}
	u.told = none
}

func (u *ui) previous(fits func(timeline.Instant) bool, none string) {
	for _, at := range slices.Backward(u.instants) {
		if at < u.at && fits(at) {
			u.look(at)
			return
		}
	}
	u.told = none
}

// startsJob reports whether a job begins at an instant.
func (u *ui) startsJob(at timeline.Instant) bool {
	return slices.ContainsFunc(u.Timeline.Jobs, func(j timeline.Job) bool { return len(j.Phases) > 0 && j.Phases[0].At == at })
}

// changes reports whether a path, or the one that was chosen, changes at an instant.
func (u *ui) changes(at timeline.Instant) bool {
	return slices.ContainsFunc(u.steps(at), func(s trace.Step) bool { return s.Kind == "changed" && (u.path == "" || s.Path == u.path) })
}

func (u *ui) change() string {
	if u.path == "" {
		return "path changes"
	}
	return "change of " + u.path
}

// steps are what happened at an instant.
func (u *ui) steps(at timeline.Instant) []trace.Step {
	from, _ := slices.BinarySearchFunc(u.all, at, func(s trace.Step, at timeline.Instant) int { return int(min(max(s.At-at, -1), 1)) })
	to := from
	for to < len(u.all) && u.all[to].At == at {
		to++
	}
	return u.all[from:to]
}

// decision goes to the decision that lost a file; to that of the next loss when it is
// there already.
func (u *ui) decision() {
	for range u.Timeline.Losses {
		u.loss = (u.loss + 1) % len(u.Timeline.Losses)
		if l := &u.Timeline.Losses[u.loss]; l.DecidedAt != nil {
			u.look(*l.DecidedAt)
			u.told = fmt.Sprintf("loss %d of %d: job %d leaves %s out (%s); it changed at %s", u.loss+1, len(u.Timeline.Losses), l.Job, l.Path, l.Reason, changedAt(l))
			return
		}
	}
	u.told = "no decision lost a file in this run"
}

func changedAt(l *timeline.Loss) string {
	if l.ChangedAt == nil {
		return "the start"
	}
	return l.ChangedAt.String()
}
