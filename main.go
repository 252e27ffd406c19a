// Kortisto is a self-hosted customer register whose heart is safe mass import
// from spreadsheets.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"kortisto/cli"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	// The first signal asks for an orderly end, the second one ends at once.
	context.AfterFunc(ctx, stop)
	os.Exit(cli.Run(ctx, os.Args[1:], os.Getenv, os.Stdin, os.Stdout, os.Stderr, serve))
}
