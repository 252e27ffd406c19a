package confirmation

import (
	"errors"
	"testing"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/handlers/drafts"
	"kortisto/importer"
	"kortisto/sheet"
)

// TestDecideAboutFewerColumns holds that a decision about a column is refused where
// the file has been read in another way meanwhile, in which it has no such column.
func TestDecideAboutFewerColumns(t *testing.T) {
	planned := &drafts.Planned{
		Sheet:   &sheet.Sheet{Header: []string{"Nimi", "Puhelin"}, Rows: []sheet.Row{{Line: 2, Cells: []string{"Alfa Oy", "1"}}}},
		Outcome: &drafts.Outcome{Plan: &importer.Plan{Rows: []*importer.Row{{Line: 2}}, Columns: make([]importer.Column, 2)}},
	}
	for word, args := range map[string]string{
		"accept-column": ":1", "keep-side": ":1", "zeros": ":1", "leave-column": ":1", "series": ":1", "values": ":1", "skip": ":2:1", "keep": ":2:1",
		"skip-alike": ":0:1:phone-invalid",
	} {
		choices := &db.Choices{Mapping: importer.Mapping{customer.Name}}
		if err := Decide(planned, Showing{}, word+args, map[string]string{"whole-2-1": "yes"}, choices); !errors.Is(err, ErrUnknown) {
			t.Errorf("%s%s: %v", word, args, err)
		}
	}
}
