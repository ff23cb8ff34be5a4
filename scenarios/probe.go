package scenarios

import (
	"slices"
	"time"

	"gapless/engine/job"
	"gapless/engine/message"
	"gapless/model"
	"gapless/model/clock"
	"gapless/sim/bucket"
	"gapless/sim/media"
	"gapless/sim/volume"
)

// probe runs one more incremental of each policy that has a restore point, each on
// the world as it is at the end of the run, healed, so that a bad reference does not
// hide behind the end of the script. P6.
func (w *world) probe() error {
	var policies []string
	for _, m := range w.marks {
		name := w.history.Jobs[m.job-1].Policy
		if !slices.Contains(policies, name) {
			policies = append(policies, name)
		}
	}
	w.probing, w.real = true, len(w.history.Jobs)
	for i, name := range policies {
		last := i == len(policies)-1
		var kept stores
		if !last {
			kept = w.keep()
		}
		w.shift = len(w.history.Jobs) - w.real
		if err := w.probePolicy(name); err != nil {
			return err
		}
		if !last {
			w.bringBack(kept)
		}
	}
	return nil
}

// stores is everything that lasts in a world.
type stores struct {
	catalog *volume.Volume
	volumes []*volume.Volume
	media   []*media.Medium
	buckets []*bucket.Bucket
	clocks  []reading
	now     int64
}

// reading is what a host's clock shows, and its rate, and for how long the host is up since
// when; 0 for one that is down, and is started anew.
type reading struct{ skew, drift, up, started int64 }

// keep sets the stores aside and gives the world copies.
func (w *world) keep() stores {
	k := stores{catalog: w.catalog, now: w.sched.Now(), clocks: w.readings()}
	w.catalog = w.catalog.Clone()
	for _, v := range w.volumes {
		k.volumes = append(k.volumes, v.Volume)
		v.Volume = v.Clone()
	}
	for _, m := range w.media {
		k.media = append(k.media, m.Medium)
		m.Medium = m.Clone(m.tape.name, m.node)
		m.view = m.View()
	}
	for _, b := range w.buckets {
		k.buckets = append(k.buckets, b.Bucket)
		b.Bucket = b.Clone()
	}
	return k
}

// bringBack undoes keep.
func (w *world) bringBack(k stores) {
	w.catalog = k.catalog
	for i, v := range w.volumes {
		v.Volume = k.volumes[i]
	}
	for i, m := range w.media {
		m.Medium = k.media[i]
		m.view = m.View()
	}
	for i, b := range w.buckets {
		b.Bucket = k.buckets[i]
	}
	w.rebuild(k.now, k.clocks)
}

func (w *world) readings() (all []reading) {
	now := w.sched.Now()
	all = make([]reading, 0, len(w.hosts))
	for i := range w.hosts {
		c := w.hosts[i].Clock()
		r := reading{skew: c.Reading(now) - now, drift: c.Drift()}
		if w.hosts[i].Up() {
			r.up, r.started = c.Uptime(), w.hosts[i].Started()
		}
		all = append(all, r)
	}
	return all
}

// rebuild has all hosts begin anew at an instant, with their clocks as they were and
// their stores as they are, free of faults. Those that were up have not been restarted: who
// goes by how long they are up must find out nothing by that.
func (w *world) rebuild(now int64, clocks []reading) {
	w.sched.Reset(now)
	w.net.Reset()
	hosts := w.hosts
	w.hosts = w.hosts[:0]
	for i := range hosts {
		h := w.setup.hosts[i]
		h.skew, h.drift, h.up, h.started = clocks[i].skew, clocks[i].drift, clocks[i].up, clocks[i].started
		w.addHost(&h)
	}
	for _, v := range w.volumes {
		v.host, v.frozen, v.waiting = w.host(v.disk.host), 0, nil
		v.Attach(v.host.stamper, &w.record)
		v.Heal()
	}
	for _, m := range w.media {
		m.node = w.host(m.tape.host).Node
		m.Heal(m.node)
		m.OnOverwrite = func(off, length int64) { w.overwritten(m.tape.name, off, length) }
	}
	for _, b := range w.buckets {
		b.Heal()
	}
	w.drops, w.freezes = 0, 0
	w.attachCatalog()
	w.mountAll()
	w.net.Observe(&w.record)
}

// probeTape is the medium that a probe writes to.
var probeTape = tape{name: "probe", host: "media", retention: clock.Forever}

// onlyTakes has a policy do no more in a probe than the probe asks of it: to take what the
// next incremental takes. It starts nothing by itself, writes to the probe's medium, and
// deletes nothing: jobs that were interrupted go on in the probe's copy of the world, and
// what they delete there was never deleted from the files that are judged.
func onlyTakes(p *job.Policy) { p.Schedules, p.Server, p.Delete = nil, "", false }

// probeLimit is how long a probe may take.
const probeLimit = 30 * 24 * time.Hour

func (w *world) probePolicy(name string) error {
	w.event(&Event{Kind: "probe", Text: name})
	w.probed = name
	w.rebuild(w.sched.Now(), w.readings())
	w.sched.Limit = stepLimit
	stores := len(w.media)
	w.addMedium(&probeTape) // so that media which are full or broken do not hide a bad reference
	defer func() { w.media = w.media[:stores] }()
	pid, err := w.host(w.setup.master()).Boot(w.setup.system.boot(w, true))
	if err != nil {
		return err
	}
	w.server = pid
	if err := w.post(message.Start{Kind: model.Incremental, Policy: name}); err != nil {
		return err
	}
	w.sched.Run(w.sched.Now() + int64(probeLimit))
	w.stop()
	return nil
}
