package damage

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// number is a number as a text writes it: its value, and what of the writing
// matters to tell who wrote it.
type number struct {
	negative bool
	digits   string // significant ones: without zeros before, with those after as written
	point    int    // the decimal point stands so many digits after the first one; negative or 0 before it

	written  int    // digits written before the decimal mark, zeros before the others included
	decimals int    // digits written after the decimal mark
	exponent bool   // written with one: 1,5E+10
	unit     string // % or the currency whose sign stands beside it, "" for none
	plain    bool   // written as programs write: no plus, no zeros before, no groups of thousands but by a format
	grouped  bool   // written with a mark between groups of thousands
}

// keptDigits is how many digits the programs keep of a number.
const keptDigits = 15

// The longest writing of a number that Excel gives without a format, and the
// largest exponent of ten that programs read.
const (
	longestOfCell = 11
	maxExponent   = 308
)

// largestDigits are those of the largest number of 64 bits.
const largestDigits = "17976931348623157"

// readNumbers reads a text as a number: once with a decimal comma and once with
// a decimal point, where these differ.
func readNumbers(text string) (numbers [2]number, count int) {
	comma, ok := readNumber(text, ',')
	if ok {
		numbers[0], count = comma, 1
	}
	if !strings.ContainsAny(text, ".,") {
		return numbers, count
	}
	if point, ok := readNumber(text, '.'); ok {
		numbers[count] = point
		count++
	}
	return numbers, count
}

// readNumber reads a text as a number in all forms in which the programs read
// one: 00100, +5, 1 234,50, 1E5, -5, (5), 5-, 5 %, 5 €.
func readNumber(text string, mark byte) (number, bool) {
	n := number{plain: true}
	if len(text) > 2 && text[0] == '(' && text[len(text)-1] == ')' {
		n.negative, n.plain = true, false
		text = text[1 : len(text)-1]
	}
	text, ok := n.cutExponent(n.cutSign(n.cutUnit(text)))
	if !ok || !n.readDigits(text, mark) {
		return n, false
	}
	if n.unit == "%" {
		n.point -= 2
	}
	return n, n.fit()
}

// cutSign takes the sign off a text. Brackets, which are one, are off already.
func (n *number) cutSign(text string) string {
	rest, plus := strings.CutPrefix(text, "+")
	if plus || n.negative {
		n.plain = n.plain && !plus
		return rest
	}
	for _, minus := range []string{"-", "−"} {
		if rest, n.negative = strings.CutPrefix(text, minus); n.negative {
			return rest
		}
	}
	if rest, n.negative = strings.CutSuffix(text, "-"); n.negative {
		n.plain = false
	}
	return rest
}

// fit brings a number to what the programs keep of it, and tells whether they
// take it for one, which they don't where it is too near to 0.
func (n *number) fit() bool {
	switch {
	case n.digits == "":
		n.plain = n.plain && !n.negative
		n.negative, n.point = false, 0
	case n.point > maxExponent+1: // LibreOffice keeps the largest number that it has
		n.digits, n.point, n.plain = largestDigits, maxExponent+1, false
	case n.point < -maxExponent:
		return false
	}
	return true
}

// units are the signs that may stand before or after a number, and what they mean.
var units = []struct{ sign, means string }{{"%", "%"}, {"€", "EUR"}, {"EUR", "EUR"}, {"$", "USD"}, {"USD", "USD"}, {"£", "GBP"}, {"kr", "SEK"}, {"SEK", "SEK"}}

// cutUnit takes a percent or currency sign off a text, with the space beside it.
func (n *number) cutUnit(text string) string {
	if text == "" || isDigit(text[len(text)-1]) && (isDigit(text[0]) || text[0] == '+' || text[0] == '-') {
		return text
	}
	for _, unit := range units {
		cut, found := strings.CutSuffix(text, unit.sign)
		if !found {
			cut, found = strings.CutPrefix(text, unit.sign)
		}
		if found {
			n.unit = unit.means
			return strings.Trim(cut, " \u00a0\u202f")
		}
	}
	return text
}

// cutExponent takes the exponent off a text and notes it in the point.
func (n *number) cutExponent(text string) (rest string, ok bool) {
	at := strings.IndexAny(text, "eE")
	if at < 0 {
		return text, true
	}
	power := text[at+1:]
	sign := 1
	switch {
	case power == "":
		return "", false
	case power[0] == '-':
		sign, power = -1, power[1:]
	case power[0] == '+':
		power = power[1:]
	}
	value := 0
	for i := range len(power) {
		if !isDigit(power[i]) {
			return "", false
		}
		value = min(10*value+int(power[i]-'0'), 2*maxExponent)
	}
	n.exponent, n.point = true, sign*value
	n.plain = n.plain && len(power) > 1 && !isDigit(text[at+1]) // E+11, E-05
	return text[:at], power != ""
}

// readDigits reads digits with a decimal mark, and with marks between groups of
// three digits where the decimal mark leaves one for it.
func (n *number) readDigits(text string, mark byte) bool {
	whole, fraction, marked := strings.Cut(text, string(mark))
	if whole == "" && fraction == "" {
		return false
	}
	if marked {
		if fraction != "" && !isDigits(fraction) {
			return false
		}
		n.decimals = len(fraction)
		n.plain = n.plain && fraction != "" && whole != ""
	}
	if whole != "" && !isDigits(whole) {
		joined, ok := joinGroups(whole, mark)
		if !ok {
			return false
		}
		n.plain = n.plain && firstGroup(whole) <= 3
		whole, n.grouped = joined, true
	}
	n.written = len(whole)
	if len(whole) > 1 && whole[0] == '0' {
		n.plain = false
	}
	digits := strings.TrimLeft(whole, "0")
	n.point += len(digits)
	if digits == "" {
		kept := strings.TrimLeft(fraction, "0")
		n.point -= len(fraction) - len(kept)
		n.digits = kept
		return true
	}
	n.digits = digits + fraction
	return true
}

// firstGroup counts the digits before the first mark of 1 234 567.
func firstGroup(text string) int { return len(text) - len(strings.TrimLeft(text, "0123456789")) }

// joinGroups takes the marks out of 1 234 567. LibreOffice lets the first group
// have any length.
func joinGroups(text string, mark byte) (string, bool) {
	separator, size := utf8.DecodeRuneInString(strings.TrimLeft(text, "0123456789"))
	switch separator {
	case ' ', '\u00a0', '\u202f', '\'', '’':
	case '.', ',':
		if byte(separator) == mark {
			return "", false
		}
	default:
		return "", false
	}
	var joined strings.Builder
	for i := 0; ; i++ {
		group, rest, more := strings.Cut(text, string(separator))
		if !isDigits(group) || i > 0 && len(group) != 3 {
			return "", false
		}
		joined.WriteString(group)
		if !more {
			return joined.String(), size > 0
		}
		text = rest
	}
}

func isDigits(text string) bool {
	for i := range len(text) {
		if !isDigit(text[i]) {
			return false
		}
	}
	return text != ""
}

// digitsValue gives the value of digits, 0 of none.
func digitsValue(digits string) int {
	n, _ := strconv.Atoi(digits)
	return n
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }
