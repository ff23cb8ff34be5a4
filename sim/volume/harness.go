package volume

import (
	"syscall"

	"gapless/model"
)

// Look is what a path holds, not following a symlink at its end; ok is false when it
// names nothing.
func (v *Volume) Look(path string) (held model.Version, ok bool) {
	i, err := v.Find(path, false)
	if err != nil {
		return model.Version{}, false
	}
	return v.versionOf(i), true
}

// Receive makes a new file with the content, permissions and modification time of
// one on another volume. A file that was there is replaced.
func (v *Volume) Receive(path string, held model.Version, line int) error {
	at, err := v.resolve(path, true)
	switch {
	case err != nil:
		return err
	case held.Kind != model.File:
		return syscall.EINVAL
	}
	n := inode{kind: model.File, mode: held.Mode & permissions, archive: v.kind.Archive, content: held.Content, forked: true}
	v.stampNew(&n)
	n.mtime = v.store(held.Modified, v.grains.write)
	return v.receive(By{Line: line, path: at.path, copied: true}, at, n)
}

// Heal ends all faults that were injected: slow and failing reads and writes, and an
// unreadable change journal, and slow freezes.
func (v *Volume) Heal() {
	v.faults = v.faults[:0]
	v.freezing, v.committing = 0, 0
	if v.journal != nil {
		v.journal.Heal()
	}
}
