package db

import (
	"context"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"kortisto/db/dbtest"
)

// restoreLast is the task of a process that restores the last backup of a
// register, and is killed meanwhile.
func restoreLast(dir string, reached func(stage string)) error {
	db, err := newDB(dir, Options{})
	if err != nil {
		return err
	}
	db.reached = reached
	backups, err := db.Backups()
	if err != nil {
		return err
	}
	_, err = db.restore(context.Background(), filepath.Join(db.BackupsDir(), backups[0].Name))
	return err
}

// TestRestoreKilled kills a restore at each of its stages, and at moments that
// are drawn. The next start finds the register as it was, or the restored one,
// and a restore can be made again.
func TestRestoreKilled(t *testing.T) {
	base, backup, before, after := backedUp(t)
	fresh := func(t *testing.T) string {
		dir := t.TempDir()
		must(t, os.CopyFS(dir, os.DirFS(base)))
		return dir
	}
	for _, stage := range []struct {
		name     string
		restored bool
	}{
		{"restore copied", false}, {"restore renewed", false}, {"restore prepared", false}, {"restore decided", true},
		{"restore aside1", true}, {"restore aside3", true}, {"restore moved", true},
	} {
		t.Run(stage.name, func(t *testing.T) {
			dir := fresh(t)
			runToDeath(t, "restore "+stage.name, dir, "")
			survives(t, dir, map[bool]string{false: after, true: before}[stage.restored])
			if left := names(t, dir); slices.Contains(left, decidedDir) || slices.Contains(left, preparingDir) {
				t.Errorf("left %v", left)
			}
			_, err := Restore(t.Context(), dir, filepath.Join(dir, "backups", filepath.Base(backup)), testOptions())
			must(t, err)
			survives(t, dir, before)
			want := map[bool]int{false: 1, true: 2}[stage.restored] // empty ones are cleared away
			if aside, err := filepath.Glob(filepath.Join(dir, asidePrefix+"*")); err != nil || len(aside) != want {
				t.Errorf("put aside: %v, %v", aside, err)
			}
		})
	}
	for range dbtest.Rounds(t, 3) {
		dir := fresh(t)
		killAfter(t, "restores", dir, rand.IntN(9))
		survives(t, dir, before, after)
	}
}
