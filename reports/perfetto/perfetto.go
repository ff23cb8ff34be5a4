package perfetto

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"gapless/reports/timeline"
	"gapless/reports/trace"
	"gapless/reports/wording"
)

// event is one entry of the format. Fields keep the names that it gives them.
type event struct {
	Name  string         `json:"name"`
	Phase string         `json:"ph"` // X a slice, i an instant, M a name, s and f the ends of an arrow
	At    json.Number    `json:"ts"`
	Long  json.Number    `json:"dur,omitempty"`
	Group int            `json:"pid"`
	Track int            `json:"tid"`
	Cat   string         `json:"cat,omitempty"`
	ID    int            `json:"id,omitempty"`
	Bind  string         `json:"bp,omitempty"`
	Scope string         `json:"s,omitempty"`
	Args  map[string]any `json:"args,omitempty"`
}

// The groups of tracks, which the format calls processes. Hosts come behind them.
const (
	script = 1 + iota
	files
	jobs
	hosts
)

// writing is a file in the making.
type writing struct {
	events []event
	t      *trace.Trace
	x      *timeline.Timeline
}

// Write writes a run. The error is w's.
func Write(w io.Writer, t *trace.Trace, x *timeline.Timeline) error {
	m := writing{t: t, x: x}
	m.name(script, "the script", 1, "statements")
	m.steps()
	m.paths()
	m.jobs()
	m.programs()
	m.losses()
	out := struct {
		Unit   string            `json:"displayTimeUnit"`
		Other  map[string]string `json:"otherData"`
		Events []event           `json:"traceEvents"`
	}{"ns", map[string]string{"script": plain(x.Script), "product": x.Product, "from": "00:00:00 of day 1, true time"}, m.events}
	e := json.NewEncoder(w)
	e.SetIndent("", " ")
	return e.Encode(out)
}

func plain(s string) string { return wording.Plain(s) }

// micro is a number of nanoseconds as microseconds, exactly.
func micro(n timeline.Instant) json.Number {
	sign := ""
	if n < 0 {
		sign, n = "-", -n
	}
	return json.Number(fmt.Sprintf("%s%d.%03d", sign, n/1000, n%1000))
}

// name names a group and one of its tracks.
func (m *writing) name(group int, groupName string, track int, trackName string) {
	m.events = append(m.events,
		event{Name: "process_name", Phase: "M", At: "0", Group: group, Args: map[string]any{"name": plain(groupName)}},
		event{Name: "process_sort_index", Phase: "M", At: "0", Group: group, Args: map[string]any{"sort_index": group}},
		event{Name: "thread_name", Phase: "M", At: "0", Group: group, Track: track, Args: map[string]any{"name": plain(trackName)}},
		event{Name: "thread_sort_index", Phase: "M", At: "0", Group: group, Track: track, Args: map[string]any{"sort_index": track}})
}

func (m *writing) slice(group, track int, from, to timeline.Instant, name string, args map[string]any) {
	m.events = append(m.events, event{Name: plain(name), Phase: "X", At: micro(from), Long: micro(to - from), Group: group, Track: track, Args: args})
}

func (m *writing) instant(group, track int, s *trace.Step) {
	args := map[string]any{"at": s.At.String()}
	for i, h := range m.t.Hosts {
		args["on "+plain(h)+"'s clock"] = s.Clocks[i]
	}
	m.events = append(m.events, event{Name: s.Plain(), Phase: "i", At: micro(s.At), Group: group, Track: track, Scope: "t", Cat: s.Kind, Args: args})
}

// steps writes what has no length: the script's statements, and what concerns a job.
func (m *writing) steps() {
	for i := range m.t.Steps {
		s := &m.t.Steps[i]
		switch {
		case s.Kind == "statement" || s.Kind == "probe":
			m.instant(script, 1, s)
		case m.x.Job(s.Job) != nil:
			m.instant(jobs, s.Job, s)
		}
	}
}

// paths writes the versions of each path as slices, one from each change to the next.
func (m *writing) paths() {
	for i, p := range m.x.Paths {
		m.name(files, "files", i+1, p.Path)
		for k, c := range p.Changes {
			to := m.x.To
			if k+1 < len(p.Changes) {
				to = p.Changes[k+1].At
			}
			if c.Gone {
				continue
			}
			args := map[string]any{}
			if c.Line > 0 {
				args["line"] = c.Line
			}
			m.slice(files, i+1, c.At, to, "since "+c.What, args)
		}
	}
}

// jobs writes each job as a slice that holds one for each of its states.
func (m *writing) jobs() {
	for i := range m.x.Jobs {
		j := &m.x.Jobs[i]
		name := fmt.Sprintf("job %d, %s %s", j.Number, j.Kind, j.Policy)
		m.name(jobs, "jobs", j.Number, name)
		if len(j.Phases) == 0 {
			continue
		}
		end := m.x.To
		if j.Ended != nil {
			end = *j.Ended
		}
		m.slice(jobs, j.Number, j.Phases[0].At, end, name, map[string]any{
			"state": j.State, "status": j.Status, "base": j.Base, "files": j.Taken, "restore point": j.Point,
		})
		for k, f := range j.Phases {
			to := end
			if k+1 < len(j.Phases) {
				to = j.Phases[k+1].At
			}
			if f.State != "done" {
				m.slice(jobs, j.Number, f.At, to, f.State, nil)
			}
		}
	}
}

// programs writes the processes of each host, up to the probe, which is a copy of the
// world.
func (m *writing) programs() {
	var names []string
	group := map[string]int{}
	tracks := map[string]int{}
	running := map[int64]*trace.Step{}
	write := func(s *trace.Step, end timeline.Instant) {
		if group[s.Host] == 0 {
			names = append(names, s.Host)
			group[s.Host] = hosts + len(names) - 1
		}
		program := strings.TrimSuffix(s.Text, " starts on "+s.Host)
		tracks[s.Host]++
		m.name(group[s.Host], s.Host, tracks[s.Host], program)
		m.slice(group[s.Host], tracks[s.Host], s.At, end, program, nil)
	}
	steps := m.t.Steps
	if probe := slices.IndexFunc(steps, func(s trace.Step) bool { return s.Kind == "probe" }); probe >= 0 {
		steps = steps[:probe]
	}
	for i := range steps {
		s := &steps[i]
		switch {
		case s.Kind == "process":
			running[s.Process] = s
		case s.Kind == "ended" && running[s.Process] != nil:
			write(running[s.Process], s.At)
			delete(running, s.Process)
		}
	}
	for i := range steps { // in order, so that the file is the same each time
		if s := &steps[i]; running[s.Process] == s {
			write(s, m.x.To)
		}
	}
}

// losses writes an arrow from each change that was lost to the decision that left it
// out.
func (m *writing) losses() {
	for i, l := range m.x.Losses {
		if l.ChangedAt == nil || l.DecidedAt == nil {
			continue
		}
		for k, p := range m.x.Paths {
			if p.Path != l.Path {
				continue
			}
			name := fmt.Sprintf("%s is lost at restore point %d", plain(l.Path), l.Point)
			m.events = append(m.events,
				event{Name: name, Phase: "s", Cat: "loss", ID: i + 1, At: micro(*l.ChangedAt), Group: files, Track: k + 1},
				event{Name: name, Phase: "f", Bind: "e", Cat: "loss", ID: i + 1, At: micro(*l.DecidedAt), Group: jobs, Track: l.Job})
		}
	}
}
