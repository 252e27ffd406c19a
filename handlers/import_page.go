package handlers

import (
	"errors"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"
	"kortisto/customer"
	"kortisto/db"
	"kortisto/handlers/drafts"
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

// showImport shows the confirmation page of a draft, or the result of a saved
// import, GET /imports/{id}.
func (s *server) showImport(c *fiber.Ctx) error {
	found, err := s.importOf(c)
	if err != nil {
		return err
	}
	if found.State == db.StateSaved {
		return s.showSaved(c, found)
	}
	failed := s.desk.TakeFailure(found.ID)
	switch {
	case found.Choices.Unread && failed != nil:
		return s.refuseUnread(c, found, failed)
	case found.Choices.Unread:
		return s.readFirst(c, found)
	case failed != nil:
		return s.explainFailed(c, found, failed)
	}
	return s.confirm(c, found, showingOf(c))
}

// confirm answers with the confirmation page.
func (s *server) confirm(c *fiber.Ctx, draft *db.Import, show showing) error {
	view, err := s.confirmation(c, draft, show)
	if err != nil {
		return err
	}
	if isFragment(c) && c.Get("HX-Trigger") == "filter" {
		c.Set("HX-Push-Url", s.url(view.Here()))
	}
	return s.renderFor(c, confirmationPage, view)
}

// explainFailed shows why work on a draft failed that nobody waited for.
func (s *server) explainFailed(c *fiber.Ctx, draft *db.Import, err error) error {
	var unsaved *drafts.Unsaved
	if errors.As(err, &unsaved) {
		return s.explainUnsaved(c, draft, err)
	}
	return s.explainUnread(c, draft, err)
}

// confirmationPage is the page, of which HTMX gets all but the frame around it
// and puts it in the place of what it shows.
const confirmationPage = "imports_show#main"

// confirmation is what views/imports_show.html shows.
type confirmation struct {
	Page
	Import      *db.Import
	Sheet       *sheet.Sheet
	View        showing
	Moved       bool // the register has, since the plan was made
	Tabs        []tab
	Alarms      []alarm
	Columns     []columnView
	Quiet       int              // columns in which nothing happens, 0 where none can be folded
	Folded      bool             // these are
	Filled      []customer.Field // fields that no column has and that were filled, each in a column of its own
	Targets     []choice
	Filter      filterView
	Bulk        bulkView
	Decided     []decidedView
	Values      *valuesView // nil where no column's values are shown
	Rows        []rowView
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

	at        *drafts.Planned
	plan      *importer.Plan
	differing map[int]bool // lines of rows that are planned otherwise than the user saw
	selected  selection
	undecided map[customer.Code]int // rows by why they are undecided, nil until they are counted
}

type tab struct {
	Status  string
	Label   string
	Count   int
	Address string
	Current bool
}

// columnView is the head of one column.
type columnView struct {
	Index  int // from 0
	Name   string
	Letter string
	Header string
	Field  customer.Field
	meter
	Same bool // the field is called as the header is
	Loud bool // something happens in the column
}

// meter is what happens in a column.
type meter struct {
	Changes int
	Errors  int
	Share   int // of the rows that change, in tenths
}

// meterOf measures a column of a plan.
func meterOf(plan *importer.Plan, column int) meter {
	m := meter{Changes: plan.Columns[column].Changes, Errors: plan.Columns[column].Errors}
	if m.Changes > 0 {
		m.Share = max(1, 10*m.Changes/plan.Counts[importer.Modified])
	}
	return m
}

// confirmation builds the page of a draft. Where the user saw another plan, the
// rows that differ from it are shown first.
func (s *server) confirmation(c *fiber.Ctx, draft *db.Import, show showing) (*confirmation, error) {
	at, err := s.desk.PlanAfter(c.UserContext(), draft, afterOf(c))
	if err != nil {
		return nil, err
	}
	n := at.Plan.Counts
	view := &confirmation{
		Page: s.page(c, "imports"), Import: draft, Sheet: at.Sheet, View: show,
		Options: draft.Choices.Options, Fingerprint: at.Fingerprint,
		New: n[importer.New], Modified: n[importer.Modified], NewGroups: len(at.Plan.GroupsToCreate), Dropped: at.Plan.Dropped,
		Left:  n[importer.Error] + n[importer.Undecided] + n[importer.Excluded],
		Moved: at.Moved, at: at, plan: at.Plan, differing: differences(at, show.Seen),
	}
	switch {
	case len(view.differing) == 0:
		if view.View.Seen = ""; show.Status == differing {
			view.View.Status = everything
		}
	case show.Status == "":
		view.View.Status = differing
	}
	before, err := s.db.ImportsByHash(c.UserContext(), draft.FileHash)
	if err != nil {
		return nil, err
	}
	if len(before) > 0 {
		view.Before = &before[0]
	}
	view.fillTabs()
	view.fillFilter()
	view.fillColumns()
	view.fillFold()
	view.fillSelects()
	if err := s.fillFills(c, view); err != nil {
		return nil, err
	}
	view.fillAlarms()
	if !view.CanEdit() {
		view.muteAlarms()
	}
	view.fillBlocked()
	view.fillDecided()
	if err := s.fillValues(c, view); err != nil {
		return nil, err
	}
	if err := s.fillRows(c, view); err != nil {
		return nil, err
	}
	return view, nil
}

// afterKey is where the address of a page says that it wants a plan of the
// register after some write counter.
const afterKey = "after"

func afterOf(c *fiber.Ctx) int64 {
	after, err := strconv.ParseInt(c.Query(afterKey), 10, 64)
	if err != nil {
		return drafts.AnyWrites
	}
	return after
}

// RenewAt is the address of the page with a plan of the register as it is now.
// Loaded again, it is no request for a newer one still.
func (v *confirmation) RenewAt() string {
	show := v.View
	show.Seen = v.Fingerprint
	return v.Action() + show.query() + "&" + afterKey + "=" + strconv.FormatInt(v.at.Writes, 10)
}

// CanEdit reports whether the user may change the draft.
func (v *confirmation) CanEdit() bool { return v.Page.CanEdit() && v.Import.Owner() == v.User.Name }

// CanTake reports whether the user may go on in the draft in its owner's place.
func (v *confirmation) CanTake() bool { return v.Page.CanEdit() && !v.CanEdit() }

// Whose says to others whose draft it is.
func (v *confirmation) Whose() string {
	owner := v.Import.Owner()
	switch v.User.Name {
	case owner:
		return ""
	case v.Import.TakenFrom:
		return v.Text("import.taken-from-you", "who", v.Who(owner))
	}
	return v.Text("import.whose", "who", v.Who(owner))
}

// tabOrder puts what needs the user's attention before what does not.
var tabOrder = []importer.Status{importer.New, importer.Modified, importer.Undecided, importer.Error, importer.Unchanged, importer.Excluded}

// fillTabs makes the counts that filter the rows.
func (v *confirmation) fillTabs() {
	n := v.plan.Counts
	v.View.Status = v.View.statusOf(v.plan)
	add := func(status, label string, count int) {
		show := v.View
		show.Status, show.Page, show.Open, show.Values = status, 1, 0, 0
		v.Tabs = append(v.Tabs, tab{status, label, count, importPath(v.Import.ID) + show.query(), status == v.View.Status})
	}
	if len(v.differing) > 0 {
		add(differing, v.Text("import.differing"), len(v.differing))
	}
	add(everything, v.Text("import.all-rows"), len(v.plan.Rows))
	add(attention, v.Text("import.attention"), urgent(v.plan))
	for _, status := range tabOrder {
		add(string(status), v.Text("status."+string(status)), n[status])
	}
}

func (v *confirmation) fillColumns() {
	for _, f := range v.fields.Targets() {
		v.Targets = append(v.Targets, choice{Value: f.Key(), Label: v.Label(f)})
	}
	for i, column := range v.plan.Columns {
		view := columnView{Index: i, Name: columnName(i), Letter: columnLetter(i), Header: v.Sheet.Header[i],
			Field: column.Field, meter: meterOf(v.plan, i)}
		view.Same = v.Sheet.Header[i] == v.Label(column.Field)
		v.Columns = append(v.Columns, view)
	}
}

// columnLetter names a column as spreadsheets do: A, B … Z, AA.
func columnLetter(column int) string {
	letters := ""
	for column++; column > 0; column = (column - 1) / 26 {
		letters = string(rune('A'+(column-1)%26)) + letters
	}
	return letters
}

// fillBlocked says why the save button cannot be pressed.
func (v *confirmation) fillBlocked() {
	switch {
	case v.plan.NoKey:
		v.Blocked = v.Text("import.needs-key")
	case v.plan.Writes() > 0:
	case v.plan.Counts[importer.Unchanged] == len(v.plan.Rows):
		v.Blocked = v.Text("import.no-changes")
	case v.plan.Counts[importer.Error]+v.plan.Counts[importer.Undecided] == 0:
		v.Blocked = v.Text("import.nothing-left")
	default:
		v.Blocked = v.Text("import.nothing-to-save")
	}
}

// Sentence says in words what the plan does.
func (v *confirmation) Sentence() string {
	does := v.count([]counted{{"import.customers-change", v.Modified}, {"summary.new", v.New}})
	if len(does) == 0 {
		return v.Text("import.nothing-happens")
	}
	return strings.Join(does, ", ")
}

// Remainder says what becomes of the other rows.
func (v *confirmation) Remainder() string {
	n := v.plan.Counts
	return strings.Join(v.count([]counted{{"summary.unchanged", n[importer.Unchanged]}, {"summary.undecided", n[importer.Undecided]},
		{"summary.error", n[importer.Error]}}), ", ")
}

// Saves says beside the button what a save does and leaves behind.
func (v *confirmation) Saves() string {
	return strings.Join(v.count([]counted{{"summary.modified", v.Modified}, {"summary.new", v.New}, {"import.new-groups", v.NewGroups},
		{"summary.excluded", v.Left}}), " · ")
}

// SaveLabel is what the save button says.
func (v *confirmation) SaveLabel() string {
	first, second := v.Text("import.save-new", "count", v.New), v.Text("import.save-modified", "count", v.Modified)
	switch {
	case v.New > 0 && v.Modified > 0:
		return v.Text("import.save-both", "first", first, "second", second)
	case v.Modified > 0:
		return v.Text("import.save", "what", second)
	case v.New > 0:
		return v.Text("import.save", "what", first)
	}
	return v.Text("import.save-nothing")
}

// FileLine says what the file was found to be.
func (v *confirmation) FileLine() string {
	facts := []string{v.Text("import.format-" + string(v.Sheet.Format))}
	for _, fact := range []string{v.Sheet.Name, v.Sheet.Charset, v.delimiterName()} {
		if fact != "" {
			facts = append(facts, fact)
		}
	}
	switch v.Sheet.HeaderRow {
	case 0:
		facts = append(facts, v.Text("import.header-none"))
	case 1:
	default:
		facts = append(facts, v.Text("import.header-on", "line", v.Sheet.HeaderRow))
	}
	return strings.Join(append(facts, v.Text("summary.rows", "count", len(v.Sheet.Rows))), " · ")
}

// delimiterName is the delimiter as it can be read.
func (v *confirmation) delimiterName() string {
	if v.Sheet.Delimiter == "\t" {
		return v.Text("import.tab")
	}
	return v.Sheet.Delimiter
}

// NoKey reports whether nothing is mapped that customers are found by.
func (v *confirmation) NoKey() bool { return v.plan.NoKey }

// Labels is the stylesheet that names the cells.
func (v *confirmation) Labels() string { return labelsFile(v.Lang()) }

// Action is the path of the import.
func (v *confirmation) Action() string { return importPath(v.Import.ID) }
