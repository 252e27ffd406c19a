package importer_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/importer"
	"kortisto/importer/importertest"
	"kortisto/sheet"
)

// appending reads a file, of which the columns with some headings are appended to
// the notes.
func appending(t testing.TB, file string, headings ...string) importer.Input {
	t.Helper()
	in := input(t, file)
	for i, header := range in.Sheet.Header {
		if slices.Contains(headings, header) {
			in.Mapping.Set(i, customer.AppendNotes)
		}
	}
	for i := range in.Sheet.Rows {
		for j, cell := range in.Sheet.Rows[i].Cells {
			in.Sheet.Rows[i].Cells[j] = strings.ReplaceAll(cell, "⏎", "\n")
		}
	}
	return in
}

// withNotes is a register of one customer with some notes.
func withNotes(notes string) *importertest.Register {
	return importertest.NewRegister([]customer.Customer{{Number: 1001, Revision: 1, Values: customer.Values{
		customer.Kind: customer.Company, customer.Name: "Sähkö Oy", customer.Notes: strings.ReplaceAll(notes, "⏎", "\n")}}}, nil, 1001)
}

// oneLine puts what a plan tells on one line, with a sign for line breaks in values.
func oneLine(plan *importer.Plan) string {
	return strings.ReplaceAll(strings.TrimSuffix(told(plan), "\n"), "\n", "⏎")
}

