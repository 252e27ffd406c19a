// Package confirmation is the page on which an import is confirmed: what it
// shows of a plan, one file a thing on the page, and what its buttons decide. It
// knows nothing of HTTP.
package confirmation

import (
	"context"
	"strconv"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/handlers/drafts"
	"kortisto/handlers/wording"
	"kortisto/importer"
	"kortisto/sheet"
)

// rowsPerPage is how many rows of a file are shown at once; a file that is
// longer opens on the rows that need attention.
const rowsPerPage = 50

// Filters beside the statuses.
const (
	everything = "all"
	attention  = "attention" // rows that something happens to
	differing  = "differing" // rows that are planned otherwise than the user saw
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
	Targets     []choice
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
	at        *drafts.Planned
	plan      *importer.Plan
	differing map[int]bool // lines of rows that are planned otherwise than the user saw
	selected  selection
	undecided map[customer.Code]int // rows by why they are undecided, nil until they are counted
}

// New builds the page of a draft. Where the user saw another plan, the rows that
// differ from it are shown first.
func New(ctx context.Context, register *db.DB, draft *db.Import, at *drafts.Planned, asked Asked) (*View, error) {
	n := at.Plan.Counts
	v := &View{
		words: asked.Words, asked: asked, Import: draft, Sheet: at.Sheet, Showing: asked.Showing,
		Options: draft.Choices.Options, Fingerprint: at.Fingerprint,
		New: n[importer.New], Modified: n[importer.Modified], NewGroups: len(at.Plan.GroupsToCreate), Dropped: at.Plan.Dropped,
		Left:  n[importer.Error] + n[importer.Undecided] + n[importer.Excluded],
		Moved: at.Moved, at: at, plan: at.Plan, differing: differences(at, asked.Showing.Seen),
	}
	v.additions = importer.NewAdditions(importer.Input{Sheet: v.Sheet, Fields: v.words.Table, Mapping: draft.Choices.Mapping,
		Options: v.Options, Decisions: draft.Choices.Decisions, Selection: draft.Choices.Selection})
	switch {
	case len(v.differing) == 0:
		if v.Showing.Seen = ""; asked.Showing.Status == differing {
			v.Showing.Status = everything
		}
	case asked.Showing.Status == "":
		v.Showing.Status = differing
	}
	before, err := register.ImportsByHash(ctx, draft.FileHash)
	if err != nil {
		return nil, err
	}
	if len(before) > 0 {
		v.Before = &before[0]
	}
	groups, err := register.Groups(ctx)
	if err != nil {
		return nil, err
	}
	v.fillTabs()
	v.fillFilter()
	v.fillColumns()
	v.fillFold()
	v.fillSelects()
	v.fillFills(groups)
	v.fillAlarms()
	if !v.CanEdit() {
		v.muteAlarms()
	}
	v.fillBlocked()
	v.fillDecided()
	v.fillValues(groups)
	return v, v.fillRows(ctx, register)
}

// AfterKey is where the address of a page says that it wants a plan of the
// register after some write counter.
const AfterKey = "after"

// RenewAt is the address of the page with a plan of the register as it is now.
// Loaded again, it is no request for a newer one still.
func (v *View) RenewAt() string {
	show := v.Showing
	show.Seen = v.Fingerprint
	return v.Action() + show.Query() + "&" + AfterKey + "=" + strconv.FormatInt(v.at.Writes, 10)
}

// CanEdit reports whether the user may change the draft.
func (v *View) CanEdit() bool { return v.asked.MayEdit && v.Import.Owner() == v.asked.User }

// CanTake reports whether the user may go on in the draft in its owner's place.
func (v *View) CanTake() bool { return v.asked.MayEdit && !v.CanEdit() }

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

// Path is that of an import.
func Path(id int64) string { return "/imports/" + strconv.FormatInt(id, 10) }

// Action is the path of the import.
func (v *View) Action() string { return Path(v.Import.ID) }

// ColumnName is the name of a column's select, numbered from 1.
func ColumnName(column int) string { return "column-" + strconv.Itoa(column+1) }
