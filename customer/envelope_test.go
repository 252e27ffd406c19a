package customer_test

import (
	"slices"
	"testing"

	"kortisto/customer"
)

// TestEnvelope holds how an address is written on an envelope, and who has none
// (hand-envelope, docs/rules.md).
func TestEnvelope(t *testing.T) {
	for name, test := range map[string]struct {
		values map[customer.Field]string
		want   []string
	}{
		"firm": {map[customer.Field]string{customer.Kind: customer.Company, customer.Contact: "Åke Åström", customer.Street: "Merikatu 1", customer.Postcode: "00100", customer.City: "Helsinki", customer.Country: "FI"},
			[]string{"Alfa Oy", "Åke Åström", "Merikatu 1", "00100 HELSINKI"}},
		"person": {map[customer.Field]string{customer.Kind: customer.Person, customer.Contact: "Isä", customer.Street: "Katu 2", customer.Postcode: "65100", customer.City: "Vaasa"},
			[]string{"Alfa Oy", "Katu 2", "65100 VAASA"}},
		"two lines":     {map[customer.Field]string{customer.Street: " c/o Beta Oy\n\n Katu 2 ", customer.Postcode: "90100", customer.City: "Oulu"}, []string{"Alfa Oy", "c/o Beta Oy", "Katu 2", "90100 OULU"}},
		"own code":      {map[customer.Field]string{customer.Postcode: "00014", customer.City: "Helsingin yliopisto"}, []string{"Alfa Oy", "00014 HELSINGIN YLIOPISTO"}},
		"Åland":         {map[customer.Field]string{customer.Street: "Torggatan 1", customer.Postcode: "22100", customer.City: "Mariehamn", customer.Country: "AX"}, []string{"Alfa Oy", "Torggatan 1", "22100 MARIEHAMN"}},
		"Sweden":        {map[customer.Field]string{customer.Street: "Drottninggatan 1", customer.Postcode: "111 51", customer.City: "Stockholm", customer.Country: "SE"}, []string{"Alfa Oy", "Drottninggatan 1", "111 51 STOCKHOLM", "RUOTSI"}},
		"United States": {map[customer.Field]string{customer.Street: "1 Main St", customer.Postcode: "10001", customer.City: "New York NY", customer.Country: "US"}, []string{"Alfa Oy", "1 Main St", "NEW YORK NY 10001", "YHDYSVALLAT"}},
		"Britain": {map[customer.Field]string{customer.Street: "1 High St", customer.Postcode: "SW1A 1AA", customer.City: "London", customer.Country: "GB"},
			[]string{"Alfa Oy", "1 High St", "LONDON", "SW1A 1AA", "ISO-BRITANNIA"}},
		"no code abroad": {map[customer.Field]string{customer.Street: "Main St 1", customer.City: "Dublin", customer.Country: "IE"}, []string{"Alfa Oy", "Main St 1", "DUBLIN", "IRLANTI"}},
		"nothing":        {nil, nil},
		"no street":      {map[customer.Field]string{customer.Postcode: "00100", customer.City: "Helsinki"}, nil},
		"no city":        {map[customer.Field]string{customer.Street: "Katu 1", customer.Postcode: "00100"}, nil},
		"no code":        {map[customer.Field]string{customer.Street: "Katu 1", customer.City: "Helsinki"}, nil},
	} {
		one := customer.Customer{Number: 1001}
		one.Values[customer.Name] = "Alfa Oy"
		for f, value := range test.values {
			one.Values[f] = value
		}
		if got := one.Envelope("fi"); !slices.Equal(got, test.want) {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
}

// TestEmailAddresses holds which addresses a field has: each once, and none
// that is no address.
func TestEmailAddresses(t *testing.T) {
	for text, want := range map[string][]string{
		"":                         nil,
		"a@b.example":              {"a@b.example"},
		"a@b.example; C@d.example": {"a@b.example", "C@d.example"},
		"a@b.example,\nA@B.example , x@y.example": {"a@b.example", "x@y.example"},
		"ei ole; a@b.example":                     {"a@b.example"},
		"ei ole":                                  nil,
	} {
		if got := customer.EmailAddresses(text); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// TestFindPhones holds which parts of a text can be dialled.
func TestFindPhones(t *testing.T) {
	for text, want := range map[string][]string{
		"":                                 nil,
		"040 123 4567":                     {"040 123 4567", "+358401234567"},
		"+46 8 123 456":                    {"+46 8 123 456", "+468123456"},
		"09/123 456":                       {"09/123 456", "+3589123456"},
		"Maija 040 123 4567, 050 765 4321": {"040 123 4567", "+358401234567", "050 765 4321", "+358507654321"},
		"040 123 4567 / 050 765 4321":      {"040 123 4567", "+358401234567", "050 765 4321", "+358507654321"},
		"112":                              nil,
		"ei puhelinta 1":                   nil,
	} {
		var got []string
		for _, one := range customer.FindPhones(text, customer.Finland) {
			got = append(got, text[one.Start:one.End], one.Number)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
