package importer_test

import (
	"fmt"
	"testing"

	"kortisto/customer"
	"kortisto/importer"
)

// marked are customers who are inactive, or have a mark.
const marked = "number | kind | name | active | no_marketing | restricted\n" +
	"1001 | company | Alfa Oy | no | no | no\n1002 | company | Beta Oy | yes | yes | no\n1003 | person | Virtanen Matti | yes | no | yes"

// TestValueGuarded holds value-guarded: a mark that protects a customer is set like
// any value, and taken away only where that is accepted.
func TestValueGuarded(t *testing.T) {
	header := "Asiakasnumero|Aktiivinen|Suoramarkkinointikielto|Käsittelyn rajoitus\n"
	for _, c := range []struct {
		name, rows string
		options    importer.Options
		decisions  importer.Decisions
		selection  bool
		want       string
	}{
		{name: "set", rows: "1001||kyllä|x", want: "2 modified 1001 number no_marketing: no → yes restricted: no → yes\n"},
		{name: "an empty cell", rows: "1002|||", want: "2 unchanged 1002 number\n"},
		{name: "the same in another language", rows: "1002|true|Ja|No", want: "2 unchanged 1002 number\n"},
		{name: "taken away", rows: "1002|1|ei|0", want: "2 undecided 1002 number !mark-taken\n"},
		{name: "no option accepts it", rows: "1003|||Nej", options: importer.Options{OnConflict: importer.FromFile, TakeDamaged: true}, want: "2 undecided 1003 number !mark-taken\n"},
		{name: "nor a change of selected customers", rows: "1003|||Nej", selection: true, want: "2 undecided 1003 number !mark-taken\n"},
		{name: "accepted for the column", rows: "1003|||Nej", decisions: importer.Decisions{Sides: map[int]importer.Side{3: importer.FromFile}},
			want: "2 modified 1003 number restricted: yes → no\n"},
		{name: "kept for the column", rows: "1003|||Nej", decisions: importer.Decisions{Sides: map[int]importer.Side{3: importer.FromRegister}}, want: "2 unchanged 1003 number\n"},
		{name: "neither", rows: "1003|ehkä||", want: "2 error 1003 number !yes-no-unknown\n"},
		{name: "neither, of a mark", rows: "1003|||ehkä", want: "2 error 1003 number !yes-no-unknown\n"},
		{name: "active again", rows: "1001|Aktiivinen||", want: "2 modified 1001 number active: no → yes\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := input(t, header+c.rows)
			in.Options, in.Decisions, in.Selection = c.options, c.decisions, c.selection
			if got := told(build(t, stored(t, marked), in)); got != c.want {
				t.Errorf("got\n%swant\n%s", got, c.want)
			}
		})
	}
	in := input(t, header+"1002||ei|\n1003|||ei")
	in.Decisions.SetCell(2, importer.CellDecision{Hash: importer.RowHash(&in.Sheet.Rows[0]), Column: 2, Side: importer.FromFile})
	if got, want := told(build(t, stored(t, marked), in)), "2 modified 1002 number no_marketing: yes → no\n3 undecided 1003 number !mark-taken\n"; got != want {
		t.Errorf("accepted for a cell: got\n%swant\n%s", got, want)
	}
}

// TestActiveWords holds how yes and no are written in files, and that a new
// customer is not active where the file says so.
func TestActiveWords(t *testing.T) {
	for text, want := range map[string]string{
		"kyllä": "yes", "Ja": "yes", "YES": "yes", "1": "yes", "x": "yes", "TRUE": "yes", "TOSI": "yes", "Aktiivinen": "yes", "aktiv": "yes",
		"ei": "no", "nej": "no", "No": "no", "0": "no", "EPÄTOSI": "no", "passiivinen": "no", "Inaktiv": "no", "inactive": "no", "": "",
	} {
		row := build(t, stored(t, register), input(t, "Nimi|Aktiivinen\nAivan Uusi Oy|"+text)).Rows[0]
		if change, _ := row.Changes.Of(customer.Active); row.Status != importer.New || change.New != want {
			t.Errorf("%q: %s, active %q, want %q", text, row.Status, change.New, want)
		}
	}
	for file, want := range map[string]string{
		"Nimi|Tila\nA|aktiivinen\nB|passiivinen":  "[name active]",
		"Nimi|Tila\nA|maksettu\nB|avoin":          "[name ]",
		"Nimi|Status\nA|active\nB|pending":        "[name ]",
		"Namn|Aktiv|Direktreklamförbud\nA|Ja|Nej": "[name active no_marketing]",
	} {
		if got := fmt.Sprint(input(t, file).Mapping); got != want {
			t.Errorf("%q is mapped to %s, want %s", file, got, want)
		}
	}
}
