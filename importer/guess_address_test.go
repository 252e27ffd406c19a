package importer_test

import (
	"fmt"
	"testing"

	"kortisto/customer"
	"kortisto/importer"
)

// TestAddressOfParts holds that a file's own address and the one for invoices are
// never mixed, also where one of them has a postal code or a city alone.
func TestAddressOfParts(t *testing.T) {
	for file, want := range map[string]string{
		"Nimi|Laskutusosoite|Laskutuspostinumero|Postinumero|Postitoimipaikka\nA|PL 5|00101|00100|OULU":      "[name street postcode  ]",
		"Nimi|Laskutusosoite|Laskutuspostitoimipaikka|Postinumero|Postitoimipaikka\nA|PL 5|OULU|00100|VAASA": "[name street city  ]",
		"Nimi|Laskutusosoite|Postinumero|Postitoimipaikka\nA|PL 5|00100|OULU":                                "[name street postcode city]",
		"Nimi|Postinumero|Laskutuspostitoimipaikka\nA|00100|OULU":                                            "[name postcode ]",
		"Nimi|Postitoimipaikka|Laskutuspostinumero\nA|OULU|00100":                                            "[name city ]",
		"Nimi|Laskutuspostinumero\nA|00101":                                                                  "[name postcode]",
	} {
		in := input(t, file)
		if got := fmt.Sprint(importer.Suggest(in.Sheet, customer.Standard())); got != want {
			t.Errorf("%s\nis mapped %s, not %s", file, got, want)
		}
	}
}
