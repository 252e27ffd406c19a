package customer_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"kortisto/customer"
)

// TestInvisibleCharacters holds that characters which can't be seen part no
// names and spoil no value, but stay in texts.
func TestInvisibleCharacters(t *testing.T) {
	for _, r := range []string{"\u00ad", "\u200b", "\u200c", "\u200d", "\u200e", "\u202c", "\u2060", "\ufeff"} {
		if got := customer.FoldKey("Mäki" + r + " " + r + " Oy" + r); got != "mäki oy" {
			t.Errorf("%q: folded to %q", r, got)
		}
		if got := customer.HeaderKey("Sähkö" + r + "posti\u00a0"); got != customer.HeaderKey("Sahkoposti") {
			t.Errorf("%q: header folded to %q", r, got)
		}
		for f, text := range map[customer.Field]string{customer.Number: "1001", customer.Email: "a@b.example", customer.Postcode: "00100", customer.BusinessID: "2077474-0"} {
			if got := f.Read(r+text[:3]+r+text[3:]+r, customer.Context{}); got.Value != text {
				t.Errorf("%q: %s reads as %+v", r, f, got)
			}
		}
		if n, ok := customer.ParseNumber("10" + r + "01"); !ok || n != 1001 {
			t.Errorf("%q: number %d", r, n)
		}
	}
	if got := customer.Notes.Read("a\u200bb", customer.Context{}).Value; got != "a\u200bb" {
		t.Errorf("notes are kept as %q", got)
	}
}

func TestCleanIsStable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := anyText.Draw(t, "text")
		once := customer.Clean(text)
		if twice := customer.Clean(once); twice != once {
			t.Fatalf("%q cleans to %q and then to %q", text, once, twice)
		}
		key := customer.FoldKey(text)
		if again := customer.FoldKey(key); again != key {
			t.Fatalf("%q folds to %q and then to %q", text, key, again)
		}
		if customer.FoldKey(once) != key && !strings.ContainsFunc(text, func(r rune) bool {
			return r < ' ' || r == 0x7f || r == utf8.RuneError || r >= 0x80 && r < 0xa0 || r == 0xfeff || r&0xfffe == 0xfffe
		}) {
			t.Fatalf("%q folds to %q, cleaned to %q", text, key, customer.FoldKey(once))
		}
	})
}
