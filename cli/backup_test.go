package cli_test

import (
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kortisto/db"
)

// TestBackupAndRestore makes a backup, goes on, goes back and reads what that costs.
func TestBackupAndRestore(t *testing.T) {
	b := newBench(t)
	b.fill()
	b.must("check")
	copied := b.path("kopio.db")
	made := b.must("backup", copied, "--lang", "en")
	for _, words := range []string{"The backup has been made: " + copied, "It has 10 customers.", "original.csv"} {
		if !strings.Contains(made.stdout, words) {
			t.Errorf("no %q in %s", words, made.stdout)
		}
	}
	before := withoutMarks(b.csv())
	b.must("import", b.write("lisää.csv", "Nimi;Laji\nLisä Oy;yritys\n"), "--save")
	b.must("undo", "1")
	restored := b.must("restore", copied, "--lang", "en")
	for _, words := range []string{"The register has been restored from the backup " + copied, "It has 10 customers.",
		"1 import is lost", "1 other change is lost", "1 customer is gone", "10 removed customers are there again", "lisää.csv",
		filepath.Join("data", "replaced-"), "must log in again"} {
		if !strings.Contains(restored.stdout, words) {
			t.Errorf("no %q in %s", words, restored.stdout)
		}
	}
	if withoutMarks(b.csv()) != before {
		t.Error("the customers are others than those of the backup")
	}
	r := b.must("check", "--lang", "sv")
	if first, rest, _ := strings.Cut(r.stdout, "\n"); first != "Registret är i ordning." || !strings.Contains(rest, filepath.Join("data", "replaced-")) {
		t.Error(r.stdout)
	}
	b.must("undo", "1")
}

// withoutMarks is an export without the column of version marks, which is the
// last one: they are made with a key, of which a restored register has a new one.
func withoutMarks(export string) string {
	var rest strings.Builder
	for line := range strings.Lines(export) {
		rest.WriteString(line[:strings.LastIndex(line, ";")] + "\n")
	}
	return rest.String()
}

// TestBackupKeeps holds that --keep removes the oldest backups of a directory.
func TestBackupKeeps(t *testing.T) {
	b := newBench(t)
	b.fill()
	for range 3 {
		b.must("backup", "--keep", "2")
	}
	kept, err := filepath.Glob(b.path("data/backups/kortisto-*.db"))
	if err != nil || len(kept) != 2 {
		t.Errorf("%v, %v", kept, err)
	}
}

// logOfNothing is the write-ahead log of a database that is none of ours.
func logOfNothing(t *testing.T) string {
	t.Helper()
	other, err := sql.Open("sqlite", "file:"+filepath.Join(t.TempDir(), "x.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	if _, err := other.Exec(`PRAGMA journal_mode = WAL; CREATE TABLE t (a)`); err != nil {
		t.Fatal(err)
	}
	var path string
	if err := other.QueryRow(`SELECT file FROM pragma_database_list`).Scan(&path); err != nil {
		t.Fatal(err)
	}
	log, err := os.ReadFile(path + "-wal")
	if err != nil {
		t.Fatal(err)
	}
	return string(log)
}

// TestBackupRefusals holds what is said where nothing is backed up or restored.
func TestBackupRefusals(t *testing.T) {
	b := newBench(t)
	b.fill()
	text := b.write("lista.csv", "Nimi;Laji\n")
	if err := os.Mkdir(b.path("kansio"), 0o500); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(b.path("unmounted"), b.path("data/backups")); err != nil {
		t.Fatal(err)
	}
	register, err := db.Open(t.Context(), b.path("data"), db.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer register.Close()
	for _, test := range []struct {
		args   []string
		status int
		words  string
	}{
		{[]string{"backup", text}, 1, "exists already"},
		{[]string{"backup", b.path("data")}, 1, "the register's own directory"},
		{[]string{"backup", b.path("missing/x.db")}, 1, b.path("missing")},
		{[]string{"backup", b.path("x.db"), "--keep", "3"}, 2, "--keep"},
		{[]string{"backup", b.path("missing") + "/", "--keep", "3"}, 1, b.path("missing")},
		{[]string{"backup"}, 1, "is no directory"},
		{[]string{"backup", "--keep", "0"}, 2, "--keep"},
		{[]string{"restore"}, 2, "FILE"},
		{[]string{"restore", text}, 1, "Stop the server"},
	} {
		if r := b.run(append(test.args, "--lang", "en")...); r.status != test.status || !strings.Contains(r.stderr, test.words) || r.stdout != "" {
			t.Errorf("%q: %+v", test.args, r)
		}
	}
	if err := register.Close(); err != nil {
		t.Fatal(err)
	}
	before := b.csv()
	b.must("backup", b.path("kopio.db"))
	b.write("kopio.db-wal", logOfNothing(t))
	for file, words := range map[string]string{b.path("kopio.db"): "-wal", text: "no backup of Kortisto", b.path("missing.db"): "missing.db", b.path("kansio"): "no backup"} {
		if r := b.run("restore", file, "--lang", "en"); r.status != 1 || !strings.Contains(r.stderr, words) {
			t.Errorf("%s: %+v", file, r)
		}
	}
	if b.csv() != before {
		t.Error("the register has changed")
	}
}
