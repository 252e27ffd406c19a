package customer

import (
	"testing"

	"pgregory.net/rapid"
)

// TestFoldLatin holds that texts of Latin-1 are folded as all others are.
func TestFoldLatin(t *testing.T) {
	letters := []rune(" \t\n\vAaZz09-.'")
	for r := rune(0xc0); r <= 0xff; r++ {
		letters = append(letters, r)
	}
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.SampledFrom(letters)).Draw(t, "text")
		if folded, ok := foldLatin(text); !ok || folded != foldAny(text) {
			t.Errorf("%q: %q, %v, want %q", text, folded, ok, foldAny(text))
		}
	})
}

func TestCleanName(t *testing.T) {
	for name, want := range map[string]string{
		"asiakkaat 2026.csv": "asiakkaat 2026.csv", "Åke's.csv": "Åke's.csv",
		"\u202egnp.exe": "gnp.exe", "a\u2066b\u2069\u061c.csv": "ab.csv", "\u200b\u200e\u200f\u202a\u202d\u2060\ufeffx": "x",
		"so\u00adft": "soft", "a\u3164b\u115f": "ab", "a\nb\tc\u2028d\u00a0e": "a b c d e", "\x1b[31m": "[31m", "\u202e": "",
	} {
		if got := CleanName(name); got != want {
			t.Errorf("%q becomes %q, want %q", name, got, want)
		}
	}
}

// TestCleanBreaks holds that control characters which mean a line break are one,
// and that none of the others glues words together.
func TestCleanBreaks(t *testing.T) {
	for text, want := range map[string]string{
		"rivi1\vrivi2\vrivi3": "rivi1\nrivi2\nrivi3", "Koivukuja 3\v90100 OULU": "Koivukuja 3\n90100 OULU", "a\fb": "a\nb", "a\x1cb": "a\nb",
		"eka\x1dtoka": "eka\ntoka", "a\x1eb": "a\nb", "a\u0085b": "a\nb", "a\u2028b": "a\nb", "a\u2029b": "a\nb", "a\r\nb\rc": "a\nb\nc", "\va\f": "a",
		"a\x01b": "a b", "a\x1fb": "a b", "a\x7fb": "a b", "a\u0081b": "a b", "a\x01\x02b": "a b", "a \x01b": "a b", "a\x01 b": "a b", "\x01a\x02": "a",
		"a\x01\nb": "a\nb", "a\tb": "a\tb", "a\ufeffb": "ab",
	} {
		if got := Clean(text); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
}
