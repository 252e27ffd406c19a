package handlers_test

import (
	"testing"

	"kortisto/customer"
	"kortisto/db"
)

// TestImportDamage holds that cells which a spreadsheet has damaged are shown
// with what stays, and can be taken all the same.
func TestImportDamage(t *testing.T) {
	s := newSite(t)
	for range 2 {
		s.add(customer.Name, "Alfa Oy", customer.Reference, "00078", customer.Postcode, "00100")
	}
	b := s.as(db.Editor)
	b.upload("x.csv", "Asiakasnumero;Viitteenne;Postinumero\n1001;78;100\n1002;79;100\n")
	b.want(b.get("/imports/1"), 200, `data-line="2" data-status="unchanged"`, `data-line="3" data-status="modified"`,
		"The spreadsheet had changed 3 cells. The register&#39;s values are kept.", "<small>kept</small>", "Save 1 change", `<td data-field="reference">78 00078 kept</td>`,
		`<span class="one">78</span>`, `<span class="below"> <span class="read">00078</span>`, `<span class="below"> <small class="tag">kept</small>`)
	b.want(b.get("/imports/1?open=2"), 200, `value="accept:2:1"`, `value="accept-column:1"`)
	b.leads(b.post("/imports/1/decisions", "decide", "accept:2:1"), "/imports/1")
	b.want(b.get("/imports/1"), 200, `data-line="2" data-status="modified"`, "<ins>78</ins>", `<del class="below">00078</del>`, "had changed 2 cells")
	b.post("/imports/1/decisions", "decide", "clear:2")
	b.post("/imports/1/decisions", "decide", "accept-column:1")
	b.want(b.get("/imports/1"), 200, `data-line="2" data-status="modified"`, "values are taken from column B", "had changed 2 cells")
	b.post("/imports/1/decisions", "decide", "keep-column:1")
	b.post("/imports/1/decisions", "decide", "damaged:take")
	b.want(b.get("/imports/1"), 200, `data-line="2" data-status="error"`, "taken as they stand", "!They stay as they are")
	b.post("/imports/1/decisions", "decide", "damaged:keep")
	b.want(b.get("/imports/1"), 200, "had changed 3 cells")
	for _, wrong := range []string{"accept:2:9", "accept:2", "accept-column:x", "damaged:maybe", "series:-1", "invoice:both", "series", "", "skip:2:x", "skip:2", "customer:2:0"} {
		b.want(b.post("/imports/1/decisions", "decide", wrong), 400)
	}
}

// TestImportSeries holds that a column that counts up is warned of, and set right
// with one press.
func TestImportSeries(t *testing.T) {
	s := newSite(t)
	file := "Asiakasnumero;Asiakasryhmä\n"
	for i := range 6 {
		s.add(customer.Name, "Alfa Oy")
		file += string(rune('1')) + "00" + string(rune('1'+i)) + ";Vakio 202" + string(rune('1'+i)) + "\n"
	}
	b := s.as(db.Editor)
	b.upload("x.csv", file)
	b.want(b.get("/imports/1"), 200, "From row 2 on, 6 cells count up by one (Vakio 2021)", "Use the first for all: Vakio 2021", "6 new customer groups")
	b.leads(b.post("/imports/1/decisions", "decide", "series:1"), "/imports/1")
	b.want(b.get("/imports/1"), 200, "!count up by one", "<ins>Vakio 2021</ins>", "!<ins>Vakio 2022</ins>", "new customer group")
}

// TestImportInvoiceHalf holds that e-invoicing left half changed is warned of once
// for a column, and settled with one press, with and without a column for it.
func TestImportInvoiceHalf(t *testing.T) {
	s := newSite(t)
	for range 2 {
		s.add(customer.Name, "Alfa Oy", customer.Invoicing, "letter")
	}
	s.add(customer.Name, "Beeta Oy", customer.EInvoiceAddress, "003720774740", customer.EInvoiceOperator, "BAWCFI22")
	b := s.as(db.Editor)
	for i, file := range []string{
		"Asiakasnumero;Verkkolaskuosoite\n1001;003701120389\n1002;003701120389\n1003;003701120389\n",
		"Asiakasnumero;Verkkolaskuosoite;Laskutustapa\n1001;003701120389;Paperi\n1002;003701120389;Paperi\n1003;003701120389;\n",
	} {
		page := "/imports/" + string(rune('1'+i))
		b.upload("x.csv", file)
		b.want(b.get(page), 200, "2 customers get an e-invoice address", "1 customer&#39;s e-invoice address changes", `data-line="4" data-status="modified"`)
		b.post(page+"/decisions", "decide", "invoice:operator")
		b.want(b.get(page), 200, "!e-invoice address changes", `data-line="4" data-status="unchanged"`)
		b.post(page+"/decisions", "decide", "invoice:method")
		saving := b.get(page)
		b.want(saving, 200, "!get an e-invoice address", "Save 2 changes")
		if i == 0 {
			continue
		}
		b.leads(b.post(page+"/save", "fingerprint", fingerprint(saving)), page)
		if got := s.stored(1002).Values[customer.Invoicing]; got != customer.EInvoice {
			t.Errorf("the method is %q", got)
		}
	}
}

// TestImportPhoneZero holds that the zero which Finnish telephone numbers may
// lack is put back with one press, in one row and in all of a column.
func TestImportPhoneZero(t *testing.T) {
	s := newSite(t)
	for range 3 {
		s.add(customer.Name, "Alfa Oy")
	}
	b := s.as(db.Editor)
	b.upload("x.csv", "Asiakasnumero;Puhelin;Maa\n1001;912345678;\n1002;9 310 1000;\n1003;468145068;SE\n")
	b.want(b.get("/imports/1"), 200, "at the beginning of 2 phone numbers may be missing", "Add the zeros", `value="zeros:1"`)
	b.want(b.get("/imports/1?open=2"), 200, `value="zero:2"`, "Use the number 0912345678")
	b.post("/imports/1/decisions", "decide", "zero:2")
	b.want(b.get("/imports/1"), 200, "<ins>0912345678</ins>", "beginning of 1 phone number may be missing", "<ins>9 310 1000</ins>")
	b.post("/imports/1/decisions", "decide", "zeros:1")
	b.want(b.get("/imports/1"), 200, "<ins>0912345678</ins>", "<ins>09 310 1000</ins>", "<ins>468145068</ins>", "!may be missing")
	b.want(b.post("/imports/1/decisions", "decide", "zeros:0"), 400)
	b.want(b.post("/imports/1/decisions", "decide", "zero:9"), 400)
}

// TestImportRivalColumns holds that the page names the columns whose fields other
// columns fill (map-rival).
func TestImportRivalColumns(t *testing.T) {
	b := newSite(t).as(db.Editor)
	b.upload("x.csv", "Nimi;Matkapuhelin;Puhelin\nAlfa Oy;040 123 4567;09 123 456\n")
	b.want(b.get("/imports/1"), 200, "another column fills the same field: B Matkapuhelin (Phone).", "!Not imported, since no field is chosen")
}

// TestImportStoredNumbers holds that a column headed Nro is the number where it
// holds stored ones (map-guess).
func TestImportStoredNumbers(t *testing.T) {
	s := newSite(t)
	s.add(customer.Name, "Alfa Oy")
	s.add(customer.Name, "Beeta Oy")
	b := s.as(db.Editor)
	b.upload("x.csv", "Nro;Yritys;Katu\n1001;Alfa Uusi Oy;\n1002;Beeta Oy;Tie 2\n")
	b.want(b.get("/imports/1"), 200, "<ins>Alfa Uusi Oy</ins>", `<option value="number" selected>`)
}
