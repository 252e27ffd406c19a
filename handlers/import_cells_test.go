package handlers_test

import (
	"fmt"
	"slices"
	"testing"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/handlers/pagetest"
)

// TestCellsShowTheFile holds that a cell shows the file's own text, and beside it
// what is read of it where that is another text.
func TestCellsShowTheFile(t *testing.T) {
	s := newSite(t)
	s.add(customer.Name, "Alfa Oy", customer.Postcode, "00120", customer.Country, "FI", customer.Street, "Tie 1")
	b := s.as(db.Editor)
	b.upload("x.csv", "Asiakasnumero;Nimi;Postinumero;Katuosoite;Maa;Maksuehto;Tyyppi\n"+
		"1001;Alfa Oy;100;Kuja 2;Suomi;14 pv netto;Yritys\n"+
		";Beeta Oy;200;Testikatu 1, 00200 Helsinki;Ruåtsi;30;Yritys\n"+
		";Gamma Oy;500;Testikatu 1;Finland;14 pv netto;Företag\n"+
		";Delta AB;111 22;Testikatu 1;Ruotsi;30;Yritys\n"+
		"1001;Alfa Oy;120;Tie 1;FI;;Yritys\n")
	b.want(b.get("/imports/1?columns=all"), 200,
		// a changed row
		`<td data-field="postcode">00100 00120 100 repaired</td>`, `<td data-field="postcode"> <ins>00100</ins>`, `<td data-field="postcode"> <span class="below"> <del>00120</del>`,
		`<td data-field="postcode"> <span class="below"> <q>100</q>`, `<td data-field="postcode"> <span class="below"> <small class="tag">repaired</small>`,
		`<td data-field="street">Kuja 2 Tie 1</td>`, `<td data-field="street"> <ins>Kuja 2</ins>`, `<td data-field="street"> <del class="below">Tie 1</del>`,
		`<td data-field="payment_terms">14 14 pv netto</td>`, `<td data-field="payment_terms"> <ins>14</ins>`, `<td data-field="payment_terms"> <span class="below"> <q>14 pv netto</q>`,
		`<td data-field="country">Suomi</td>`, `<td data-field="country"> <span class="one">Suomi</span>`,
		// a new one: names of a choice in any language say it
		`<td data-field="postcode">500 00500 repaired</td>`, `<td data-field="postcode"> <span class="one">500</span>`, `<td data-field="postcode"> <span class="below"> <span class="read">00500</span>`,
		`<td data-field="payment_terms">14 pv netto 14`, `<td data-field="payment_terms"> <span class="one">14 pv netto</span>`, `<td data-field="payment_terms"> <span class="below"> <span class="read">14`,
		`<td data-field="kind">Företag</td>`, `<td data-field="country">Finland</td>`, `<td data-field="country">Ruotsi</td>`,
		`<td> <span class="one">Företag</span>`, `<td> <span class="one">Finland</span>`, `<td> <span class="one">Ruotsi</span>`,
		// one in error
		`<span class="one">Ruåtsi</span>`, `<span class="one">200</span>`)
}

// TestCellsSayWhatTheyChange holds that each cell that changes a field says which one
// beside what its column fills, by which the status names what is out of sight: that
// of a part of the name, and that of what is appended to the notes. A field that no
// cell stands for is named by the status alone.
func TestCellsSayWhatTheyChange(t *testing.T) {
	s := newSite(t)
	s.add(customer.Name, "Virtanen Matti", customer.City, "Oulu")
	b := s.as(db.Editor)
	b.upload("x.csv", "Asiakasnumero;Sukunimi;Etunimi;Postitoimipaikka;Alennus\n1001;Virta;Matti;00100 Helsinki;5 %\n")
	b.post("/imports/1/mapping", "column-5", "append_notes")
	row := pagetest.First(b.page("/imports/1?columns=all"), "tr", "data-line", "2")
	var said []string
	for cell := range pagetest.All(row, "td", "data-changes") {
		said = append(said, pagetest.Attribute(cell, "data-field")+" "+pagetest.Attribute(cell, "data-changes"))
	}
	if want := []string{"last_name name", "first_name name", "city city", "append_notes notes"}; !slices.Equal(said, want) {
		t.Errorf("the cells say %q", said)
	}
	names := pagetest.First(row, "span", "class", "names")
	if got := fmt.Sprint(pagetest.Attribute(names, "data-fields"), "\n", pagetest.Attribute(names, "title")); got != "name city notes postcode\nName\nCity\nNotes\nPostal code" {
		t.Errorf("the status names %q", got)
	}
}
