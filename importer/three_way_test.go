package importer_test

import (
	"context"
	"regexp"
	"strings"
	"testing"
	"time"

	"kortisto/customer"
	"kortisto/importer"
	"kortisto/importer/importertest"
	"kortisto/sheet/damage"
)

// memoryKey is what the register in memory makes its marks with.
var memoryKey, _ = importertest.NewRegister(nil, nil, 0).VersionKey(context.Background())

// memoryMark is the mark that the register in memory gives to a customer.
func memoryMark(number, revision int) string {
	return importer.NewMarker(memoryKey).Mark(importer.Exported{Number: number, Revision: revision})
}

// TestThreeWay holds what a row that was exported before its customer was
// changed says: cell by cell, what was exported, what stands now, and the file.
func TestThreeWay(t *testing.T) {
	register := stored(t, register)
	then := customer.Values{customer.Kind: customer.Person, customer.Name: "Virtanen Matti", customer.Email: "matti@virtanen.example",
		customer.Phone: "0401111111", customer.Street: "Rantatie 3", customer.Postcode: "02150", customer.PaymentTerms: "14", customer.City: "ESPOO"}
	// Since the export, Liisa has changed the phone (now 045 1234567) and taken
	// the city away.
	at := time.Date(2026, 11, 3, 12, 0, 0, 0, time.UTC)
	customers, _, _ := register.Customers(t.Context(), importer.Keys{Numbers: []int{1003}})
	one := customers[0].Customer()
	one.Revision = 3
	register = importertest.NewRegister([]customer.Customer{one}, nil, 1003)
	register.Remember(importer.Exported{Number: 1003, Revision: 1}, &importer.Since{Base: then,
		Later: []importer.Write{{Field: customer.Phone, Who: "liisa", At: at}, {Field: customer.City, Who: "liisa", At: at}}})
	old := memoryMark(1003, 1)
	for name, test := range map[string]struct {
		file    string
		options importer.Options
		want    string
	}{
		"untouched":              {"0401111111|14|ESPOO|" + old, importer.Options{}, "unchanged 1003 number"},
		"damaged and untouched":  {"401111111|14|ESPOO|" + old, importer.Options{}, "unchanged 1003 number kept phone"},
		"touched in the file":    {"0401111111|30|ESPOO|" + old, importer.Options{}, "modified 1003 number payment_terms: 14 → 30"},
		"the same change":        {"045 1234567|14||" + old, importer.Options{}, "unchanged 1003 number"},
		"both":                   {"050 7654321|30||" + old, importer.Options{}, "undecided 1003 number !conflict"},
		"both, the file's":       {"050 7654321|30||" + old, importer.Options{OnConflict: importer.FromFile}, "modified 1003 number phone: 045 1234567 → 050 7654321 payment_terms: 14 → 30"},
		"both, the register's":   {"050 7654321|30||" + old, importer.Options{OnConflict: importer.FromRegister}, "modified 1003 number payment_terms: 14 → 30"},
		"what was taken away":    {"|14|VANTAA|" + old, importer.Options{}, "undecided 1003 number !conflict"},
		"an error, not a choice": {"x|14||" + old, importer.Options{}, "error 1003 number !phone-invalid"},
		"in capitals":            {"0401111111|14|ESPOO|" + strings.ToUpper(old), importer.Options{}, "unchanged 1003 number"},
		"no mark":                {"0401111111|14||", importer.Options{}, "modified 1003 number phone: 045 1234567 → 0401111111"},
		"of today":               {"0401111111|14||" + memoryMark(1003, 3), importer.Options{}, "modified 1003 number phone: 045 1234567 → 0401111111"},
		"of another customer":    {"045 1234567|14||" + memoryMark(1004, 1), importer.Options{}, "unchanged 1003 number !version-unknown"},
		"of another register":    {"045 1234567|14||v1bcdf", importer.Options{}, "unchanged 1003 number !version-unknown"},
		"forgotten":              {"045 1234567|14||" + memoryMark(1003, 2), importer.Options{}, "unchanged 1003 number !version-unknown"},
		"of the future":          {"045 1234567|14||" + memoryMark(1003, 9), importer.Options{}, "unchanged 1003 number !version-unknown"},
		"no mark at all":         {"045 1234567|14||Versio 1", importer.Options{}, "unchanged 1003 number !version-unknown"},
	} {
		in := input(t, "Asiakasnumero|Puhelin|Maksuehto|Postitoimipaikka|Versio\n1003|"+test.file)
		in.Options = test.options
		plan := build(t, register, in)
		if got := strings.TrimSpace(told(plan)); got != "2 "+test.want {
			t.Errorf("%s: got %s, want %s", name, got, test.want)
		}
		if name == "both" {
			want := importer.Conflict{Field: customer.Phone, Exported: "0401111111", Current: "045 1234567", File: "050 7654321",
				Write: importer.Write{Field: customer.Phone, Who: "liisa", At: at}}
			if c := plan.Rows[0].Conflicts; len(c) != 1 || c[0] != want {
				t.Errorf("conflicts %+v", c)
			}
		}
	}
	in := input(t, "Asiakasnumero|Puhelin|Postitoimipaikka|Versio\n1003|050 7654321|VANTAA|"+old)
	in.Decisions.SetCell(2, importer.CellDecision{Hash: importer.RowHash(&in.Sheet.Rows[0]), Column: 1, Side: importer.FromRegister})
	if got := told(build(t, register, in)); got != "2 undecided 1003 number !conflict\n" {
		t.Error("one of two settled:", got)
	}
	in.Decisions.Sides = map[int]importer.Side{2: importer.FromFile}
	if got := told(build(t, register, in)); got != "2 modified 1003 number city:  → VANTAA\n" {
		t.Error("both settled:", got)
	}
}

