package htmltable

import (
	"strings"

	"kortisto/sheet/table"
)

// cellText gathers the text of a cell with its white space folded, as a
// browser shows it.
type cellText struct {
	text  strings.Builder
	space bool // white space came since the last character
	limit int  // bytes
	over  bool
}

func (b *cellText) add(text string) {
	if b.text.Len()+len(text) > 8*b.limit || b.over {
		b.over = true
		return
	}
	for i := range len(text) {
		c := text[i]
		if c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' {
			b.space = true
			continue
		}
		if b.space && b.text.Len() > 0 && !b.lineBegins() {
			b.text.WriteByte(' ')
		}
		b.space = false
		b.text.WriteByte(c)
	}
	b.over = b.text.Len() > b.limit
}

// newLine begins a line. Where one has just begun, only a <br> makes another.
func (b *cellText) newLine(always bool) {
	b.space = false
	if always || b.text.Len() > 0 && !b.lineBegins() {
		b.text.WriteByte('\n')
	}
}

func (b *cellText) lineBegins() bool {
	text := b.text.String()
	return text[len(text)-1] == '\n'
}

// String gives the text; "" where it is blank.
func (b *cellText) String() string {
	text := strings.Trim(b.text.String(), " \n")
	if table.IsBlank(text) {
		return ""
	}
	return text
}
