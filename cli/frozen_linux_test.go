package cli_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestReadOnlyDirectory reads a register on a disk that nothing can be written
// to, and that what does not go there is said clearly.
func TestReadOnlyDirectory(t *testing.T) {
	b := newBench(t)
	if r := b.run("import", "testdata/original.csv", "--create-numbers", "--save"); r.status != 0 {
		t.Fatal(r.stderr)
	}
	readOnly(t, b.path("data"))
	for _, args := range [][]string{{"export"}, {"history"}, {"import", "testdata/original.csv"}} {
		if r := b.run(args...); r.status != 0 || r.stdout == "" {
			t.Errorf("%q: status %d, %q", args, r.status, r.stderr)
		}
	}
	for _, args := range [][]string{{"import", "testdata/original.csv", "--create-numbers", "--save"}, {"undo", "1"}} {
		if r := b.run(append(args, "--lang", "en")...); r.status != 1 || !strings.Contains(r.stderr, "cannot be written to") {
			t.Errorf("%q: status %d, %q", args, r.status, r.stderr)
		}
	}
}

// readOnly makes a directory one that not even root can write to.
func readOnly(t *testing.T, dir string) {
	t.Helper()
	if os.Getuid() != 0 {
		if err := os.Chmod(dir, 0o500); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = os.Chmod(dir, 0o700) })
		return
	}
	if err := syscall.Mount(dir, dir, "", syscall.MS_BIND, ""); err != nil {
		t.Skip("nothing can be mounted here: ", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(dir, syscall.MNT_DETACH) })
	if err := syscall.Mount("", dir, "", syscall.MS_REMOUNT|syscall.MS_BIND|syscall.MS_RDONLY, ""); err != nil {
		t.Skip("nothing can be mounted read-only here: ", err)
	}
}

// TestExportIsPrivate holds that nobody else reads the file of an export.
func TestExportIsPrivate(t *testing.T) {
	b := newBench(t)
	path := filepath.Join(t.TempDir(), "x.csv")
	if r := b.run("export", path); r.status != 0 {
		t.Fatal(r.stderr)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
}

// TestExportOnFullDisk holds that an export for which there is no room leaves the
// file that was there, and no half one under any name.
func TestExportOnFullDisk(t *testing.T) {
	b := newBench(t)
	b.fill()
	disk := t.TempDir()
	if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, "size=64k"); err != nil {
		t.Skip("no small disk can be mounted here: ", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(disk, syscall.MNT_DETACH) })
	path := filepath.Join(disk, "x.csv")
	if err := os.WriteFile(path, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	filling := filepath.Join(disk, "filling")
	if err := os.WriteFile(filling, make([]byte, 1<<20), 0o600); !errors.Is(err, syscall.ENOSPC) {
		t.Fatal(err)
	}
	for _, name := range []string{"x.csv", "x.xlsx", "new.csv"} {
		if r := b.run("export", filepath.Join(disk, name), "--lang", "en"); r.status != 1 || !strings.Contains(r.stderr, "full") {
			t.Errorf("%s: status %d, %q", name, r.status, r.stderr)
		}
	}
	entries, err := os.ReadDir(disk)
	if err != nil || len(entries) != 2 {
		t.Errorf("left behind: %v, %v", entries, err)
	}
	if data, err := os.ReadFile(path); err != nil || string(data) != "old" {
		t.Errorf("the old file holds %q, %v", data, err)
	}
	if err := os.Remove(filling); err != nil {
		t.Fatal(err)
	}
	b.must("export", path)
	if data, err := os.ReadFile(path); err != nil || string(data) != b.csv() {
		t.Errorf("with room again: %d bytes, %v", len(data), err)
	}
}
