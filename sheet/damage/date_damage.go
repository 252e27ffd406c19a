package damage

import "strconv"

// dateDamage reports whether a cell is a stored text read as a date and written
// again. Dots stand in dates with the day first, hyphens and slashes in all.
//
// year is the one in which the file came: a date that names none was read in it,
// or in the one before. 0 is any.
func dateDamage(stored, cell string, year int) bool {
	read, n := readDates(stored)
	if n == 0 {
		return false
	}
	written, count := readDates(cell)
	for i := range n {
		later := read[i].dayLater()
		for j := range count {
			if read[i].becomes(&written[j], year) || read[i].beforeLeap() && read[i].form != written[j].form && later.becomes(&written[j], year) {
				return true
			}
		}
		if read[i].isSerial(cell) {
			return true
		}
	}
	return false
}

// becomes reports whether a program that reads the date may write it as the other.
func (d *date) becomes(w *date, year int) bool {
	if w.byPerson || !w.isOnDayOf(d) {
		return false
	}
	turned := w.form
	turned.order = d.form.order
	switch {
	case w.form == d.form: // other spaces or dots at most
		return d.year == w.year
	case turned == d.form && d.day <= 12:
		return false // written in the same way with day and month changed over: an edit
	case d.year == 0:
		return !w.noDay && w.inYearOfFile(year)
	case w.noDay && !d.noDay:
		return false
	}
	return w.inYearOf(d)
}

// isOnDayOf reports whether two dates mean the same day of their year and the
// same time of day, whose seconds may be left out.
func (d *date) isOnDayOf(read *date) bool {
	return d.month == read.month && d.day == read.day && (d.seconds == read.seconds || d.seconds == read.seconds-read.seconds%60)
}

// inYearOfFile reports whether a program that reads a date without a year may
// write it as this one: with the year in which the file came, or the one before,
// or with a word for the month.
func (d *date) inYearOfFile(year int) bool {
	if d.year == 0 {
		return d.form.separator == 'm'
	}
	return year == 0 || d.year == year || d.year == year-1
}

// inYearOf reports whether two dates can mean the same year: one of two digits
// is written for any century, and read as one from 1930 to 2049.
func (d *date) inYearOf(read *date) bool {
	if d.year == read.year || d.year == 0 || d.year%100 != read.year%100 {
		return d.year == read.year
	}
	return !d.form.longYear || !read.form.longYear && d.year >= 1930 && d.year < 2050
}

// beforeLeap reports whether a date stands before the 29 February 1900 that
// Excel counts: the days before it that LibreOffice saves are a day later there.
func (d *date) beforeLeap() bool { return d.year == 1900 && d.month <= 2 }

// isSerial reports whether a cell is the number that a spreadsheet keeps for
// the date: days since the end of 1899, or in some workbooks of 1903.
func (d *date) isSerial(cell string) bool {
	if d.year == 0 {
		return false
	}
	days := daysSince1900(d.year, d.month, d.day)
	if d.form.time {
		moment := quotient(max(days*daySeconds+d.seconds, -days*daySeconds-d.seconds), daySeconds)
		moment.negative = days < 0
		numbers, count := readNumbers(cell)
		for i := range count {
			if numbers[i].plain && numbers[i].decimals > 0 && moment.becomes(&numbers[i]) {
				return true
			}
		}
		return false
	}
	serial, err := strconv.Atoi(cell)
	return err == nil && (serial == days || serial == days-1462)
}

func (d *date) dayLater() date {
	later := *d
	if later.day++; !later.exists() {
		later.day, later.month = 1, later.month+1
	}
	return later
}

// daysSince1900 counts days as spreadsheets do, 1 March 1900 being day 61.
func daysSince1900(year, month, day int) int {
	if month <= 2 { // count years from March, so that the leap day is the last
		year, month = year-1, month+12
	}
	return 365*year + year/4 - year/100 + year/400 + (153*month-457)/5 + day - 693900
}
