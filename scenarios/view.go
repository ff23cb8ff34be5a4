package scenarios

import (
	"slices"

	"gapless/model"
	"gapless/model/clock"
	"gapless/sim/volume"
)

// View is the world as it was at an instant, behind all that happened then: a value
// that no later run changes.
type View struct {
	At      clock.Duration // true time since 00:00 of day 1
	Day1    clock.Time[clock.True]
	Hosts   []HostView
	Volumes []VolumeView
	Jobs    []model.Job // as the engine said, by number
	Images  []ImageView // as the catalogue on the master's disk has them, by job; none where backups are objects
	Media   []MediumView
	Stores  []StoreView

	Backups     []model.Backup
	Checkpoints []model.Checkpoint
}

// HostView is a host.
type HostView struct {
	Name, Role string
	Up         bool
	Clock      clock.Time[clock.Client] // what its clock shows, for people
	Ahead      clock.Duration           // of true time
	Programs   []string                 // that run, in the order in which they were started
}

// VolumeView is a volume of a host.
type VolumeView struct {
	Path, FS, Host string
	ArchiveBits    bool
	Files          []FileView // sorted by path; without the volume's own root
}

// FileView is a path.
type FileView struct {
	Path    string
	Kind    model.Kind
	Size    int64 // bytes
	Mode    uint32
	Links   int
	Stamp   clock.Time[clock.Client] // the modification time
	Archive bool
	Target  string // of a symlink
}

// ImageView is what the catalogue knows of a job and its image.
type ImageView struct {
	Job       int
	Kind      model.JobKind
	State     model.JobState
	Status    int
	Backup    clock.Time[clock.Master] // the backup time, N18; zero until active
	Base      int                      // the job that it builds on; 0 for none
	Fragments int                      // up to the last checkpoint
	Bytes     int64                    // of these
	Taken     int                      // files
	Done      string                   // the path last done at the checkpoint; empty for none
	Expired   bool
}

// MediumView is a medium.
type MediumView struct {
	Name, Host, State  string
	End, Synced, Limit int64 // bytes; a limit of 0 is none
}

// StoreView is an object repository.
type StoreView struct {
	Name    string
	Objects int
}

// View runs a setup up to an instant, that included, and gives the world as it is
// then. What is ahead of the runner's last view is reached from there; for what is
// behind it the run is made anew, which takes as long as a run without its restores.
func (r *Runner) View(u *Setup, at clock.Duration) (*View, error) {
	w := r.w
	until := min(u.day1+int64(at.Std()), max(u.horizon, u.lastInstant()))
	if w.viewed != u || until < w.sched.Now() {
		if err := w.begin(u, Options{view: true}); err != nil {
			return nil, err
		}
	}
	w.viewed = nil // should the engine panic
	w.sched.Run(until)
	w.viewed = u
	return w.look(nanos(until - u.day1)), nil
}

// lastInstant is when the last statement of the timeline acts.
func (u *Setup) lastInstant() (last int64) {
	for _, st := range u.timeline {
		last = max(last, u.day1+int64(st.At.Offset))
	}
	return last
}

// look copies what a person can ask of the world.
func (w *world) look(at clock.Duration) *View {
	h := &w.history
	v := &View{At: at, Day1: h.Day1, Backups: append([]model.Backup(nil), h.Backups...),
		Checkpoints: append([]model.Checkpoint(nil), h.Checkpoints...)}
	for i := range w.hosts {
		n := w.hosts[i].Node
		reading := n.Clock().Reading(w.setup.day1 + int64(at.Std()))
		v.Hosts = append(v.Hosts, HostView{
			Name: n.Name(), Role: w.hosts[i].role, Up: n.Up(), Clock: foreign.Time(reading),
			Ahead: nanos(reading - w.setup.day1).Plus(at.Neg()), Programs: n.Programs(),
		})
	}
	for _, m := range w.volumes {
		v.Volumes = append(v.Volumes, m.view())
	}
	for i := range h.Jobs {
		j := h.Jobs[i]
		j.Activations, j.Named = append([]model.Activation(nil), j.Activations...), slices.Clone(j.Named)
		v.Jobs = append(v.Jobs, j)
	}
	states := w.setup.system.stores(w)
	for _, m := range w.media {
		v.Media = append(v.Media, MediumView{m.tape.name, m.tape.host, states[m.tape.name], m.End(), m.Synced(), m.tape.capacity})
	}
	for _, b := range w.buckets {
		v.Stores = append(v.Stores, StoreView{b.decl.name, b.Len()})
	}
	v.Images = w.images()
	return v
}

func (m *mounted) view() VolumeView {
	out := VolumeView{Path: m.disk.path, FS: m.disk.fs, Host: m.disk.host}
	out.ArchiveBits = m.List(func(path string, held model.Version, a volume.Attr) {
		out.Files = append(out.Files, FileView{
			Path: path, Kind: held.Kind, Size: a.Size, Mode: uint32(held.Mode), Links: a.Links,
			Stamp: a.Modified, Archive: a.Archive, Target: held.Target,
		})
	})
	return out
}

// images is what the catalogue on the master's disk says.
func (w *world) images() (all []ImageView) {
	if len(w.media) == 0 {
		return nil
	}
	cat, err := w.readCatalog()
	if err != nil {
		return nil // damaged by the script; the jobs say what the engine made of it
	}
	for _, j := range cat.Jobs() {
		x := ImageView{
			Job: j.Number, Kind: j.Kind, State: j.State, Status: j.Status, Backup: j.Backup, Base: j.Base,
			Fragments: len(j.Image), Taken: j.Taken, Done: j.Position.Path, Expired: j.Expired,
		}
		for _, f := range j.Image {
			for _, e := range f.Extents {
				x.Bytes += e.Len
			}
		}
		all = append(all, x)
	}
	return all
}
