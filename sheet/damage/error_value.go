package damage

import (
	"strings"
	"unicode"
)

// Texts that are shown in place of a value and have no form in common with the
// others: where a value is not available (of Excel, LibreOffice and Google
// Sheets in English, Finnish, Swedish and German), and while one is fetched.
var errorWords = map[string]bool{
	"#N/A": true, "#NA": true, "#NV": true, "#PUUTTUU": true, "#SAKNAS": true, "#I/T": true, "#EI_SAATAVILLA": true,
	"#GETTING_DATA": true, "#HAETAAN_TIETOJA": true, "#NOUDETAAN_TIETOJA": true, "#HÄMTAR_DATA": true, "#DATEN_ABRUFEN": true,
	"#SPILL": true, "#CALC": true, "#REF": true, "#VALUE": true, "#NAME": true, "#NUM": true, "#DIV/0": true, "#NULL": true,
	"Loading...": true, "Loading…": true, "Ladataan...": true, "Ladataan…": true, "Läser in...": true, "Läser in…": true,
	"Laddar...": true, "Laddar…": true, "Wird geladen...": true, "Wird geladen…": true, "Lädt...": true, "Lädt…": true,
}

// longestErrorWord is more bytes than any of them has.
const longestErrorWord = 32

// IsErrorValue reports whether a text is what a spreadsheet program shows for a
// formula that failed: #N/A, #NIMI?, #VÄRDEFEL!, Err:502.
func IsErrorValue(text string) bool {
	if len(text) < len("#NA") || len(text) > longestErrorWord {
		return false
	}
	switch text[0] {
	case '#':
		last := text[len(text)-1]
		return (last == '!' || last == '?') && isErrorName(text[1:len(text)-1]) || errorWords[text]
	case 'E', 'V', 'F':
		word, code, found := strings.Cut(text, ":")
		return found && len(code) == len("502") && isDigits(code) && (word == "Err" || word == "Virhe" || word == "Fel" || word == "Fehler")
	case 'L', 'W':
		return errorWords[text]
	}
	return false
}

// isErrorName reports whether a text is a word as stands between # and ! or ?
// in the errors of all languages: ARVO, DIV/0, LEVIÄMINEN.
func isErrorName(text string) bool {
	letters := 0
	for _, r := range text {
		switch {
		case unicode.IsUpper(r):
			letters++
		case r != '/' && r != '_' && r != '0':
			return false
		}
	}
	return letters > 1
}
