package handlers

import (
	"bytes"
	"fmt"
	"strings"

	"kortisto/customer"
)

// fieldNamesFile names the stylesheet with the names of the fields in a language.
func fieldNamesFile(lang string) string { return "field-names-" + lang + ".css" }

// fieldNames are the names of the fields in a language, as --label of each cell:
// hundreds of cells need not bring theirs along. The heads of narrow columns have
// them as --head, with soft hyphens.
func fieldNames(fields *customer.Table, lang string) []byte {
	var css bytes.Buffer
	for _, f := range fields.Targets() {
		label := fields.Label(f, lang)
		head := hyphenated(label)
		if f == customer.AppendNotes { // a cell says what comes to the notes
			label = fields.Label(customer.Notes, lang)
		}
		fmt.Fprintf(&css, "[data-field=%q] { --label: %q; --head: %s; }\n", f.Key(), label,
			strings.ReplaceAll(fmt.Sprintf("%q", head), `\u00ad`, `\AD `))
	}
	return css.Bytes()
}

const softHyphen = "\u00ad"

// hyphenated puts soft hyphens where a word may break, since few browsers know
// where Finnish does: before a consonant that a vowel follows. It is near enough
// to what Swedish and English do.
func hyphenated(text string) string {
	words := strings.Split(text, " ")
	for i, word := range words {
		letters, broken, begun := []rune(word), "", 0
		for j, letter := range letters {
			if j-begun >= 2 && len(letters)-j >= 3 && !isVowel(letter) && isVowel(letters[j+1]) {
				broken, begun = broken+softHyphen, j
			}
			broken += string(letter)
		}
		words[i] = broken
	}
	return strings.Join(words, " ")
}

func isVowel(letter rune) bool { return strings.ContainsRune("aeiouyåäöAEIOUYÅÄÖ", letter) }
