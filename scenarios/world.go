package scenarios

import (
	"gapless/engine/products"
	"gapless/model"
	"gapless/model/clock"
	"gapless/scenarios/script"
	"gapless/sim/bucket"
	"gapless/sim/machine"
	"gapless/sim/media"
	"gapless/sim/sched"
	"gapless/sim/volume"
)

// world is one simulated world with an engine in it. Its memory is used again for
// the next run.
type world struct {
	sched *sched.Scheduler
	net   *machine.Network
	setup *Setup

	hosts   []placed
	volumes []*mounted
	catalog *volume.Volume // the master's own disk
	media   []*tapeDrive
	buckets []*repository
	target  *volume.Volume // what restores go into
	spare   struct {
		volumes []*volume.Volume
		media   []*media.Medium
		buckets []*bucket.Bucket
	}
	trueTime *clock.Face[clock.True]
	server   int64 // the process number of the engine's server; 0 while it is down
	rules    products.Rules
	out      map[string]int    // the outages that last, by what is out
	drops    int               // requests that will be lost
	methods  map[string]string // of policies whose method was changed
	ordered  map[string]bool   // media that somebody has asked to have erased
	byHand   []model.Overwrite // what came of that
	shots    []shot            // the snapshots that were made
	freezes  int               // those that last, over all volumes
	record
	options     Options
	probing     bool
	viewed      *Setup // whose run this is, when it can go on to a later view
	idle        []Idle
	marks       []mark
	catalogFace *volume.FS // of the harness
	targetFace  *volume.FS
	masterClock *clock.Face[clock.Master]
	lastRead    lastRead
	lastStore   lastStore
}

// placed is a host with what is particular to its role.
type placed struct {
	*machine.Node
	role    string
	face    *clock.Face[clock.Client] // of the stamps on its volumes
	media   *clock.Face[clock.Media]  // of a media host's own clock
	stamper volume.Stamper
}

// mounted is a declared volume in a run.
type mounted struct {
	*volume.Volume
	disk *disk
	host *placed
	// While its applications are frozen, what they would change waits.
	frozen  int // how many freezes last
	waiting []*script.Statement
}

// tapeDrive is a declared medium in a run.
type tapeDrive struct {
	*media.Medium
	tape  *tape
	view  *media.View
	node  *machine.Node
	away  bool
	world *world
	// wrote is when something was last written to it, where that starts its protection anew.
	wrote clock.Time[clock.True]
}

var _ media.Watcher = (*tapeDrive)(nil)

// Appended implements media.Watcher.
func (t *tapeDrive) Appended(end int64) {
	if w := t.world; !w.probing { // what a probe's copy of the world keeps is no promise
		w.record.wrote(t.tape.name, end)
		if w.setup.system.renews() {
			w.record.appended(t)
		}
	}
}

// repository is a declared object repository in a run.
type repository struct {
	*bucket.Bucket
	decl bucketDecl
}

func newWorld() *world {
	w := &world{
		sched: sched.New(), trueTime: clock.NewFace[clock.True](0),
		catalog: volume.New(), target: volume.New(), out: map[string]int{},
		methods: map[string]string{}, ordered: map[string]bool{},
	}
	w.net = machine.New(w.sched)
	w.targetFace = w.target.FS(nil)
	w.record.world = w
	return w
}

func (w *world) close() { w.sched.Close() }

// now is the true time.
func (w *world) now() clock.Time[clock.True] { return w.trueTime.Time(w.sched.Now()) }

// build makes the world of a setup as it is at 00:00 of day 1.
func (w *world) build(u *Setup) {
	w.recycle()
	w.setup, w.rules, w.drops = u, u.Rules, 0
	w.record.begin(u)
	w.sched.Reset(u.day1)
	w.net.Reset()
	for i := range u.hosts {
		w.addHost(&u.hosts[i])
	}
	for i := range u.volumes {
		w.addVolume(i, &u.volumes[i])
	}
	for i := range u.media {
		w.addMedium(&u.media[i])
	}
	for _, d := range u.buckets {
		w.addBucket(d)
	}
	w.catalog.Reset(volume.Config{Path: CatalogDir, Stamper: w.host(u.master()).stamper, Number: 1 << 31})
	w.attachCatalog()
	w.mountAll()
	w.net.Observe(&w.record)
}
