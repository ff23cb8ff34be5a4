package scenarios

import (
	"slices"

	"gapless/engine/catalog"
	"gapless/engine/checkpoints"
	"gapless/engine/port"
	"gapless/engine/restore"
	"gapless/model"
	"gapless/model/clock"
	"gapless/sim/volume"
)

// pointMade restores the restore point that a job has just made: in no time, from
// the catalogue and the media as they are, into an empty volume.
func (w *world) pointMade(j *model.Job) {
	if w.options.view {
		return
	}
	if w.probing && !w.setup.system.protected(w, j) {
		return // what it builds on was destroyed by the script, or is past its retention
	}
	if w.probing {
		w.restore(j, w.lastPoint(j, true), model.ByProbe)
		return
	}
	w.points++
	at := w.restore(j, w.points, model.AtEnd)
	w.marks = append(w.marks, mark{job: j.Number, source: at})
}

// mark is a restore point and what it was restored from when it was made.
type mark struct {
	job    int
	source source
}

// source is what a restore reads. While it stays as it is, a restore of the point gives
// what the last one gave.
type source struct {
	options restore.Options
	images  []*catalog.Job // as the catalogue has them: never changed, only replaced
	media   int64          // changes to what was on any of them
	store   int64          // the size of the store of checkpoints
	objects int64          // changes to any repository
}

func (s *source) same(as *source) bool {
	return s.options == as.options && slices.Equal(s.images, as.images) &&
		s.media == as.media && s.store == as.store && s.objects == as.objects
}

// lastPoint is the number of the newest restore point of a job's policy and client; if
// whole, of those of all files. It is 0 where there is none.
func (w *world) lastPoint(j *model.Job, whole bool) int {
	for i := len(w.marks) - 1; i >= 0; i-- {
		if o := &w.history.Jobs[w.marks[i].job-1]; o.Policy == j.Policy && o.Client == j.Client && !(whole && o.Kind == model.WorkingSet) {
			return i + 1
		}
	}
	return 0
}

// restoreAgain restores all restore points that are still protected once more, at
// the end of the run, unless what they are restored from is as it was.
func (w *world) restoreAgain() {
	for i, m := range w.marks {
		j := &w.history.Jobs[m.job-1]
		if !w.setup.system.protected(w, j) {
			continue
		}
		if now := w.setup.system.source(w, j); !now.same(&m.source) {
			w.restore(j, i+1, model.AtHorizon)
		}
	}
}

// restore asks the engine for a job's restore point and writes down what it gives, and
// says what it was restored from.
func (w *world) restore(j *model.Job, point int, m model.Moment) source {
	r := model.Restore{Point: point, Job: j.Number, Moment: m, At: w.now(), Tree: w.spareTree()}
	w.target.Reset(volume.Config{Path: "/", Stamper: still{}, Synced: true})
	from := w.setup.system.source(w, j)
	if err := w.setup.system.restore(w, j, &from); err != nil {
		r.Failure = err.Error()
	}
	r.Spans = w.setup.system.spans(w, j)
	r.Tree = slices.Grow(r.Tree, len(w.history.Paths))
	w.target.WalkSorted(func(p string, v model.Version) {
		for _, root := range j.Roots {
			if p != root && model.Within(p, root) {
				r.Tree = append(r.Tree, model.Given{Path: p, Version: v})
				return
			}
		}
	})
	w.history.Restores = append(w.history.Restores, r)
	w.event(&Event{Kind: "restored", Job: j.Number, Status: point, Size: int64(len(r.Tree)), Text: r.Failure})
	return from
}

// engineNumber is the number that the engine gave a job.
func (w *world) engineNumber(j *model.Job) int {
	if j.Probe {
		return j.Number - w.shift
	}
	return j.Number
}

// lastRead is the catalogue as it was read last. It only ever grows, but for a crash.
type lastRead struct {
	disk    *volume.Volume
	size    int64
	crashes int
	cat     *catalog.Catalog
}

// readCatalog reads the catalogue, or what was appended to it since it was read last.
func (w *world) readCatalog() (*catalog.Catalog, error) {
	now := lastRead{disk: w.catalog, size: w.catalog.Used(), crashes: len(w.history.Crashes)}
	if last := w.lastRead; last.cat != nil && now.disk == last.disk && now.size == last.size && now.crashes == last.crashes {
		return last.cat, nil
	}
	now.cat = new(catalog.Catalog)
	if last := w.lastRead; last.cat != nil && now.disk == last.disk && now.crashes == last.crashes {
		now.cat = last.cat
	}
	w.lastRead = lastRead{}
	if err := now.cat.Follow(w.catalogFace, CatalogDir, w.masterClock); err != nil {
		return nil, err
	}
	w.lastRead = now
	return now.cat, nil
}

// lastStore is the store of checkpoints as it was read last, for as long as it lasts.
type lastStore struct {
	at    lastRead
	store *checkpoints.Store
}

// readStore reads the store of checkpoints, unless it is as it was when it was read
// last.
func (w *world) readStore() (*checkpoints.Store, error) {
	now := lastRead{disk: w.catalog, size: w.catalog.Used(), crashes: len(w.history.Crashes)}
	if last := &w.lastStore; last.store != nil && last.at == now {
		return last.store, nil
	}
	store, err := checkpoints.ReadStore(w.catalogFace, CatalogDir, w.masterClock)
	w.lastStore = lastStore{now, store}
	return store, err
}

// view gives the engine a medium to read from, outside of time.
func (w *world) view(name string) (port.Medium, error) {
	if m := w.medium(name); m != nil {
		return m.view, nil
	}
	return nil, errNoMedium
}

// still is the clock of the volume that restores go into: it stands.
type still struct{}

func (still) Stamp(_, _ int64, _ bool) clock.Time[clock.Client] { return foreign.Time(0) }
func (still) Now() clock.Time[clock.Client]                     { return foreign.Time(0) }

// spareTree is the memory of a restored tree of an earlier run.
func (r *record) spareTree() []model.Given {
	n := len(r.trees)
	if n == 0 {
		return nil
	}
	t := r.trees[n-1]
	r.trees = r.trees[:n-1]
	return t
}
