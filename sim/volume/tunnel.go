package volume

import (
	"strings"
	"time"

	"gapless/model/clock"
)

// Fact 68: for this long, and for so many names, a file system with tunnelling gives
// a name that comes back its old creation time.
const (
	tunnelFor   = 15 * time.Second
	tunnelNames = 1024
)

// tunnelled is a name that was taken away.
type tunnelled struct {
	dir     Ino
	name    string
	created Time
	at      Time
}

func (v *Volume) remember(it entry) {
	if !v.kind.Tunnels || v.cfg.Stamper == nil {
		return
	}
	if len(v.tunnel) == tunnelNames {
		v.tunnel = append(v.tunnel[:0], v.tunnel[1:]...)
	}
	v.tunnel = append(v.tunnel, tunnelled{it.dir, it.name, v.node(it.ino).created, v.cfg.Stamper.Now()})
}

// inherit gives an inode the creation time that its name had. It never gives the
// modification time.
func (v *Volume) inherit(dir Ino, name string, i Ino) {
	for k := len(v.tunnel) - 1; k >= 0; k-- {
		t := &v.tunnel[k]
		if t.dir != dir || !strings.EqualFold(t.name, name) {
			continue
		}
		if age := v.cfg.Stamper.Now().Sub(t.at); age.Compare(clock.Of(tunnelFor)) <= 0 {
			v.own(i).created = t.created
		}
		v.tunnel = append(v.tunnel[:k], v.tunnel[k+1:]...)
		return
	}
}
