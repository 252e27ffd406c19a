package confirmation

import (
	"testing"

	"kortisto/customer"
	"kortisto/handlers/drafts"
	"kortisto/importer"
)

// TestDifferences holds that every row is marked which makes the fingerprint
// another, be it only by the code of a problem.
func TestDifferences(t *testing.T) {
	plan := func(code customer.Code) *importer.Plan {
		return &importer.Plan{Rows: []*importer.Row{{Line: 2}, {Line: 3, Problems: []customer.Problem{{Code: code}}}}}
	}
	seen, now := plan(importer.Shadow), plan(importer.Ambiguous)
	lines := differences(&drafts.Planned{Outcome: &drafts.Outcome{Plan: now}, Before: &drafts.Outcome{Plan: seen, Fingerprint: "f"}}, "f")
	if len(lines) != 1 || !lines[3] {
		t.Errorf("marked: %v", lines)
	}
}
