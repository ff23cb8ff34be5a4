package scenarios

import (
	"fmt"
	"io/fs"
	"math/rand/v2"
	"path"
	"slices"
	"strings"
	"testing"
	"time"

	"gapless/engine/message"
	"gapless/engine/selection"
	"gapless/model/clock"
	"gapless/sim/op"
	"gapless/sim/volume"

	"github.com/google/go-cmp/cmp"
)

// proven is the method that takes all but what is proven to be unchanged. G1.
var proven = message.Method{Name: selection.Proven, List: true, Slack: clock.Of(2 * time.Second)}

// chaos is a desk whose volume is changed at random.
type chaos struct {
	*desk
	rand *rand.Rand
	said []string
	held []string
}

// paths collide and nest: any may be a file or a directory.
var paths = []string{"/v/a", "/v/b", "/v/d", "/v/d/a", "/v/d/b", "/v/e", "/v/e/a", "/v/e/d", "/v/e/d/a"}

func (c *chaos) path() string { return paths[c.rand.IntN(len(paths))] }

// waits are those in which stamps may be equal, and those in which they are not.
var waits = []time.Duration{0, 0, 1, time.Millisecond, 500 * time.Millisecond, time.Second, 2 * time.Second, 5 * time.Second, time.Hour}

// change does one thing to the volume. What cannot be done is not.
func (c *chaos) change() {
	p, q := c.path(), c.path()
	what, err := "", error(nil)
	switch c.rand.IntN(18) {
	case 0, 1, 2:
		what, err = "create "+p, c.vol.CreateNew(p, 8, 1)
	case 3, 4, 5:
		what, err = "write "+p, c.vol.WriteNew(p, volume.SameSize, 1)
	case 6:
		what, err = "append "+p, c.vol.AppendNew(p, 3, 1)
	case 7:
		what, err = "delete "+p, c.vol.Delete(p, 1)
	case 8, 9:
		what, err = "move "+p+" "+q, c.vol.Move(p, q, 1)
	case 10:
		what, err = "copy "+p+" "+q, c.vol.Copy(p, q, 1)
	case 11:
		what, err = "touch "+p, c.vol.Touch(p, c.face.Time(c.now/int64(time.Hour)*int64(time.Hour)), 1)
	case 12:
		what, err = "chmod "+p, c.vol.SetMode(p, []fs.FileMode{0o600, 0o644}[c.rand.IntN(2)], 1)
	case 13:
		what, err = "mkdir "+p, c.vol.MakeDir(p, 1)
	case 14:
		what, err = "link "+p+" "+q, c.vol.MakeLink(p, q, 1)
	case 15:
		if what, err = "hold "+p, c.vol.HoldOpen(p); err == nil {
			c.held = append(c.held, p)
		}
	case 16:
		if len(c.held) == 0 {
			return
		}
		what, err = "close "+c.held[0], c.vol.CloseHeld(c.held[0], 1)
		c.held = c.held[1:]
	case 17:
		w := waits[c.rand.IntN(len(waits))]
		c.wait(w)
		what = "wait " + w.String()
	}
	if err == nil {
		c.said = append(c.said, what)
	}
}

// disturb does what hosts and journals do between two jobs, seldom.
func (c *chaos) disturb() {
	what := ""
	switch j := c.vol.Journal(); c.rand.IntN(12) {
	case 0:
		step := []time.Duration{-time.Hour, -3 * time.Second, -time.Second, time.Second, time.Hour}[c.rand.IntN(5)]
		c.now += int64(step)
		what = "step " + step.String()
	case 1:
		c.up = 0
		c.wait(time.Minute)
		what = "restart"
	case 2:
		if j != nil {
			_ = j.Restamp()
			what = "restamp"
		}
	case 3:
		if j != nil && j.Delete() == nil {
			j.Deleted()
			what = "delete the journal"
		}
	case 4:
		if j != nil {
			_ = j.Create(8<<10, 4<<10)
			for range 300 {
				_ = c.vol.SetMode("/v", 0o700, 1)
				_ = c.vol.SetMode("/v", 0o755, 1)
			}
			what = "wrap the journal"
		}
	}
	if what != "" {
		c.said = append(c.said, what)
	}
}

