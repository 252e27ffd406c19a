package customer_test

import (
	"testing"

	"kortisto/customer"
)

func TestCountry(t *testing.T) {
	checkReads(t, customer.Country, repair, []reads{
		{"FI", "FI"}, {"fi", "FI"}, {"FIN", "FI"}, {"Suomi", "FI"}, {"FI (Sverige)", "!country-unknown"}, {"SUOMI", "FI"}, {"Finland", "FI"}, {"Åland", "AX"}, {"Ahvenanmaa", "AX"},
		{"Sverige", "SE"}, {"Ruotsi", "SE"}, {"Viro", "EE"}, {"Estland", "EE"}, {"United Kingdom", "GB"}, {"Iso-Britannia", "GB"}, {"Yhdysvallat", "US"},
		{"Saksa", "DE"}, {"Tyskland", "DE"}, {"XX", "!country-unknown"}, {"Narnia", "!country-unknown"},
	})
	if n := len(customer.CountryCodes()); n != 249 {
		t.Errorf("%d country codes, ISO 3166-1 has 249", n)
	}
	if name := customer.CountryName("SE", "sv"); name != "Sverige" {
		t.Errorf("SE is %q in Swedish", name)
	}
	for code, want := range map[string]string{"MK": "Pohjois-Makedonia", "SZ": "Eswatini"} {
		if name := customer.CountryName(code, "fi"); name != want {
			t.Errorf("%s is %q", code, name)
		}
		if r := customer.Country.Read(want, customer.Context{}); r.Value != code {
			t.Errorf("%q reads as %q", want, r.Value)
		}
	}
}
