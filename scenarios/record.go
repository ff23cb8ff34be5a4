package scenarios

import (
	"cmp"
	"slices"

	"gapless/engine/port"
	"gapless/model"
	"gapless/model/clock"
)

// record writes a run down: what was true, and what the engine says. It is the
// witness of all volumes and the reports of all processes.
type record struct {
	world   *world
	history model.History
	paths   map[string]int // place in history.Paths
	order   []model.PathHistory
	trace   *Trace // nil when nobody reads it
	hash    hash
	points  int                               // restore points so far
	line    int                               // the statement that acts
	real    int                               // jobs of the run itself, once it is over
	shift   int                               // by how much the numbers of this probe's jobs are moved
	probed  string                            // the policy whose probe runs
	trees   [][]model.Given                   // memory of restored trees
	told    map[stretch]bool                  // what was catalogued so far
	written []extent                          // the appends to all media, in their order
	looked  map[string]clock.Time[clock.True] // by path: when it was looked at last before it was deleted
	lost    []int                             // by fragment: how many overwrites there had been when it was catalogued
	removal removal
	course  Course
}

// stretch is where a part of a job's image begins.
type stretch struct {
	job    int
	medium string
	off    int64
}

// extent says up to where a medium was written to at an instant.
type extent struct {
	medium string
	end    int64 // offset; after a loss where the medium ended then
	at     clock.Time[clock.True]
	read   int // how many decisions had been made
}

var _ port.Reports = (*record)(nil)

// begin starts a new run in the memory of the last.
func (r *record) begin(u *Setup) {
	h := &r.history
	for i := range r.history.Paths {
		clear(h.Paths[i].Held)
		h.Paths[i].Held = h.Paths[i].Held[:0]
	}
	for i := range h.Restores {
		clear(h.Restores[i].Tree)
		r.trees = append(r.trees, h.Restores[i].Tree[:0])
	}
	r.order = append(r.order[:0], h.Paths...)
	clear(r.paths)
	if r.paths == nil {
		r.paths, r.told = map[string]int{}, map[stretch]bool{}
	}
	clear(r.told)
	r.written = r.written[:0]
	clear(r.looked)
	*h = model.History{
		Product: u.Product.Name, Day1: r.world.trueTime.Time(u.day1), Policies: u.policies,
		Paths: h.Paths[:0], Reads: h.Reads[:0], Jobs: h.Jobs[:0], Decisions: h.Decisions[:0], Fragments: h.Fragments[:0],
		Overwrites: h.Overwrites[:0], Destroyed: h.Destroyed[:0], Deletions: h.Deletions[:0], Crashes: h.Crashes[:0], Restores: h.Restores[:0],
		Backups: u.backups, Checkpoints: h.Checkpoints[:0], Requests: h.Requests[:0], RemovalStarts: h.RemovalStarts[:0],
		Continued: h.Continued[:0], Passes: h.Passes[:0], Outages: h.Outages[:0], PollEvery: u.pollEvery,
	}
	r.removal.begin()
	r.course.begin()
	r.points, r.line, r.real, r.shift = 0, 0, 0, 0
	r.hash = newHash()
	r.trace, r.lost = nil, r.lost[:0]
}

// Changed implements volume.Witness.
func (r *record) Changed(path string, v *model.Version, line int) {
	i, ok := r.paths[path]
	if !ok {
		i = len(r.history.Paths)
		r.paths[path] = i
		r.history.Paths = append(r.history.Paths, model.PathHistory{Path: path, Held: r.spareHeld()})
	}
	p := &r.history.Paths[i]
	p.Held = append(p.Held, model.Held{From: r.world.now(), Version: v, Line: max(line, 0)})
	r.event(&Event{Kind: "changed", Path: path})
}

// spareHeld is the memory of a path of an earlier run.
func (r *record) spareHeld() []model.Held {
	n := len(r.order)
	if n == 0 {
		return make([]model.Held, 0, 2)
	}
	h := r.order[n-1].Held
	r.order = r.order[:n-1]
	return h
}

// end sorts what was written down.
func (r *record) end() {
	slices.SortFunc(r.history.Paths, func(a, b model.PathHistory) int { return cmp.Compare(a.Path, b.Path) })
	clear(r.paths)
	for i := range r.history.Paths {
		r.paths[r.history.Paths[i].Path] = i
	}
}

