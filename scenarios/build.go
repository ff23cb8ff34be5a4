package scenarios

import (
	"time"

	"gapless/model/clock"
	"gapless/scenarios/script"
	"gapless/sim/bucket"
	"gapless/sim/machine"
	"gapless/sim/media"
	"gapless/sim/volume"
)

// recycle takes back what the last run used.
func (w *world) recycle() {
	for _, m := range w.volumes {
		w.spare.volumes = append(w.spare.volumes, m.Volume)
	}
	for _, m := range w.media {
		w.spare.media = append(w.spare.media, m.Medium)
	}
	for _, b := range w.buckets {
		w.spare.buckets = append(w.spare.buckets, b.Bucket)
	}
	w.hosts, w.volumes, w.media, w.buckets = w.hosts[:0], w.volumes[:0], w.media[:0], w.buckets[:0]
	clear(w.out)
	clear(w.methods)
	clear(w.ordered)
	w.byHand = w.byHand[:0]
	w.server, w.probing, w.idle, w.marks = 0, false, w.idle[:0], w.marks[:0]
	w.lastRead, w.lastStore = lastRead{}, lastStore{}
	w.releaseShots()
}

// addHost adds a host with the programs of its role.
func (w *world) addHost(h *host) {
	c := machine.Config{Skew: h.skew, Drift: h.drift, Zone: w.setup.zone, Up: h.up, Started: h.started}
	p := placed{role: h.role}
	sys := w.setup.system
	switch h.role {
	case "master":
		m := machine.AddHost[clock.Master](w.net, h.name, c)
		m.Face().OnAssume(w.assumed)
		if h.name == w.setup.master() {
			w.masterClock = m.Face()
		}
		sys.programs(w, m, nil, nil)
		p.Node = &m.Node
	case "media":
		m := machine.AddHost[clock.Media](w.net, h.name, c)
		m.Face().OnAssume(w.assumed)
		sys.programs(w, nil, m, nil)
		p.Node, p.media = &m.Node, m.Face()
	case "client":
		m := machine.AddHost[clock.Client](w.net, h.name, c)
		m.Face().OnAssume(w.assumed)
		sys.programs(w, nil, nil, m)
		p.Node, p.face, p.stamper = &m.Node, m.Face(), m
	}
	if p.stamper == nil {
		p.face, p.stamper = foreign, disks{p.Clock()}
	}
	w.hosts = append(w.hosts, p)
}

func (w *world) host(name string) *placed {
	for i := range w.hosts {
		if w.hosts[i].Name() == name {
			return &w.hosts[i]
		}
	}
	return nil
}

// disks reads a host's clock for the disks of masters and media hosts, whose stamps
// nobody compares.
type disks struct{ clock *machine.Clock }

// foreign is the face of such stamps.
var foreign = clock.NewFace[clock.Client](60000)

func (d disks) Stamp(_, _ int64, _ bool) clock.Time[clock.Client] { return d.Now() }

func (d disks) Now() clock.Time[clock.Client] { return foreign.Time(d.clock.Reading(d.clock.True())) }

func (w *world) addVolume(i int, d *disk) {
	var v *volume.Volume
	if n := len(w.spare.volumes); n > 0 {
		v, w.spare.volumes = w.spare.volumes[n-1], w.spare.volumes[:n-1]
	} else {
		v = volume.New()
	}
	h := w.host(d.host)
	c := volume.Config{
		Path: d.path, Personality: d.fs, Number: uint64(i + 1), Stamper: h.stamper, Witness: &w.record,
		Zone: w.setup.zone, Tick: d.tick, Granularity: d.granularity, Rate: d.rate, Latency: d.latency, Size: d.size,
		Journal: d.journal, Accesses: d.accesses,
	}
	if d.vss {
		c.Applications = w
	}
	v.Reset(c)
	w.volumes = append(w.volumes, &mounted{Volume: v, disk: d, host: h})
}

