package workbook

import (
	"errors"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
)

// finnishDate is how the format "short date of this computer" is shown, which
// holds no code of its own.
const finnishDate = "d.m.yyyy"

// What is remembered of a workbook's numbers: shown ones, since dates repeat,
// and formats. No spreadsheet program writes more formats.
const (
	cachedNumbers = 10_000
	longestCached = 32 // bytes of a number as it is written
	cachedFormats = 1_000
)

var errManyFormats = errors.New("sheet: too many number formats")

// numberFormatter shows numbers by their style. excelize knows how; it is
// given single numbers, never the workbook, since its reader passes over damage
// and takes memory without a limit.
type numberFormatter struct {
	formats  []numberFormat
	shown    []shownAs
	dates    []dateForm // of formats of digits alone
	lost     string     // the part of the formats, where the file lacks it
	date1904 bool
	cache    map[styledNumber]string
	paper    *excelize.File          // an own workbook to show numbers on, nil until needed
	cells    map[numberFormat]string // cells of paper that have a format
}

type styledNumber struct {
	style int
	raw   string
}

func newNumberFormatter(w *xlsxParts) *numberFormatter {
	f := &numberFormatter{
		formats:  w.formats,
		shown:    make([]shownAs, len(w.formats)),
		dates:    make([]dateForm, len(w.formats)),
		lost:     w.lost,
		date1904: w.date1904,
		cache:    map[styledNumber]string{},
	}
	for i, format := range w.formats {
		if f.shown[i] = classify(format); f.shown[i] == shownDate {
			f.dates[i] = newDateForm(format)
		}
	}
	return f
}

// show gives what a person sees of a number, and the whole number where a
// format hides a part of it.
func (f *numberFormatter) show(raw string, style int) string {
	raw = strings.TrimSpace(raw)
	if style < 0 || style >= len(f.shown) || f.shown[style] == shownGeneral {
		return generalNumber(raw)
	}
	n, err := strconv.ParseFloat(raw, 64)
	if err != nil {
		return raw
	}
	switch f.shown[style] {
	case shownPercent:
		return percentNumber(n)
	case shownDate:
		if n < 0 || n >= lastDate {
			return generalNumber(raw)
		}
		if form := f.dates[style]; form != nil && (n >= firstPlainDay || f.date1904 || form.isTime()) {
			return form.show(dateOf(n, f.date1904), zeroOf(f.date1904))
		}
	case shownCode:
		if math.Abs(n) >= lastCode {
			return generalNumber(raw)
		}
	}
	key := styledNumber{style, raw}
	text, ok := f.cache[key]
	if !ok {
		text = f.format(n, style)
		if text == "" { // a format that hides its number
			text = generalNumber(raw)
		}
		if len(f.cache) < cachedNumbers && len(raw) <= longestCached {
			f.cache[key] = text
		}
	}
	return text
}

// writtenDates are the forms in which a date or a time is written that is no
// number, as workbooks of the strict kind have them.
var writtenDates = []string{"2006-01-02T15:04:05", "2006-01-02", "15:04:05", "T15:04:05"}

// showDate gives what a person sees of a date that is written as text.
func (f *numberFormatter) showDate(text string, style int) string {
	if style < 0 || style >= len(f.shown) || f.shown[style] != shownDate {
		return text
	}
	for _, form := range writtenDates {
		date, err := time.Parse(form, strings.TrimSuffix(text, "Z"))
		if err != nil {
			continue
		}
		if days := f.days(date); days >= 0 {
			return f.show(strconv.FormatFloat(days, 'f', -1, 64), style)
		}
	}
	return text
}

// firstOfMarch1900 is the day from which on spreadsheets count rightly: before
// it they know a 29 February that was none.
var firstOfMarch1900 = time.Date(1900, time.March, 1, 0, 0, 0, 0, time.UTC)

// days is a date as a workbook counts, a time of day as a part of a day, and -1
// what it can't count.
func (f *numberFormatter) days(date time.Time) float64 {
	zero := zero1900
	switch {
	case date.Year() == 0:
		zero = date.Truncate(24 * time.Hour)
	case f.date1904:
		zero = zero1904
	case date.Before(firstOfMarch1900):
		return -1
	}
	return max(-1, date.Sub(zero).Hours()/24)
}

// format shows a number by a style's format, "" where it can't be shown.
func (f *numberFormatter) format(n float64, style int) (text string) {
	defer func() {
		// The format is the file's own text, and excelize may panic over it.
		// Its workbook can't be trusted any more then.
		if recover() != nil {
			f.shown[style] = shownGeneral
			f.paper, text = nil, ""
		}
	}()
	cell, err := f.cell(f.formats[style])
	if err != nil {
		return ""
	}
	if err := f.paper.SetCellValue(paperSheet, cell, n); err != nil {
		return ""
	}
	if text, err = f.paper.GetCellValue(paperSheet, cell); err != nil {
		return ""
	}
	return text
}

// paperSheet is the worksheet that a new workbook has.
const paperSheet = "Sheet1"

// cell gives the cell of paper that has a format.
func (f *numberFormatter) cell(format numberFormat) (string, error) {
	if f.paper == nil {
		f.paper = excelize.NewFile(excelize.Options{ShortDatePattern: finnishDate})
		f.cells = map[numberFormat]string{}
		if err := f.paper.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &f.date1904}); err != nil {
			return "", err
		}
	}
	if cell, ok := f.cells[format]; ok {
		return cell, nil
	}
	if len(f.cells) == cachedFormats {
		return "", errManyFormats
	}
	style := &excelize.Style{NumFmt: format.id}
	if format.code != "" {
		code := wholeYears(format.code)
		style = &excelize.Style{CustomNumFmt: &code}
	}
	id, err := f.paper.NewStyle(style)
	if err != nil {
		return "", err
	}
	cell := "A" + strconv.Itoa(len(f.cells)+1)
	f.cells[format] = cell
	return cell, f.paper.SetCellStyle(paperSheet, cell, cell, id)
}
