package db

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"kortisto/customer"
)

func TestSearch(t *testing.T) {
	db := openTest(t)
	add(t, db,
		named("Mäkelä Äänekoski Oy", "business_id", "0737546-2", "phone", "040 123 4567", "street", "Katu 12 A 3"),
		named("Makela Ab", "email", "lasku.osasto@esimerkki.fi", "phone", "+358 (9) 555-666", "notes", "100% _alennus_\nkesällä"),
		named("İstanbul ŁÓDŹ Straße", "reference", "AND NOT OR", "einvoice_address", "003707375462"),
		named("Два", "contact", "O'Brien \"Pat\"", "phone", "09 1, Matti 09 2", "business_id", "DE 123-456"))
	for query, want := range map[string]string{
		"":                      "1 2 3 4",
		" \t":                   "1 2 3 4",
		"mäkelä":                "1 2",
		"MAKELA":                "1 2",
		"mäk ään":               "1",
		"äänekoski makela":      "1",
		"kelä":                  "", // not at the beginning of a word
		"1002":                  "2",
		"100":                   "1 2 3 4", // every number begins so
		"0737546-2":             "1",
		"07375462":              "1",
		"0737546":               "1",
		"040 123 4567":          "1",
		"0401234567":            "1",
		"+358 40 123 4567":      "1",
		"+358401234":            "1",
		"09 555 666":            "", // written with its country code: found by that
		"358 9 555":             "2",
		"09 2":                  "4",
		"de 123":                "4",
		"katu 12":               "1",
		"lasku.osasto@esim":     "2",
		"esimerkki":             "2",
		"100%":                  "1 2 3 4",
		"alennus kesalla":       "2",
		"%":                     "",
		"_":                     "",
		`"`:                     "",
		`"lasku`:                "2",
		"lasku*":                "2",
		"AND":                   "3",
		"not or":                "3",
		"NEAR(mäkelä ab)":       "",
		"words:mäkelä":          "",
		"-mäkelä":               "1 2",
		"(mäkelä":               "1 2",
		"mäkelä)":               "1 2",
		"^mäkelä + {":           "1 2",
		"o'brien":               "4",
		"O’Brien":               "4",
		"ДВА":                   "4",
		"istanbul lodz":         "",
		"istanbul":              "3",
		"0037":                  "3",
		"\x00\xff":              "",
		"mäkelä\x00":            "1 2",
		"n\u0308 \u200d \ufdfa": "",
	} {
		if got := numbers(t, db, Filter{Query: query}); got != want {
			t.Errorf("%q finds %q, want %q", query, got, want)
		}
	}
}

// TestSearchBeginnings holds that a beginning finds the same whether few or many
// words begin so.
func TestSearchBeginnings(t *testing.T) {
	db := openTest(t)
	var names []customer.Values
	for i := range 2 * maxWholeWords {
		names = append(names, named(fmt.Sprintf("Ab%c%c Oy", 'a'+i/maxWholeWords, 'a'+i%maxWholeWords), "notes", "5 "+strings.Repeat("5", i)))
	}
	add(t, db, names...)
	for query, want := range map[string]int{
		"ab": 2 * maxWholeWords, "aba": maxWholeWords, "abaa": 1, "abbb oy": 1, "abc": 0, "oy": 2 * maxWholeWords, "oyj": 0,
		"5": 2 * maxWholeWords, "5 oy": 2 * maxWholeWords, "ab 5 55": 2*maxWholeWords - 2, "ab 5 555": 2*maxWholeWords - 3,
	} {
		page, total, err := db.Customers(t.Context(), Filter{Query: query})
		if err != nil || len(page) != want || total != want {
			t.Errorf("%q finds %d, counts %d, want %d: %v", query, len(page), total, want, err)
		}
	}
}

// FuzzSearch holds that no query is an error, and that a customer is found by
// its own name.
func FuzzSearch(f *testing.F) {
	db := openTest(f)
	for _, name := range []string{"a b", "Mäkelä-Ö", "* \" NEAR(", "ß İ ŋ 漢字", "1 2 3", "\u1fb3\u0345"} {
		f.Add(name)
	}
	number := 0
	f.Fuzz(func(t *testing.T, name string) {
		if _, _, err := db.Customers(t.Context(), Filter{Query: name, Limit: 1}); err != nil {
			t.Fatalf("%q: %v", name, err)
		}
		if len(searchWords(name)) == 0 {
			return
		}
		made, err := db.CreateCustomer(t.Context(), Actor{Name: "fuzz"}, named(name))
		if err != nil {
			t.Fatal(err)
		}
		number = made.Number
		found := false
		if err := db.EachCustomer(t.Context(), Filter{Query: customer.Clean(name)}, func(c *customer.Customer) error {
			found = found || c.Number == number
			return nil
		}); err != nil || !found && len(searchWords(customer.Clean(name))) > 0 {
			t.Fatalf("%q is not found, %v", name, err)
		}
		if err := db.RemoveCustomer(t.Context(), Actor{Name: "fuzz"}, made.Number, 1); err != nil {
			t.Fatal(err)
		}
	})
}

func TestAlphabet(t *testing.T) {
	want := []string{"", "1", "a", "à b", "aa", "b", "đa", "de", "müa", "myb", "z", "å", "ä", "æb", "äc", "ö", "öo", "øp", "я"}
	got := slices.Clone(want)
	slices.Reverse(got)
	slices.SortFunc(got, func(a, b string) int { return strings.Compare(alphabetKey(a), alphabetKey(b)) })
	if !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}
