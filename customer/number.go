package customer

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// MaxNumber is the largest customer number: nine digits.
const MaxNumber = 999_999_999

// numberRoom is how many numbers are to be left above one for later customers.
const numberRoom = 1_000_000

// LeavesRoom reports whether above a number there are enough for the customers
// to come.
func LeavesRoom(number int) bool { return number <= MaxNumber-numberRoom }

// wholeNumber is a number as spreadsheets write whole ones: 1001, 1001,0 or 1001.00.
var wholeNumber = regexp.MustCompile(`^(\d+)(?:[.,]0+)?$`)

// grouped are numbers with a mark between thousands, as a column's format shows
// them: 1,003 or 1.003. Nobody writes three decimals behind a customer's number.
var (
	grouped    = regexp.MustCompile(`^[1-9]\d{0,2}(?:(?:,\d{3})+|(?:\.\d{3})+|(?:'\d{3})+)$`)
	groupMarks = strings.NewReplacer(",", "", ".", "", "'", "")
)

// ParseNumber reads a customer number, 1 to MaxNumber; "1001,0" and "1 001"
// read as 1001.
func ParseNumber(text string) (int, bool) {
	digits := text
	if !isDigits(digits) {
		digits = dropSpaces(dropInvisible(text))
		if grouped.MatchString(digits) {
			digits = groupMarks.Replace(digits)
		}
		match := wholeNumber.FindStringSubmatch(digits)
		if match == nil {
			return 0, false
		}
		digits = match[1]
	}
	digits = strings.TrimLeft(digits, "0")
	if digits == "" || len(digits) > 9 {
		return 0, false
	}
	n, err := strconv.Atoi(digits)
	return n, err == nil
}

func readNumber(text string, _ Context) Reading {
	n, ok := ParseNumber(text)
	if !ok {
		return failed(NumberInvalid, text, nil)
	}
	return value(strconv.Itoa(n))
}

func dropSpaces(text string) string {
	if strings.IndexFunc(text, unicode.IsSpace) < 0 {
		return text
	}
	return strings.Join(strings.Fields(text), "")
}

// MaxPaymentTerms is the longest term of payment, in days.
const MaxPaymentTerms = 365

// usualTerms are the terms that Finnish invoices usually have, in days. Others
// may be another program's codes.
var usualTerms = map[int]bool{0: true, 7: true, 8: true, 10: true, 14: true, 15: true, 20: true, 21: true,
	28: true, 30: true, 45: true, 60: true, 90: true}

// UsualPaymentTerms lists the usual terms as they are kept, the shortest first.
func UsualPaymentTerms() []string {
	var terms []string
	for _, days := range slices.Sorted(maps.Keys(usualTerms)) {
		terms = append(terms, strconv.Itoa(days))
	}
	return terms
}

// termsText is a number of days with the words that may stand around it.
var termsText = regexp.MustCompile(`(?i)^(?:netto|net)?[\s_]*(\d+)(?:[.,]0+)?[\s_.]*(?:pv|pvä|päivää?|vrk|d|days?|dagar|dag|dgr|tage?n?|tg)?[\s_.]*(?:netto|net)?\.?$`)

var brackets = strings.NewReplacer("(", " ", ")", " ")

var immediately = map[string]bool{"heti": true, "immediate": true, "immediately": true, "genast": true, "omedelbart": true, "dueonreceipt": true, "sofort": true}

func readPaymentTerms(text string, _ Context) Reading {
	digits := text
	if !isDigits(text) {
		if immediately[wordKey(text)] {
			return value("0")
		}
		match := termsText.FindStringSubmatch(strings.TrimSpace(brackets.Replace(text)))
		if match == nil {
			return failed(TermsInvalid, text, Args{"limit": MaxPaymentTerms})
		}
		digits = match[1]
	}
	days, err := strconv.Atoi(digits)
	if err != nil || days > MaxPaymentTerms {
		return failed(TermsInvalid, text, Args{"limit": MaxPaymentTerms})
	}
	kept := strconv.Itoa(days)
	if !usualTerms[days] {
		return unusual(kept, TermsUnusual, nil)
	}
	return value(kept)
}
