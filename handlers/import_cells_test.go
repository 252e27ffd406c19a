package handlers_test

import (
	"fmt"
	"slices"
	"testing"

	"kortisto/customer"
	"kortisto/db"
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
	one := func(text string) string { return `<span class="one">` + text + `</span>` }
	read := func(text string) string { return `<span class="read">` + text + `</span>` }
	b.want(b.get("/imports/1?columns=all"), 200,
		// a changed row
		`<ins>00100</ins><span class="below"> <del>00120</del> <q>100</q> <small class="tag">repaired</small>`, `<ins>Kuja 2</ins> <del class="below">Tie 1</del>`,
		`<ins>14</ins><span class="below"> <q>14 pv netto</q></span>`, one("Suomi")+"</td>",
		// a new one: names of a choice in any language say it
		one("500")+`<span class="below"> `+read("00500")+` <small class="tag">repaired</small>`, one("14 pv netto")+`<span class="below"> `+read("14"),
		one("Företag")+"</td>", one("Finland")+"</td>", one("Ruotsi")+"</td>",
		// one in error
		one("Ruåtsi"), one("200"))
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
	row := first(b.page("/imports/1?columns=all"), "tr", "data-line", "2")
	var said []string
	for cell := range all(row, "td", "data-changes") {
		said = append(said, attribute(cell, "data-field")+" "+attribute(cell, "data-changes"))
	}
	if want := []string{"last_name name", "first_name name", "city city", "append_notes notes"}; !slices.Equal(said, want) {
		t.Errorf("the cells say %q", said)
	}
	names := first(row, "span", "class", "names")
	if got := fmt.Sprint(attribute(names, "data-fields"), "\n", attribute(names, "title")); got != "name city notes postcode\nName\nCity\nNotes\nPostal code" {
		t.Errorf("the status names %q", got)
	}
}
