package damage

import (
	"math"
	"strconv"
	"strings"
)

const daySeconds = 24 * 60 * 60

// timeDamage reports whether a cell is a stored text read as a time and written
// again: 12:30 as 12:30:00, 12.30 as 12:30, 5 PM as 17:00, or as part of a day.
func timeDamage(stored, cell string) bool {
	seconds, ok := readTime(stored)
	if !ok {
		return isHours(stored, cell) || shownParts(stored, cell)
	}
	if rest, dated := cutEpoch(cell); dated {
		written, ok := readTime(rest)
		return ok && written == seconds%daySeconds
	}
	if written, ok := readTime(cell); ok {
		return written == seconds && isWrittenTime(cell)
	}
	part := quotient(seconds, daySeconds)
	numbers, count := readNumbers(cell)
	for i := range count {
		if numbers[i].plain && numbers[i].decimals > 0 && part.becomes(&numbers[i]) {
			return true
		}
	}
	return false
}

// shownParts reports whether a cell is a time with parts of a second (12:30:15.5)
// written with more or fewer digits of them, or in Excel's way, without the hours.
func shownParts(stored, cell string) bool {
	clock, parts := cutParts(stored)
	seconds, ok := readTime(clock)
	if !ok || parts == "" {
		return false
	}
	clock, shown := cutParts(cell)
	written, ok := readTime(clock)
	if !ok {
		return false
	}
	if shown != "" && strings.Count(clock, ":")+strings.Count(clock, ".") == 1 {
		written, seconds = written/60, seconds%(60*60)
	}
	unit := math.Pow10(-len(shown))
	difference := float64(seconds) + decimals(parts) - float64(written) - decimals(shown)
	return math.Abs(difference) < unit*0.501
}

// decimals gives the value of digits behind a decimal mark.
func decimals(digits string) float64 {
	value, err := strconv.ParseFloat("0."+digits+"0", 64)
	if err != nil {
		return 0
	}
	return value
}

// cutParts takes the parts of a second off a time.
func cutParts(text string) (clock, parts string) {
	at := strings.LastIndexAny(text, ".,")
	if at < 0 || !strings.ContainsAny(text[:at], ":.") || !isDigits(text[at+1:]) {
		return text, ""
	}
	return text[:at], text[at+1:]
}

// isHours reports whether a cell is what LibreOffice makes of a stored text that
// has too many digits behind its colon, 88:00:00 of the e-invoice address
// 0088:1234567890123: it keeps 16 bits of the minutes where they fit in 32, and
// else none.
func isHours(stored, cell string) bool {
	hours, rest, found := strings.Cut(stored, ":")
	if !found || !isDigits(hours) || len(hours) > 4 || !isDigits(rest) || len(rest) < 3 {
		return false
	}
	minutes, err := strconv.ParseInt(rest, 10, 32)
	if err != nil {
		minutes = 0
	}
	written, ok := readTime(cell)
	return ok && written == digitsValue(hours)*60*60+int(minutes&0xffff)*60 && isWrittenTime(cell)
}

// isWrittenTime reports whether a time is written as programs write one: minutes
// and seconds with two digits, hours without zeros before two.
func isWrittenTime(text string) bool {
	for i, digits := range strings.FieldsFunc(text, func(r rune) bool { return r < '0' || r > '9' }) {
		if i > 0 && len(digits) != 2 || i == 0 && len(digits) > 2 && digits[0] == '0' {
			return false
		}
	}
	return true
}

// epochs are the days at which spreadsheets begin to count: what stands before
// a time of day that is shown with its date.
var epochs = []string{"30.12.1899 ", "12/30/1899 ", "1899-12-30 ", "1899-12-30T", "31.12.1899 ", "1.1.1900 ", "1/1/1900 ", "1900-01-01 ", "0.1.1900 ", "1/0/1900 "}

func cutEpoch(cell string) (rest string, found bool) {
	for _, epoch := range epochs {
		if rest, found = strings.CutPrefix(cell, epoch); found {
			return rest, true
		}
	}
	return cell, false
}

// readTime reads a text as a time of day, or as a length of time with more
// hours than a day has, in seconds.
func readTime(text string) (seconds int, ok bool) {
	if len(text) < 3 || len(text) > len("9999:59:59 PM") || !isDigit(text[0]) {
		return 0, false
	}
	text, half := cutHalf(text)
	separator := ":"
	if !strings.Contains(text, separator) {
		separator = "."
	}
	values := strings.Split(text, separator)
	if len(values) > 3 || len(values) < 2 && half == wholeDay {
		return 0, false
	}
	scale, longest := 60*60, len("9999")
	for i, value := range values {
		if !isDigits(value) || len(value) > longest || i > 0 && (digitsValue(value) > 59 || separator == "." && len(value) != 2) {
			return 0, false
		}
		seconds += digitsValue(value) * scale
		scale, longest = scale/60, 2
	}
	if half == wholeDay {
		return seconds, true
	}
	return inHalf(seconds, half)
}

// inHalf gives the time of day of what a clock of twelve hours shows.
func inHalf(seconds, half int) (ofDay int, ok bool) {
	hour := seconds / (60 * 60)
	if hour < 1 || hour > 12 {
		return 0, false
	}
	if hour == 12 {
		seconds -= daySeconds / 2
	}
	if half == afternoon {
		seconds += daySeconds / 2
	}
	return seconds, true
}

// The halves of the day.
const (
	wholeDay = iota
	morning
	afternoon
)

// cutHalf takes the half of the day off a time: 5:30 PM.
func cutHalf(text string) (rest string, half int) {
	upper := strings.ToUpper(text)
	for _, mark := range []struct {
		text string
		half int
	}{{"AM", morning}, {"PM", afternoon}, {" A", morning}, {" P", afternoon}, {" AP.", morning}, {" IP.", afternoon}} {
		if strings.HasSuffix(upper, mark.text) {
			return strings.TrimRight(text[:len(text)-len(mark.text)], " "), mark.half
		}
	}
	return text, wholeDay
}
