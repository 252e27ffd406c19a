package db

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// appendWords appends the words of a text, separated by spaces: letters and
// digits alone, in lower case, without diacritics. Both the index and its
// queries are folded here, so that they always agree on what a word is.
func appendWords(buf []byte, text string) []byte {
	for i := 0; i < len(text); i++ {
		b := text[i]
		switch {
		case b >= 'a' && b <= 'z' || b >= '0' && b <= '9':
			buf = append(buf, b)
		case b >= 'A' && b <= 'Z':
			buf = append(buf, b+'a'-'A')
		case b < utf8.RuneSelf:
			buf = append(buf, ' ')
		case b == 0xc3 && i+1 < len(text) && text[i+1] < 0xc0 && latin[text[i+1]&0x3f] != 0:
			i++
			buf = append(buf, latin[text[i]&0x3f])
		default:
			return appendFolded(buf, text[i:])
		}
	}
	return buf
}

// latin folds the letters À to ÿ as appendFolded does, those that give one
// letter: the usual ones in a Finnish register.
var latin = func() (folded [64]byte) {
	for i := range folded {
		if text := appendFolded(nil, string(rune(0xc0+i))); len(text) == 1 {
			folded[i] = text[0]
		}
	}
	return folded
}()

// appendFolded is appendWords for any text.
func appendFolded(buf []byte, text string) []byte {
	for _, r := range norm.NFD.String(text) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			buf = utf8.AppendRune(buf, unicode.ToLower(r))
		default:
			buf = append(buf, ' ')
		}
	}
	return buf
}
