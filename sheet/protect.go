package sheet

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Protect makes a text safe to stand in a CSV cell, wherever a spreadsheet
// begins a cell in it. Each beginning that would be taken for a formula gets an
// apostrophe before its sign: at the text's own beginning = @ tab and CR, and +
// and - where they go on with more than digits, spaces, brackets and hyphens
// (so that phone numbers stay as they are); inside it = @ + and - behind a
// semicolon, comma, tab, bar or line break, since in another locale the cell is
// parted there, quoted or not. The full-width forms of the signs count as well,
// and spaces and quotes may stand before a sign: readers drop them.
//
// So does a beginning before whose sign apostrophes stand: otherwise Unprotect
// would take away one that was there before. Unprotect(Protect(t)) gives t for
// every t.
func Protect(text string) string {
	var safe []byte
	done := 0
	for start := 0; start >= 0; start = nextBeginning(text, start) {
		if b := beginningAt(text, start); b.isFormula() {
			safe = append(append(safe, text[done:b.at]...), '\'')
			done = b.at
		}
	}
	if safe == nil {
		return text
	}
	return string(append(safe, text[done:]...))
}

// Unprotect takes off the apostrophes that Protect put into a text, and tells
// whether there were any.
func Unprotect(text string) (string, bool) {
	if strings.IndexByte(text, '\'') < 0 {
		return text, false
	}
	var bare []byte
	done := 0
	for start := 0; start >= 0; start = nextBeginning(text, start) {
		if b := beginningAt(text, start); b.at < b.sign && b.isFormula() {
			bare = append(bare, text[done:b.at]...)
			done = b.at + 1
		}
	}
	if done == 0 {
		return text, false
	}
	return string(append(bare, text[done:]...)), true
}

// nextBeginning gives the place behind the next separator of any locale or line
// break in a text, -1 where there is none.
func nextBeginning(text string, from int) int {
	for i := from; i < len(text); i++ {
		switch text[i] {
		case ';', ',', '\t', '|', '\n', '\v', '\f', '\r':
			return i + 1
		case 0xc2, 0xe2: // may begin a line break of Unicode
			if r, size := utf8.DecodeRuneInString(text[i:]); isLineBreak(r) {
				return i + size
			}
		}
	}
	return -1
}

func isLineBreak(r rune) bool {
	return r >= '\n' && r <= '\r' || r == '\u0085' || r == '\u2028' || r == '\u2029'
}

// beginning is a place in a text at which a spreadsheet may begin a cell.
type beginning struct {
	text  string
	start int
	at    int // where an apostrophe belongs: behind the spaces and quotes that may stand at the start
	sign  int // where the cell says what it is: behind the apostrophes that stand there
}

func beginningAt(text string, start int) beginning {
	b := beginning{text: text, start: start, at: start}
	for b.at < len(text) {
		r, size := utf8.DecodeRuneInString(text[b.at:])
		if r != '"' && (!unicode.IsSpace(r) || r == '\t' || isLineBreak(r)) {
			break
		}
		b.at += size
	}
	for b.sign = b.at; b.sign < len(text) && text[b.sign] == '\''; b.sign++ {
	}
	return b
}

// isFormula tells whether a spreadsheet would take the cell for a formula.
func (b beginning) isFormula() bool {
	r, size := utf8.DecodeRuneInString(b.text[b.sign:])
	switch r {
	case '=', '@', '＝', '＋', '－', '＠':
		return true
	case '\t', '\r':
		return b.start == 0
	case '+', '-':
		rest := b.text[b.sign+size:]
		if b.start == 0 {
			return countPlain(rest) < len(rest)
		}
		return !b.isListed(rest)
	}
	return false
}

// isListed tells whether a + or - inside a text, followed by the rest, is of a
// plain number among others: 040 123, +358 40 123. What a reader in another
// locale takes for the cell goes on past the end of this one, with a quote and
// the next cell's text, so that the sign is safe only where two things hold: a
// space before it, with which the reader's cell is a text; and, for readers
// that drop the space, a digit at the end, behind which a quote is no formula.
func (b beginning) isListed(rest string) bool {
	if b.at == b.start || strings.Trim(b.text[b.start:b.at], " ") != "" {
		return false
	}
	n := countPlain(rest)
	if n == 0 || rest[n-1] < '0' || rest[n-1] > '9' {
		return false
	}
	if n == len(rest) || rest[n] == b.text[b.start-1] {
		return true
	}
	r, _ := utf8.DecodeRuneInString(rest[n:])
	return isLineBreak(r)
}

// countPlain counts the bytes at a text's beginning that are digits, spaces,
// brackets and hyphens.
func countPlain(text string) int {
	return len(text) - len(strings.TrimLeft(text, "0123456789 ()-"))
}
