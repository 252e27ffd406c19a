package htmltable

import (
	"bytes"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// joining are the elements that do not end a text in which they stand.
var joining = []atom.Atom{atom.A, atom.B, atom.Big, atom.Br, atom.Em, atom.Font, atom.I, atom.S, atom.Small, atom.Span, atom.Strong, atom.Sub, atom.Sup, atom.U}

// looks are the attributes that say how something looks, never what it is.
var looks = []string{"align", "class", "colspan", "height", "rowspan", "style", "valign", "width"}

// textReader gathers all texts of a page.
type textReader struct {
	z     *html.Tokenizer
	most  int // cells that are given at once
	take  func([]string) error
	inRow bool
	row   []string
	text  []byte
}

// EachText gives every text of a page, whatever it stands in: the cells of a row
// together, at most so many, all others by themselves, comments and the values of
// attributes too.
func EachText(text string, most int, take func(texts []string) error) error {
	r := &textReader{z: html.NewTokenizer(strings.NewReader(text)), most: most, take: take}
	for {
		var err error
		switch r.z.Next() {
		case html.ErrorToken:
			return r.endRow()
		case html.TextToken:
			r.text = append(r.text, r.z.Text()...)
		case html.CommentToken:
			err = r.comment(string(r.z.Text()))
		case html.StartTagToken, html.SelfClosingTagToken:
			err = r.tag(true)
		case html.EndTagToken:
			err = r.tag(false)
		}
		if err != nil {
			return err
		}
	}
}

// tag takes the beginning or the end of an element.
func (r *textReader) tag(begins bool) error {
	name, more := r.z.TagName()
	var err error
	switch tag := atom.Lookup(name); {
	case tag == atom.Br:
		r.text = append(r.text, ' ')
	case slices.Contains(joining, tag):
	case tag == atom.Tr, tag == atom.Table:
		err = r.endRow()
		r.inRow = begins && tag == atom.Tr
	default:
		err = r.endText()
	}
	for more && err == nil {
		var key, value []byte
		key, value, more = r.z.TagAttr()
		if len(value) > 0 && !slices.Contains(looks, string(key)) {
			err = r.take([]string{string(value)})
		}
	}
	return err
}

// comment takes a comment, in which programs write elements.
func (r *textReader) comment(text string) error {
	for part := range strings.FieldsFuncSeq(text, func(c rune) bool { return c == '<' || c == '>' || c == '\n' }) {
		if err := r.take([]string{html.UnescapeString(part)}); err != nil {
			return err
		}
	}
	return nil
}

func (r *textReader) endText() error {
	text := bytes.TrimSpace(r.text)
	r.text = r.text[:0]
	if len(text) == 0 {
		return nil
	}
	if r.row = append(r.row, string(text)); r.inRow && len(r.row) < r.most {
		return nil
	}
	return r.giveRow()
}

func (r *textReader) endRow() error {
	if err := r.endText(); err != nil || len(r.row) == 0 {
		return err
	}
	return r.giveRow()
}

func (r *textReader) giveRow() error {
	row := r.row
	r.row = r.row[:0]
	return r.take(row)
}
