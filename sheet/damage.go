package sheet

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Damage is what a spreadsheet program has done to a text.
type Damage string

// The kinds of damage. The empty Damage is none.
const (
	DamagedSpaces  Damage = "spaces"  // trimmed, or white space of one kind turned to another
	DamagedLetters Damage = "letters" // letters that a charset lacks turned to ? or _
	DamagedCharset Damage = "charset" // written in one charset and read in another
	DamagedNumber  Damage = "number"  // read as a number: zeros, plus or digits lost
	DamagedDate    Damage = "date"    // read as a date, or as a month
	DamagedTime    Damage = "time"    // read as a time of day, or as hours
	DamagedTruth   Damage = "truth"   // read as true or false
	DamagedFormula Damage = "formula" // computed
)

// DamageOf tells whether a cell could be what a spreadsheet program has made
// of a stored text by opening and saving it, nothing edited, and which damage
// that is; "" where it could not, or where the two are equal.
//
// It knows Excel in Finnish, Swedish and English, LibreOffice Calc in any
// locale that writes numbers and dates as one of those three or German does,
// and Google Sheets. These programs read a text as a value by the form that it
// has, and write the value again in a form of their own. So a cell is damage
// only where both hold: the stored text has a form that such a program reads,
// and the cell is the same value in a form that one writes. 100 is damage of
// 00100, since a number is written without zeros before it; 00100 is not
// damage of 100, and 200 of neither. A cell that keeps the form of the stored
// text and has another value is an edit (1.2.2026 after 2.1.2026), and so is
// one that only could be damage by a long way round.
//
// Where a line must be drawn, it is drawn on the side on which the change is
// shown: fewer decimals than a program writes, another day for another month.
//
// year is the one in which the file came: a day that names no year (1-2) was
// read in it, or in the one before. 0 lets it be any.
func DamageOf(stored, cell string, year int) Damage {
	if stored == cell {
		return ""
	}
	value, written := strings.TrimSpace(stored), strings.TrimSpace(cell)
	if value == "" || written == "" {
		return ""
	}
	if damage := textDamage(stored, cell); damage != "" {
		return damage
	}
	return valueDamage(value, written, year)
}

// ValueLike reports whether a text may be a value that a spreadsheet program
// wrote in place of another text: a number, a date, a time, a truth value or
// an error value. It says yes too often rather than too rarely.
func ValueLike(text string) bool {
	return isTruth(text) || IsPlaceholder(text) || isValue(text)
}

// IsPlaceholder reports whether a text is what a spreadsheet program shows where
// it has no value to show: an error (#N/A, #NIMI?) or a column too narrow (###).
func IsPlaceholder(text string) bool { return isErrorValue(text) || isHashes(text) }

// Readable reports whether a spreadsheet program reads a text as a value, so
// that it may write something else: DamageOf tells of values for such texts alone.
func Readable(text string) bool {
	return text != "" && (isTruth(text) || isFormulaText(text) || isValue(text))
}

func isValue(text string) bool {
	if len(text) > maxValueLength || !strings.ContainsAny(text, "0123456789") {
		return false
	}
	_, numbers := readNumbers(text)
	if numbers > 0 {
		return true
	}
	_, dates := readDates(text)
	_, isTime := readTime(text)
	return dates > 0 || isTime
}

// maxValueLength is the length in bytes beyond which no text is read as a
// value: no program writes longer ones, and people's texts end sooner.
const maxValueLength = 64

func valueDamage(stored, cell string, year int) Damage {
	if len(stored) > maxFormulaLength || len(cell) > maxValueLength {
		return ""
	}
	if isFormulaText(stored) {
		return formulaDamage(stored, cell)
	}
	if len(stored) > maxValueLength {
		return ""
	}
	if isTruth(stored) {
		if sameTruth(stored, cell) {
			return DamagedTruth
		}
		return ""
	}
	if !strings.ContainsAny(stored, "0123456789") {
		return ""
	}
	switch {
	case isHashes(cell): // of a column too narrow for the value
		if isValue(stored) {
			return DamagedNumber
		}
	case numberDamage(stored, cell):
		return DamagedNumber
	case dateDamage(stored, cell, year):
		return DamagedDate
	case timeDamage(stored, cell):
		return DamagedTime
	}
	return ""
}

