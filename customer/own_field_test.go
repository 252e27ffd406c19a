package customer_test

import (
	"testing"

	"kortisto/customer"
)

// ownTable has an own field of each type.
var ownTable = customer.WithOwn([]customer.OwnField{
	{Field: customer.Own1, Name: "Mittari", Type: customer.TypeText}, {Field: customer.Own2, Name: "Pinta-ala", Type: customer.TypeNumber},
	{Field: customer.Own3, Name: "Huoltopäivä", Type: customer.TypeDate}, {Field: customer.Own4, Name: "Avain", Type: customer.TypeYesNo},
	{Field: customer.Own5, Name: "Vanha", Type: customer.TypeText, Away: true},
})

// TestOwnFieldTypes holds value-own: what own fields of each type read, and how
// they are written in each language.
func TestOwnFieldTypes(t *testing.T) {
	for f, cases := range map[customer.Field]map[string]string{
		customer.Own1: {"A-1": "A-1", "ei ole": "ei ole"},
		customer.Own2: {"14": "14", "1234,5": "1234.5", "1234.50": "1234.5", "1 234,5": "1234.5", "1\u00a0234": "1234", "1.234,5": "1234.5", "1,234.5": "1234.5", "-0,5": "-0.5", "+5": "5", "-0": "0",
			"1,234": "1.234", "007": "7", "0": "0", "0,00": "0", "1 234 567": "1234567", "1,234,567": "1234567",
			"14 m": "!own-number-invalid", "1,2,3": "!own-number-invalid", "1.2.3,4": "!own-number-invalid", "1e5": "!own-number-invalid", "-": "!says-nothing"},
		customer.Own3: {"2026-01-05": "2026-01-05", "5.1.2026": "2026-01-05", "05.01.2026": "2026-01-05", "2026-1-5": "2026-01-05", "2026-01-05 00:00:00": "2026-01-05", "29.2.2028": "2028-02-29",
			"5.1.2026 0.00": "2026-01-05", "5.1.2026 klo 0:00:00": "2026-01-05", "46027": "2026-01-05", "20000": "1954-10-03",
			"19999": "!own-date-invalid", "73051": "!own-date-invalid", "5.1.2026 12.00": "!own-date-invalid", "5.1.0026": "!own-date-invalid", "0026-01-05": "!own-date-invalid",
			"29.2.2026": "!own-date-invalid", "5/1/2026": "!own-date-invalid", "5.1.26": "!own-date-invalid", "5.1.": "!own-date-invalid", "32.1.2026": "!own-date-invalid"},
		customer.Own4: {"kyllä": "yes", "Nej": "no", "x": "yes", "0": "no", "FALSE": "no", "ehkä": "!yes-no-unknown"},
	} {
		for text, want := range cases {
			reading := ownTable.Read(f, text, customer.Context{Repair: true})
			got := reading.Value
			if reading.Problem.Code != "" {
				got = "!" + string(reading.Problem.Code)
			}
			if got != want {
				t.Errorf("%s %q reads %q, want %q", f, text, got, want)
			}
		}
	}
	if reading := ownTable.Read(customer.Own3, "46027", customer.Context{}); !reading.Failed() {
		t.Errorf("the number of a day is read as %q where nothing is repaired", reading.Value)
	}
	for _, c := range []struct {
		f                 customer.Field
		value, fi, sv, en string
	}{
		{customer.Own2, "1234.5", "1234,5", "1234,5", "1234.5"}, {customer.Own3, "2026-01-05", "5.1.2026", "5.1.2026", "2026-01-05"}, {customer.Own4, "yes", "Kyllä", "Ja", "Yes"},
	} {
		for lang, want := range map[string]string{"fi": c.fi, "sv": c.sv, "en": c.en} {
			shown := ownTable.Show(c.f, c.value, lang)
			if shown != want || ownTable.Display(c.f, c.value, lang) != want || ownTable.Read(c.f, shown, customer.Context{}).Value != c.value {
				t.Errorf("%s %q is shown in %s as %q, want %q", c.f, c.value, lang, shown, want)
			}
		}
	}
}

// TestOwnTable holds where own fields stand: nowhere before they are named, and
// nowhere but in the search while they are put away.
func TestOwnTable(t *testing.T) {
	if _, there := customer.Standard().ByKey("own1"); there {
		t.Error("the standard table has an own field")
	}
	if f, own := ownTable.ByHeader("pinta-ala"); f != customer.Own2 || !own {
		t.Errorf("the heading is %q", f)
	}
	if f, _ := ownTable.ByHeader("Vanha"); f != customer.None || len(ownTable.In(customer.SectionOwn)) != 4 {
		t.Error("a field that is put away is shown")
	}
	searched := map[customer.Field]bool{}
	for _, f := range ownTable.Searched() {
		searched[f] = true
	}
	if !searched[customer.Own1] || !searched[customer.Own5] || searched[customer.Own4] {
		t.Errorf("searched: %v", searched)
	}
}
