package workbook

import (
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"kortisto/sheet/table"
	"kortisto/sheet/xmlscan"
)

// readSharedStrings reads a workbook's table of texts.
func readSharedStrings(a *archive, part string) ([]string, error) {
	p, err := a.openXML(part)
	if err != nil {
		return nil, err
	}
	defer p.close()
	var texts []string
	var text richText
	for {
		token, err := p.next()
		if token == nil || err != nil {
			return texts, err
		}
		text.take(token)
		if len(text.buf) > longestText(a.limits) {
			return nil, a.limits.TextTooLong(part)
		}
		if token.Kind == xmlscan.End && token.Name.Local == "si" {
			value := text.end()
			if table.IsLonger(value, a.limits.CellChars) {
				return nil, a.limits.TextTooLong(part)
			}
			// Cells that are counted hold the texts; those beyond are waste.
			if len(texts) == a.limits.Cells {
				return nil, a.limits.TooManyCells()
			}
			texts = append(texts, value)
		}
	}
}

// longestText is how many bytes a cell's text can take in a workbook, where the
// longest way to write a character is _xD83D__xDE00_. A text of many pieces is
// given up there, before it fills the memory.
func longestText(limits table.Limits) int { return 2*escapeSize*limits.CellChars + 2*escapeSize }

// richText puts together the text of an element that may hold several runs of
// different fonts. Phonetic hints beside them are no text of the cell.
type richText struct {
	buf      []byte
	inText   bool
	phonetic bool
}

func (t *richText) take(token *xmlscan.Token) {
	switch token.Kind {
	case xmlscan.Start:
		switch token.Name.Local {
		case "t":
			t.inText = !t.phonetic
		case "rPh":
			t.phonetic = true
		}
	case xmlscan.End:
		switch token.Name.Local {
		case "t":
			t.inText = false
		case "rPh":
			t.phonetic = false
		}
	case xmlscan.Text:
		if t.inText {
			t.buf = append(t.buf, token.Text...)
		}
	}
}

// end gives the text and begins a new one.
func (t *richText) end() string {
	text := cellText(string(t.buf))
	t.buf = t.buf[:0]
	return text
}

// cellText gives a workbook's text as a cell of ours: escapes resolved, line
// breaks as \n, without NUL.
func cellText(text string) string {
	return table.WithoutNUL(table.PlainLineEnds(unescape(text)))
}

// escapeSize is the length of _x000D_, the way in which workbooks write UTF-16
// units that XML can't hold.
const escapeSize = 7

// escaped reads the escape at the beginning of text.
func escaped(text string) (unit uint16, ok bool) {
	if len(text) < escapeSize || text[:2] != "_x" || text[6] != '_' {
		return 0, false
	}
	for _, c := range []byte(text[2:6]) {
		if !isHex(c) {
			return 0, false
		}
	}
	n, err := strconv.ParseUint(text[2:6], 16, 16)
	return uint16(n), err == nil
}

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}

func unescape(text string) string {
	if !strings.Contains(text, "_x") {
		return text
	}
	out := make([]byte, 0, len(text))
	for i := 0; i < len(text); {
		unit, ok := escaped(text[i:])
		if !ok {
			out = append(out, text[i])
			i++
			continue
		}
		r, size := rune(unit), escapeSize
		if utf16.IsSurrogate(r) {
			low, _ := escaped(text[i+escapeSize:])
			if r = utf16.DecodeRune(r, rune(low)); r == utf8.RuneError {
				// Half a character: the escape is kept for people to see.
				out = append(out, text[i])
				i++
				continue
			}
			size = 2 * escapeSize
		}
		out = utf8.AppendRune(out, r)
		i += size
	}
	return string(out)
}
