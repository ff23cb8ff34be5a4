package osdisk_test

import (
	"testing"

	"gapless/engine/osdisk"
	"gapless/sim/volume/conformance"

	"github.com/spf13/afero"
)

// The table that holds the simulated volume to what POSIX says holds here, too.
func TestTheDiskConformsToPOSIX(t *testing.T) {
	conformance.Run(t, func(t *testing.T) (afero.Fs, string) {
		return &osdisk.Files{}, t.TempDir()
	}, conformance.Caps{HardLinks: true, Symlinks: true, Identities: true})
}
