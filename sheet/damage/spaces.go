package damage

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

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
// white space to be the same or a space; a tab may be gone, as LibreOffice leaves it
// out of cells with several lines. lost tells which characters of stored cannot have
// stayed, and how many bytes of what follows in cell stand for one, 0 where none
// can.
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
