package customer

import (
	"strings"
	"testing"
)

// TestSuggestOrigins holds what is suggested for the fields of two customers that
// are merged (merge-suggests, docs/rules.md).
func TestSuggestOrigins(t *testing.T) {
	for name, c := range map[string]struct{ first, second, want string }{
		"filled over empty":                   {"phone=09 1", "email=a@a.fi", "phone=09 1|email=a@a.fi"},
		"the first one's of two":              {"phone=09 1", "phone=09 2", "phone=09 1"},
		"an address that contradicts":         {"street=Koivutie 1|country=FI", "street=Mäntytie 2|postcode=20100|city=Turku|country=SE", "street=Koivutie 1|country=FI"},
		"an address with the same street":     {"street=Koivutie 1", "street=Koivutie 1|postcode=20100|city=Turku", "street=Koivutie 1|postcode=20100|city=Turku"},
		"an address of the second alone":      {"country=FI", "street=Storgatan 2|postcode=11122|city=Stockholm|country=SE", "street=Storgatan 2|postcode=11122|city=Stockholm|country=SE"},
		"e-invoicing of two operators":        {"einvoice_address=003711", "einvoice_address=003722|einvoice_operator=B", "einvoice_address=003711"},
		"the kind goes with the ID":           {"kind=person|name=A", "kind=company|name=B|business_id=2345678-0", "kind=company|name=A|business_id=2345678-0"},
		"no ID, the first one's kind":         {"kind=person|name=A", "kind=company|name=B", "kind=person|name=A"},
		"a delivery address that contradicts": {"delivery_street=Koivutie 1", "delivery_street=Mäntytie 2|delivery_postcode=20100|delivery_city=Turku|delivery_country=SE", "delivery_street=Koivutie 1"},
		"the VAT number of another ID":        {"business_id=0737546-2", "business_id=2345678-0|vat_number=FI23456780", "business_id=0737546-2"},
		"a mark that only the second one has": {"no_marketing=no|restricted=no", "no_marketing=yes|restricted=yes", "no_marketing=yes|restricted=yes"},
		"a mark that only the first one has":  {"no_marketing=yes|restricted=yes", "no_marketing=no|restricted=no", "no_marketing=yes|restricted=yes"},
		"active where either is":              {"active=no", "active=yes", "active=yes"},
		"notes":                               {"notes=Avain naapurissa.", "notes=Soita ensin.", "notes=Avain naapurissa.\nSoita ensin."},
		"notes that are there already":        {"notes=Avain.\nSoita ensin.", "notes=soita  ENSIN.", "notes=Avain.\nSoita ensin."},
		"notes that hold the others":          {"notes=Avain.", "notes=Soita.\nAvain.", "notes=Soita.\nAvain."},
		"nothing":                             {"", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			read := func(text string) *Values {
				values := new(Values)
				for part := range strings.SplitSeq(text, "|") {
					if key, value, found := strings.Cut(part, "="); found {
						f, ok := ParseField(key)
						if !ok {
							t.Fatal(key)
						}
						values[f] = value
					}
				}
				return values
			}
			first, second := read(c.first), read(c.second)
			origins := Standard().SuggestOrigins(first, second)
			if got, want := origins.Values(first, second), *read(c.want); got != want {
				t.Errorf("%q, want %q", got, want)
			}
		})
	}
}
