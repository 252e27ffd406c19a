package xmlscan

import (
	"bytes"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
)

// characters reads up to the next element, or to the end.
func (s *Scanner) characters() (*Token, error) {
	for from := 0; ; {
		i := bytes.IndexByte(s.buf[s.pos+from:s.end], '<')
		if i < 0 {
			from = s.end - s.pos
			if err := s.more(); err == nil {
				continue
			} else if err != io.EOF {
				return nil, err
			}
			i = 0
		}
		raw := s.buf[s.pos : s.pos+from+i]
		s.pos += len(raw)
		return s.text(raw, inText)
	}
}

// text makes a token of characters.
func (s *Scanner) text(raw []byte, where place) (*Token, error) {
	text, err := s.plain(raw, where)
	if err != nil {
		return nil, err
	}
	s.token = Token{Kind: Text, Attrs: s.token.Attrs, Text: text}
	return &s.token, nil
}

// place is where characters stand.
type place int

const (
	inText       place = iota
	inValue            // of an attribute
	inCharacters       // CDATA, where nothing is escaped
)

// special are the bytes that aren't simply characters.
var special = func() (is [256]bool) {
	for c := range is {
		is[c] = c < ' ' && c != '\t' && c != '\n' || c >= utf8.RuneSelf || c == '&' || c == '<' || c == ']'
	}
	return is
}()

// plain gives characters without escapes and with \n at the ends of lines: raw
// itself where it holds neither.
func (s *Scanner) plain(raw []byte, where place) ([]byte, error) {
	start, taken := len(s.scratch), 0 // raw[:taken] stands in scratch
	for i := 0; i < len(raw); {
		if !special[raw[i]] {
			i++
			continue
		}
		size, means, err := character(raw[i:], where)
		if err != nil {
			return nil, err
		}
		if means != itself {
			s.scratch = utf8.AppendRune(append(s.scratch, raw[taken:i]...), means)
			taken = i + size
		}
		i += size
	}
	if taken == 0 {
		return raw, nil
	}
	s.scratch = append(s.scratch, raw[taken:]...)
	return s.scratch[start:len(s.scratch):len(s.scratch)], nil
}

// itself says of a character that it means what stands there.
const itself rune = -1

// character reads the special character at the beginning of raw: its size, and
// what it means where it is an escape or the end of a line.
func character(raw []byte, where place) (size int, means rune, err error) {
	switch c := raw[0]; {
	case c >= utf8.RuneSelf:
		r, size := utf8.DecodeRune(raw)
		if r == utf8.RuneError && size == 1 {
			return 0, 0, ErrEncoding
		}
		if !isChar(r) {
			return 0, 0, ErrMalformed
		}
		return size, itself, nil
	case c == '\r' && len(raw) > 1 && raw[1] == '\n':
		return 2, '\n', nil
	case c == '\r':
		return 1, '\n', nil
	case c == '&' && where != inCharacters:
		r, length := escape(raw)
		if length == 0 {
			return 0, 0, ErrMalformed
		}
		return length, r, nil
	case c < ' ', c == '<' && where == inValue, c == ']' && where == inText && bytes.HasPrefix(raw, []byte("]]>")):
		return 0, 0, ErrMalformed
	}
	return 1, itself, nil
}

// isChar tells whether XML can hold a character.
func isChar(r rune) bool {
	return r >= ' ' && r <= 0xD7FF || r >= 0xE000 && r <= 0xFFFD || r >= 0x10000 && r <= utf8.MaxRune ||
		r == '\t' || r == '\n' || r == '\r'
}

// longestEscape is more than the length of any escape: &#x0010FFFF;
const longestEscape = 16

// escape reads the escape at the beginning of raw; length is 0 where it is none.
func escape(raw []byte) (r rune, length int) {
	end := bytes.IndexByte(raw[:min(len(raw), longestEscape)], ';')
	if end < 0 {
		return 0, 0
	}
	name := string(raw[1:end])
	switch name {
	case "lt":
		r = '<'
	case "gt":
		r = '>'
	case "amp":
		r = '&'
	case "apos":
		r = '\''
	case "quot":
		r = '"'
	default:
		digits, is := strings.CutPrefix(name, "#")
		base := 10
		if hex, found := strings.CutPrefix(digits, "x"); found {
			digits, base = hex, 16
		}
		n, err := strconv.ParseUint(digits, base, 31)
		if !is || err != nil || !isChar(rune(n)) {
			return 0, 0
		}
		r = rune(n)
	}
	return r, end + 1
}

func isSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' }

func skipSpace(raw []byte) []byte {
	for len(raw) > 0 && isSpace(raw[0]) {
		raw = raw[1:]
	}
	return raw
}
