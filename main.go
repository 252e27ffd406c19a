// Kortisto is a self-hosted customer register whose heart is safe mass import
// from spreadsheets.
package main

import (
	"context"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
	_ "time/tzdata" // TZ is obeyed in an image that holds the program alone, too

	"kortisto/cli"
)

// gcPercent is how much may become garbage before it is collected, in percent
// of what is in use. A third of what is usual keeps a large file in a small
// machine, and costs an import hardly a twentieth of its time.
const gcPercent = 30

func main() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
	if allowed := allowedMemory(os.DirFS("/")); allowed > 0 && os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(runtimeLimit(allowed))
	}
	// A reader of the output that goes away is an error like any other.
	signal.Ignore(syscall.SIGPIPE)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	// The first signal asks for an orderly end, the second one ends at once.
	context.AfterFunc(ctx, stop)
	os.Exit(cli.Run(ctx, os.Args[1:], cli.EnvironmentOf(os.Environ()), os.Stdin, os.Stdout, os.Stderr, serve))
}
