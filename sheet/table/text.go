package table

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// IsBlank tells whether a cell holds nothing but white space.
func IsBlank(cell string) bool {
	if cell == "" {
		return true
	}
	// Outside ASCII, characters that are white space begin with these bytes.
	if c := cell[0]; c > ' ' && c != 0xC2 && (c < 0xE1 || c > 0xE3) {
		return false
	}
	return strings.TrimSpace(cell) == ""
}

// IsFilled tells whether a cell holds more than white space.
func IsFilled(cell string) bool { return !IsBlank(cell) }

// CleanName gives a column's name without the space around it, and without the
// byte order marks that files joined to one another carry inside.
func CleanName(cell string) string {
	return strings.TrimSpace(strings.Trim(strings.TrimSpace(cell), "\ufeff"))
}

// PlainLineEnds gives every line ending as \n.
func PlainLineEnds(text string) string {
	if strings.IndexByte(text, '\r') < 0 {
		return text
	}
	return strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
}

// WithoutNUL gives a text without NUL, which no database takes. Between two
// letters one stands for what was lost there, as � says; elsewhere NULs only
// filled up a field.
func WithoutNUL(text string) string {
	if strings.IndexByte(text, 0) < 0 {
		return text
	}
	var b strings.Builder
	before, lost := ' ', false
	for _, r := range text {
		if r == 0 {
			lost = true
			continue
		}
		if lost && isWordPart(before) && isWordPart(r) {
			b.WriteRune(utf8.RuneError)
		}
		b.WriteRune(r)
		before, lost = r, false
	}
	return b.String()
}

func isWordPart(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// CountLines counts line endings, each of CR LF, CR and LF as one.
func CountLines(text string) int {
	if strings.IndexByte(text, '\r') < 0 {
		return strings.Count(text, "\n")
	}
	return strings.Count(text, "\n") + strings.Count(text, "\r") - strings.Count(text, "\r\n")
}

// IsLonger tells whether a text has more characters than so many.
func IsLonger(text string, chars int) bool {
	return len(text) > chars && utf8.RuneCountInString(text) > chars
}

// TextOfFormula gives the text of a cell that is a formula of one text and
// nothing more: programs write ="00100" into CSV files, so that a spreadsheet
// keeps the zeros. Other cells stay as they are.
func TextOfFormula(cell string) string {
	if !strings.HasPrefix(cell, `="`) || len(cell) < 3 || cell[len(cell)-1] != '"' {
		return cell
	}
	text := cell[2 : len(cell)-1]
	if strings.IndexByte(text, '"') < 0 {
		return text
	}
	if strings.IndexByte(strings.ReplaceAll(text, `""`, ""), '"') >= 0 {
		return cell // ="a"&"b"
	}
	return strings.ReplaceAll(text, `""`, `"`)
}
