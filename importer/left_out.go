package importer

import "kortisto/customer"

// LeftRow is a row that a save leaves out, and why.
type LeftRow struct {
	Line      int                `json:"line"`
	Status    Status             `json:"status"`
	Problems  []customer.Problem `json:"problems,omitempty"`
	Customers []int              `json:"customers,omitempty"` // of the register whom it speaks of, or may
}

// LeftOut lists the rows that a save of the plan leaves out (save-partial,
// docs/rules.md).
func (p *Plan) LeftOut() []LeftRow {
	var left []LeftRow
	for i := range p.Rows {
		if row := p.Rows[i]; row.Status == Error || row.Status == Undecided || row.Status == Excluded {
			left = append(left, LeftRow{row.Line, row.Status, row.Problems, row.concerned()})
		}
	}
	return left
}

// reasonLabels are the names, by language, of the column in which a file of
// rows that were left out says why. They stand here since reading knows such a
// file by them.
var reasonLabels = map[string]string{"fi": "Miksi jäi pois", "sv": "Varför raden lämnades bort", "en": "Why left out"}

// ReasonLabel returns the name of the column that says why a row was left out.
func ReasonLabel(lang string) string { return reasonLabels[lang] }

// IsReasonLabel reports whether a heading is that of such a column, in any language.
func IsReasonLabel(header string) bool {
	for _, label := range reasonLabels {
		if header == label {
			return true
		}
	}
	return false
}
