package scenarios

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"gapless/engine/job"
	"gapless/engine/products"
	"gapless/model"
	"gapless/model/clock"
	"gapless/scenarios/script"
	"gapless/sim/journal"
	"gapless/sim/volume"
)

// Setup is a script made ready to run for one product, as often as wanted: what an
// administrator would have entered, and what exists at the start. It is not changed
// by runs.
type Setup struct {
	Script  *script.Script
	Product products.Product
	Rules   products.Rules // with the script's settings; not to be changed

	system   system
	policies []model.Policy
	covers   []coverage
	hosts    []host
	volumes  []disk
	media    []tape
	buckets  []bucketDecl
	start    []*script.Statement // file, dir, link, symlink, in file order
	timeline []*script.Statement // in file order, in which statements of one instant act
	hooks    []*script.Statement
	expect   []*script.Statement
	day1     int64 // true nanoseconds since 1970-01-01 UTC
	horizon  int64 // the same
	zone     *time.Location
	sets     []Override

	backups   []model.Backup // in object repositories, in the order of policies
	backupOf  map[string]int // by policy
	keeps     []keeping      // by backup
	pollEvery clock.Duration
}

// host is a declared host.
type host struct {
	name    string
	role    string
	windows bool
	skew    int64 // nanoseconds
	drift   int64 // parts per billion

	up, started int64 // as machine.Config has them
}

// disk is a declared volume.
type disk struct {
	path, fs, host string
	size, rate     int64
	latency, tick  time.Duration
	granularity    time.Duration
	accesses       volume.Accesses
	vss, cluster   bool
	journal        volume.JournalSize
}

// accesses are the words for when reading moves access times.
var accesses = map[string]volume.Accesses{
	"exact": volume.Exact, "hourly": volume.Hourly, "relative": volume.Relative, "off": volume.Never,
}

// tape is a declared medium.
type tape struct {
	name, host string
	capacity   int64
	retention  clock.Duration
	away       bool // somebody has yet to bring it
}

// Override is a setting given on the command line, or by a script's set.
type Override struct{ Key, Value string }

// CatalogDir is where the engine's catalogue lies on the master.
const CatalogDir = "/catalog"

// NewSetup makes a checked script ready for a product. The overrides come after the
// script's own settings. The error says which setting, volume or policy the product
// cannot have.
func NewSetup(s *script.Script, product string, overrides []Override) (*Setup, error) {
	p, ok := products.Find(product)
	if !ok {
		return nil, fmt.Errorf("unknown product %q; gapless products lists them", product)
	}
	u := &Setup{
		Script: s, Product: p, day1: s.Date().UnixNano(), zone: s.Zone(),
		timeline: s.Timeline(), hooks: s.Hooks(), expect: s.Expectations(),
	}
	for _, st := range s.All("set") {
		u.sets = append(u.sets, Override{st.Text("KEY"), st.Text("VALUE")})
	}
	u.sets = append(u.sets, overrides...)
	var err error
	if u.Rules, err = u.rules(p); err != nil {
		return nil, err
	}
	u.system = systemOf(u.Rules)
	if err := u.refuse(); err != nil {
		return nil, err
	}
	if err := u.declareHosts(); err != nil {
		return nil, err
	}
	if err := u.system.declareStores(u); err != nil {
		return nil, err
	}
	for _, st := range s.Declarations() {
		switch st.Form.Name {
		case "volume":
			if err := u.declareVolume(st); err != nil {
				return nil, err
			}
		case "file", "dir", "link", "symlink":
			u.start = append(u.start, st)
		}
	}
	if err := u.declarePolicies(); err != nil {
		return nil, err
	}
	end := time.Duration(0)
	for _, st := range u.timeline {
		end = max(end, st.At.Offset)
	}
	u.horizon = u.day1 + int64(end+s.Horizon())
	return u, nil
}

