package damage

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// date is a day as a text writes it. A text that names no year means the year
// in which it is read, one that names no day means the first of the month.
type date struct {
	day, month int
	year       int  // 0 where the text names none
	noDay      bool // a month of a year
	seconds    int  // of the time of day behind the date
	byPerson   bool // in a form that programs read, but do not write
	form       dateForm
}

// dateForm is how a date is written.
type dateForm struct {
	separator byte // . / - or, where the month is a word, 'm'
	order     byte // of a date in digits: 'd' day first, 'm' month first, 'y' year first
	parts     int
	padded    bool // 01.02.
	longYear  bool // 2026, 789
	time      bool // a time of day follows
}

// readDates reads a text as a date: with the day, the month or the year first,
// where these can be.
func readDates(text string) (dates [3]date, count int) {
	if day, rest, found := strings.Cut(text, " "); found && weekdays[strings.ToLower(day)] {
		text = rest
	}
	text, seconds, hasTime := cutTime(text)
	add := func(d date, ok bool) {
		if ok && count < len(dates) && d.exists() {
			d.form.time, d.seconds = hasTime, seconds
			dates[count] = d
			count++
		}
	}
	if len(text) < 3 || !strings.ContainsAny(text, "0123456789") {
		return dates, 0
	}
	if before, month, after, byProgram, ok := cutMonth(text); ok {
		for _, asYear := range []bool{false, true} {
			d, ok := wordDate(before, month, after, asYear)
			d.byPerson = !byProgram
			add(d, ok)
		}
		return dates, count
	}
	parts, separator, ok := splitDate(text)
	if !ok {
		return dates, 0
	}
	for _, order := range "dmy" {
		add(digitDate(parts, separator, byte(order)))
	}
	return dates, count
}

// weekdays are the days that may stand before a date: ma 5.5.
var weekdays = map[string]bool{"ma": true, "ti": true, "ke": true, "to": true, "pe": true, "la": true, "su": true,
	"mån": true, "tis": true, "ons": true, "tors": true, "fre": true, "lör": true, "sön": true,
	"mon": true, "tue": true, "wed": true, "thu": true, "fri": true, "sat": true, "sun": true}

// cutTime takes the time of day off a date. In Estonia it stands before it.
func cutTime(text string) (date string, seconds int, found bool) {
	if clock, day, parted := strings.Cut(text, " "); parted && len(clock) == len("12:30") && clock[2] == ':' {
		if seconds, found = readTime(clock); found {
			return day, seconds, true
		}
	}
	at := strings.IndexAny(text, " T")
	if at <= 0 || !isDigit(text[at-1]) {
		return text, 0, false
	}
	clock := strings.TrimPrefix(strings.TrimSuffix(text[at+1:], "Z"), "klo ")
	if seconds, found = readTime(clock); !found {
		return text, 0, false
	}
	return text[:at], seconds, true
}

// splitDate splits digits at the separators, which have to be of one kind; the
// parts of a date with dots may have spaces behind them, and a dot at the end.
func splitDate(text string) (parts []string, separator byte, ok bool) {
	at := strings.IndexAny(text, "./-")
	if at <= 0 || len(text) > len("12. 12. 2026.") {
		return nil, 0, false
	}
	separator = text[at]
	if separator == '.' {
		text = strings.TrimSuffix(text, ".")
	}
	parts = strings.Split(text, string(separator))
	for i := range parts {
		if separator == '.' && i > 0 {
			parts[i] = strings.TrimPrefix(parts[i], " ")
		}
		if !isDigits(parts[i]) || len(parts[i]) > 4 {
			return nil, 0, false
		}
	}
	return parts, separator, len(parts) == 2 || len(parts) == 3
}

// digitDate makes a date of digits in one order.
func digitDate(parts []string, separator, order byte) (date, bool) {
	d := date{form: dateForm{separator: separator, order: order, parts: len(parts)}}
	longFirst := len(parts[0]) > 2
	switch {
	case separator == '.' && order == 'm' && len(parts) == 3, longFirst && order != 'y',
		order == 'y' && !longFirst && (separator == '.' || len(parts) < 3):
		return d, false
	}
	day, month, year := orderedParts(parts, order)
	if separator == '.' && order == 'm' && year == "" {
		return d, false
	}
	if separator == '.' && day == "" && order != 'y' {
		if len(year) != 4 {
			return d, false // a decimal number
		}
		d.byPerson = true
	}
	return d.fill(day, month, year)
}

// orderedParts gives the day, month and year of two or three parts in an order;
// one of the first and the last is "" where there are two.
func orderedParts(parts []string, order byte) (day, month, year string) {
	if len(parts) == 3 {
		switch order {
		case 'd':
			return parts[0], parts[1], parts[2]
		case 'm':
			return parts[1], parts[0], parts[2]
		}
		return parts[2], parts[1], parts[0]
	}
	switch {
	case order == 'y':
		return "", parts[1], parts[0]
	case order == 'd':
		return parts[0], parts[1], ""
	case len(parts[1]) == 4 || len(parts[1]) == 2 && !isDay(parts[0], parts[1]): // 12-34 is a month of 1934
		return "", parts[0], parts[1]
	}
	return parts[1], parts[0], ""
}

