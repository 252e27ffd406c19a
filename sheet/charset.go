package sheet

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

// Names of the charsets that a CSV file can be in.
const (
	charsetUTF8    = "utf-8"
	charsetUTF16LE = "utf-16le"
	charsetUTF16BE = "utf-16be"
	charset1252    = "windows-1252"
	charsetLatin1  = "iso-8859-1"
	charsetLatin9  = "iso-8859-15"
	charsetMac     = "macintosh"
	charset850     = "ibm850"
	charset437     = "ibm437" // only where asked for: code page 850 has the letters that matter at the same places

	charsetUTF16 = "utf-16" // as asked for: the bytes tell which of the two
)

var (
	bomUTF8    = []byte("\xEF\xBB\xBF")
	bomUTF16LE = []byte("\xFF\xFE")
	bomUTF16BE = []byte("\xFE\xFF")
)

// charsetNames are the charsets by what people call them, in lower case
// without punctuation.
var charsetNames = map[string]string{
	"utf8": charsetUTF8, "utf8bom": charsetUTF8, "utf8sig": charsetUTF8, "ascii": charsetUTF8, "usascii": charsetUTF8,
	"utf16": charsetUTF16, "ucs2": charsetUTF16, "unicode": charsetUTF16,
	"utf16le": charsetUTF16LE, "utf16be": charsetUTF16BE,
	"windows1252": charset1252, "win1252": charset1252, "cp1252": charset1252, "1252": charset1252, "ansi": charset1252,
	"ansilatin1": charset1252, "xcp1252": charset1252, "winlatin1": charset1252,
	"iso88591": charsetLatin1, "88591": charsetLatin1, "latin1": charsetLatin1, "l1": charsetLatin1, "isolatin1": charsetLatin1,
	"iso885915": charsetLatin9, "885915": charsetLatin9, "latin9": charsetLatin9, "l9": charsetLatin9, "latin0": charsetLatin9, "isolatin9": charsetLatin9,
	"macintosh": charsetMac, "macroman": charsetMac, "mac": charsetMac, "xmacroman": charsetMac, "macosroman": charsetMac, "apple": charsetMac,
	"ibm850": charset850, "cp850": charset850, "850": charset850, "dos850": charset850, "pc850": charset850, "oem850": charset850,
	"dos": charset850, "msdos": charset850, "oem": charset850, "codepage850": charset850,
	"ibm437": charset437, "cp437": charset437, "437": charset437, "dos437": charset437, "oem437": charset437, "codepage437": charset437,
}

// Charsets lists the charsets that a file can be read in, the commonest first.
func Charsets() []string {
	return []string{charsetUTF8, charset1252, charsetLatin1, charsetLatin9, charsetMac, charset850, charset437, charsetUTF16LE, charsetUTF16BE}
}

// charTable gives the character of each byte of an 8-bit charset;
// utf8.RuneError where it has none.
type charTable [256]rune

// tables are those of the 8-bit charsets.
var tables = map[string]*charTable{
	charset1252:   tableOf(charmap.Windows1252),
	charsetLatin1: tableOf(charmap.ISO8859_1),
	charsetLatin9: tableOf(charmap.ISO8859_15),
	charsetMac:    tableOf(charmap.Macintosh),
	charset850:    tableOf(charmap.CodePage850),
	charset437:    tableOf(charmap.CodePage437),
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

// resolveCharset gives the charset that a user's words mean.
func resolveCharset(name string) (string, error) {
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

// decode gives the file's text and its charset: the asked one, or where none
// is asked the one that the bytes show. Bytes that the charset doesn't have
// are an error, never a replacement character. odd tells that the text may be
// garbled (see mayBeGarbled).
func decode(data []byte, asked string, known func(string) bool) (text, charset string, odd bool, err error) {
	if asked == "" {
		charset = detectCharset(data, known)
	} else if charset, err = resolveCharset(asked); err != nil {
		return "", "", false, err
	}
	if charset == charsetUTF16 {
		charset = utf16Order(data)
	}
	switch charset {
	case charsetUTF16LE:
		text, err = decodeUTF16(bytes.TrimPrefix(data, bomUTF16LE), binary.LittleEndian, charset)
	case charsetUTF16BE:
		text, err = decodeUTF16(bytes.TrimPrefix(data, bomUTF16BE), binary.BigEndian, charset)
	case charsetUTF8:
		data = bytes.TrimPrefix(data, bomUTF8)
		text = unsafe.String(unsafe.SliceData(data), len(data)) // which nobody changes: see Read
		if odd = mayBeGarbled(text); !odd {
			return text, charset, false, nil // which is valid, too
		}
		if at := invalidUTF8(text); at >= 0 {
			err = charsetWrong(charset, text[:at])
			if cutUTF8(data) {
				err = table.Truncated(1 + table.CountLines(text))
			}
		}
		return text, charset, true, err
	default:
		data = bytes.TrimPrefix(data, bomUTF8)
		if at := tables[charset].lacking(data); at >= 0 {
			return "", "", false, charsetWrong(charset, string(data[:at]))
		}
		text = tables[charset].decode(data)
	}
	return text, charset, mayBeGarbled(text), err
}

// detectCharset goes from what is certain to what is likely: a byte order
// mark, valid UTF-8, the zeros that UTF-16 leaves, and then the 8-bit sets.
func detectCharset(data []byte, known func(string) bool) string {
	switch {
	case bytes.HasPrefix(data, bomUTF8):
		return charsetUTF8
	case bytes.HasPrefix(data, bomUTF16LE):
		return charsetUTF16LE
	case bytes.HasPrefix(data, bomUTF16BE):
		return charsetUTF16BE
	}
	if charset := zerosOfUTF16(data); charset != "" {
		return charset
	}
	if utf8.Valid(data) || cutUTF8(data) || damagedUTF8(data) {
		return charsetUTF8
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
	sample := data[:min(len(data), binarySample)&^1]
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
		return charsetUTF16LE
	case zeros[0]*10 > half*6 && zeros[1]*20 < half:
		return charsetUTF16BE
	}
	return ""
}

func utf16Order(data []byte) string {
	if bytes.HasPrefix(data, bomUTF16BE) || zerosOfUTF16(data) == charsetUTF16BE {
		return charsetUTF16BE
	}
	return charsetUTF16LE
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

func charsetWrong(charset, before string) error {
	return &table.Error{Code: table.CharsetWrong, Args: map[string]any{"found": charset, "line": 1 + table.CountLines(before)}}
}
