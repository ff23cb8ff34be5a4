package generate

import (
	"slices"
	"strings"
	"time"
)

// names are the names below a volume's root: they collide, nest, and differ in case
// only. Those that are first in the list may be files at the start.
var names = []string{"/a", "/b", "/c", "/d/a", "/d/b", "/d/e/a", "/f", "/z", "/m.tmp", "/d", "/A", "/e"}

// declarable is how many of the names may be files at the start.
const declarable = 9

var (
	sizes = []string{"0", "1B", "1KB", "1KB", "1KB", "2KB", "4KB", "4KB", "16KB", "64KB"}
	unixy = []string{"ext4", "ext4", "xfs", "hfs+"}
	windy = []string{"ntfs", "ntfs", "refs", "fat32"}
	skews = []string{"+3s", "-3s", "+10m", "-1h", "+1d"}
	ticks = []string{"tick=15.625ms", "tick=1s", "granularity=1s", "granularity=2s", "granularity=1ms"}
)

// world writes the declarations.
func (g *Generator) world() {
	g.declare("product", g.product.Name)
	g.spare = g.offset / 2
	if !g.without[Settings] {
		g.settings()
	}
	zone := !g.options.Inside && !g.without[Clocks] && g.oneIn(6)
	if zone {
		g.declare("date", pick(g, []string{"2009-03-28", "2009-10-24"}))
		g.declare("zone", "Europe/Berlin")
	}
	scheduled := !g.without[Schedules] && g.oneIn(4)
	if scheduled {
		g.declare("horizon", "1d")
	}
	if _, ok := g.product.Setting("checkpoint-minimum"); ok && !g.oneIn(4) {
		g.declare("set", "checkpoint-minimum", pick(g, []string{"1KB", "1KB", "32KB"})) // 32 MB would take long to read
	}
	windows := g.declareHosts()
	g.bits = windows
	g.declareVolumes(windows)
	g.declareStores()
	g.declareFiles()
	g.declarePolicies(windows, scheduled)
}

// declareHosts declares what is not as it is without it, and reports whether the client
// is a Windows host.
func (g *Generator) declareHosts() (windows bool) {
	g.hosts, g.clients = append(g.hosts[:0], "master", "media", "client"), append(g.clients[:0], "client")
	if !g.without[Systems] {
		windows = g.oneIn(3)
		if g.journal {
			windows = windows || !g.oneIn(4) && (!g.proves || g.oneIn(2)) // what there is for Windows is most of these products
		}
		if g.oneIn(4) && g.product.Name != "veeam-12.2" {
			g.hosts, g.clients = append(g.hosts, "laptop"), append(g.clients, "laptop")
			g.declareHost("laptop", "role=client", false)
		}
	}
	if g.frozen = g.picky && !g.without[Interrupted] && g.oneIn(2); g.frozen {
		windows = true
	}
	if windows || !g.without[Clocks] {
		g.declareHost("client", "role=client", windows)
	}
	if !g.without[Clocks] && g.oneIn(2) {
		g.declareHost("master", "role=master", false)
	}
	g.declareServer()
	return windows
}

func (g *Generator) declareHost(name, role string, windows bool) {
	words := append(make([]string, 0, 6), "host", name, role)
	if !g.without[Clocks] {
		if (!g.exact() || name == "master") && g.oneIn(2) {
			words = append(words, "skew="+pick(g, skews))
		}
		// Drift adds up: inside the envelope it has to be little for the offset.
		if g.oneIn(3) && (!g.options.Inside || g.offset >= 5*time.Minute) {
			words = append(words, pick(g, []string{"drift=20ppm", "drift=-20ppm"}))
		}
	}
	if windows {
		words = append(words, "os=windows")
	}
	g.declare(words...)
}

// exact reports whether the script has to do with clocks that agree, and stamps that are
// exact: inside the envelope of a product that compares times of different hosts.
func (g *Generator) exact() bool { return g.absolute && g.options.Inside }

func (g *Generator) declareVolumes(windows bool) {
	g.volumes, g.paths = g.volumes[:0], g.paths[:0]
	g.declareVolume("/data", "client", windows)
	for _, c := range g.clients[1:] {
		g.declareVolume("/"+c, c, false)
	}
	if !g.without[Systems] && g.oneIn(3) {
		g.declareVolume("/mail", "client", windows)
	}
	for _, d := range g.volumes {
		for _, n := range names {
			g.paths = append(g.paths, d.path+n)
		}
	}
}

