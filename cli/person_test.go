package cli_test

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"kortisto/db"
	"kortisto/db/accesslog"
	"kortisto/sheet"
)

// accesses lists what stands in the access log of the bench's register, the first
// entry first.
func (b *bench) accesses() []string {
	b.t.Helper()
	register, err := db.Open(b.t.Context(), b.path("data"), db.Options{})
	if err != nil {
		b.t.Fatal(err)
	}
	defer register.Close()
	entries, err := accesslog.Entries(b.t.Context(), register, accesslog.Query{})
	if err != nil {
		b.t.Fatal(err)
	}
	var told []string
	for _, e := range entries {
		told = append(told, e.By+" "+string(e.Kind))
	}
	slices.Reverse(told)
	return told
}

// TestAccessOfCommands holds that commands leave entries in the access log, in
// the name of the command line or of whom it names.
func TestAccessOfCommands(t *testing.T) {
	b := newBench(t)
	file := b.write("x.csv", "Nimi;Tyyppi\nAlfa Oy;yritys\n")
	b.must("import", file)
	b.must("import", file, "--save", "--as", "Liisa")
	b.must("export")
	b.must("export", "--template")
	b.must("undo", "1", "--dry-run")
	b.must("undo", "1")
	b.must("undo", "1")
	b.must("backup")
	b.stdin = "kolme sanaa peräkkäin\n"
	b.must("user", "add", "Matti", "--password-stdin")
	b.must("user", "role", "Matti", "--role", "viewer")
	b.must("user", "list")
	b.must("person", "1001")
	want := []string{"command line (Liisa) save", "command line export", "command line undo", "command line backup", "command line user", "command line role", "command line person"}
	if got := b.accesses(); !slices.Equal(got, want) {
		t.Errorf("%q, not %q", got, want)
	}
}

// TestPerson holds that everything about one customer is printed, written as a
// workbook and as JSON, with the names of the firm's people and without them, and
// that nothing is written over.
func TestPerson(t *testing.T) {
	b := newBench(t)
	b.must("import", b.write("uudet.csv", "Nimi;Tyyppi;Katuosoite\nAlfa Oy;yritys;Vanhakatu 1\n"), "--save", "--as", "Liisa")
	b.must("import", b.write("muutos.csv", "Asiakasnumero;Katuosoite\n1001;Uusikatu 7\n"), "--save", "--as", "Matti")
	b.must("export")
	printed := b.must("person", "1001", "--lang", "en").stdout
	for _, want := range []string{"1001 Alfa Oy\n", "Street address: Uusikatu 7\n", "Created, command line (Liisa), import uudet.csv, line 2\n",
		"Street address: Vanhakatu 1 → Uusikatu 7\n", "Exported to a file, command line\n"} {
		if !strings.Contains(printed, want) {
			t.Errorf("%q is not in\n%s", want, printed)
		}
	}
	hidden := b.must("person", "1001", "--without-users").stdout
	if strings.Contains(hidden, "Liisa") || strings.Contains(hidden, "Matti") || !strings.Contains(hidden, "käyttäjä 1") || !strings.Contains(hidden, "käyttäjä 2") {
		t.Errorf("without users:\n%s", hidden)
	}
	var told struct{ History []struct{ By string } }
	if err := json.Unmarshal([]byte(b.must("person", "1001", "--json").stdout), &told); err != nil || len(told.History) != 2 || told.History[0].By != "command line (Matti)" {
		t.Errorf("%+v, %v", told, err)
	}
	for _, args := range [][]string{{b.path("alfa.xlsx")}, {b.path("alfa.json"), "--json"}} {
		args = append([]string{"person", "1001"}, args...)
		b.must(args...)
		written, err := os.ReadFile(args[2])
		if err != nil {
			t.Fatal(err)
		}
		if info, err := os.Stat(args[2]); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", args[2], info.Mode(), err)
		}
		if r := b.run(append(args, "--lang", "en")...); r.status != 1 || !strings.Contains(r.stderr, "exists already") {
			t.Errorf("%q again: %d, %q", args, r.status, r.stderr)
		}
		if again, err := os.ReadFile(args[2]); err != nil || string(again) != string(written) {
			t.Errorf("%s was written over, %v", args[2], err)
		}
	}
	data, err := os.ReadFile(b.path("alfa.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	if read, err := sheet.Read(data, sheet.Options{Limits: sheet.DefaultLimits()}); err != nil || len(read.Rows) < 5 {
		t.Errorf("the workbook: %v", err)
	}
	if r := b.run("person", "1009", "--lang", "en"); r.status != 1 || !strings.Contains(r.stderr, "There is no customer 1009") {
		t.Errorf("nobody: %d, %q", r.status, r.stderr)
	}
}
