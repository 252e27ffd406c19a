package db

import (
	"context"
	"errors"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/uptrace/bun"
	"kortisto/customer"
)

// TestErasureIsFinishedLater holds that an erasure whose last step could not be
// done, since somebody reads the register for long, is finished by the next look.
func TestErasureIsFinishedLater(t *testing.T) {
	db := openTest(t)
	fill(t, db, 3)
	edit(t, db, 1002, customer.Notes, "Kanarian lisätieto")
	must(t, db.Write(t.Context(), Purpose{}, noteUnpurged))
	fill(t, db, 1)
	must(t, db.Close())

	again := openDir(t, db.dir, testOptions())
	if due, err := again.purgeIsDue(t.Context()); err != nil || due != fileUnpurged {
		t.Fatal(due, err)
	}
	if _, _, err := again.RetainDue(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if due, err := again.purgeIsDue(t.Context()); err != nil || due != purged {
		t.Error(due, err)
	}
	checkRegister(t, again)
	if log, err := os.Stat(again.path() + "-wal"); err == nil && log.Size() > 64<<10 {
		t.Errorf("the log has %d bytes", log.Size())
	}
}

// TestPurgeBesideReaders holds that readers see the register as it is while it is
// written over itself, and that one who reads for long only defers the end.
func TestPurgeBesideReaders(t *testing.T) {
	db := openTest(t)
	fill(t, db, 500)
	before := content(t, db)
	snapshot, err := db.Snapshot(t.Context())
	must(t, err)
	must(t, db.Write(t.Context(), Purpose{}, noteUnpurged))
	for range 2 { // the second time only the log is left
		if err := db.Purge(t.Context()); !errors.Is(err, ErrUnpurged) {
			t.Errorf("with a reader: %v", err)
		}
		if due, err := db.purgeIsDue(t.Context()); err != nil || due != logUnpurged {
			t.Error(due, err)
		}
	}
	if empty, err := snapshot.Empty(t.Context()); err != nil || empty {
		t.Error("the reader sees nothing:", err)
	}
	must(t, snapshot.Close())
	must(t, db.Purge(t.Context()))
	if content(t, db) != before {
		t.Error("the register is another one")
	}
	edit(t, db, 1003, customer.City, "Salo")
	checkRegister(t, db)
	if _, err := os.Stat(filepath.Join(db.dir, purgedFile)); !errors.Is(err, fs.ErrNotExist) {
		t.Error("a copy is left:", err)
	}
}

// TestPurgeOverwritesGaps holds that what SQLite leaves of deleted values in the
// gaps of its pages, where it had moved rows, is gone after a purge.
func TestPurgeOverwritesGaps(t *testing.T) {
	db := openTest(t)
	fill(t, db, 1000)
	random := rand.New(rand.NewPCG(1, 2))
	must(t, db.Write(t.Context(), Purpose{}, func(ctx context.Context, tx bun.Tx) error {
		for range 6 {
			for _, n := range random.Perm(1000) {
				notes := strings.Repeat("Kanaria ", random.IntN(60))
				if _, err := tx.Tx.ExecContext(ctx, `UPDATE customers SET notes = ? WHERE number = ?`, notes, firstGiven+n); err != nil {
					return err
				}
			}
		}
		if _, err := tx.Tx.ExecContext(ctx, `UPDATE customers SET notes = ''`); err != nil {
			return err
		}
		return noteUnpurged(ctx, tx)
	}))
	must(t, db.emptyLog(t.Context()))
	texts := []string{"Kanaria"}
	if len(foundIn(t, db.dir, texts)) == 0 {
		t.Fatal("nothing is left even before")
	}
	must(t, db.Purge(t.Context()))
	if found := foundIn(t, db.dir, texts); len(found) > 0 {
		t.Error(found)
	}
}
