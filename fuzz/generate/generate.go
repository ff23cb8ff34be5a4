package generate

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"gapless/engine/backupexec"
	"gapless/engine/certain"
	"gapless/engine/netbackup"
	"gapless/engine/products"
	"gapless/scenarios"
	"gapless/scenarios/script"
)

// Options say what a generator is for.
type Options struct {
	// Inside leaves out what the product's method cannot see by design.
	Inside bool
	// Without lists kinds that no script has.
	Without []string
}

// Size bounds a script.
type Size struct {
	Statements int // of the timeline, about
	Files      int // that exist at the start, at most
	Jobs       int // that statements start, about
}

// Usual is the size of the scripts of a campaign: as large as its figures are about.
var Usual = Size{Statements: 40, Files: 8, Jobs: 4}

// Plan says which script is wanted.
type Plan struct {
	Seed uint64 // of the search
	Run  uint64 // its number, from 1
	Size Size
}

// Generator makes scripts for one product, one after another in the same memory. It is
// not for concurrent use.
type Generator struct {
	product    products.Product
	options    Options
	offset     time.Duration // how much lateness the product bears; 0 where it has no such thing
	entries    []entry       // that the product has
	tapes      bool          // it writes to media, not to object repositories
	methods    bool          // policies can choose how files are selected
	resumes    bool          // policies have checkpoints
	journal    bool          // volumes may have change journals
	freezes    bool          // and snapshots
	guards     bool          // media have append periods and protection
	catalog    bool          // policies can compare with the catalogue
	deletes    bool          // and delete what was backed up
	overwrites bool          // policies may begin each medium anew
	absolute   bool          // it compares times of one host's clock with those of another
	proves     bool          // it leaves out only what is proven to be unchanged
	releases   bool          // it can be upgraded
	sets       bool          // it has working sets
	picky      bool          // it restarts jobs from checkpoints on frozen volumes only
	provided   bool          // repositories may be a provider's
	choices    []choice      // of settings
	bounds     []time.Duration
	texts      map[time.Duration]string
	wanted     [kinds]bool
	never      [kinds]bool
	pcg        *rand.PCG
	rng        *rand.Rand
	mint

	// The script in the making.
	size     Size
	spare    time.Duration // lateness that it may still have, inside the envelope
	server   bool          // there is a second media server, with a medium of its own
	bits     bool          // a policy may select by archive bit
	frozen   bool          // all is as a picky product wants it
	set      []string      // settings
	without  [kinds]bool
	hosts    []string
	clients  []string
	volumes  []disk
	paths    []string
	stores   []string // media or repositories
	policies []policy
	jobs     []start
	instants []time.Duration
	weights  []int // running sums, by entry
}

// disk is a declared volume.
type disk struct{ path, host, fs string }

// policy is a declared policy.
type policy struct {
	name        string
	checkpoints bool
	accessed    time.Duration // how far back its working sets go
}

// start is a job that a statement starts.
type start struct {
	at     time.Duration
	policy string
}

// New makes a generator for a product.
func New(product string, o Options) (*Generator, error) {
	p, ok := products.Find(product)
	if !ok {
		return nil, fmt.Errorf("unknown product %q; gapless products lists them", product)
	}
	pcg := rand.NewPCG(0, 0)
	g := &Generator{product: p, options: o, bounds: bounds(p), texts: map[time.Duration]string{}, pcg: pcg, rng: rand.New(pcg)}
	if r, ok := p.Rules.(*netbackup.Rules); ok {
		g.offset, g.releases = r.DeltaOffset().Std(), true
	}
	for k := range g.never {
		g.never[k] = slices.Contains(o.Without, Kind(k).String())
	}
	g.tapes = g.Has("media", "tape1")
	g.methods = g.Has("policy", "nightly", "volumes=/data", "method=archive-bit")
	g.resumes = g.Has("policy", "nightly", "volumes=/data", "checkpoint=15m")
	g.journal = g.Has("volume", "/mail", "fs=ntfs", "journal=on")
	g.freezes = g.Has("volume", "/mail", "fs=ntfs", "snapshot=vss")
	g.guards = g.Has("media", "tape1", "protection=full")
	g.catalog = g.Has("policy", "nightly", "volumes=/data", "method=catalog")
	g.deletes = g.Has("policy", "nightly", "volumes=/data", "after=delete")
	g.overwrites = g.Has("policy", "nightly", "volumes=/data", "media=overwrite")
	g.choices = choices
	_, g.picky = p.Setting("checkpoint-minimum")
	g.provided = g.Has("repository", "bucket", "provider=media")
	known := entries
	if g.journal {
		known, g.choices = slices.Concat(entries, volumes), slices.Concat(choices, restarts)
	}
	known = g.setsKnown(known)
	switch p.Rules.(type) {
	case *certain.Rules:
		g.proves = true
		known = slices.Concat(known, unseen, anywhere)
	case *backupexec.Rules:
		g.absolute = true
	}
	for _, e := range known {
		if e.kind == Releases && !g.releases {
			continue
		}
		if (e.inside || !o.Inside) && g.Has(e.sample...) {
			g.entries = append(g.entries, e)
		}
	}
	return g, nil
}

