package backup

import (
	"errors"
	"fmt"

	"gapless/engine/catalog"
	"gapless/engine/message"
	"gapless/engine/port"
	"gapless/engine/selection"
	"gapless/model/clock"

	"github.com/spf13/afero"
)

// statusFrozen is the status of a job that gets no snapshot.
const statusFrozen = 156

// prepare reads what the next job is compared with, and only then freezes the volumes:
// a reference that is later than the snapshot would pass over what changed in between.
// D12.
func (c *client) prepare(start clock.Time[clock.Client]) (catalog.Reference, error) {
	ref := catalog.Reference{}
	if c.order.Journal.Enable || c.order.Method.List { // who records nothing compares with nothing
		ref.Start, ref.Uptime, ref.Boot = catalog.StampOf(start), c.since, c.Boot()
	}
	journals := c.order.Journal.Enable || c.order.Journal.Read
	if journals && !c.order.Journal.Late {
		c.mark(&ref)
	}
	if err := c.freeze(); err != nil {
		return ref, err
	}
	if journals && c.order.Journal.Late {
		c.mark(&ref)
	}
	return ref, nil
}

// mark reads the position of each volume's journal, on the live volume, since a snapshot
// has none. D8, D12.
func (c *client) mark(ref *catalog.Reference) {
	files, ok := c.live.(port.Journaled)
	if !ok {
		return
	}
	c.journals = make([]port.Journal, len(c.order.Roots))
	c.marks = make([]int64, len(c.order.Roots))
	for i, root := range c.order.Roots {
		j, err := files.Journal(root)
		if errors.Is(err, errors.ErrUnsupported) {
			continue // D10
		}
		if err == nil {
			c.journals[i] = j
			var m catalog.Mark
			if m, err = c.current(root, j); err == nil {
				ref.Marks = append(ref.Marks, m)
				c.marks[i] = m.Position
			}
		}
		if err != nil {
			c.Reports().Note(c.Host(), fmt.Sprintf("%s: no position in the change journal: %v", root, err))
		}
	}
}

// freeze makes a snapshot where the order wants one.
func (c *client) freeze() error {
	c.trees = nil
	if c.order.Freeze == message.Live {
		return nil
	}
	err := errors.ErrUnsupported
	if f, ok := c.live.(port.Freezer); ok {
		var s port.Snapshot
		if s, err = f.Freeze(c.order.Roots); err == nil {
			c.trees = make([]afero.Fs, len(c.order.Roots))
			for i := range c.trees {
				c.trees[i] = s.Files()
			}
			c.snapshots = append(c.snapshots, s)
			c.Reports().SnapshotRead(c.order.Job, c.order.Try, s)
			return nil
		}
		if c.order.Freeze == message.Partial && errors.Is(err, errors.ErrUnsupported) {
			return c.freezeEach(f)
		}
	}
	if c.order.Freeze == message.Partial && errors.Is(err, errors.ErrUnsupported) {
		return nil
	}
	return &giveUp{statusFrozen, fmt.Sprintf("no snapshot was made: %v", err)}
}

// freezeEach makes a snapshot of each volume that can have one. The tree is then not of
// one instant, so that none is reported.
func (c *client) freezeEach(f port.Freezer) error {
	c.trees = make([]afero.Fs, len(c.order.Roots))
	for i, root := range c.order.Roots {
		s, err := f.Freeze([]string{root})
		switch {
		case err == nil:
			c.trees[i] = s.Files()
			c.snapshots = append(c.snapshots, s)
		case !errors.Is(err, errors.ErrUnsupported):
			return &giveUp{statusFrozen, fmt.Sprintf("no snapshot of %s was made: %v", root, err)}
		}
	}
	return nil
}

// release lets the snapshots go.
func (c *client) release() {
	for _, s := range c.snapshots {
		s.Release()
	}
}

// frozen reports whether a volume is read from a snapshot.
func (c *client) frozen(root int) bool { return root < len(c.trees) && c.trees[root] != nil }

// enter makes the process read a volume: its snapshot, or the volume itself.
func (c *client) enter(root int) {
	c.at, c.files = root, c.live
	if c.frozen(root) {
		c.files = c.trees[root]
	}
	c.stat, _ = c.files.(afero.Lstater)
}

// methodOf is how the files of one volume are chosen, and the trail of its journal; nil
// when that is not followed.
func (c *client) methodOf(i int) (selection.Method, *trail) {
	m := c.order.Method
	root := c.order.Roots[i]
	switch {
	case m.Name == selection.Proven:
		t := c.follow(i)
		return c.proof(root, t), t
	case !c.order.Journal.Read || m.Name != selection.ModifiedTime && m.Name != selection.Catalog:
		return c.method, nil
	}
	t := c.follow(i)
	if t.why == nil {
		return c.method, t
	}
	if errors.Is(t.why, errors.ErrUnsupported) {
		if c.order.Journal.None {
			return selection.Nothing{Rule: "D10"}, nil
		}
		return c.method, nil
	}
	c.Reports().Note(c.Host(), fmt.Sprintf("%s is compared without its change journal: %v", root, t.why))
	return c.method, nil
}

// proof is the method that takes all but what is proven to be unchanged. G1.
func (c *client) proof(root string, t *trail) selection.Method {
	m := c.order.Method
	out := selection.ByProof{Listing: c.listing, Doubtful: m.Proof.Doubtful, Equal: m.Proof.Equal}
	c.base = baseline{}
	base, err := m.Base.Start.Time(c.Process)
	if err == nil && !base.IsZero() {
		out.Base = base
		c.base = baseline{at: base, same: m.Base.Boot != 0 && m.Base.Boot == c.Boot() || m.Proof.AnyBoot}
		c.base.over = m.Proof.Early || c.frozen(c.at) // in a snapshot nothing changes any more
		c.base.same = c.base.same && c.sinceBase()
	}
	if s, ok := c.live.(port.Stamping); ok {
		grain, prompt := s.ChangeGrain(root)
		out.Volume.Prompt, out.Volume.Margin = prompt, grain.Plus(m.Slack)
	}
	out.Volume.Followed, out.Volume.Touched = t.why == nil, t.touches
	return out
}

// baseline is what the clock is compared with since the base's start.
type baseline struct {
	at   clock.Time[clock.Client]
	same bool // this is the same start of the client, and the clock agreed when the walk began
	over bool // nothing that happens from then on matters
}

// proves reports whether stamps prove anything at this moment: the client's clock was not
// set since the base's start, and the client not restarted. Somebody may set it at any time,
// and so it is asked when a file was looked at.
func (c *client) proves() bool { return c.base.same && (c.base.over || c.sinceBase()) }

func (c *client) sinceBase() bool {
	return c.steady(c.Now().Sub(c.base.at), c.Uptime().Plus(c.order.Method.Base.Uptime.Neg()))
}

// steady reports whether the clock and the time for which the host is up went on by the
// same: the clock was not set, by more than what the margin bears, and the host did not
// restart. Two steps that cancel each other are not seen.
func (c *client) steady(byClock, byUptime clock.Duration) bool {
	by := byClock.Plus(byUptime.Neg())
	slack := c.order.Method.Slack
	return c.order.Method.Proof.Unsteady || !slack.Less(by) && !by.Less(slack.Neg())
}
