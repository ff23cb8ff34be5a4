// Gapless tests backup engines: is every changed file captured?
package main

import (
	"context"
	"os"
	"runtime/debug"

	"gapless/internal/cli"
)

// Runs live on little memory and make much garbage: a collector that waits until the
// heap is many times what lives makes them a tenth faster, and takes less of the second
// core. Where much lives it has to work harder instead.
const (
	gcPercent   = 1600
	memoryLimit = 400 << 20 // bytes; soft
)

func main() {
	debug.SetGCPercent(gcPercent)
	debug.SetMemoryLimit(memoryLimit)
	os.Exit(cli.Main(context.Background(), os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}
