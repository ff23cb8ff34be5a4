package selection

import (
	"testing"
	"time"

	"gapless/engine/catalog"
	"gapless/model"
	"gapless/model/clock"
)

// seen is a file that was examined at 100 and had last changed at 50.
func seen() catalog.Seen {
	return catalog.Seen{
		Path: "/a", Kind: model.File, Mode: 0o644, Volume: 1, Inode: 7, Size: 10,
		Read: catalog.StampOf(at(100)), Modified: catalog.StampOf(at(40)), Changed: catalog.StampOf(at(50)),
	}
}

func same() Candidate {
	return Candidate{Path: "/a", Kind: model.File, Mode: 0o644, Volume: 1, Inode: 7, Size: 10, Modified: at(40), Changed: at(50)}
}

func one(s catalog.Seen) *Listing { return NewListing([]catalog.Seen{s}, client) }

// G1: each part of the proof is needed. The base started at 90 by the client's clock;
// the margin is 20.
func TestAFileIsLeftOutOnlyWhenEveryPartOfTheProofHolds(t *testing.T) {
	margin := clock.Of(20 * time.Nanosecond)
	prompt := Evidence{Prompt: true, Margin: margin}
	followed := Evidence{Margin: margin, Followed: true, Touched: func(n uint64) bool { return n == 8 }}
	for _, c := range []struct {
		what   string
		change func(s *catalog.Seen, c *Candidate, m *ByProof)
		prompt bool // whether it is taken where change times are prompt
		follow bool // whether it is taken where the journal is followed
	}{
		{"nothing", func(*catalog.Seen, *Candidate, *ByProof) {}, false, false},
		{"another name", func(_ *catalog.Seen, c *Candidate, _ *ByProof) { c.Path = "/b" }, true, true},
		{"doubtful", func(s *catalog.Seen, _ *Candidate, _ *ByProof) { s.Doubtful = true }, true, true},
		{"another kind", func(_ *catalog.Seen, c *Candidate, _ *ByProof) { c.Kind = model.Symlink }, true, true},
		{"another mode", func(_ *catalog.Seen, c *Candidate, _ *ByProof) { c.Mode = 0o600 }, true, true},
		{"another bit", func(_ *catalog.Seen, c *Candidate, _ *ByProof) { c.Bit = true }, true, true},
		{"another size", func(_ *catalog.Seen, c *Candidate, _ *ByProof) { c.Size++ }, true, true},
		{"another file", func(s *catalog.Seen, c *Candidate, _ *ByProof) { s.Inode, c.Inode = 6, 7 }, true, true},
		{"another volume", func(_ *catalog.Seen, c *Candidate, _ *ByProof) { c.Volume = 2 }, true, true},
		{"no identity", func(s *catalog.Seen, c *Candidate, _ *ByProof) { s.Inode, c.Inode = 0, 0 }, true, true},
		{"modified earlier", func(_ *catalog.Seen, c *Candidate, _ *ByProof) { c.Modified = at(39) }, true, true},
		{"changed", func(_ *catalog.Seen, c *Candidate, _ *ByProof) { c.Changed = at(51) }, true, true},
		{"no change times", func(s *catalog.Seen, c *Candidate, _ *ByProof) {
			s.Changed, c.Changed = "", clock.Time[clock.Client]{}
		}, true, false},
		{"changed just before the reading", func(s *catalog.Seen, c *Candidate, m *ByProof) {
			s.Changed, c.Changed, m.Base = catalog.StampOf(at(80)), at(80), at(200)
		}, true, false},
		{"changed before the reading", func(s *catalog.Seen, c *Candidate, m *ByProof) {
			s.Changed, c.Changed, m.Base = catalog.StampOf(at(79)), at(79), at(200)
		}, false, false},
		{"changed just before the base", func(s *catalog.Seen, c *Candidate, _ *ByProof) {
			s.Changed, c.Changed = catalog.StampOf(at(70)), at(70)
		}, true, false},
		{"the clock was set", func(_ *catalog.Seen, c *Candidate, _ *ByProof) { c.Steady = false }, true, true},
		{"no base", func(_ *catalog.Seen, _ *Candidate, m *ByProof) { m.Base = clock.Time[clock.Client]{} }, true, true},
		{"open", func(s *catalog.Seen, _ *Candidate, _ *ByProof) { s.Open = true }, false, true},
		{"named by the journal", func(s *catalog.Seen, c *Candidate, _ *ByProof) { s.Inode, c.Inode = 8, 8 }, false, true},
		{"a journal with a gap", func(_ *catalog.Seen, _ *Candidate, m *ByProof) { m.Volume.Followed = false }, false, true},
		{"stamps that come late", func(_ *catalog.Seen, _ *Candidate, m *ByProof) { m.Volume.Prompt = false }, true, false},
		{"a directory that got a file", func(s *catalog.Seen, c *Candidate, _ *ByProof) {
			s.Kind, c.Kind, c.Dir, c.Modified, c.Changed = model.Dir, model.Dir, true, at(95), at(95)
		}, false, false},
		{"a directory's mode", func(s *catalog.Seen, c *Candidate, _ *ByProof) {
			s.Kind, c.Kind, c.Dir, c.Mode = model.Dir, model.Dir, true, 0o700
		}, true, true},
	} {
		for _, e := range []struct {
			volume Evidence
			want   bool
		}{{prompt, c.prompt}, {followed, c.follow}} {
			s, cand := seen(), same()
			cand.Steady = true
			m := ByProof{Base: at(90), Volume: e.volume}
			c.change(&s, &cand, &m)
			m.Listing = one(s)
			if got := m.Choose(&cand); got.Take != e.want || got.Reason != model.ByProof {
				t.Errorf("%s, prompt %v: %+v", c.what, e.volume.Prompt, got)
			}
		}
	}
}

