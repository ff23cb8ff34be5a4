package volume

import "syscall"

// held is a file that the workload keeps open for writing.
//
// Facts 47, 48 and 65: on a file system with LateWrite the modification time is right
// only when the writing handle closes. While the file is held open, the first write
// of each kind (overwriting, extending, truncating) stamps it, as it writes a record
// into a change journal; more writes of these kinds do not. The close stamps it, with
// the time of the close, if a write went unstamped. The archive bit is set by every
// write. A crash closes without stamping.
type held struct {
	ino   Ino
	count int
	done  writing // kinds of writes that have stamped
	late  bool    // a write went unstamped
}

// writing is a set of kinds of writes.
type writing uint8

const (
	overwriting writing = 1 << iota
	extending
	truncating
)

// writingOf is what a write from off up to end did to a file whose length was old
// and is now size.
func writingOf(off, end, old, size int64) writing {
	var w writing
	if off < min(end, old) {
		w |= overwriting
	}
	switch {
	case size > old:
		w |= extending
	case size < old || w == 0:
		w |= truncating
	}
	return w
}

// HoldOpen has the workload keep a file open for writing, until as many CloseHeld.
// Its writes to the file go through that handle.
func (v *Volume) HoldOpen(path string) error {
	at, err := v.file(path)
	if err != nil {
		return err
	}
	if h := v.heldOf(at.ino); h != nil {
		h.count++
		return nil
	}
	v.held = append(v.held, held{ino: at.ino, count: 1})
	return nil
}

// CloseHeld closes a file that is held open.
func (v *Volume) CloseHeld(path string, line int) error {
	at, err := v.file(path)
	if err != nil {
		return err
	}
	h := v.heldOf(at.ino)
	if h == nil {
		return syscall.EBADF
	}
	if h.count--; h.count > 0 {
		return nil
	}
	late := h.late
	*h = v.held[len(v.held)-1]
	v.held = v.held[:len(v.held)-1]
	if late {
		by := By{Line: line, path: at.path}
		v.touched(by, at.ino)
		v.stampWrite(v.own(at.ino))
		v.told(by, at.ino)
	}
	v.logClosed(at.ino)
	return nil
}

func (v *Volume) heldOf(i Ino) *held {
	for k := range v.held {
		if v.held[k].ino == i {
			return &v.held[k]
		}
	}
	return nil
}

// punctual reports whether a write stamps the modification time at once.
func (v *Volume) punctual(by By, i Ino, what writing) bool {
	if len(v.held) == 0 || !v.kind.LateWrite || by.Line == FaceLine {
		return true
	}
	h := v.heldOf(i)
	if h == nil {
		return true
	}
	h.late = what&^h.done == 0
	h.done |= what
	return !h.late
}