// TestAppendAdds holds that a filled cell of a column that is appended to the notes
// adds its heading and its text to them, and takes nothing away (append-adds,
// docs/rules.md); that the heading and the text stand there as the file has them
// (append-text); and that what the notes have already adds nothing (append-once).
func TestAppendAdds(t *testing.T) {
	for _, test := range []struct{ name, notes, file, want string }{
		{"no notes", "", "Alennus\n1001|5 %", "modified 1001 number notes:  → Alennus 5 %"},
		{"notes", "Soita ennen klo 10", "Alennus\n1001|5 %", "modified 1001 number notes: Soita ennen klo 10 → Soita ennen klo 10⏎Alennus 5 %"},
		{"an empty cell", "Soita", "Alennus\n1001|", "unchanged 1001 number"},
		{"a short row", "Soita", "Alennus\n1001", "unchanged 1001 number"},
		{"nothing but spaces", "Soita", "Alennus\n1001|\u00a0", "unchanged 1001 number"},
		{"several, in their order", "Soita", "Alennus|Tuote|Alue\n1001|5 %|Ikkuna|", "modified 1001 number notes: Soita → Soita⏎Alennus 5 %⏎Tuote Ikkuna"},
		{"the piece is there", "Alennus 5 %", "Alennus\n1001|5 %", "unchanged 1001 number"},
		{"between others", "Soita⏎Alennus 5 %⏎Ei ma", "Alennus\n1001|5 %", "unchanged 1001 number"},
		{"in other letters and spaces", "ALENNUS  5\u00a0%", "Alennus\n1001|5 %", "unchanged 1001 number"},
		{"a part of another one", "Alennus 5 %:n raja", "Alennus\n1001|5 %", "modified 1001 number notes: Alennus 5 %:n raja → Alennus 5 %:n raja⏎Alennus 5 %"},
		{"behind other words", "Sovittu Alennus 5 %", "Alennus\n1001|5 %", "modified 1001 number notes: Sovittu Alennus 5 % → Sovittu Alennus 5 %⏎Alennus 5 %"},
		{"another value", "Alennus 5 %", "Alennus\n1001|7 %", "modified 1001 number notes: Alennus 5 % → Alennus 5 %⏎Alennus 7 %"},
		{"one of two", "Alennus 5 %", "Alennus|Tuote\n1001|5 %|Ovi", "modified 1001 number notes: Alennus 5 % → Alennus 5 %⏎Tuote Ovi"},
		{"the same from two columns", "", "Alennus|Alennus\n1001|5 %|5 %", "modified 1001 number notes:  → Alennus 5 %"},
		{"several lines", "Soita", "Ohje\n1001|Portti⏎Koodi 12", "modified 1001 number notes: Soita → Soita⏎Ohje Portti⏎Koodi 12"},
		{"several lines that are there", "Ohje Portti⏎⏎Koodi 12⏎Soita", "Ohje\n1001|Portti⏎Koodi 12", "unchanged 1001 number"},
		{"several lines of which others stand between", "Ohje Portti⏎Soita⏎Koodi 12", "Ohje\n1001|Portti⏎Koodi 12",
			"modified 1001 number notes: Ohje Portti⏎Soita⏎Koodi 12 → Ohje Portti⏎Soita⏎Koodi 12⏎Ohje Portti⏎Koodi 12"},
		{"a date and a number as they are shown", "", "Tilattu|Summa\n1001|5.1.2026|1 234,50", "modified 1001 number notes:  → Tilattu 5.1.2026⏎Summa 1 234,50"},
		{"digits that are lost", "", "Koodi\n1001|3,58401E+11", "modified 1001 number notes:  → Koodi 3,58401E+11 !digits-lost"},
		{"the same the second time", "Koodi 3,58401E+11", "Koodi\n1001|3,58401E+11", "unchanged 1001 number"},
		{"a formula behind an apostrophe", "", "Kaava\n1001|'=1+1", "modified 1001 number notes:  → Kaava =1+1"},
		{"digits behind an apostrophe", "", "Koodi\n1001|'007", "modified 1001 number notes:  → Koodi 007"},
		{"a sign for nothing", "", "Alennus\n1001|-", "unchanged 1001 number !says-nothing"},
		{"a word is kept", "", "Alennus\n1001|ei ole", "modified 1001 number notes:  → Alennus ei ole"},
		{"a heading of several lines", "", "Alennus⏎(%)\n1001|5", "modified 1001 number notes:  → Alennus (%) 5"},
		{"no heading", "", "\n1001|5 %", "modified 1001 number notes:  → 5 %"},
		{"a new customer", "", "Alennus|Nimi\n|5 %|Uusi Oy", "new company"},
		{"a row that is not found", "", "Alennus\n1009|5 %", "error !unknown-number"},
	} {
		t.Run(test.name, func(t *testing.T) {
			header, rows, _ := strings.Cut(test.file, "\n")
			in := appending(t, "Asiakasnumero|"+header+"\n"+rows, append(slices.DeleteFunc(split(header), func(h string) bool { return h == "Nimi" }), "Alennus⏎(%)")...)
			for i, h := range in.Sheet.Header {
				in.Sheet.Header[i] = strings.ReplaceAll(h, "⏎", "\n")
			}
			register := withNotes(test.notes)
			first := build(t, register, in)
			if got := oneLine(first); got != "2 "+test.want {
				t.Errorf("got %s\nwant %s", got, test.want)
			}
			second := build(t, inMemory(applied(allOf(t, register), first)), in)
			checkSecond(t, test.notes, in, first, second)
		})
	}
}

// TestAppendToNewCustomer holds that a new customer gets the pieces as its notes
// (append-adds, docs/rules.md), behind those of a column of its own (append-after).
func TestAppendToNewCustomer(t *testing.T) {
	in := appending(t, "Nimi|Alennus|Lisätiedot|Tuote\nUusi Oy|5 %||Ovi\nToinen Oy|5 %|Soita|", "Alennus", "Tuote")
	plan := build(t, withNotes(""), in)
	for i, want := range []string{"Alennus 5 %\nTuote Ovi", "Soita\nAlennus 5 %"} {
		if change, _ := plan.Rows[i].Changes.Of(customer.Notes); plan.Rows[i].Status != importer.New || change.New != want {
			t.Errorf("row %d is %s with the notes %q, want %q", i, plan.Rows[i].Status, change.New, want)
		}
	}
}

