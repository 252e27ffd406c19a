package confirmation

import (
	"fmt"
	"slices"

	"kortisto/customer"
	"kortisto/handlers/drafts"
	"kortisto/importer"
)

// differences lists the lines of the rows that are planned otherwise than in
// the plan with a fingerprint, as far as that plan is still known.
func differences(planned *drafts.Planned, fingerprint string) map[int]bool {
	if fingerprint == "" || planned.Before == nil || planned.Before.Fingerprint != fingerprint {
		return nil
	}
	before := planned.Before.Plan.Rows
	was := make(map[int]string, len(before))
	for _, row := range before {
		was[row.Line] = outline(row)
	}
	lines := make(map[int]bool)
	for _, row := range planned.Plan.Rows {
		if was[row.Line] != outline(row) {
			lines[row.Line] = true
		}
	}
	return lines
}

// outline is what the fingerprint of a plan says of a row.
func outline(row *importer.Row) string {
	codes := make([]customer.Code, len(row.Problems))
	for i, problem := range row.Problems {
		codes[i] = problem.Code
	}
	return fmt.Sprint(row.Status, row.Customer, slices.Collect(row.Changes.All()), codes)
}
