package customer

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/nyaruka/phonenumbers"
)

// isOrdinaryPhone reports whether a text is a number that needs no closer look:
// digits, and what people write between them.
func isOrdinaryPhone(text string) bool {
	rest := strings.TrimPrefix(text, "+")
	return len(rest) >= 5 && len(rest) <= 24 && strings.Trim(rest, "0123456789 ()./-") == ""
}

// The shortest telephone numbers are those of emergency services; the longest
// have fifteen digits after an international prefix (ITU-T E.164).
const (
	minPhoneDigits = 3
	maxPhoneDigits = 17
)

// phoneRun is what may be a number among words and other numbers.
var phoneRun = regexp.MustCompile(`\+?\d[\d ()./-]*\d`)

// readPhone keeps a number as written. It refuses only what cannot be one: too
// few digits or too many. Several numbers, and words beside them, are usual.
func readPhone(text string, ctx Context) Reading {
	if hasExponent(text) || isRounded(text) && !isFinnishNumber("+"+text) {
		return failed(DigitsLost, text, nil)
	}
	reading := Reading{Value: text}
	if ctx.Repair && ctx.IsFinnish() && isDigits(text) {
		if fixed := repairPhone(text); fixed != "" {
			reading = repaired(fixed)
		}
	}
	if isRounded(text) {
		reading.Problem = Problem{Level: Warning, Code: DigitsLost, Args: Args{"value": text}}
	}
	if reading.Repaired || reading.Problem.Code != "" {
		return reading
	}
	said := withoutAddresses(text)
	switch {
	case CountDigits(said) < minPhoneDigits:
		return failed(PhoneInvalid, text, nil)
	case isOrdinaryPhone(text) && CountDigits(text) <= maxPhoneDigits:
		if fixed := zeroBefore(text); ctx.IsFinnish() && fixed != "" {
			return unusual(text, PhoneZero, Args{"suggestion": fixed})
		}
		return value(text)
	case ctx.Unread:
		return value(text)
	}
	for _, run := range phoneRun.FindAllString(said, -1) {
		if isNumber(run, ctx) || areNumbers(run, ctx) {
			return value(text)
		}
	}
	return failed(PhoneInvalid, text, nil)
}

// isNumber reports whether a text may be one telephone number.
func isNumber(text string, ctx Context) bool {
	_, err := phonenumbers.Parse(text, ctx.region())
	return err == nil
}

// isFinnishNumber reports whether a text is a telephone number of the Finnish
// numbering plan.
func isFinnishNumber(text string) bool {
	number, err := phonenumbers.Parse(text, Finland)
	return err == nil && phonenumbers.IsValidNumberForRegion(number, Finland)
}

// betweenNumbers is what people write between two numbers that would be taken
// for one: a slash, or a hyphen with spaces around it.
var betweenNumbers = regexp.MustCompile(`/| - `)

// areNumbers reports whether digits and what stands between them are several
// telephone numbers: with a slash or a hyphen between them, or one behind the
// other, where each begins with a zero.
func areNumbers(run string, ctx Context) bool {
	for _, part := range betweenNumbers.Split(run, -1) {
		for _, one := range cutBeforeZeros(part) {
			if !isNumber(one, ctx) {
				return false
			}
		}
	}
	return true
}

// cutBeforeZeros cuts a text of digits into numbers, before each group that
// begins with a zero where a whole number stands before it.
func cutBeforeZeros(text string) []string {
	var numbers []string
	one := ""
	for word := range strings.FieldsSeq(text) {
		if strings.HasPrefix(strings.TrimLeft(word, "("), "0") && CountDigits(one) >= fewestOfNumber {
			numbers = append(numbers, one)
			one = ""
		}
		one += " " + word
	}
	return append(numbers, one)
}

// fewestOfNumber is how many digits a number with its area code has at least.
const fewestOfNumber = 6

// zeroBefore puts the zero before a number that may be a Finnish one without
// it: 7 to 10 digits that begin with neither a zero nor a plus. It returns ""
// for others.
func zeroBefore(text string) string {
	if text[0] == '0' || text[0] == '+' {
		return ""
	}
	bare := barePhone(text)
	switch {
	case len(bare) < 7 || len(bare) > 10 || !isDigits(bare) || bare[0] == '0':
		return ""
	case text[0] != bare[0]: // a bracket stands first
		return "0" + bare
	}
	return "0" + text
}

// withoutAddresses drops the words that are e-mail addresses: their digits are
// no telephone number.
func withoutAddresses(text string) string {
	if !strings.Contains(text, "@") {
		return text
	}
	words := strings.FieldsFunc(text, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(",;/|()<>", r) })
	words = slices.DeleteFunc(words, func(word string) bool { return strings.Contains(word, "@") })
	return strings.Join(words, " ")
}

