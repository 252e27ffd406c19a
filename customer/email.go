package customer

import (
	"net/mail"
	"regexp"
	"strings"
)

// emailDomain is what stands after the @: labels of letters, digits and
// hyphens, at least two of them, the last one not a number.
var emailDomain = regexp.MustCompile(`^(?:[\pL\pN](?:[\pL\pN-]*[\pL\pN])?\.)+[\pL][\pL\pN-]*[\pL\pN]$`)

// slipDomain ends like a usual domain mistyped.
var slipDomain = regexp.MustCompile(`(?i)\.(?:con|cmo|ocm|coom|fii|if)$`)

// readEmail reads one address, or several separated by ; or , — each without a
// display name. They are kept as written.
func readEmail(text string, _ Context) Reading {
	strange := false
	for address := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == ';' || r == ',' }) {
		address = strings.TrimSpace(address)
		if address == "" {
			continue
		}
		if !validEmail(address) {
			return failed(EmailInvalid, text, Args{"address": address})
		}
		strange = strange || slipDomain.MatchString(address) || !isASCII(address)
	}
	switch {
	case !strings.Contains(text, "@"):
		return failed(EmailInvalid, text, Args{"address": text})
	case strange:
		return unusual(text, EmailUnusual, nil)
	}
	return value(text)
}

func validEmail(address string) bool {
	at := strings.LastIndexByte(address, '@')
	if at < 1 || len(address) > 254 || !emailDomain.MatchString(address[at+1:]) {
		return false
	}
	parsed, err := mail.ParseAddress(address)
	return err == nil && parsed.Name == "" && parsed.Address == address
}

func isASCII(text string) bool {
	for i := 0; i < len(text); i++ {
		if text[i] > 0x7f {
			return false
		}
	}
	return true
}
