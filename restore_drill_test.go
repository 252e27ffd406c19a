package main

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"kortisto/cli"
)

// run runs a command and returns what it prints.
func run(t *testing.T, args ...string) string {
	t.Helper()
	output, err := program(t.Context(), args...).Output()
	if err != nil {
		t.Fatalf("%q: %v\n%s", args, err, output)
	}
	return string(output)
}

// runHere runs a command within this process, which takes less time.
func runHere(t *testing.T, args ...string) string {
	t.Helper()
	var output, failure strings.Builder
	if status := cli.Run(t.Context(), args, nil, nil, &output, &failure, nil); status != 0 {
		t.Fatalf("%q: status %d\n%s", args, status, failure.String())
	}
	return output.String()
}

// exported are the lines of an export without the version marks, its last
// column: a restored register makes them with another key.
func exported(t *testing.T, dir string) []string {
	t.Helper()
	var lines []string
	for line := range strings.Lines(runHere(t, "export", "--data", dir)) {
		lines = append(lines, line[:strings.LastIndex(line, ";")])
	}
	return lines
}

// TestRestoreDrillWhileImporting fills a register, backs it up beside a server while files are
// imported, loses it, and restores it: each backup is the register as it was
// between two imports, the last import can be undone, and whoever was logged in
// is not any more.
func TestRestoreDrillWhileImporting(t *testing.T) {
	const base, files, rows = 300, 3, 20
	dir, kept := filepath.Join(t.TempDir(), "data"), t.TempDir()
	user := &client{T: t, session: newSession(t, dir)}
	file := func(number, rows int) string {
		var text strings.Builder
		text.WriteString("Nimi;Laji\n")
		for i := range rows {
			fmt.Fprintf(&text, "Yritys %d-%d Oy;yritys\n", number, i)
		}
		path := filepath.Join(kept, fmt.Sprintf("%d.csv", number))
		if err := os.WriteFile(path, []byte(text.String()), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	runHere(t, "import", file(0, base), "--save", "--data", dir)
	server := startServer(t, dir, "")
	user.address = server.address
	if status := user.status("/customers"); status != http.StatusOK {
		t.Fatal(status)
	}
	if output, err := program(t.Context(), "restore", file(99, 1), "--data", dir).CombinedOutput(); err == nil {
		t.Errorf("restored beside a server: %s", output)
	}
	var more []string
	for i := range files {
		more = append(more, file(i+1, rows))
	}
	var importing sync.WaitGroup
	importing.Go(func() {
		for _, path := range more {
			if output, err := program(t.Context(), "import", path, "--save", "--data", dir).CombinedOutput(); err != nil {
				t.Errorf("%v\n%s", err, output)
			}
		}
	})
	backups := []string{filepath.Join(kept, "first.db"), filepath.Join(kept, "last.db")}
	run(t, "backup", backups[0], "--data", dir)
	importing.Wait()
	run(t, "backup", backups[1], "--data", dir)
	server.stop(t)
	want := exported(t, dir)
	if len(want) != 1+base+files*rows {
		t.Fatalf("%d lines", len(want))
	}
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	for i, backup := range backups {
		run(t, "restore", backup, "--data", dir)
		runHere(t, "check", "--data", dir)
		now := exported(t, dir)
		if len(now) > len(want) || (len(now)-1-base)%rows != 0 || strings.Join(now, "") != strings.Join(want[:len(now)], "") {
			t.Errorf("backup %d: %d lines, which are no state that there was", i, len(now))
		}
	}
	if now := exported(t, dir); len(now) != len(want) {
		t.Errorf("%d lines of %d", len(now), len(want))
	}
	runHere(t, "undo", fmt.Sprint(files+1), "--data", dir)
	if now := exported(t, dir); strings.Join(now, "") != strings.Join(want[:len(want)-rows], "") {
		t.Error("the last import is not undone")
	}
	runHere(t, "check", "--data", dir)
	server = startServer(t, dir, "")
	user.address = server.address
	if status := user.status("/customers"); status != http.StatusSeeOther {
		t.Errorf("a session from before: %d", status)
	}
	server.stop(t)
}
