package confirmation

import (
	"kortisto/customer"
	"kortisto/importer"
)

// bulkView is what can be decided about all the rows that are shown at once.
type bulkView struct {
	LeaveOut int // rows that are not left out yet
	TakeIn   int // rows that are left out, and need not be
	Same     int // undecided rows with one candidate
	New      int // undecided rows that may be new customers
	Total    int
}

// makeBulk counts what the buttons above the rows would decide about. They are
// there where the rows are narrowed to something; those that settle undecided
// rows where all of these wait for the same reason.
func (v *View) makeBulk() {
	if s := v.Showing.Status; !v.Showing.filtered() && (s == everything || s == acting || s == string(importer.Unchanged)) {
		return
	}
	bulk := bulkView{Total: len(v.filtered.rows)}
	reasons := make(map[customer.Code]bool)
	for _, i := range v.filtered.rows {
		row := v.plan.Rows[i]
		if row.Status != importer.Excluded {
			bulk.LeaveOut++
		} else if takenInBy(row, v.Import.Choices.Decisions.Rows[row.Line]) != "" {
			bulk.TakeIn++
		}
		code := undecidedBy(row)
		if code == "" {
			continue
		}
		if reasons[code] = true; settledByNew[code] {
			bulk.New++
		}
		if len(row.Candidates) == 1 {
			bulk.Same++
		}
	}
	if len(reasons) > 1 {
		bulk.Same, bulk.New = 0, 0
	}
	v.Bulk = bulk
}