// repairPhone puts back what a spreadsheet took from a Finnish number: the plus
// before 358, or the zero before an area or mobile code; "" where neither is evident.
func repairPhone(digits string) string {
	switch {
	case strings.HasPrefix(digits, "358") && len(digits) >= 11 && len(digits) <= 13:
		return "+" + digits
	case (digits[0] == '4' || strings.HasPrefix(digits, "50")) && len(digits) >= 8 && len(digits) <= 10:
		return "0" + digits
	}
	return ""
}

func (c Context) region() string {
	if c.Country == "" {
		return Finland
	}
	return c.Country
}

// CountDigits counts the digits 0 to 9 of a text.
func CountDigits(text string) int {
	n := 0
	for i := 0; i < len(text); i++ {
		if text[i] >= '0' && text[i] <= '9' {
			n++
		}
	}
	return n
}

// samePhone compares numbers without spaces, hyphens, slashes, dots and brackets.
func samePhone(stored, text string) bool { return barePhone(stored) == barePhone(text) }

func barePhone(text string) string {
	bare := make([]byte, 0, 32) // stays on the stack, as nearly all numbers fit in
	for i := 0; i < len(text); i++ {
		switch b := text[i]; {
		case b >= utf8.RuneSelf:
			return bareOfAny(text)
		case strings.IndexByte(" \t\n-/.()[]", b) < 0:
			bare = append(bare, b)
		}
	}
	return string(bare)
}

// bareOfAny is barePhone for any text.
func bareOfAny(text string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case ' ', '\u00a0', '\t', '\n', '-', '‐', '‑', '–', '/', '.', '(', ')', '[', ']':
			return -1
		}
		return r
	}, text)
}

// PhoneKey returns what people are looked for by: the international form of a
// number, so that 040 123 4567 and +358401234567 are one. It is empty where
// the text holds less than a whole number.
func PhoneKey(text, country string) string {
	bare := barePhone(text)
	digits := strings.TrimPrefix(bare, "+")
	if len(digits) < 6 || !isDigits(digits) {
		return ""
	}
	if country == "" {
		country = Finland
	}
	switch {
	case digits != bare:
		return "+" + digits
	case strings.HasPrefix(digits, "00"):
		return "+" + digits[2:]
	case digits[0] == '0':
		return "+" + callingCode(country) + digits[1:]
	}
	return digits
}

// callingCode is what numbers of a country begin with abroad, without the plus.
func callingCode(country string) string {
	if country == Finland { // as nearly all are
		return "358"
	}
	return strconv.Itoa(phonenumbers.GetCountryCodeForRegion(country))
}

// DialledNumber is a telephone number within a text, from Start to before End.
type DialledNumber struct {
	Start, End int
	Number     string // as it is dialled: digits, with a plus before a country code
}

// mostOfNumber is how many digits one number has at most where several may
// stand together.
const mostOfNumber = 13

// FindPhones finds the numbers in a kept value that can be dialled. Country is
// where a number without a code is from.
func FindPhones(text, country string) []DialledNumber {
	var found []DialledNumber
	add := func(start, end int) {
		if number := PhoneKey(text[start:end], country); number != "" {
			found = append(found, DialledNumber{start, end, number})
		}
	}
	for _, run := range phoneRun.FindAllStringIndex(text, -1) {
		start := run[0]
		if CountDigits(text[run[0]:run[1]]) > mostOfNumber {
			for _, between := range betweenNumbers.FindAllStringIndex(text[run[0]:run[1]], -1) {
				add(trimSpan(text, start, run[0]+between[0]))
				start = run[0] + between[1]
			}
		}
		add(trimSpan(text, start, run[1]))
	}
	return found
}

// trimSpan leaves out the spaces at the ends of a part of a text.
func trimSpan(text string, start, end int) (int, int) {
	for start < end && text[start] == ' ' {
		start++
	}
	for start < end && text[end-1] == ' ' {
		end--
	}
	return start, end
}

// SplitPhone takes a telephone number apart into its country code, without a
// plus, and its national number, without the zero before its area code. Country
// is where a number without a code is from. The code is empty where the text
// does not tell it, and both are where it holds less than a whole number, or more.
func SplitPhone(text, country string) (code, national string) {
	key := PhoneKey(text, country)
	if CountDigits(key) > maxPhoneDigits {
		return "", ""
	}
	international, ok := strings.CutPrefix(key, "+")
	if !ok && (key == "" || repairPhone(key) != "+"+key) {
		return "", key
	}
	code, national = cutCountryCode(international)
	return code, strings.TrimLeft(national, "0")
}

// cutCountryCode cuts the digits of an international number behind its country
// code. The code is empty where there is none.
func cutCountryCode(digits string) (code, national string) {
	for length := 1; length <= 3 && length < len(digits); length++ {
		number, err := strconv.Atoi(digits[:length])
		if err == nil && phonenumbers.GetRegionCodeForCountryCode(number) != phonenumbers.UNKNOWN_REGION {
			return digits[:length], digits[length:]
		}
	}
	return "", digits
}
