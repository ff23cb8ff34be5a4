package media

import (
	"fmt"
	"slices"

	"gapless/engine/catalog"
)

// statusGone is the status of a job whose media are not there any more.
const statusGone = 85

// missing are the media that do not reach as far as what was written to them, or cannot
// be read there.
func (w *writer) missing(looks []catalog.Extent) (names []string) {
	for _, e := range looks {
		m, err := w.Library().Mount(e.Medium)
		if err == nil && e.Len > 0 {
			_, err = m.Read(e.Len-1, 1)
		}
		if err != nil {
			names = append(names, e.Medium)
		}
	}
	return names
}

// lookAgain fails when a medium that was there at the start, or that this job has written
// to, is gone.
func (w *writer) lookAgain() error {
	for _, name := range w.missing(w.looks) {
		if !slices.Contains(w.lacking, name) {
			return &fault{statusGone, fmt.Errorf("%s is not there any more", name)}
		}
	}
	return nil
}

// reach notes how far the media must reach for what this job has written.
func (w *writer) reach(extents []catalog.Extent) {
	for _, e := range extents {
		i := slices.IndexFunc(w.looks, func(o catalog.Extent) bool { return o.Medium == e.Medium })
		if i < 0 {
			i, w.looks = len(w.looks), append(w.looks, catalog.Extent{Medium: e.Medium})
		}
		w.looks[i].Len = max(w.looks[i].Len, e.Off+e.Len)
	}
}
