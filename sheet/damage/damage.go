// Package damage tells what a spreadsheet program makes of a text that it opens
// and saves: 100 of 00100, 1.helmi of 1-2, MÃ¤kelÃ¤ of Mäkelä. It compares two
// texts and knows nothing of files.
package damage

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Of tells whether a cell could be what a spreadsheet program has made of a stored
// text by opening and saving it, nothing edited, and which damage that is; "" where
// it could not, or where the two are equal (damage-same, docs/rules.md).
//
// It knows Excel in Finnish, Swedish and English, LibreOffice Calc in any
// locale that writes numbers and dates as one of those three or German does,
// and Google Sheets. These programs read a text as a value by the form that it
// has, and write the value again in a form of their own. So a cell is damage
// only where both hold: the stored text has a form that such a program reads,
// and the cell is the same value in a form that one writes. 100 is damage of
// 00100, since a number is written without zeros before it; 00100 is not
// damage of 100, and 200 of neither. A cell that keeps the form of the stored
// text and has another value is an edit (1.2.2026 after 2.1.2026), and so is
// one that only could be damage by a long way round.
//
// Where a line must be drawn, it is drawn on the side on which the change is
// shown: fewer decimals than a program writes, another day for another month.
//
// year is the one in which the file came: a day that names no year (1-2) was
// read in it, or in the one before. 0 lets it be any.
func Of(stored, cell string, year int) Kind {
	if stored == cell {
		return ""
	}
	value, written := strings.TrimSpace(stored), strings.TrimSpace(cell)
	if value == "" || written == "" {
		return ""
	}
	if kind := textDamage(stored, cell); kind != "" {
		return kind
	}
	return valueDamage(value, written, year)
}

// ValueLike reports whether a text may be a value that a spreadsheet program
// wrote in place of another text: a number, a date, a time, a truth value or
// an error value. It says yes too often rather than too rarely.
func ValueLike(text string) bool {
	return isTruth(text) || IsPlaceholder(text) || isValue(text)
}

// IsPlaceholder reports whether a text is what a spreadsheet program shows where
// it has no value to show: an error (#N/A, #NIMI?) or a column too narrow (###).
func IsPlaceholder(text string) bool { return IsErrorValue(text) || isHashes(text) }

// Readable reports whether a spreadsheet program reads a text as a value, so
// that it may write something else: Of tells of values for such texts alone.
func Readable(text string) bool {
	return text != "" && (isTruth(text) || isFormulaText(text) || isValue(text))
}

func isValue(text string) bool {
	if len(text) > maxValueLength || !strings.ContainsAny(text, "0123456789") {
		return false
	}
	_, numbers := readNumbers(text)
	if numbers > 0 {
		return true
	}
	_, dates := readDates(text)
	_, isTime := readTime(text)
	return dates > 0 || isTime
}

// maxValueLength is the length in bytes beyond which no text is read as a
// value: no program writes longer ones, and people's texts end sooner.
const maxValueLength = 64

func valueDamage(stored, cell string, year int) Kind {
	if len(stored) > maxFormulaLength || len(cell) > maxValueLength {
		return ""
	}
	if len(stored) <= maxValueLength && bareDamage(stored, cell) {
		return Number
	}
	if isFormulaText(stored) {
		return formulaDamage(stored, cell)
	}
	if len(stored) > maxValueLength {
		return ""
	}
	if isTruth(stored) {
		if sameTruth(stored, cell) {
			return Truth
		}
		return ""
	}
	if !strings.ContainsAny(stored, "0123456789") {
		return ""
	}
	switch {
	case isHashes(cell): // of a column too narrow for the value
		if isValue(stored) {
			return Number
		}
	case numberDamage(stored, cell):
		return Number
	case dateDamage(stored, cell, year):
		return Date
	case timeDamage(stored, cell):
		return Time
	}
	return ""
}

// isHashes reports whether a text is what shows where a column is too narrow.
func isHashes(text string) bool { return len(text) > 1 && strings.Trim(text, "#") == "" }

// numberDamage reports whether a cell is a stored text read as a number and
// written again. A number is read with a decimal comma or a decimal point, and
// with what stands before, between and after its digits; it is written without.
func numberDamage(stored, cell string) bool {
	written, count := readNumbers(cell)
	read, n := readNumbers(stored)
	for i := range n {
		for j := range count {
			if written[j].plain && read[i].becomes(&written[j]) {
				return true
			}
		}
	}
	return n == 0 && fractionDamage(stored, cell, written[:count])
}

// fewestOfBare is how many digits a text has at least that loses its separators:
// fewer are no telephone number.
const fewestOfBare = 6

// bareDamage reports whether a cell is what is left of digits with separators,
// as of a telephone number, where somebody took the separators out and a program
// then read the rest as a number: 93101000 of 09 310 1000.
func bareDamage(stored, cell string) bool {
	if len(stored) == 0 || stored[0] != '0' && stored[0] != '+' && stored[0] != '(' && !isDigit(stored[0]) {
		return false
	}
	bare, found := withoutSeparators(stored)
	if !found || len(strings.TrimPrefix(bare, "+")) < fewestOfBare {
		return false
	}
	return bare != cell && numberDamage(bare, cell)
}

// withoutSeparators takes what stands between the groups of a telephone number
// out of a text, and tells whether there was any and nothing but digits is left,
// with a plus before them or without.
func withoutSeparators(text string) (bare string, found bool) {
	bare = strings.Map(func(r rune) rune {
		if isSpace(r) || strings.ContainsRune("-/.()[]‐‑–", r) {
			return -1
		}
		return r
	}, text)
	return bare, bare != text && isDigits(strings.TrimPrefix(bare, "+"))
}

// textDamage tells what has become of the letters and spaces of a text.
func textDamage(stored, cell string) Kind {
	start := commonPrefix(stored, cell)
	next, _ := utf8.DecodeRuneInString(stored[start:])
	there, _ := utf8.DecodeRuneInString(cell[start:])
	// What is damaged in this way is white space or no ASCII.
	if start < len(stored) && next < utf8.RuneSelf && !unicode.IsSpace(next) && !unicode.IsSpace(there) && !isInvisible(there) {
		return ""
	}
	switch {
	case sameButSpaces(stored, cell):
		return Spaces
	case isASCII(stored):
		return ""
	case lettersLost(stored, cell):
		return Letters
	case misread(stored, cell):
		return Charset
	}
	return ""
}
