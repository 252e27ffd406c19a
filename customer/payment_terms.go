package customer

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// maxPaymentTerms is the longest term of payment, in days.
const maxPaymentTerms = 365

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

// brackets stand around words that say no more than the number does.
var brackets = strings.NewReplacer("(", " ", ")", " ")

// immediately are folded words for a term of no days.
var immediately = map[string]bool{"heti": true, "immediate": true, "immediately": true, "genast": true, "omedelbart": true, "dueonreceipt": true, "sofort": true}

func readPaymentTerms(text string, _ Context) Reading {
	digits := text
	if !isDigits(text) {
		if immediately[wordKey(text)] {
			return value("0")
		}
		match := termsText.FindStringSubmatch(strings.TrimSpace(brackets.Replace(text)))
		if match == nil {
			return failed(TermsInvalid, text, Args{"limit": maxPaymentTerms})
		}
		digits = match[1]
	}
	days, err := strconv.Atoi(digits)
	if err != nil || days > maxPaymentTerms {
		return failed(TermsInvalid, text, Args{"limit": maxPaymentTerms})
	}
	kept := strconv.Itoa(days)
	if !usualTerms[days] {
		return unusual(kept, TermsUnusual, nil)
	}
	return value(kept)
}
