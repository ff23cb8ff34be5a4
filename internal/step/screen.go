package step

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"gapless/reports/state"
	"gapless/reports/timeline"
	"gapless/reports/trace"
	"gapless/reports/wording"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// keys is the help.
var keys = []struct{ key, does string }{
	{"→  n  space", "next instant at which anything happens"},
	{"←  p", "the one before"},
	{"g  G", "the first, the last"},
	{":", "any instant: 19:45:49, day 2 18:00"},
	{"j  J", "next start of a job, the one before"},
	{"c  C", "next change, the one before"},
	{"/", "the path whose changes c and C mean"},
	{"d", "what lost a file; again: the next loss"},
	{"tab", "next table of the world as it was"},
	{"↑ ↓ pgup pgdn", "scroll the table"},
	{"?", "this help; any key leaves it"},
	{"q", "quit"},
}

// Run shows a session until its user quits. The error is ErrInterrupted, or the
// terminal's.
func Run(ctx context.Context, s *Session, in io.Reader, out io.Writer) error {
	u := newUI(s)
	_, err := tea.NewProgram(u, tea.WithContext(ctx), tea.WithInput(in), tea.WithOutput(out), tea.WithoutSignalHandler()).Run()
	if u.interrupted || ctx.Err() != nil {
		return ErrInterrupted
	}
	return err
}

// View implements tea.Model.
func (u *ui) View() tea.View {
	v := tea.NewView(strings.Join(u.screen(), "\n"))
	v.AltScreen = true
	return v
}

// screen is the lines of the screen, as many as fit.
func (u *ui) screen() []string {
	head := []string{u.Palette.Strong(wording.Plain(u.Title)), u.where()}
	foot := u.foot()
	room := max(2, u.height-len(head)-len(foot))
	var body []string
	if u.help {
		for _, k := range keys {
			body = append(body, fmt.Sprintf("  %-15s %s", k.key, k.does))
		}
	} else {
		body = u.happened(max(1, room/2))
		body = append(body, "")
		body = append(body, u.world(room-len(body))...)
	}
	for len(body) < room {
		body = append(body, "")
	}
	lines := slices.Concat(head, body[:room], foot)
	for i := range lines {
		lines[i] = ansi.Truncate(lines[i], max(10, u.width), "…")
	}
	return lines
}

// where says which instant is looked at, on all clocks.
func (u *ui) where() string {
	i, found := slices.BinarySearch(u.instants, u.at)
	text := fmt.Sprintf("instant %d of %d: %s", i+1, len(u.instants), u.at)
	if !found {
		text = fmt.Sprintf("between instants %d and %d of %d: %s", i, i+1, len(u.instants), u.at)
	}
	if steps := u.steps(u.at); len(steps) > 0 {
		for k, host := range u.Trace.Hosts {
			text += fmt.Sprintf(", %s on %s's clock", steps[0].Clocks[k], wording.Plain(host))
		}
	}
	return text
}

// happened is what happened at the instant, in at most n lines.
func (u *ui) happened(n int) (lines []string) {
	for _, s := range u.steps(u.at) {
		text := strings.Repeat("  ", s.Depth) + s.Plain()
		switch {
		case s.Lost:
			text = u.Palette.Bad(text)
		case s.Kind == "statement":
			text = u.Palette.Strong(text)
		}
		lines = append(lines, text)
	}
	if len(lines) == 0 {
		lines = []string{"(nothing happens at this instant" + u.before() + ")"}
	}
	if len(lines) <= n {
		return lines
	}
	kept := slices.Clone(lines[:n-1])
	// The decision that lost a file must not be among those that have no room.
	if lost := slices.IndexFunc(u.steps(u.at), func(s trace.Step) bool { return s.Lost }); lost >= n-1 && n > 1 {
		kept[n-2] = lines[lost]
	}
	return append(kept, fmt.Sprintf("(%d more; gapless replay --trace shows all)", len(lines)-len(kept)))
}

// before names the last instant before the one that is looked at.
func (u *ui) before() string {
	i, _ := slices.BinarySearch(u.instants, u.at)
	if i == 0 {
		return ""
	}
	return "; the last thing before it was at " + timeline.Instant(u.instants[i-1]).String()
}

// world is the chosen table, in at most n lines.
func (u *ui) world(n int) (lines []string) {
	var names []string
	for i, t := range u.tables {
		name := t.Name
		if i == u.table {
			name = u.Palette.Strong("[" + name + "]")
		}
		names = append(names, name)
	}
	lines = append(lines, strings.Join(names, "  "))
	if u.table >= len(u.tables) {
		return lines
	}
	t := &u.tables[u.table]
	if len(t.Rows) == 0 {
		return append(lines, "(nothing)")
	}
	room := max(1, n-2)
	u.top = min(u.top, max(0, len(t.Rows)-room))
	rows := t.Rows[u.top:min(len(t.Rows), u.top+room)]
	all := columns(t, rows)
	if left := len(t.Rows) - u.top - len(rows); left > 0 || u.top > 0 {
		all[len(all)-1] = fmt.Sprintf("(rows %d to %d of %d)", u.top+1, u.top+len(rows)-1, len(t.Rows))
	}
	return append(lines, all...)
}

// columns are a table's head and some of its rows as lines.
func columns(t *state.Table, rows [][]string) (lines []string) {
	wide := make([]int, len(t.Head))
	for _, row := range append([][]string{t.Head}, rows...) {
		for i, cell := range row {
			wide[i] = max(wide[i], ansi.StringWidth(cell))
		}
	}
	for _, row := range append([][]string{t.Head}, rows...) {
		var b strings.Builder
		for i, cell := range row {
			b.WriteString(cell + strings.Repeat(" ", wide[i]-ansi.StringWidth(cell)+2))
		}
		lines = append(lines, strings.TrimRight(b.String(), " "))
	}
	return lines
}

// foot is a prompt or a message, and the most important keys.
func (u *ui) foot() []string {
	line := wording.Plain(u.told)
	if u.asking != "" {
		line = u.asking + wording.Plain(u.typed) + "_"
	}
	return []string{line, "? keys  q quit  ←/→ step  : go to  j job  c change  d lost decision  tab table"}
}
