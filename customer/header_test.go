package customer_test

import (
	"testing"

	"kortisto/customer"
)

// TestMapGuessSpelling holds that a header is known however it is written.
func TestMapGuessSpelling(t *testing.T) {
	for header, want := range map[string]customer.Field{
		"ASIAKASTUNNUS": customer.Number, "asiakas numero": customer.Number, "Asiakasnumero*": customer.Number, "As.nro": customer.Number,
		"Posti-\nnumero": customer.Postcode, "Posti\r\nnumero": customer.Postcode, "POSTINUMERO:": customer.Postcode,
		"\u00a0Puhelin\u00a0": customer.Phone, "PUHELIN": customer.Phone, "Pu\u00adhe\u00adlin": customer.Phone, "Puhelin\u200b": customer.Phone,
		"\ufeffAsiakasnumero": customer.Number, "Sa\u0308hko\u0308posti": customer.Email, "SAHKOPOSTI": customer.Email, "SahkopostiOsoite": customer.Email,
		"sahkoposti_osoite": customer.Email, "E – post": customer.Email, "E‑post": customer.Email, "Maksuehto (pv)": customer.PaymentTerms,
		"Maksuehto [pv]": customer.PaymentTerms, "Maksuehto, pv": customer.PaymentTerms, "Maksuaika (päivää": customer.PaymentTerms,
		"[Nimi]": customer.Name, "(Nimi)": customer.Name, "\"Nimi\"": customer.Name, "Nimi *": customer.Name, "Nimi (pakollinen)": customer.Name,
		"VALITTAJATUNNUS": customer.EInvoiceOperator, "Välittäjä-tunnus": customer.EInvoiceOperator, "LISÄTIEDOT:": customer.Notes,
		"Puhelin 1": customer.Phone, "Puhelin1": customer.Phone, "Osoite 1": customer.Street, "email_1": customer.Email, "Sähköposti #1": customer.Email,
		"Laskutusosoitteen postinumero": customer.Postcode, "Billing city": customer.City, "BillingPostalCode": customer.Postcode,
		"BillingStreet": customer.Street, "Faktureringspostnummer": customer.Postcode, "Laskutus: postitoimipaikka": customer.City,
		"Osoite (laskutus)": customer.Street, "Laskutusmaa": customer.Country,
		"Osoite (toimitus)": customer.DeliveryStreet, "Postinumero [delivery]": customer.DeliveryPostcode, "Toimitusosoite": customer.DeliveryStreet,
		"Toimitusosoitteen postinumero": customer.DeliveryPostcode, "Toimitusosoite / Postitoimipaikka": customer.DeliveryCity, "Toimituspostinro": customer.DeliveryPostcode,
		"Shipping Address 1": customer.DeliveryStreet, "ShippingCity": customer.DeliveryCity, "Shipping Address Country": customer.DeliveryCountry,
		"Delivery address line 1": customer.DeliveryStreet, "Delivery Zip": customer.DeliveryPostcode, "Leveransadressens ort": customer.DeliveryCity,
		"Leveransort": customer.DeliveryCity, "Ship to name": customer.DeliveryName, "Nimi (toimitus)": customer.DeliveryName, "toim_postitp": customer.DeliveryCity,
		"ALV-tunnus": customer.VATNumber, "VAT_number": customer.VATNumber, "Moms nr": customer.VATNumber, "Nimen jatke": customer.NameDetail,
		"Toimitustapa": customer.None, "Toimitusehto": customer.None, "Toimitusosoite 2": customer.None, "Delivery phone": customer.None, "Y-tunnus (toimitus)": customer.None,
		"Shipping first name": customer.None, "Laskun toimitustapa": customer.Invoicing, "Delivery channel": customer.Invoicing,

		"Puhelin 2": customer.None, "Puhelin 11": customer.None, "Osoite 2": customer.None, "Nimi 2": customer.NameDetail, "Nimi 3": customer.None, "Address line 2": customer.None,
		"Sähköposti (myyjä)": customer.None, "Yhteyshenkilö (toimitus)": customer.None,
		"Laskutusnumero": customer.None, "Laskutus": customer.None, "Billing": customer.None, "1": customer.None, "": customer.None, "***": customer.None,
	} {
		if got, _ := customer.Standard().ByHeader(header); got != want {
			t.Errorf("%q is %q, want %q", header, got, want)
		}
	}
}

// TestMapGuessGroups holds what is said by headings over columns and by notes
// behind their names.
func TestMapGuessGroups(t *testing.T) {
	for _, c := range []struct {
		header, above string
		want          customer.Field
		billing       bool
	}{
		{"Osoite", "", customer.Street, false},
		{"Osoite", "Laskutusosoite", customer.Street, true},
		{"Osoite", "Billing address", customer.Street, true},
		{"Osoite (laskutus)", "", customer.Street, true},
		{"Laskutusosoite", "Asiakas", customer.Street, true},
		{"Puhelin", "Laskutus", customer.Phone, false},
		{"Osoite", "Perustiedot", customer.Street, false},
		{"Osoite", "Toimitusosoite", customer.DeliveryStreet, false},
		{"Nimi", "Toimitusosoite", customer.DeliveryName, false},
		{"Puhelin", "Toimitusosoite", customer.None, false},
		{"Osoite", "Toimitus- ja laskutusosoite", customer.None, false},
		{"Postnummer", "Leveransadress", customer.DeliveryPostcode, false},
		{"City", "Ship to / Delivery", customer.DeliveryCity, false},
		{"Nimi", "Myyjä", customer.None, false},
		{"Sähköposti", "Isännöitsijän tiedot", customer.None, false},
		{"Asiakasryhmä", "Toimitusosoite", customer.Group, false},
	} {
		got := customer.Standard().ReadHeader(c.header, c.above)
		if got.Field != c.want || got.Billing != c.billing {
			t.Errorf("%q below %q is %q, billing %v", c.header, c.above, got.Field, got.Billing)
		}
	}
}

func TestHeaders(t *testing.T) {
	for header, want := range map[string]customer.Field{
		"Asiakasnumero": customer.Number, "ASIAKASRYHMA": customer.Group, "Y_tunnus": customer.BusinessID, "Ytunnus:": customer.BusinessID,
		"Puh.nro": customer.Phone, "Verkkolaskuosoite (OVT/IBAN)": customer.EInvoiceAddress, "E-postadress": customer.Email, "Kundnummer": customer.Number,
		"Nimi *": customer.Name, "firstName": customer.FirstName, "Versio": customer.Version, "Toimitusosoitteen postitoimipaikka": customer.DeliveryCity,
		"Sähköposti (vanha)": customer.None, "Puhelin (yhteyshenkilö)": customer.None,
		"Henkilötunnus": customer.None, "Tunnus": customer.None, "Viite": customer.None, "IBAN": customer.None, "Nationality": customer.None, "": customer.None,
	} {
		if got, _ := customer.Standard().ByHeader(header); got != want {
			t.Errorf("%q is %q, want %q", header, got, want)
		}
	}
	for _, f := range customer.Standard().Targets() {
		for _, lang := range customer.Languages {
			named := f != customer.AppendNotes // only the user says that a column is appended (append-chosen, docs/rules.md)
			if got, own := customer.Standard().ByHeader(customer.Standard().Label(f, lang)); own != named || named && got != f {
				t.Errorf("the label %q of %s is read as %q", customer.Standard().Label(f, lang), f, got)
			}
		}
	}
}
