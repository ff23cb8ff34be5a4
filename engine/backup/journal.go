package backup

import (
	"errors"
	"fmt"

	"gapless/engine/catalog"
	"gapless/engine/port"
	"gapless/model"
)

// trail is what a volume's change journal says of the time since the base's mark.
type trail struct {
	journal port.Journal
	start   int64 // the position at this job's own start, before any snapshot
	why     error // why the journal cannot be followed; nil when it can
	touched map[uint64]int
	files   []touch // in the order in which the journal names them
	open    map[uint64]bool
	knows   bool // whether open is right of files that the journal does not name
	later   bool // whether it was read from a mark on, and not from its beginning
}

// touch is what the journal says of one file.
type touch struct {
	inode   uint64
	renamed bool // a directory that got another name: the names below it moved, too
	deleted bool
	late    bool // deleted since this job's start, so that a snapshot may have it
}

func (t *trail) touches(inode uint64) bool {
	_, ok := t.touched[inode]
	return ok
}

// The errors of a journal that cannot be followed, besides its own. D11.
var (
	errNoMark   = errors.New("the base recorded no position in it")
	errIdentity = errors.New("it was made anew since the base")
	errWrapped  = errors.New("it does not reach back to the base")
)

// journalSizes is the table of D9: maximum size and allocation step of the journal that
// is turned on, by the volume's size, largest first. A volume between two rows gets the
// smaller one by default.
var journalSizes = []struct{ volume, below, size, step int64 }{
	{128 << 30, 127 << 30, 32 << 20, 4 << 20},
	{64<<30 + 1, 63 << 30, 16 << 20, 2 << 20},
	{4<<30 + 1, 4 << 30, 8 << 20, 1 << 20},
	{0, 0, 1 << 20, 256 << 10},
}

// sizes are those for a volume of so many bytes; 0 is without limit.
func (c *client) sizes(volume int64) (size, step int64) {
	last := len(journalSizes) - 1
	for _, row := range journalSizes[:last] {
		from := row.volume
		if c.order.Journal.LargerRow {
			from = row.below + 1
		}
		if (volume == 0 || volume >= from) && !c.order.Journal.OneSize {
			return row.size, row.step
		}
	}
	return journalSizes[last].size, journalSizes[last].step
}

// current reads where a journal is, turning it on when it is not active. One that is
// keeps its settings. D8, D9.
func (c *client) current(root string, j port.Journal) (catalog.Mark, error) {
	s, err := j.State()
	if c.order.Journal.Enable && (errors.Is(err, model.JournalNotActive) || err == nil && c.order.Journal.Resize) {
		var volume int64
		if v, ok := c.live.(port.Sized); ok {
			if volume, err = v.VolumeSize(root); err != nil {
				return catalog.Mark{}, err
			}
		}
		if err = j.Create(c.sizes(volume)); err == nil {
			s, err = j.State()
		}
	}
	if err != nil {
		return catalog.Mark{}, err
	}
	return catalog.Mark{Root: root, Journal: s.ID, Position: s.Next}, nil
}

// follow reads a volume's journal from the base's mark on.
func (c *client) follow(i int) *trail {
	t := &trail{touched: map[uint64]int{}, open: map[uint64]bool{}, why: errors.ErrUnsupported}
	if i >= len(c.journals) || c.journals[i] == nil {
		return t
	}
	t.journal, t.start = c.journals[i], c.marks[i]
	s, err := t.journal.State()
	if err != nil {
		t.why = err
		return t
	}
	mark, ok := c.order.Method.Base.Mark(c.order.Roots[i])
	from := mark.Position
	switch {
	case !ok:
		t.why = errNoMark // D18
	case mark.Journal != s.ID && !c.order.Journal.AnyIdentity:
		t.why = errIdentity
	case from < s.First || from > s.Next:
		t.why = errWrapped
	default:
		t.why = nil
	}
	t.knows, t.later = t.why == nil, t.why == nil
	if t.why != nil {
		from, t.knows = 0, s.First <= s.Lowest // a new journal records what is open from its next change on
		if c.order.Journal.FromStart {
			t.why = nil
		}
	}
	if t.why == nil || c.order.Method.List {
		t.read(from)
	}
	if t.why == nil && !c.order.Journal.AnyIdentity {
		t.same(s.ID)
	}
	return t
}

// same looks whether the journal that was read is still the one that was looked at: another
// may have been made between, and its records are not those that were asked for. D11.
func (t *trail) same(id uint64) {
	s, err := t.journal.State()
	if err == nil && s.ID != id {
		err = errIdentity
	}
	if err != nil {
		t.why, t.knows = err, false
	}
}

// read takes up the records from a position on.
func (t *trail) read(from int64) {
	err := t.journal.Records(from, func(r *model.JournalRecord) bool {
		n, ok := t.touched[r.Inode]
		if !ok {
			n = len(t.files)
			t.touched[r.Inode] = n
			t.files = append(t.files, touch{inode: r.Inode})
		}
		f := &t.files[n]
		f.renamed = f.renamed || r.Dir && r.Reasons&model.RenameNew != 0
		if r.Reasons&model.FileDelete != 0 {
			f.deleted, f.late = true, f.late || r.Position >= t.start
		}
		t.open[r.Inode] = r.Reasons&model.Closed == 0
		return true
	})
	if err != nil {
		t.why, t.knows = fmt.Errorf("it cannot be read: %w", err), false
	}
}