// TestAppendAfter holds that pieces are appended to what a row would leave as notes
// otherwise (append-after, docs/rules.md), and that the file changes nothing the
// second time (append-once).
func TestAppendAfter(t *testing.T) {
	for _, test := range []struct{ name, notes, cell, want string }{
		{"the cell is empty", "Soita", "", "modified 1001 number notes: Soita → Soita⏎Alennus 5 %"},
		{"the cell is as stored", "Soita", "Soita", "modified 1001 number notes: Soita → Soita⏎Alennus 5 %"},
		{"the cell is another one", "Soita", "Älä soita", "modified 1001 number notes: Soita → Älä soita⏎Alennus 5 %"},
		{"the cell has the piece", "Soita", "Älä soita⏎Alennus 5 %", "modified 1001 number notes: Soita → Älä soita⏎Alennus 5 %"},
		{"both are there", "Soita⏎Alennus 5 %", "Soita", "unchanged 1001 number"},
		{"the cell is the damage of what is there", "0401234567⏎Alennus 5 %", "401234567", "unchanged 1001 number kept notes"},
		{"the piece was moved", "Alennus 5 %⏎Soita", "Soita", "modified 1001 number notes: Alennus 5 %⏎Soita → Soita⏎Alennus 5 %"},
		{"a personal identity code", "Soita", "131052-308T", "modified 1001 number notes: Soita → Soita⏎Alennus 5 % !personal-id"},
	} {
		t.Run(test.name, func(t *testing.T) {
			in := appending(t, "Asiakasnumero|Lisätiedot|Alennus\n1001|"+test.cell+"|5 %", "Alennus")
			register := withNotes(test.notes)
			first := build(t, register, in)
			if got := oneLine(first); got != "2 "+test.want {
				t.Errorf("got %s\nwant %s", got, test.want)
			}
			checkSecond(t, test.notes, in, first, build(t, inMemory(applied(allOf(t, register), first)), in))
		})
	}
}

// TestAppendThreeWay holds that the register's later notes stay where the row was
// exported before, and that pieces are appended to them without a conflict
// (append-after, three-way, docs/rules.md).
func TestAppendThreeWay(t *testing.T) {
	then := customer.Values{customer.Kind: customer.Company, customer.Name: "Sähkö Oy", customer.Notes: "Soita\nVanha 1"}
	const ours = "Soita\nVanha 1\nAlennus 5 %"
	for _, test := range []struct {
		name, now, cell, piece string
		imported               string // by the same user, with the same export
		options                importer.Options
		want                   string
	}{
		{name: "untouched", now: "Uudet", cell: "Soita⏎Vanha 1", piece: "5 %", want: "modified 1001 number notes: Uudet → Uudet⏎Alennus 5 %"},
		{name: "without a column of its own", now: "Uudet", piece: "5 %", want: "modified 1001 number notes: Uudet → Uudet⏎Alennus 5 %"},
		{name: "both touched", now: "Uudet", cell: "Älä soita", piece: "5 %", want: "undecided 1001 number !conflict"},
		{name: "both, the file's", now: "Uudet", cell: "Älä soita", piece: "5 %", options: importer.Options{OnConflict: importer.FromFile},
			want: "modified 1001 number notes: Uudet → Älä soita⏎Alennus 5 %"},
		{name: "both, the register's", now: "Uudet", cell: "Älä soita", piece: "5 %", options: importer.Options{OnConflict: importer.FromRegister},
			want: "modified 1001 number notes: Uudet → Uudet⏎Alennus 5 %"},
		{name: "imported before", now: ours, imported: ours, cell: "Soita⏎Vanha 1", piece: "5 %", want: "unchanged 1001 number"},
		{name: "imported before, then written on", now: ours + "\nUusi rivi", imported: ours, cell: "Soita⏎Vanha 1", piece: "5 %", want: "unchanged 1001 number"},
		{name: "imported with other notes, then written on", now: "Älä soita\nAlennus 5 %\nUusi rivi", imported: "Älä soita\nAlennus 5 %", cell: "Älä soita", piece: "5 %",
			want: "unchanged 1001 number"},
		{name: "imported before, then taken away", now: "Soita", imported: ours, cell: "Soita⏎Vanha 1", piece: "5 %", want: "unchanged 1001 number"},
	} {
		t.Run(test.name, func(t *testing.T) {
			now := then
			now[customer.Notes] = test.now
			register := importertest.NewRegister([]customer.Customer{{Number: 1001, Revision: 3, Values: now}}, nil, 1001)
			since := &importer.Since{Base: then, Later: []importer.Write{{Field: customer.Notes, Who: "liisa", At: time.Date(2026, 11, 3, 12, 0, 0, 0, time.UTC)}}}
			if test.imported != "" {
				since.Imported = []importer.Imported{{Field: customer.Notes, Value: test.imported, Who: "maija", Last: test.imported == test.now}}
			}
			register.Remember(importer.Exported{Number: 1001, Revision: 1}, since)
			in := appending(t, "Asiakasnumero|Lisätiedot|Alennus|Versio\n1001|"+test.cell+"|"+test.piece+"|"+memoryMark(1001, 1), "Alennus")
			in.Options, in.Actor = test.options, "maija"
			if got := oneLine(build(t, register, in)); got != strings.TrimSpace("2 "+test.want) && got != strings.TrimSpace("2 "+test.want+" !") {
				t.Errorf("got %s\nwant %s", got, test.want)
			}
		})
	}
}

