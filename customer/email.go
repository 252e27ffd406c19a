package customer

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// mistypedEnds are the ends of usual domains mistyped.
var mistypedEnds = [...]string{"con", "cmo", "ocm", "coom", "fii", "if"}

// endsInSlip reports whether an address ends like a usual domain mistyped.
func endsInSlip(address string) bool {
	end := address[strings.LastIndexByte(address, '.')+1:]
	return slices.ContainsFunc(mistypedEnds[:], func(slip string) bool { return strings.EqualFold(slip, end) })
}

// isDomain reports whether a text can stand after the @: labels of letters, digits
// and hyphens, at least two of them, the last one not a number.
func isDomain(text string) bool {
	labels := 0
	last := ""
	for label := range strings.SplitSeq(text, ".") {
		if !isLabel(label) {
			return false
		}
		labels++
		last = label
	}
	first, size := utf8.DecodeRuneInString(last)
	return labels >= 2 && unicode.IsLetter(first) && size < len(last)
}

// isLabel reports whether a text is one label of a domain.
func isLabel(text string) bool {
	if text == "" || text[0] == '-' || text[len(text)-1] == '-' {
		return false
	}
	for _, r := range text {
		if r != '-' && !unicode.IsLetter(r) && !unicode.IsNumber(r) {
			return false
		}
	}
	return true
}

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
		strange = strange || endsInSlip(address) || !isASCII(address)
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
	return at > 0 && len(address) <= 254 && isDomain(address[at+1:]) && isLocalPart(address[:at])
}

// isLocalPart reports whether a text can stand before the @: what RFC 5322 calls
// a dot-atom, with the letters of any language (RFC 6532).
func isLocalPart(text string) bool {
	if !utf8.ValidString(text) || text[0] == '.' || text[len(text)-1] == '.' || strings.Contains(text, "..") {
		return false
	}
	for i := range len(text) {
		switch c := text[i]; {
		case c <= ' ' || c == 0x7f:
			return false
		case strings.IndexByte(`()<>[]:;@\,"`, c) >= 0:
			return false
		}
	}
	return true
}

func isASCII(text string) bool {
	for i := 0; i < len(text); i++ {
		if text[i] > 0x7f {
			return false
		}
	}
	return true
}
