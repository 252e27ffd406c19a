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