// Job implements port.Reports: it adds the true instants to what the engine says of a
// job, and has each restore point restored at once.
func (r *record) Job(j model.Job) {
	h := &r.history
	j.Number = r.number(j.Number)
	for len(h.Jobs) < j.Number {
		r.room()
	}
	known := &h.Jobs[j.Number-1]
	if r.copied(j.Number) {
		c := r.continued(j.Number)
		r.complete(&j, &c.Job)
		c.Job = j
		return
	}
	r.complete(&j, known)
	news := j.State != known.State || j.Status != known.Status || len(j.Activations) != len(known.Activations)
	ended := j.State == model.Done && known.State != model.Done
	*known = j
	if !news {
		return // a server that was started again says what it said before
	}
	r.phase(known)
	r.event(&Event{Kind: string(j.State), Job: j.Number, Status: j.Status, Host: string(j.Kind), Text: j.Policy})
	if ended && j.Succeeded() && len(j.Activations) > 0 {
		r.world.pointMade(known)
	}
}

// room makes room for one more job, in the memory of an earlier run's.
func (r *record) room() {
	n := len(r.history.Jobs)
	if n == cap(r.history.Jobs) {
		r.history.Jobs = append(r.history.Jobs, model.Job{})
		return
	}
	r.history.Jobs = r.history.Jobs[:n+1]
	j := &r.history.Jobs[n]
	*j = model.Job{Activations: j.Activations[:0]}
}

// complete adds to what the engine says of a job what is known of it, and the true
// instants of what is new.
func (r *record) complete(j, known *model.Job) {
	if known.Number == 0 {
		j.Submitted, j.Probe = r.world.now(), r.world.probing
	} else {
		j.Submitted, j.Probe, j.Ended = known.Submitted, known.Probe, known.Ended
	}
	j.Roots = r.world.setup.rootsOf(j.Policy, j.Client)
	kept := known.Activations
	for i, a := range j.Activations {
		if i == len(kept) {
			a.At = r.world.now()
			kept = append(kept, a)
			continue
		}
		b := &kept[i]
		a.At, a.Began, a.Start, a.Cutoff, a.Snapshot = b.At, b.Began, b.Start, b.Cutoff, b.Snapshot
		*b = a
	}
	j.Activations = kept[:len(j.Activations)]
	if j.State == model.Done && known.State != model.Done {
		j.Ended = r.world.now()
	}
}

// ClientStarted implements port.Reports.
func (r *record) ClientStarted(job, activation int, start, cutoff clock.Time[clock.Client]) {
	job = r.number(job)
	if r.copied(job) {
		a := &r.continued(job).Job.Activations[activation]
		a.Start, a.Cutoff, a.Began = start, cutoff, r.world.now()
		return
	}
	a := &r.history.Jobs[job-1].Activations[activation]
	a.Start, a.Cutoff, a.Began = start, cutoff, r.world.now()
	r.event(&Event{Kind: "client-started", Job: job, Start: start, Cutoff: cutoff})
}

// SnapshotRead implements port.Reports. The instant is the world's own.
func (r *record) SnapshotRead(job, activation int, s port.Snapshot) {
	job = r.number(job)
	if r.copied(job) {
		return
	}
	for _, t := range r.world.shots {
		if s == port.Snapshot(t.snapshot) {
			r.history.Jobs[job-1].Activations[activation].Snapshot = t.at
			r.event(&Event{Kind: "snapshot", Job: job})
		}
	}
}

// Decided implements port.Reports.
func (r *record) Decided(d model.Decision) {
	d.At, d.Job = r.world.now(), r.number(d.Job)
	if r.copied(d.Job) {
		c := r.continued(d.Job)
		c.Decisions = append(c.Decisions, d)
		return
	}
	r.history.Decisions = append(r.history.Decisions, d)
	kind := "left-out"
	if d.Taken {
		kind = "taken"
	}
	r.event(&Event{Kind: kind, Job: d.Job, Path: d.Path, Text: string(d.Reason), Start: d.Stamp, Cutoff: d.Cutoff})
}

