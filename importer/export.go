package importer

import (
	"slices"
	"strings"

	"kortisto/customer"
)

// Exporter makes the rows of an exported sheet, in the words of one language.
// Build reads them back as no change. It is not for several goroutines.
type Exporter struct {
	table  *customer.Table
	lang   string
	fields []customer.Field
	marker *Marker // nil where the export bears no version marks
}

// NewExporter makes an exporter of some columns, in their order; of all that a
// table exports where none is named. With the register's key each customer gets
// the mark of its version, in a last column unless the columns name its place;
// nil does without.
func NewExporter(table *customer.Table, lang string, versionKey []byte, columns ...customer.Field) *Exporter {
	if len(columns) == 0 {
		columns = table.Exported()
	}
	e := &Exporter{table: table, lang: lang, fields: columns}
	if versionKey == nil {
		return e
	}
	e.marker = NewMarker(versionKey)
	if !slices.Contains(columns, customer.Version) {
		e.fields = append(slices.Clip(columns), customer.Version)
	}
	return e
}

// ErrUnknownColumn is a column that no export has.
type ErrUnknownColumn struct {
	Name   string
	Exists []string // the keys of the columns that exports have
}

func (e ErrUnknownColumn) Error() string { return "importer: no export has a column " + e.Name }

// ChooseColumns reads which columns an export is to have: keys of fields or
// their names in an export, each once however often it is named. Where the
// customer number is not among them it comes first, which added reports: by it
// the rows find their customers again. No names are no choice.
func ChooseColumns(table *customer.Table, names []string) (columns []customer.Field, added bool, err error) {
	exportable := append(slices.Clip(table.Exported()), customer.Version)
	for _, name := range names {
		if name = customer.Clean(name); name == "" {
			continue
		}
		f, known := table.ByKey(strings.ToLower(name))
		if !known {
			f, known = table.ByHeader(name)
		}
		if !known || !slices.Contains(exportable, f) {
			unknown := ErrUnknownColumn{Name: name}
			for _, f := range exportable {
				unknown.Exists = append(unknown.Exists, f.Key())
			}
			return nil, false, unknown
		}
		if !slices.Contains(columns, f) {
			columns = append(columns, f)
		}
	}
	if len(columns) > 0 && !slices.Contains(columns, customer.Number) {
		return slices.Insert(columns, 0, customer.Number), true, nil
	}
	return columns, false, nil
}

// Header returns the labels of the columns.
func (e *Exporter) Header() []string {
	header := make([]string, len(e.fields))
	for i, f := range e.fields {
		header[i] = e.table.Label(f, e.lang)
	}
	return header
}

// Cells returns the cells of one customer.
func (e *Exporter) Cells(c *customer.Customer) []string {
	cells := make([]string, len(e.fields))
	for i, f := range e.fields {
		switch {
		case f != customer.Version:
			cells[i] = e.table.Display(f, c.Get(f), e.lang)
		case e.marker != nil:
			cells[i] = e.marker.Mark(Exported{c.Number, c.Revision})
		}
	}
	return cells
}
