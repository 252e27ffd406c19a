package customer

import "testing"

// TestSplitAddress holds which texts are whole addresses, and which of them can be
// taken apart with certainty.
func TestSplitAddress(t *testing.T) {
	for text, want := range map[string]Address{
		"Testikatu 1, 00100 Helsinki":            {"Testikatu 1", "00100", "Helsinki", true},
		"Testikatu 1 A 5, FI-00100 HELSINKI":     {"Testikatu 1 A 5", "00100", "HELSINKI", true},
		"Testikatu 1\n00100 Helsinki":            {"Testikatu 1", "00100", "Helsinki", true},
		"PL 12\n00100 HELSINKI\nSuomi":           {"PL 12", "00100", "HELSINKI", true},
		"Testikatu 1,\n4. krs\n00100\nHelsinki":  {"Testikatu 1, 4. krs", "00100", "Helsinki", true},
		"Alfa Oy\nTestikatu 1\n00100 Helsinki":   {"Alfa Oy\nTestikatu 1", "00100", "Helsinki", false},
		"Testikatu 1; 00100 Helsinki, Finland":   {"Testikatu 1", "00100", "Helsinki", true},
		"Testikatu 1 00100 Helsinki":             {"Testikatu 1", "00100", "Helsinki", true},
		"Strandgatan 3, 65100 Vasa":              {"Strandgatan 3", "65100", "Vasa", true},
		"c/o Laine, Koivukuja 3, 90100 Oulu":     {"c/o Laine, Koivukuja 3", "90100", "Oulu", true},
		"Koivukuja 3, 90100 Oulunsalo":           {"Koivukuja 3", "90100", "Oulunsalo", true},
		"90100 OULU":                             {"", "90100", "OULU", true},
		"91100 Ii":                               {"", "91100", "Ii", true},
		"FI-90100 Oulu":                          {"", "90100", "Oulu", true},
		"Testikatu 1 00100 Rivitalo":             {"Testikatu 1", "00100", "Rivitalo", false},
		"Testikatu 1, 00101 Helsinki":            {"Testikatu 1", "00101", "Helsinki", false},
		"Hauptstraße 5, 10119 Berlin":            {"Hauptstraße 5", "10119", "Berlin", false},
		"Testikatu 1\nc/o Laine\n00100 Helsinki": {"Testikatu 1, c/o Laine", "00100", "Helsinki", true},
		"Storgatan 8, 111 22 Stockholm":          {},
		"Storgatan 8\nSE-111 22 Stockholm":       {},
		"Weg 1, 1010 Wien, Österreich":           {},
		"Testikatu 1, 00100 Helsinki, Uusimaa":   {},
	} {
		if got, ok := SplitAddress(text); !ok || got != want {
			t.Errorf("%q: %+v, %t", text, got, ok)
		}
	}
	for _, text := range []string{"", "Testikatu 1", "00100", "PL 10000", "Testikatu 12345 A", "Helsinki 00100", "Testikatu 1, 00100", "0401234567 Laine", "Testikatu 1, 2. kerros", "Testikatu 1, 4 A"} {
		if a, ok := SplitAddress(text); ok {
			t.Errorf("%q: %+v", text, a)
		}
	}
}
