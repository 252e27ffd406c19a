package customer_test

import (
	"testing"

	"kortisto/customer"
)

// TestVATNumbers holds how VAT numbers are read: a Finnish one in any form of the
// Business ID, others by the form of their country.
func TestVATNumbers(t *testing.T) {
	checkReads(t, customer.VATNumber, repair, []reads{
		{"FI20774740", "FI20774740"}, {"FI 2077474-0", "FI20774740"}, {"fi-20774740", "FI20774740"}, {"2077474-0", "FI20774740"}, {"20774740", "FI20774740"},
		{"ALV-numero FI20774740", "FI20774740"}, {"FI1120389", "~FI01120389"}, {"20774740.0", "~FI20774740"}, {"FI20774741", "!vat-invalid"}, {"-", "!says-nothing"},
		{"EE100931558", "EE100931558"}, {"ee 100 931 558", "EE100931558"}, {"SE556016068001", "SE556016068001"}, {"SE5560160680", "SE5560160680 !vat-unusual"},
		{"ATU12345678", "ATU12345678"}, {"NL123456789B01", "NL123456789B01"}, {"EL123456789", "EL123456789"}, {"CHE-123.456.789 MWST", "CHE123456789MWST"}, {"3.58E+11", "!digits-lost"},
		{"131052-308T", "!personal-id"},
	})
	checkReads(t, customer.VATNumber, customer.Context{Country: "SE"}, []reads{{"556016068001", "SE556016068001"}, {"556016-0680", "556016-0680"}, {"FI20774740", "FI20774740"}})
	checkReads(t, customer.VATNumber, customer.Context{Country: "GR"}, []reads{{"123456789", "EL123456789"}})
	checkReads(t, customer.VATNumber, customer.Context{Country: "US"}, []reads{{"12-3456789", "12-3456789"}})
	checkReads(t, customer.VATNumber, customer.Context{Unread: true}, []reads{{"556016068001", "556016068001"}})
	for text, want := range map[string]string{"FI20774740": "2077474-0", "2077474-0": "2077474-0", "EE100931558": "", "FI20774741": "", "": ""} {
		if got := customer.BusinessIDOfVAT(text, repair); got != want {
			t.Errorf("%q holds the Business ID %q, want %q", text, got, want)
		}
	}
	if !customer.VATNumber.Same("FI20774740", "FI 2077474-0") || customer.VATNumber.Same("FI20774740", "FI01120389") {
		t.Error("VAT numbers are compared by their digits")
	}
}

// TestDeliveryPostcode holds that the postal code of the delivery address is
// checked by the country that goods go to, which is the customer's where none is
// named.
func TestDeliveryPostcode(t *testing.T) {
	checkReads(t, customer.DeliveryPostcode, repair, []reads{{"00100", "00100"}, {"100", "~00100"}, {"111 34", "11134 !postcode-unknown"}, {"1113", "~01113 !postcode-unknown"}})
	checkReads(t, customer.DeliveryPostcode, customer.Context{Country: "SE"}, []reads{{"111 34", "111 34"}})
	checkReads(t, customer.DeliveryPostcode, customer.Context{DeliveryCountry: "SE"}, []reads{{"111 34", "111 34"}})
	checkReads(t, customer.DeliveryPostcode, customer.Context{Country: "SE", DeliveryCountry: "FI"}, []reads{{"A1", "!postcode-invalid"}})
	checkReads(t, customer.DeliveryPostcode, customer.Context{DeliveryUnread: true}, []reads{{"A1", "A1"}})
	checkReads(t, customer.Postcode, customer.Context{DeliveryCountry: "SE"}, []reads{{"A1", "!postcode-invalid"}})
}
