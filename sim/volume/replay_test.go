package volume

import (
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path"
	"slices"
	"strings"
	"testing"
	"time"

	"gapless/model"

	"github.com/google/go-cmp/cmp"
)

// tree is what each path holds, and its inode after those of the directories above it.
type tree map[string]node

type node struct {
	held    model.Version
	through []Ino
}

func treeOf(v *Volume) tree {
	t := tree{}
	v.each(Root, v.cfg.Path, func(p string, i Ino) {
		above := t[path.Dir(p)].through
		t[p] = node{v.versionOf(i), append(slices.Clone(above), i)}
	})
	return t
}

// Replaying the records over the tree of an instant finds every path that differs at a
// later one: by the path's own inode, or by that of a directory above it.
func TestTheJournalNeverFindsLessThanAComparison(t *testing.T) {
	for seed := range uint64(400) {
		v, h := journaled(t, Config{Synced: true})
		w := &busy{v: v, h: h, rand: rand.New(rand.NewPCG(seed, 1))}
		for range w.rand.IntN(40) {
			w.step()
		}
		w.closeAll() // fact 48: what is held open across the two instants may be missed
		before, from := treeOf(v), next(t, v)
		for range w.rand.IntN(30) {
			w.step()
		}
		after, changed := treeOf(v), map[Ino]bool{}
		must(t, v.Journal().Records(from, func(r *model.JournalRecord) bool {
			changed[Ino(r.Inode)] = true
			return true
		}))
		found := func(n node) bool { return slices.ContainsFunc(n.through, func(i Ino) bool { return changed[i] }) }
		for p, was := range before { // any order
			if is := after[p]; !cmp.Equal(is.held, was.held) && !found(was) && !found(is) {
				t.Fatalf("seed %d: %s differs, and nothing is recorded of it\n%s", seed, p, strings.Join(w.did, "\n"))
			}
		}
		for p, is := range after { // any order
			if _, there := before[p]; !there && !found(is) {
				t.Fatalf("seed %d: %s is new, and nothing is recorded of it\n%s", seed, p, strings.Join(w.did, "\n"))
			}
		}
	}
}

// busy does one thing after another to a volume.
type busy struct {
	v    *Volume
	h    *host
	rand *rand.Rand
	held []string
	open []*File
	did  []string
}

func (w *busy) closeAll() {
	for _, p := range w.held {
		w.v.CloseHeld(p, 1)
	}
	for _, f := range w.open {
		f.Close()
	}
	w.held, w.open, w.v.held = nil, nil, w.v.held[:0]
	w.v.Journal().Crash() // files that were held under a name that is gone
}

// path is one of a few, so that they collide and nest.
func (w *busy) path() string {
	p := "/data"
	for range 1 + w.rand.IntN(2) {
		p += "/" + string(rune('a'+w.rand.IntN(3)))
	}
	return p
}

func (w *busy) step() {
	w.h.advance(time.Second)
	v, f, a, b, size := w.v, w.v.FS(nil), w.path(), w.path(), int64(w.rand.IntN(20))
	k := w.rand.IntN(20)
	w.did = append(w.did, fmt.Sprintf("%d %s %s %d", k, a, b, size))
	switch k {
	case 0, 1:
		v.CreateNew(a, size, 1)
	case 2:
		v.MakeDir(a, 1)
	case 3:
		v.WriteNew(a, size, 1)
	case 4:
		v.AppendNew(a, size, 1)
	case 5:
		v.Resize(a, size, 1)
	case 6:
		v.Delete(a, 1)
	case 7:
		v.RemoveDir(a, 1)
	case 8, 9:
		v.Move(a, b, 1)
	case 10:
		v.MakeLink(a, b, 1)
	case 11:
		v.Copy(a, b, 1)
	case 12:
		v.Touch(a, w.h.Now(), 1)
	case 13:
		v.SetMode(a, fs.FileMode(w.rand.IntN(512)), 1)
	case 14:
		if v.HoldOpen(a) == nil {
			w.held = append(w.held, a)
		}
	case 15:
		v.CloseHeld(a, 1)
	case 16:
		if h, err := f.OpenFile(a, os.O_RDWR|os.O_CREATE, 0o644); err == nil {
			w.open = append(w.open, h.(*File))
		}
	case 17:
		if len(w.open) > 0 {
			w.open[w.rand.IntN(len(w.open))].WriteAt([]byte("xyz"), size)
		}
	case 18:
		if len(w.open) > 0 {
			w.open[w.rand.IntN(len(w.open))].Close()
		}
	case 19:
		if w.rand.IntN(4) == 0 {
			v.Crash(nil)
			w.held, w.open = nil, nil
		}
	}
}
