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

// numberDamage reports whether a cell is a stored text read as a number and
// written again. A number is read with a decimal comma or a decimal point, and
// with what stands before, between and after its digits; it is written without.
func numberDamage(stored, cell string) bool {
	written, count := readNumbers(cell)
	read, n := readNumbers(stored)
	for i := range n {
		for j := range count {
			if written[j].plain && read[i].becomes(&written[j]) {
				return true
			}
		}
	}
	return n == 0 && fractionDamage(stored, cell, written[:count])
}

// becomes reports whether a program that reads the number may write it as the other.
func (n *number) becomes(w *number) bool {
	if n.negative != w.negative || w.unit != "" && n.unit != w.unit || w.grouped && !n.grouped && w.unit == "" {
		return false
	}
	read, wrote := strings.TrimRight(n.digits, "0"), strings.TrimRight(w.digits, "0")
	same := read == wrote && n.point == w.point
	switch {
	case w.exponent: // its digits are those that the column had room for
		return same || n.roundsTo(w, len(w.digits))
	case same && w.decimals > 0 && (w.digits == "" || strings.HasSuffix(w.digits, "0")):
		// A format of two decimals, which nobody chooses for a text that was
		// written as a number to begin with.
		return w.unit != "" || w.decimals == 2 && (n.unit != "" || w.grouped || n.byHand() && len(wrote) <= w.point)
	case same:
		return true
	case w.decimals > 0 && strings.HasSuffix(w.digits, "0"):
		return w.grouped && n.fits(w) // a format of two decimals again
	}
	return len(read) > keptDigits && n.heldAs(w, wrote) || n.fits(w)
}

// heldAs reports whether the number, of more digits than programs keep, is
// written as the other where some are lost.
func (n *number) heldAs(w *number, wrote string) bool {
	for digits := keptDigits - 1; digits <= keptDigits+2; digits++ {
		if n.roundsTo(w, digits) {
			return true
		}
	}
	return n.nearest() == wrote || n.roundsTwice(w)
}

// byHand reports whether a person wrote the number in a way in which no program
// writes it by itself.
func (n *number) byHand() bool { return !n.plain || n.grouped }

// fits reports whether the number is written as the other where its decimals
// are rounded to those that Excel has room for, or that the format of its groups has.
func (n *number) fits(w *number) bool {
	if w.grouped {
		return w.decimals == 2 && n.roundsTo(w, n.point+2)
	}
	if n.exponent || n.unit != "" || n.point > longestOfCell || len(n.digits) <= n.point {
		return false
	}
	room := max(longestOfCell-len("."), n.point)
	if n.point <= 0 {
		room = longestOfCell - len("0.") + n.point
	}
	return n.roundsTo(w, room)
}

// roundsTo reports whether the number is written as the other where it is
// rounded to so many digits, or cut where a program keeps no more.
func (n *number) roundsTo(w *number, count int) bool {
	if count < 1 || count >= len(n.digits) {
		return false
	}
	wrote := strings.TrimRight(w.digits, "0")
	if n.point == w.point && strings.TrimRight(n.digits[:count], "0") == wrote {
		return n.digits[count] < '5' || count >= keptDigits
	}
	if n.digits[count] < '5' {
		return false
	}
	up := []byte(n.digits[:count])
	i := len(up) - 1
	for i >= 0 && up[i] == '9' {
		i--
	}
	if i < 0 {
		return wrote == "1" && w.point == n.point+1
	}
	up[i]++
	return n.point == w.point && string(up[:i+1]) == wrote
}

// nearest gives the digits of the number that 64 bits hold in place of a whole one.
func (n *number) nearest() string {
	value, err := strconv.ParseFloat("0."+n.digits+"e"+strconv.Itoa(n.point), 64)
	if err != nil {
		return ""
	}
	return strings.TrimRight(strconv.FormatFloat(value, 'f', 0, 64), "0")
}

// roundsTwice reports whether the number is written as the other where it is
// rounded to one digit more than a program keeps, and once more to those: so
// LibreOffice rounds.
func (n *number) roundsTwice(w *number) bool {
	if len(n.digits) <= keptDigits+1 || n.digits[keptDigits] != '4' || n.digits[keptDigits+1] < '5' {
		return false
	}
	held := number{digits: n.digits[:keptDigits] + "5", point: n.point}
	return held.roundsTo(w, keptDigits)
}

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
	text = n.cutUnit(text)
	switch {
	case text == "":
		return n, false
	case text[0] == '+':
		n.plain = false
		text = text[1:]
	case text[0] == '-' && !n.negative:
		n.negative = true
		text = text[1:]
	case strings.HasPrefix(text, "−") && !n.negative:
		n.negative = true
		text = text[len("−"):]
	case text[len(text)-1] == '-' && !n.negative:
		n.negative, n.plain = true, false
		text = text[:len(text)-1]
	}
	text, ok := n.cutExponent(text)
	if !ok {
		return n, false
	}
	if !n.readDigits(text, mark) {
		return n, false
	}
	if n.unit == "%" {
		n.point -= 2
	}
	switch {
	case n.digits == "":
		n.plain = n.plain && !n.negative
		n.negative, n.point = false, 0
	case n.point > maxExponent+1: // LibreOffice keeps the largest number that it has
		n.digits, n.point, n.plain = largestDigits, maxExponent+1, false
	case n.point < -maxExponent:
		return n, false
	}
	return n, true
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
		whole, n.grouped = joined, true
	}
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