// TestThreeWayOwnImport holds that whoever goes on in an export knows what an own
// import of it has written last (three-way): that is no change of somebody else's. What
// another user has written is one, and so is what was written over and put back.
func TestThreeWayOwnImport(t *testing.T) {
	then := customer.Values{customer.Kind: customer.Person, customer.Name: "Virtanen Matti", customer.Phone: "040 111 1111"}
	now := then
	now[customer.Phone] = "040 222 2222"
	for name, c := range map[string]struct {
		who, actor string
		last       bool
		want       string
	}{
		"the own import":               {"liisa", "liisa", true, "2 modified 1001 number phone: 040 222 2222 → 040 333 3333\n"},
		"written over and put back":    {"liisa", "liisa", false, "2 undecided 1001 number !conflict\n"},
		"another user's import":        {"maija", "liisa", true, "2 undecided 1001 number !conflict\n"},
		"nobody knows whose import is": {"", "", true, "2 undecided 1001 number !conflict\n"},
	} {
		t.Run(name, func(t *testing.T) {
			register := moved(then, now)
			register.Remember(importer.Exported{Number: 1001, Revision: 1}, &importer.Since{Base: then,
				Imported: []importer.Imported{{Field: customer.Phone, Value: now[customer.Phone], Who: c.who, Last: c.last}},
				Later:    []importer.Write{{Field: customer.Phone, Who: "maija"}}})
			in := input(t, "Asiakasnumero|Nimi|Puhelin|Versio\n1001|Virtanen Matti|040 333 3333|"+memoryMark(1001, 1))
			in.Actor = c.actor
			if got := told(build(t, register, in)); got != c.want {
				t.Errorf("got %swant %s", got, c.want)
			}
		})
	}
}

