package charset

import (
	"html"
	"mime"
	"strconv"
	"strings"
	"unicode/utf8"
)

// longestEntity is more bytes than the name of any letter has in a page.
const longestEntity = 12

// mendWritten gives a text whose letters were written as pages (M&auml;kel&auml;)
// or letters of e-mail (M=C3=A4kel=C3=A4) write them as it was meant.
func mendWritten(text string) (mended string, ok bool) {
	if !mayBeWritten(text) {
		return "", false
	}
	if strings.Contains(text, "=?") {
		if plain, err := new(mime.WordDecoder).DecodeHeader(text); err == nil && plain != text {
			return plain, true
		}
	}
	if plain, ok := mendQuoted(text); ok {
		return plain, true
	}
	if entityAt(text) >= 0 {
		if plain := html.UnescapeString(text); plain != text {
			return plain, true
		}
	}
	return "", false
}

// mayBeWritten is a quick look at a text: whether it holds such a letter.
func mayBeWritten(text string) bool { return entityAt(text) >= 0 || quotedAt(text) >= 0 }

// entityAt finds an entity as &auml; or &#228; in a text, -1 where there is none.
func entityAt(text string) int {
	for from := 0; ; from++ {
		i := strings.IndexByte(text[from:], '&')
		if i < 0 {
			return -1
		}
		from += i
		rest := text[from+1 : min(len(text), from+1+longestEntity)]
		end := strings.IndexByte(rest, ';')
		if end > 1 && isEntity(rest[:end]) {
			return from
		}
	}
}

func isEntity(name string) bool {
	for i, c := range []byte(name) {
		letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
		if !letter && (c < '0' || c > '9' || i == 0) && (c != '#' || i > 0) {
			return false
		}
	}
	whole := "&" + name + ";"
	return html.UnescapeString(whole) != whole
}

// quotedAt finds a letter outside ASCII as quoted-printable writes it (=C3), -1
// where there is none.
func quotedAt(text string) int {
	for from := 0; ; from++ {
		i := strings.IndexByte(text[from:], '=')
		if i < 0 {
			return -1
		}
		from += i
		if strings.HasPrefix(text[from:], "=?") && strings.Contains(text[from:min(len(text), from+80)], "?=") {
			return from
		}
		if c, ok := quotedByte(text[from:]); ok && c >= utf8.RuneSelf {
			return from
		}
	}
}

// quotedByte reads =C3 at the beginning of a text.
func quotedByte(text string) (byte, bool) {
	if len(text) < 3 || !isUpperHex(text[1]) || !isUpperHex(text[2]) {
		return 0, false
	}
	n, err := strconv.ParseUint(text[1:3], 16, 8)
	return byte(n), err == nil
}

func isUpperHex(c byte) bool { return c >= '0' && c <= '9' || c >= 'A' && c <= 'F' }

// mendQuoted gives a text that was written as quoted-printable. It is believed
// only where all of it gives words.
func mendQuoted(text string) (mended string, ok bool) {
	if quotedAt(text) < 0 || !strings.ContainsAny(text, "abcdefghijklmnopqrstuvwxyzGHIJKLMNOPQRSTUVWXYZ") {
		return "", false
	}
	var data []byte
	for i := 0; i < len(text); i++ {
		c, quoted := quotedByte(text[i:])
		switch {
		case text[i] != '=':
			data = append(data, text[i])
		case quoted:
			data = append(data, c)
			i += 2
		case strings.HasPrefix(text[i:], "=\n"):
			i++
		default:
			return "", false
		}
	}
	mended = string(data)
	if !utf8.Valid(data) {
		if tables[set1252].lacking(data) >= 0 {
			return "", false
		}
		mended = tables[set1252].decode(data)
	}
	return mended, plausible(mended, true)
}