func (g *Generator) declareVolume(path, host string, windows bool) {
	fs := "ext4"
	switch {
	case windows && g.frozen:
		fs = "ntfs"
	case windows && g.exact():
		fs = pick(g, windy[:3]) // FAT's times are coarse
	case windows:
		fs = pick(g, windy)
	case !g.without[Systems]:
		fs = pick(g, unixy)
	}
	words := append(make([]string, 0, 8), "volume", path, "fs="+fs)
	if host != "client" {
		words = append(words, "host="+host)
	}
	if !g.without[Pace] && g.oneIn(3) {
		words = append(words, pick(g, []string{"latency=1ms", "latency=1s", "rate=1MB/s", "rate=1KB/s"}))
	}
	if !g.without[Clocks] && !g.exact() && (g.oneIn(4) || g.proves && g.oneIn(2)) {
		words = append(words, pick(g, ticks))
	}
	if g.journal && (fs == "ntfs" || fs == "refs") && !g.without[Journals] {
		words = append(words, "journal=on")
		if g.oneIn(2) {
			words = append(words, "journal-size=8KB", "journal-delta=4KB")
		}
	}
	if g.freezes && (fs == "ntfs" || g.proves && (fs == "refs" || fs == "fat32") && g.oneIn(2)) && (g.frozen || !g.without[Snapshots]) {
		words = append(words, "snapshot=vss")
	}
	words = append(append(words, g.accessTimes()...), g.shared(fs)...)
	g.declare(words...)
	g.volumes = append(g.volumes, disk{path, host, fs})
}

// declareStores declares what is written to, or leaves it at what is there without.
func (g *Generator) declareStores() {
	g.stores = append(g.stores[:0], "medium")
	if g.without[Media] || !g.guards && g.oneIn(2) && (g.tapes || g.oneIn(2)) {
		return
	}
	g.stores = g.stores[:0]
	if !g.tapes {
		words := []string{"repository", "bucket", pick(g, []string{"access=direct", "access=gateway"})}
		if g.oneIn(2) {
			words = append(words, pick(g, []string{"immutability=1d", "immutability=3d", "immutability=1h", "immutability=1h"}))
			if !g.oneIn(4) {
				words = append(words, pick(g, []string{"generation=1h", "generation=1h", "generation=1d"}))
			}
		}
		if g.provided && !g.without[Systems] && g.oneIn(3) {
			g.declareHost("cloud", "role=media", false)
			g.hosts, words = append(g.hosts, "cloud"), append(words, "provider=cloud")
		}
		g.declare(words...)
		g.stores = append(g.stores, "bucket")
		return
	}
	for i, name := range []string{"tape1", "tape2", "tape3"}[:g.tapesWanted()] {
		words := append(make([]string, 0, 6), "media", name)
		if g.oneIn(2) {
			words = append(words, pick(g, []string{"capacity=16KB", "capacity=100KB", "capacity=1MB"}))
		}
		if g.oneIn(2) {
			words = append(words, pick(g, g.retentions()))
		}
		switch {
		case !g.guards:
		case g.proves && g.oneIn(3):
			words = append(words, g.placed()...)
		case !g.options.Inside && g.oneIn(3):
			words = append(words[:2], "retention=1h", "append-period=1h", "protection=full")
			if g.oneIn(2) {
				words = append(words, "capacity=16KB")
			}
		case g.oneIn(2):
			words = append(words, pick(g, g.protections()),
				pick(g, []string{"append-period=1h", "append-period=1d", "append-period=7d"}))
		}
		if i == 1 && g.server {
			words = append(words, "host=media2")
		}
		g.declare(words...)
		g.stores = append(g.stores, name)
	}
}

// retentions are how long media are kept. Inside the envelope that is longer than any
// script, since an engine that builds on what has expired loses it by design.
func (g *Generator) retentions() []string {
	if g.options.Inside {
		return []string{"retention=60d"}
	}
	return []string{"retention=1h", "retention=1d", "retention=7d", "retention=60d"}
}

// protections are how far media are protected. Inside the envelope that is whole: with
// less, C10 says that what is kept is overwritten.
func (g *Generator) protections() []string {
	if g.options.Inside {
		return []string{"protection=full"}
	}
	return []string{"protection=full", "protection=partial", "protection=none"}
}

func (g *Generator) declareFiles() {
	n := 1 + g.rng.IntN(max(1, g.size.Files))
	for i := range min(n, declarable*len(g.volumes)) {
		d := g.volumes[i%len(g.volumes)]
		g.declare(append([]string{"file", d.path + names[i/len(g.volumes)], pick(g, sizes)}, g.aged()...)...)
	}
	if g.without[Names] {
		return
	}
	d := g.volumes[0]
	if g.oneIn(3) {
		g.declare("dir", d.path+"/e")
	}
	if d.fs != "fat32" && g.oneIn(3) {
		g.declare("link", d.path+"/a", d.path+"/hard")
		g.paths = append(g.paths, d.path+"/hard")
	}
	if d.fs != "fat32" && g.oneIn(3) {
		g.declare("symlink", d.path+"/soft", "a")
		g.paths = append(g.paths, d.path+"/soft")
	}
}

