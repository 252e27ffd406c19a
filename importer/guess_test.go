package importer_test

import (
	"fmt"
	"strings"
	"testing"

	"kortisto/customer"
	"kortisto/importer"
	"kortisto/sheet"
)

// TestMapGuessFiles holds which columns of the files of other programs are mapped
// to which fields, all others to none: the exports of address books, shops and
// invoicing programs, and headings of every kind that must not mislead.
func TestMapGuessFiles(t *testing.T) {
	for _, c := range []struct{ file, want string }{
		{"google.csv", `First Name=first_name, Last Name=last_name, Organization Name=name, Notes=notes, E-mail 1 - Value=email, Phone 1 - Value=phone, Address 1 - Street=street, Address 1 - City=city, Address 1 - Postal Code=postcode, Address 1 - Country=country`},
		{"google-old.csv", `Given Name=first_name, Family Name=last_name, Notes=notes, E-mail 1 - Value=email, Phone 1 - Value=phone, Address 1 - Street=street, Address 1 - City=city, Address 1 - Postal Code=postcode, Address 1 - Country=country, Organization 1 - Name=name`},
		{"outlook.csv", `First Name=first_name, Last Name=last_name, Company=name, Business Street=street, Business City=city, Business Postal Code=postcode, Business Country/Region=country, Mobile Phone=phone, E-mail Address=email, Notes=notes`},
		{"thunderbird.csv", `First Name=first_name, Last Name=last_name, Primary Email=email, Work Phone=phone, Work Address=street, Work City=city, Work ZipCode=postcode, Work Country=country, Organization=name, Notes=notes`},
		{"woocommerce.csv", `customer_id=number, billing_first_name=first_name, billing_last_name=last_name, billing_company=name, billing_email=email, billing_phone=phone, billing_address_1=street, billing_postcode=postcode, billing_city=city, billing_country=country, shipping_address_1=delivery_street, shipping_postcode=delivery_postcode, shipping_city=delivery_city, shipping_country=delivery_country`},
		{"woocommerce-analytics.csv", `Name=name, Email=email, Country / Region=country, City=city, Postal code=postcode`},
		{"shopify.csv", `First Name=first_name, Last Name=last_name, Email=email, Default Address Company=name, Default Address Address1=street, Default Address City=city, Default Address Country Code=country, Default Address Zip=postcode, Phone=phone, Note=notes`},
		{"xero.csv", `*ContactName=name, EmailAddress=email, FirstName=first_name, LastName=last_name, POAddressLine1=street, POCity=city, POPostalCode=postcode, POCountry=country, PhoneNumber=phone, TaxNumber=vat_number`},
		{"freshbooks.csv", `Organization=name, FirstName=first_name, LastName=last_name, Email=email, Street=street, City=city, Country=country, PostalCode=postcode, BusPhone=phone`},
		{"freshbooks-new.csv", `First Name=first_name, Last Name=last_name, Company Name=name, Email Address=email, Phone Number=phone, Address Line 1=street, City=city, Zip Code=postcode, Country=country`},
		{"quickbooks-online.csv", `Company=name, First Name=first_name, Last Name=last_name, Billing Address Line 1=street, Billing Address City=city, Billing Address Postal Code=postcode, Billing Address Country=country, Shipping Address Line 1=delivery_street, Shipping Address City=delivery_city, Shipping Address Postal Code=delivery_postcode, Email=email, Phone=phone, Terms=payment_terms, Notes=notes`},
		{"quickbooks-desktop.csv", `Customer=name, First Name=first_name, Last Name=last_name, Primary Contact=contact, Main Phone=phone, Main Email=email, Terms=payment_terms`},
		{"sage-50.csv", `Account Name=name, Address 1=street, Contact Name=contact, Telephone=phone, Vat Registration Number=vat_number, e-mail=email, Payment Due Days=payment_terms`},
		{"sage-accounting.csv", `Company Name=name, Main Address Line 1=street, Main Address Town=city, Main Address Post Code=postcode, Main Address Country=country, Main Contact Name=contact, Main Contact Phone=phone, Main Contact Email=email, VAT Number=vat_number`},
		{"invoice-ninja.csv", `client.name=name, client.number=number, client.id_number=business_id, client.phone=phone, client.address1=street, client.city=city, client.postal_code=postcode, client.country=country, client.public_notes=notes, contact.first_name=first_name, contact.last_name=last_name, contact.email=email`},
		{"german.csv", `Kunden-Nr.=number, Kundentyp=kind, Firma=name, Vorname=first_name, Nachname=last_name, Ansprechpartner=contact, Straße=street, PLZ=postcode, Ort=city, Land=country, Lieferadresse=delivery_street, Telefon=phone, E-Mail=email, USt-IdNr.=vat_number, Zahlungsziel=payment_terms, Kundengruppe=group, Bemerkungen=notes`},
		{"our-list.csv", `Nro=number, Nimi=name, Y-tunnus=business_id, Postitoimipaikka=city, Puhelin=phone`},
		{"numbered-rows.csv", `Yritys=name, Katu=street`},
		{"notes-in-brackets.csv", `Asiakasnumero=number, Nimi=name, Sähköposti=email, Osoite (toimitus)=delivery_street, Osoite=street`},
		{"code-and-city.csv", `Nimi=name, Postiosoite=city`},
		{"outlook-home.csv", `First Name=first_name, Last Name=last_name, Company=name, Home Street=street, Home City=city, Home Postal Code=postcode, Home Country/Region=country, Home Phone=phone, E-mail Address=email`},
		{"xero-short.csv", `*ContactName=name, EmailAddress=email, FirstName=first_name, LastName=last_name, POAddressLine1=street, POCity=city, POPostalCode=postcode, POCountry=country, PhoneNumber=phone, TaxNumber=vat_number`},
		{"own-email.csv", `Asiakasnumero=number, Nimi=name, Sähköposti=email`},
		{"postiosoite.csv", `Nimi=name, Osoite=street, Postiosoite=city`},
	} {
		t.Run(c.file, func(t *testing.T) {
			in := fileOf(t, "headings", c.file)
			var mapped []string
			for i, f := range in.Mapping {
				if f != customer.None {
					mapped = append(mapped, in.Sheet.Header[i]+"="+f.Key())
				}
			}
			if got := strings.Join(mapped, ", "); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

func TestMapGuess(t *testing.T) {
	for file, want := range map[string]string{
		"|Posti|\n2077474-0|a@x.example|00100\n1572860-0|b@x.example|02100":           "[business_id email postcode]",
		"Nimi|Tilinumero\nA|FI2112345600000785\nB|FI2112345600000785":                 "[name ]",
		"Nimi|Toimituspostinro|Tunnus|IBAN\nA|00100|2077474-0|x\nB|02100|1572860-0|y": "[name delivery_postcode  ]",
		"Asiakasnumero|Nimi|Ryhmä|Asiakasryhmä\nA1|x|y|z":                             "[ name  group]",
		"Nimi|Sarake1\nA Oy|2077474-0":                                                "[name business_id]",
		"Nimi|Sarake1\nA Oy|2077474-0\nB Oy|":                                         "[name ]", // one cell of several rows tells nothing
		"Nimi|nimi|Puh.nro|Miksi jäi pois\nA|B|1|2":                                   "[name  phone ]",
	} {
		if got := fmt.Sprint(input(t, file).Mapping); got != want {
			t.Errorf("%q is mapped to %s, want %s", file, got, want)
		}
	}
}

// TestMapGuessGarbled holds that columns are known by names whose letters were
// read in a wrong charset.
func TestMapGuessGarbled(t *testing.T) {
	for header, want := range map[string]customer.Field{
		"SÃ¤hkÃ¶posti": customer.Email, "s‰hkˆpostiosoite": customer.Email, "SŠhkšposti": customer.Email, "S√§hk√∂posti": customer.Email,
		"asiakasryhm‰": customer.Group, "VÃ¤littÃ¤jÃ¤tunnus": customer.EInvoiceOperator, "MerkkiÃ¤": customer.None,
	} {
		if known := importer.KnownHeader(customer.Standard())(header); known != (want != customer.None) {
			t.Errorf("%s is known: %v", header, known)
		}
		s := &sheet.Sheet{Header: []string{header}}
		if got := importer.Suggest(s, customer.Standard())[0]; got != want {
			t.Errorf("%s is mapped to %s", header, got.Key())
		}
	}
}
