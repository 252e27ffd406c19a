package workbook

import (
	"bytes"
	"errors"
	"io"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"kortisto/sheet/table"
	"kortisto/sheet/xmlscan"
)

// textReader gathers all texts of a workbook, whatever part they stand in.
type textReader struct {
	limits table.Limits
	take   func([]string) error

	shared   []string // the texts that cells share
	used     []bool   // those that have been given with a cell
	inShared bool     // the table of them is being read
	next     int      // of it

	text   []byte // that is being read
	props  int    // elements of looks that are open within it
	inRow  bool
	row    []string
	kind   string // of the cell that is being read
	inCell bool
	value  string // of the cell of an OpenDocument spreadsheet that is being read
	filled bool   // it has a text, too
}

// EachText gives every text of a workbook: the cells of a row of any worksheet
// together, with what stands within them, and by themselves all others of all parts,
// the values of attributes too. What is no XML is looked through for what looks like
// text. A workbook within the workbook is an error: it is packed by itself.
func EachText(data []byte, limits table.Limits, take func(texts []string) error) error {
	r := &textReader{limits: limits, take: take}
	if isFlatODS(data) {
		a := &archive{limits: limits}
		return r.readXML(a.xmlFrom("", io.NopCloser(bytes.NewReader(data))))
	}
	kind, err := kindOf(data)
	if err != nil {
		return err
	}
	a, err := openArchive(data, limits)
	if err != nil {
		return err
	}
	shared := ""
	if kind == XLSX {
		if shared, err = r.readShared(a); err != nil {
			return err
		}
	} else if locked, err := a.locked(); err != nil {
		return err
	} else if locked {
		return &table.Error{Code: table.Encrypted}
	}
	return r.readParts(a, shared)
}

// readParts reads all parts, that of the shared texts last: it is known then which of
// them no cell has.
func (r *textReader) readParts(a *archive, shared string) error {
	if err := r.one(a.comment); err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(a.parts)) {
		if name == shared {
			continue
		}
		if err := r.readPart(a, name); err != nil {
			return err
		}
	}
	if shared == "" {
		return nil
	}
	r.inShared = true
	return r.readPart(a, shared)
}

// readShared reads the texts that cells share, and gives the name of their part, ""
// where there is none.
func (r *textReader) readShared(a *archive) (part string, err error) {
	w, err := openXLSX(a)
	if err != nil {
		return "", err
	}
	part = partName(w.strings)
	if a.parts[part] == nil {
		return "", nil
	}
	r.shared, err = readSharedStrings(a, part)
	r.used = make([]bool, len(r.shared))
	return part, err
}

// readPart reads a part as XML, or where it is none as bytes among which texts stand.
func (r *textReader) readPart(a *archive, name string) error {
	f := a.parts[name]
	for _, text := range []string{f.Name, f.Comment} {
		if err := r.one(text); err != nil {
			return err
		}
	}
	p, err := a.openXML(name)
	if err != nil {
		return err
	}
	if err = r.readXML(p); !errors.Is(err, &table.Error{Code: table.WorkbookBroken}) {
		return err
	}
	r.text, r.row, r.inRow, r.inCell, r.props = r.text[:0], r.row[:0], false, false, 0
	return eachRun(f, r.one)
}

func (r *textReader) readXML(p *xmlPart) error {
	defer p.close()
	p.scanner.WithComments = true
	for {
		token, err := p.next()
		if token == nil || err != nil {
			return err
		}
		switch token.Kind {
		case xmlscan.Start:
			err = r.start(token)
		case xmlscan.End:
			err = r.end(token.Name)
		case xmlscan.Comment:
			err = r.one(string(token.Text))
		case xmlscan.Text:
			r.text = append(r.text, token.Text...)
			if len(r.text) > longestText(r.limits) {
				err = r.limits.TextTooLong(p.name)
			}
		}
		if err != nil {
			return err
		}
	}
}

// joins tells whether an element does not end the text in which it stands: a run of
// other looks, a link, what stands for a space.
func joins(name *xmlscan.Name) bool {
	switch name.Full {
	case "text:a", "text:span", "text:s", "text:tab", "text:line-break":
		return true
	}
	switch name.Local {
	case "r", "t", "font", "br":
		return true
	}
	return false
}

func isRow(name string) bool { return name == "row" || name == "table-row" }

func isCell(name string) bool {
	return name == "c" || name == "table-cell" || name == "covered-table-cell"
}

