// Package charset finds the charset of a text, decodes it, and mends letters that
// were read in a wrong one before the file was made.
package charset

import (
	"bytes"
	"encoding/binary"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
	"unsafe"

	"kortisto/sheet/table"

	"golang.org/x/text/encoding/charmap"
)

// The charsets that a file of text can be in, by their names.
const (
	setUTF8    = "utf-8"
	setUTF16LE = "utf-16le"
	setUTF16BE = "utf-16be"
	set1252    = "windows-1252"
	setLatin1  = "iso-8859-1"
	setLatin9  = "iso-8859-15"
	setMac     = "macintosh"
	set850     = "ibm850"
	set437     = "ibm437" // only where asked for: code page 850 has the letters that matter at the same places

	setUTF16 = "utf-16" // as asked for: the bytes tell which of the two
)

var (
	markUTF8    = []byte("\xEF\xBB\xBF")
	markUTF16LE = []byte("\xFF\xFE")
	markUTF16BE = []byte("\xFE\xFF")
)

// charsetNames are the charsets by what people call them, in lower case
// without punctuation.
var charsetNames = map[string]string{
	"utf8": setUTF8, "utf8bom": setUTF8, "utf8sig": setUTF8, "ascii": setUTF8, "usascii": setUTF8,
	"utf16": setUTF16, "ucs2": setUTF16, "unicode": setUTF16,
	"utf16le": setUTF16LE, "utf16be": setUTF16BE,
	"windows1252": set1252, "win1252": set1252, "cp1252": set1252, "1252": set1252, "ansi": set1252,
	"ansilatin1": set1252, "xcp1252": set1252, "winlatin1": set1252,
	"iso88591": setLatin1, "88591": setLatin1, "latin1": setLatin1, "l1": setLatin1, "isolatin1": setLatin1,
	"iso885915": setLatin9, "885915": setLatin9, "latin9": setLatin9, "l9": setLatin9, "latin0": setLatin9, "isolatin9": setLatin9,
	"macintosh": setMac, "macroman": setMac, "mac": setMac, "xmacroman": setMac, "macosroman": setMac, "apple": setMac,
	"ibm850": set850, "cp850": set850, "850": set850, "dos850": set850, "pc850": set850, "oem850": set850,
	"dos": set850, "msdos": set850, "oem": set850, "codepage850": set850,
	"ibm437": set437, "cp437": set437, "437": set437, "dos437": set437, "oem437": set437, "codepage437": set437,
}

// Names lists the charsets that a file can be read in, the commonest first.
func Names() []string {
	return []string{setUTF8, set1252, setLatin1, setLatin9, setMac, set850, set437, setUTF16LE, setUTF16BE}
}

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
}

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

// resolve gives the charset that a user's words mean.
func resolve(name string) (string, error) {
	plain := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, strings.ToLower(name))
	if charset, ok := charsetNames[plain]; ok {
		return charset, nil
	}
	return "", &table.Error{Code: table.CharsetUnknown, Args: map[string]any{"found": name}}
}

// Decoded is the text of a file.
type Decoded struct {
	Text    string
	Charset string // one of Charsets
	Odd     bool   // it may hold garbled cells: FindGarbled is worth its time
}

// Decode gives a file's text in the charset that is asked for, or where none is
// in the one that the bytes show. Bytes that the charset doesn't have are an
// error, never a replacement character. known tells names of columns, which
// tell charsets apart; nil does without. The text may lie in data,
// which must not be changed any more.
func Decode(data []byte, asked string, known func(string) bool) (d Decoded, err error) {
	if asked == "" {
		d.Charset = detectCharset(data, known)
	} else if d.Charset, err = resolve(asked); err != nil {
		return Decoded{}, err
	}
	if d.Charset == setUTF16 {
		d.Charset = utf16Order(data)
	}
	switch d.Charset {
	case setUTF16LE:
		d.Text, err = decodeUTF16(bytes.TrimPrefix(data, markUTF16LE), binary.LittleEndian, d.Charset)
	case setUTF16BE:
		d.Text, err = decodeUTF16(bytes.TrimPrefix(data, markUTF16BE), binary.BigEndian, d.Charset)
	case setUTF8:
		d.Text, d.Odd, err = decodeUTF8(bytes.TrimPrefix(data, markUTF8))
		return d, err
	default:
		data = bytes.TrimPrefix(data, markUTF8)
		if at := tables[d.Charset].lacking(data); at >= 0 {
			return Decoded{}, charsetWrong(d.Charset, string(data[:at]))
		}
		d.Text = tables[d.Charset].decode(data)
	}
	d.Odd = mayBeGarbled(d.Text)
	return d, err
}

// decodeUTF8 gives UTF-8 as it is, where all of it is valid.
func decodeUTF8(data []byte) (text string, odd bool, err error) {
	text = unsafe.String(unsafe.SliceData(data), len(data)) // which nobody changes: see above
	if odd = mayBeGarbled(text); !odd {
		return text, false, nil // which is valid, too
	}
	if at := invalidUTF8(text); at >= 0 {
		err = charsetWrong(setUTF8, text[:at])
		if cutUTF8(data) {
			err = table.Truncated(1 + table.CountLines(text))
		}
	}
	return text, true, err
}

