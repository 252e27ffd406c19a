package damage

import (
	"strconv"
	"strings"
)

// becomes reports whether a program that reads the number may write it as the other.
func (n *number) becomes(w *number) bool {
	if !n.isOfKind(w) {
		return false
	}
	read, wrote := strings.TrimRight(n.digits, "0"), strings.TrimRight(w.digits, "0")
	same := read == wrote && n.point == w.point
	zerosBehind := w.decimals > 0 && strings.HasSuffix(w.digits, "0")
	switch {
	case w.grouped && !n.grouped && w.unit == "" && !same && !n.isWhole():
		return false
	case w.exponent: // its digits are those that the column had room for
		return same || n.roundsTo(w, len(w.digits))
	case same && (zerosBehind || w.decimals > 0 && w.digits == ""):
		return n.isInFormat(w, wrote)
	case same:
		return true
	case n.isLong() && w.hasNoFraction() && n.writtenOut(w):
		return true
	case zerosBehind:
		return w.grouped && n.fits(w) // a format of two decimals
	}
	return len(read) > keptDigits && n.heldAs(w, wrote) || n.fits(w)
}

// isWhole reports whether a number is written without decimals.
func (n *number) isWhole() bool { return n.decimals == 0 && !n.exponent }

// hasNoFraction reports whether a number is written as whole ones are: without
// decimals, or with one or two zeros (100,0 and 100,00).
func (n *number) hasNoFraction() bool {
	return !n.exponent && n.decimals <= 2 && strings.Trim(n.digits[max(0, len(n.digits)-n.decimals):], "0") == ""
}

// isLong reports whether a number is one of which programs show less than all
// digits: 3,58401E+11 of a telephone number with its country.
func (n *number) isLong() bool { return n.isWhole() && n.written >= longestOfCell }

// fewestShown is how many digits of a long number programs show at least, in a
// column of the usual width and with the formats that have an exponent.
const fewestShown = 3

// writtenOut reports whether the other number is what is left of a long one
// that was shown with an exponent, where that is read and written in full:
// 358401000000 of 3,58401E+11.
func (n *number) writtenOut(w *number) bool {
	for digits := fewestShown; digits <= keptDigits; digits++ {
		if n.roundsTo(w, digits) {
			return true
		}
	}
	return false
}

// isOfKind reports whether a number may be written as the other one whatever
// its value: with the same sign, and with no unit that a program would have to add.
func (n *number) isOfKind(w *number) bool {
	return n.negative == w.negative && (w.unit == "" || n.unit == w.unit)
}

// isInFormat reports whether a program writes the number, of the same value as
// the other, with zeros at its end: a whole number with one or two, as programs
// do that hold all numbers with decimals, others by a format of two decimals,
// which nobody chooses for a text that was written as a number to begin with.
func (n *number) isInFormat(w *number, wrote string) bool {
	return w.unit != "" || n.isWhole() && w.decimals <= 2 ||
		w.decimals == 2 && (n.unit != "" || w.grouped || n.byHand() && len(wrote) <= w.point)
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