// TestAppendPrivate holds that no personal identity code comes into the notes, also
// where the heading says that the column holds them, and that it is warned of in
// its own column whatever becomes of the row (append-text, value-private,
// docs/rules.md).
func TestAppendPrivate(t *testing.T) {
	for _, test := range []struct{ heading, cell, want string }{
		{"Tunniste", "131052-308T", "unchanged 1001 number !personal-id"},
		{"Tunniste", "koodi 131052-308T, soita", "unchanged 1001 number !personal-id"},
		{"Hetu", "131052-308X", "unchanged 1001 number !personal-id"},
		{"Henkilötunnus (asiakas)", "131052308T", "unchanged 1001 number !personal-id"},
		{"Personbeteckning", "131052", "unchanged 1001 number !personal-id"},
		{"131052-308T", "x", "unchanged 1001 number !personal-id"},
		{"131052*****", "x", "unchanged 1001 number !personal-id"},
	} {
		in := appending(t, "Asiakasnumero|"+test.heading+"\n1001|"+test.cell, test.heading)
		plan := build(t, withNotes("Soita"), in)
		if got := oneLine(plan); got != "2 "+test.want {
			t.Errorf("%s %s: got %s, want %s", test.heading, test.cell, got, test.want)
		}
		if p := plan.Rows[0].Problems[0]; p.Field != customer.AppendNotes || p.Args["column"] != 1 {
			t.Errorf("the problem is of %v", p)
		}
	}
	in := appending(t, "Asiakasnumero|Nimi|A|B\n1001||x|131052-308T\n1009||131052-308T|131052-308T", "A", "B")
	in.Decisions.SetRow(2, importer.RowDecision{Hash: importer.RowHash(&in.Sheet.Rows[0]), Exclude: true})
	if got, want := oneLine(build(t, withNotes(""), in)), "2 excluded !personal-id⏎3 error !unknown-number !personal-id !personal-id"; got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
}

