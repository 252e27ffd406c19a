package cli_test

import (
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// TestDirectoryOfSomebodyElse holds that a directory, or a file in it, that the
// program's user may not write to is an error of one line that names its owner and
// that user. Root starts the program as the user of the container.
func TestDirectoryOfSomebodyElse(t *testing.T) {
	const container = 65532
	root := os.Getuid() == 0
	runner := strconv.Itoa(os.Getuid())
	place, err := os.MkdirTemp("", "kortisto")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = os.Chmod(filepath.Join(place, "data"), 0o700)
		_ = os.RemoveAll(place)
	})
	binary := filepath.Join(place, "program")
	copyProgram(t, binary)
	if err := os.Chmod(place, 0o755); err != nil {
		t.Fatal(err)
	}
	run := func(dir string) string {
		t.Helper()
		command := exec.CommandContext(t.Context(), binary, "user", "list", "--lang", "en", "--data", dir)
		command.Env = append(os.Environ(), asProgram+"=yes")
		if root {
			runner = strconv.Itoa(container)
			command.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: container, Gid: container}}
		}
		output, err := command.CombinedOutput()
		if exit := new(exec.ExitError); !errors.As(err, &exit) || exit.ExitCode() != 1 {
			t.Fatalf("%v\n%s", err, output)
		}
		return string(output)
	}
	dir := filepath.Join(place, "data")
	if err := os.Mkdir(dir, 0o500); err != nil {
		t.Fatal(err)
	}
	owner := strconv.Itoa(os.Getuid())
	check := func(said, path, mode string) {
		t.Helper()
		if strings.Count(said, "\n") != 1 || !strings.HasPrefix(said, path+" cannot be written to: its owner is ") ||
			!strings.Contains(said, "("+owner+"), its permissions "+mode) || !strings.Contains(said, runner) {
			t.Errorf("%s", said)
		}
	}
	check(run(dir), dir, "0500")
	check(run(filepath.Join(dir, "below", "it")), dir, "0500")
	if err := os.Chmod(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	lock := filepath.Join(dir, "open.lock")
	if err := os.WriteFile(lock, nil, 0o400); err != nil {
		t.Fatal(err)
	}
	check(run(dir), lock, "0400")
}

// copyProgram copies the test binary to where every user may run it.
func copyProgram(t *testing.T, to string) {
	t.Helper()
	path, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	from, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer from.Close()
	file, err := os.OpenFile(to, os.O_CREATE|os.O_WRONLY, 0o755)
	if err != nil {
		t.Fatal(err)
	}
	_, err = io.Copy(file, from)
	if err := errors.Join(err, file.Close()); err != nil {
		t.Fatal(err)
	}
}