// TestThreeWayDecided holds that a value that was decided for a row, in a field that no
// column fills, is not compared with the export that the row stands in (three-way): it
// was decided today.
func TestThreeWayDecided(t *testing.T) {
	then := customer.Values{customer.Kind: customer.Company, customer.Name: "Vanha Nimi Oy", customer.BusinessID: "2077474-0", customer.PaymentTerms: "14"}
	now := then
	now[customer.Name], now[customer.BusinessID], now[customer.PaymentTerms] = "Uusi Nimi Oy", "0112038-9", "30"
	for f, want := range map[customer.Field]string{
		customer.Name:         "name: Uusi Nimi Oy → Vanha Nimi Oy",
		customer.BusinessID:   "business_id: 0112038-9 → 2077474-0",
		customer.PaymentTerms: "payment_terms: 30 → 14",
	} {
		in := input(t, "Asiakasnumero|Versio\n1001|"+memoryMark(1001, 1))
		in.Decisions.SetRow(2, importer.RowDecision{Hash: importer.RowHash(&in.Sheet.Rows[0]), Set: map[customer.Field]string{f: then[f]}})
		if got := told(build(t, moved(then, now), in)); got != "2 modified 1001 number "+want+"\n" {
			t.Errorf("got %swant %s", got, want)
		}
	}
}

// TestThreeWayPerson holds that a contact person of two columns is compared with the
// export as one of a single column is (three-way).
func TestThreeWayPerson(t *testing.T) {
	then := customer.Values{customer.Kind: customer.Company, customer.Name: "Vanha Oy", customer.Contact: "Liisa Laine"}
	now := then
	now[customer.Contact] = "Matti Meikäläinen"
	for header, cells := range map[string]string{"Yhteyshenkilö": "Liisa Laine", "Etunimi|Sukunimi": "Liisa|Laine"} {
		in := input(t, "Asiakasnumero|Nimi|"+header+"|Versio\n1001|Vanha Oy|"+cells+"|"+memoryMark(1001, 1))
		if got := told(build(t, moved(then, now), in)); got != "2 unchanged 1001 number\n" {
			t.Errorf("%s: %s", header, got)
		}
	}
	in := input(t, "Asiakasnumero|Nimi|Etunimi|Sukunimi|Versio\n1001|Vanha Oy|||"+memoryMark(1001, 1))
	in.Decisions.SetRow(2, importer.RowDecision{Hash: importer.RowHash(&in.Sheet.Rows[0]), Set: map[customer.Field]string{customer.Contact: "Liisa Laine"}})
	if got := told(build(t, moved(then, now), in)); got != "2 modified 1001 number contact: Matti Meikäläinen → Liisa Laine\n" {
		t.Errorf("decided: %s", got)
	}
}

// TestThreeWayContradiction holds that a row is compared with its customer as
// exported before it is said to speak of somebody else.
func TestThreeWayContradiction(t *testing.T) {
	customers := []customer.Customer{{Number: 1001, Revision: 2, Values: customer.Values{customer.Kind: customer.Company,
		customer.Name: "Uusi Nimi Oy", customer.BusinessID: "0112038-9"}}}
	register := importertest.NewRegister(customers, nil, 1001)
	register.Remember(importer.Exported{Number: 1001, Revision: 1}, &importer.Since{
		Base: customer.Values{customer.Kind: customer.Company, customer.Name: "Vanha Nimi Oy", customer.BusinessID: "2077474-0"}})
	file := "Asiakasnumero|Nimi|Y-tunnus|Versio\n1001|Vanha Nimi Oy|2077474-0|"
	if got := told(build(t, register, input(t, file+memoryMark(1001, 1)))); got != "2 unchanged 1001 number\n" {
		t.Error(got)
	}
	if got := told(build(t, register, input(t, file))); got != "2 undecided [1001] !contradiction\n" {
		t.Error(got)
	}
}

// TestVersionMark holds that a mark is nothing that a spreadsheet reads as
// something else, and that another register's is another.
func TestVersionMark(t *testing.T) {
	shape := regexp.MustCompile(`^v[1-9][0-9]*[b-df-hj-kmnp-tv-xz]{4}$`)
	one, other := importer.NewMarker([]byte("one")), importer.NewMarker([]byte("other"))
	same := 0
	for number := range 200 {
		for revision := 1; revision < 1_000_000; revision *= 7 {
			e := importer.Exported{Number: 1000 + number, Revision: revision}
			mark := one.Mark(e)
			if !shape.MatchString(mark) || damage.Readable(mark) {
				t.Errorf("%q", mark)
			}
			if mark == other.Mark(e) {
				same++
			}
		}
	}
	if same > 1 { // of 1 600, where 130 000 tails are possible
		t.Errorf("%d marks of two registers are the same", same)
	}
}

