package workbook

import (
	"regexp"
	"strconv"
	"strings"

	"kortisto/sheet/damage"
	"kortisto/sheet/table"
	"kortisto/sheet/xmlscan"
)

// odsValues are the kinds of values that a cell can have.
var odsValues = []string{"string", "float", "date", "percentage", "currency", "time", "boolean"}

// odsCell is the cell of an OpenDocument spreadsheet that is being read.
type odsCell struct {
	column  int // from 1, 0 before the first of a row
	times   int // in as many columns it stands
	kind    string
	value   string // as a program reads it, whatever the kind
	formula bool
	rows    int // that it covers, where it is merged over several
	isError bool
	text    []byte // as a person sees it
	blocks  int    // paragraphs so far
	begun   bool   // the paragraph has a character
	spaces  int    // plain ones that came since the last character
	layout  bool   // white space of other kinds came since then
}

func (c *odsCell) reset(column, times int, attrs []xmlscan.Attr) {
	*c = odsCell{column: column, times: times, text: c.text[:0]}
	for _, a := range attrs {
		switch a.Name.Local {
		case "value-type":
			// LibreOffice writes it a second time, with a kind for errors.
			if string(a.Value) == "error" {
				c.isError = true
			} else if a.Name.Prefix != "calcext" {
				c.kind = known(a.Value, odsValues)
			}
		case "value", "date-value", "time-value", "boolean-value", "string-value":
			c.value = string(a.Value)
		case "formula":
			c.formula = true
		case "number-rows-spanned":
			c.rows, _ = strconv.Atoi(string(a.Value))
		}
	}
}

// paragraph begins one more paragraph of the text.
func (c *odsCell) paragraph() {
	if c.blocks > 0 {
		c.text = append(c.text, '\n')
	}
	c.blocks++
	c.begun, c.spaces, c.layout = false, 0, false
}

// add takes characters of a paragraph. White space with line breaks or tabs in
// it lays out the file: it is one space between two characters and none at a
// paragraph's ends, since what a cell has of them stands as elements of its own
// (OpenDocument 1.2, 6.1.2). By the standard that holds for plain spaces, too,
// but LibreOffice writes those of a cell of several lines as they are.
func (c *odsCell) add(text []byte) {
	word := 0 // where it begins
	for i, b := range text {
		if b != ' ' && b != '\t' && b != '\n' && b != '\r' {
			continue
		}
		c.addWord(text[word:i])
		word = i + 1
		switch {
		case b != ' ':
			c.layout, c.spaces = true, 0
		case !c.layout:
			c.spaces++
		}
	}
	c.addWord(text[word:])
}

func (c *odsCell) addWord(word []byte) {
	if len(word) > 0 {
		c.space()
		c.text = append(c.text, word...)
	}
}

// addExact takes a character that an element stands for.
func (c *odsCell) addExact(b byte, times int) {
	c.space()
	for range times {
		c.text = append(c.text, b)
	}
}

// space puts down the white space that stands before a character.
func (c *odsCell) space() {
	if c.layout && c.begun {
		c.spaces = 1
	}
	for range c.spaces {
		c.text = append(c.text, ' ')
	}
	c.begun, c.spaces, c.layout = true, 0, false
}

// endParagraph ends a paragraph.
func (c *odsCell) endParagraph() {
	if !c.layout {
		c.space()
	}
}

// shown gives what a person sees in the cell; of a number, all of it, where the
// cell shows a part. An error is no value.
func (c *odsCell) shown() (text string, isError bool) {
	text = table.PlainLineEnds(string(c.text))
	if c.isError || c.formula && damage.IsErrorValue(text) {
		return "", true
	}
	if c.kind != "string" && strings.Trim(text, "# ") == "" {
		text = "" // nothing, or a column too narrow for its numbers
	}
	switch c.kind {
	case "float", "currency":
		return odsNumber(text, c.value), false
	case "percentage":
		if n, err := strconv.ParseFloat(c.value, 64); err == nil {
			return percentNumber(n), false
		}
	case "date":
		if year, _, found := strings.Cut(c.value, "-"); found && text != "" {
			return wholeYear(text, year), false
		}
	}
	if text == "" {
		return c.bareValue(), false
	}
	return text, false
}

// bareValue shows a value for which the file has no text.
func (c *odsCell) bareValue() string {
	switch c.kind {
	case "boolean":
		return truthValue(c.value)
	case "date":
		return strings.Replace(c.value, "T", " ", 1)
	case "time":
		if part := duration.FindStringSubmatch(c.value); part != nil {
			return part[1] + ":" + part[2] + ":" + part[3]
		}
	}
	return c.value
}

// duration is how a time is written: PT12H30M00S.
var duration = regexp.MustCompile(`^PT(\d+)H(\d+)M(\d+)(?:[.,]0*)?S$`)

// odsNumber gives a number without what its format adds or rounds, as those of
// other workbooks are given, but with the digits and hyphens of a code that is
// made of a number: 00100, 0737546-2.
func odsNumber(shown, value string) string {
	if value == "" {
		return shown
	}
	number := generalNumber(value)
	if isCodeOf(shown, number) {
		return shown
	}
	return number
}

// isCodeOf tells whether a text is a number with zeros before it or hyphens in it.
func isCodeOf(text, number string) bool {
	digits, hyphens := 0, 0
	var b strings.Builder
	for i, c := range text {
		switch {
		case c >= '0' && c <= '9':
			digits++
			b.WriteRune(c)
		case i > 0 && c == '-':
			hyphens++
		case i > 0 && (c == ' ' || c == '\u00a0'):
		default:
			return false
		}
	}
	return (digits > len(number) || hyphens > 0) && strings.TrimLeft(b.String(), "0") == strings.TrimLeft(number, "0")
}

// wholeYear writes the year of a shown date with all of its digits: the cell
// knows its century, and 05/12/24 would forget it. Of several numbers that may
// be the year, which then mean the same, the last one is it, or the first.
func wholeYear(shown, year string) string {
	if len(year) != 4 || strings.Contains(shown, year) {
		return shown
	}
	numbers := dateNumbers(shown)
	if len(numbers) < 2 || len(numbers) == 2 && !monthName.MatchString(shown) {
		return shown // 24.5. has none
	}
	first, last := numbers[0], numbers[len(numbers)-1]
	switch {
	case shown[last[0]:last[1]] == year[2:]:
		return shown[:last[0]] + year + shown[last[1]:]
	case len(numbers) > 2 && shown[first[0]:first[1]] == year[2:]:
		return shown[:first[0]] + year + shown[first[1]:]
	}
	return shown
}

// dateNumbers finds the numbers of a text but for those of a time of day.
func dateNumbers(text string) [][]int {
	var found [][]int
	for _, at := range digitRun.FindAllStringIndex(text, -1) {
		if !strings.HasPrefix(text[at[1]:], ":") && !strings.HasSuffix(text[:at[0]], ":") {
			found = append(found, at)
		}
	}
	return found
}

var (
	digitRun  = regexp.MustCompile(`\d+`)
	monthName = regexp.MustCompile(`\pL{3}`)
)
