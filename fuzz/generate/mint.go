package generate

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"gapless/scenarios"
	"gapless/scenarios/script"
)

// mint makes statements. It parses each but once, and then copies it: the arguments of
// statements are never changed, so that copies share them.
type mint struct {
	made map[string]*script.Statement
	key  []byte
	slab []script.Statement // room for statements, used again by the next script
	out  script.Script
}

// slabSize is the number of statements for which there is room without more memory.
const slabSize = 256

// begin starts the next script. The last one is gone.
func (m *mint) begin() {
	if m.made == nil {
		m.made = map[string]*script.Statement{}
	}
	if cap(m.slab) < slabSize {
		m.slab = make([]script.Statement, 0, slabSize)
	}
	m.slab, m.out.Statements = m.slab[:0], m.out.Statements[:0]
}

// declare adds a declaration.
func (m *mint) declare(words ...string) { m.add('d', 0, words) }

// at adds a statement of the timeline.
func (m *mint) at(at time.Duration, words ...string) {
	m.add('t', max(0, min(at, longest)), words)
}

// hook adds a statement that waits for an operation.
func (m *mint) hook(words ...string) { m.add('t', 0, words) }

// longest is the latest instant of a script.
const longest = 20 * script.Day

func (m *mint) add(section byte, at time.Duration, words []string) {
	m.key = append(m.key[:0], section)
	for _, w := range words {
		m.key = append(append(m.key, w...), 0)
	}
	st := m.made[string(m.key)]
	if st == nil {
		st = m.parse(section, words)
		m.made[string(m.key)] = st
	}
	if len(m.slab) == cap(m.slab) {
		m.slab = make([]script.Statement, 0, slabSize)
	}
	m.slab = append(m.slab, *st)
	added := &m.slab[len(m.slab)-1]
	if added.Timed {
		added.At = script.At(at)
	}
	m.out.Statements = append(m.out.Statements, added)
}

// parse makes a statement of words. Words that make none are a mistake in this package.
func (m *mint) parse(section byte, words []string) *script.Statement {
	var st *script.Statement
	var err error
	if words = slices.Clone(words); section == 'd' {
		st, err = scenarios.Language.Declare(words...)
	} else {
		st, err = scenarios.Language.Make(script.At(0), words...)
	}
	if err != nil {
		panic(fmt.Sprintf("generate: %v: %v", words, err))
	}
	return st
}

// end puts the timeline in order, drops what could never find its job, and numbers the
// lines.
func (m *mint) end() *script.Script {
	s := &m.out
	slices.SortStableFunc(s.Statements, func(a, b *script.Statement) int {
		return cmp.Or(cmp.Compare(a.Form.Section, b.Form.Section), cmp.Compare(a.At.Offset, b.At.Offset))
	})
	s.Statements = possible(s.Statements)
	for i, st := range s.Statements {
		st.Line, st.Col = i+1, 1
		if st.Then != nil {
			then := *st.Then // the copies share it, and each has a line of its own
			then.Line, st.Then = i+1, &then
		}
	}
	return s
}

// possible is the timeline without the statements that script.Check refuses since no
// job that they need could be there. What drops one may make another impossible that
// came after it, so it goes through them in order, hooks first: they may act at any
// time.
func possible(all []*script.Statement) []*script.Statement {
	var l lives
	for _, st := range all {
		if st.Form.Name == "policy" {
			p := l.of(st.Text("NAME"))
			p.checkpoints, p.started = !st.Is("checkpoint", "off"), st.Has("schedule")
		}
		l.anything = l.anything || st.Form.Name == "media" && st.Has("capacity")
		if st.Then != nil {
			l.note(st.Then)
		}
	}
	return slices.DeleteFunc(all, func(st *script.Statement) bool {
		if st.Form.Section != script.Timeline || st.Then != nil {
			return false
		}
		if !l.allows(st) {
			return true
		}
		l.note(st)
		return false
	})
}

// lives is what may have happened to the jobs of each policy until now.
type lives struct {
	policies []life
	anything bool // a fault that can interrupt a job of any policy
}

type life struct {
	name                              string
	started, interrupted, checkpoints bool
}

func (l *lives) of(name string) *life {
	for i := range l.policies {
		if l.policies[i].name == name {
			return &l.policies[i]
		}
	}
	l.policies = append(l.policies, life{name: name})
	return &l.policies[len(l.policies)-1]
}

// policy is the life of the policy that a statement is about; nil for none.
func (l *lives) policy(st *script.Statement) *life {
	if !st.Form.Takes("POLICY") {
		return nil
	}
	return l.of(st.Text("POLICY"))
}

func (l *lives) note(st *script.Statement) {
	p := l.policy(st)
	if p != nil && st.Form.Effect&script.StartsJob != 0 {
		p.started = true
	}
	if st.Form.Effect&script.Interrupts != 0 {
		if p == nil {
			l.anything = true
		} else {
			p.interrupted = true
		}
	}
}

func (l *lives) allows(st *script.Statement) bool {
	p, effect := l.policy(st), st.Form.Effect
	return p == nil ||
		(effect&script.NeedsJob == 0 || p.started) &&
			(effect&script.NeedsInterrupted == 0 || p.interrupted || l.anything) &&
			(effect&script.NeedsCheckpoints == 0 || p.checkpoints)
}
