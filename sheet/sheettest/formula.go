// Package sheettest holds what the tests of several packages ask about files.
package sheettest

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// separators are those of the locales in which spreadsheets open CSV files.
var separators = []byte{';', ',', '\t', '|'}

// plain is how a cell may begin that begins with + or -: with a number and no
// more, up to where the cell of the file itself ends. What a reader with another
// separator takes for the cell goes on behind that; unless a space comes before
// the sign, it must not. Quotes and spaces that this reader would have dropped
// before the sign change nothing of that.
var plain = regexp.MustCompile(`^("[" \x{a0}]*[+-][0-9 ()-]*"| +[+-][0-9 ()-]*[0-9]["\v\f\x{85}\x{2028}\x{2029}]|[" \x{a0}]*[+-][0-9 ()-]*$|[" \x{a0}]*[+-][0-9 ()-]*;)`)

// Formula gives the first cell of a CSV file that a spreadsheet would take for a
// formula, "" where there is none: whatever separator it parts the cells at,
// whether it honours quotes or not, and whether it drops spaces or not.
func Formula(file []byte) string {
	text := strings.TrimPrefix(string(file), "\ufeff")
	for _, separator := range separators {
		for _, cells := range [][]string{split(text, separator), parse(text, separator)} {
			for _, cell := range cells {
				if isFormula(cell) {
					return cell
				}
			}
		}
	}
	return ""
}

func isFormula(cell string) bool {
	first, _ := utf8.DecodeRuneInString(strings.TrimLeft(cell, "\" \t\u00a0"))
	switch first {
	case '=', '@', '＝', '＠', '＋', '－':
		return true
	case '+', '-':
		return !plain.MatchString(cell)
	}
	return false
}

// split parts a text at every separator and line break.
func split(text string, separator byte) []string {
	return strings.FieldsFunc(text, func(r rune) bool {
		return r == rune(separator) || r >= '\n' && r <= '\r' || r == '\u0085' || r == '\u2028' || r == '\u2029'
	})
}

// parse reads a text as most programs do: quotes enclose a cell that begins
// with one, and what follows the closing quote still belongs to it.
func parse(text string, separator byte) []string {
	var cells []string
	var cell strings.Builder
	begun, quoted := false, false
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case quoted && c == '"' && i+1 < len(text) && text[i+1] == '"':
			cell.WriteByte(c)
			i++
		case quoted && c == '"':
			quoted = false
		case !quoted && !begun && c == '"':
			quoted, begun = true, true
		case !quoted && (c == separator || c == '\n' || c == '\r'):
			cells = append(cells, cell.String())
			cell.Reset()
			begun = false
		default:
			cell.WriteByte(c)
			begun = true
		}
	}
	return append(cells, cell.String())
}
