package db

import (
	"cmp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
	"kortisto/customer"
	"modernc.org/sqlite"
)

func init() {
	sqlite.MustRegisterCollationUtf8("finnish", compareFinnish)
}

// compareFinnish orders texts as the Finnish alphabet does, letter case and white
// space folded. A list in the order of a field compares each customer's: most texts
// differ in letters of ASCII, which need not be folded first.
func compareFinnish(a, b string) int {
	if a == b {
		return 0
	}
	for i := 0; isPlainAt(a, i) && isPlainAt(b, i); i++ {
		if x, y := lowerASCII(a[i]), lowerASCII(b[i]); x != y {
			return cmp.Compare(x, y)
		}
	}
	return strings.Compare(alphabetKey(customer.FoldKey(a)), alphabetKey(customer.FoldKey(b)))
}

// isPlainAt reports whether the byte of a text is a character that folding turns to
// lower case at most: no mark follows it, and a space is the only one between words.
func isPlainAt(text string, i int) bool {
	if i >= len(text) || text[i] < ' ' || text[i] >= 0x7f || i+1 < len(text) && text[i+1] >= 0x7f {
		return false
	}
	return text[i] != ' ' || i > 0 && text[i-1] != ' ' && i+1 < len(text) && text[i+1] > ' '
}

func lowerASCII(b byte) byte {
	if b >= 'A' && b <= 'Z' {
		return b + 'a' - 'A'
	}
	return b
}

// finnishLetters places the letters that have a place of their own in the
// alphabet, or a base letter that Unicode does not tell. The three signs stand
// between z and all other letters.
var finnishLetters = map[rune]string{
	'å': "{", 'ä': "|", 'æ': "|", 'ö': "}", 'ø': "}", 'õ': "}", 'ő': "}", 'œ': "}",
	'ü': "y", 'ű': "y", 'ð': "d", 'đ': "d", 'ł': "l", 'þ': "th", 'ŋ': "n", 'ŧ': "t", 'ʒ': "z",
}

// alphabetKey turns a text folded by customer.FoldKey into one whose bytes
// order as the Finnish alphabet does. Other texts may share it.
func alphabetKey(folded string) string {
	at := 0
	for at < len(folded) && folded[at] < utf8.RuneSelf {
		at++
	}
	if at == len(folded) {
		return folded
	}
	var b strings.Builder
	b.Grow(len(folded))
	b.WriteString(folded[:at])
	for _, r := range folded[at:] {
		letter, ok := finnishLetters[r]
		switch {
		case r < utf8.RuneSelf:
			b.WriteByte(byte(r))
		case ok:
			b.WriteString(letter)
		default:
			b.WriteString(baseLetter(r))
		}
	}
	return b.String()
}

// baseLetter takes the marks off a letter.
func baseLetter(r rune) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFD.String(string(r)))
}
