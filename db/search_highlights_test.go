package db

import (
	"strings"
	"testing"

	"kortisto/customer"
	"pgregory.net/rapid"
)

// inBrackets is a text with what fits within brackets.
func inBrackets(parts []HighlightedPart) string {
	var b strings.Builder
	for _, part := range parts {
		if part.Fits {
			b.WriteString("[" + part.Text + "]")
		} else {
			b.WriteString(part.Text)
		}
	}
	return b.String()
}

func TestHighlights(t *testing.T) {
	for _, test := range []struct {
		query string
		way   customer.Search
		want  string
	}{
		{"mestarit", customer.SearchParts, "Rakennus[mestarit] Oy"},
		{"MAKELA oy", customer.SearchParts, "[Mäkelä] Äänekoski [Oy]"},
		{"aa n", customer.SearchParts, "[Ää]nekoski [N]orr"},
		{"rak akennus", customer.SearchParts, "[Rakennus]mestarit"},
		{"a", customer.SearchParts, "[A]nna Hall"},
		{"mestarit hel", customer.SearchWords, "Rakennusmestarit, [Hel]sinki"},
		{"he", customer.SearchWords, "Helsinki [he]"},
		{"1001", customer.SearchWords, "[1001]23"},
		{"<b>", customer.SearchParts, "<[b]>[B]eta</[b]>"},
		{"mäkelä", customer.SearchParts, "[Ma\u0308kela\u0308]n"},
		{"2077474", customer.SearchBusinessID, "[2077474]-0"},
		{"20774740", customer.SearchBusinessID, "[2077474-0]"},
		{"FI2077474-0", customer.SearchBusinessID, "[2077474-0]"},
		{"DE123", customer.SearchBusinessID, "DE 123"},
		{"0449637254", customer.SearchPhone, "+358 [44 963 7254]"},
		{"+358 44 963", customer.SearchPhone, "0[44 963] 7254"},
		{"963 7254", customer.SearchPhone, "+358 44 [963 7254]"},
		{"+358449637254", customer.SearchPhone, "+[358 44 963 7254]"},
		{"044", customer.SearchPhone, "+358 [44] 963 7244"},
		{"044", customer.SearchPhone, "[044] 963 7244"},
		{"963", customer.SearchPhone, "044 963 7254"},
		{"matti 09", customer.SearchPhone, "[Matti] [09] 1"},
		{"oy", "", "Oy"},
		{"", customer.SearchParts, "Oy"},
		{"oy", customer.SearchParts, ""},
	} {
		text := strings.NewReplacer("[", "", "]", "").Replace(test.want)
		if got := inBrackets(NewHighlights(test.query).Parts(test.way, text)); got != test.want {
			t.Errorf("%q highlights %s, want %s", test.query, got, test.want)
		}
	}
}

// TestHighlightsKeepTheText holds that the parts of any text are the text.
func TestHighlightsKeepTheText(t *testing.T) {
	ways := []customer.Search{"", customer.SearchWords, customer.SearchParts, customer.SearchBusinessID, customer.SearchPhone}
	rapid.Check(t, func(t *rapid.T) {
		query, text := rapid.String().Draw(t, "query"), rapid.String().Draw(t, "text")
		if rapid.Bool().Draw(t, "found") && text != "" {
			query = text[:len(text)/2]
		}
		got := ""
		for _, part := range NewHighlights(query).Parts(rapid.SampledFrom(ways).Draw(t, "way"), text) {
			if part.Text == "" {
				t.Errorf("%q in %q: an empty part", query, text)
			}
			got += part.Text
		}
		if got != text {
			t.Errorf("%q in %q: %q", query, text, got)
		}
	})
}
