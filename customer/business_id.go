package customer

import (
	"regexp"
	"strings"
	"unicode"
)

// businessIDWeights are those of the Finnish Business ID's check digit, which
// is the last of eight digits (Finnish Patent and Registration Office).
var businessIDWeights = [7]int{7, 9, 10, 5, 8, 4, 2}

// validBusinessID reports whether eight digits are a Finnish Business ID. A
// remainder of one has no check digit: such numbers are never issued.
func validBusinessID(digits string) bool {
	if len(digits) != 8 || !isDigits(digits) {
		return false
	}
	sum := 0
	for i, weight := range businessIDWeights {
		sum += int(digits[i]-'0') * weight
	}
	check := int(digits[7] - '0')
	switch remainder := sum % 11; remainder {
	case 0:
		return check == 0
	case 1:
		return false
	default:
		return check == 11-remainder
	}
}

// businessIDLabel is what may stand before a Finnish Business ID in its cell: the
// name of the column, and the country of a VAT number with whatever parts it.
var businessIDLabel = regexp.MustCompile(`^(?i:(?:l?y[- ]?tunnus|fo[- ]?(?:nummer|nr)|business id|alv[- ]?(?:tunnus|numero|nro)|vat(?: ?(?:id|number|no))?)\b[\s.:]*)?(?i:FI[\s-]*)?`)

// zeroForO puts zeros in the place of the letter O among digits, as of a text
// that was typed or read by a machine.
func zeroForO(text string) (mended string, changed bool) {
	if !strings.ContainsAny(text, "Oo") {
		return text, false
	}
	if mended = strings.NewReplacer("O", "0", "o", "0").Replace(text); mended == text || strings.Trim(mended, "0123456789-– ") != "" {
		return text, false
	}
	return mended, true
}

// normalBusinessID returns the kept form 1234567-8 of a Finnish Business ID
// written in any usual way (dashes of all kinds, FI before it, no dash), and
// whether zeros that it had lost were put back. It fails on a wrong check digit.
func normalBusinessID(text string, repair bool) (id string, wasRepaired, ok bool) {
	if IsFinnishID(text) {
		return text, false, true
	}
	bare := isDigits(text)
	if text == "" || text[0] < '0' || text[0] > '9' {
		text = businessIDLabel.ReplaceAllString(text, "")
	}
	if repair {
		text = withoutDecimals(text)
		text, wasRepaired = zeroForO(text)
	}
	var b strings.Builder
	dash := -1
	for _, r := range text {
		switch {
		case unicode.IsSpace(r):
		case unicode.Is(unicode.Pd, r) || r == '−':
			if dash >= 0 {
				return "", false, false
			}
			dash = b.Len()
		default:
			b.WriteRune(unicode.ToUpper(r))
		}
	}
	digits := b.String()
	if !isDigits(digits) || dash >= 0 && dash != len(digits)-1 {
		return "", false, false
	}
	// A spreadsheet drops leading zeros; numbers of six digits and a check
	// digit are also the form in use before 2001.
	for ; repair && len(digits) < 8 && len(digits) >= 6; wasRepaired = true {
		digits = "0" + digits
	}
	if !validBusinessID(digits) {
		return "", false, false
	}
	// Without a dash, a number is what a spreadsheet makes of the digits.
	return digits[:7] + "-" + digits[7:], wasRepaired || dash < 0 && repair && bare, true
}

func readBusinessID(text string, ctx Context) Reading {
	id, wasRepaired, ok := normalBusinessID(text, ctx.Repair)
	switch {
	case ok && ctx.IsFinnish():
		return Reading{Value: id, Repaired: wasRepaired}
	case ctx.IsFinnish() && lostDigits(text):
		return failed(DigitsLost, text, nil)
	case ctx.IsFinnish():
		return failed(BusinessIDInvalid, text, nil)
	case lostDigits(text):
		return failed(DigitsLost, text, nil)
	}
	return value(text)
}

// IsFinnishID reports whether a kept Business ID is a Finnish one. Its key is
// then the only one by which the same text in a file finds companies.
func IsFinnishID(id string) bool {
	return len(id) == 9 && id[7] == '-' && validBusinessID(id[:7]+id[8:])
}

// BusinessIDKey returns what Business IDs are compared by: their digits
// (match-compare, docs/rules.md). An ID that is not in the Finnish form gets a
// prefix, so that eight digits from another country do not find a Finnish company.
func BusinessIDKey(id string) string {
	if IsFinnishID(id) {
		return id[:7] + id[8:]
	}
	var digits strings.Builder
	for _, r := range id {
		if r >= '0' && r <= '9' {
			digits.WriteRune(r)
		}
	}
	if digits.Len() == 0 {
		if id == "" {
			return ""
		}
		return "x" + FoldKey(id)
	}
	return "x" + digits.String()
}

// BusinessIDKeys returns the keys by which a text of a file may find a
// company: as a Finnish Business ID, where the country allows it and with lost
// zeros put back where the context says so, and as a foreign one.
func BusinessIDKeys(text string, ctx Context) []string {
	text = Clean(text)
	if ctx.Repair {
		text = withoutDecimals(text)
	}
	if text == "" || HasPersonalID(text) || BusinessID.isVoid(text) {
		return nil
	}
	keys := []string{BusinessIDKey(text)}
	if id, _, ok := normalBusinessID(text, ctx.Repair); ok && (ctx.IsFinnish() || ctx.Unread) {
		if key := BusinessIDKey(id); key != keys[0] {
			keys = append([]string{key}, keys...)
		}
	}
	return keys
}
