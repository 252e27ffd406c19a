package customer

import (
	"fmt"
	"strings"
	"testing"
)

// twin reads a customer from "kind|name|field=value|…".
func twin(t *testing.T, number int, text string) *Customer {
	t.Helper()
	parts := strings.Split(text, "|")
	c := &Customer{Number: number}
	c.Values[Kind], c.Values[Name], c.Values[Country] = parts[0], parts[1], Finland
	for _, part := range parts[2:] {
		key, value, _ := strings.Cut(part, "=")
		f, ok := ParseField(key)
		if !ok {
			t.Fatal(key)
		}
		c.Values[f] = value
	}
	return c
}

// TestTwins holds which customers are taken for one, how surely, and which are not
// although they share much (twins-sure, docs/rules.md); and that the search finds
// all of them.
func TestTwins(t *testing.T) {
	const home = "|street=Koivutie 1|postcode=00100|city=Helsinki"
	for name, c := range map[string]struct {
		a, b string
		want Sureness
	}{
		"one ID and name":                       {"company|Alfa Oy|business_id=2345678-0", "company|ALFA OY|business_id=2345678-0", Sure},
		"one ID, the legal form left out":       {"company|Alfa Oy|business_id=2345678-0", "company|Alfa|business_id=2345678-0", Sure},
		"one ID, a slip in the name":            {"company|Alfatuote Oy|business_id=2345678-0", "company|Alfatoute Oy|business_id=2345678-0", Sure},
		"branches of one name":                  {"company|Alfa Oy|business_id=2345678-0|postcode=00100", "company|Alfa Oy|business_id=2345678-0|postcode=20100", Likely},
		"departments of a city":                 {"company|Kaupunki, koulut|business_id=2345678-0|phone=09 1234567", "company|Kaupunki, satama|business_id=2345678-0|phone=09 1234567", Possible},
		"one ID, another name at one address":   {"company|Alfa Oy|business_id=2345678-0|email=a@a.fi" + home, "company|Beeta Oy|business_id=2345678-0|email=a@a.fi" + home, Likely},
		"one ID and nothing else":               {"company|Alfa Oy|business_id=2345678-0", "company|Beeta Ky|business_id=2345678-0", Possible},
		"two IDs":                               {"company|Alfa Oy|business_id=2345678-0|phone=09 1234567" + home, "company|Alfa Oy|business_id=1234567-1|phone=09 1234567" + home, Apart},
		"a company's name, phone":               {"company|Alfa Oy|business_id=2345678-0|phone=+358 9 1234567", "company|Alfa Oy|phone=09 1234567", Sure},
		"a company's name, nothing else":        {"company|Alfa Oy|business_id=2345678-0" + home, "company|Alfa Oy", Likely},
		"a company's name, elsewhere":           {"company|Alfa Oy" + home, "company|Alfa Oy|postcode=20100|city=Turku", Possible},
		"one place in two languages":            {"company|Alfa Oy|postcode=00100|city=Helsinki", "company|Alfa Oy|postcode=00100|city=Helsingfors", Likely},
		"another legal form, nothing else":      {"company|Alfa Oy", "company|Alfa Ky", Possible},
		"another legal form, elsewhere":         {"company|Alfa Oy|city=Turku", "company|Alfa Ky|city=Oulu", Apart},
		"another legal form, e-mail":            {"company|Alfa Oy|email=a@a.fi", "company|Alfa Ky|email=A@a.fi", Likely},
		"branches that share the telephone":     {"company|Alfa Turku Oy|phone=09 1234567|email=a@a.fi|city=Turku", "company|Alfa Oulu Oy|phone=09 1234567|email=a@a.fi|city=Oulu", Apart},
		"firms of one house":                    {"company|Alfa Oy" + home, "company|Beeta Oy" + home, Apart},
		"firms of one accountant":               {"company|Alfa Oy|email=tili@a.fi", "company|Beeta Oy|email=tili@a.fi", Apart},
		"one name and telephone at one place":   {"company|Alfa Tuotanto Oy|phone=09 1234567" + home, "company|Alfa Myynti Oy|phone=09 1234567" + home, Possible},
		"short names that differ by a letter":   {"company|Aro Oy|phone=09 1234567", "company|Ara Oy|phone=09 1234567", Apart},
		"two halls":                             {"company|Halli 1|phone=09 1234567" + home, "company|Halli 2|phone=09 1234567" + home, Apart},
		"a person's name, e-mail":               {"person|Matti Virtanen|email=m@v.fi", "person|Virtanen, Matti|email=M@V.FI", Sure},
		"a person who moved":                    {"person|Matti Virtanen|phone=040 123 4567|city=Turku", "person|Matti Virtanen|phone=+358 40 1234567|city=Oulu", Sure},
		"a person's name and address":           {"person|Matti Virtanen" + home, "person|Matti Virtanen" + home, Likely},
		"a person's name turned, address":       {"person|Matti Virtanen" + home, "person|Virtanen Matti" + home, Likely},
		"a person's two names, turned":          {"person|Matti Virtanen|phone=040 1", "person|Virtanen Matti|phone=040 2", Apart},
		"a person's name, postal code":          {"person|Matti Virtanen|postcode=00100|phone=040 1", "person|Matti Virtanen|postcode=00100|email=m@v.fi", Possible},
		"a person's name, nothing else":         {"person|Matti Virtanen" + home, "person|Matti Virtanen", Possible},
		"namesakes":                             {"person|Matti Virtanen|phone=040 1" + home, "person|Matti Virtanen|phone=040 2|postcode=20100|city=Turku", Apart},
		"namesakes without addresses":           {"person|Matti Virtanen|phone=040 1", "person|Matti Virtanen|phone=040 2", Apart},
		"a couple":                              {"person|Matti Virtanen|phone=09 1234567|email=koti@v.fi" + home, "person|Maija Virtanen|phone=09 1234567|email=koti@v.fi" + home, Apart},
		"a slip in a person's name, phone":      {"person|Matti Virtanen|phone=040 1234567", "person|Matti Virtaenn|phone=040 1234567", Possible},
		"a slip, phone and e-mail":              {"person|Matti Virtanen|phone=040 1234567|email=m@v.fi", "person|Matti Virtannen|phone=040 1234567|email=m@v.fi", Likely},
		"initials, phone":                       {"person|M. Virtanen|phone=040 1234567", "person|Matti Virtanen|phone=040 1234567", Possible},
		"a slip and nothing else":               {"person|Matti Virtanen", "person|Matti Virtannen", Apart},
		"a person and a firm of the name":       {"person|Matti Virtanen|phone=040 1234567", "company|Tmi Matti Virtanen|phone=040 1234567|business_id=2345678-0", Possible},
		"a person and a firm, nothing else":     {"person|Matti Virtanen", "company|Tmi Matti Virtanen", Apart},
		"two names with a space":                {"company|Rakennus Mäki Oy|phone=09 1234567", "company|Rakennusmäki Oy|phone=09 1234567", Likely},
		"nothing at all":                        {"company|", "company|", Apart},
		"a kind that is missing":                {"|Matti Virtanen|email=m@v.fi", "person|Matti Virtanen|email=m@v.fi", Sure},
		"one street, the city missing once":     {"person|Matti Virtanen|street=Koivutie 1|postcode=00100", "person|Matti Virtanen" + home, Likely},
		"a street of the same name, other city": {"company|Alfa Oy|street=Koivutie 1|city=Turku", "company|Alfa Oy|street=Koivutie 1|city=Oulu", Possible},
	} {
		t.Run(name, func(t *testing.T) {
			a, b := twin(t, 1001, c.a), twin(t, 1002, c.b)
			if got := CompareTwins(a, b); got.Sureness != c.want {
				t.Errorf("%d, want %d: %+v", got.Sureness, c.want, got)
			}
			if got, back := CompareTwins(a, b), CompareTwins(b, a); got != back {
				t.Errorf("%+v turned %+v", got, back)
			}
			search := NewTwinSearch()
			search.Add(b)
			search.Add(a)
			if pairs := search.Pairs(); c.want != Apart && fmt.Sprint(pairs) != "[[1001 1002]]" {
				t.Errorf("the search gives %v", pairs)
			}
		})
	}
}

