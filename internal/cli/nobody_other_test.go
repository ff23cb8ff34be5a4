//go:build !linux

package cli

import (
	"os"
	"testing"
)

// asNobody can only tell here that root reads everything.
func asNobody(t *testing.T) {
	t.Helper()
	if os.Getuid() == 0 {
		t.Skip("root reads everything on this system")
	}
}