// moved is a register with one customer that was changed since its export.
func moved(then, now customer.Values) *importertest.Register {
	register := importertest.NewRegister([]customer.Customer{{Number: 1001, Revision: 2, Values: now}}, nil, 1001)
	since := &importer.Since{Base: then}
	for f := customer.Kind; f.IsValue(); f++ {
		if then[f] != now[f] {
			since.Later = append(since.Later, importer.Write{Field: f, Who: "liisa"})
		}
	}
	register.Remember(importer.Exported{Number: 1001, Revision: 1}, since)
	return register
}

// TestThreeWayCountry holds that a country which the file has left as it was
// does not check what is written into a customer that has moved abroad.
func TestThreeWayCountry(t *testing.T) {
	then := customer.Values{customer.Kind: customer.Company, customer.Name: "Alfa Oy", customer.Country: "FI", customer.Postcode: "00100"}
	now := then
	now[customer.Country], now[customer.Postcode] = "SE", "111 22"
	for cells, want := range map[string]string{
		"Suomi|00100":   "unchanged 1001 number",
		"Suomi|100":     "unchanged 1001 number kept postcode",
		"Suomi|113 30":  "undecided 1001 number !conflict",
		"|113 30":       "undecided 1001 number !conflict",
		"Ruotsi|113 30": "undecided 1001 number !conflict",
		"Norja|0150":    "undecided 1001 number !conflict !conflict",
	} {
		got := told(build(t, moved(then, now), input(t, "Asiakasnumero|Maa|Postinumero|Versio\n1001|"+cells+"|"+memoryMark(1001, 1))))
		if strings.TrimSpace(got) != "2 "+want {
			t.Errorf("%s: got %s, want %s", cells, got, want)
		}
	}
	now[customer.Postcode] = then[customer.Postcode]
	got := told(build(t, moved(then, now), input(t, "Asiakasnumero|Maa|Postinumero|Versio\n1001|Suomi|111 22|"+memoryMark(1001, 1))))
	if got != "2 modified 1001 number postcode: 00100 → 111 22\n" {
		t.Error("checked for a country that the customer has no more:", got)
	}
	then[customer.DeliveryCountry], then[customer.DeliveryPostcode] = "FI", "00100"
	now = then
	now[customer.DeliveryCountry] = "SE"
	got = told(build(t, moved(then, now), input(t, "Asiakasnumero|Toimitusmaa|Toimituspostinro|Versio\n1001|Suomi|111 22|"+memoryMark(1001, 1))))
	if got != "2 modified 1001 number delivery_postcode: 00100 → 111 22\n" {
		t.Error("the delivery address is checked for a country that it has no more:", got)
	}
}

// TestThreeWayDamagedConflict holds that to take a value which looks damaged
// and to let the file win do not take each other back.
func TestThreeWayDamagedConflict(t *testing.T) {
	then := customer.Values{customer.Kind: customer.Company, customer.Name: "Alfa Oy", customer.Reference: "00123"}
	now := then
	now[customer.Reference] = "777"
	in := input(t, "Asiakasnumero|Viitteenne|Versio\n1001|123|"+memoryMark(1001, 1))
	cell := importer.CellDecision{Hash: importer.RowHash(&in.Sheet.Rows[0]), Column: 1}
	take, file, register := cell, cell, cell
	take.AsWritten, file.Side, register.Side = true, importer.FromFile, importer.FromRegister
	for _, step := range []struct {
		decision importer.CellDecision
		want     string
	}{
		{register, "unchanged 1001 number kept reference"},
		{take, "undecided 1001 number !conflict"},
		{file, "modified 1001 number reference: 777 → 123"},
		{take, "modified 1001 number reference: 777 → 123"},
		{register, "unchanged 1001 number kept reference"},
	} {
		in.Decisions.SetCell(2, step.decision)
		if got := told(build(t, moved(then, now), in)); strings.TrimSpace(got) != "2 "+step.want {
			t.Errorf("%+v: got %s, want %s", step.decision, got, step.want)
		}
	}
}

