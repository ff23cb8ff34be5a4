package scenarios

import (
	"errors"
	"fmt"
	"io/fs"
	"net"

	"gapless/engine/checkpoints"
	"gapless/engine/port"
	"gapless/sim/machine"
	"gapless/sim/volume"
)

// The file trees of sim are what the engine asks for, though sim does not know it.
var (
	_ port.Journaled = (*volume.FS)(nil)
	_ port.Journaled = (*volume.Mounts)(nil)
	_ port.Freezer   = (*volume.FS)(nil)
	_ port.Freezer   = (*volume.Mounts)(nil)
	_ port.Sized     = (*volume.FS)(nil)
	_ port.Sized     = (*volume.Mounts)(nil)
	_ port.Stamping  = (*volume.Mounts)(nil)
)

// process is a simulated process as the engine sees it: the simulation's own, with
// the two ports whose types are the engine's.
type process[H any] struct {
	*machine.Process[H]
	world *world
}

// Library is the host's media.
func (p process[H]) Library() port.Library { return library{p.world, p.Host()} }

// Reports is where the run is written down.
func (p process[H]) Reports() port.Reports { return &p.world.record }

// Bucket is an object repository as the host sees it.
func (p process[H]) Bucket(name string) (port.Bucket, error) {
	b := p.world.bucket(name)
	if b == nil {
		return nil, &fs.PathError{Op: "connect to", Path: name, Err: fs.ErrNotExist}
	}
	if b.decl.gateway != "" && b.decl.gateway != p.Host() {
		return nil, fmt.Errorf("connect to %s: %s has no connection to it: %w", name, p.Host(), net.ErrClosed)
	}
	return b.From(&p.On().Node), nil
}

// Removals is where the run is written down, too.
func (p process[H]) Removals() port.RemovalReports { return &p.world.record }

// Send loses a request for removal that a script has lost.
func (p process[H]) Send(pid int64, m any) error {
	if _, ok := m.(checkpoints.Request); ok && p.world.drops > 0 {
		p.world.dropped()
		return nil
	}
	return p.Process.Send(pid, m)
}

// program makes a program of the engine one that a host can start.
func program[H, A any](w *world, h *machine.Host[H], name string, run func(port.Process[H], A)) {
	h.Program(name, func(p *machine.Process[H], args any) { run(process[H]{p, w}, args.(A)) })
}

// library is the media of one host.
type library struct {
	world *world
	host  string
}

// Media lists the media by name, sorted.
func (l library) Media() (names []string) {
	for _, m := range l.world.media {
		if m.node.Name() == l.host {
			names = append(names, m.tape.name)
		}
	}
	return names
}

// Mount gives access to a medium.
func (l library) Mount(name string) (port.Medium, error) {
	if m := l.world.medium(name); m != nil && m.node.Name() == l.host {
		return m, nil
	}
	return nil, &fs.PathError{Op: "mount", Path: name, Err: errNoMedium}
}

var errNoMedium = errors.New("there is no such medium on this host")
