package handlers

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"
	"kortisto/customer"
	"kortisto/handlers/drafts"
	"kortisto/importer"
	"kortisto/sheet"
)

// rowView is one row of the confirmation table.
type rowView struct {
	Line       int
	Status     importer.Status
	Word       string // the status in words
	Number     int    // of the customer concerned, 0 for none
	Name       string
	How        string // how it was found, or what kind of customer is made
	Small      string // under the status
	Cells      []cellView
	Fold       bool     // quiet columns can be folded
	Problems   []string // of the row as a whole
	Open       bool
	Toggle     string // address that opens or closes the details
	Fields     []fieldView
	Candidates []candidate
	More       []candidate // those that are folded
	Conflicts  []conflictView
	CanCreate  bool
	Alike      int    // undecided rows that wait for the same reason
	AlikeAt    string // address that shows them
	Decided    bool
	Take       choice // the decision that takes the row in or leaves it out, none where it can't be pressed
	OpenAt     string // address of the details
	Differs    bool   // from what the user saw before
}

// cellView is one cell. Where it changes something, New and Old are set.
type cellView struct {
	Class    string // of its column, and change, problem, kept or repaired
	Field    customer.Field
	Text     string
	New, Old string
	Changed  bool
	Problem  string
	Mark     string // kept, repaired or corrected, in words
	Line     int
	Column   int
	Fix      string // what to press to correct it in its place, "" where it can't be
	FixText  string // the text to begin with
	FixAt    string // the address where it can be corrected too
}

// fieldView is one line of a row's details.
type fieldView struct {
	Label             string
	Now, InFile, Then string
	Changed           bool
	Problem           string
	Mark              string // kept, repaired or corrected, in words
	Name              string // of the field for its text
	Text              string // what this begins with
	Column            int
	CanCorrect        bool
	Long              bool // the text may have several lines
	Loud              bool // the field for its text stands open
	Same              int  // cells of the column with the same text, where they can be corrected at once
	CanKeep           bool // a decision about the cell can be taken back
	CanSkip           bool
	CanTake           bool // the cell keeps the stored value though the file says otherwise
}

// fillRows makes the views of the rows of the page.
func (s *server) fillRows(c *fiber.Ctx, v *confirmation) error {
	rows := v.page(v.selected.rows)
	var numbers []int
	for _, i := range rows {
		row := v.plan.Rows[i]
		if row.Customer != 0 {
			numbers = append(numbers, row.Customer)
		}
		numbers = append(numbers, row.Candidates...)
	}
	known := make(map[int]*customer.Customer)
	if len(numbers) > 0 {
		snapshot, err := s.db.Snapshot(c.UserContext())
		if err != nil {
			return err
		}
		defer snapshot.Close()
		slices.Sort(numbers)
		found, _, err := snapshot.Customers(c.UserContext(), importer.Keys{Numbers: slices.Compact(numbers)})
		if err != nil {
			return err
		}
		for _, c := range found {
			known[c.Number] = c
		}
	}
	for _, i := range rows {
		v.Rows = append(v.Rows, v.row(i, known))
	}
	return nil
}

func (v *confirmation) row(index int, known map[int]*customer.Customer) rowView {
	row := v.plan.Rows[index]
	source := &v.Sheet.Rows[index]
	cells := source.Cells
	view := rowView{Line: row.Line, Status: row.Status, Word: v.Text("status." + string(row.Status)), Number: row.Customer,
		Differs: v.differing[row.Line]}
	decision, decided := v.Import.Choices.Decisions.Rows[row.Line]
	view.Decided = decided || len(v.Import.Choices.Decisions.Cells[row.Line]) > 0
	view.Take = v.takeOf(row, decision)
	stored := known[row.Customer]
	v.describe(&view, row, stored, cells)
	problems := v.problemsByField(&view, row)
	show := v.View
	view.Open = show.Open == row.Line || row.Status == importer.Undecided && len(row.Candidates)+len(row.Conflicts) > 0
	show.Open = row.Line
	view.OpenAt = importPath(v.Import.ID) + show.query()
	if view.Toggle = view.OpenAt; v.View.Open == row.Line {
		show.Open = 0
		view.Toggle = importPath(v.Import.ID) + show.query()
		view.Fields = v.details(row, stored, source, problems)
	}
	view.Fold = v.Quiet > 0
	for i := range v.Columns {
		view.Cells = append(view.Cells, v.cell(&v.Columns[i], row, source, stored, problems))
		if cell := &view.Cells[i]; cell.Fix != "" {
			cell.FixAt = view.OpenAt + "#text-" + strconv.Itoa(i)
		}
	}
	v.fillCandidates(&view, row, known)
	view.Conflicts = v.conflicts(row)
	return view
}

