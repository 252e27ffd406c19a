package customer

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// MaxTextLength is the longest text that a field keeps, in UTF-16 units, which
// is how spreadsheets count: a longer one would not survive a workbook.
const MaxTextLength = 32_000

// Clean brings a text into the form in which it is kept: Unicode NFC, line
// ends as \n, no control characters other than \n and tab, no code points that
// a workbook cannot hold, no white space at either end. A control character that
// means a line break is one, and none of the others glues words together.
func Clean(text string) string {
	if isPlain(text) {
		return text
	}
	if strings.ContainsRune(text, '\r') {
		text = strings.ReplaceAll(text, "\r\n", "\n")
		text = strings.ReplaceAll(text, "\r", "\n")
	}
	var spaced strings.Builder
	spaced.Grow(len(text))
	prev, parted := ' ', false // the last character, and whether control characters follow it
	for _, r := range text {
		switch {
		case isLineBreak(r):
			r = '\n'
		case r != '\n' && r != '\t' && unicode.IsControl(r):
			parted = true
			continue
		case r&0xfffe == 0xfffe || r == '\ufeff':
			continue
		}
		if parted && !unicode.IsSpace(prev) && !unicode.IsSpace(r) {
			spaced.WriteByte(' ')
		}
		spaced.WriteRune(r)
		prev, parted = r, false
	}
	return strings.TrimSpace(norm.NFC.String(spaced.String()))
}

// isLineBreak reports whether a character other than CR and LF means a line
// break: the tabs and separators of old systems, and those of Unicode.
func isLineBreak(r rune) bool {
	return r == '\v' || r == '\f' || r >= 0x1c && r <= 0x1e || r == '\u0085' || r == '\u2028' || r == '\u2029'
}

// CleanName brings the name of a file or a user into the form in which it is
// kept: one line, clean, and without characters that can't be seen, of which
// marks of direction would make a name look like another one.
func CleanName(name string) string {
	return Clean(strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.In(r, unicode.Cf, unicode.Other_Default_Ignorable_Code_Point):
			return -1
		}
		return r
	}, name))
}

// isPlain reports whether a text surely is clean: printable ASCII or the
// letters of Latin-1, without a space at either end.
func isPlain(text string) bool {
	if text == "" {
		return true
	}
	for i := 0; i < len(text); i++ {
		switch b := text[i]; {
		case b >= ' ' && b < 0x7f:
		case b == 0xc3 && i+1 < len(text) && text[i+1] >= 0x80 && text[i+1] < 0xc0:
			i++
		default:
			return false
		}
	}
	return text[0] != ' ' && text[len(text)-1] != ' '
}

// textLength counts UTF-16 units.
func textLength(text string) int {
	if len(text) <= MaxTextLength {
		return len(text) // an upper bound that is good enough
	}
	n := 0
	for _, r := range text {
		n++
		if r > 0xffff {
			n++
		}
	}
	return n
}

// FoldKey returns what names of customers and groups are compared by: NFC,
// letter case and white space folded, without characters that can't be seen
// (match-compare, docs/rules.md).
func FoldKey(text string) string {
	if isFolded(text) {
		return text
	}
	if folded, ok := foldLatin(text); ok {
		return folded
	}
	return foldAny(text)
}

// foldLatin folds a text of ASCII and the letters of Latin-1, as nearly all
// names are: it is NFC as it stands.
func foldLatin(text string) (folded string, ok bool) {
	bytes := make([]byte, 0, 64) // stays on the stack, as nearly all texts fit in
	for i := 0; i < len(text); i++ {
		switch b := text[i]; {
		case b == ' ' || b >= '\t' && b <= '\r':
			if n := len(bytes); n > 0 && bytes[n-1] != ' ' {
				bytes = append(bytes, ' ')
			}
		case b >= 'A' && b <= 'Z':
			bytes = append(bytes, b+'a'-'A')
		case b < utf8.RuneSelf:
			bytes = append(bytes, b)
		case b != 0xc3 || i+1 == len(text) || text[i+1]&0xc0 != 0x80:
			return "", false
		default:
			i++
			switch second := text[i]; {
			case second == 0x9f: // ß
				bytes = append(bytes, "ss"...)
			case second < 0x9f && second != 0x97: // À to Þ without ×
				bytes = append(bytes, b, second+0x20)
			default:
				bytes = append(bytes, b, second)
			}
		}
	}
	return strings.TrimSuffix(string(bytes), " "), true
}