// G1: whatever happens between jobs, each restore point is the tree as it is. That
// clocks are set back and forth again by the same between two jobs is what the method
// assumes not to happen; and files of FAT, which has neither change times nor a
// journal, are taken each time.
func TestNothingThatIsNotProvenIsLeftOut(t *testing.T) {
	for _, c := range []volume.Config{
		{Personality: "ext4"},
		{Personality: "ext4", Tick: 4 * time.Millisecond},
		{Personality: "ext4", Granularity: time.Hour},
		{Personality: "hfs+"},
		{Personality: "ntfs"},
		{Personality: "refs"},
		{Personality: "fat32"},
	} {
		t.Run(fmt.Sprint(c.Personality, c.Tick, c.Granularity), func(t *testing.T) {
			left := 0
			for seed := range uint64(300) {
				left += provenRun(t, c, seed)
				if t.Failed() {
					return
				}
			}
			if (left == 0) != (c.Personality == "fat32") {
				t.Errorf("%d files were left out", left)
			}
		})
	}
}

// provenRun is a chain of jobs, and gives how many files were left out in it.
func provenRun(t *testing.T, cfg volume.Config, seed uint64) (left int) {
	c := &chaos{desk: newDesk(t, cfg.Personality), rand: rand.New(rand.NewPCG(seed, 1))}
	cfg.Path, cfg.Number, cfg.Stamper = "/v", 1, c.desk
	c.vol.Reset(cfg)
	for i := range 6 {
		for range c.rand.IntN(12) {
			c.change()
		}
		c.disturb()
		for range c.rand.IntN(4) {
			c.change()
		}
		base := i
		if c.rand.IntN(5) == 0 {
			base = min(base, 1) // since the full
		}
		c.said = append(c.said, fmt.Sprintf("job %d since %d", i+1, base))
		c.before = nil
		if c.stop = c.rand.IntN(4); c.stop > 0 {
			c.before = func(op.Kind, string) error { c.wait(1); return nil } // a fragment for each path
		}
		busy := i < 5 && c.rand.IntN(3) == 0 // the job's image is of no instant; the next must make good for it
		if busy {
			c.before = func(op.Kind, string) error {
				if c.rand.IntN(6) == 0 {
					c.change()
				}
				return nil
			}
		}
		j := c.run(proven, base, func(o *message.Order) { o.Every = clock.Of(time.Nanosecond) })
		if c.stop > 0 && len(j.Image) == c.stop {
			for range c.rand.IntN(4) {
				c.change()
			}
			c.disturb()
			c.said = append(c.said, "again")
			c.again(j)
		}
		if busy {
			c.said = append(c.said, "busy until here")
			continue
		}
		if diff := cmp.Diff(holds(c.vol), c.restored(j.Number)); diff != "" || len(j.Named) > 0 {
			t.Errorf("seed %d, job %d names %v; %v:\n%s", seed, j.Number, j.Named, c.said, diff)
			return 0
		}
		for p, what := range holds(c.vol) {
			if strings.HasPrefix(what, "file") && !slices.Contains(c.taken, p) {
				left++
			}
		}
	}
	return left
}

// A file that moves from where the walk has not been to where it has been is met under
// neither name by one walk. C1, N14.
func TestAFileThatMovesBehindTheWalkIsFound(t *testing.T) {
	for _, m := range []message.Method{proven, {List: true}} {
		for _, name := range []string{"/v/b", "/v/a/b", "/v/b at once"} {
			name, atOnce := strings.CutSuffix(name, " at once") // directories keep their times
			d := newDesk(t, "ext4")
			d.ok(d.vol.AddDir("/v/a", 1))
			d.ok(d.vol.AddDir("/v/z", 1))
			d.ok(d.vol.AddFile("/v/m", 10, d.Now(), 1))
			d.ok(d.vol.AddFile("/v/z/z", 10, d.Now(), 1))
			if !atOnce {
				d.wait(time.Hour)
			}
			d.before = func(kind op.Kind, p string) error {
				if kind == op.Open && path.Base(p) == "m" {
					d.before = nil
					d.ok(d.vol.Move("/v/z/z", name, 2))
				}
				return nil
			}
			j := d.run(m, 0, nil)
			if _, found := d.restored(j.Number)[name]; found != (m.Name == selection.Proven) {
				t.Errorf("%q finds %s: %v", m.Name, name, found)
			}
		}
	}
}

