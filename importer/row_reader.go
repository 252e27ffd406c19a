package importer

import (
	"kortisto/customer"
	"kortisto/sheet"
)

// rowReader is one row of the sheet, from which its cells are read.
type rowReader struct {
	*fileReader
	index    int // in the sheet
	source   *sheet.Row
	decision RowDecision
	fixes    []CellDecision
	filling  FillRows // which fills apply to the row, "" for none
	stale    int      // decisions about the row that were made for other cells
}

// row reads a row, by index. Decisions made for other cells are passed over.
func (r *fileReader) row(index int) rowReader {
	row := rowReader{fileReader: r, index: index, source: &r.in.Sheet.Rows[index]}
	decisions := &r.in.Decisions
	if len(decisions.Rows)+len(decisions.Cells) == 0 {
		return row
	}
	decision, decided := decisions.Rows[row.source.Line]
	fixes := decisions.Cells[row.source.Line]
	if !decided && len(fixes) == 0 {
		return row
	}
	hash := RowHash(row.source)
	switch {
	case !decided:
	case decision.Hash == hash:
		row.decision = decision
	default:
		row.stale++
	}
	for _, fix := range fixes {
		if fix.Hash == hash {
			row.fixes = append(row.fixes, fix)
		} else {
			row.stale++
		}
	}
	return row
}

// filled is the row with the fills of new or of found rows, once it is known to
// be one.
func (r *rowReader) filled(rows FillRows) *rowReader {
	if r.fills == nil {
		return r
	}
	row := *r
	row.filling = rows
	return &row
}

// fromFile reports whether the file says what the row says about a field, rather than
// a decision: what is decided was decided today, whenever the file was exported.
func (r *rowReader) fromFile(f customer.Field) bool {
	if r.columns[f] >= 0 {
		return true
	}
	made := f == customer.Name && r.in.Mapping.hasNameParts() || f == customer.BusinessID && r.idByVAT || f == customer.Contact && r.persons
	return made && r.column(f).text == ""
}
