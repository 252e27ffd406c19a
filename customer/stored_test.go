package customer_test

import (
	"strings"
	"testing"

	"kortisto/customer"
)

// TestStored holds that a packed customer says what the customer says, whichever
// of its fields are empty.
func TestStored(t *testing.T) {
	var full customer.Values
	for f := customer.Kind; f.IsValue(); f++ {
		full[f] = f.Key()
	}
	ends := customer.Values{customer.Kind: customer.Person}
	ends[len(ends)-1] = strings.Repeat("ä", customer.MaxTextLength)
	for name, values := range map[string]customer.Values{"empty": {}, "full": full, "the ends alone": ends} {
		c := customer.Customer{Number: 1001, Revision: 7, Values: values}
		stored := customer.Store(&c)
		if stored.Customer() != c || stored.Country() != c.Country() {
			t.Errorf("%s: packed and unpacked it is another one", name)
		}
		for f := customer.None; f.IsValue() || f <= customer.Number; f++ {
			if stored.Get(f) != c.Get(f) {
				t.Errorf("%s: %s is %q, not %q", name, f, stored.Get(f), c.Get(f))
			}
		}
	}
}
