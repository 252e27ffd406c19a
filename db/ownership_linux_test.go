package db

import (
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"kortisto/customer"
)

// TestRootLeavesNothingOfItsOwn holds that the server can go on with what root has
// done by commands: all in the directory belongs to the owner of that.
func TestRootLeavesNothingOfItsOwn(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("this is root's alone")
	}
	const nobody = 65534
	dir := t.TempDir()
	must(t, os.Chown(dir, nobody, nobody))
	db := openDir(t, dir, testOptions())
	fill(t, db, 3)
	mustBackUp(t, db, t.TempDir())
	made := mustBackUp(t, db, "")
	edit(t, db, 1001, customer.Phone, "09 1")
	must(t, db.Close())
	_, err := Restore(t.Context(), dir, made.Path, testOptions())
	must(t, err)
	must(t, openDir(t, dir, testOptions()).Close())
	fresh := t.TempDir() // of a new machine
	must(t, os.Chown(fresh, nobody, nobody))
	_, err = Restore(t.Context(), fresh, made.Path, testOptions())
	must(t, err)
	for _, dir := range []string{dir, fresh} {
		must(t, filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
			must(t, err)
			info, err := entry.Info()
			must(t, err)
			if owner := info.Sys().(*syscall.Stat_t); owner.Uid != nobody || owner.Gid != nobody {
				t.Errorf("%s belongs to %d:%d", path, owner.Uid, owner.Gid)
			}
			return nil
		}))
	}
}
