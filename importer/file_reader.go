package importer

import (
	"kortisto/customer"
	"kortisto/sheet"
)

// fileReader reads the rows of a sheet by its mapping, decisions applied.
type fileReader struct {
	in      *Input
	columns columnOf          // by which the fields are read
	direct  columnOf          // the same where a cell's text is all that matters, else needsCloserLook or unmapped
	decided []columnDecisions // by column
	ours    bool              // the file may be ours: apostrophes may protect formulas
	fills   fills
	persons bool // rows may name a person beside their customer
	idByVAT bool // the Business ID stands in the VAT number alone

	readings [customer.Version + 1]map[string]customer.Reading // what texts say, in fields with few values; nil in others
	appended []appendedColumn                                  // to the notes, in their order

	staleFills int // fills whose rows now have other cells
}

// columnDecisions are the decisions about all cells of a column.
type columnDecisions struct {
	values    map[string]string // corrections by text
	asWritten bool              // the cells are meant as they stand
}

// In place of a column: no column fills the field, or more than the text of its cell
// matters.
const (
	unmapped        = -1
	needsCloserLook = -2
)

func newFileReader(in *Input) *fileReader {
	r := &fileReader{in: in, ours: MayBeOurs(in.Sheet, in.Fields)}
	for f := range r.columns {
		r.columns[f] = unmapped
	}
	for column, f := range in.Mapping {
		if f != customer.None && f != customer.AppendNotes {
			r.columns[f] = column
		}
	}
	r.appended = appendedColumns(in)
	r.decided = make([]columnDecisions, len(in.Mapping))
	for column := range r.decided {
		decided := &r.decided[column]
		decided.asWritten = in.Options.TakeDamaged || in.Selection || in.Decisions.AsWritten[column]
		for _, d := range in.Decisions.Values[column] {
			if decided.values == nil {
				decided.values = make(map[string]string)
			}
			decided.values[d.From] = d.To
		}
	}
	r.direct = r.columns
	for f, column := range r.direct {
		if column >= 0 && r.decided[column].values != nil {
			r.direct[f] = needsCloserLook
		}
	}
	for _, f := range in.Fields.Values() {
		if in.Fields.Of(f).FewValued {
			r.readings[f] = make(map[string]customer.Reading)
		}
	}
	if in.Mapping.hasNameParts() {
		r.direct[customer.Name] = needsCloserLook
	}
	if r.idByVAT = in.Mapping.saysIDByVAT(); r.idByVAT {
		r.direct[customer.BusinessID] = needsCloserLook
	}
	if r.persons = in.Mapping.namesPersons(); r.persons {
		r.direct[customer.Contact] = needsCloserLook
	}
	r.fills, r.staleFills = newFills(in)
	return r
}

// MayBeOurs reports whether a file may be one that we have written, so that
// apostrophes in it protect formulas (see sheet.Protect): at least half of the
// named columns bear the names that our own exports give, or it has the column
// that says why rows were left out.
func MayBeOurs(s *sheet.Sheet, table *customer.Table) bool {
	named, own := 0, 0
	for _, header := range s.Header {
		if header == "" {
			continue
		}
		if IsReasonLabel(header) {
			return true
		}
		named++
		if _, ours := table.ByHeader(header); ours {
			own++
		}
	}
	return named > 0 && 2*own >= named
}

// maxReadings is how many texts of a column are remembered with what they say. A
// column with more of them holds something else.
const maxReadings = 1000

// read reads a text as the value of a field. What it says in a field with few
// values does not depend on the context, and is remembered.
func (r *fileReader) read(f customer.Field, text string, ctx customer.Context) customer.Reading {
	known := r.readings[f]
	if known == nil {
		return r.in.Fields.Read(f, text, ctx)
	}
	if reading, ok := known[text]; ok {
		return reading
	}
	reading := r.in.Fields.Read(f, text, ctx)
	if len(known) < maxReadings {
		known[text] = reading
	}
	return reading
}
