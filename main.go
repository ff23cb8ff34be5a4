// Gapless tests backup engines: is every changed file captured?
package main

import (
	"context"
	"os"
	"runtime/debug"

	"gapless/internal/cli"
)

// Runs live on little memory and make much garbage: a collector that waits until the
// heap is five times what lives makes them a tenth faster. Where much lives it has to
// work harder instead.
const (
	gcPercent   = 400
	memoryLimit = 400 << 20 // bytes; soft
)

func main() {
	debug.SetGCPercent(gcPercent)
	debug.SetMemoryLimit(memoryLimit)
	os.Exit(cli.Main(context.Background(), os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}
