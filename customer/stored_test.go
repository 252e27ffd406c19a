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

// TestReadStored holds that a customer is read of its texts as it is packed, and
// that fewer texts than fields are refused.
func TestReadStored(t *testing.T) {
	var texts []string
	c := customer.Customer{Number: 1001, Revision: 7}
	for f := customer.Kind; f.IsValue(); f++ {
		text := f.Key()
		if f%3 == 0 {
			text = ""
		}
		c.Values[f] = text
		if f == customer.Group {
			c.Values[f], text = "Ryhmä", ""
		}
		texts = append(texts, text)
	}
	separator := string(customer.Separator)
	stored, ok := customer.ReadStored(1001, 7, strings.Join(texts, separator), "Ryhmä")
	if !ok || stored != customer.Store(&c) || stored.Customer() != c {
		t.Errorf("it is read as %v", stored.Customer())
	}
	if _, ok := customer.ReadStored(1001, 7, strings.Join(texts[1:], separator), ""); ok {
		t.Error("a text is missing, and nobody noticed")
	}
}