// takeOf is the button that takes a row in, or leaves it out.
func (v *confirmation) takeOf(row *importer.Row, decision importer.RowDecision) choice {
	word, label := takenInBy(row, decision), "import.take-in"
	if word == "" && slices.Contains([]importer.Status{importer.New, importer.Modified, importer.Undecided}, row.Status) {
		word, label = "exclude", "import.leave-out"
	}
	if word == "" || !v.CanEdit() {
		return choice{}
	}
	return choice{Value: fmt.Sprintf("%s:%d", word, row.Line), Label: v.Text(label)}
}

func at(cells []string, i int) string {
	if i < len(cells) {
		return customer.MaskPersonalIDs(cells[i])
	}
	return ""
}

// describe says which customer a row concerns.
func (v *confirmation) describe(view *rowView, row *importer.Row, stored *customer.Customer, cells []string) {
	switch {
	case stored != nil:
		view.Name = stored.Values[customer.Name]
		if row.MatchedBy != "" && row.MatchedBy != importer.ByNumber {
			view.How = v.Text("import.by-" + string(row.MatchedBy))
		}
	case row.Status == importer.New:
		view.Name = v.Text("import.new-customer")
		kind := v.Show(customer.Kind, row.Kind)
		if view.How = kind; row.KindGuess {
			view.How = v.Text("import.guessed-kind", "kind", kind)
		}
	default:
		if column, mapped := v.Import.Choices.Mapping.Column(customer.Name); mapped {
			view.Name = at(cells, column)
		}
		if len(row.Candidates) > 0 {
			view.How = v.Text("import.candidates", "count", len(row.Candidates))
		}
	}
	switch row.Status {
	case importer.Modified:
		view.Small = v.changedFields(row)
	case importer.Excluded, importer.Error:
		for _, problem := range row.Problems {
			if problem.Level != customer.Warning {
				view.Small = v.problem(problem)
				break
			}
		}
	}
}

// changedFields names what changes in a row.
func (v *confirmation) changedFields(row *importer.Row) string {
	var names []string
	for f := range row.Changes.Fields().All() {
		names = append(names, v.Label(f))
	}
	return strings.Join(names, ", ")
}

// problemsByField puts a row's problems into words, those of fields by field.
func (v *confirmation) problemsByField(view *rowView, row *importer.Row) map[customer.Field]cellProblem {
	byField := make(map[customer.Field]cellProblem)
	for _, problem := range row.Problems {
		text := v.problem(problem)
		if problem.Field == customer.None {
			view.Problems = append(view.Problems, text)
		} else if _, taken := byField[problem.Field]; !taken || problem.Level == customer.Error {
			byField[problem.Field] = cellProblem{text, problem.Level}
		}
	}
	return byField
}

// cellProblem is what is wrong with a cell.
type cellProblem struct {
	text  string
	level customer.Level
}

// longestInCell is how many characters of a text its cell shows. All of it
// stands in the row's details.
const longestInCell = 300

