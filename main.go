// Gapless tests backup engines: is every changed file captured?
package main

import (
	"context"
	"os"

	"gapless/internal/cli"
)

func main() {
	os.Exit(cli.Main(context.Background(), os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}
