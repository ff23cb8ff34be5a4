package volume

// perPage is how many items are copied when one of them changes after a clone.
const perPage = 16

// pages is an array that is copied on write: clones share its pages until one of
// them writes. Items keep their addresses while their page has one holder.
type pages[T any] struct {
	list  []*page[T]
	spare []*page[T] // kept for the next run
}

type page[T any] struct {
	holders int
	items   [perPage]T
}

// at is the i-th item, to be read only.
func (p *pages[T]) at(i uint32) *T { return &p.list[i/perPage].items[i%perPage] }

// shared reports whether writing to the i-th item has to copy its page first.
func (p *pages[T]) shared(i uint32) bool { return p.list[i/perPage].holders > 1 }

// own is the i-th item, to be written. It makes every pointer into a shared page stale.
func (p *pages[T]) own(i uint32) *T {
	if p.shared(i) {
		p.unshare(i)
	}
	return p.at(i)
}

func (p *pages[T]) unshare(i uint32) *page[T] {
	old, mine := p.list[i/perPage], p.blank()
	mine.items = old.items
	old.holders--
	p.list[i/perPage] = mine
	return mine
}

// room makes the array at least n items long; new ones are zero.
func (p *pages[T]) room(n uint32) {
	for uint32(len(p.list))*perPage < n {
		p.list = append(p.list, p.blank())
	}
}

func (p *pages[T]) blank() *page[T] {
	if last := len(p.spare) - 1; last >= 0 {
		pg := p.spare[last]
		p.spare = p.spare[:last]
		pg.holders = 1
		return pg
	}
	return &page[T]{holders: 1}
}

// reset gives up all items, keeping the pages that nobody else holds.
func (p *pages[T]) reset() {
	for i, pg := range p.list {
		p.list[i] = nil
		if pg.holders--; pg.holders == 0 {
			clear(pg.items[:])
			p.spare = append(p.spare, pg)
		}
	}
	p.list = p.list[:0]
}

// share makes to, which has been reset, hold the same items as p.
func (p *pages[T]) share(to *pages[T]) {
	for _, pg := range p.list {
		pg.holders++
	}
	to.list = append(to.list, p.list...)
}
