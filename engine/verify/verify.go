// Package verify is the reader (bpverify): it reads an image back from its media and
// checks every checksum.
package verify

import (
	"errors"
	"fmt"
	"io"

	"gapless/engine/catalog"
	"gapless/engine/image"
	"gapless/engine/message"
	"gapless/engine/port"
	"gapless/engine/wire"
	"gapless/model/clock"
)

// Process is the port that a reader runs on.
type Process = port.Process[clock.Media]

// Run does what the order says and tells the server what it found.
func Run(p Process, order message.ReaderOrder) {
	damage := ""
	if err := Image(order.Image, p.Library().Mount, anyClock{}); err != nil {
		damage = err.Error()
	}
	_ = p.Send(p.Starter(), message.ReadBack{Damage: damage}) // the end of the process says it too
}

// anyClock passes over times: a checksum needs no clock.
type anyClock struct{}

func (anyClock) Decode(b []byte) (clock.Time[clock.Client], []byte, error) {
	return clock.Skip[clock.Client](b)
}

// Image reads every block of an image. The error says what is damaged.
func Image(fragments []catalog.Fragment, mount image.Mount, c wire.Clock[clock.Client]) error {
	for i, f := range fragments {
		r := image.NewReader(f.Extents, mount, c)
		for {
			e, _, err := r.Next()
			if errors.Is(err, io.EOF) {
				break
			}
			if err == nil && e.HasBlocks() {
				_, err = r.Blocks(func([]byte) error { return nil })
			}
			if err != nil {
				return fmt.Errorf("fragment %d: %w", i+1, err)
			}
		}
	}
	return nil
}
