package db

import (
	"bytes"
	"strconv"
	"strings"
	"unicode/utf8"

	"kortisto/customer"
)

// maxSearchWords is how many words of a query are looked for: enough for any
// address, few enough to answer at once.
const maxSearchWords = 20

// searchVersion is raised with every change of what appendSearchText gives for
// a customer: a register whose index is of another version is indexed again
// when it is opened.
const searchVersion = 1

// A customer's words stand in the index as they are, but for what stands under a
// mark, which no word has.
const (
	partMark  = '.' // a word of the name, and what is left of it from each of its letters on
	startMark = '-' // the first letters of a word of the name: two, or the only one
	phoneMark = '+' // a telephone number without its country code, and without its area code
)

// shortWord is how many characters a short word has: very many words begin so.
// Beginnings that short are looked for in names only.
const shortWord = 2

// mostParts is how many parts of one word are found at most.
const mostParts = 40

// appendSearchText appends the words of a customer to a buffer, folded as the
// search index keeps them: its number, and what the fields say that customers
// are found by.
func appendSearchText(buf []byte, fields *customer.Table, number int, values *customer.Values) []byte {
	buf = strconv.AppendInt(buf, int64(number), 10)
	for _, f := range fields.Searched() {
		if values[f] == "" {
			continue
		}
		buf = append(buf, ' ')
		switch fields.Of(f).Search {
		case customer.SearchBusinessID:
			buf = appendBusinessID(buf, values[f])
		case customer.SearchVATNumber:
			buf = appendWords(buf, strings.TrimPrefix(values[f], customer.Finland))
		case customer.SearchPhone:
			buf = appendPhones(buf, values[f], values[customer.Country])
		case customer.SearchParts:
			buf = appendParts(buf, values[f])
		default:
			buf = appendWords(buf, values[f])
		}
	}
	return buf
}

// appendBusinessID appends a Finnish Business ID in one piece, others as words
// and in one piece.
func appendBusinessID(buf []byte, id string) []byte {
	if len(id) == 9 && id[7] == '-' {
		return append(append(buf, id[:7]...), id[8:]...)
	}
	start := len(buf)
	buf = appendWords(buf, id)
	if words := bytes.Fields(buf[start:]); len(words) > 1 {
		buf = append(append(buf, ' '), bytes.Join(words, nil)...)
	}
	return buf
}

// appendParts appends what finds a name by its words and by their parts.
func appendParts(buf []byte, name string) []byte {
	var room [256]byte
	for word := range bytes.FieldsSeq(appendWords(room[:0], name)) {
		buf = appendPartsOfWord(buf, word)
	}
	return buf
}

func appendPartsOfWord(buf, word []byte) []byte {
	next := 0 // behind as many characters of the word as a short word has
	for range shortWord {
		if next < len(word) {
			next += runeLength(word[next])
		}
	}
	buf = append(append(append(buf, startMark), word[:next]...), ' ')
	for range mostParts {
		if next >= len(word) {
			return buf
		}
		buf = append(append(append(buf, partMark), word...), ' ')
		next -= runeLength(word[0])
		word = word[runeLength(word[0]):]
		next += runeLength(word[next])
	}
	return buf
}

// inName is how the index has a word of a name, or the beginning of a longer one
// where it is a short word.
func inName(word string) string {
	if isShort(word) {
		return string(startMark) + word
	}
	return string(partMark) + word
}

func isShort(word string) bool { return utf8.RuneCountInString(word) <= shortWord }

// runeLength is how many bytes a character has, by its first one.
func runeLength(first byte) int {
	switch {
	case first < 0xc0:
		return 1
	case first < 0xe0:
		return 2
	case first < 0xf0:
		return 3
	}
	return 4
}

// sameSearchText reports whether two states of a customer have the same words.
// The country says how a telephone number is read.
func sameSearchText(fields *customer.Table, a, b *customer.Values) bool {
	for _, f := range fields.Searched() {
		if a[f] != b[f] {
			return false
		}
	}
	return a[customer.Country] == b[customer.Country]
}

// searchWords are the words of a query that are looked for.
func searchWords(query string) []string {
	words := strings.Fields(string(appendWords(nil, query)))
	return words[:min(len(words), maxSearchWords)]
}
