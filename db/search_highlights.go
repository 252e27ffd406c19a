package db

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"kortisto/customer"
)

// Highlights tells which parts of a customer's texts fit what was searched for.
type Highlights struct {
	words   []string
	numbers []string // by their digits, those that follow each other as one
}

// HighlightedPart is a part of a text.
type HighlightedPart struct {
	Text string
	Fits bool
}

// NewHighlights tells what to highlight of what a user typed.
func NewHighlights(query string) Highlights {
	h := Highlights{words: searchWords(query)}
	number := ""
	for _, word := range h.words {
		switch digits := strings.TrimPrefix(word, "fi"); { // before a VAT number
		case isNumber(word):
			number += word
			continue
		case isNumber(digits):
			h.addNumber(number)
			number = digits
			continue
		}
		h.addNumber(number)
		number = ""
	}
	h.addNumber(number)
	return h
}

func (h *Highlights) addNumber(digits string) {
	if digits != "" {
		h.numbers = append(h.numbers, digits)
	}
}

// Parts cuts a text, in which customers are found in some way, where what fits
// begins and ends.
func (h Highlights) Parts(way customer.Search, text string) []HighlightedPart {
	var fits []span
	if way != "" {
		folded := foldInPlace(text)
		for _, word := range h.words {
			if way != customer.SearchPhone || !isNumber(word) {
				fits = append(fits, folded.find(word, way)...)
			}
		}
		if way == customer.SearchBusinessID || way == customer.SearchPhone {
			digits := folded.digits()
			for _, number := range h.numbers {
				fits = append(fits, digits.findNumber(number, way)...)
			}
		}
	}
	return cutAt(text, fits)
}

// span is a part of a text, by where it begins and ends.
type span struct{ start, end int }

// cutAt cuts a text into what lies within spans and what does not.
func cutAt(text string, spans []span) (parts []HighlightedPart) {
	slices.SortFunc(spans, func(a, b span) int { return cmp.Compare(a.start, b.start) })
	done := 0
	for i := 0; i < len(spans); {
		within := spans[i]
		for i++; i < len(spans) && spans[i].start <= within.end; i++ {
			within.end = max(within.end, spans[i].end)
		}
		if within.start > done {
			parts = append(parts, HighlightedPart{Text: text[done:within.start]})
		}
		parts = append(parts, HighlightedPart{text[within.start:within.end], true})
		done = within.end
	}
	if done < len(text) {
		parts = append(parts, HighlightedPart{Text: text[done:]})
	}
	return parts
}

// foldedText is a text as the search index folds it, and where in the text each
// of its bytes is from.
type foldedText struct {
	bytes []byte
	from  []span
}

func foldInPlace(text string) (folded foldedText) {
	for at := 0; at < len(text); {
		_, size := utf8.DecodeRuneInString(text[at:])
		end := at + size
		letters := appendWords(nil, text[at:end])
		if len(letters) == 0 && len(folded.from) > 0 { // a mark on the letter before
			folded.from[len(folded.from)-1].end = end
		}
		for _, letter := range letters {
			folded.bytes = append(folded.bytes, letter)
			folded.from = append(folded.from, span{at, end})
		}
		at = end
	}
	return folded
}

// digits is what is left of a text without all but its digits.
func (f foldedText) digits() (digits foldedText) {
	for i, letter := range f.bytes {
		if letter >= '0' && letter <= '9' {
			digits.bytes = append(digits.bytes, letter)
			digits.from = append(digits.from, f.from[i])
		}
	}
	return digits
}

// find finds a word: its beginnings, in names also within words, and where it is
// short in other texts than names only the whole of it.
func (f foldedText) find(word string, way customer.Search) (found []span) {
	short := isShort(word)
	for start := range f.bytes {
		end := start + len(word)
		if end > len(f.bytes) {
			break
		}
		begins := start == 0 || f.bytes[start-1] == ' '
		ends := end == len(f.bytes) || f.bytes[end] == ' '
		inName := way == customer.SearchParts
		if string(f.bytes[start:end]) == word && (begins || inName && !short) && (ends || inName || !short) {
			found = append(found, f.span(start, end))
		}
	}
	return found
}

// findNumber finds a number among digits: a Business ID where they begin, and a
// telephone number with and without its country code.
func (f foldedText) findNumber(number string, way customer.Search) []span {
	text := string(f.bytes)
	if len(number) >= shortWord && strings.HasPrefix(text, number) {
		return []span{f.span(0, len(number))}
	}
	if way == customer.SearchBusinessID {
		return nil
	}
	for _, part := range []string{number, knownBeginning(number)} {
		if len(part) < fewestPhoneDigits && (part == number || !strings.HasPrefix(knownBeginning(text), part)) {
			continue
		}
		if at := strings.Index(text, part); at >= 0 && part != "" {
			return []span{f.span(at, at+len(part))}
		}
	}
	return nil
}

func (f foldedText) span(start, end int) span { return span{f.from[start].start, f.from[end-1].end} }
