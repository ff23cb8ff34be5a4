package journal

import "gapless/model"

// What Windows gives a volume's journal when nobody says otherwise. Decision: no
// document that we have says what D15's defaults are; these are those of Windows 10.
const (
	DefaultSize  = 32 << 20
	DefaultDelta = 8 << 20
)

// State is what the journal says of itself. The error is a model.JournalError.
func (j *Journal) State() (model.JournalState, error) {
	if err := j.usable(); err != nil {
		return model.JournalState{}, err
	}
	return j.state, nil
}

func (j *Journal) usable() error {
	switch {
	case j.phase == deleting:
		return model.JournalDeleteInProgress
	case j.phase == inactive:
		return model.JournalNotActive
	case j.broken:
		return model.JournalUnreadable
	}
	return nil
}

// Create makes the journal active, with a new identity and no records. Of one that
// is active it changes the sizes only. Sizes that are not positive are the defaults;
// they are rounded up to whole pages, and the journal is not smaller than what it
// grows by.
func (j *Journal) Create(maxSize, delta int64) error {
	if j.phase == deleting {
		return model.JournalDeleteInProgress
	}
	if j.phase == inactive {
		j.begin(0)
	}
	j.state.Delta = pages(delta, DefaultDelta)
	j.state.MaxSize = max(pages(maxSize, DefaultSize), j.state.Delta)
	return nil
}

func pages(n, otherwise int64) int64 {
	if n <= 0 {
		n = otherwise
	}
	return (n + Page - 1) / Page * Page
}

// CreateFrom is Create of a journal that is not active, whose positions count from
// the first page at or after one. NTFS begins at 0 again; a restore of the volume or
// another tool may leave a journal that does not.
func (j *Journal) CreateFrom(maxSize, delta, from int64) error {
	if j.phase == active {
		return errActive
	}
	err := j.Create(maxSize, delta)
	if err == nil && from > 0 {
		first := pages(from, 0)
		j.state.First, j.state.Next, j.state.Lowest = first, first, first
	}
	return err
}

// begin starts an instance of the journal at a position.
func (j *Journal) begin(first int64) {
	j.log.reset()
	j.phase, j.broken, j.open = active, false, j.open[:0]
	j.identify()
	j.state.First, j.state.Next, j.state.Lowest = first, first, first
}

// identify gives the journal an identity that it never had, and no other journal of
// the run has.
func (j *Journal) identify() {
	j.instance++
	j.state.ID = j.volume<<32 | j.instance
}

// Delete begins to delete the journal with all records; until Deleted it can neither
// be used nor created. The error says that there is none.
func (j *Journal) Delete() error {
	switch j.phase {
	case inactive:
		return model.JournalNotActive
	case deleting:
		return model.JournalDeleteInProgress
	}
	j.phase, j.broken, j.open = deleting, false, j.open[:0]
	j.log.reset()
	return nil
}

// Deleted ends what Delete began.
func (j *Journal) Deleted() {
	if j.phase == deleting {
		j.phase = inactive
	}
}

// Restamp gives an active journal another identity. Positions go on, and older
// records can still be read, but changes may be missing between them and the new
// ones, as the state's Lowest says. Fact 55.
func (j *Journal) Restamp() error {
	if err := j.usable(); err != nil {
		return err
	}
	j.identify()
	j.state.Lowest, j.open = j.state.Next, j.open[:0]
	return nil
}

// Fail makes an active journal unreadable until it is deleted or healed. Changes are
// still recorded.
func (j *Journal) Fail() error {
	if err := j.usable(); err != nil {
		return err
	}
	j.broken = true
	return nil
}

// Heal ends what Fail began.
func (j *Journal) Heal() { j.broken = false }
