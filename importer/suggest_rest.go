package importer

import (
	"strings"

	"kortisto/customer"
	"kortisto/sheet"
)

// suggestRest maps columns that say something only where no better one does: the
// name of an export in which customers are called contacts (map-guess, docs/rules.md).
func suggestRest(s *sheet.Sheet, m Mapping) {
	for i, header := range s.Header {
		if _, mapped := m.Column(customer.Name); !mapped && strings.Trim(legible(header), "* ") == "ContactName" {
			m[i] = customer.Name
		}
	}
}
