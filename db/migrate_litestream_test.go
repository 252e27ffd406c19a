package db

import (
	"path/filepath"
	"testing"
)

// TestLitestreamIsMigrated holds that a register of the first version which
// Litestream copies is brought up to date like any other: its tables are still
// there, also in the backup that is made before.
func TestLitestreamIsMigrated(t *testing.T) {
	plain := openDir(t, firstRegister(t), testOptions())
	want := content(t, plain)

	dir := firstRegister(t)
	pool, err := openPool("file:"+filepath.Join(dir, FileName), 1)
	must(t, err)
	_, err = pool.ExecContext(t.Context(), `CREATE TABLE _litestream_seq (id INTEGER PRIMARY KEY, seq INTEGER);
		CREATE TABLE _litestream_lock (id INTEGER); INSERT INTO _litestream_seq VALUES (1, 7)`)
	must(t, err)
	must(t, pool.Close())
	migrated := openDir(t, dir, testOptions())
	checkRegister(t, migrated)
	backups, err := migrated.Backups()
	must(t, err)
	if len(backups) != 1 {
		t.Fatalf("%d backups before the upgrade", len(backups))
	}
	must(t, migrated.Close())
	survives(t, dir, want)

	restored, err := Restore(t.Context(), dir, filepath.Join(dir, "backups", backups[0].Name), testOptions())
	if err != nil || len(restored.Flaws) > 0 {
		t.Errorf("%+v, %v", restored, err)
	}
	again := openDir(t, dir, testOptions())
	var kept int
	must(t, again.read.QueryRowContext(t.Context(), `SELECT seq FROM _litestream_seq`).Scan(&kept))
	if kept != 7 {
		t.Errorf("Litestream's number is %d", kept)
	}
}
