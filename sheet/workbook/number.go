package workbook

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

// truthValue shows a truth value.
func truthValue(value string) string {
	switch value {
	case "1", "true":
		return "TRUE"
	case "0", "false":
		return "FALSE"
	}
	return value
}
