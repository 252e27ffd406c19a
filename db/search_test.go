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
		"kelä":                  "1 2", // a part of a word of the name
		"koski":                 "1",
		"atu":                   "", // a part of other words
		"ko":                    "", // too short for a part
		"1002":                  "2",
		"100":                   "1 2 3 4", // every number begins so
		"0737546-2":             "1",
		"07375462":              "1",
		"0737546":               "1",
		"040 123 4567":          "1",
		"0401234567":            "1",
		"+358 40 123 4567":      "1",
		"+358401234":            "1",
		"09 555 666":            "2",
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

// TestSearchNumbers holds that numbers that follow each other are looked for as
// one and each by itself.
func TestSearchNumbers(t *testing.T) {
	db := openTest(t)
	add(t, db, named("Alfa Oy", "street", "Katu 12 A 345"), named("Beta Oy", "einvoice_address", "12345"), named("Gamma 345 Oy", "notes", "12"))
	for query, want := range map[string]string{"12 345": "1 2 3", "345 12": "1 3", "12345": "2", "12 a 345": "1", "12 34": "2 3", "1 2": "1 3"} {
		if got := numbers(t, db, Filter{Query: query}); got != want {
			t.Errorf("%q finds %q, want %q", query, got, want)
		}
	}
}

// TestSearchPhones holds that a telephone number is found by its digits, in any
// form and however it is stored, with its country code, without it, and without
// its area code.
func TestSearchPhones(t *testing.T) {
	db := openTest(t)
	for _, stored := range []string{"+358 44 963 7254", "044 9637254", "0449637254", "044-963 7254", "358449637254", "00358449637254",
		"+358 (0)44 963 7254", "449637254", "Matti 044 963 7254, Liisa 09 123 4567", "09 123 4567/044 963 7254", "(044) 963.7254"} {
		add(t, db, named("Alfa Oy", "phone", stored))
	}
	add(t, db, named("Beta Oy", "phone", "044 963 7200", "email", "a@b.fi"))
	all := numbers(t, db, Filter{Query: "alfa"})
	for _, query := range []string{"0449637254", "044 963 7254", "963 7254", "9637254", "044-963 7254", "+358449637254", "358449637254",
		"+358 44 963 7254", "00358 44 9637254", "+358 (0)44 963 7254", "449637254", "44 963 7254", "alfa 963 7254", "963 7254 alfa"} {
		if got := numbers(t, db, Filter{Query: query}); got != all {
			t.Errorf("%q finds %s", query, got)
		}
	}
	for _, query := range []string{"04", "044", "0449", "04496", "+35844", "+358 44 9", "+358 44 963 72", "9637", "963 72"} { // as it is typed
		if got := numbers(t, db, Filter{Query: query}); got != all+" 12" {
			t.Errorf("%q finds %s", query, got)
		}
	}
	for query, want := range map[string]string{"09 123 4567": "9 10", "1234567": "9 10", "+358 9 1234567": "9 10", "0409637254": "", "0449637255": "",
		"beta 9637200": "12", "963 7200 a@b.fi": "12"} {
		if got := numbers(t, db, Filter{Query: query}); got != want {
			t.Errorf("%q finds %s, want %s", query, got, want)
		}
	}
}

// TestSearchForeignPhones holds that numbers of other countries are found so, too.
func TestSearchForeignPhones(t *testing.T) {
	db := openTest(t)
	add(t, db, named("Svensk Ab", "phone", "+46 8 123 456 78"), named("Svensk Ab", "phone", "08-123 456 78", "country", "SE"),
		named("Suomen Oy", "phone", "08 765 4321"))
	for query, want := range map[string]string{"+46812345678": "1 2", "0046 8 123 456 78": "1 2", "46812345": "1 2", "08 123 456 78": "1 2",
		"123 456 78": "1 2", "8 123 456 78": "1 2", "08 765": "3", "0812": "1 2"} {
		if got := numbers(t, db, Filter{Query: query}); got != want {
			t.Errorf("%q finds %q, want %q", query, got, want)
		}
	}
}

// TestSearchBusinessIDs holds that a Business ID is found with and without its
// hyphen, and as a VAT number.
func TestSearchBusinessIDs(t *testing.T) {
	db := openTest(t)
	add(t, db, named("Alfa Oy", "business_id", "2077474-0"), named("Beta GmbH", "business_id", "DE 123-456", "country", "DE"),
		named("Fiskars Oy", "notes", "ALV FI20774741, FI 12"))
	for query, want := range map[string]string{
		"2077474-0": "1", "20774740": "1", "2077474": "1", "2077474 0": "1", "FI20774740": "1", "fi 20774740": "1", "FI 2077474-0": "1",
		"FI2077474-0": "1", "FI-20774740": "1", "FI2077": "1 3", "2077474-0 alfa": "1", "alfa FI20774740": "1",
		"DE123456": "2", "DE 123456": "2", "de 123-456": "2", "de123": "2", "FI20774741": "3", "fi 12": "3", "FI123456": "",
	} {
		if got := numbers(t, db, Filter{Query: query}); got != want {
			t.Errorf("%q finds %q, want %q", query, got, want)
		}
	}
}

