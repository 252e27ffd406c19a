package customer

import (
	"slices"
	"testing"
)

// TestTraits holds by what a customer is known (erased-known, docs/rules.md): the
// number, where there is one, the Business ID, each e-mail address and telephone
// number, the name with the postal code, and, weakly, the name alone; each as it is
// compared, however it is written.
func TestTraits(t *testing.T) {
	values := Values{Name: "Oy Alfa Beeta", Kind: Company, BusinessID: "2077474-0", Postcode: "00100", Email: "a@a.fi; B@b.fi", Phone: "09 1234567"}
	same := Values{Name: "BEETA ALFA Oy", Kind: Company, BusinessID: "2077474-0", Postcode: "00100", Email: "b@B.fi, a@a.fi", Phone: "+358 9 1234567", Country: Finland}
	known, again := Traits(1001, &values), Traits(1001, &same)
	for _, trait := range known {
		if !slices.Contains(again, trait) {
			t.Errorf("%+v is not known again among %+v", trait, again)
		}
	}
	strong := func(traits []Trait) (n int) {
		for _, trait := range traits {
			if trait.Strong {
				n++
			}
		}
		return n
	}
	if len(known) != 7 || strong(known) != 6 || known[0].Text != NumberTrait(1001) {
		t.Errorf("%+v", known)
	}
	if got := Traits(0, &Values{Name: "Alfa", Kind: Person}); len(got) != 1 || got[0].Strong {
		t.Errorf("a name alone: %+v", got)
	}
	person := values
	person[Kind] = Person
	if weak := Traits(1001, &person); weak[len(weak)-1] == known[len(known)-1] {
		t.Error("a person is known by the name of a company")
	}
}
