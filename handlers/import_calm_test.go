package handlers_test

import (
	"fmt"
	"strings"
	"testing"

	"kortisto/customer"
	"kortisto/db"
)

// TestFirstImport holds match-unknown-number and read-total on the page: into an
// empty register the file's numbers make customers, who are called by their
// names, and a total row is left out and said to be one.
func TestFirstImport(t *testing.T) {
	b := newSite(t).as(db.Editor)
	b.upload("x.csv", "Asiakasnumero;Nimi;Maksuehto\n2001;Alfa Oy;14\n2002;Virtanen Matti;14\n;Yhteensä;28\n")
	b.want(b.get("/imports/1?status=all"), 200, `data-count="new" value="2"`, `data-count="excluded" value="1"`, `data-count="error" value="0"`,
		`name="was-unknown_numbers" form="mapping" value="create"`, "<b>2001 Alfa Oy</b>", "company (by its name)", "total row")
}

// TestUnknownNumbersAreSettled holds that where only some numbers are unknown,
// one press makes customers with them, and another one leaves their rows out.
func TestUnknownNumbersAreSettled(t *testing.T) {
	s := newSite(t)
	s.add(customer.Name, "Alfa Oy")
	b := s.as(db.Editor)
	for i, press := range []struct{ decide, want string }{{"numbers:create", `data-count="new" value="2"`}, {"numbers:leave-out", `data-count="excluded" value="2"`}} {
		b.upload("x.csv", "Asiakasnumero;Nimi\n1001;Alfa Oy\n1701;Beeta Oy\n1702;Gamma Oy\n")
		page := fmt.Sprintf("/imports/%d", i+1)
		b.want(b.get(page), 200, "Create 2 new customers with these numbers", "Leave them out")
		b.leads(b.post(page+"/decisions", "decide", press.decide), page)
		b.want(b.get(page), 200, press.want, `data-count="error" value="0"`)
	}
}

// TestAlikeErrors holds that rows with the same error stand beside each other
// below one head, which leaves the cells of all of them out with one press.
func TestAlikeErrors(t *testing.T) {
	s := newSite(t)
	file := "Asiakasnumero;Postinumero;Maksuehto\n"
	for i := range 6 {
		s.add(customer.Name, "Alfa Oy")
		postcode, terms := "00100", "30 pv nto"
		if i%2 == 0 {
			postcode, terms = fmt.Sprintf("abc%d", i), "30"
		}
		file += fmt.Sprintf("%d;%s;%s\n", 1001+i, postcode, terms)
	}
	b := s.as(db.Editor)
	b.upload("x.csv", file)
	page := b.get("/imports/1?status=error")
	b.want(page, 200, "3 × the same error · Postal code: not valid", "3 × the same error · Payment terms: not valid",
		`value="skip-alike:3:1:postcode-invalid"`, "not valid</small>", "!Finnish postal code")
	if strings.Index(page.body, `data-line="6"`) > strings.Index(page.body, `data-line="3"`) {
		t.Error("rows with the same error do not stand beside each other")
	}
	b.leads(b.post("/imports/1/decisions", "decide", "skip-alike:2:1:postcode-invalid", "show-status", "error"), "/imports/1?status=error")
	b.want(b.get("/imports/1"), 200, `data-count="error" value="6"`)
	b.leads(b.post("/imports/1/decisions", "decide", "skip-alike:3:1:postcode-invalid", "show-status", "error"), "/imports/1?status=error")
	b.want(b.get("/imports/1"), 200, `data-count="error" value="3"`)
	b.want(b.post("/imports/1/decisions", "decide", "skip-alike:3:9:postcode-invalid"), 400)
}

// TestPersonalIDHasItsReason holds that a cell with a personal identity code says
// why it is not imported, and not what it holds.
func TestPersonalIDHasItsReason(t *testing.T) {
	b := newSite(t).as(db.Editor)
	b.upload("x.csv", "Nimi;Lisätiedot\nAlfa Oy;131052-308T\n")
	b.want(b.get("/imports/1?status=all&columns=all"), 200, "personal identity code, not imported</small>", "!308T")
}