// X23: a write through a handle that was open when the file was read, and of a kind
// that was recorded already, moves no stamp and is in no journal until the handle
// closes. The products lose it; who proves takes the file until it is closed.
func TestAFileThatStaysOpenIsTakenUntilItCloses(t *testing.T) {
	byJournal := message.Method{Name: selection.ModifiedTime, Date: clock.NewFace[clock.Client](1).Time(1), Strict: true}
	for _, c := range []struct {
		what  string
		m     message.Method
		spoil func(d *desk)
		takes bool
	}{
		{"proof", proven, nil, true},
		{"proof, another name", proven, func(d *desk) { d.ok(d.vol.Move("/v/dir", "/v/moved", 3)) }, true},
		{"proof, the record trimmed", proven, func(d *desk) {
			d.ok(d.vol.Journal().Create(8<<10, 4<<10))
			for range 300 {
				d.ok(d.vol.SetMode("/v/a", 0o600, 4))
				d.ok(d.vol.SetMode("/v/a", 0o644, 4))
			}
		}, true},
		{"journal", byJournal, nil, false},
	} {
		t.Run(c.what, func(t *testing.T) {
			d, _ := sunday(t, "ntfs", true)
			d.ok(d.vol.HoldOpen("/v/dir/x"))
			d.ok(d.vol.WriteNew("/v/dir/x", volume.SameSize, 2))
			if c.spoil != nil && c.what != "proof, another name" {
				c.spoil(d)
			}
			d.wait(time.Hour)
			d.run(c.m, 0, nil)
			x := "/v/dir/x"
			if c.what == "proof, another name" {
				c.spoil(d)
				x = "/v/moved/x"
				d.run(c.m, 2, nil)
			}
			last := len(d.cat.Jobs())
			d.wait(time.Hour)
			d.ok(d.vol.WriteNew(x, volume.SameSize, 5))
			d.run(c.m, last, nil)
			if slices.Contains(d.taken, x) != c.takes {
				t.Errorf("takes %v", d.taken)
			}
			d.ok(d.vol.CloseHeld(x, 6))
			d.wait(time.Hour)
			d.run(c.m, last+1, nil)
			if !slices.Contains(d.taken, x) {
				t.Errorf("after the close takes %v", d.taken)
			}
		})
	}
}

// A clock that was set back may give a file the stamps again that it had, and a restart
// may undo what was written.
func TestAfterAStepOrARestartEverythingIsTaken(t *testing.T) {
	for _, c := range []struct {
		what  string
		do    func(d *desk)
		takes bool
	}{
		{"nothing", func(d *desk) { d.wait(time.Hour) }, false},
		{"a step back", func(d *desk) { d.now -= int64(3 * time.Second) }, true},
		{"a restart", func(d *desk) { d.up = int64(3 * time.Hour); d.now += int64(time.Hour) }, true},
		{"a restart, and at once", func(d *desk) { d.up = 0 }, true},
	} {
		d, _ := sunday(t, "ext4", false)
		d.run(proven, 0, nil)
		d.wait(time.Hour)
		d.run(proven, 2, nil)
		if len(d.taken) > 0 {
			t.Fatalf("takes %v", d.taken)
		}
		c.do(d)
		d.run(proven, 3, nil)
		if slices.Contains(d.taken, "/v/a") != c.takes {
			t.Errorf("%s: takes %v", c.what, d.taken)
		}
	}
}

// A clock that is set back by less than the slack is not noticed, and need not be: what
// had changed so shortly before it was read is taken in any case.
func TestASmallStepBackHidesNothing(t *testing.T) {
	d := newDesk(t, "ext4")
	d.ok(d.vol.AddFile("/v/a", 10, d.Now(), 1))
	d.wait(time.Hour)
	d.ok(d.vol.WriteNew("/v/a", volume.SameSize, 1))
	d.wait(1500 * time.Millisecond)
	d.run(proven, 0, nil)
	d.now -= int64(1500 * time.Millisecond)
	d.ok(d.vol.WriteNew("/v/a", volume.SameSize, 2)) // all stamps are as they were
	d.run(proven, 1, nil)
	if diff := cmp.Diff(holds(d.vol), d.restored(2)); diff != "" {
		t.Error(diff)
	}
}
