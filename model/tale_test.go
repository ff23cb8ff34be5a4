package model

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"gapless/model/clock"

	"github.com/google/go-cmp/cmp"
)

var (
	truth  = clock.NewFace[clock.True](0)
	client = clock.NewFace[clock.Client](0)
)

func nanos(when string) int64 {
	d, err := time.Parse("15:04:05", when)
	if err != nil {
		panic(err)
	}
	return d.Sub(time.Date(0, 1, 1, 0, 0, 0, 0, time.UTC)).Nanoseconds()
}

func at(when string) clock.Time[clock.True] { return truth.Time(nanos(when)) }

// tale is a history in the making. It is told in the order of its instants; the line
// of a change is its place in the telling.
type tale struct {
	h    History
	seed uint64
	file uint64
	line int
}

// once begins a tale with files that were there at the start, below /d.
func once(paths ...string) *tale {
	t := &tale{h: History{Day1: at("00:00:00"), End: at("23:59:00"), Policies: []Policy{{Name: "p"}}}}
	for _, p := range paths {
		t.create("00:00:00", p)
		t.path(p).Held[0].Line = 0
	}
	return t
}

func (t *tale) path(p string) *PathHistory {
	i, found := slices.BinarySearchFunc(t.h.Paths, p, func(h PathHistory, s string) int { return strings.Compare(h.Path, s) })
	if !found {
		t.h.Paths = slices.Insert(t.h.Paths, i, PathHistory{Path: p})
	}
	return &t.h.Paths[i]
}

func (t *tale) held(p, when string) *Version { h := t.path(p); return h.version(h.at(at(when))) }

func (t *tale) set(when, p string, v Version) *tale {
	t.line++
	h := t.path(p)
	h.Held = append(h.Held, Held{From: at(when), Version: &v, Line: t.line})
	return t
}

func (t *tale) create(when, p string) *tale {
	t.file++
	return t.write(when, p, t.file)
}

// write gives p new bytes, and the file's identity unless the path is of that file.
func (t *tale) write(when, p string, file ...uint64) *tale {
	t.seed++
	v := Version{Kind: File, Content: Generate(t.seed, 1000), Mode: 0o644, Modified: client.Time(nanos(when)), File: t.held(p, when).File}
	if len(file) > 0 {
		v.File = file[0]
	}
	return t.set(when, p, v)
}

func (t *tale) remove(when, p string) *tale { return t.set(when, p, Version{}) }

func (t *tale) rename(when, from, to string) *tale {
	v := *t.held(from, when)
	return t.remove(when, from).set(when, to, v)
}

func (t *tale) link(when, from, to string) *tale { return t.set(when, to, *t.held(from, when)) }

func (t *tale) chmod(when, p string) *tale {
	v := *t.held(p, when)
	v.Mode = 0o600
	return t.set(when, p, v)
}

// job is one that succeeded; its base is the job before.
func (t *tale) job(kind JobKind, from, to string) *Job {
	n := len(t.h.Jobs) + 1
	t.h.Jobs = append(t.h.Jobs, Job{Number: n, Policy: "p", Client: "client", Roots: []string{"/d"}, Kind: kind,
		Submitted: at(from), Ended: at(to), State: Done, Base: n - 1, Activations: []Activation{{At: at(from)}}})
	return &t.h.Jobs[n-1]
}

func (t *tale) full(from, to string) *Job        { return t.job(Full, from, to) }
func (t *tale) incremental(from, to string) *Job { return t.job(Incremental, from, to) }

func (t *tale) probe(from, to string) *Job {
	j := t.incremental(from, to)
	j.Probe = true
	return j
}

func (j *Job) names(status int, paths ...string) *Job {
	j.Status, j.Named = status, paths
	return j
}

// decides has the latest job decide on a path.
func (t *tale) decides(when, p string, taken bool, why Reason) *Decision {
	t.h.Decisions = append(t.h.Decisions, Decision{Job: len(t.h.Jobs), Activation: len(t.h.Jobs[len(t.h.Jobs)-1].Activations) - 1,
		Path: p, At: at(when), Taken: taken, Reason: why})
	return &t.h.Decisions[len(t.h.Decisions)-1]
}

// An edit sets a restored tree apart from the truth.
type edit func(t *tale, r *Restore)

// gives is a restore of the latest job at a moment: the tree of an instant, but edited.
func (t *tale) gives(m Moment, asOf string, edits ...edit) *Restore {
	n := 0
	for _, j := range t.h.Jobs {
		if !j.Probe {
			n++
		}
	}
	return t.givesPoint(n, m, asOf, edits...)
}

func (t *tale) givesPoint(n int, m Moment, asOf string, edits ...edit) *Restore {
	job := n
	if m == ByProbe {
		job = len(t.h.Jobs)
	}
	when := t.h.Jobs[job-1].Ended
	if m != AtEnd {
		when = t.h.End
	}
	r := Restore{Point: n, Job: job, Moment: m, At: when}
	for _, p := range t.h.Paths {
		if v := p.version(p.at(at(asOf))); v.Kind != Absent {
			r.Tree = append(r.Tree, Given{p.Path, *v})
		}
	}
	for _, e := range edits {
		e(t, &r)
	}
	t.h.Restores = append(t.h.Restores, r)
	return &t.h.Restores[len(t.h.Restores)-1]
}

func (r *Restore) put(p string, v *Version) {
	i, found := slices.BinarySearchFunc(r.Tree, p, func(g Given, s string) int { return strings.Compare(g.Path, s) })
	if found {
		r.Tree = slices.Delete(r.Tree, i, i+1)
	}
	if v.Kind != Absent {
		r.Tree = slices.Insert(r.Tree, i, Given{p, *v})
	}
}

func but(p, as string) edit            { return func(t *tale, r *Restore) { r.put(p, t.held(p, as)) } }
func without(ps ...string) edit        { return func(_ *tale, r *Restore) { forEach(ps, r.put, Gone) } }
func having(p string, v *Version) edit { return func(_ *tale, r *Restore) { r.put(p, v) } }
func failing(why string) edit          { return func(_ *tale, r *Restore) { r.Failure, r.Tree = why, nil } }

func forEach(ps []string, put func(string, *Version), v *Version) {
	for _, p := range ps {
		put(p, v)
	}
}

func mixed(p string) edit {
	return func(t *tale, r *Restore) {
		v := *t.path(p).Held[0].Version
		v.Content = Generate(1<<40, 500).Join(v.Content.Slice(500, 1000))
		r.put(p, &v)
	}
}

func altered(p string, change func(*Version)) edit {
	return func(t *tale, r *Restore) {
		v := *r.version(p)
		change(&v)
		r.put(p, &v)
	}
}

// sentence is a violation in a line.
func sentence(v *Violation) string {
	s := fmt.Sprintf("%v", v.Property)
	if v.Class != "" {
		s += " " + string(v.Class)
	}
	if v.Path != "" {
		s += " " + v.Path
	}
	if v.Point != 0 {
		s += fmt.Sprintf(" at %d", v.Point)
	}
	if v.Reported {
		s += " reported"
	}
	return s
}

// judged fails unless the verdict's violations are those sentences.
func (t *tale) judged(test *testing.T, want ...string) Verdict {
	test.Helper()
	v := Judge(&t.h)
	var got []string
	for i := range v.Violations {
		got = append(got, sentence(&v.Violations[i]))
	}
	if d := cmp.Diff(want, got); d != "" {
		test.Errorf("violations differ (-want +got):\n%s", d)
	}
	return v
}
