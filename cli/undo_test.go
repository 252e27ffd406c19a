package cli_test

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"
)

// printedUndo is what undo --json prints.
type printedUndo struct {
	Import struct {
		Import, Undoes int64
		File, At, By   string
	}
	Counts struct {
		PutBack    int `json:"put_back"`
		StayFields int `json:"stay_fields"`

		Fields, Removed, Brought, Stays int
	}
	Groups []struct {
		Name, Effect, Reason string
		Customers            int
	}
	Fingerprint string
	Customers   []struct {
		Customer             int
		Name, Effect, Reason string
		Since                *printedSince
		Fields               []struct {
			Field, Now, Then, Effect, Reason string
			Since                            *printedSince
		}
	}
	Undone *struct {
		Import, Undo int64
		At, By       string
		Again        bool
	}
}

type printedSince struct {
	By, At string
	Import int64
}

func (b *bench) undo(args ...string) printedUndo {
	b.t.Helper()
	r := b.must(append([]string{"undo", "--json"}, args...)...)
	decoder := json.NewDecoder(strings.NewReader(r.stdout))
	decoder.DisallowUnknownFields()
	var undo printedUndo
	if err := decoder.Decode(&undo); err != nil {
		b.t.Fatalf("%v\n%s", err, r.stdout)
	}
	return undo
}

// changes is a file that changes a customer and adds one in a group of its own.
const changes = "Asiakasnumero;Nimi;Postitoimipaikka;Asiakasryhmä\n1001;;Vaasa;Uusi ryhmä\n;Lisätty Oy;Salo;Uusi ryhmä\n"

// unmarked is an export without the version marks, which are new after every write.
func (b *bench) unmarked() string {
	return versionMark.ReplaceAllString(b.csv(), "\r\n")
}

var versionMark = regexp.MustCompile(`;(v[0-9]+[a-z]{4}|Versio)\r\n`)

// TestUndo holds that an undo right after the save gives the export back, byte
// by byte, and its undo the one of the import.
func TestUndo(t *testing.T) {
	b := newBench(t)
	b.fill()
	before := b.unmarked()
	b.must("import", b.write("muutokset.csv", changes), "--save")
	after := b.unmarked()

	dry := b.undo("2", "--dry-run")
	if b.unmarked() != after || dry.Undone != nil || dry.Counts.PutBack != 1 || dry.Counts.Fields != 2 || dry.Counts.Removed != 1 {
		t.Errorf("%+v", dry)
	}
	if len(dry.Groups) != 1 || dry.Groups[0].Effect != "removed" || len(dry.Customers) != 2 || dry.Customers[0].Fields[0].Field != "city" ||
		dry.Customers[0].Fields[0].Now != "Vaasa" || dry.Customers[1].Effect != "removed" || dry.Customers[1].Name != "Lisätty Oy" {
		t.Errorf("%+v", dry)
	}
	done := b.undo("2")
	if b.unmarked() != before || done.Undone == nil || done.Undone.Import != 2 || done.Undone.Undo != 3 || done.Undone.Again || done.Fingerprint != dry.Fingerprint {
		t.Errorf("%+v\n%s", done, b.unmarked())
	}
	if again := b.undo("2"); again.Undone == nil || again.Undone.Undo != 3 || !again.Undone.Again || len(again.Customers) != 0 {
		t.Errorf("%+v", again)
	}
	if back := b.undo("3"); b.unmarked() != after || back.Import.Undoes != 2 || back.Counts.Brought != 1 || back.Groups[0].Effect != "brought" {
		t.Errorf("%+v\n%s", back, b.unmarked())
	}
	if r := b.must("import", b.path("muutokset.csv")); strings.Contains(r.stderr, "Se tuonti on kumottu.") {
		t.Error("the import is in effect again:", r.stderr)
	}
	b.undo("4")
	if r := b.must("import", b.path("muutokset.csv")); !strings.Contains(r.stderr, "Se tuonti on kumottu.") {
		t.Error(r.stderr)
	}
	b.undo("5")
	r := b.must("history")
	for _, want := range []string{"kumoaa 2, kumottu", "palauttaa 2\n", "muutokset.csv"} {
		if !strings.Contains(r.stdout, want) {
			t.Errorf("the history lacks %q:\n%s", want, r.stdout)
		}
	}
	r = b.must("history", "--json")
	for _, want := range []string{`"import":2,`, `"new":0,"modified":1,"removed":1,"undoes":2,"undone":true}`, `"new":1,"modified":1,"removed":0,"undoes":3,"undone":false}`} {
		if !strings.Contains(r.stdout, want) {
			t.Errorf("the history lacks %q:\n%s", want, r.stdout)
		}
	}
}

// TestUndoTells holds that an undo says what it does and what it leaves.
func TestUndoTells(t *testing.T) {
	b := newBench(t)
	b.fill()
	b.must("import", b.write("muutokset.csv", changes), "--save")
	b.must("import", b.write("lisää.csv", "Asiakasnumero;Postitoimipaikka\n1001;Turku\n"), "--save")
	plan := b.undo("2", "--dry-run")
	if f := plan.Customers[0].Fields[0]; f.Effect != "stays" || f.Reason != "changed" || f.Now != "Turku" || f.Since == nil || f.Since.Import != 3 || f.Since.By != "command line" {
		t.Errorf("%+v", plan.Customers[0])
	}
	for _, dry := range []bool{true, false} {
		args := []string{"undo", "2"}
		if dry {
			args = append(args, "--dry-run")
		}
		r := b.must(args...)
		for _, want := range []string{"Palautuu", "1001 ", "Postitoimipaikka: jää Turku (Muutti komentorivi 20", "(tuonti lisää.csv)", "Asiakasryhmä: Uusi ryhmä → ",
			"Poistuu ", "Lisätty Oy", "Asiakasryhmä Uusi ryhmä poistetaan.", "1 asiakas saa takaisin tuontia edeltävät tietonsa, 1 asiakas poistuu rekisteristä ja yhden asiakkaan osa tiedoista jää kumoamatta."} {
			if !strings.Contains(r.stdout, want) {
				t.Errorf("%q is not in\n%s", want, r.stdout)
			}
		}
		if strings.Contains(r.stderr, "Mitään ei kumottu.") != dry || strings.Contains(r.stdout, "Tuonti 2 on kumottu (kumoaminen 4).") == dry {
			t.Errorf("dry %v: %s%s", dry, r.stdout, r.stderr)
		}
	}
	if r := b.must("undo", "2"); !strings.Contains(r.stdout, "Tuonti 2 on jo kumottu 20") {
		t.Errorf("a second time: %s", r.stdout)
	}
	if r := b.must("undo", "3"); !strings.Contains(r.stdout, "Tuonti 3 on kumottu") {
		t.Errorf("the later one: %s", r.stdout)
	}
	if r := b.must("undo", "4"); !strings.Contains(r.stdout, "saa takaisin tuonnin antamat tiedot") || !strings.Contains(r.stdout, "Tuonti on palautettu: kumoaminen 4 on kumottu") {
		t.Errorf("an undo that is undone: %s", r.stdout)
	}
	if r := b.run("undo", "99"); r.status != 1 || r.stdout != "" || !strings.Contains(r.stderr, "Tuontia 99 ei ole") {
		t.Errorf("status %d, %s", r.status, r.stderr)
	}
}
