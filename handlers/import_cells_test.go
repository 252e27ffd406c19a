package handlers_test

import (
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
