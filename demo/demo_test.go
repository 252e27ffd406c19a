package demo_test

import (
	"reflect"
	"strings"
	"testing"

	"kortisto/customer"
	"kortisto/demo"
)

// TestCustomersAreSound holds that each value is kept as it stands, and that
// nobody is there twice.
func TestCustomersAreSound(t *testing.T) {
	all := demo.Customers()
	if len(all) != 200 {
		t.Errorf("%d customers", len(all))
	}
	names, ids, kinds, groups := map[string]int{}, map[string]int{}, map[string]int{}, map[string]int{}
	for i, values := range all {
		ctx := customer.Context{Country: values[customer.Country]}
		for field := customer.Kind; field.IsValue(); field++ {
			reading := field.Read(values[field], ctx)
			if reading.Value != values[field] || reading.Problem.Code != "" {
				t.Errorf("%d %s %q reads as %q (%s)", i, field, values[field], reading.Value, reading.Problem.Code)
			}
		}
		names[values[customer.Name]]++
		ids[values[customer.BusinessID]]++
		kinds[values[customer.Kind]]++
		groups[values[customer.Group]]++
		if id := values[customer.BusinessID]; id != "" && !strings.HasPrefix(id, "999") {
			t.Errorf("%d: the Business ID %s could be somebody's", i, id)
		}
		if email := values[customer.Email]; email != "" && !strings.HasSuffix(email, ".example") {
			t.Errorf("%d: the address %s could be somebody's", i, email)
		}
	}
	for name, n := range names {
		if n > 1 || name == "" {
			t.Errorf("%d customers are called %q", n, name)
		}
	}
	for id, n := range ids {
		if n > 1 && id != "" {
			t.Errorf("%d customers have %s", n, id)
		}
	}
	if kinds[customer.Company] < 60 || kinds[customer.Person] < 60 || len(groups) < 5 {
		t.Errorf("kinds %v, groups %v", kinds, groups)
	}
}

func TestCustomersAreAlwaysTheSame(t *testing.T) {
	if !reflect.DeepEqual(demo.Customers(), demo.Customers()) {
		t.Error("they differ")
	}
}