// Catalogued implements port.Reports.
func (r *record) Catalogued(f model.Fragment, protected clock.Duration) {
	f.Catalogued, f.Job = r.world.now(), r.number(f.Job)
	if r.copied(f.Job) {
		return
	}
	if protected.Less(clock.Forever) {
		f.ProtectedUntil = f.Catalogued.Add(protected)
	}
	at := stretch{f.Job, f.Medium, f.Off}
	if r.told[at] {
		return // a server that was started again says what it said before
	}
	r.told[at] = true
	if r.world.setup.system.renews() && !r.world.probing {
		r.renew(&f) // in a probe's copy of the world nothing is kept for longer by a write
	}
	last := r.lastWrite(f.Medium, f.Off+f.Len)
	f.Written, f.Read = last.at, last.read
	m := r.world.medium(f.Medium)
	f.OnMedium, f.After = m != nil && f.Off+f.Len <= m.Synced(), len(r.history.Decisions)
	r.history.Fragments = append(r.history.Fragments, f)
	r.lost = append(r.lost, len(r.history.Overwrites))
	r.event(&Event{Kind: "catalogued", Job: f.Job, Path: f.Medium, Size: f.Len})
}

// wrote is told up to where a medium reaches after an append, or a loss.
func (r *record) wrote(medium string, end int64) {
	r.written = append(r.written, extent{medium, end, r.world.now(), len(r.history.Decisions)})
}

// lastWrite is the append by which a medium came to reach up to an offset for the last
// time; without an instant, and now, where it never did.
func (r *record) lastWrite(medium string, end int64) extent {
	last := extent{read: len(r.history.Decisions)}
	for i := len(r.written) - 1; i >= 0; i-- {
		e := &r.written[i]
		if e.medium != medium {
			continue
		}
		if e.end < end {
			break
		}
		last = *e
	}
	return last
}

// Deleting implements port.Reports.
func (r *record) Deleting(_ int, path string) {
	if r.looked == nil {
		r.looked = map[string]clock.Time[clock.True]{}
	}
	r.looked[path] = r.world.now()
}

// Deleted implements port.Reports: what was deleted is what the path truly held until
// it went away.
func (r *record) Deleted(job int, path string) {
	if r.world.probing {
		return // a copy of the world: the run's own files stay
	}
	d := model.Deletion{Looked: r.looked[path], At: r.world.now(), Job: r.number(job), Path: path, Version: model.Gone}
	if i, ok := r.paths[path]; ok {
		held := r.history.Paths[i].Held
		for k := len(held) - 1; k > 0 && d.Version.Kind == model.Absent; k-- {
			if held[k].Version.Kind == model.Absent {
				d.Version = held[k-1].Version
			}
		}
	}
	r.history.Deletions = append(r.history.Deletions, d)
	r.event(&Event{Kind: "deleted", Job: d.Job, Path: path})
}

// Mail implements port.Reports.
func (r *record) Mail(message string) {
	r.history.Mails = append(r.history.Mails, message)
	r.event(&Event{Kind: "mail", Text: message})
}

// Note implements port.Reports.
func (r *record) Note(host, text string) { r.event(&Event{Kind: "note", Host: host, Text: text}) }

// assumed is told of every assumption that the engine makes between two clocks; each
// is written down once.
func (w *world) assumed(a clock.Assumption) {
	if !slices.Contains(w.history.Assumptions, a) {
		w.history.Assumptions = append(w.history.Assumptions, a)
	}
}

// erasedByHand reports whether somebody has had the medium of a fragment erased, or begun to.
func (w *world) erasedByHand(f *model.Fragment) bool {
	return slices.ContainsFunc(w.byHand, func(o model.Overwrite) bool {
		return o.Medium == f.Medium && !o.At.Before(f.Catalogued)
	})
}

// givenUp reports whether all images on a stretch of a medium, one at least, were to be
// erased by hand: when the eraser failed, the next job does it.
func (w *world) givenUp(o *model.Overwrite) (some bool) {
	if len(w.byHand) == 0 {
		return false
	}
	for i := range w.history.Fragments {
		f := &w.history.Fragments[i]
		if f.Medium != o.Medium || f.Off >= o.Off+o.Len || o.Off >= f.Off+f.Len {
			continue
		}
		if !w.erasedByHand(f) {
			return false
		}
		some = true
	}
	return some
}

// overwritten is told of every stretch of a medium that is lost. What a probe's copy of
// the world loses is lost in that copy alone.
func (w *world) overwritten(medium string, off, length int64) {
	if w.probing {
		return
	}
	w.wrote(medium, off)
	o := model.Overwrite{At: w.now(), Medium: medium, Off: off, Len: length}
	o.Engine = w.line == 0 && !w.ordered[medium] && !w.givenUp(&o)
	w.history.Overwrites = append(w.history.Overwrites, o)
	if !o.Engine && w.setup.system.renews() {
		w.record.torn(&o)
	}
	w.event(&Event{Kind: "overwritten", Path: medium, Size: length})
}
