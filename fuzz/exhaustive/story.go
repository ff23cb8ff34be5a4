package exhaustive

import (
	"fmt"
	"slices"
	"strings"

	"gapless/engine/products"
	"gapless/scenarios"
)

// Bound says how much is gone through.
type Bound struct {
	Disturbances int // in a story, at most
}

// in is the bound of a product in words.
func (b Bound) in(product string) string {
	return fmt.Sprintf("2 jobs (a full, and one of %d kinds), at most %d of %d disturbances, 1 file before or behind a slow one, "+
		"at most 2 changes of it out of %d kinds (of two, %d), at every instant that matters and in each interval between",
		len(kinds), b.Disturbances, len(disturbancesOf(product)), len(changes), pairable)
}

// Story is what happens beside the changes of a lane.
type Story struct {
	product string
	kind    string   // of the second job
	happens []string // the names of its disturbances
	media   string   // how the medium is protected
	lines   []string // of the timeline
}

// String is the story in words.
func (s Story) String() string { return s.kind + ", " + strings.Join(s.happens, ", ") }

var kinds = []string{"incremental", "cumulative", "full"}

// disturbance is something that can go wrong.
type disturbance struct {
	name  string
	lines []string
	media string // how the medium is protected; empty for as usual
}

// disturbances is everything that a story takes from. No two act at one instant, so that
// their order means nothing.
var disturbances = func() (all []disturbance) {
	add := func(name string, lines ...string) { all = append(all, disturbance{name: name, lines: lines}) }
	for i, d := range []string{"10s", "10.000000001s", "5m", "5m0.000000001s", "1h"} {
		add("a client process late by "+d, fmt.Sprintf("17:59:0%d delay bpbkar %s", i, d))
		for k, host := range []string{"client", "master"} {
			add(host+"'s clock forward by "+d, fmt.Sprintf("12:0%d:0%d clock %s +%s", k, i, host, d))
			add(host+"'s clock back by "+d, fmt.Sprintf("13:0%d:0%d clock %s -%s", k, i, host, d))
		}
	}
	add("suspended before a checkpoint, for 10 s", "18:10:00 suspend p", "18:10:10 resume p")
	add("suspended before a checkpoint, for 1 h", "18:11:00 suspend p", "19:11:00 resume p")
	add("suspended behind a checkpoint, for 10 s", "18:40:00 suspend p", "18:40:10 resume p")
	add("suspended behind a checkpoint, for 1 h", "18:41:00 suspend p", "19:41:00 resume p")
	add("a crash of the client, and a resume", "18:20:00 kill client", "18:21:00 start client", "18:22:00 resume p")
	add("a crash of the master, and a resume", "18:45:00 kill master", "18:46:00 start master", "18:47:00 resume p")
	add("a crash of the media host, and a resume", "18:50:00 kill media", "18:51:00 start media", "18:52:00 resume p")
	add("the client cut off, and a resume", "18:55:00 fail network client for=1m", "18:57:00 resume p")
	add("a read error", "17:45:00 fail read /data/m times=1")
	add("cancelled", "18:58:00 cancel p")
	return all
}()

// ofRestarts are further ones of a product that knows change journals and goes on with
// failed jobs by itself. C10 is about what that overwrites, D4 and D11 about what is
// compared when a journal cannot be read.
var ofRestarts = []disturbance{
	{name: "a journal that cannot be read", lines: []string{"14:00:00 fail journal /data"}},
	{name: "a journal that was deleted", lines: []string{"14:01:00 delete journal /data"}},
	{name: "a journal with another identity", lines: []string{"14:02:00 restamp journal /data"}},
	{name: "the client cut off for 1 s", lines: []string{"18:42:00 fail network client for=1s"}},
	{name: "the client cut off for 1 s, and nothing is protected", lines: []string{"18:43:00 fail network client for=1s"}, media: "protection=none"},
}

// disturbancesOf are those that the stories of a product take from.
func disturbancesOf(product string) []disturbance {
	if goesOn(product) {
		return slices.Concat(disturbances, ofRestarts)
	}
	return disturbances
}

// goesOn reports whether a product goes on with failed jobs by itself, from a snapshot
// and with a journal.
func goesOn(product string) bool {
	p, _ := products.Find(product)
	_, ok := p.Setting("checkpoint-minimum")
	return ok
}

// Stories lists the stories inside a bound that a product can have; pruned counts those
// that it refuses.
func Stories(product string, b Bound) (all []Story, pruned int64, err error) {
	if _, ok := products.Find(product); !ok {
		return nil, 0, fmt.Errorf("unknown product %q", product)
	}
	table := disturbancesOf(product)
	var c Choices
	for c.More() {
		s := Story{product: product, kind: kinds[c.Of(len(kinds))]}
		for _, i := range c.Subset(len(table), b.Disturbances) {
			s.happens = append(s.happens, table[i].name)
			s.lines = append(s.lines, table[i].lines...)
			if table[i].media != "" {
				s.media = table[i].media
			}
		}
		if _, err := s.setup(nil); err != nil {
			pruned++
			continue
		}
		all = append(all, s)
	}
	return all, pruned, nil
}

// text is the script of a story with some lanes.
func (s *Story) text(lanes []lane) string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	line("product %s", s.product)
	line("horizon 4h")
	if p, _ := products.Find(s.product); p.Name != "" {
		if _, ok := p.Setting("poll-interval"); ok {
			line("set poll-interval 24h")
		}
	}
	s.volume(line)
	line("file %s 128B", shared)
	line("file /data/m 4KB")
	line("file /data/n 4KB")
	for i := range lanes {
		lanes[i].declare(&b)
	}
	line("policy p volumes=/data")
	line("02:00:00 full p")
	line("17:00:00 write /data/m")
	line("17:00:00 write /data/n")
	line("17:30:00 slow /data/m 30m")
	line("17:30:00 slow /data/n 30m")
	line("18:00:00 %s p", s.kind)
	for _, l := range s.lines {
		line("%s", l)
	}
	for i := range lanes {
		lanes[i].happen(&b)
	}
	return b.String()
}

// volume writes the volume and the medium. Where restarts need a file system that is
// frozen, all is as they need it, and the least that a job has to have backed up is what
// the files here have.
func (s *Story) volume(line func(format string, args ...any)) {
	if !goesOn(s.product) {
		line("volume /data fs=ext4")
		return
	}
	line("set checkpoint-minimum 4KB")
	line("host client role=client os=windows")
	line("volume /data fs=ntfs snapshot=vss")
	line("media tape1 retention=7d %s", s.media)
	if s.media == "" {
		line("media tape2 retention=7d") // a restart appends to none
	}
}

// setup makes the script of a story with some lanes ready.
func (s *Story) setup(lanes []lane) (*scenarios.Setup, error) {
	script, err := scenarios.Parse("exhaustive", []byte(s.text(lanes)))
	if err != nil {
		return nil, err
	}
	if len(lanes) < 2 { // the same words are in all
		if err := scenarios.Check(script, scenarios.Catalogue); err != nil {
			return nil, err
		}
	}
	return scenarios.NewSetup(script, s.product, nil)
}
