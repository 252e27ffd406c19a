// Package charset finds the charset of a text, decodes it, and mends letters that
// were read in a wrong one before the file was made.
package charset

import (
	"bytes"
	"encoding/binary"
)

// Decoded is the text of a file.
type Decoded struct {
	Text    string
	Charset string // one of Names
	Odd     bool   // it may hold garbled cells: FindGarbled is worth its time
}

// Decode gives a file's text in the charset that is asked for, or where none is
// in the one that the bytes show. Bytes that the charset doesn't have are an
// error, never a replacement character. known tells names of columns, which
// tell charsets apart; nil does without. The text may lie in data, which must
// not be changed any more.
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
	case setUTF32LE:
		d.Text, err = decodeUTF32(bytes.TrimPrefix(data, markUTF32LE), binary.LittleEndian, d.Charset)
	case setUTF32BE:
		d.Text, err = decodeUTF32(bytes.TrimPrefix(data, markUTF32BE), binary.BigEndian, d.Charset)
	case setUTF8:
		d.Text, d.Odd, err = decodeUTF8(bytes.TrimPrefix(data, markUTF8))
		d.Odd = d.Odd || mayBeWritten(d.Text)
		return d, err
	default:
		data = bytes.TrimPrefix(data, markUTF8)
		if at := tables[d.Charset].lacking(data); at >= 0 {
			return Decoded{}, charsetWrong(d.Charset, string(data[:at]))
		}
		d.Text = tables[d.Charset].decode(data)
	}
	d.Odd = mayBeGarbled(d.Text) || mayBeWritten(d.Text)
	return d, err
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
