package customer

import (
	"regexp"
	"strings"
	"unicode"
)

// vatForms are the forms of VAT numbers in the European Union, Northern Ireland
// (XI), the United Kingdom, Norway and Switzerland, behind the letters of the
// country and without what parts their digits. Greece has EL.
var vatForms = func() map[string]*regexp.Regexp {
	forms := map[string]string{
		"AT": `U\d{8}`, "BE": `[01]\d{9}`, "BG": `\d{9,10}`, "CY": `\d{8}[A-Z]`, "CZ": `\d{8,10}`, "DE": `\d{9}`, "DK": `\d{8}`, "EE": `\d{9}`, "EL": `\d{9}`,
		"ES": `[A-Z0-9]\d{7}[A-Z0-9]`, "FI": `\d{8}`, "FR": `[A-HJ-NP-Z0-9]{2}\d{9}`, "HR": `\d{11}`, "HU": `\d{8}`, "IE": `\d[A-Z0-9+*]\d{5}[A-Z]{1,2}`, "IT": `\d{11}`,
		"LT": `(?:\d{9}|\d{12})`, "LU": `\d{8}`, "LV": `\d{11}`, "MT": `\d{8}`, "NL": `[A-Z0-9+*]{12}`, "PL": `\d{10}`, "PT": `\d{9}`, "RO": `\d{2,10}`,
		"SE": `\d{12}`, "SI": `\d{8}`, "SK": `\d{10}`, "XI": `(?:\d{9}|\d{12}|(?:GD|HA)\d{3})`, "GB": `(?:\d{9}|\d{12}|(?:GD|HA)\d{3})`,
		"NO": `\d{9}(?:MVA)?`, "CH": `E\d{9}(?:MWST|TVA|IVA)?`,
	}
	compiled := make(map[string]*regexp.Regexp, len(forms))
	for country, form := range forms {
		compiled[country] = regexp.MustCompile(`^` + form + `$`)
	}
	return compiled
}()

// vatCountries are the letters of VAT numbers of countries that have others than
// their code.
var vatCountries = map[string]string{"GR": "EL", "AX": Finland, "": Finland}

// readVATNumber reads a VAT number: a Finnish one, with its check digit, from the
// Business ID in any of its forms, others by the form of their country. Without
// the letters of a country it is that of the customer's, where it has its form.
func readVATNumber(text string, ctx Context) Reading {
	if lostDigits(text) {
		return failed(DigitsLost, text, nil)
	}
	number := compactVAT(text)
	if form := vatForms[vatPrefix(number)]; form != nil && vatPrefix(number) != Finland {
		if !form.MatchString(number[2:]) {
			return unusual(text, VATUnusual, nil)
		}
		return value(number)
	}
	if vatPrefix(number) == Finland || ctx.IsFinnish() {
		if id, wasRepaired, ok := normalBusinessID(text, ctx.Repair); ok {
			// Eight digits alone are not damaged: that is how the number is written.
			return Reading{Value: Finland + id[:7] + id[8:], Repaired: wasRepaired && len(strings.TrimPrefix(number, Finland)) != businessIDLength}
		}
		return failed(VATInvalid, text, nil)
	}
	country := ctx.Country
	if letters, other := vatCountries[country]; other {
		country = letters
	}
	if form := vatForms[country]; form != nil && !ctx.Unread && form.MatchString(number) {
		return value(country + number)
	}
	return value(text)
}

// businessIDLength is how many digits a Finnish Business ID has.
const businessIDLength = 8

// compactVAT takes out what people write between the digits of a VAT number.
func compactVAT(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.Is(unicode.Pd, r) || r == '.' {
			return -1
		}
		return unicode.ToUpper(r)
	}, text)
}

// vatPrefix is the two letters that a VAT number begins with, "" where it does
// not.
func vatPrefix(number string) string {
	if len(number) < 3 || number[0] < 'A' || number[0] > 'Z' || number[1] < 'A' || number[1] > 'Z' {
		return ""
	}
	return number[:2]
}

func sameVATNumber(stored, text string) bool { return compactVAT(stored) == compactVAT(text) }

// BusinessIDOfVAT is the Finnish Business ID that a text of a VAT number holds,
// "" for any other number.
func BusinessIDOfVAT(text string, ctx Context) string {
	number := VATNumber.Read(text, ctx).Value
	if vatPrefix(number) != Finland || len(number) != len(Finland)+businessIDLength {
		return ""
	}
	return number[2:9] + "-" + number[9:]
}
