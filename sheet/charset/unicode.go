package charset

import (
	"bytes"
	"encoding/binary"
	"unicode/utf16"
	"unicode/utf8"
	"unsafe"

	"kortisto/sheet/table"
)

var (
	markUTF8    = []byte("\xEF\xBB\xBF")
	markUTF16LE = []byte("\xFF\xFE")
	markUTF16BE = []byte("\xFE\xFF")
	markUTF32LE = []byte("\xFF\xFE\x00\x00")
	markUTF32BE = []byte("\x00\x00\xFE\xFF")
)

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

func decodeUTF32(data []byte, order binary.ByteOrder, charset string) (string, error) {
	out := make([]byte, 0, len(data)/4+len(data)/16)
	for i := 0; i < len(data); i += 4 {
		if i+3 >= len(data) {
			return "", charsetWrong(charset, string(out))
		}
		r := rune(order.Uint32(data[i:]))
		if !utf8.ValidRune(r) {
			return "", charsetWrong(charset, string(out))
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
