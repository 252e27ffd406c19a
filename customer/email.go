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

// readEmail reads one address, or several separated by ; , or line breaks, each
// without a display name. They are kept as written. What evidently is such a list
// is repaired: empty items, a bar or spaces between, and what programs put around
// an address: <…>, mailto: and the dot that ends a sentence.
func readEmail(text string, ctx Context) Reading {
	if isASCII(text) && validEmail(text) && !endsInSlip(text) {
		return value(text)
	}
	addresses, whole := splitAddresses(text)
	wrong := slices.IndexFunc(addresses, isNoEmail)
	if ctx.Repair && wrong >= 0 {
		if bare := bareAddresses(text); !slices.ContainsFunc(bare, isNoEmail) {
			addresses, whole, wrong = bare, false, -1
		}
	}
	switch {
	case len(addresses) == 0:
		return failed(EmailInvalid, text, Args{"address": text})
	case wrong >= 0:
		return failed(EmailInvalid, text, Args{"address": addresses[wrong]})
	}
	reading := value(text)
	if ctx.Repair && !whole {
		reading = repaired(strings.Join(addresses, "; "))
	}
	if slices.ContainsFunc(addresses, func(address string) bool { return endsInSlip(address) || !isASCII(address) }) {
		reading.Problem = Problem{Level: Warning, Code: EmailUnusual, Args: Args{"value": reading.Value}}
	}
	return reading
}

// separators brings what may part addresses to one of them.
var separators = strings.NewReplacer(",", ";", "\n", ";")

// splitAddresses cuts a list of addresses at its separators. It is whole where
// no item is empty and none stands on a line of its own.
func splitAddresses(text string) (addresses []string, whole bool) {
	if !strings.ContainsAny(text, ";,\n") {
		return []string{text}, true
	}
	whole = !strings.Contains(text, "\n")
	for address := range strings.SplitSeq(separators.Replace(text), ";") {
		if address = strings.TrimSpace(address); address != "" {
			addresses = append(addresses, address)
		} else {
			whole = false
		}
	}
	return addresses, whole
}

// EmailAddresses lists the addresses that a kept value holds, each once.
func EmailAddresses(text string) []string {
	addresses, _ := splitAddresses(text)
	addresses = slices.DeleteFunc(addresses, isNoEmail)
	var once []string
	for _, address := range addresses {
		if !slices.ContainsFunc(once, func(other string) bool { return strings.EqualFold(other, address) }) {
			once = append(once, address)
		}
	}
	return once
}

// bareAddresses cuts a text into what may be addresses, and takes off what
// programs put around one.
func bareAddresses(text string) []string {
	words := strings.FieldsFunc(text, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(";,|", r) })
	for i, word := range words {
		word = strings.TrimSuffix(strings.TrimPrefix(word, "<"), ">")
		if len(word) > len(mailto) && strings.EqualFold(word[:len(mailto)], mailto) {
			word = word[len(mailto):]
		}
		words[i] = strings.TrimRight(word, ".")
	}
	return words
}

const mailto = "mailto:"

func isNoEmail(address string) bool { return !validEmail(address) }

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