// declarePolicies declares one or two policies. Inside the envelope no two share a
// volume, since one archive bit serves one policy.
func (g *Generator) declarePolicies(windows, scheduled bool) {
	g.policies = g.policies[:0]
	all := make([]string, 0, len(g.volumes))
	for _, d := range g.volumes {
		all = append(all, d.path)
	}
	second := !g.without[Systems] && g.oneIn(3)
	if second && g.options.Inside {
		second = len(all) > 1
	}
	if !second {
		g.declarePolicy("nightly", all, windows, scheduled)
		return
	}
	if len(all) == 1 || !g.options.Inside && g.oneIn(2) {
		g.declarePolicy("nightly", all, windows, scheduled)
	} else {
		g.declarePolicy("nightly", all[1:], windows, scheduled)
	}
	g.declarePolicy("weekly", all[:1], windows, false)
}

func (g *Generator) declarePolicy(name string, roots []string, windows, scheduled bool) {
	words := append(make([]string, 0, 8), "policy", name, "volumes="+strings.Join(roots, ","))
	far, reach := g.reach()
	p := policy{name, true, far}
	words = append(words, reach...)
	if !g.without[Names] && g.oneIn(8) {
		words = append(words, "exclude=*.tmp")
	}
	if windows && g.methods && g.oneIn(2) {
		words = append(words, pick(g, []string{"method=modified-time", "method=archive-bit"}))
	} else if g.catalog && g.oneIn(8) {
		words = append(words, "method=catalog")
	}
	if g.deletes && !g.without[Removal] && g.oneIn(2) {
		words = append(words, "after=delete")
	}
	if g.overwrites && !g.without[Media] && g.oneIn(4) {
		words = append(words, "media=overwrite")
	}
	if g.proves {
		words = append(words, g.bounded()...)
	}
	if g.resumes {
		switch g.rng.IntN(4) {
		case 0:
			words, p.checkpoints = append(words, "checkpoint=off"), false
		case 1:
			words = append(words, pick(g, []string{"checkpoint=1m", "checkpoint=5m", "checkpoint=1s"}))
		}
	}
	if scheduled {
		words = append(words, pick(g, []string{"schedule=full@daily:20:00,incremental@daily:22:00", "schedule=incremental@daily:04:00",
			"schedule=incremental@daily:02:30,full@tue:02:30"}))
	}
	if !g.tapes {
		words = append(words, "kind="+pick(g, []string{"vm", "agent-by-server", "agent-by-agent", "agent-standalone", "other"}))
	}
	g.declare(words...)
	g.policies = append(g.policies, p)
}

// choice is a setting and values that are worth a try.
type choice struct {
	key    string
	inside bool
	values []string
}

var choices = []choice{
	{"delta-offset", false, []string{"0s", "10s", "1m", "5m", "2h"}},
	{"use-ctime", true, []string{"on"}},
	{"reset-atime", true, []string{"on", "off"}},
	{"changed-while-read", true, []string{"named"}},
	{"incomplete-to-done", true, []string{"1h", "72h"}},
	{"suspended-to-done", true, []string{"1h", "24h"}},
	{"automatic-retry", true, []string{"on"}},
	{"retry-delay", true, []string{"1s", "10m"}},
	{"tries", true, []string{"1", "3"}},
	{"client-timeout", true, []string{"1s", "1m"}},
	{"patience", true, []string{"1s", "10m"}},
	{"poll-interval", true, []string{"1s", "1h"}},
	{"block-generation", true, []string{"1h", "240h"}},
}

// restarts are those of products that restart jobs by themselves.
var restarts = []choice{
	{"restart-wait", true, []string{"1s", "10m"}},
	{"restarts", true, []string{"0", "3"}},
	{"bit-set-again", true, []string{"stays"}},
	{"clear-bits", true, []string{"per-file"}},
	{"failed-incremental", true, []string{"changes"}},
	{"retry-wait", true, []string{"1s", "10m"}},
	{"retries", true, []string{"0", "1"}},
}

// settings sets one or two of the product's settings.
func (g *Generator) settings() {
	for range g.rng.IntN(3) {
		c := pick(g, g.choices)
		if _, polls := g.product.Setting("poll-interval"); polls && len(g.set) == 0 && !g.oneIn(4) {
			c = choice{"poll-interval", true, []string{"30m", "1h"}} // a run is as long as it polls often
		}
		if c.inside || !g.options.Inside {
			if _, ok := g.product.Setting(c.key); ok && !slices.Contains(g.set, c.key) {
				g.set = append(g.set, c.key)
				g.declare("set", c.key, pick(g, c.values))
			}
		}
	}
	g.set = g.set[:0]
}
