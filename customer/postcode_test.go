package customer_test

import (
	"testing"

	"kortisto/customer"
)

// TestPostcode holds damage-repair for postal codes: what can only be a code
// without its zeros is repaired, for Finland alone.
func TestPostcode(t *testing.T) {
	checkReads(t, customer.Postcode, repair, []reads{
		{"00100", "00100"}, {"FI-00100", "00100"}, {"00 100", "00100"}, {"100", "~00100"}, {"2100", "~02100"},
		{"101", "~00101 !postcode-unknown"}, {"00101", "00101 !postcode-unknown"}, {"2014", "~02014 !postcode-unknown"}, {"99", "~00099 !postcode-unknown"},
		{"1234", "~01234 !postcode-unknown"}, {"33056", "33056 !postcode-unknown"}, {"FI-00101", "00101 !postcode-unknown"}, {"100.0", "~00100"}, {"90100,00", "~90100"},
		{"0", "!postcode-invalid"}, {"1", "!postcode-invalid"}, {"001000", "!postcode-invalid"}, {"0010A", "!postcode-invalid"}, {"1,23E+4", "!digits-lost"},
	})
	checkReads(t, customer.Postcode, customer.Context{}, []reads{{"100", "!postcode-invalid"}, {"00101", "00101 !postcode-unknown"}})
	checkReads(t, customer.Postcode, customer.Context{Country: "AX", Repair: true}, []reads{{"22100", "22100"}, {"100", "!postcode-invalid"}})
	checkReads(t, customer.Postcode, customer.Context{Country: "SE", Repair: true}, []reads{{"101", "101"}, {"111 22", "111 22"}})
	checkReads(t, customer.Postcode, customer.Context{Unread: true, Repair: true}, []reads{{"SW1A 1AA", "SW1A 1AA"}, {"100", "100"}})
	checkReads(t, customer.Postcode, customer.Context{Country: "NO", Repair: true}, []reads{{"1234", "1234"}, {"LV-1010", "LV-1010"}})
	if office := customer.PostOffices()["65100"]; office.Finnish != "VAASA" || office.Swedish != "VASA" {
		t.Errorf("65100 is %v", office)
	}
	if n := len(customer.PostOffices()); n < 3000 {
		t.Errorf("%d postal codes", n)
	}
}
