package db

import (
	"maps"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestOtherWords holds that the words of a text, without those that are taken
// and with those that are added, are the words of the other text.
func TestOtherWords(t *testing.T) {
	word := rapid.SampledFrom([]string{"a", "aa", "ab", "b", "1", " ", ".a", "-a", ".aa", "+1"})
	text := rapid.Custom(func(t *rapid.T) string { return strings.Join(rapid.SliceOf(word).Draw(t, "words"), " ") })
	rapid.Check(t, func(t *rapid.T) {
		before, after := text.Draw(t, "before"), text.Draw(t, "after")
		gone, come := otherWords([]byte(before), []byte(after))
		words := wordsOf(before)
		for word := range wordsOf(gone) {
			delete(words, word)
		}
		maps.Copy(words, wordsOf(come))
		if !maps.Equal(words, wordsOf(after)) {
			t.Errorf("%q to %q: takes %q and adds %q", before, after, gone, come)
		}
	})
}

func wordsOf(text string) map[string]bool {
	words := make(map[string]bool)
	for word := range strings.FieldsSeq(text) {
		words[word] = true
	}
	return words
}
