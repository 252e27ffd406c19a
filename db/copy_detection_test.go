package db

import (
	"bytes"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"testing"

	"kortisto/customer"
)

// TestCopiesDoNotKnowMarks holds three-way's "that this register did not
// write": a register that is a copy, or that was put back from one, does not
// take marks for its own that were made before.
func TestCopiesDoNotKnowMarks(t *testing.T) {
	for name, restore := range map[string]func(t *testing.T, dir, copied string) string{
		"copied": func(t *testing.T, dir, copied string) string { return copied },
		"directory replaced": func(t *testing.T, dir, copied string) string {
			must(t, os.RemoveAll(dir))
			must(t, os.CopyFS(dir, os.DirFS(copied)))
			return dir
		},
		"every file written over": func(t *testing.T, dir, copied string) string {
			names, err := filepath.Glob(filepath.Join(copied, "*"))
			must(t, err)
			for _, name := range names {
				writeOver(t, name, filepath.Join(dir, filepath.Base(name)))
			}
			return dir
		},
		"database alone written over": func(t *testing.T, dir, copied string) string {
			writeOver(t, filepath.Join(copied, FileName), filepath.Join(dir, FileName))
			return dir
		},
		"database alone replaced": func(t *testing.T, dir, copied string) string {
			must(t, os.Rename(filepath.Join(copied, FileName), filepath.Join(dir, FileName)))
			return dir
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir, copied := t.TempDir(), filepath.Join(t.TempDir(), "copy")
			db := openDir(t, dir, testOptions())
			fill(t, db, 3)
			must(t, db.Close())
			must(t, os.CopyFS(copied, os.DirFS(dir)))

			db = openDir(t, dir, testOptions())
			edit(t, db, 1001, customer.Phone, "09 1")
			exported := export(t, db)
			must(t, db.Close())

			db = openDir(t, restore(t, dir, copied), testOptions())
			edit(t, db, 1001, customer.Phone, "09 2") // the same revision, another state
			if n := unknownMarks(t, db, exported); n != 3 {
				t.Errorf("%d of 3 marks are unknown", n)
			}
			again := export(t, db)
			must(t, db.Close())
			db = openDir(t, db.Dir(), testOptions())
			if n := unknownMarks(t, db, again); n != 0 {
				t.Errorf("%d marks made after that are unknown", n)
			}
		})
	}
}

// TestMarksOutlive holds that nothing but going back to a copy makes a register
// forget its marks.
func TestMarksOutlive(t *testing.T) {
	for name, happen := range map[string]func(t *testing.T, db *DB) *DB{
		"a restart": reopened,
		"writes by two processes": func(t *testing.T, db *DB) *DB {
			other := openDir(t, db.Dir(), testOptions())
			for i, db := range []*DB{db, other, other, db} {
				edit(t, db, 1002, customer.Phone, "09 "+strconv.Itoa(i))
			}
			return reopened(t, db)
		},
		"a write that fails late": func(t *testing.T, db *DB) *DB {
			_, err := db.write.DB.Exec(`CREATE TRIGGER fault BEFORE UPDATE ON counters BEGIN SELECT raise(ABORT, 'fault'); END`)
			must(t, err)
			c, err := db.Customer(t.Context(), 1001)
			must(t, err)
			c.Values[customer.Phone] = "09 1"
			if _, err := db.UpdateCustomer(t.Context(), Actor{Name: "Matti"}, c.Number, c.Revision, c.Values); err == nil {
				t.Fatal("the write did not fail")
			}
			_, err = db.write.DB.Exec(`DROP TRIGGER fault`)
			must(t, err)
			return reopened(t, db)
		},
		"a vacuum": func(t *testing.T, db *DB) *DB {
			_, err := db.write.DB.Exec(`VACUUM`)
			must(t, err)
			return reopened(t, db)
		},
		"a directory that is moved": func(t *testing.T, db *DB) *DB {
			must(t, db.Close())
			moved := filepath.Join(t.TempDir(), "moved")
			must(t, os.Rename(db.Dir(), moved))
			return openDir(t, moved, testOptions())
		},
		"the last state put back": func(t *testing.T, db *DB) *DB {
			must(t, db.Close())
			path := filepath.Join(db.Dir(), FileName)
			must(t, os.Rename(path, path+".copy"))
			writeOver(t, path+".copy", path)
			return openDir(t, db.Dir(), testOptions())
		},
		"a database from before witnesses": func(t *testing.T, db *DB) *DB {
			_, err := db.write.DB.Exec(`UPDATE counters SET witness = ''`)
			must(t, err)
			for writes := range int64(2) {
				must(t, os.RemoveAll(db.witnessPath(writes)))
			}
			db = reopened(t, db)
			edit(t, db, 1002, customer.Phone, "09 1")
			return reopened(t, db)
		},
	} {
		t.Run(name, func(t *testing.T) {
			db := openDir(t, filepath.Join(t.TempDir(), "data"), testOptions())
			fill(t, db, 3)
			exported := export(t, db)
			if n := unknownMarks(t, happen(t, db), exported); n != 0 {
				t.Errorf("%d marks are unknown", n)
			}
		})
	}
}

// TestCopyOpenedAtOnce holds that a copy gets one new key, however many open it.
func TestCopyOpenedAtOnce(t *testing.T) {
	db := openTest(t)
	fill(t, db, 3)
	must(t, db.Close())
	copied := filepath.Join(t.TempDir(), "copy")
	must(t, os.CopyFS(copied, os.DirFS(db.Dir())))
	keys := make([][]byte, 4)
	var opening sync.WaitGroup
	for i := range keys {
		opening.Go(func() {
			db, err := Open(t.Context(), copied, testOptions())
			if err != nil {
				t.Error(err)
				return
			}
			defer db.Close()
			if keys[i], err = db.VersionKey(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	opening.Wait()
	for _, key := range keys[1:] {
		if !bytes.Equal(key, keys[0]) {
			t.Error("two keys")
		}
	}
}

func reopened(t *testing.T, db *DB) *DB {
	t.Helper()
	must(t, db.Close())
	return openDir(t, db.Dir(), testOptions())
}

// writeOver puts the content of a file into another one, which stays the same file.
func writeOver(t *testing.T, from, to string) {
	t.Helper()
	content, err := os.ReadFile(from)
	must(t, err)
	must(t, os.WriteFile(to, content, 0o600))
}
