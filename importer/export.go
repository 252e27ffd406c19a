package importer

import "kortisto/customer"

// Exporter makes the rows of an exported sheet, in the words of one language.
// Build reads them back as no change. It is not for several goroutines.
type Exporter struct {
	table  *customer.Table
	lang   string
	fields []customer.Field
	marker *Marker // nil where the export bears no version marks
}

// NewExporter makes an exporter of the fields that a table exports. With the register's key each customer gets the
// mark of its version in a last column; nil does without.
func NewExporter(table *customer.Table, lang string, versionKey []byte) *Exporter {
	e := &Exporter{table: table, lang: lang, fields: table.Exported()}
	if versionKey != nil {
		e.marker = NewMarker(versionKey)
	}
	return e
}

// reasonLabels are the names, by language, of the column in which a file of
// rows that were left out says why. They stand here since reading knows such a
// file by them.
var reasonLabels = map[string]string{"fi": "Miksi jäi pois", "sv": "Varför raden lämnades bort", "en": "Why left out"}

// ReasonLabel returns the name of the column that says why a row was left out.
func ReasonLabel(lang string) string { return reasonLabels[lang] }

func isReasonLabel(header string) bool {
	for _, label := range reasonLabels {
		if header == label {
			return true
		}
	}
	return false
}

// Header returns the labels of the columns.
func (e *Exporter) Header() []string {
	header := make([]string, 0, len(e.fields)+1)
	for _, f := range e.fields {
		header = append(header, e.table.Label(f, e.lang))
	}
	if e.marker != nil {
		header = append(header, e.table.Label(customer.Version, e.lang))
	}
	return header
}

// Cells returns the cells of one customer.
func (e *Exporter) Cells(c *customer.Customer) []string {
	cells := make([]string, 0, len(e.fields)+1)
	for _, f := range e.fields {
		cells = append(cells, f.Display(c.Get(f), e.lang))
	}
	if e.marker != nil {
		cells = append(cells, e.marker.Mark(Exported{c.Number, c.Revision}))
	}
	return cells
}