// TestSharedFields holds that what two customers have in common is named, the name
// where it is the same, alike or near.
func TestSharedFields(t *testing.T) {
	for name, c := range map[string]struct {
		a, b  string
		want  []Field
		alike bool
	}{
		"the name":             {"company|Alfa Oy|phone=09 1234567|city=Turku", "company|ALFA OY|phone=+358 9 1234567|city=turku", []Field{Name, City, Phone}, false},
		"an alike name":        {"company|Alfa Oy|email=a@a.fi", "company|Alfa Ky|email=A@a.fi", []Field{Name, Email}, true},
		"a slip in the name":   {"person|Matti Virtanen|phone=040 1234567", "person|Matti Virtannen|phone=040 1234567", []Field{Name, Phone}, true},
		"the ID, not the name": {"company|Alfa Oy|business_id=2345678-0|postcode=00100", "company|Beeta Oy|business_id=2345678-0|postcode=00100", []Field{BusinessID, Postcode}, true},
	} {
		got := CompareTwins(twin(t, 1001, c.a), twin(t, 1002, c.b))
		var want FieldSet
		for _, f := range c.want {
			want = want.With(f)
		}
		if got.Fields != want || got.Alike != c.alike {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

// TestTwinSearchOfNames holds that those who share a key but no word of their names
// are no pair to look at: there are very many of them.
func TestTwinSearchOfNames(t *testing.T) {
	search := NewTwinSearch()
	search.Add(twin(t, 1001, "company|Alfa Rakennus Oy|phone=09 1234567"))
	search.Add(twin(t, 1002, "company|Beeta Siivous Oy|phone=09 1234567"))
	search.Add(twin(t, 1003, "company|Rakennus Gamma Oy|phone=09 1234567"))
	if pairs := search.Pairs(); fmt.Sprint(pairs) != "[[1001 1003]]" {
		t.Errorf("the search gives %v", pairs)
	}
}

// TestTwinSearchOfMany holds that a key that very many share pairs only those of
// one name, so that a search stays quick.
func TestTwinSearchOfMany(t *testing.T) {
	search := NewTwinSearch()
	for i := range 1000 {
		search.Add(twin(t, 2000+i, fmt.Sprintf("company|Yritys %d|phone=09 1234567", i/2)))
	}
	if pairs := search.Pairs(); len(pairs) != 500 || pairs[0] != [2]int{2000, 2001} {
		t.Errorf("%d pairs, the first %v", len(pairs), pairs[:min(1, len(pairs))])
	}
}
