package importer_test

import (
	"testing"

	"kortisto/customer"
	"kortisto/importer"
)

// TestErasedKnown holds erased-known: a row that would bring back somebody whose
// data was erased waits, by whatever tells so; by the name alone it is warned of.
func TestErasedKnown(t *testing.T) {
	var gone customer.Values
	gone[customer.Kind], gone[customer.Name], gone[customer.Postcode] = customer.Person, "Korhonen Anna", "00100"
	gone[customer.Email], gone[customer.Phone] = "anna@example.fi; anna.k@example.com", "040 123 4567"
	var firm customer.Values
	firm[customer.Kind], firm[customer.Name], firm[customer.BusinessID] = customer.Company, "Alfa Oy", "0737546-2"
	const waits, warned = "2 undecided !erased-person\n", "2 new person !erased-name\n"
	for _, c := range []struct {
		name, file, want string
		options          importer.Options
		decision         *importer.RowDecision
	}{
		{name: "by the number", file: "Asiakasnumero|Nimi\n1004|Muu Nimi", want: waits},
		{name: "by a number to be made", file: "Asiakasnumero|Nimi\n1004|Muu Nimi", want: waits, options: importer.Options{UnknownNumbers: importer.UnknownCreates}},
		{name: "not by another program's number", file: "Asiakasnumero|Nimi|Tyyppi\n1004|Muu Nimi|Henkilö", want: "2 new person\n", options: importer.Options{UnknownNumbers: importer.UnknownIgnored}},
		{name: "by the name and the postal code", file: "Nimi|Postinumero|Tyyppi\nAnna Korhonen|00100|Henkilö", want: waits},
		{name: "by the second address", file: "Nimi|Sähköposti\nA. Korhonen|ANNA.K@example.com", want: waits},
		{name: "by the telephone", file: "Nimi|Puhelin\nA. Korhonen|+358 40 1234567", want: waits},
		{name: "by the Business ID", file: "Nimi|Y-tunnus\nBeta Oy|0737546-2", want: waits},
		{name: "by the name alone", file: "Nimi|Postinumero|Tyyppi\nKorhonen Anna|90100|Henkilö", want: warned},
		{name: "not by another name", file: "Nimi|Postinumero|Tyyppi\nKorhonen Anni|00100|Henkilö", want: "2 new person\n"},
		{name: "under another number", file: "Asiakasnumero|Sähköposti\n1010|anna@example.fi", want: "2 modified 1010 number email:  → anna@example.fi !erased-data\n"},
		{name: "under another number, by the name", file: "Asiakasnumero|Nimi|Tyyppi\n1011|Korhonen Anna|Henkilö", want: "2 modified 1011 number name: Muu Pekka → Korhonen Anna !erased-name\n"},
		{name: "not what another number has already", file: "Asiakasnumero|Sähköposti|Kaupunki\n1012|anna@example.fi|Salo", want: "2 modified 1012 number city:  → Salo\n"},
		{name: "not once it is decided", file: "Asiakasnumero|Nimi|Puhelin|Tyyppi\n1004|Korhonen Anna|0401234567|Henkilö", want: "2 new person\n", decision: &importer.RowDecision{Create: true}},
	} {
		t.Run(c.name, func(t *testing.T) {
			register := stored(t, "number | kind | name | email\n1010 | company | Muu Oy |\n1011 | person | Muu Pekka |\n1012 | company | Kolmas Oy | anna@example.fi")
			register.Erase(1004, gone)
			register.Erase(1005, firm)
			in := input(t, c.file)
			in.Options = c.options
			if c.decision != nil {
				c.decision.Hash = importer.RowHash(&in.Sheet.Rows[0])
				in.Decisions.Rows = map[int]importer.RowDecision{2: *c.decision}
			}
			plan := build(t, register, in)
			if got := told(plan); got != c.want {
				t.Errorf("got  %swant %s", got, c.want)
			}
			if waiting := c.want == waits; waiting != (plan.Erased == 1) || len(plan.UnknownNumbers) > 0 && waiting {
				t.Errorf("%d rows of erased people, unknown numbers %v", plan.Erased, plan.UnknownNumbers)
			}
		})
	}
}
