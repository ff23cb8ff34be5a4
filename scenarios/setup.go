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
)

// Setup is a script made ready to run for one product, as often as wanted: what an
// administrator would have entered, and what exists at the start. It is not changed
// by runs.
type Setup struct {
	Script  *script.Script
	Product products.Product
	Rules   job.Rules // with the script's settings

	config   job.Config
	policies []model.Policy
	hosts    []host
	volumes  []disk
	media    []tape
	start    []*script.Statement // file, dir, link, symlink, in file order
	timeline []*script.Statement // in file order, in which statements of one instant act
	hooks    []*script.Statement
	expect   []*script.Statement
	day1     int64 // true nanoseconds since 1970-01-01 UTC
	horizon  int64 // the same
	zone     *time.Location
	sets     []Override
}

// host is a declared host.
type host struct {
	name    string
	role    string
	windows bool
	skew    int64 // nanoseconds
	drift   int64 // parts per billion
}

// disk is a declared volume.
type disk struct {
	path, fs, host string
	size, rate     int64
	latency, tick  time.Duration
	granularity    time.Duration
}

// tape is a declared medium.
type tape struct {
	name, host string
	capacity   int64
	retention  clock.Duration
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
	if err := u.refuse(); err != nil {
		return nil, err
	}
	if err := u.declareHosts(); err != nil {
		return nil, err
	}
	u.declareMedia()
	for _, st := range s.Declarations() {
		switch st.Form.Name {
		case "volume":
			u.declareVolume(st)
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
	u.config.Rules, u.config.Catalog = u.Rules, CatalogDir
	return u, nil
}

// rules are a product's, with the settings of the script and the command line.
func (u *Setup) rules(p products.Product) (job.Rules, error) {
	r := p.Rules
	for _, o := range u.sets {
		if err := set(&r, o.Key, o.Value); err != nil {
			return r, fmt.Errorf("%s: %w", p.Name, err)
		}
	}
	return r, nil
}

func set(r *job.Rules, key, value string) error {
	s, ok := products.FindSetting(key)
	if !ok {
		return fmt.Errorf("unknown setting %q; gapless products NAME lists them", key)
	}
	if d, ok := script.ParseDuration(value); ok {
		value = d.String()
	}
	return s.Set(r, value)
}

// refuse finds what the script asks for and the product does not have.
func (u *Setup) refuse() error {
	for _, st := range u.Script.Declarations() {
		for _, name := range lacking[st.Form.Name] {
			if st.Has(name) && !st.Is(name, "none") && !st.Is(name, "off") {
				return placeError(u.Script, st, fmt.Errorf("%s has no %s; leave it out", u.Product.Name, name))
			}
		}
		if st.Form.Name == "repository" {
			return placeError(u.Script, st, fmt.Errorf("%s writes to media; declare media instead", u.Product.Name))
		}
		if st.Form.Name == "policy" && st.Is("method", "catalog") {
			return placeError(u.Script, st, fmt.Errorf("%s has the methods modified-time and archive-bit", u.Product.Name))
		}
	}
	return nil
}

// lacking lists, by declaration, what the NetBackup profiles do not have.
var lacking = map[string][]string{
	"volume": {"snapshot", "journal"},
	"media":  {"append-period", "protection"},
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

func (u *Setup) declareVolume(st *script.Statement) {
	d := disk{
		path: st.Path("PATH"), fs: st.Text("fs"), host: st.Text("host"), size: st.Size("size"),
		rate: st.Int("rate"), latency: st.Duration("latency"), tick: st.Duration("tick"),
		granularity: st.Duration("granularity"),
	}
	if d.host == "" {
		d.host = "client"
	}
	u.volumes = append(u.volumes, d)
}

func (u *Setup) declareMedia() {
	for _, st := range u.Script.All("media") {
		t := tape{name: st.Text("NAME"), host: st.Text("host"), capacity: st.Size("capacity"), retention: clock.Forever}
		if st.Has("retention") {
			t.retention = clock.Of(st.Duration("retention"))
		}
		if t.host == "" {
			t.host = "media"
		}
		u.media = append(u.media, t)
	}
	if len(u.media) == 0 {
		u.media = []tape{{name: DefaultMedium, host: "media", retention: clock.Forever}}
	}
	for _, t := range u.media {
		u.config.Media = append(u.config.Media, job.Medium{Name: t.name, Host: t.host, Retention: t.retention})
	}
}

func (u *Setup) declarePolicies() error {
	for _, st := range u.Script.All("policy") {
		p := job.Policy{
			Name: st.Text("NAME"), Exclude: st.List("exclude"), Method: st.Text("method"),
			Checkpoint: clock.Of(st.Duration("checkpoint")),
		}
		if !st.Has("checkpoint") {
			p.Checkpoint = clock.Of(defaultCheckpoint)
		}
		for _, due := range st.Due("schedule") {
			p.Schedules = append(p.Schedules, job.Schedule{
				Kind: model.JobKind(due.Kind), Weekday: due.Weekday, Hour: due.Hour, Minute: due.Minute,
			})
		}
		if err := u.targets(&p, st); err != nil {
			return err
		}
		u.config.Policies = append(u.config.Policies, p)
		u.policies = append(u.policies, model.Policy{Name: p.Name, Exclude: p.Exclude, Detects: u.Product.Detects})
	}
	return nil
}

// defaultCheckpoint is how often a policy takes checkpoints that does not say. N14.
const defaultCheckpoint = 15 * time.Minute

// targets gives a policy one target for each client, with its volumes there.
func (u *Setup) targets(p *job.Policy, st *script.Statement) error {
	clients := st.List("clients")
	for _, root := range st.List("volumes") {
		d := u.volumeOf(root)
		if d == nil {
			return placeError(u.Script, st, fmt.Errorf("there is no volume %s", root))
		}
		if len(clients) > 0 && !slices.Contains(clients, d.host) {
			return placeError(u.Script, st, fmt.Errorf("volume %s is on %s, which is not among its clients", root, d.host))
		}
		if u.host(d.host).role != "client" {
			return placeError(u.Script, st, fmt.Errorf("volume %s is on %s, which is no client: only clients are backed up", root, d.host))
		}
		i := slices.IndexFunc(p.Targets, func(t job.Target) bool { return t.Client == d.host })
		if i < 0 {
			i = len(p.Targets)
			p.Targets = append(p.Targets, job.Target{Client: d.host, Windows: u.host(d.host).windows})
		}
		p.Targets[i].Roots = append(p.Targets[i].Roots, root)
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