// D7: path names, modified times and attributes; not sizes, and not which file it is.
func TestTheCatalogueComparesNamesTimesAndAttributes(t *testing.T) {
	for _, c := range []struct {
		what   string
		change func(c *Candidate)
		take   bool
	}{
		{"nothing", func(*Candidate) {}, false},
		{"another name", func(c *Candidate) { c.Path = "/b" }, true},
		{"an earlier time", func(c *Candidate) { c.Modified = at(39) }, true},
		{"a later time", func(c *Candidate) { c.Modified = at(41) }, true},
		{"a mode", func(c *Candidate) { c.Mode = 0o600 }, true},
		{"the archive bit", func(c *Candidate) { c.Bit = true }, true},
		{"the kind", func(c *Candidate) { c.Kind = model.Dir }, true},
		{"the size", func(c *Candidate) { c.Size = 9 }, false},
		{"another file of the same name", func(c *Candidate) { c.Inode = 9 }, false},
	} {
		cand := same()
		c.change(&cand)
		if got := (ByCatalog{Listing: one(seen())}).Choose(&cand); got.Take != c.take || got.Rule != "D7" {
			t.Errorf("%s: %+v", c.what, got)
		}
	}
}

// D4, D11: what the journal names is taken whatever its times say, the rest by the
// other method; or, in the other reading of D4, both must agree.
func TestWhatTheJournalNamesIsTakenWhateverItsTimesSay(t *testing.T) {
	named := func(n uint64) bool { return n == 7 }
	late := ByTime{Cutoff: at(45)}
	for _, c := range []struct {
		what     string
		method   ByJournal
		inode    uint64
		modified int64
		take     bool
	}{
		{"named, old", ByJournal{Named: named, Else: late}, 7, 40, true},
		{"not named, old", ByJournal{Named: named, Else: late}, 8, 40, false},
		{"not named, late", ByJournal{Named: named, Else: late}, 8, 50, true},
		{"only the named are looked at", ByJournal{}, 8, 40, true},
		{"named, old, and compared", ByJournal{Also: late}, 7, 40, false},
		{"named, late, and compared", ByJournal{Also: late}, 7, 50, true},
	} {
		if got := c.method.Choose(&Candidate{Inode: c.inode, Modified: at(c.modified)}); got.Take != c.take {
			t.Errorf("%s: %+v", c.what, got)
		}
	}
}

// D6: the archive bit says nothing to a choice by time, unless that is broken.
func TestAChoiceByTimeDoesNotAskForTheBit(t *testing.T) {
	c := Candidate{HasBit: true, Modified: at(50)}
	if !(ByTime{Cutoff: at(45)}).Choose(&c).Take || (ByTime{Cutoff: at(45), NeedBit: true}).Choose(&c).Take {
		t.Error("the bit decides")
	}
}

func TestAListingFindsNamesAndWhatLiesBelow(t *testing.T) {
	l := NewListing([]catalog.Seen{
		{Path: "/d", Inode: 1}, {Path: "/d-", Inode: 2}, {Path: "/d/a", Inode: 3}, {Path: "/d/b", Inode: 2}, {Path: "/e", Inode: 3},
	}, client)
	if got := l.Names(0, 3); len(got) != 2 || got[0] != "/d/a" || got[1] != "/e" {
		t.Errorf("names %v", got)
	}
	if i, end := l.Within("/d"); i != 2 || end != 4 {
		t.Errorf("below /d: %d to %d", i, end)
	}
	if i, end := l.Within("/"); i != 0 || end != 5 {
		t.Errorf("below /: %d to %d", i, end)
	}
	if i, end := l.Within("/x"); i != end {
		t.Errorf("below /x: %d to %d", i, end)
	}
}