// isLook tells whether an attribute says how something looks or is written.
func isLook(name *xmlscan.Name) bool {
	return name.Prefix == "xmlns" || name.Prefix == "xml" || name.Full == "xmlns" || name.Local == "style-name"
}

// start takes an element that begins.
func (r *textReader) start(e *xmlscan.Token) error {
	name := e.Name.Local
	switch {
	case name == "rPr":
		r.props++
	case r.props > 0:
	case !joins(e.Name):
		if err := r.endText(name); err != nil {
			return err
		}
	case name == "s", name == "tab", name == "line-break", name == "br":
		r.text = append(r.text, ' ')
	}
	switch {
	case isRow(name):
		r.inRow = true
		return nil
	case isCell(name):
		return r.startCell(e)
	}
	for _, a := range e.Attrs {
		if isLook(a.Name) {
			continue
		}
		if err := r.one(string(a.Value)); err != nil {
			return err
		}
	}
	return nil
}

// startCell takes a cell that begins. What its attributes say of its place and looks
// is no text.
func (r *textReader) startCell(e *xmlscan.Token) error {
	r.inCell, r.kind, r.value, r.filled = true, "", "", false
	for _, a := range e.Attrs {
		switch a.Name.Local {
		case "t":
			r.kind = known(a.Value, cellKinds)
		case "value":
			r.value = generalNumber(string(a.Value))
		case "string-value":
			r.value = string(a.Value)
		case "formula":
			if err := r.one(string(a.Value)); err != nil {
				return err
			}
		}
	}
	return nil
}

// end takes the end of an element.
func (r *textReader) end(e *xmlscan.Name) error {
	name := e.Local
	switch {
	case name == "rPr":
		r.props--
		return nil
	case r.props > 0, joins(e):
		return nil
	}
	if err := r.endText(name); err != nil {
		return err
	}
	switch {
	case name == "si" && r.inShared:
		r.next++
	case isCell(name):
		return r.endCell()
	case isRow(name):
		r.inRow = false
		return r.giveRow()
	}
	return nil
}

// paperCode is what says how a text at the head or foot of a printed page looks, or
// where it stands, without a space behind it: &C, &12, &"Arial,Bold".
var paperCode = regexp.MustCompile(`&(?:"[^"]*"|\d+|K[0-9A-Fa-f]{6}|K\d\d[+-]\d{3}|.)`)

// endText ends a text at an element that begins or ends.
func (r *textReader) endText(name string) error {
	text := cellText(string(bytes.TrimSpace(r.text)))
	r.text = r.text[:0]
	switch {
	case text == "":
		return nil
	case name == "f": // a formula, beside which its result stands
		return r.one(text)
	case strings.HasSuffix(name, "Header"), strings.HasSuffix(name, "Footer"):
		return r.one(paperCode.ReplaceAllString(text, " "))
	case name == "v" && r.inCell:
		text = r.cellValue(text)
	case name == "si" && r.inShared && r.next < len(r.used) && r.used[r.next]:
		return nil
	}
	r.filled = true
	return r.add(text)
}

// cellValue gives what stands in a cell as its value.
func (r *textReader) cellValue(text string) string {
	switch r.kind {
	case "s":
		if i, err := strconv.Atoi(text); err == nil && i >= 0 && i < len(r.shared) {
			r.used[i] = true
			return r.shared[i]
		}
	case "", "n":
		return generalNumber(text)
	}
	return text
}

// endCell takes what a cell holds beside its text.
func (r *textReader) endCell() error {
	value := r.value
	r.inCell, r.value = false, ""
	switch {
	case value == "":
		return nil
	case !r.filled:
		return r.add(value)
	case len(r.row) > 0 && r.row[len(r.row)-1] == value:
		return nil
	}
	return r.one(value)
}

// add takes a text: with others of its row, where it stands in one. A very wide row
// is given in several parts.
func (r *textReader) add(text string) error {
	if r.row = append(r.row, text); r.inRow && len(r.row) < r.limits.Columns {
		return nil
	}
	return r.giveRow()
}

func (r *textReader) giveRow() error {
	row := r.row
	if r.row = row[:0]; len(row) == 0 {
		return nil
	}
	return r.take(row)
}

// one takes a text that stands by itself.
func (r *textReader) one(text string) error {
	if strings.TrimSpace(text) == "" {
		return nil
	}
	return r.take([]string{text})
}
