package handover_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"kortisto/customer"
	"kortisto/handover"
)

// card is the vCard of a customer, without its identity.
func card(t *testing.T, values customer.Values) string {
	t.Helper()
	var out strings.Builder
	if err := handover.NewCardWriter(&out, "fi", []byte("key")).Write(&customer.Customer{Number: 1001, Values: values}); err != nil {
		t.Fatal(err)
	}
	before, rest, found := strings.Cut(out.String(), "UID:")
	_, after, ended := strings.Cut(rest, "\r\n")
	if !found || !ended {
		t.Fatalf("no identity in %q", out.String())
	}
	return before + after
}

// TestCard holds the lines of a vCard: what stands in each, how signs with a
// meaning are written, and that nothing else is handed over (hand-cards, docs/rules.md).
func TestCard(t *testing.T) {
	for name, test := range map[string]struct {
		values customer.Values
		want   string
	}{
		"firm": {customer.Values{
			customer.Kind: customer.Company, customer.Name: `Alfa; Beta, Oy \ Ab`, customer.Contact: "Åke Åström", customer.Street: "c/o Gamma\nKatu 1; A", customer.Postcode: "00100",
			customer.City: "Helsinki", customer.Country: "FI", customer.Email: "a@b.example; c@d.example", customer.Phone: "040 123 4567, 09 123 456",
			customer.Group: "Vakiot, uudet", customer.Notes: "salaisuus", customer.Reference: "viite", customer.BusinessID: "0737546-2",
		}, `BEGIN:VCARD
VERSION:3.0
FN:Alfa\; Beta\, Oy \\ Ab
N:Åström;Åke;;;
ORG:Alfa\; Beta\, Oy \\ Ab
X-ABSHOWAS:COMPANY
TEL;TYPE=WORK,VOICE:+358401234567
TEL;TYPE=WORK,VOICE:+3589123456
EMAIL;TYPE=INTERNET:a@b.example
EMAIL;TYPE=INTERNET:c@d.example
ADR;TYPE=WORK:;;c/o Gamma\nKatu 1\; A;Helsinki;;00100;Suomi
CATEGORIES:Vakiot\, uudet
END:VCARD
`},
		"person": {customer.Values{customer.Kind: customer.Person, customer.Name: "Korhonen Anna Liisa", customer.City: "Stockholm", customer.Country: "SE"}, `BEGIN:VCARD
VERSION:3.0
FN:Korhonen Anna Liisa
N:Korhonen;Anna Liisa;;;
ADR;TYPE=HOME:;;;Stockholm;;;Ruotsi
END:VCARD
`},
		"family name of two words": {customer.Values{customer.Kind: customer.Person, customer.Name: "von Essen Carl"}, `BEGIN:VCARD
VERSION:3.0
FN:von Essen Carl
N:von Essen;Carl;;;
END:VCARD
`},
		"one word": {customer.Values{customer.Kind: customer.Person, customer.Name: "Korhonen"}, `BEGIN:VCARD
VERSION:3.0
FN:Korhonen
N:Korhonen;;;;
END:VCARD
`},
		"family name before a comma": {customer.Values{customer.Kind: customer.Person, customer.Name: "Korhonen, Anna"}, `BEGIN:VCARD
VERSION:3.0
FN:Korhonen\, Anna
N:Korhonen;Anna;;;
END:VCARD
`},
		"name alone": {customer.Values{customer.Kind: customer.Company, customer.Name: "Alfa Oy", customer.Email: "ei ole", customer.Phone: "ei ole"}, `BEGIN:VCARD
VERSION:3.0
FN:Alfa Oy
N:;;;;
ORG:Alfa Oy
X-ABSHOWAS:COMPANY
END:VCARD
`},
	} {
		t.Run(name, func(t *testing.T) {
			if got := strings.ReplaceAll(card(t, test.values), "\r\n", "\n"); got != test.want {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}

// TestCardFolds holds that no line is longer than 75 bytes, that no character
// is torn, and that the lines give the text back.
func TestCardFolds(t *testing.T) {
	for length := range 200 {
		name := strings.Repeat("a", length%7) + strings.Repeat("ä€😀", length)
		got := card(t, customer.Values{customer.Kind: customer.Person, customer.Name: name})
		for line := range strings.SplitSeq(got, "\r\n") {
			if len(line) > 75 || !utf8.ValidString(line) {
				t.Fatalf("%d: line %q", length, line)
			}
		}
		if whole := strings.ReplaceAll(got, "\r\n ", ""); !strings.Contains(whole, "\r\nFN:"+name+"\r\n") {
			t.Fatalf("%d: %q", length, whole)
		}
	}
}

// TestCardIdentity holds that a customer's card is the same one each time, and
// no other register's.
func TestCardIdentity(t *testing.T) {
	write := func(key string, number int, name string) string {
		var out strings.Builder
		if err := handover.NewCardWriter(&out, "fi", []byte(key)).Write(&customer.Customer{Number: number, Values: customer.Values{customer.Name: name}}); err != nil {
			t.Fatal(err)
		}
		_, identity, _ := strings.Cut(out.String(), "UID:")
		identity, _, _ = strings.Cut(identity, "\r\n")
		return identity
	}
	one := write("key", 1001, "Alfa Oy")
	if again := write("key", 1001, "Beta Oy"); again != one || len(one) != 32 {
		t.Errorf("identities %q and %q", one, again)
	}
	if other := write("key", 1002, "Alfa Oy"); other == one {
		t.Error("two customers have one identity")
	}
	if other := write("other key", 1001, "Alfa Oy"); other == one {
		t.Error("customers of two registers have one identity")
	}
}
