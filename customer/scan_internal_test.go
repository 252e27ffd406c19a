package customer

import (
	"net/mail"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestScannersAgreeWithPatterns holds that domains and personal identity codes are
// found where plain patterns find them, and that an e-mail address is what the
// standard library takes for a bare one.
func TestScannersAgreeWithPatterns(t *testing.T) {
	domain := regexp.MustCompile(`^(?:[\pL\pN](?:[\pL\pN-]*[\pL\pN])?\.)+[\pL][\pL\pN-]*[\pL\pN]$`)
	slip := regexp.MustCompile(`(?i)\.(?:con|cmo|ocm|coom|fii|if)$`)
	code := regexp.MustCompile(`(?i)(?:^|[^0-9A-Za-z])([0-3]\d[01]\d{3}[-+A-FU-Y‐‑–—−]\d{3}[0-9A-FHJ-NPR-Y])(?:$|[^0-9A-Za-z])`)
	part := rapid.SampledFrom([]string{"posti", "ä", "1", "-", ".", "..", "fi", "FI", "con", "Cmo", "\xff", " ", "x", "131052", "-", "–", "A", "y", "308", "T", "t", "131052-308T"})
	sign := rapid.SampledFrom([]string{"a", "ä", ".", "+", "-", "!", "(", ")", "<", ">", "[", ":", ";", "@", "\\", ",", "\"", "'", " ", "\x00", "\x7f", "\xff", "\u2028"})
	found := 0
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(part, 1, 8).Draw(t, "parts"), "")
		local := strings.Join(rapid.SliceOfN(sign, 0, 4).Draw(t, "local"), "")
		if isDomain(text) != domain.MatchString(text) {
			t.Fatalf("%q is a domain: %t", text, isDomain(text))
		}
		if strings.Contains(text, ".") && endsInSlip(text) != slip.MatchString(text) {
			t.Fatalf("%q ends in a slip: %t", text, endsInSlip(text))
		}
		if address := local + "@posti.fi"; local != "" {
			parsed, err := mail.ParseAddress(address)
			if plain := err == nil && parsed.Address == address; validEmail(address) != plain {
				t.Fatalf("%q is an address: %t", address, validEmail(address))
			}
		}
		if HasPersonalID(text) {
			if found++; !code.MatchString(text) {
				t.Fatalf("%q holds a code", text)
			}
		}
	})
	if found == 0 {
		t.Error("no code was drawn")
	}
}

// TestVoidWordsInAnyCase holds value-empty for every word that says that there is
// no value, in small letters and in capitals.
func TestVoidWordsInAnyCase(t *testing.T) {
	for _, words := range []map[string]bool{voids, voidGroups} {
		for word := range words {
			if !Group.isVoid(word) || !Group.isVoid(strings.ToUpper(word)) {
				t.Errorf("%q says something", word)
			}
		}
	}
	for word := range voidGroups {
		if !voids[word] && Country.isVoid(word) {
			t.Errorf("%q says that there is no country", word)
		}
	}
	// The capital of a Turkish i is no ASCII, and a small i of ASCII.
	if !Group.isVoid("İngen grupp") {
		t.Error("a word that begins with another capital says something")
	}
}