// isDay reports whether digits are a day of a month.
func isDay(month, day string) bool {
	d := date{month: digitsValue(month), day: digitsValue(day)}
	return d.exists()
}

// fill takes the parts of a date.
func (d *date) fill(day, month, year string) (date, bool) {
	if len(day) > 2 || len(month) > 2 {
		return *d, false
	}
	d.day, d.month, d.year = digitsValue(day), digitsValue(month), digitsValue(year)
	if d.noDay = day == ""; d.noDay {
		d.day = 1
	}
	d.form.padded = strings.HasPrefix(day, "0") || strings.HasPrefix(month, "0")
	d.form.longYear = len(year) > 2
	if len(year) == 1 || len(year) == 2 {
		// The programs take 0 to 29 for this century.
		if d.year += 1900; d.year < 1930 {
			d.year += 100
		}
	}
	return *d, true
}

func (d *date) exists() bool {
	if d.month < 1 || d.month > 12 || d.day < 1 {
		return false
	}
	switch d.month {
	case 4, 6, 9, 11:
		return d.day <= 30
	case 2:
		leap := d.year == 0 || d.year%4 == 0 && (d.year%100 != 0 || d.year%400 == 0)
		return d.day <= 28 || d.day == 29 && leap
	}
	return d.day <= 31
}

// cutMonth finds the name of a month, and the digits before and after it.
func cutMonth(text string) (before string, month int, after string, byProgram, ok bool) {
	start := strings.IndexFunc(text, unicode.IsLetter)
	if start < 0 {
		return "", 0, "", false, false
	}
	end := start
	for end < len(text) {
		r, size := utf8.DecodeRuneInString(text[end:])
		if !unicode.IsLetter(r) {
			break
		}
		end += size
	}
	before, after = text[:start], text[end:]
	month, ok = lowerMonths[strings.ToLower(text[start:end])]
	// Programs write names in one way, and something between them and digits.
	byProgram = monthNumbers[text[start:end]] > 0 && (before == "" || !isDigit(before[len(before)-1])) && (after == "" || !isDigit(after[0]))
	return trimSeparators(before), month, trimSeparators(after), byProgram, ok
}

// wordDate makes a date with the month as a word: 1.helmi, 2-Jan, MARCH1,
// January 5, 2026. Of one number alone, asYear says that it is a year: Jan-26.
func wordDate(before string, month int, after string, asYear bool) (date, bool) {
	d := date{form: dateForm{separator: 'm'}}
	day, year := before, after
	switch {
	case before == "":
		var found bool
		if day, year, found = strings.Cut(after, " "); !found {
			day = after
		}
		day, year = trimSeparators(day), trimSeparators(year)
		if !found && asYear {
			day, year = "", day
		}
	case after == "" && asYear:
		day, year = "", before
	case asYear:
		return d, false
	}
	if day+year == "" || day != "" && !isDigits(day) || year != "" && !isDigits(year) {
		return d, false
	}
	return d.fill(day, strconv.Itoa(month), year)
}

func trimSeparators(text string) string { return strings.Trim(text, " .,-/\u00a0") }

// months are the names of months as Excel in Finnish, Swedish, English and
// German, and LibreOffice, write them, the short ones first.
var months = [12]string{
	"tammi tammikuu tammikuuta jan januari Jan January Januar",
	"helmi helmikuu helmikuuta feb februari Feb February Februar",
	"maalis maaliskuu maaliskuuta mar mars Mar March Mrz März",
	"huhti huhtikuu huhtikuuta apr april Apr April",
	"touko toukokuu toukokuuta maj May Mai",
	"kesä kesäkuu kesäkuuta jun juni Jun June Juni",
	"heinä heinäkuu heinäkuuta jul juli Jul July Juli",
	"elo elokuu elokuuta aug augusti Aug August",
	"syys syyskuu syyskuuta sep sept september Sep Sept September",
	"loka lokakuu lokakuuta okt oktober Oct October Okt Oktober",
	"marras marraskuu marraskuuta nov november Nov November",
	"joulu joulukuu joulukuuta dec december Dec December Dez Dezember",
}

// monthNumbers finds a month by its name: as written, and in lower case, in
// which people's texts are looked up.
var monthNumbers, lowerMonths = func() (exact, lower map[string]int) {
	exact, lower = make(map[string]int), make(map[string]int)
	for i, names := range months {
		for name := range strings.FieldsSeq(names) {
			exact[name] = i + 1
			lower[strings.ToLower(name)] = i + 1
		}
	}
	return exact, lower
}()
