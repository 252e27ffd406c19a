package sheet

import "strings"

const daySeconds = 24 * 60 * 60

// timeDamage reports whether a cell is a stored text read as a time and written
// again: 12:30 as 12:30:00, 12.30 as 12:30, 5 PM as 17:00, or as part of a day.
func timeDamage(stored, cell string) bool {
	seconds, ok := readTime(stored)
	if !ok {
		return isHours(stored, cell)
	}
	if rest, dated := cutEpoch(cell); dated {
		written, ok := readTime(rest)
		return ok && written == seconds%daySeconds
	}
	if written, ok := readTime(cell); ok {
		return written == seconds
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

// isHours reports whether a cell is the hours alone of a stored text that has
// too many digits behind its colon: LibreOffice makes 88:00:00 of the e-invoice
// address 0088:1234567890123.
func isHours(stored, cell string) bool {
	hours, rest, found := strings.Cut(stored, ":")
	if !found || !isDigits(hours) || len(hours) > 4 || !isDigits(rest) || len(rest) < 3 {
		return false
	}
	written, ok := readTime(cell)
	return ok && written == atoi(hours)*60*60
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
		if !isDigits(value) || len(value) > longest || i > 0 && (atoi(value) > 59 || separator == "." && len(value) != 2) {
			return 0, false
		}
		seconds += atoi(value) * scale
		scale, longest = scale/60, 2
	}
	switch hour := seconds / (60 * 60); {
	case half == wholeDay:
		return seconds, separator == ":" || hour < 24
	case hour < 1 || hour > 12:
		return 0, false
	case hour == 12:
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
