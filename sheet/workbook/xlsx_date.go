package workbook

import (
	"strconv"
	"strings"
	"time"
)

// dateForm is a date format of digits, English names of months and days and
// halves of a day, as most are: d.m.yyyy hh:mm, mmmm d, yyyy h:mmAM/PM. It shows
// the same as excelize, which knows all formats, but takes for each date many
// times what it takes to read one; and what excelize shows otherwise than
// spreadsheets do: elapsed time counted from 1904, halves of a day that stand
// close behind the minutes.
type dateForm []datePart

// datePart is a number of a date, or a text between them.
type datePart struct {
	unit byte // one of dayUnit..., 0 for a text
	long bool // with a zero before a single digit; a name in full
	name bool // the name of a month or a day in place of its number
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
	halfUnit   = 'a' // AM or PM

	elapsedHours   = 'H' // of all days
	elapsedMinutes = 'N'
	elapsedSeconds = 'S'
)

// dateMarks may stand behind a number of a date, one at a time: more of them can
// mean something else.
const dateMarks = ".-/:, "

// englishTags say that a format's words are English, as they are without one.
var englishTags = []string{"[$-409]", "[$-0409]", "[$-809]", "[$-0809]", "[$-en-US]", "[$-en-GB]"}

// builtInDates are the formats of digits among those that have no code in a file.
var builtInDates = map[int]string{
	14: finnishDate, 15: "d-mmm-yyyy", 16: "d-mmm", 17: "mmm-yyyy", 18: "hh:mm AM/PM", 19: "hh:mm:ss AM/PM",
	20: "hh:mm", 21: "hh:mm:ss", 22: finnishDate + " hh:mm", 45: "mm:ss", 46: "[h]:mm:ss",
}

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
	for _, tag := range englishTags {
		if len(code) > len(tag) && strings.EqualFold(code[:len(tag)], tag) {
			code = code[len(tag):]
			break
		}
	}
	var form dateForm
	for len(code) > 0 {
		part, size := nextDatePart(code)
		if size == 0 || strings.IndexByte(dateMarks, code[0]) >= 0 && !form.endsInNumber() && (code[0] != ' ' || !form.endsInComma()) {
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

// wholeYears makes the years of a date format four digits long: the cell knows
// its century, and 05/12/24 would forget it.
func wholeYears(code string) string {
	var b strings.Builder
	quoted := false
	for i := 0; i < len(code); {
		c := code[i]
		if c == '"' {
			quoted = !quoted
		}
		if quoted || lower(c) != 'y' {
			b.WriteByte(c)
			i++
			continue
		}
		for i < len(code) && lower(code[i]) == 'y' {
			i++
		}
		b.WriteString("yyyy")
	}
	return b.String()
}

func (d dateForm) endsInNumber() bool { return len(d) > 0 && d[len(d)-1].unit != 0 }

func (d dateForm) endsInComma() bool { return len(d) > 0 && d[len(d)-1].text == "," }

// isTime tells whether the form shows a time of day alone, or elapsed time.
func (d dateForm) isTime() bool {
	for _, part := range d {
		if part.unit == dayUnit || part.unit == monthUnit || part.unit == yearUnit {
			return false
		}
	}
	return true
}

// nextDatePart reads what a format begins with; size is 0 where that is no part
// of a dateForm.
func nextDatePart(code string) (part datePart, size int) {
	if strings.IndexByte(dateMarks, code[0]) >= 0 {
		return datePart{text: code[:1]}, 1
	}
	if half := "AM/PM"; len(code) >= len(half) && strings.EqualFold(code[:len(half)], half) {
		return datePart{unit: halfUnit}, len(half)
	}
	switch unit := lower(code[0]); unit {
	case '[':
		return elapsedPart(code)
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
		named := unit == dayUnit || unit == monthUnit
		if size <= 2 || unit == yearUnit && size == 4 || named && size <= 4 {
			return datePart{unit: unit, long: size%2 == 0, name: named && size > 2}, size
		}
	}
	return datePart{}, 0
}

// elapsedPart reads the elapsed time that a format begins with: [h], [mm].
func elapsedPart(code string) (part datePart, size int) {
	end := strings.IndexByte(code, ']')
	if end < 2 || end > 3 || end == 3 && lower(code[1]) != lower(code[2]) {
		return datePart{}, 0
	}
	units := map[byte]byte{hourUnit: elapsedHours, 'm': elapsedMinutes, secondUnit: elapsedSeconds}
	if unit, ok := units[lower(code[1])]; ok {
		return datePart{unit: unit, long: end == 3}, end + 1
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
		case part.unit == monthUnit && !part.name && (d[last].unit == hourUnit || d[last].unit == elapsedHours || d[last].unit == secondUnit):
			d[i].unit = minuteUnit
		case part.unit == secondUnit && d[last].unit == monthUnit && !d[last].name:
			d[last].unit = minuteUnit
		}
		last = i
	}
}

// show gives the text of a date, for a workbook that counts days from one.
func (d dateForm) show(date, zero time.Time) string {
	var room [48]byte
	text := room[:0]
	elapsed := date.Sub(zero)
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
			if n = date.Hour(); d.halves() {
				n = (n+11)%12 + 1
			}
		case minuteUnit:
			n = date.Minute()
		case secondUnit:
			n = date.Second()
		case elapsedHours:
			n = int(elapsed / time.Hour)
		case elapsedMinutes:
			n = int(elapsed / time.Minute)
		case elapsedSeconds:
			n = int(elapsed / time.Second)
		default:
			text = append(text, part.word(date)...)
			continue
		}
		if part.name {
			text = append(text, part.word(date)...)
			continue
		}
		if part.long && n < 10 {
			text = append(text, '0')
		}
		text = strconv.AppendInt(text, int64(n), 10)
	}
	return string(text)
}

// halves tells whether the form counts hours to twelve.
func (d dateForm) halves() bool {
	for _, part := range d {
		if part.unit == halfUnit {
			return true
		}
	}
	return false
}

// word gives a part that is no number.
func (p datePart) word(date time.Time) string {
	name := p.text
	switch p.unit {
	case halfUnit:
		return date.Format("PM")
	case monthUnit:
		name = date.Month().String()
	case dayUnit:
		name = date.Weekday().String()
	}
	if p.name && !p.long {
		return name[:3]
	}
	return name
}

// dateOf gives the date that a number of firstPlainDay or more counts, to the
// second: a thousandth of one is not what a person typed.
func dateOf(n float64, date1904 bool) time.Time {
	zero := zeroOf(date1904)
	const nothing = 1e-9 // of a day, by which a sum of halves and quarters is short
	days := int(n)
	part := time.Duration((n - float64(days) + nothing) * float64(24*time.Hour))
	date := zero.AddDate(0, 0, days).Add(part)
	if date.Nanosecond() >= int(501*time.Millisecond) {
		return date.Round(time.Second)
	}
	return date.Truncate(time.Second)
}

// zeroOf is the day that a workbook counts from.
func zeroOf(date1904 bool) time.Time {
	if date1904 {
		return zero1904
	}
	return zero1900
}

// The days that workbooks count from.
var (
	zero1900 = time.Date(1899, time.December, 30, 0, 0, 0, 0, time.UTC)
	zero1904 = time.Date(1904, time.January, 1, 0, 0, 0, 0, time.UTC)
)
