package db

import (
	"errors"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"

	"kortisto/customer"
)

// clashing is a register that is closed, and whose own field has the name of a standard
// one, as an older program has left it.
func clashing(t *testing.T, dir string) Options {
	t.Helper()
	options := testOptions()
	options.Fields = nil
	db := openDir(t, dir, options)
	must(t, db.AddOwnField(t.Context(), Actor{Name: "Liisa"}, "Kotipaikka", customer.TypeText))
	_, err := db.write.ExecContext(t.Context(), `UPDATE own_fields SET name = 'Puhelin'`)
	must(t, errors.Join(err, db.Close()))
	return options
}

// ownNames are the names of the own fields of a register, which is opened for that.
func ownNames(t *testing.T, dir string, options Options) (names []string) {
	t.Helper()
	own, err := openDir(t, dir, options).OwnFields(t.Context())
	must(t, err)
	for _, o := range own {
		names = append(names, o.Name)
	}
	return names
}

// TestOwnNamesAtOnce holds that of several who open a register at once one gives its own
// field another name, and all find it under that.
func TestOwnNamesAtOnce(t *testing.T) {
	dir := t.TempDir()
	options := clashing(t, dir)
	var told atomic.Int32
	errs := make([]error, 4)
	var all sync.WaitGroup
	for i := range errs {
		all.Go(func() {
			options := options
			options.OwnRenamed = func(customer.Field) { told.Add(1) }
			db, err := Open(t.Context(), dir, options)
			if err == nil {
				err = db.Close()
			}
			errs[i] = err
		})
	}
	all.Wait()
	must(t, errors.Join(errs...))
	if names := ownNames(t, dir, options); told.Load() != 1 || len(names) != 1 || names[0] != "Puhelin 2" {
		t.Errorf("told %d times, %q", told.Load(), names)
	}
}

// TestOwnNamesOnFullDisk holds that a register that cannot give its own field another
// name is not opened, since a file would fill the wrong field, and is once there is room.
func TestOwnNamesOnFullDisk(t *testing.T) {
	disk := smallDisk(t, "4m")
	dir := filepath.Join(disk, "data")
	options := clashing(t, dir)
	ballast := filepath.Join(disk, "ballast")
	fillDisk(t, ballast)
	if db, err := Open(t.Context(), dir, options); !errors.Is(err, ErrDiskFull) {
		t.Errorf("on the full disk: %v, %v", db != nil, err)
	}
	must(t, os.Remove(ballast))
	if names := ownNames(t, dir, options); len(names) != 1 || names[0] != "Puhelin 2" {
		t.Errorf("%q", names)
	}
}
