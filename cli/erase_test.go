package cli_test

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
)

// TestErase holds what the command erases, refuses and tells (erasure), and that a
// later import of the same file and a restore of an older backup say so.
func TestErase(t *testing.T) {
	b := newBench(t)
	file := b.write("a.csv", "Nimi;Sähköposti;Tyyppi\nKorhonen Anna;anna@example.fi;henkilö\nAlfa Oy;a@alfa.example;yritys\n")
	b.must("import", file, "--save")
	b.must("backup")
	for _, c := range []struct {
		args   []string
		status int
		want   string
	}{
		{[]string{"erase", "1001"}, 2, "--yes"},
		{[]string{"erase", "Anna", "--yes"}, 2, "”Anna” ei ole asiakasnumero"},
		{[]string{"erase", "9999", "--yes"}, 1, "Asiakasta 9999 ei ole"},
		{[]string{"erase", "1001", "--yes", "--reason", "Annan pyyntö (anna@example.fi)"}, 1, "henkilötietoja"},
		{[]string{"erase", "1001", "--yes", "--reason", "131052-308T"}, 1, "henkilötunnus"},
	} {
		if r := b.run(c.args...); r.status != c.status || !strings.Contains(r.stderr, c.want) || r.stdout != "" {
			t.Errorf("%q: %+v", c.args, r)
		}
	}
	out := b.must("erase", "1001", "--yes", "--reason", "pyyntö 12").stdout
	for _, want := range []string{"Asiakkaan 1001 tiedot on poistettu pysyvästi", "1 varmuuskopiossa"} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
	if r := b.run("erase", "1001", "--yes"); r.status != 1 || !strings.Contains(r.stderr, "jo poistettu") {
		t.Errorf("once more: %+v", r)
	}
	if r := b.must("check"); !strings.Contains(r.stdout, "kunnossa") && r.status != 0 {
		t.Errorf("%+v", r)
	}

	told := b.must("import", file).stdout
	if !strings.Contains(told, "1 rivi koskee henkilöä, jonka tiedot on poistettu") {
		t.Errorf("the old file:\n%s", told)
	}
	plan := b.plan(file)
	if row := plan.Rows[0]; row.Status != "undecided" || row.Problems[len(row.Problems)-1].Code != "erased-person" {
		t.Errorf("%+v", row)
	}
	if r := b.must("undo", "1"); !strings.Contains(r.stdout, "tiedot on poistettu pysyvästi") {
		t.Errorf("the undo:\n%s", r.stdout)
	}

	kept, err := filepath.Glob(b.path("data/backups/kortisto-*.db"))
	if err != nil || len(kept) != 1 {
		t.Fatal(kept, err)
	}
	restored := b.must("restore", kept[0]).stdout
	for _, want := range []string{"1 asiakas, jonka tiedot oli poistettu varmuuskopion jälkeen", "(tiedoston nimi poistettu)"} {
		if !strings.Contains(restored, want) {
			t.Errorf("no %q in the restore:\n%s", want, restored)
		}
	}
	if out := b.must("export", "--format", "csv").stdout; strings.Contains(out, "Korhonen") || !strings.Contains(out, "Alfa Oy") {
		t.Errorf("it is back:\n%s", out)
	}

	var erased struct {
		Customer, Files, Drafts, Backups int
		Purged                           bool
	}
	if err := json.Unmarshal([]byte(b.must("erase", "1002", "--yes", "--json").stdout), &erased); err != nil || erased.Customer != 1002 || !erased.Purged {
		t.Errorf("%+v, %v", erased, err)
	}
}

// TestRetention holds that the command tells what is due without doing it, and
// says where there is nothing (retention).
func TestRetention(t *testing.T) {
	b := newBench(t)
	b.must("import", b.write("a.csv", "Nimi\nAlfa Oy\n"), "--save")
	if r := b.must("retention", "--dry-run"); !strings.Contains(r.stdout, "säilytysajan sisällä") {
		t.Errorf("%+v", r)
	}
	var done struct {
		Files int
		Done  bool
	}
	if err := json.Unmarshal([]byte(b.must("retention", "--json").stdout), &done); err != nil || !done.Done || done.Files != 0 {
		t.Errorf("%+v, %v", done, err)
	}
}