// Has reports whether the product can have a statement, given as words without an
// instant. It asks for a setup of a script that is made of it.
func (g *Generator) Has(words ...string) bool {
	g.begin()
	g.declare("volume", "/data", "fs=ntfs")
	if declared := scenarios.Language.Lookup(script.Declaration, words[0]); declared != nil && words[0] != "link" && words[0] != "symlink" {
		g.declare(words...)
	} else {
		g.declare("policy", "nightly", "volumes=/data")
		g.at(0, strings.Fields(strings.Join(words, " "))...)
	}
	_, err := scenarios.NewSetup(&g.out, g.product.Name, nil)
	return err == nil
}

// Verbs lists what the generator's scripts may have, as its tables name it.
func (g *Generator) Verbs() (all []string) {
	for _, e := range g.entries {
		all = append(all, e.sample[0])
	}
	return all
}

// Want has the scripts from now on leave out the named kinds less often, and have more
// of them.
func (g *Generator) Want(names []string) {
	for k := range g.wanted {
		g.wanted[k] = slices.Contains(names, Kind(k).String())
	}
}

// Script makes the script of a plan. It is gone with the next one: Clone it to keep it.
func (g *Generator) Script(p Plan) *script.Script {
	g.pcg.Seed(p.Seed, p.Run)
	g.size = p.Size
	g.begin()
	g.swarm()
	g.world()
	g.start()
	g.fill()
	s := g.end()
	s.Name = "generated"
	return s
}

// swarm decides what this script leaves out altogether.
func (g *Generator) swarm() {
	for k := range g.without {
		if !g.drawn(k) {
			g.without[k] = true
			continue
		}
		g.without[k] = g.rng.IntN(2) == 0
		if g.wanted[k] {
			g.without[k] = g.rng.IntN(8) == 0
		}
	}
	for k := range g.without {
		g.without[k] = g.without[k] || g.never[k]
	}
	g.without[Jobs], g.without[Writes] = false, false
}

// start places the jobs: a full, and what follows it.
func (g *Generator) start() {
	g.jobs, g.instants = g.jobs[:0], g.instants[:0]
	at := firstJob + g.minutes(60)
	for i := range max(1, g.size.Jobs) {
		p := g.anyPolicy().name
		kind := "full"
		if i > 0 {
			kind = g.jobKind()
		}
		g.at(at, kind, p)
		g.jobs = append(g.jobs, start{at, p})
		if (i > 0 && g.resumes || g.guards) && !g.without[Interrupted] && g.oneIn(2) {
			g.interruption(at, p)
		}
		switch g.rng.IntN(4) {
		case 0:
			at += g.bound() + g.miss()
		case 1:
			at += g.minutes(180)
		default:
			at += time.Duration(1+g.rng.IntN(24)) * time.Hour
		}
	}
}

// jobKind is the kind of a job that is not the first.
func (g *Generator) jobKind() string {
	switch n := g.rng.IntN(8); {
	case n == 0:
		return "full"
	case (n == 1 && (g.guards || g.rng.IntN(2) == 0) || n == 2 && g.bits) && g.can("cumulative"):
		return g.cumulative()
	}
	if !g.without[Accesses] && g.oneIn(4) {
		return "working-set"
	}
	return "incremental"
}

// can reports whether the product has an entry of that verb.
func (g *Generator) can(verb string) bool {
	return slices.ContainsFunc(g.entries, func(e entry) bool { return e.sample[0] == verb })
}

// fill adds entries until the script is as long as it should be.
func (g *Generator) fill() {
	g.weights = g.weights[:0]
	sum := 0
	for i := range g.entries {
		e := &g.entries[i]
		switch {
		case g.without[e.kind]:
		case g.wanted[e.kind]:
			sum += 3 * e.weight
		default:
			sum += e.weight
		}
		g.weights = append(g.weights, sum)
	}
	declared := 0
	for _, st := range g.out.Statements {
		if st.Form.Section == script.Declaration {
			declared++
		}
	}
	for len(g.out.Statements) < declared+g.size.Statements {
		n := g.rng.IntN(sum)
		i, _ := slices.BinarySearch(g.weights, n+1)
		g.entries[i].write(g)
	}
}

// pick is one of a list.
func pick[T any](g *Generator, list []T) T { return list[g.rng.IntN(len(list))] }

// oneIn is true once in n times.
func (g *Generator) oneIn(n int) bool { return g.rng.IntN(n) == 0 }

func (g *Generator) anyPolicy() policy { return pick(g, g.policies) }

// path is a name that something may have.
func (g *Generator) path() string { return pick(g, g.paths) }

// pair is two names on one volume.
func (g *Generator) pair() (from, to string) {
	d := pick(g, g.volumes)
	return d.path + pick(g, names), d.path + pick(g, names)
}
