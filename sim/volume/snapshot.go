package volume

import (
	"errors"
	"fmt"
	"os"
	"time"

	"gapless/sim/op"

	"github.com/spf13/afero"
)

// Applications are the programs that write to a volume that can be frozen (VSS).
type Applications interface {
	// Hold has those of a volume wait for d before they change it: it is frozen.
	Hold(path string, d time.Duration)
	// Froze says that s shows its volumes as they are now.
	Froze(s *Snapshot)
}

// How long applications may take to freeze, and the snapshot to be committed. Fact 70.
const (
	FreezeLimit = 60 * time.Second
	CommitLimit = 10 * time.Second
)

// SlowFreeze makes the next freeze of the volume take d.
func (v *Volume) SlowFreeze(d time.Duration) { v.freezing = d }

// SlowCommit makes the next commit of a snapshot of the volume take d.
func (v *Volume) SlowCommit(d time.Duration) { v.committing = d }

// Snapshot is some volumes of a host as they were at one instant, under the paths that
// they had. Its volumes share with the live ones what has not changed since.
type Snapshot struct {
	files   afero.Fs
	volumes []*Volume
}

// Files is the tree of the snapshot's volumes; there is nothing outside of them. It
// cannot be changed. Reading it takes as long, and fails, as reading the live volume.
func (s *Snapshot) Files() afero.Fs { return s.files }

// Release gives the snapshot up; afterwards its volumes are empty.
func (s *Snapshot) Release() {
	for _, v := range s.volumes {
		v.cfg.Stamper = nil
		v.Reset(v.cfg)
		v.frozen = true
	}
}

// FrozenFiles is a snapshot as an engine uses it, a name as ChangeJournal is.
type FrozenFiles = interface {
	Files() afero.Fs
	Release()
}

// Freeze makes a snapshot of the volume, whose mount point is the one root.
func (f *FS) Freeze(roots []string) (FrozenFiles, error) {
	return freeze(roots, func(root string) (*FS, error) { return f, f.mountedAt("freeze", root) })
}

// Freeze makes one snapshot of the volumes mounted at the roots.
func (m *Mounts) Freeze(roots []string) (FrozenFiles, error) {
	return freeze(roots, func(root string) (*FS, error) { return m.mountedAt("freeze", root) })
}

// freeze makes one snapshot of several volumes: their applications freeze, and thaw
// when it is committed. It fails with os.ErrDeadlineExceeded when either takes longer
// than it may, and with errors.ErrUnsupported for a volume that cannot be frozen.
//
// What the applications would change meanwhile waits for the thaw. So the snapshot
// shows every instant of the freeze, and the first is as good as any.
func freeze(roots []string, at func(root string) (*FS, error)) (FrozenFiles, error) {
	if len(roots) == 0 {
		return nil, failed("freeze", "", os.ErrInvalid)
	}
	var faces []*FS
	for _, root := range roots {
		f, err := at(root)
		if err == nil {
			err = f.gate.Pass(op.Freeze, root)
		}
		if err != nil {
			return nil, err
		}
		if f.v.frozen || f.v.cfg.Applications == nil {
			return nil, failed("freeze", root, errors.ErrUnsupported)
		}
		faces = append(faces, f)
	}
	var freezing, committing time.Duration
	for _, f := range faces {
		freezing, committing = max(freezing, f.v.freezing), max(committing, f.v.committing)
		f.v.freezing, f.v.committing = 0, 0
	}
	late := ""
	switch {
	case freezing > FreezeLimit:
		late = fmt.Sprintf("the applications did not freeze within %v", FreezeLimit)
		freezing, committing = FreezeLimit, 0
	case committing > CommitLimit:
		late = fmt.Sprintf("the snapshot was not committed within %v", CommitLimit)
		committing = CommitLimit
	}
	var s *Snapshot
	if late == "" {
		s = shot(faces)
	}
	if hold := freezing + committing; hold > 0 {
		for _, f := range faces {
			f.v.cfg.Applications.Hold(f.v.Path(), hold)
		}
		faces[0].gate.Spend(hold)
	}
	if late != "" {
		return nil, failed("freeze", roots[0], fmt.Errorf("%s: %w", late, os.ErrDeadlineExceeded))
	}
	return s, nil
}

// shot is the snapshot of the volumes as they are now.
func shot(faces []*FS) *Snapshot {
	s := &Snapshot{}
	var frozen []*FS
	for _, f := range faces {
		c := f.v.Clone()
		c.cfg.Applications, c.cfg.Journal, c.journal = nil, JournalSize{}, nil
		c.original, c.faults = f.v, nil
		c.Freeze()
		s.volumes = append(s.volumes, c)
		frozen = append(frozen, c.FS(f.gate))
	}
	if s.files = frozen[0]; len(frozen) > 1 {
		s.files = NewMounts(frozen...)
	}
	faces[0].v.cfg.Applications.Froze(s)
	return s
}