// TestThreeWaySkipExisting holds that rows with a customer that an option leaves
// out are not asked about.
func TestThreeWaySkipExisting(t *testing.T) {
	then := customer.Values{customer.Kind: customer.Company, customer.Name: "Alfa Oy", customer.Phone: "040 1"}
	now := then
	now[customer.Phone] = "040 222"
	in := input(t, "Asiakasnumero|Puhelin|Versio\n1001|040 333|"+memoryMark(1001, 1))
	in.Options.SkipExisting = true
	if got := told(build(t, moved(then, now), in)); got != "2 excluded 1001 number\n" {
		t.Error(got)
	}
}

// TestThreeWayNameOfTwoColumns holds that a conflict in a name of two columns is
// settled by a decision about the column that stands for it.
func TestThreeWayNameOfTwoColumns(t *testing.T) {
	then := customer.Values{customer.Kind: customer.Person, customer.Name: "Virtanen Matti", customer.Phone: "0401234567"}
	now := then
	now[customer.Name] = "Virtanen Masa"
	in := input(t, "Puhelin|Asiakasnumero|Etunimi|Sukunimi|Versio\n0401234567|1001|Mauri|Virtanen|"+memoryMark(1001, 1))
	plan := build(t, moved(then, now), in)
	if got := told(plan); got != "2 undecided 1001 number !conflict\n" {
		t.Fatal(got)
	}
	column, _ := in.Mapping.Holding(plan.Rows[0].Conflicts[0].Field)
	if column != 3 {
		t.Errorf("column %d", column)
	}
	in.Decisions.SetCell(2, importer.CellDecision{Hash: importer.RowHash(&in.Sheet.Rows[0]), Column: column, Side: importer.FromFile})
	if got := told(build(t, moved(then, now), in)); got != "2 modified 1001 number name: Virtanen Masa → Virtanen Mauri\n" {
		t.Error(got)
	}
}

// TestThreeWaySet holds that a value which no column fills is of today.
func TestThreeWaySet(t *testing.T) {
	then := customer.Values{customer.Kind: customer.Company, customer.Name: "Alfa Oy", customer.Invoicing: "letter"}
	now := then
	now[customer.Invoicing] = "email"
	in := input(t, "Asiakasnumero|Versio\n1001|"+memoryMark(1001, 1))
	for _, value := range []string{"einvoice", "letter"} {
		in.Decisions.SetRow(2, importer.RowDecision{Hash: importer.RowHash(&in.Sheet.Rows[0]), Set: map[customer.Field]string{customer.Invoicing: value}})
		if got := told(build(t, moved(then, now), in)); !strings.HasPrefix(got, "2 modified 1001 number invoicing: email → "+value) {
			t.Error(got)
		}
	}
}

// TestThreeWaySaysToday holds that a row which says what the register says
// contradicts nothing, whatever was exported.
func TestThreeWaySaysToday(t *testing.T) {
	then := customer.Values{customer.Kind: customer.Company, customer.Name: "Vanha Nimi Oy", customer.BusinessID: "2077474-0"}
	now := customer.Values{customer.Kind: customer.Company, customer.Name: "Uusi Nimi Oy", customer.BusinessID: "0112038-9"}
	in := input(t, "Asiakasnumero|Nimi|Y-tunnus|Versio\n1001|Uusi Nimi Oy|0112038-9|"+memoryMark(1001, 1))
	if got := told(build(t, moved(then, now), in)); got != "2 unchanged 1001 number\n" {
		t.Error(got)
	}
}
