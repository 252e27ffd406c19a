package customer

import (
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// centurySigns stand between the date and the individual number, and
// personalIDChecks at the end.
const (
	centurySigns     = "-+ABCDEFUVWXY‐‑–—−"
	personalIDChecks = "0123456789ABCDEFHJKLMNPRSTUVWXY"
)

// HasPersonalID reports whether a text holds a Finnish personal identity code
// with a right date and check character (Digital and Population Data Services
// Agency). The program neither keeps nor logs such codes (value-private,
// docs/rules.md).
func HasPersonalID(text string) bool {
	return len(text) >= 11 && len(findPersonalIDs(text)) > 0
}

// MaskPersonalIDs returns the text with the secret end of each personal
// identity code hidden.
func MaskPersonalIDs(text string) string {
	if len(text) < 11 {
		return text
	}
	found := findPersonalIDs(text)
	for i := len(found) - 1; i >= 0; i-- {
		text = text[:found[i][0]+6] + "*****" + text[found[i][1]:]
	}
	return text
}

// findPersonalIDs returns where each code begins and ends.
func findPersonalIDs(text string) [][2]int {
	var found [][2]int
	for start := 0; start+11 <= len(text); {
		end, ok := personalIDAt(text, start)
		if !ok || joined(text, start-1) || joined(text, end) {
			start++
			continue
		}
		found = append(found, [2]int{start, end})
		start = end
	}
	return found
}

// personalIDAt reports whether a code begins at an index of a text, and where it
// ends: day, month and year, a sign for the century (also as a typeset dash), an
// individual number and a check character.
func personalIDAt(text string, start int) (end int, ok bool) {
	date := text[start : start+6]
	if date[0] > '3' || date[2] > '1' || !isDigits(date) {
		return 0, false
	}
	rest := text[start+6:]
	sign, size := utf8.DecodeRuneInString(rest)
	if !strings.ContainsRune(centurySigns, unicode.ToUpper(sign)) || len(rest) < size+4 {
		return 0, false
	}
	individual := rest[size : size+3]
	check, checkSize := utf8.DecodeRuneInString(rest[size+3:])
	if !isDigits(individual) || !isPersonalID(date, string(sign), individual, string(check)) {
		return 0, false
	}
	return start + 6 + size + 3 + checkSize, true
}

// joined reports whether a letter or digit stands at an index, so that what is
// beside it is a part of something longer.
func joined(text string, at int) bool {
	if at < 0 || at >= len(text) {
		return false
	}
	b := text[at]
	return b >= '0' && b <= '9' || b >= 'A' && b <= 'Z' || b >= 'a' && b <= 'z'
}

func isPersonalID(date, sign, individual, check string) bool {
	number, _ := strconv.Atoi(date + individual)
	// Letter case is folded: a long s and the sign of the kelvin are an S and a K.
	if want := number % 31; !strings.EqualFold(personalIDChecks[want:want+1], check) {
		return false
	}
	century := "19"
	switch sign := strings.ToUpper(sign); {
	case sign == "+":
		century = "18"
	case sign >= "A" && sign <= "F":
		century = "20"
	}
	_, err := time.Parse("02012006", date[:4]+century+date[4:])
	return err == nil && individual >= "002"
}

// personalIDHeader finds folded headers of columns that hold personal identity
// codes.
var personalIDHeader = regexp.MustCompile(`^(?:hetu|sotu|ssn)$|henkilotunnu|sosiaaliturvatunnu|personbeteckning|personnummer|personalidentity|socialsecurity`)

// maskedID finds what MaskPersonalIDs makes of a code.
var maskedID = regexp.MustCompile(`\d{6}\*{5}`)

// NamesPersonalIDs reports whether a header says that its column holds personal
// identity codes: by a word for them, or as it is one itself, where a row was taken
// for the header.
func NamesPersonalIDs(header string) bool {
	return personalIDHeader.MatchString(HeaderKey(header)) || HasPersonalID(header) || maskedID.MatchString(header)
}
