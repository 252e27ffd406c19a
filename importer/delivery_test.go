package importer_test

import (
	"fmt"
	"testing"

	"kortisto/customer"
)

// TestMapVAT holds map-vat: a Finnish VAT number finds companies and fills their
// Business ID where no column has one.
func TestMapVAT(t *testing.T) {
	runCases(t, []ruleCase{
		{name: "finds by it", file: "ALV-numero|Maksuehto\nFI20774740|21", want: "2 modified 1001 business_id payment_terms: 14 → 21 vat_number:  → FI20774740"},
		{name: "fills", file: "Asiakasnumero|ALV-numero\n1002|FI15728600", want: "2 modified 1002 number business_id:  → 1572860-0 vat_number:  → FI15728600"},
		{name: "an error of its own", file: "Nimi|ALV-tunnus\nUusi Oy|FI15728601", want: "2 error !vat-invalid"},
	})
	for file, want := range map[string][2]string{
		"Nimi|ALV-tunnus\nUusi Oy|FI15728600":                    {"1572860-0", "FI15728600"},
		"Nimi|Maa|Momsnummer\nNy AB|Sverige|SE556016068001":      {"", "SE556016068001"},
		"Nimi|Y-tunnus|ALV-tunnus\nUusi Oy|9990001-6|FI15728600": {"9990001-6", "FI15728600"},
	} {
		var made customer.Customer
		build(t, stored(t, register), input(t, file)).Rows[0].Changes.Apply(&made)
		if got := [2]string{made.Values[customer.BusinessID], made.Values[customer.VATNumber]}; got != want {
			t.Errorf("%q: Business ID and VAT number are %q, want %q", file, got, want)
		}
	}
	memory := stored(t, "number | kind | name | vat_number\n1001 | company | Vanha Oy | FI20774740")
	if got, want := told(build(t, memory, input(t, "Asiakasnumero|ALV-numero\n1001|FI 2077474-0"))), "2 unchanged 1001 number\n"; got != want {
		t.Errorf("a stored VAT number fills the Business ID: %s", got)
	}
}

// TestMapGuessDelivery holds that the delivery address never fills the customer's
// own, and is mapped by the names that other programs give to it.
func TestMapGuessDelivery(t *testing.T) {
	for file, want := range map[string]string{
		"Nimi|Toimitusnimi|Toimitusosoite|Toimituspostinro|Toimituskaupunki|Toimitusmaa\nA|B|Tie 1|00100|HKI|FI": "[name delivery_name delivery_street delivery_postcode delivery_city delivery_country]",
		"Nimi|Osoite (toimitus)\nA|Tie 1":                                                   "[name delivery_street]",
		"Nimi|Toimitusosoitteen postitoimipaikka|Kaupunki\nA|Tampere|Turku":                 "[name delivery_city city]",
		"Name|Shipping Address Line 1|Shipping Address Postal Code\nA|Way 1|00100":          "[name delivery_street delivery_postcode]",
		"Namn|Leveransadress|Leveranspostnummer|Leveransort\nA|Vägen 1|65100|Vasa":          "[name delivery_street delivery_postcode delivery_city]",
		"Name|Name2|Delivery name|Delivery address|Delivery postal code\nA|B|C|Tie 1|00100": "[name name_detail delivery_name delivery_street delivery_postcode]",
		"Nimi|Toimitusehto|Toimitustapa\nA|x|y":                                             "[name  ]",
	} {
		if got := fmt.Sprint(input(t, file).Mapping); got != want {
			t.Errorf("%q is mapped to %s, want %s", file, got, want)
		}
	}
}

// TestDeliveryAddress holds that the rules for addresses hold for that of
// delivery, too: value-split, value-checked, damage-same and damage-repair.
func TestDeliveryAddress(t *testing.T) {
	runCases(t, []ruleCase{
		{name: "split", file: "Asiakasnumero|Toimitusosoite\n1001|Testikatu 1, 00100 Helsinki",
			want: "2 modified 1001 number delivery_street:  → Testikatu 1 delivery_postcode:  → 00100 delivery_city:  → Helsinki repaired delivery_street"},
		{name: "lost zeros", file: "Asiakasnumero|Toimituspostinro\n1001|100", want: "2 modified 1001 number delivery_postcode:  → 00100 repaired delivery_postcode"},
		{name: "another country", file: "Asiakasnumero|Toimituspostinro|Toimitusmaa\n1001|111 34|SE", want: "2 modified 1001 number delivery_postcode:  → 111 34 delivery_country:  → SE"},
		{name: "its own country alone", file: "Asiakasnumero|Toimituspostinro|Toimitusmaa|Postinumero\n1001|00100|SE|A1", want: "2 error 1001 number !postcode-invalid"},
	})
}
