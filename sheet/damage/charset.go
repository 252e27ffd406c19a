package damage

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// byteCharsets are the charsets of one byte a letter in which spreadsheet
// programs in our corner of the world save.
var byteCharsets = []*charmap.Charmap{
	charmap.Windows1252, charmap.Macintosh, charmap.ISO8859_15, charmap.ISO8859_1,
	charmap.CodePage850, charmap.Windows1257, charmap.Windows1250,
}

// lackMarks are what programs write for a letter that a charset lacks.
var lackMarks = []string{"?", "_"}

// lettersLost reports whether a text could have been saved in a charset that
// lacks some of its letters: exactly those turned to marks or to the ASCII that
// they resemble, the others whole.
// The mark U+FFFD stands for every letter beyond ASCII, of a file in one
// charset that was read as UTF-8.
func lettersLost(stored, cell string) bool {
	if strings.ContainsRune(cell, utf8.RuneError) {
		return aligned(stored, cell, func(r rune, rest string) (int, bool) {
			return prefixLength(rest, string(utf8.RuneError)), r >= utf8.RuneSelf
		})
	}
	resembles := strings.ContainsFunc(stored, func(r rune) bool { return resemblance(r) != 0 })
	for _, mark := range lackMarks {
		if (resembles || strings.Contains(cell, mark)) && lostTo(mark, stored, cell) {
			return true
		}
	}
	return false
}

// lostTo reports whether a text could have been saved in a charset for whose missing
// letters a mark stands.
func lostTo(mark, stored, cell string) bool {
	// A letter beyond the basic plane is two units to many programs.
	for _, wide := range []string{mark, mark + mark} {
		for _, charset := range byteCharsets {
			written := func(r rune, rest string) (int, bool) { return writtenFor(r, rest, charset, mark, wide) }
			if aligned(stored, cell, written) {
				return true
			}
		}
	}
	return false
}

// writtenFor is how many bytes of the rest of a cell may have been written for a letter
// that a charset lacks, and whether it does: what the letter resembles, else the mark.
func writtenFor(r rune, rest string, charset *charmap.Charmap, mark, wide string) (int, bool) {
	if _, has := charset.EncodeRune(r); has || isInvisible(r) && !strings.HasPrefix(rest, mark) {
		return 0, false
	}
	if there, size := utf8.DecodeRuneInString(rest); size > 0 && (there == resemblance(r) || isSpace(there) && unicode.IsSpace(r)) {
		return size, true
	}
	if r > 0xffff {
		return prefixLength(rest, wide), true
	}
	return prefixLength(rest, mark), true
}

// resemblance is the character of ASCII that LibreOffice writes for another one
// in a charset that lacks it, 0 for none.
func resemblance(r rune) rune {
	if r >= '！' && r <= '～' { // as wide as a Chinese letter
		return r - '！' + '!'
	}
	switch r {
	case '‐', '‑', '‒', '–', '—', '―', '•', '‣', '․', '‧', '⁃':
		return '-'
	case '‘', '’', '‛', '′', '‵':
		return '\''
	case '“', '”', '„', '‟', '″', '‶':
		return '"'
	case '‚':
		return ','
	case '‹':
		return '<'
	case '›':
		return '>'
	case '⁄', '∕':
		return '/'
	case '×', '∗':
		return '*'
	}
	return 0
}

// prefixLength is the length of a prefix that a text begins with, else 0.
func prefixLength(text, prefix string) int {
	if strings.HasPrefix(text, prefix) {
		return len(prefix)
	}
	return 0
}

// misreading is a text written in one charset and read in another. nil is UTF-8.
type misreading struct{ written, read *charmap.Charmap }

// misreadings are those that happen: a file of one program opened in another.
var misreadings = []misreading{
	{nil, charmap.Windows1252}, {nil, charmap.ISO8859_1}, {nil, charmap.Macintosh}, {nil, charmap.ISO8859_15}, {nil, charmap.CodePage850},
	{charmap.Windows1252, charmap.Macintosh}, {charmap.Macintosh, charmap.Windows1252}, {charmap.Macintosh, charmap.ISO8859_1},
	{charmap.Windows1252, charmap.CodePage850}, {charmap.CodePage850, charmap.Windows1252},
}

// misread reports whether a cell is what one of the misreadings makes of a text.
func misread(stored, cell string) bool {
	if isASCII(cell) {
		return false
	}
	cell = dropControls(cell)
	for i := range misreadings {
		text, whole := misreadings[i].of(stored)
		if sameButSpaces(text, cell) || !whole && dropSpaces(text) == dropSpaces(cell) {
			return true
		}
	}
	return false
}

// of gives the text as it looks after the misreading, without the control
// characters that no cell keeps: it is not whole then, and white space may stand
// in their place.
func (m *misreading) of(text string) (left string, whole bool) {
	table := decodingTable(m.read)
	var b strings.Builder
	whole = true
	write := func(r rune) {
		if isC1(r) {
			whole = false
			return
		}
		b.WriteRune(r)
	}
	for _, r := range text {
		if m.written == nil {
			var bytes [utf8.UTFMax]byte
			for _, c := range bytes[:utf8.EncodeRune(bytes[:], r)] {
				write(table[c])
			}
			continue
		}
		c, ok := m.written.EncodeRune(r)
		if !ok {
			c = '?'
		}
		write(table[c])
	}
	return b.String(), whole
}

// isC1 reports whether a character is one of the control characters beyond
// ASCII, or none at all: what readers put for bytes that a charset lacks.
func isC1(r rune) bool { return r >= 0x7f && r < 0xa0 || r == utf8.RuneError }

func dropControls(text string) string {
	return strings.Map(func(r rune) rune {
		if isC1(r) {
			return -1
		}
		return r
	}, text)
}

func dropSpaces(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, text)
}

// decodingTables holds the 256 characters of each charset.
var decodingTables sync.Map

func decodingTable(charset *charmap.Charmap) *[256]rune {
	if table, ok := decodingTables.Load(charset); ok {
		return table.(*[256]rune)
	}
	var table [256]rune
	for i := range table {
		table[i] = charset.DecodeByte(byte(i))
	}
	decodingTables.Store(charset, &table)
	return &table
}
