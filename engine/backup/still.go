package backup

import (
	"gapless/engine/port"
	"gapless/engine/selection"
	"gapless/model"
	"gapless/model/clock"
)

// still reports whether a file that looks as it did when it was read surely is what was
// read: who leaves files out by proof deletes them by proof, too. G1, P7. Other methods
// ask for no more than the look.
func (c *client) still(k kept) bool {
	if c.order.Method.Name != selection.Proven {
		return true
	}
	if s, ok := c.live.(port.Stamping); ok {
		grain, prompt := s.ChangeGrain(c.order.Roots[k.root])
		steady := c.steady(c.Now().Sub(c.begun), c.Uptime().Plus(c.begunUp.Neg()))
		if prompt && steady && k.changed.Add(grain.Plus(c.order.Method.Slack)).Before(c.begun) {
			return true
		}
	}
	return !k.open && c.unrecorded(k)
}

// unrecorded reports whether the change journal is whole since this job's start, and does
// not name a file.
func (c *client) unrecorded(k kept) bool {
	mark, ok := c.own.Mark(c.order.Roots[k.root])
	if !ok || k.root >= len(c.journals) || c.journals[k.root] == nil {
		return false
	}
	j := c.journals[k.root]
	s, err := j.State()
	if err != nil || s.ID != mark.Journal || mark.Position < s.First || mark.Position > s.Next {
		return false
	}
	named := false
	err = j.Records(mark.Position, func(r *model.JournalRecord) bool {
		named = named || r.Inode == k.inode
		return !named
	})
	return err == nil && !named
}

// kept is a file that was read, as it was then.
type kept struct {
	path              string
	root              int
	inode             uint64
	modified, changed clock.Time[clock.Client]
	size              int64
	open              bool // as far as the change journal says
}