// isHashes reports whether a text is what shows where a column is too narrow.
func isHashes(text string) bool { return len(text) > 1 && strings.Trim(text, "#") == "" }

// truths are the words for true and false that the programs write.
var truths = map[string]bool{
	"true": true, "tosi": true, "sant": true, "wahr": true, "vrai": true, "õige": true,
	"false": false, "epätosi": false, "falskt": false, "falsch": false, "faux": false, "vale": false,
}

func isTruth(text string) bool {
	if len(text) > len("epätosi") {
		return false
	}
	_, known := truths[strings.ToLower(text)]
	return known
}

func sameTruth(stored, cell string) bool {
	truth := truths[strings.ToLower(stored)]
	switch cell {
	case "1":
		return truth
	case "0":
		return !truth
	}
	return isTruth(cell) && truths[strings.ToLower(cell)] == truth
}

// textDamage tells what has become of the letters and spaces of a text.
func textDamage(stored, cell string) Damage {
	start := commonPrefix(stored, cell)
	next, _ := utf8.DecodeRuneInString(stored[start:])
	there, _ := utf8.DecodeRuneInString(cell[start:])
	// What is damaged in this way is white space or no ASCII.
	if start < len(stored) && next < utf8.RuneSelf && !unicode.IsSpace(next) && !unicode.IsSpace(there) && !isInvisible(there) {
		return ""
	}
	switch {
	case sameButSpaces(stored, cell):
		return DamagedSpaces
	case isASCII(stored):
		return ""
	case lettersLost(stored, cell):
		return DamagedLetters
	case misread(stored, cell):
		return DamagedCharset
	}
	return ""
}

// commonPrefix is the length of the longest common prefix that ends between letters.
func commonPrefix(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	for n > 0 && (n < len(a) && !utf8.RuneStart(a[n]) || n < len(b) && !utf8.RuneStart(b[n])) {
		n--
	}
	return n
}

func isASCII(text string) bool {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// isInvisible reports whether a character shows nothing and has no width, so
// that programs drop it or leave it behind unseen.
func isInvisible(r rune) bool {
	switch r {
	case '\u00ad', '\u200b', '\u200c', '\u200d', '\u2060', '\ufeff':
		return true
	}
	return false
}

// isSpace reports whether a character is one that programs write for any white
// space: they turn line breaks to spaces, but never the other way round.
func isSpace(r rune) bool { return r == ' ' || r == '\u00a0' || r == '\u202f' }

// sameButSpaces reports whether two texts are equal but for white space at the
// ends, the kind of each white space between, and what shows nothing. A space
// more or less is a difference.
func sameButSpaces(stored, cell string) bool {
	return aligned(stored, cell, func(rune, string) (int, bool) { return 0, false })
}

// aligned walks through two texts side by side. Characters have to be equal,
// white space to be the same or a space; a tab may be gone, as LibreOffice
// leaves it out of cells with several lines. lost tells which characters of stored cannot
// have stayed, and how many bytes of what follows in cell stand for one, 0
// where none can.
func aligned(stored, cell string, lost func(r rune, rest string) (length int, is bool)) bool {
	stored, cell = strings.TrimSpace(stored), strings.TrimSpace(cell)
	for len(stored) > 0 {
		r, size := utf8.DecodeRuneInString(stored)
		stored = stored[size:]
		if length, is := lost(r, cell); is {
			if length == 0 {
				return false
			}
			cell = cell[length:]
			continue
		}
		if isInvisible(r) {
			cell = strings.TrimPrefix(cell, string(r))
			continue
		}
		there, size := utf8.DecodeRuneInString(cell)
		for size > 0 && isInvisible(there) {
			cell = cell[size:]
			there, size = utf8.DecodeRuneInString(cell)
		}
		if r == '\t' && r != there && !isSpace(there) {
			continue
		}
		if size == 0 || r != there && !(unicode.IsSpace(r) && isSpace(there)) {
			return false
		}
		cell = cell[size:]
	}
	for _, r := range cell {
		if !isInvisible(r) {
			return false
		}
	}
	return true
}
