package charset

import (
	"maps"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// charTable gives the character of each byte of an 8-bit charset;
// utf8.RuneError where it has none.
type charTable [256]rune

// tables are those of the 8-bit charsets.
var tables = map[string]*charTable{
	set1252:   tableOf(charmap.Windows1252),
	setLatin1: tableOf(charmap.ISO8859_1),
	setLatin9: tableOf(charmap.ISO8859_15),
	setMac:    tableOf(charmap.Macintosh),
	set850:    tableOf(charmap.CodePage850),
	set437:    tableOf(charmap.CodePage437),
	set1250:   tableOf(charmap.Windows1250),
	set1251:   tableOf(charmap.Windows1251),
	set1257:   tableOf(charmap.Windows1257),
}

// otherTables are those of charsets that only a file itself names, or a user.
var otherTables = map[string]*charTable{
	"iso-8859-2":   tableOf(charmap.ISO8859_2),
	"iso-8859-4":   tableOf(charmap.ISO8859_4),
	"iso-8859-5":   tableOf(charmap.ISO8859_5),
	"iso-8859-7":   tableOf(charmap.ISO8859_7),
	"iso-8859-9":   tableOf(charmap.ISO8859_9),
	"iso-8859-10":  tableOf(charmap.ISO8859_10),
	"iso-8859-13":  tableOf(charmap.ISO8859_13),
	"windows-1253": tableOf(charmap.Windows1253),
	"windows-1254": tableOf(charmap.Windows1254),
	"koi8-r":       tableOf(charmap.KOI8R),
	"koi8-u":       tableOf(charmap.KOI8U),
}

func init() { maps.Copy(tables, otherTables) }

func tableOf(set *charmap.Charmap) *charTable {
	table := new(charTable)
	for i := range table {
		table[i] = set.DecodeByte(byte(i))
	}
	return table
}

// lacking gives the place of the first byte that the charset has no character
// for, or -1.
func (t *charTable) lacking(data []byte) int {
	for i, c := range data {
		if t[c] == utf8.RuneError {
			return i
		}
	}
	return -1
}

func (t *charTable) decode(data []byte) string {
	var out strings.Builder
	out.Grow(len(data) + len(data)/8)
	for _, c := range data {
		if c < utf8.RuneSelf {
			out.WriteByte(c)
		} else {
			out.WriteRune(t[c])
		}
	}
	return out.String()
}
