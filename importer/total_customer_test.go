package importer_test

import (
	"strings"
	"testing"

	"kortisto/customer"
	"kortisto/importer"
)

// TestTotalOfCustomer holds read-total for each field: beside a value of a customer's
// own the word of a total is a name, and beside counts, sums, notes and the values by
// which subtotals are made it is none.
func TestTotalOfCustomer(t *testing.T) {
	own := []customer.OwnField{
		{Field: customer.Own1, Name: "Myyjä", Type: customer.TypeText}, {Field: customer.Own2, Name: "Saldo", Type: customer.TypeNumber},
		{Field: customer.Own3, Name: "Alkaen", Type: customer.TypeDate}, {Field: customer.Own4, Name: "Jäsen", Type: customer.TypeYesNo},
	}
	table := customer.WithOwn(own)
	ofCustomer := map[customer.Field]string{
		customer.BusinessID: "2077474-0", customer.VATNumber: "FI20774740", customer.NameDetail: "Lounasravintola",
		customer.Street: "Satamakatu 5", customer.Postcode: "90100", customer.City: "Oulu", customer.Email: "a@b.example",
		customer.Phone: "0401234567", customer.EInvoiceAddress: "003720774740", customer.EInvoiceOperator: "003721291126",
		customer.DeliveryName: "Varasto", customer.DeliveryStreet: "Satamakatu 5", customer.DeliveryPostcode: "90100", customer.DeliveryCity: "Oulu",
	}
	ofTotal := map[customer.Field]string{
		customer.Notes: "Tulosti Liisa", customer.Kind: "Yritys", customer.Country: "Suomi", customer.Invoicing: "Paperilasku", customer.PaymentTerms: "14",
		customer.Language: "Suomi", customer.Group: "Vakioasiakkaat", customer.DeliveryCountry: "Suomi", customer.Active: "Kyllä", customer.NoMarketing: "Ei",
		customer.Restricted: "Ei", customer.Own2: "1 234,50", customer.Own3: "31.12.2026", customer.Own4: "Kyllä",
	}
	status := func(f customer.Field, text string) importer.Status {
		in := input(t, "Nimi|x\nSumma|"+text)
		in.Fields, in.Mapping = table, importer.Mapping{customer.Name, f}
		return build(t, stored(t, ""), in).Rows[0].Status
	}
	for _, f := range table.Values()[1:] {
		text, is := ofCustomer[f]
		if !is {
			text = ofTotal[f]
		}
		if text == "" && f != customer.Name { // a new field needs no sample of its own
			text, is = "Liisa Laine", !table.Of(f).FewValued
		}
		if got := status(f, text); is != (got == importer.New) {
			t.Errorf("beside %q of the field %s it is %s", text, f, got)
		}
		for _, count := range []string{"3", "112", "98 kpl"} {
			if got := status(f, count); f != customer.Name && got != importer.Excluded {
				t.Errorf("beside the count %q under the field %s it is %s", count, f, got)
			}
		}
	}
	if got := strings.TrimSpace(told(build(t, stored(t, ""), input(t, "Nimi|Toimitusosoite\nTotal|Satamakatu 5")))); got != "2 new person" {
		t.Error(got)
	}
}
