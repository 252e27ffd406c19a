package customer

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// OwnFields are the fields that a firm may name itself, in their order. They are
// in the table of a register from then on.
var OwnFields = [...]Field{Own1, Own2, Own3, Own4, Own5, Own6, Own7, Own8, Own9, Own10}

// LongestOwnName is the longest name of an own field, in characters.
const LongestOwnName = 60

// Type is what an own field holds.
type Type string

// The types of own fields.
const (
	TypeText   Type = "text"
	TypeNumber Type = "number"
	TypeDate   Type = "date"
	TypeYesNo  Type = "yesno"
)

// Types lists the types.
var Types = []Type{TypeText, TypeNumber, TypeDate, TypeYesNo}

// OwnField is an own field as a firm has named it.
type OwnField struct {
	Field Field
	Name  string
	Type  Type
	Away  bool // put away: its values stay, but it is nowhere shown
}

// definition is the entry of an own field, which has a place in the form.
func (o OwnField) definition(place int) Definition {
	d := Definition{
		Field: o.Field, Key: o.Field.Key(), Labels: make(map[string]string), Away: o.Away,
		Section: SectionOwn, Place: place, Sort: SortText, Search: SearchWords, Exported: true, readsAs: o.Type,
	}
	for _, lang := range Languages {
		d.Labels[lang] = o.Name
	}
	switch o.Type {
	case TypeNumber:
		d.read, d.shown, d.Sort, d.InputMode, d.exact = readOwnNumber, showNumber, SortNumber, "decimal", true
	case TypeDate:
		d.read, d.shown, d.exact = readOwnDate, showDate, true
	case TypeYesNo:
		d.read, d.Choices, d.FewValued, d.Search, d.exact = readOwnYesNo, withYesNo(nil), true, "", true
	}
	return d
}

// WithOwn makes the table of a register: the standard one with own fields, in
// their order.
func WithOwn(own []OwnField) *Table {
	var definitions []Definition
	for f := Number; f <= Version; f++ {
		switch {
		case f == FirstName:
			for i := range own {
				definitions = append(definitions, own[i].definition(i+1))
			}
			fallthrough
		case !f.isOwn():
			definitions = append(definitions, standard[f])
		}
	}
	return NewTable(definitions)
}

// OwnKey is a text that is the same for tables with the same own fields.
func (t *Table) OwnKey() string {
	var key strings.Builder
	for _, f := range t.fields {
		if f.isOwn() {
			d := t.Of(f)
			fmt.Fprintf(&key, "%s %q %d %v\n", d.Key, d.Labels, d.Place, d.readsAs)
		}
	}
	return key.String()
}

// ownNumber is a number with blanks or a mark between thousands, and a decimal
// point or comma.
var ownNumber = regexp.MustCompile(`^([-−+]?)(\d+|\d{1,3}(?:[ ,.']\d{3})+)(?:([.,])(\d+))?$`)

// readOwnNumber reads a number as Finns, Swedes and English write it. It is kept
// with a decimal point.
func readOwnNumber(text string, _ Context) Reading {
	spaced := strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return ' '
		}
		return r
	}, text)
	match := ownNumber.FindStringSubmatch(spaced)
	if match == nil || lostDigits(text) {
		return failed(OwnNumberInvalid, text, nil)
	}
	whole, decimals := match[2], match[4]
	switch marks := strings.Map(marksOnly, whole); {
	case (marks == "," || marks == ".") && match[3] == "": // one alone is of decimals: 1,234
		whole, decimals, _ = strings.Cut(whole, marks)
	case marks != "" && (marks[:1] == match[3] || strings.Trim(marks, marks[:1]) != ""):
		return failed(OwnNumberInvalid, text, nil)
	}
	whole = strings.TrimLeft(strings.Map(digitsOnly, whole), "0")
	if whole == "" {
		whole = "0"
	}
	number := whole
	if decimals := strings.TrimRight(decimals, "0"); decimals != "" {
		number += "." + decimals
	}
	if match[1] != "" && match[1] != "+" && number != "0" {
		number = "-" + number
	}
	return value(number)
}

func digitsOnly(r rune) rune {
	if r < '0' || r > '9' {
		return -1
	}
	return r
}

func marksOnly(r rune) rune {
	if r >= '0' && r <= '9' {
		return -1
	}
	return r
}

func showNumber(kept, lang string) string {
	if lang == "en" {
		return kept
	}
	return strings.Replace(kept, ".", ",", 1)
}

// The forms of dates: as kept, and as they are written, with the midnight that
// programs add. A year has four digits: one of two says too little.
var (
	isoDate    = "2006-01-02"
	dateISO    = regexp.MustCompile(`^([1-9]\d{3})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?)?$`)
	dateDay    = regexp.MustCompile(`^(\d{1,2})\. ?(\d{1,2})\. ?([1-9]\d{3})(?: (?:klo )?00?[.:]00(?:[.:]00)?)?$`)
	dateSerial = regexp.MustCompile(`^[2-7]\d{4}$`)
)

// A spreadsheet counts days from here on. Between these numbers one is a day, as
// people keep them: of 1954 to 2099.
var serialStart = time.Date(1899, time.December, 30, 0, 0, 0, 0, time.UTC)

const firstSerial, lastSerial = 20_000, 73_050

// readSerial reads the number that is left of a day in a column that was not
// formatted as one: 46027 of 5.1.2026.
func readSerial(text string) (Reading, bool) {
	days, err := strconv.Atoi(text)
	if err != nil || !dateSerial.MatchString(text) || days < firstSerial || days > lastSerial {
		return Reading{}, false
	}
	return repaired(serialStart.AddDate(0, 0, days).Format(isoDate)), true
}

// readOwnDate reads a day, as 5.1.2026 or 2026-01-05. It is kept in the second
// form.
func readOwnDate(text string, ctx Context) Reading {
	if ctx.Repair {
		if reading, ok := readSerial(text); ok {
			return reading
		}
	}
	var year, month, day string
	if match := dateISO.FindStringSubmatch(text); match != nil {
		year, month, day = match[1], match[2], match[3]
	} else if match := dateDay.FindStringSubmatch(text); match != nil {
		year, month, day = match[3], match[2], match[1]
	} else {
		return failed(OwnDateInvalid, text, nil)
	}
	at, err := time.Parse("2006-1-2", year+"-"+strings.TrimPrefix(month, "0")+"-"+strings.TrimPrefix(day, "0"))
	if err != nil {
		return failed(OwnDateInvalid, text, nil)
	}
	return value(at.Format(isoDate))
}

func showDate(kept, lang string) string {
	at, err := time.Parse(isoDate, kept)
	if err != nil || lang == "en" {
		return kept
	}
	return strconv.Itoa(at.Day()) + "." + strconv.Itoa(int(at.Month())) + "." + strconv.Itoa(at.Year())
}

// readOwnYesNo reads a word that means yes or no anywhere.
func readOwnYesNo(text string, _ Context) Reading {
	for _, word := range []string{text, wordKey(text)} {
		if kept, ok := choiceValues[Own1][word]; ok {
			return value(kept)
		}
	}
	return failed(YesNoUnknown, text, nil)
}