func (w *world) addMedium(t *tape) {
	node := w.host(t.host).Node
	var m *media.Medium
	if n := len(w.spare.media); n > 0 {
		m, w.spare.media = w.spare.media[n-1], w.spare.media[:n-1]
		m.Reset(t.name, node, t.capacity)
	} else {
		m = media.New(t.name, node, t.capacity)
	}
	b := &tapeDrive{Medium: m, tape: t, view: m.View(), node: node, away: t.away, world: w}
	m.OnOverwrite, m.Watcher = func(off, length int64) { w.overwritten(t.name, off, length) }, b
	w.media = append(w.media, b)
}

func (w *world) addBucket(d bucketDecl) {
	var b *bucket.Bucket
	if n := len(w.spare.buckets); n > 0 {
		b, w.spare.buckets = w.spare.buckets[n-1], w.spare.buckets[:n-1]
		b.Reset(d.name, w.sched.Now)
	} else {
		b = bucket.New(d.name, w.sched.Now)
	}
	b.OnPut = func(key string) { w.wasPut(d.name, key) }
	b.OnDelete = func(key string) { w.deleted(d.name, key) }
	w.buckets = append(w.buckets, &repository{b, d})
}

func (w *world) bucket(name string) *repository {
	for _, b := range w.buckets {
		if b.decl.name == name {
			return b
		}
	}
	return nil
}

func (w *world) medium(name string) *tapeDrive {
	for _, m := range w.media {
		if m.tape.name == name {
			return m
		}
	}
	return nil
}

// attachCatalog gives the catalogue's disk to the master as it is now.
func (w *world) attachCatalog() {
	w.catalog.Attach(w.host(w.setup.master()).stamper, nil)
	w.catalogFace = w.catalog.Beside()
}

// mountAll gives each host its file tree.
func (w *world) mountAll() {
	master := w.host(w.setup.master())
	for i := range w.hosts {
		h := &w.hosts[i]
		var faces []*volume.FS
		if h.Node == master.Node {
			faces = append(faces, w.catalog.FS(h.Node))
		}
		for _, v := range w.volumes {
			if v.host.Node == h.Node {
				faces = append(faces, v.FS(h.Node))
			}
		}
		if len(faces) == 1 {
			h.Mount(faces[0])
		} else {
			h.Mount(volume.NewMounts(faces...))
		}
	}
}

// populate makes what exists at the start.
func (w *world) populate() error {
	for _, st := range w.setup.start {
		p := st.Path(pathArg[st.Form.Name])
		v := w.volumeOf(p)
		var err error
		switch st.Form.Name {
		case "file":
			err = v.AddFile(p, st.Size("SIZE"), w.startStamp(v, st), st.Line)
		case "dir":
			err = v.AddDir(p, st.Line)
		case "link":
			err = v.AddLink(st.Path("OLD"), p, st.Line)
		case "symlink":
			err = v.AddSymlink(p, st.Text("TARGET"), st.Line)
		}
		if err != nil {
			return placeError(w.setup.Script, st, err)
		}
	}
	return nil
}

// pathArg names the argument of a declaration that is the path it makes.
var pathArg = map[string]string{"file": "PATH", "dir": "PATH", "symlink": "PATH", "link": "NEW"}

// startStamp is a file's modification time at the start: what mtime= says, or 24 h
// before day 1 on its host's clock.
func (w *world) startStamp(v *mounted, st *script.Statement) clock.Time[clock.Client] {
	if s, ok := st.Stamp("mtime"); ok {
		return w.stamp(v, s)
	}
	return w.reading(v).Add(clock.Of(-24 * time.Hour))
}

// stamp is a time given by hand: absolute, or relative to the file's host's clock.
func (w *world) stamp(v *mounted, s script.Stamp) clock.Time[clock.Client] {
	if s.Relative {
		return w.reading(v).Add(clock.Of(s.Offset))
	}
	return v.host.face.Time(s.At.UnixNano())
}

// reading is what the clock of a volume's host shows now.
func (w *world) reading(v *mounted) clock.Time[clock.Client] {
	return v.host.stamper.Now() // which a watch sees
}

// volumeOf is the volume that a path lies on; nil for none.
func (w *world) volumeOf(p string) *mounted {
	d := w.setup.volumeOf(p)
	for _, v := range w.volumes {
		if v.disk == d {
			return v
		}
	}
	return nil
}
