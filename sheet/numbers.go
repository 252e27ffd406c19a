package sheet

import (
	"math"
	"strconv"
	"strings"
)

// wholeDigits is how many digits a spreadsheet keeps of a number.
const wholeDigits = 15

// generalNumber shows a number of a cell without a number format: all of its
// digits, up to the 15 that a spreadsheet keeps. A larger number, of which
// digits are lost, keeps an exponent (1.23456789012346E+16), so that nobody
// takes it for whole. But where the file itself has more digits, of which
// spreadsheets write none, another program knew them, and they are all given.
// What is no number is given as it is.
func generalNumber(raw string) string {
	if plainDigits(raw) && (len(raw) <= wholeDigits || strings.Trim(raw[wholeDigits:], "0") != "") {
		return raw
	}
	n, err := strconv.ParseFloat(raw, 64)
	switch {
	case err != nil || math.IsNaN(n) || math.IsInf(n, 0):
		return raw
	case n == 0:
		return "0"
	}
	short := strconv.FormatFloat(n, 'e', wholeDigits-1, 64)
	if n, err = strconv.ParseFloat(short, 64); err != nil {
		return raw
	}
	if size := math.Abs(n); size >= 1e15 || size < 1e-9 {
		return exponential(short)
	}
	return strconv.FormatFloat(n, 'f', -1, 64)
}

// percentNumber shows a share as people write it: 0.255 is 25.5%.
func percentNumber(n float64) string {
	return generalNumber(strconv.FormatFloat(n*100, 'g', -1, 64)) + "%"
}

// plainDigits tells whether raw is a whole number written with nothing but its
// digits, which most are.
func plainDigits(raw string) bool {
	if raw == "" || raw[0] == '0' && len(raw) > 1 {
		return false
	}
	for _, c := range []byte(raw) {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}

// exponential makes 1.20000000000000e+16 to 1.2E+16.
func exponential(short string) string {
	digits, exponent, _ := strings.Cut(short, "e")
	if strings.Contains(digits, ".") {
		digits = strings.TrimRight(strings.TrimRight(digits, "0"), ".")
	}
	return digits + "E" + exponent
}

// shownAs is what a number format means for us.
type shownAs int

const (
	shownGeneral shownAs = iota // decoration (decimals, thousands, currency): the number itself says more
	shownPercent
	shownDate // dates and times
	shownCode // codes as 00100 that are made of numbers
)

// longestFormat is more bytes than a number format of any spreadsheet has. A
// longer one would only cost time.
const longestFormat = 1 << 10

// What dates and codes can be: the day after 31.12.9999, and the first number
// of which spreadsheets don't keep every digit. Beyond it, a spreadsheet shows
// ### or a number with an exponent.
const (
	lastDate = 2_958_466
	lastCode = 1e15
)

// classify tells how numbers of a format are to be shown. Formats that only
// decorate or round are passed over: an import wants the number, not what fits
// its column.
func classify(f numberFormat) shownAs {
	if f.code == "" {
		switch id := f.id; {
		case id == 9, id == 10:
			return shownPercent
		case id >= 14 && id <= 22, id >= 27 && id <= 36, id >= 45 && id <= 47, id >= 50 && id <= 58, id >= 71 && id <= 81:
			return shownDate
		}
		return shownGeneral
	}
	if len(f.code) > longestFormat {
		return shownGeneral
	}
	code := formatLetters(f.code)
	whole, _, _ := strings.Cut(code, ".")
	switch {
	case strings.Contains(code, "general"):
		return shownGeneral
	case strings.ContainsAny(code, "dmyhs"):
		return shownDate
	case strings.Contains(code, "e+"), strings.Contains(code, "e-"):
		return shownGeneral
	case strings.Contains(code, "%"):
		return shownPercent
	case strings.Count(whole, "0") > 1, hyphenated(whole):
		return shownCode
	}
	return shownGeneral
}

// hyphenated tells formats as #######-# that put a hyphen between digits.
func hyphenated(code string) bool {
	code = strings.Trim(code, "-")
	before, after, found := strings.Cut(code, "-")
	return found && strings.ContainsAny(before, "0#") && strings.ContainsAny(after, "0#")
}

// formatLetters gives the part of a number format that holds for positive
// numbers, in lower case, without its literal texts but for hyphens: brackets
// that say an elapsed time leave their letter.
func formatLetters(code string) string {
	var b strings.Builder
	for i := 0; i < len(code); i++ {
		switch c := code[i]; c {
		case ';':
			return b.String()
		case '"':
			end := strings.IndexByte(code[i+1:], '"')
			if end < 0 {
				return b.String()
			}
			i += end + 1
		case '\\':
			i++
			if i < len(code) && code[i] == '-' {
				b.WriteByte('-')
			}
		case '_', '*':
			i++ // the width of, or a line of, the next character
		case '[':
			end := strings.IndexByte(code[i:], ']')
			if end < 0 {
				return b.String()
			}
			if inner := strings.ToLower(code[i+1 : i+end]); strings.Trim(inner, "hms") == "" {
				b.WriteString(inner)
			}
			i += end
		default:
			b.WriteByte(lower(c))
		}
	}
	return b.String()
}

func lower(c byte) byte {
	if c >= 'A' && c <= 'Z' {
		c += 'a' - 'A'
	}
	return c
}
