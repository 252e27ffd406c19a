package customer

import (
	"regexp"
	"strings"
)

var (
	ovtAddress     = regexp.MustCompile(`^0037\d{8}[0-9A-Z]{0,5}$`)
	ibanAddress    = regexp.MustCompile(`^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$`)
	finnishIBAN    = regexp.MustCompile(`^FI\d{16}$`)
	clockTime      = regexp.MustCompile(`^\d{1,4}:\d\d(:\d\d)?$`)
	anyAddress     = regexp.MustCompile(`^[A-Z0-9:._/-]{2,50}$`)
	bareOVT        = regexp.MustCompile(`^37\d{8}[0-9A-Z]{0,5}$`)
	beginsLikeIBAN = regexp.MustCompile(`^FI\d`)
)

// readEInvoiceAddress reads an OVT (0037, a Business ID, up to five more
// characters) or an IBAN, both without spaces; another kind of address is kept
// as written, with a warning.
func readEInvoiceAddress(text string, ctx Context) Reading {
	address := compact(text)
	switch {
	case lostDigits(text):
		return failed(DigitsLost, text, nil)
	case strings.HasPrefix(address, "0037"):
		if !ovtAddress.MatchString(address) || !validBusinessID(address[4:12]) {
			return failed(EInvoiceInvalid, text, nil)
		}
		return value(address)
	case ctx.Repair && bareOVT.MatchString(address) && validBusinessID(address[2:10]):
		return repaired("00" + address)
	case beginsLikeIBAN.MatchString(address):
		if !finnishIBAN.MatchString(address) || !validIBAN(address) {
			return failed(EInvoiceInvalid, text, nil)
		}
		return value(address)
	case ibanAddress.MatchString(address) && validIBAN(address):
		return value(address)
	case clockTime.MatchString(address): // what a spreadsheet makes of 0088:…
	case anyAddress.MatchString(address):
		return unusual(text, EInvoiceUnusual, nil)
	}
	return failed(EInvoiceInvalid, text, nil)
}

// validIBAN checks the remainder by 97 (ISO 13616).
func validIBAN(iban string) bool {
	remainder := 0
	for _, r := range iban[4:] + iban[:4] {
		switch {
		case r >= '0' && r <= '9':
			remainder = (remainder*10 + int(r-'0')) % 97
		case r >= 'A' && r <= 'Z':
			remainder = (remainder*100 + int(r-'A') + 10) % 97
		default:
			return false
		}
	}
	return remainder == 1
}
