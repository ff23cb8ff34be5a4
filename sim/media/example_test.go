package media_test

import (
	"fmt"

	"gapless/sim/media"
)

// What was not synced when the host crashed may be torn.
func Example() {
	m := media.New("tape1", nil, 0)
	m.Append([]byte("header "), false)
	m.Sync()
	m.Append([]byte("fragment"), false)
	m.Crash(func(unsynced int64) int64 { return unsynced / 2 })

	b, err := m.Read(0, 100)
	fmt.Printf("%q %v\n", b, err)
	// Output: "header frag" <nil>
}