// foldAny is foldLatin for any text.
func foldAny(text string) string {
	folded := make([]byte, 0, len(text)+4)
	for word := range strings.FieldsSeq(norm.NFC.String(dropInvisible(text))) {
		if len(folded) > 0 {
			folded = append(folded, ' ')
		}
		for _, r := range word {
			switch {
			case r < utf8.RuneSelf:
				if r >= 'A' && r <= 'Z' {
					r += 'a' - 'A'
				}
				folded = append(folded, byte(r))
			case r == 'ß' || r == 'ẞ':
				folded = append(folded, "ss"...)
			default: // by way of the capital, so that all forms of a letter meet
				folded = utf8.AppendRune(folded, unicode.ToLower(unicode.ToUpper(r)))
			}
		}
	}
	return string(norm.NFC.Bytes(folded))
}

// dropInvisible removes characters that can't be seen and come along where text
// is copied from web pages, mails and PDF files: soft hyphens, spaces of no
// width, joiners and marks of direction.
func dropInvisible(text string) string {
	if isASCII(text) {
		return text
	}
	return strings.Map(func(r rune) rune {
		if r >= 0xad && isInvisible(r) {
			return -1
		}
		return r
	}, text)
}

// LookAlike reports whether two texts are equal but for white space and
// characters that can't be seen.
func LookAlike(a, b string) bool {
	return a == b || strings.Join(strings.Fields(dropInvisible(a)), " ") == strings.Join(strings.Fields(dropInvisible(b)), " ")
}

func isInvisible(r rune) bool {
	return r == '\u00ad' || r >= '\u200b' && r <= '\u200f' || r >= '\u202a' && r <= '\u202e' || r >= '\u2060' && r <= '\u2069' || r == '\ufeff'
}

func isFolded(text string) bool {
	space := true
	for i := 0; i < len(text); i++ {
		b := text[i]
		if b >= utf8.RuneSelf || b >= 'A' && b <= 'Z' || b < ' ' || b == ' ' && space {
			return false
		}
		space = b == ' '
	}
	return !space || text == ""
}

// TurnedName returns a name with its last word first, or its first word last:
// "Matti Virtanen" and "Virtanen Matti" are each other's turned names.
func TurnedName(name string) string {
	words := strings.Fields(name)
	if len(words) != 2 {
		return ""
	}
	return words[1] + " " + words[0]
}

// HeaderKey folds a header for comparing: letters and digits alone, without
// case, diacritics and what stands in brackets, unless that is all there is.
func HeaderKey(header string) string {
	if key := wordKey(bracketed.ReplaceAllString(header, "")); key != "" {
		return key
	}
	return wordKey(header)
}

var bracketed = regexp.MustCompile(`\([^)]*\)?|\[[^\]]*\]?`)

// wordKey folds the word of a value for comparing: letters and digits alone,
// without case and diacritics.
func wordKey(text string) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(text) {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}

// sameKey compares as names of groups are compared.
func sameKey(stored, text string) bool { return FoldKey(stored) == FoldKey(text) }

// compact removes white space and brings letters to upper case.
func compact(text string) string {
	return strings.ToUpper(dropSpaces(text))
}

func sameCompact(stored, text string) bool { return compact(stored) == compact(text) }

// isDigits reports whether a text is one or more ASCII digits.
func isDigits(text string) bool {
	for i := 0; i < len(text); i++ {
		if text[i] < '0' || text[i] > '9' {
			return false
		}
	}
	return text != ""
}

func dropSpaces(text string) string {
	if strings.IndexFunc(text, unicode.IsSpace) < 0 {
		return text
	}
	return strings.Join(strings.Fields(text), "")
}

func isASCII(text string) bool {
	for i := 0; i < len(text); i++ {
		if text[i] > 0x7f {
			return false
		}
	}
	return true
}