// rules are a product's, with the settings of the script and the command line.
func (u *Setup) rules(p products.Product) (products.Rules, error) {
	r := p.New()
	for i, o := range u.sets {
		// One of the script's own is for those of its products that have it.
		if _, ok := p.Setting(o.Key); !ok && i < len(u.Script.All("set")) && len(u.Script.Products()) > 1 {
			continue
		}
		if err := set(p, r, o.Key, o.Value); err != nil {
			return nil, fmt.Errorf("%s: %w", p.Name, err)
		}
	}
	return r, nil
}

// set changes one setting in a product's rules.
func set(p products.Product, r products.Rules, key, value string) error {
	s, ok := p.Setting(key)
	if !ok {
		return fmt.Errorf("unknown setting %q; gapless products %s lists them", key, p.Name)
	}
	if d, ok := script.ParseDuration(value); ok && value != "0" { // which may be a number or a size, too
		value = d.String()
	}
	return s.Set(r, value)
}

func (u *Setup) declareHosts() error {
	u.hosts = []host{{name: "master", role: "master"}, {name: "media", role: "media"}, {name: "client", role: "client"}}
	for _, st := range u.Script.All("host") {
		h := host{name: st.Text("NAME"), role: st.Text("role"), windows: st.Is("os", "windows"),
			skew: int64(st.Duration("skew")), drift: st.Int("drift")}
		i := slices.IndexFunc(u.hosts, func(o host) bool { return o.name == h.name })
		if i < 0 && h.role == "master" {
			return placeError(u.Script, st, errors.New("there is one master, and it is called master; declare media hosts and clients only"))
		}
		if i < 0 {
			u.hosts = append(u.hosts, h)
			continue
		}
		if h.role != u.hosts[i].role {
			return placeError(u.Script, st, fmt.Errorf("%s is a %s; call other hosts by other names", h.name, u.hosts[i].role))
		}
		u.hosts[i] = h
	}
	return nil
}

func (u *Setup) host(name string) *host {
	for i := range u.hosts {
		if u.hosts[i].name == name {
			return &u.hosts[i]
		}
	}
	return nil
}

// master is the name of the host on which the server runs.
func (u *Setup) master() string { return "master" }

func (u *Setup) declareVolume(st *script.Statement) error {
	d := disk{
		path: st.Path("PATH"), fs: st.Text("fs"), host: st.Text("host"), size: st.Size("size"),
		rate: st.Int("rate"), latency: st.Duration("latency"), tick: st.Duration("tick"),
		granularity: st.Duration("granularity"), accesses: accesses[st.Text("access-times")], vss: st.Is("snapshot", "vss"), cluster: st.Is("cluster", "yes"),
	}
	if kind, _ := volume.Known(d.fs); d.vss && !kind.VSS {
		return placeError(u.Script, st, fmt.Errorf("%s cannot be frozen by VSS; use fs=ntfs, fs=refs or fs=fat32, or leave snapshot= out", d.fs))
	}
	if err := d.keepJournal(st); err != nil {
		return placeError(u.Script, st, err)
	}
	if d.host == "" {
		d.host = "client"
	}
	u.volumes = append(u.volumes, d)
	return nil
}

// keepJournal gives a volume the change journal that it is declared with.
func (d *disk) keepJournal(st *script.Statement) error {
	sized := st.Has("journal-size") || st.Has("journal-delta")
	on := st.Is("journal", "on") || !st.Has("journal") && (st.Is("boot", "yes") || sized)
	kind, _ := volume.Known(d.fs)
	switch {
	case on && !kind.Journal:
		return fmt.Errorf("%s has no change journal; use fs=ntfs or fs=refs, or leave the journal out", d.fs)
	case sized && !on:
		return errors.New("journal-size= and journal-delta= are of a change journal, and journal=off; leave them out")
	case on:
		d.journal = volume.JournalSize{Max: journal.DefaultSize, Delta: journal.DefaultDelta}
		if st.Has("journal-size") {
			d.journal.Max = st.Size("journal-size")
		}
		if st.Has("journal-delta") {
			d.journal.Delta = st.Size("journal-delta")
		}
		if d.journal.Max <= 0 || d.journal.Delta <= 0 {
			return errNoSize
		}
	}
	return nil
}

