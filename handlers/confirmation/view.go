// Package confirmation is the page on which an import is confirmed: what it
// shows of a plan, one file a thing on the page, and what its buttons decide. It
// knows addresses and the fields of forms, but no request. build.go puts the page
// together, decide.go lists all that its buttons do.
package confirmation

import (
	"strconv"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/handlers/drafts"
	"kortisto/handlers/wording"
	"kortisto/importer"
	"kortisto/sheet"
)

// Asked is who asks for the page, and for what of it.
type Asked struct {
	Words    wording.Words
	User     string
	MayEdit  bool // customers at all
	Demo     bool
	Showing  Showing
	Form     map[string]string // that came with the request
	Opens    int               // column, from 1, whose values are opened just now, 0 for none
	BadGroup func(name string) (problem string)
}

// View is what views/imports_show.html shows, but for what every page has.
type View struct {
	Import      *db.Import
	Sheet       *sheet.Sheet
	Showing     Showing
	Moved       bool // the register has, since the plan was made
	Tabs        []tab
	Alarms      []alarm
	Columns     []Column
	Quiet       int              // columns in which nothing happens, 0 where none can be folded
	Folded      bool             // these are
	Filled      []customer.Field // fields that no column has and that were filled, each in a column of its own
	Targets     []selectEntry
	Filter      filterView
	Bulk        bulkView
	Decided     []decidedView
	Values      *valuesView // nil where no column's values are shown
	Rows        []Row
	Pager       rowPager
	Options     importer.Options
	Selects     []selectView // of the options
	Fill        fillView
	Fingerprint string
	Blocked     string // why nothing can be saved, "" where it can
	Asking      bool   // the save button was pressed, and asks about what stays behind
	New         int
	Modified    int
	Left        int // rows in error, undecided and left out
	NewGroups   int
	Dropped     int
	Before      *db.Import // the last import of the same file

	words     wording.Words
	additions *importer.Additions
	asked     Asked
	planned   *drafts.Planned
	plan      *importer.Plan
	differing map[int]bool // lines of rows that are planned otherwise than the user saw
	filtered  filteredRows
	undecided map[customer.Code]int // rows by why they are undecided, nil until they are counted
}

// AfterKey is where the address of a page says that it wants a plan of the
// register after some write counter.
const AfterKey = "after"

// RenewAt is the address of the page with a plan of the register as it is now.
// Loaded again, it is no request for a newer one still.
func (v *View) RenewAt() string {
	show := v.Showing
	show.Seen = v.Fingerprint
	return v.address(show) + "&" + AfterKey + "=" + strconv.FormatInt(v.planned.Writes, 10)
}

// AsOf names the state of a draft: the moment of its last change.
func AsOf(draft *db.Import) string {
	if draft.ChangedAt.IsZero() {
		return "0"
	}
	return strconv.FormatInt(draft.ChangedAt.Time().UnixMilli(), 10)
}

// AsOf is the state of the draft that the page shows.
func (v *View) AsOf() string { return AsOf(v.Import) }

// CanEdit reports whether the user may change the draft.
func (v *View) CanEdit() bool { return v.asked.MayEdit && v.Import.Owner() == v.asked.User }

// CanTakeOver reports whether the user may go on in the draft in its owner's place.
func (v *View) CanTakeOver() bool { return v.asked.MayEdit && !v.CanEdit() }

// Whose says to others whose draft it is.
func (v *View) Whose() string {
	owner := v.Import.Owner()
	switch v.asked.User {
	case owner:
		return ""
	case v.Import.TakenFrom:
		return v.words.Text("import.taken-from-you", "who", v.words.Who(owner))
	}
	return v.words.Text("import.whose", "who", v.words.Who(owner))
}

// NoKey reports whether nothing is mapped that customers are found by.
func (v *View) NoKey() bool { return v.plan.NoKey }

// Title is the heading of the page.
func (v *View) Title() string {
	if v.Import.Choices.Selection {
		return v.words.Text("selection.confirm-title")
	}
	return v.words.Text("import.confirm-title")
}

// Path is that of an import.
func Path(id int64) string { return "/imports/" + strconv.FormatInt(id, 10) }

// Action is the path of the import.
func (v *View) Action() string { return Path(v.Import.ID) }

// Here is the address of the page as it is shown.
func (v *View) Here() string { return v.address(v.Showing) }

// address is that of the page with other rows or columns shown.
func (v *View) address(show Showing) string { return v.Action() + show.Query() }

// rowsWith is the address of the rows that have a problem.
func (v *View) rowsWith(code customer.Code) string {
	return v.address(Showing{Status: everything, Problem: code, Columns: v.Showing.Columns})
}
