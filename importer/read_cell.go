package importer

import (
	"strings"

	"kortisto/customer"
	"kortisto/sheet"
)

// cell is what a row says about a field.
type cell struct {
	text      string // clean, "" where the row says nothing
	other     string // the same with the apostrophes that protect it in a file, or mended in another way; else equal to text
	asWritten bool   // meant as it stands: the user has typed it, or taken it at its word

	apostropheOff bool // an apostrophe that is none of ours is taken off
}

// column reads the column of a field; where it has none, what was decided for the row
// or is filled into it.
func (r *rowReader) column(f customer.Field) cell {
	column := r.columns[f]
	if column < 0 {
		set := r.decision.Set[f]
		if fill := r.fills.of(f, r.source.Line, r.filling); set == "" && r.filling != "" && fill != nil {
			set = fill.Value
		}
		set = customer.Clean(set)
		return cell{text: set, other: set, asWritten: true}
	}
	return r.cellOf(column, f)
}

// cellOf reads the cell of a column as one of a field.
func (r *rowReader) cellOf(column int, f customer.Field) cell {
	if column >= len(r.source.Cells) {
		return cell{}
	}
	raw, asWritten := r.decidedText(column, customer.Clean(r.source.Cells[column]))
	if r.ours { // also a workbook, as which a CSV export was saved
		if bare, protected := sheet.Unprotect(raw); protected {
			return cell{text: customer.Clean(bare), other: raw, asWritten: asWritten}
		}
	}
	if !asWritten && !r.in.Options.NoRepair {
		if bare, guarded := withoutApostrophe(raw, f, r.in.Fields.Of(f).Digits); guarded {
			return cell{text: bare, other: raw, apostropheOff: true}
		}
	}
	if other, several := r.in.Sheet.Otherwise[raw]; several && !asWritten {
		return cell{text: raw, other: customer.Clean(other)}
	}
	return cell{text: raw, other: raw, asWritten: asWritten}
}

// withoutApostrophe takes an apostrophe off that keeps a spreadsheet from reading a text as
// a number or a formula: one before nothing but digits, before a plus or before a
// formula, and in fields of digits one before those (damage-repair, docs/rules.md).
func withoutApostrophe(text string, f customer.Field, ofDigits bool) (bare string, guarded bool) {
	bare, guarded = strings.CutPrefix(text, "'")
	if !guarded || bare == "" || bare[0] == '\'' {
		return text, false
	}
	switch {
	case strings.Trim(bare, "0123456789") == "" || bare[0] == '+':
	case ofDigits && (f != customer.Phone || bare[0] == '0' || strings.Trim(bare, "0123456789 ") == ""):
	default:
		formula, is := sheet.Unprotect(text)
		guarded = is && formula == bare
	}
	if !guarded {
		return text, false
	}
	return customer.Clean(bare), true
}

// decidedText applies the decisions about a cell and its column to its text
// (decide-cell, decide-value, decide-column, docs/rules.md).
func (r *rowReader) decidedText(column int, text string) (decided string, asWritten bool) {
	asWritten = r.decided[column].asWritten
	if to, corrected := r.decided[column].values[text]; corrected {
		text, asWritten = customer.Clean(to), true
	}
	for _, fix := range r.fixes {
		switch {
		case fix.Column != column:
		case fix.Skip:
			return "", true
		case fix.AsWritten:
			asWritten = true
		case fix.Side != "":
		default:
			text, asWritten = customer.Clean(fix.Text), true
		}
	}
	return text, asWritten
}

// nameKeys returns the folded forms of a text by which names are compared; two
// where protecting apostrophes may belong to the name.
func (c cell) nameKeys() []string {
	if c.text == "" {
		return nil
	}
	key := customer.FoldKey(c.text)
	if c.other == c.text {
		return []string{key}
	}
	return []string{key, customer.FoldKey(c.other)}
}
