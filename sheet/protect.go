package sheet

import "strings"

// Protect makes a text safe to stand in a CSV cell: a spreadsheet would take
// it for a formula where it begins with = @ tab or CR, or with + or - and goes
// on with more than digits, spaces, brackets and hyphens (so that phone
// numbers stay as they are). Such a text gets a leading apostrophe.
//
// So does a text in which apostrophes stand before such a beginning: otherwise
// Unprotect would take away one that was there before. Unprotect(Protect(t))
// gives t for every t.
func Protect(text string) string {
	if isFormula(strings.TrimLeft(text, "'")) {
		return "'" + text
	}
	return text
}

// Unprotect takes off the apostrophe that Protect put before a text, and tells
// whether there was one.
func Unprotect(text string) (string, bool) {
	if strings.HasPrefix(text, "'") && isFormula(strings.TrimLeft(text, "'")) {
		return text[1:], true
	}
	return text, false
}

// textOfFormula gives the text of a cell that is a formula of one text and
// nothing more: programs write ="00100" into CSV files, so that a spreadsheet
// keeps the zeros. Other cells stay as they are; what Protect gave is never
// such a formula.
func textOfFormula(cell string) string {
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

func isFormula(text string) bool {
	if text == "" {
		return false
	}
	switch text[0] {
	case '=', '@', '\t', '\r':
		return true
	case '+', '-':
		return strings.Trim(text[1:], "0123456789 ()-") != ""
	}
	return false
}
