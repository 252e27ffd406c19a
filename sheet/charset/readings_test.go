package charset

import (
	"slices"
	"testing"
)

// TestReadings holds that a text which several misreadings could have garbled is
// told with all that it may have been, what Mend gives first.
func TestReadings(t *testing.T) {
	for text, want := range map[string][]string{
		"KylÃ€yhdistys":    {"Kyläyhdistys", "KylÀyhdistys"},
		"Ã€ la Carte Oy":   {"ä la Carte Oy", "À la Carte Oy"},
		"MÃŒller":          {"Müller", "MÌller"},
		"MÃ¤kelÃ¤":         {"Mäkelä"},
		"M&auml;kel&auml;": {"Mäkelä"},
		"Mäkelä":           nil,
		"Matti":            nil,
	} {
		if got := Readings(text); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
