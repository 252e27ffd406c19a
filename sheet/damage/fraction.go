package damage

import (
	"math"
	"strconv"
	"strings"
)

// shownDenominator is the largest one in the fractions that a program shows
// where its format gives a digit to them.
const shownDenominator = 9

// fraction is a number of whole ones and a part: 1 1/2.
type fraction struct{ above, below int }

// readFraction reads a fraction; those below one may lack the whole ones.
func readFraction(text string) (f fraction, whole, ok bool) {
	ones, rest, whole := strings.Cut(text, " ")
	if !whole {
		ones, rest = "0", text
	}
	above, below, found := strings.Cut(rest, "/")
	if !found || !isDigits(ones) || !isDigits(above) || !isDigits(below) || len(text) > 12 || digitsValue(below) == 0 {
		return f, whole, false
	}
	f.below = digitsValue(below)
	f.above = digitsValue(ones)*f.below + digitsValue(above)
	return f, whole, true
}

// fractionDamage reports whether a cell is a fraction with whole ones before it
// (1 1/2) written as a decimal number, or as the fraction that is shown for it.
func fractionDamage(stored, cell string, written []number) bool {
	f, whole, ok := readFraction(stored)
	if !ok || !whole {
		return false
	}
	n := quotient(f.above, f.below)
	for j := range written {
		if written[j].plain && n.becomes(&written[j]) {
			return true
		}
	}
	shown, _, ok := readFraction(cell)
	return ok && (shown.above*f.below == f.above*shown.below || f.nearest(shown))
}

// nearest reports whether no fraction that can be shown is nearer than another one.
func (f fraction) nearest(shown fraction) bool {
	if shown.below > shownDenominator {
		return false
	}
	value := float64(f.above) / float64(f.below)
	distance := func(g fraction) float64 { return math.Abs(value - float64(g.above)/float64(g.below)) }
	for below := 1; below <= shownDenominator; below++ {
		if distance(fraction{int(math.Round(value * float64(below))), below}) < distance(shown)-1e-9 {
			return false
		}
	}
	return true
}

// quotient divides to more digits than a program keeps.
func quotient(a, b int) number {
	whole := strings.TrimLeft(strconv.Itoa(a/b), "0")
	n := number{digits: whole, point: len(whole)}
	for remainder := a % b; remainder > 0 && len(n.digits) < keptDigits+5; remainder %= b {
		remainder *= 10
		if n.digits == "" && remainder < b {
			n.point--
			continue
		}
		n.digits += strconv.Itoa(remainder / b)
	}
	return n
}
