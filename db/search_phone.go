package db

import (
	"strings"

	"kortisto/customer"
)

// finnishCode is the country code of Finland.
const finnishCode = "358"

// shortPhone is how many digits the longest beginning of telephone numbers has
// that stands in the index itself, since very many numbers begin so.
const shortPhone = 3

// fewestPhoneDigits is how many digits of a telephone number are looked for
// where nothing says that they are its beginning.
const fewestPhoneDigits = 4

// appendPhones appends the telephone numbers of a text. Where it holds anything
// but one number, its words are found too.
func appendPhones(buf []byte, text, country string) []byte {
	if code, national := customer.SplitPhone(text, country); national != "" {
		return appendPhone(buf, code, national)
	}
	buf = appendWords(buf, text)
	for _, piece := range strings.FieldsFunc(text, isBetweenPhones) {
		if code, national := customer.SplitPhone(piece, country); national != "" {
			buf = appendPhone(append(buf, ' '), code, national)
		}
	}
	return buf
}

// isBetweenPhones reports whether a character is none of a telephone number.
func isBetweenPhones(r rune) bool { return !strings.ContainsRune("+0123456789 \u00a0().-", r) }

// appendPhone appends a telephone number: without its country code, and so
// without its area code, and its first digits. A foreign one is found with its
// country code by that.
func appendPhone(buf []byte, code, national string) []byte {
	if code != "" && code != finnishCode {
		buf = append(append(append(buf, code...), national...), ' ')
	}
	for length := shortPhone - 1; length <= shortPhone; length++ {
		if length < len(national) {
			buf = append(append(append(buf, phoneMark), national[:length]...), ' ')
		}
	}
	buf = append(append(buf, phoneMark), national...)
	shortest, longest := areaCode(code, national)
	for length := shortest; length <= longest && length+fewestPhoneDigits <= len(national); length++ {
		buf = append(append(append(buf, ' '), phoneMark), national[length:]...)
	}
	return buf
}

// areaCode tells how many digits may stand before the number of a subscriber,
// the fewest and the most.
func areaCode(code, national string) (shortest, longest int) {
	if code != finnishCode {
		return 1, 3
	}
	for _, long := range []string{"400", "457", "500"} {
		if strings.HasPrefix(national, long) {
			return 2, 3
		}
	}
	switch national[0] {
	case '1', '4', '7':
		return 2, 2
	}
	for _, long := range []string{"20", "29", "30", "50"} {
		if strings.HasPrefix(national, long) {
			return 2, 2
		}
	}
	return 1, 1
}

// phoneTerms are what telephone numbers have in the index that digits may be
// the beginning of, with or without the country code.
func phoneTerms(digits string) (terms []string) {
	if len(digits) >= fewestPhoneDigits && digits[0] != '0' {
		terms = append(terms, beginning(string(phoneMark)+digits))
	}
	if international, ok := strings.CutPrefix(digits, "00"); ok && len(international) >= fewestPhoneDigits {
		terms = append(terms, beginning(international))
	}
	known := knownBeginning(digits)
	switch {
	case len(known) > shortPhone:
		terms = append(terms, beginning(string(phoneMark)+known))
	case len(known) > 1:
		terms = append(terms, whole(string(phoneMark)+known))
	case len(known) == 1:
		for next := '0'; next <= '9'; next++ {
			terms = append(terms, whole(string(phoneMark)+known+string(next)))
		}
	}
	return terms
}

// knownBeginning is what a telephone number begins with behind the zero or the
// Finnish country code before its area code; "" where digits have neither.
func knownBeginning(digits string) string {
	international, ok := strings.CutPrefix(digits, "00")
	switch national, finnish := strings.CutPrefix(international, finnishCode); {
	case finnish:
		return strings.TrimPrefix(national, "0")
	case !ok && strings.HasPrefix(digits, "0"):
		return digits[1:]
	}
	return ""
}
