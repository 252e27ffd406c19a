package demo

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/text/encoding/charmap"
	"kortisto/customer"
)

// Broken makes of exported rows, the header first and cells as a CSV export
// writes them, the file that is left when a Finnish Excel opened the export by
// a double click and saved it: values read as numbers and dates, semicolons,
// Windows-1252. One cell besides was edited by a person: the payment terms of
// one customer, where there is one that has the usual ones.
func Broken(rows [][]string) []byte {
	damaged := make([][]string, len(rows))
	for i, row := range rows {
		damaged[i] = make([]string, len(row))
		for j, cell := range row {
			damaged[i][j] = Damage(cell)
		}
	}
	edit(damaged)
	var file bytes.Buffer
	for _, row := range damaged {
		for j, cell := range row {
			if j > 0 {
				file.WriteByte(';')
			}
			writeCell(&file, cell)
		}
		file.WriteString("\r\n")
	}
	return file.Bytes()
}

// What a person changes in the broken file, and to what.
const (
	usualTerms  = "14"
	editedTerms = "30"
)

// edit gives other payment terms to the first customer with the usual ones
// from a quarter of the rows on, so that the change is not the first thing in
// sight, else to the first of all.
func edit(rows [][]string) {
	if len(rows) == 0 {
		return
	}
	for column, header := range rows[0] {
		if f, _ := customer.Standard().ByHeader(header); f != customer.PaymentTerms {
			continue
		}
		for _, part := range [][][]string{rows[1+len(rows)/4:], rows[1:]} {
			for _, row := range part {
				if column < len(row) && row[column] == usualTerms {
					row[column] = editedTerms
					return
				}
			}
		}
	}
}

// writeCell writes a cell in Windows-1252, letters that it lacks as question
// marks, quoted where it has to be.
func writeCell(file *bytes.Buffer, cell string) {
	if strings.ContainsAny(cell, ";\"\r\n") {
		cell = `"` + strings.ReplaceAll(cell, `"`, `""`) + `"`
	}
	for _, r := range cell {
		b, has := charmap.Windows1252.EncodeRune(r)
		if !has {
			b = '?'
		}
		file.WriteByte(b)
	}
}

var (
	wholeNumber = regexp.MustCompile(`^[+-]?\d+$`)
	decimal     = regexp.MustCompile(`^[+-]?\d{1,6},\d{1,4}$`)
	exponential = regexp.MustCompile(`^\d{1,3}[eE]\+?\d{1,2}$`)
	dayMonth    = regexp.MustCompile(`^(\d{1,2})[-/](\d{1,2})$`)
)

// Damage gives what a Finnish Excel shows, and so writes into a CSV file, for
// a text that it reads in one: numbers without zeros and plus before them, and
// beyond eleven digits with six of them; a day and a month as a date; truth
// values in Finnish. Any other text stays as it is. These are the rules that
// the values of a customer meet, not all that there are.
func Damage(text string) string {
	switch {
	case wholeNumber.MatchString(text):
		return general(text)
	case decimal.MatchString(text):
		whole, fraction, _ := strings.Cut(text, ",")
		return strings.TrimSuffix(general(whole)+","+strings.TrimRight(fraction, "0"), ",")
	case exponential.MatchString(text):
		return scientific(text, 2)
	case strings.EqualFold(text, "true"):
		return "TOSI"
	case strings.EqualFold(text, "false"):
		return "EPÄTOSI"
	}
	if found := dayMonth.FindStringSubmatch(text); found != nil {
		return date(text, found[1], found[2])
	}
	return text
}

// shownDigits is how many digits of a whole number the format General shows.
const shownDigits = 11

// general writes a whole number as the format General does.
func general(text string) string {
	sign := ""
	if text[0] == '-' {
		sign = "-"
	}
	digits := strings.TrimLeft(text, "+-0")
	switch {
	case digits == "":
		return "0"
	case len(digits) <= shownDigits:
		return sign + digits
	}
	mantissa, power, _ := strings.Cut(scientific(digits, 5), "E")
	return sign + strings.TrimRight(strings.TrimRight(mantissa, "0"), ",") + "E" + power
}

// scientific writes a number with a power of ten.
func scientific(text string, decimals int) string {
	number, err := strconv.ParseFloat(text, 64)
	if err != nil { // beyond what a number can be
		return text
	}
	return strings.Replace(strconv.FormatFloat(number, 'E', decimals, 64), ".", ",", 1)
}

var months = []string{"tammi", "helmi", "maalis", "huhti", "touko", "kesä", "heinä", "elo", "syys", "loka", "marras", "joulu"}

var monthDays = []int{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}

// date writes a day of the running year, or the text where there is no such day.
func date(text, day, month string) string {
	d, _ := strconv.Atoi(day) // one or two digits
	m, _ := strconv.Atoi(month)
	if m < 1 || m > len(months) || d < 1 || d > monthDays[m-1] {
		return text
	}
	return strconv.Itoa(d) + "." + months[m-1]
}
