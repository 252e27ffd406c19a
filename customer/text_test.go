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