// DecodeNamed decodes a file again in the charset that it names itself, where
// its bytes alone left a choice. ok is false where they did not, or where they
// can't be in the charset that is named.
func DecodeNamed(data []byte, found Decoded, named string) (d Decoded, ok bool) {
	set, err := resolve(named)
	if err != nil || tables[found.Charset] == nil || tables[set] == nil {
		return Decoded{}, false
	}
	if set == setLatin1 && tables[set1252].lacking(data) < 0 {
		set = set1252 // what browsers take it for
	}
	if tables[set].lacking(data) >= 0 {
		return Decoded{}, false
	}
	d, err = Decode(data, set, nil)
	return d, err == nil
}

// detectCharset goes from what is certain to what is likely: a byte order
// mark, valid UTF-8, the zeros that UTF-16 leaves, and then the 8-bit sets.
func detectCharset(data []byte, known func(string) bool) string {
	switch {
	case bytes.HasPrefix(data, markUTF8):
		return setUTF8
	case bytes.HasPrefix(data, markUTF16LE):
		return setUTF16LE
	case bytes.HasPrefix(data, markUTF16BE):
		return setUTF16BE
	}
	if charset := zerosOfUTF16(data); charset != "" {
		return charset
	}
	if utf8.Valid(data) || cutUTF8(data) || damagedUTF8(data) {
		return setUTF8
	}
	return detect8Bit(data, known)
}

// damagedUTF8 tells UTF-8 with a few broken bytes from the 8-bit charsets: in
// those, letters hardly ever stand side by side as UTF-8 wants them. Such a
// file is an error of its line; read as Windows-1252 each of its letters would
// turn to rubbish without a word.
func damagedUTF8(data []byte) bool {
	whole, invalid := 0, 0
	for i := 0; i < len(data); {
		if data[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, size := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && size == 1 {
			invalid++
		} else {
			whole++
		}
		i += size
	}
	return whole > invalid
}

// cutUTF8 tells UTF-8 that ends in the middle of its last letter. Letters before
// it tell it from an 8-bit charset: there, a lone byte at the end is a letter.
func cutUTF8(data []byte) bool {
	end := len(data)
	for i := 0; i < utf8.UTFMax-1 && end > 0; i++ {
		end--
		if utf8.RuneStart(data[end]) {
			break
		}
	}
	whole := data[:end]
	return !utf8.FullRune(data[end:]) && utf8.Valid(whole) && utf8.RuneCount(whole) < len(whole)
}

// zerosOfUTF16 finds UTF-16 without a byte order mark by the zero bytes that
// stand in every other place of western text.
func zerosOfUTF16(data []byte) string {
	sample := data[:min(len(data), utf16Sample)&^1]
	var zeros [2]int
	for i, c := range sample {
		if c == 0 {
			zeros[i&1]++
		}
	}
	half := len(sample) / 2
	switch {
	case half == 0:
		return ""
	case zeros[1]*10 > half*6 && zeros[0]*20 < half:
		return setUTF16LE
	case zeros[0]*10 > half*6 && zeros[1]*20 < half:
		return setUTF16BE
	}
	return ""
}

// utf16Sample is how many bytes are looked at to find UTF-16.
const utf16Sample = 64 << 10

// utf16Order gives which of the two UTF-16 data is.
func utf16Order(data []byte) string {
	if bytes.HasPrefix(data, markUTF16BE) || zerosOfUTF16(data) == setUTF16BE {
		return setUTF16BE
	}
	return setUTF16LE
}

func decodeUTF16(data []byte, order binary.ByteOrder, charset string) (string, error) {
	out := make([]byte, 0, len(data)/2+len(data)/8)
	for i := 0; i < len(data); i += 2 {
		if i+1 == len(data) {
			return "", charsetWrong(charset, string(out))
		}
		r := rune(order.Uint16(data[i:]))
		if utf16.IsSurrogate(r) {
			if i+3 >= len(data) {
				return "", charsetWrong(charset, string(out))
			}
			if r = utf16.DecodeRune(r, rune(order.Uint16(data[i+2:]))); r == utf8.RuneError {
				return "", charsetWrong(charset, string(out))
			}
			i += 2
		}
		out = utf8.AppendRune(out, r)
	}
	return string(out), nil
}

// invalidUTF8 gives the place of the first byte that is no UTF-8, or -1.
func invalidUTF8(text string) int {
	if utf8.ValidString(text) {
		return -1
	}
	for i, r := range text {
		if r == utf8.RuneError {
			if _, size := utf8.DecodeRuneInString(text[i:]); size == 1 {
				return i
			}
		}
	}
	return -1
}

// charsetWrong is the error of a byte that the charset doesn't have, behind a
// text.
func charsetWrong(charset, before string) error {
	return &table.Error{Code: table.CharsetWrong, Args: map[string]any{"found": charset, "line": 1 + table.CountLines(before)}}
}