// TestAppendTooLong holds that notes which have no room for a piece are an error of
// its cell, and that nothing of the row is cut (append-text, docs/rules.md).
func TestAppendTooLong(t *testing.T) {
	full := strings.Repeat("x", customer.MaxTextLength-len("\nA 1"))
	plan := build(t, withNotes(full), appending(t, "Asiakasnumero|A|B\n1001|1|2", "A", "B"))
	if got := plan.Rows[0]; got.Status != importer.Error || len(got.Problems) != 1 || got.Problems[0].Code != importer.NotesFull || got.Problems[0].Args["column"] != 2 {
		t.Errorf("%s with %v", got.Status, got.Problems)
	}
	if a, b := plan.Columns[1].Errors, plan.Columns[2].Errors; a != 0 || b != 1 {
		t.Errorf("the columns have %d and %d errors", a, b)
	}
	plan = build(t, withNotes(full), appending(t, "Asiakasnumero|A|B\n1001|1|", "A", "B"))
	if got, _ := plan.Rows[0].Changes.Of(customer.Notes); plan.Rows[0].Status != importer.Modified || got.New != full+"\nA 1" {
		t.Errorf("what fits is %s", plan.Rows[0].Status)
	}
}

// TestAppendTwiceTheCustomer holds that rows about one customer that would append
// different things are told apart (match-twice, append-adds, docs/rules.md).
func TestAppendTwiceTheCustomer(t *testing.T) {
	in := appending(t, "Asiakasnumero|Alennus\n1001|5 %\n1001|5 %\n1001|7 %", "Alennus")
	want := "2 modified 1001 number notes:  → Alennus 5 %⏎3 excluded 1001 number !same-row(2)⏎4 undecided 1001 number !duplicate-row(2)"
	if got := oneLine(build(t, withNotes(""), in)); got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
}

// TestAppendChosen holds that any number of columns can be appended and take no
// field from each other, that no heading is guessed to be one, and that the mapping
// comes back for the next file with the same headings, but not for our own columns
// (append-chosen, map-remember, docs/rules.md).
func TestAppendChosen(t *testing.T) {
	in := appending(t, "Nimi|Alennus|Tuote\nUusi Oy|5 %|Ovi", "Alennus", "Tuote")
	if got := fmt.Sprint(in.Mapping); got != "[name append_notes append_notes]" {
		t.Fatalf("the mapping is %s", got)
	}
	if got := importer.RememberedMapping(in.Sheet, customer.Standard(), in.Mapping); !slices.Equal(got, in.Mapping) {
		t.Errorf("it comes back as %v", got)
	}
	for _, lang := range customer.Languages {
		label := customer.Standard().Label(customer.AppendNotes, lang)
		if got := importer.Suggest(&sheet.Sheet{Header: []string{"Nimi", label}, HeaderRow: 1}, customer.Standard()); got[1] != customer.None {
			t.Errorf("%q is guessed to be %q", label, got[1])
		}
	}
	// Somebody has appended a column of an own export, and one that stood beside it.
	export := input(t, "Asiakasnumero|Nimi|Viitteenne|Alennus|Versio\n1001|Sähkö Oy|x|5 %|")
	earlier := slices.Clone(export.Mapping)
	earlier.Set(2, customer.AppendNotes)
	earlier.Set(3, customer.AppendNotes)
	if got := fmt.Sprint(importer.RememberedMapping(export.Sheet, customer.Standard(), earlier)); got != "[number name reference append_notes version]" {
		t.Errorf("for an own export it comes back as %v", got)
	}
}

// TestAppendDecided holds that a cell of an appended column can be corrected, for
// itself or for all with the same text, and left unimported (decide-cell,
// decide-value, append-chosen, docs/rules.md).
func TestAppendDecided(t *testing.T) {
	in := appending(t, "Nimi|Alennus\nYksi Oy|5\nKaksi Oy|5\nKolme Oy|5", "Alennus")
	in.Decisions.SetValue(1, "5", "5 %")
	in.Decisions.SetCell(3, importer.CellDecision{Hash: importer.RowHash(&in.Sheet.Rows[1]), Column: 1, Text: "7 %"})
	in.Decisions.SetCell(4, importer.CellDecision{Hash: importer.RowHash(&in.Sheet.Rows[2]), Column: 1, Skip: true})
	plan := build(t, withNotes(""), in)
	if got := changesOf(plan, customer.Notes); got != "2:Alennus 5 % 3:Alennus 7 %" {
		t.Error(got)
	}
	if got := fmt.Sprint(importer.NewAdditions(in).Of(1, plan.Rows[1])); got != "[{1 Alennus 7 %}]" {
		t.Error(got)
	}
}