// TestSearchParts holds that words of a name are found by their parts, and that
// several words may come in any order.
func TestSearchParts(t *testing.T) {
	db := openTest(t)
	add(t, db, named("Rakennusmestarit Oy", "street", "Äyritie 8 B", "city", "Vantaa"), named("Äänimestari Ky", "city", "Turku"),
		named("Virtanen Ö", "notes", "rakennusmestarit"), named(strings.Repeat("å", 50)+"loppu"))
	for query, want := range map[string]string{
		"mestarit": "1", "mestari": "1 2", "MESTARI": "1 2", "nusmes": "1", "rit": "1", "animes": "2", "rakennusmestarit": "1 3", "ennus": "1",
		"vantaa mestarit": "1", "mestarit vantaa": "1", "oy mestarit 8 äyritie": "1", "mestari turku": "2", "turku mestarit": "",
		"antaa": "", "r": "1", "ra": "1", "v": "3", "ö": "1 3", "b": "1", "ky": "2", "8": "1", "aa": "2 4", "aaa": "4", "loppu": "",
	} {
		if got := numbers(t, db, Filter{Query: query}); got != want {
			t.Errorf("%q finds %q, want %q", query, got, want)
		}
	}
}

// TestSearchRanks holds that the customer with the number comes first, then those
// whose name has all words, then one of them, then the others; and that pages
// and counts agree with that order.
func TestSearchRanks(t *testing.T) {
	db := openTest(t)
	add(t, db, named("Alfa Oy", "contact", "Virtanen Matti", "notes", "1006"), named("Beta Oy", "city", "Virtanen", "contact", "Matti"),
		named("Virtanen Oy", "contact", "Matti"), named("Matti Virtanen", "kind", "person"), named("Virtanen Matti", "city", "Oulu"),
		named("Gamma Oy", "phone", "044 1006 100", "street", "1006"))
	for query, want := range map[string]string{
		"virtanen": "3 4 5 1 2", "virtanen matti": "4 5 3 1 2", "matti virtanen": "4 5 3 1 2", "v": "3 4 5", "1006": "6 1", " 1006 ": "6 1", "matti": "4 5 1 2 3",
	} {
		for size := 1; size <= 6; size++ {
			var got []string
			for at := 0; at < 6; at += size {
				if page := numbers(t, db, Filter{Query: query, Limit: size, Offset: at}); page != "" {
					got = append(got, page)
				}
			}
			if all := strings.Join(got, " "); all != want {
				t.Errorf("%q finds %q in pages of %d, want %q", query, all, size, want)
			}
		}
	}
	if got := numbers(t, db, Filter{Query: "virtanen", Sort: customer.Number, Limit: 9}); got != "1 2 3 4 5" {
		t.Errorf("by number %q", got)
	}
	if got := numbers(t, db, Filter{Query: "virtanen", Kind: customer.Person, Limit: 9}); got != "4" {
		t.Errorf("persons %q", got)
	}
	for _, sort := range []customer.Field{customer.None, customer.Name} {
		for countTo, want := range map[int]int{0: 5, 2: 4, 4: 5, 5: 5, 9: 5} {
			page, total, err := db.Customers(t.Context(), Filter{Query: "virtanen", Sort: sort, Limit: 3, CountTo: countTo})
			if err != nil || len(page) != 3 || total != want {
				t.Errorf("by %s: a page of %d of %d, want 3 of %d: %v", sort, len(page), total, want, err)
			}
		}
	}
}

// TestSearchBeginnings holds that a beginning finds the same whether few or many
// customers have it, by few words or by many.
func TestSearchBeginnings(t *testing.T) {
	db := openTest(t)
	const letters = 2 * maxWholeWords / 8
	fillWith(t, db, fewGathered, func(i int) customer.Values {
		return named(fmt.Sprintf("Abcd%c%c Oy", 'a'+i%letters, 'a'+i/letters%8), "notes", "5 "+strings.Repeat("5", i%letters))
	})
	const each, one = fewGathered / letters, fewGathered / letters / 8
	for query, want := range map[string]int{
		"abc": fewGathered, "bcd": fewGathered, "abcda": each, "abcdaa": one, "cdaa oy": one, "bcd oy": fewGathered, "oyj": 0, "abd": 0,
		"5": fewGathered, "5 oy": fewGathered, "bcd 5 55": fewGathered - 2*each, "bcd 5 555": fewGathered - 3*each, "555": fewGathered - 3*each,
	} {
		for _, filter := range []Filter{{Query: query}, {Query: query, Limit: fewGathered}, {Query: query, Limit: fewGathered, Kind: customer.Company}} {
			page, total, err := db.Customers(t.Context(), filter)
			if err != nil || len(page) != want || total != want {
				t.Errorf("%+v finds %d, counts %d, want %d: %v", filter, len(page), total, want, err)
			}
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
