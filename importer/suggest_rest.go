package importer

import (
	"slices"
	"strings"

	"kortisto/customer"
	"kortisto/sheet"
)

// vatHeadings are headings of columns of VAT numbers, folded.
var vatHeadings = []string{"alvtunnus", "alvnumero", "alvnro", "arvonlisäverotunnus", "vat", "vatnumber", "vatno", "vatid", "vatregnumber", "vatregistrationnumber",
	"taxnumber", "taxid", "taxregistrationnumber", "momsnummer", "momsnr", "momsregistreringsnummer", "ustidnr", "ustid", "umsatzsteueridnr"}

// suggestRest maps columns that say something only where no better one does: the
// Finnish VAT number, which holds the Business ID, and the name of an export in
// which customers are called contacts (map-guess, docs/rules.md).
func suggestRest(s *sheet.Sheet, m Mapping) {
	for i, header := range s.Header {
		folded := foldHeading(header)
		if _, mapped := m.Column(customer.BusinessID); !mapped && m[i] == customer.None && slices.Contains(vatHeadings, folded) && holdsFinnishVAT(s, i) {
			m[i] = customer.BusinessID
		}
		if _, mapped := m.Column(customer.Name); !mapped && strings.Trim(legible(header), "* ") == "ContactName" {
			m[i] = customer.Name
		}
	}
}

// foldHeading folds a heading to its letters and digits.
func foldHeading(header string) string {
	return strings.NewReplacer(" ", "", "-", "", "_", "", ".", "", "*", "", ":", "").Replace(customer.FoldKey(legible(header)))
}

// holdsFinnishVAT reports whether a cell of a column is a Finnish VAT number, which
// is a Business ID behind FI.
func holdsFinnishVAT(s *sheet.Sheet, column int) bool {
	isID := reads(customer.BusinessID)
	share, _ := shareOf(s, column, func(text string) bool { return strings.HasPrefix(strings.ToUpper(text), "FI") && isID(text) })
	return share > 0
}