func (v *confirmation) cell(column *columnView, row *importer.Row, source *sheet.Row, stored *customer.Customer, problems map[customer.Field]cellProblem) cellView {
	f, text := column.Field, at(source.Cells, column.Index)
	view := cellView{Class: column.Class(), Field: f, Text: text, Line: row.Line, Column: column.Index}
	chosen := v.chosen(source, column.Index)
	part := f == customer.FirstName || f == customer.LastName
	if _, named := v.Import.Choices.Mapping.Column(customer.Name); part && !named {
		f = customer.Name
	}
	if problem, ok := problems[f]; ok && f != customer.None && chosen.text != "" {
		view.Problem = problem.text
		if view.Class += " warned"; problem.level == customer.Error {
			view.Class += " problem"
		}
	}
	if stands, mark := v.stands(row, f); stands && stored != nil {
		view.Class, view.Mark, view.Text = view.Class+" kept", mark, v.Show(f, stored.Get(f))
	}
	if row.Repaired.Has(f) {
		view.Class, view.Mark = view.Class+" repaired", v.Text("import.repaired")
	}
	if change, changed := row.Changes.Of(f); changed && row.Status == importer.Modified {
		view.Class += " change"
		view.Changed, view.New, view.Old = true, v.Show(f, change.New), v.Show(f, change.Old)
	} else if changed && row.Status == importer.New && !part {
		view.Text = v.Show(f, change.New)
	}
	if chosen.mark != "" {
		view.Class, view.Mark = view.Class+" chosen", chosen.mark
	}
	for _, shown := range []*string{&view.Text, &view.New, &view.Old} {
		*shown = shortened(*shown, longestInCell)
	}
	// A cell to look at can be corrected where it stands, the others, and long
	// texts or those of several lines, in the details.
	if v.CanEdit() && f != customer.None && f != customer.Version && text != "" && row.Status != importer.Excluded &&
		(view.Changed || view.Problem != "" || view.Mark != "") && !strings.Contains(chosen.text, "\n") && shortened(chosen.text, longestInCell) == chosen.text {
		view.Fix, view.FixText = v.Text("import.correct"), chosen.text
	}
	view.Class = strings.TrimSpace(view.Class)
	return view
}

// stands reports whether a cell keeps the stored value although the file has
// another text, and says why.
func (v *confirmation) stands(row *importer.Row, f customer.Field) (stands bool, mark string) {
	switch {
	case row.RegisterWins.Has(f):
		return true, v.Text("import.stands")
	case row.Kept.Has(f):
		return true, v.Text("import.kept")
	}
	return false, ""
}

// isOfCustomer reports whether a customer has a field, which is more than a
// column of a file.
func isOfCustomer(f customer.Field) bool { return f == customer.Number || f.IsValue() }

// details lists every field of a row: what is stored, what the file says, what
// will be saved.
func (v *confirmation) details(row *importer.Row, stored *customer.Customer, source *sheet.Row, problems map[customer.Field]cellProblem) []fieldView {
	var fields []fieldView
	for _, f := range v.fields.Targets() {
		column, mapped := v.Import.Choices.Mapping.Column(f)
		if !isOfCustomer(f) && (!mapped || f == customer.Version) {
			continue
		}
		view := fieldView{Label: v.Label(f), Column: column, Problem: problems[f].text}
		if stored != nil && isOfCustomer(f) {
			view.Now = v.Show(f, stored.Get(f))
		}
		view.Then = view.Now
		if mapped {
			view.InFile = at(source.Cells, column)
		}
		if change, changed := row.Changes.Of(f); changed && (row.Status == importer.New || row.Status == importer.Modified) {
			view.Then, view.Changed = v.Show(f, change.New), true
			if !mapped && slices.Contains(v.fields.Fillable(), f) {
				view.Mark = v.Text("import.filled")
			}
		}
		if row.Kept.Has(f) {
			view.Mark, view.CanTake = v.Text("import.kept"), mapped
		}
		if mapped && row.Status != importer.Excluded {
			v.offerCorrection(&view, f, source, problems[f].text != "" || view.Changed && row.Status == importer.Modified)
		}
		view.CanSkip = mapped && view.InFile != "" && (view.Changed || problems[f].level == customer.Error) && !view.CanKeep && f != customer.Number
		if mapped || view.Now != "" || view.Changed {
			fields = append(fields, view)
		}
	}
	return fields
}

// differences lists the lines of the rows that are planned otherwise than in
// the plan with a fingerprint, as far as that plan is still known.
func differences(at *drafts.Planned, fingerprint string) map[int]bool {
	if fingerprint == "" || at.Before == nil || at.Before.Fingerprint != fingerprint {
		return nil
	}
	before := at.Before.Plan.Rows
	was := make(map[int]string, len(before))
	for i := range before {
		was[before[i].Line] = outline(before[i])
	}
	lines := make(map[int]bool)
	for i := range at.Plan.Rows {
		if row := at.Plan.Rows[i]; was[row.Line] != outline(row) {
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