func (u *Setup) declarePolicies() error {
	for _, st := range u.Script.All("policy") {
		if err := u.system.declarePolicy(u, st); err != nil {
			return err
		}
		u.policies = append(u.policies, model.Policy{
			Name: st.Text("NAME"), Exclude: st.List("exclude"), Detects: u.detects(st), Accessed: accessedSince(st),
		})
	}
	return nil
}

// accessedSince is how far back the accesses lie that put a file into a policy's working
// set. D19.
func accessedSince(st *script.Statement) clock.Duration {
	if st.Has("accessed") {
		return clock.Of(st.Duration("accessed"))
	}
	return clock.Of(30 * 24 * time.Hour)
}

// detects is what a policy's method detects. One that changes on the way is trusted
// with nothing.
func (u *Setup) detects(st *script.Statement) model.Detects {
	if u.zone != time.UTC && slices.ContainsFunc(u.volumes, func(d disk) bool { return d.fs == "fat32" }) {
		return model.Detects{Deleted: u.Product.DetectsBy(st.Text("method")).Deleted} // FAT's times change by themselves
	}
	for _, c := range u.Script.All("change-method") {
		if c.Text("POLICY") == st.Text("NAME") {
			return u.Product.Detects
		}
	}
	return u.Product.DetectsBy(st.Text("method"))
}

// defaultCheckpoint is how often a policy takes checkpoints that does not say. N14.
const defaultCheckpoint = 15 * time.Minute

// targets are a policy's clients, each with its volumes there.
func (u *Setup) targets(st *script.Statement) (all []job.Target, err error) {
	clients := st.List("clients")
	for _, root := range st.List("volumes") {
		d := u.volumeOf(root)
		if d == nil {
			return nil, placeError(u.Script, st, fmt.Errorf("there is no volume %s", root))
		}
		if len(clients) > 0 && !slices.Contains(clients, d.host) {
			return nil, placeError(u.Script, st, fmt.Errorf("volume %s is on %s, which is not among its clients", root, d.host))
		}
		if u.host(d.host).role != "client" {
			return nil, placeError(u.Script, st, fmt.Errorf("volume %s is on %s, which is no client: only clients are backed up", root, d.host))
		}
		i := slices.IndexFunc(all, func(t job.Target) bool { return t.Client == d.host })
		if i < 0 {
			i = len(all)
			all = append(all, job.Target{Client: d.host, Windows: u.host(d.host).windows})
		}
		all[i].Roots = append(all[i].Roots, root)
		all[i].Volumes = append(all[i].Volumes, job.Volume{Format: d.fs, Snapshots: d.vss, Clustered: d.cluster})
	}
	for _, t := range all {
		u.covers = append(u.covers, coverage{st.Text("NAME"), t.Client, t.Roots})
	}
	return all, nil
}

// coverage is what a policy covers on one client. It is the script's word, and not the
// engine's: an engine that leaves out a volume must not decide what it is judged by.
type coverage struct {
	policy, client string
	roots          []string
}

// rootsOf are the volumes that a policy covers on a client.
func (u *Setup) rootsOf(policy, client string) []string {
	for _, c := range u.covers {
		if c.policy == policy && c.client == client {
			return c.roots
		}
	}
	return nil
}

// volumeOf is the volume that a path lies on; nil for none.
func (u *Setup) volumeOf(p string) (found *disk) {
	for i := range u.volumes {
		d := &u.volumes[i]
		if model.Within(p, d.path) && (found == nil || len(d.path) > len(found.path)) {
			found = d
		}
	}
	return found
}
