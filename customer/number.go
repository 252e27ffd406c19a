package customer

import (
	"regexp"
	"strconv"
	"strings"
)

// MaxNumber is the largest customer number: nine digits.
const MaxNumber = 999_999_999

// numberRoom is how many numbers are to be left above one for later customers.
const numberRoom = 1_000_000

// LeavesRoom reports whether above a number there are enough for the customers
// to come.
func LeavesRoom(number int) bool { return number <= MaxNumber-numberRoom }

// wholeNumber is a number as spreadsheets write whole ones: 1001, 1001,0 or 1001.00.
var wholeNumber = regexp.MustCompile(`^(\d+)(?:[.,]0+)?$`)

// grouped are numbers with a mark between thousands, as a column's format shows
// them: 1,003 or 1.003. Nobody writes three decimals behind a customer's number.
var (
	grouped    = regexp.MustCompile(`^[1-9]\d{0,2}(?:(?:,\d{3})+|(?:\.\d{3})+|(?:'\d{3})+)$`)
	groupMarks = strings.NewReplacer(",", "", ".", "", "'", "")
)

// ParseNumber reads a customer number, 1 to MaxNumber; "1001,0" and "1 001"
// read as 1001.
func ParseNumber(text string) (int, bool) {
	digits := text
	if !isDigits(digits) {
		digits = dropSpaces(dropInvisible(text))
		if grouped.MatchString(digits) {
			digits = groupMarks.Replace(digits)
		}
		match := wholeNumber.FindStringSubmatch(digits)
		if match == nil {
			return 0, false
		}
		digits = match[1]
	}
	digits = strings.TrimLeft(digits, "0")
	if digits == "" || len(digits) > 9 {
		return 0, false
	}
	n, err := strconv.Atoi(digits)
	return n, err == nil
}

func readNumber(text string, _ Context) Reading {
	n, ok := ParseNumber(text)
	if !ok {
		return failed(NumberInvalid, text, nil)
	}
	return value(strconv.Itoa(n))
}
