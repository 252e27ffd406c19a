package workbook

import "strings"

// shownAs is what a number format means for us.
type shownAs int

const (
	shownGeneral shownAs = iota // decoration (decimals, thousands, currency): the number itself says more
	shownPercent
	shownDate // dates and times
	shownCode // codes as 00100 that are made of numbers
)

// longestFormat is more bytes than a number format of any spreadsheet has. A
// longer one would only cost time.
const longestFormat = 1 << 10

// What dates and codes can be: the day after 31.12.9999, and the first number
// of which spreadsheets don't keep every digit. Beyond it, a spreadsheet shows
// ### or a number with an exponent.
const (
	lastDate = 2_958_466
	lastCode = 1e15
)

// classify tells how numbers of a format are to be shown. Formats that only
// decorate or round are passed over: an import wants the number, not what fits
// its column.
func classify(f numberFormat) shownAs {
	if f.code == "" {
		switch id := f.id; {
		case id == 9, id == 10:
			return shownPercent
		case id >= 14 && id <= 22, id >= 27 && id <= 36, id >= 45 && id <= 47, id >= 50 && id <= 58, id >= 71 && id <= 81:
			return shownDate
		}
		return shownGeneral
	}
	if len(f.code) > longestFormat {
		return shownGeneral
	}
	code := formatLetters(f.code)
	whole, _, _ := strings.Cut(code, ".")
	switch {
	case strings.Contains(code, "general"):
		return shownGeneral
	case strings.ContainsAny(code, "dmyhs"):
		return shownDate
	case strings.Contains(code, "e+"), strings.Contains(code, "e-"):
		return shownGeneral
	case strings.Contains(code, "%"):
		return shownPercent
	case strings.Count(whole, "0") > 1, hyphenated(whole):
		return shownCode
	}
	return shownGeneral
}

// hyphenated tells formats as #######-# that put a hyphen between digits.
func hyphenated(code string) bool {
	code = strings.Trim(code, "-")
	before, after, found := strings.Cut(code, "-")
	return found && strings.ContainsAny(before, "0#") && strings.ContainsAny(after, "0#")
}

// formatLetters gives the part of a number format that holds for positive
// numbers, in lower case, without its literal texts but for hyphens: brackets
// that say an elapsed time leave their letter.
func formatLetters(code string) string {
	var b strings.Builder
	for i := 0; i < len(code); i++ {
		switch c := code[i]; c {
		case ';':
			return b.String()
		case '"':
			end := strings.IndexByte(code[i+1:], '"')
			if end < 0 {
				return b.String()
			}
			i += end + 1
		case '\\':
			i++
			if i < len(code) && code[i] == '-' {
				b.WriteByte('-')
			}
		case '_', '*':
			i++ // the width of, or a line of, the next character
		case '[':
			end := strings.IndexByte(code[i:], ']')
			if end < 0 {
				return b.String()
			}
			if inner := strings.ToLower(code[i+1 : i+end]); strings.Trim(inner, "hms") == "" {
				b.WriteString(inner)
			}
			i += end
		default:
			b.WriteByte(lower(c))
		}
	}
	return b.String()
}

func lower(c byte) byte {
	if c >= 'A' && c <= 'Z' {
		c += 'a' - 'A'
	}
	return c
}