// TestAppendCounted holds that each appended column counts the customers to whom it
// adds something, and that additions are no change of many values, and no series, in
// the column of the notes (append-adds, docs/rules.md).
func TestAppendCounted(t *testing.T) {
	var register, file strings.Builder
	register.WriteString("number | kind | name | notes")
	file.WriteString("Asiakasnumero | Lisätiedot | Alennus | Tuote")
	for i := range 30 {
		fmt.Fprintf(&register, "\n%d | company | Yritys %d Oy | Muistio", 1001+i, i)
		fmt.Fprintf(&file, "\n%d | Muistio | %d | %s", 1001+i, i, map[bool]string{true: "Ovi"}[i < 10])
	}
	plan := build(t, stored(t, register.String()), appending(t, file.String(), "Alennus", "Tuote"))
	if got := fmt.Sprint(plan.Columns[1].Changes, plan.Columns[2].Changes, plan.Columns[3].Changes); got != "30 30 10" {
		t.Errorf("the columns change %s", got)
	}
	for i := range plan.Columns {
		if got := plan.Columns[i].Problems; got != nil {
			t.Errorf("column %d is warned of: %v", i, got)
		}
	}
}

// undo takes back an import.
func undo(t *rapid.T, register *db.DB, id int64) {
	snapshot, err := register.Snapshot(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defer snapshot.Close()
	plan, err := snapshot.UndoPlan(context.Background(), id)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := register.Undo(context.Background(), db.UndoRequest{Actor: db.Actor{Name: "Liisa"}, Import: id, Fingerprint: plan.Fingerprint}); err != nil {
		t.Fatal(err)
	}
}

// TestAppendToExport holds that a column that somebody has put into an export of the
// register can be appended to the notes in all that happens meanwhile: the file
// changes nothing the second time, takes no line from anybody's notes, and its undo
// brings all of them back (append-once, append-adds, undo-exact, docs/rules.md).
func TestAppendToExport(t *testing.T) {
	withRegister(t, func(t *rapid.T, register *db.DB) {
		key, err := register.VersionKey(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		export := importer.NewExporter(customer.Standard(), "fi", key)
		read := &sheet.Sheet{Format: sheet.FormatCSV, HeaderRow: 1, Header: append(slices.Clone(export.Header()), "Alennus", "Ohje")}
		for _, c := range listed(allCustomers(t, register)) {
			cells := append(slices.Clone(export.Cells(&c)), rapid.SampledFrom([]string{"", "5 %", "7 %"}).Draw(t, "discount"), drawText(t, customer.AppendNotes))
			if rapid.IntRange(0, 3).Draw(t, "touched") == 0 {
				cells[columnOf(customer.Notes)] = drawText(t, customer.Notes)
			}
			read.Rows = append(read.Rows, sheet.Row{Line: len(read.Rows) + 2, Cells: cells})
		}
		if len(read.Rows) == 0 {
			return
		}
		touch(t, register)
		in := importer.Input{Sheet: read, Mapping: importer.Suggest(read, customer.Standard()), Options: drawOptions(t), Actor: "Liisa"}
		in.Mapping.Set(len(read.Header)-2, customer.AppendNotes)
		in.Mapping.Set(len(read.Header)-1, customer.AppendNotes)
		before := allCustomers(t, register)
		id := importTwice(t, register, in)
		if id == 0 {
			return
		}
		undo(t, register, id)
		after := allCustomers(t, register)
		for number, c := range before {
			if got := after[number].Values; got != c.Values {
				t.Fatalf("after the undo %d has %q, before %q", number, got[customer.Notes], c.Values[customer.Notes])
			}
		}
	})
}
