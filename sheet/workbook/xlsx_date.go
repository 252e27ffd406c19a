package workbook

import (
	"strconv"
	"strings"
	"time"
)

// dateForm is a date format of digits alone, as most are: d.m.yyyy hh:mm. It
// shows the same as excelize, which knows all formats, but takes for each date
// many times what it takes to read one.
type dateForm []datePart

// datePart is a number of a date, or a text between them.
type datePart struct {
	unit byte // one of dayUnit..., 0 for a text
	long bool // with a zero before a single digit
	text string
}

// Units of a dateForm, by their letters in a format but for minutes, which have
// that of months.
const (
	dayUnit    = 'd'
	monthUnit  = 'm'
	yearUnit   = 'y'
	hourUnit   = 'h'
	minuteUnit = 'n'
	secondUnit = 's'
)

// dateMarks may stand behind a number of a date, one at a time: more of them can
// mean something else.
const dateMarks = ".-/: "

// builtInDates are the formats of digits among those that have no code in a file.
var builtInDates = map[int]string{14: finnishDate, 20: "hh:mm", 21: "hh:mm:ss", 22: finnishDate + " hh:mm"}

// firstPlainDay is the day from which on spreadsheets count days as everybody
// does, whichever year they count from.
const firstPlainDay = 62

// newDateForm reads a format. It gives nil where the format asks for more than
// numbers and what stands between them: names of months, elapsed time, fractions
// of a second.
func newDateForm(f numberFormat) dateForm {
	code := wholeYears(f.code)
	if f.code == "" {
		code = builtInDates[f.id]
	}
	code = strings.TrimSuffix(code, ";@") // texts as they are
	var form dateForm
	for len(code) > 0 {
		part, size := nextDatePart(code)
		if size == 0 || strings.IndexByte(dateMarks, code[0]) >= 0 && !form.endsInNumber() {
			return nil
		}
		form = append(form, part)
		code = code[size:]
	}
	if !form.endsInNumber() || form[0].unit == 0 {
		return nil
	}
	form.findMinutes()
	return form
}

func (d dateForm) endsInNumber() bool { return len(d) > 0 && d[len(d)-1].unit != 0 }

// nextDatePart reads what a format begins with; size is 0 where that is no part
// of a dateForm.
func nextDatePart(code string) (part datePart, size int) {
	if strings.IndexByte(dateMarks, code[0]) >= 0 {
		return datePart{text: code[:1]}, 1
	}
	switch unit := lower(code[0]); unit {
	case '\\':
		if len(code) > 1 && code[1] > ' ' && code[1] < 0x7F || strings.HasPrefix(code, `\ `) {
			return datePart{text: code[1:2]}, 2
		}
	case '"':
		if end := strings.IndexByte(code[1:], '"'); end > 0 {
			return datePart{text: code[1 : 1+end]}, end + 2
		}
	case dayUnit, monthUnit, hourUnit, secondUnit, yearUnit:
		for size < len(code) && lower(code[size]) == unit {
			size++
		}
		if size <= 2 || unit == yearUnit && size == 4 {
			return datePart{unit: unit, long: size == 2}, size
		}
	}
	return datePart{}, 0
}

// findMinutes tells minutes from months: they stand next behind hours or
// seconds, or next before seconds.
func (d dateForm) findMinutes() {
	last := -1 // the number before
	for i, part := range d {
		switch {
		case part.unit == 0:
			continue
		case last < 0:
		case part.unit == monthUnit && (d[last].unit == hourUnit || d[last].unit == secondUnit):
			d[i].unit = minuteUnit
		case part.unit == secondUnit && d[last].unit == monthUnit:
			d[last].unit = minuteUnit
		}
		last = i
	}
}

// show gives the text of a date.
func (d dateForm) show(date time.Time) string {
	var room [32]byte
	text := room[:0]
	for _, part := range d {
		n := 0
		switch part.unit {
		case dayUnit:
			n = date.Day()
		case monthUnit:
			n = int(date.Month())
		case yearUnit:
			n = date.Year()
		case hourUnit:
			n = date.Hour()
		case minuteUnit:
			n = date.Minute()
		case secondUnit:
			n = date.Second()
		default:
			text = append(text, part.text...)
			continue
		}
		if part.long && n < 10 {
			text = append(text, '0')
		}
		text = strconv.AppendInt(text, int64(n), 10)
	}
	return string(text)
}

// dateOf gives the date that a number of firstPlainDay or more counts, to the
// second: a thousandth of one is not what a person typed.
func dateOf(n float64, date1904 bool) time.Time {
	zero := zero1900
	if date1904 {
		zero = zero1904
	}
	const nothing = 1e-9 // of a day, by which a sum of halves and quarters is short
	days := int(n)
	part := time.Duration((n - float64(days) + nothing) * float64(24*time.Hour))
	date := zero.AddDate(0, 0, days).Add(part)
	if date.Nanosecond() >= int(501*time.Millisecond) {
		return date.Round(time.Second)
	}
	return date.Truncate(time.Second)
}

// The days that workbooks count from.
var (
	zero1900 = time.Date(1899, time.December, 30, 0, 0, 0, 0, time.UTC)
	zero1904 = time.Date(1904, time.January, 1, 0, 0, 0, 0, time.UTC)
)
