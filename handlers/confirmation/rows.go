package confirmation

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/handlers/drafts"
	"kortisto/handlers/wording"
	"kortisto/importer"
	"kortisto/sheet"
)

// Row is one row of the confirmation table.
type Row struct {
	Line       int
	Status     importer.Status
	Word       string // the status in words
	Number     int    // of the customer concerned, 0 for none
	Name       string
	How        string // how it was found, or what kind of customer is made
	Changed    changedView
	Small      string // under the status
	Cells      []Cell
	Fold       bool       // quiet columns can be folded
	Problems   []string   // of the row as a whole
	Alike      *alikeView // what this row and those after it have in common, said above them
	ChooseText string     // on the button that leads to the choices of the row, "" where it has none
	Open       bool
	Toggle     string // address that opens or closes the details
	Fields     []fieldView
	Explained  []explanation
	Candidates []candidate
	More       []candidate // those that are folded
	Conflicts  []conflictView
	CanCreate  bool
	Waiting    int    // undecided rows that wait for the same reason
	WaitingAt  string // address that shows them
	Decided    bool
	Take       choice // the decision that takes the row in or leaves it out, none where it can't be pressed
	OpenAt     string // address of the details
	Differs    bool   // from what the user saw before
}

// changedView names the fields that change in a row, under its status.
type changedView struct {
	Names string
	Keys  string
}

// Cell is one cell, with the file's own text. Where it changes something, New and
// Old are set.
type Cell struct {
	Quiet    bool   // nothing happens in its column
	Class    string // of its column, and change, problem, kept or repaired
	Field    customer.Field
	Text     string
	Read     string // the value that counts, "" where the text says it
	New, Old string
	Changed  bool
	Problem  string
	Mark     string // kept, repaired or corrected, in words
	Line     int
	Column   int
	Fix      bool   // it can be corrected in its place
	FixText  string // the text to begin with
	FixAt    string // the address where it can be corrected too
}

// OnlyOld reports whether the old value is all that is said below the new one.
func (c Cell) OnlyOld() bool {
	return c.Old != "" && c.Read == "" && c.Mark == "" && c.Problem == ""
}

// Shown lists the numbers of the customers of the register whom the rows of the
// page show, or show to choose from.
func (v *View) Shown() []int { return v.concerned(v.page(v.selected.rows)) }

// Listed is Shown for the rows of all pages.
func (v *View) Listed() []int { return v.concerned(v.selected.rows) }

// concerned lists the numbers of the customers whom some rows concern, or may, each
// once.
func (v *View) concerned(rows []int) []int {
	var numbers []int
	for _, i := range rows {
		row := v.plan.Rows[i]
		if row.Customer != 0 {
			numbers = append(numbers, row.Customer)
		}
		numbers = append(numbers, row.Candidates...)
	}
	slices.Sort(numbers)
	return slices.Compact(numbers)
}

// fillRows makes the views of the rows of the page.
func (v *View) fillRows(ctx context.Context, register *db.DB) error {
	rows := v.page(v.selected.rows)
	known := make(map[int]*customer.Customer)
	if numbers := v.concerned(rows); len(numbers) > 0 {
		snapshot, err := register.Snapshot(ctx)
		if err != nil {
			return err
		}
		defer snapshot.Close()
		found, _, err := snapshot.Customers(ctx, importer.Keys{Numbers: numbers})
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
	v.fillAlike(rows)
	v.openFirstQuestion()
	return nil
}

// openFirstQuestion opens the first row of the page that waits for a choice,
// where no row is open: once that is made, it is the turn of the next.
func (v *View) openFirstQuestion() {
	if v.Showing.Open != 0 {
		return
	}
	for i := range v.Rows {
		if v.Rows[i].ChooseText != "" {
			v.Rows[i].Open = true
			return
		}
	}
}

func (v *View) row(index int, known map[int]*customer.Customer) Row {
	row := v.plan.Rows[index]
	source := &v.Sheet.Rows[index]
	cells := source.Cells
	view := Row{Line: row.Line, Status: row.Status, Word: v.words.Text("status." + string(row.Status)), Number: row.Customer,
		Differs: v.differing[row.Line]}
	decision, decided := v.Import.Choices.Decisions.Rows[row.Line]
	view.Decided = decided || len(v.Import.Choices.Decisions.Cells[row.Line]) > 0
	view.Take = v.takeOf(row, decision)
	stored := known[row.Customer]
	v.describe(&view, row, stored, cells)
	problems := v.problemsByField(&view, row)
	show := v.Showing
	view.Open = show.Open == row.Line
	if row.Status == importer.Undecided {
		view.ChooseText = v.words.Text("import.choose-customer")
		if len(row.Conflicts) > 0 || !settledByNew[undecidedBy(row)] {
			view.ChooseText = v.words.Text("import.choose-value")
		}
		if undecidedBy(row) == importer.ErasedPerson {
			view.ChooseText = v.words.Text("erase.decide")
		}
	}
	show.Open = row.Line
	view.OpenAt = Path(v.Import.ID) + show.Query()
	if view.Toggle = view.OpenAt; v.Showing.Open == row.Line {
		show.Open = 0
		view.Toggle = Path(v.Import.ID) + show.Query()
		view.Fields, view.Explained = v.details(row, stored, source, problems), v.explain(row)
	}
	view.Fold = v.Quiet > 0
	for i := range v.Columns {
		view.Cells = append(view.Cells, v.cell(&v.Columns[i], row, source, stored, problems))
		if cell := &view.Cells[i]; cell.Fix {
			cell.FixAt = view.OpenAt + "#text-" + strconv.Itoa(i)
		}
	}
	view.Cells = append(view.Cells, v.filledCells(row)...)
	v.fillCandidates(&view, row, source, known)
	view.Conflicts = v.conflicts(row)
	return view
}

// takeOf is the button that takes a row in, or leaves it out.
func (v *View) takeOf(row *importer.Row, decision importer.RowDecision) choice {
	word, label := takenInBy(row, decision), "import.take-in"
	if word == "" && slices.Contains([]importer.Status{importer.New, importer.Modified, importer.Undecided}, row.Status) {
		word, label = "exclude", "import.leave-out"
	}
	if word == "" || !v.CanEdit() {
		return choice{}
	}
	return choice{Value: fmt.Sprintf("%s:%d", word, row.Line), Label: v.words.Text(label)}
}

func at(cells []string, i int) string {
	if i < len(cells) {
		return customer.MaskPersonalIDs(cells[i])
	}
	return ""
}

// describe says which customer a row concerns.
func (v *View) describe(view *Row, row *importer.Row, stored *customer.Customer, cells []string) {
	switch {
	case stored != nil:
		view.Name = stored.Values[customer.Name]
		if row.MatchedBy != "" && row.MatchedBy != importer.ByNumber {
			view.How = v.words.Text("import.by-" + string(row.MatchedBy))
		}
	case row.Status == importer.New:
		name, _ := row.Changes.Of(customer.Name)
		view.Name = v.words.Show(customer.Name, name.New)
		how := "import.new-of-kind"
		if row.KindGuess {
			how = "import.new-guessed"
		}
		view.How = v.words.Text(how, "kind", strings.ToLower(v.words.Show(customer.Kind, row.Kind)))
	default:
		if column, mapped := v.Import.Choices.Mapping.Column(customer.Name); mapped {
			view.Name = at(cells, column)
		}
		if len(row.Candidates) > 0 {
			view.How = v.words.Text("import.candidates", "count", len(row.Candidates))
		}
	}
	view.Changed, view.Small = v.changed(row), v.statusWords(row)
}

// statusWords say below a row's status in a few words what is wrong with it.
func (v *View) statusWords(row *importer.Row) string {
	var told []string
	for _, problem := range row.Problems {
		says := problem.Level == customer.Error || problem.Level == customer.Undecided || problem.Field == customer.None || row.Status == importer.Excluded
		if words := v.words.ShortOf(problem); says && !slices.Contains(told, words) {
			told = append(told, words)
		}
	}
	return strings.Join(told, " · ")
}

// changed names what changes in a row, in the order of the file's columns.
func (v *View) changed(row *importer.Row) changedView {
	if row.Status != importer.Modified {
		return changedView{}
	}
	changes := row.Changes.Fields()
	var named customer.FieldSet
	var names, keys []string
	name := func(f customer.Field) {
		if changes.Has(f) && !named.Has(f) {
			named = named.With(f)
			names, keys = append(names, v.words.Label(f)), append(keys, f.Key())
		}
	}
	for i := range v.Columns {
		name(baseField(v.Columns[i].Field))
	}
	for f := range changes.All() { // no column has what was filled in
		name(f)
	}
	return changedView{Names: strings.Join(names, ", "), Keys: strings.Join(keys, " ")}
}

// problemsByField puts a row's problems into words, those of fields by field.
func (v *View) problemsByField(view *Row, row *importer.Row) map[customer.Field]cellProblem {
	byField := make(map[customer.Field]cellProblem)
	for _, problem := range row.Problems {
		text := v.words.Tell(problem)
		if problem.Field == customer.None {
			view.Problems = append(view.Problems, text)
		} else if _, taken := byField[problem.Field]; !taken || problem.Level == customer.Error {
			byField[problem.Field] = cellProblem{text, v.words.Short(problem), problem.Code, problem.Level}
		}
	}
	return byField
}

// cellProblem is what is wrong with a cell.
type cellProblem struct {
	text  string
	short string // in its cell
	code  customer.Code
	level customer.Level
}

// longestInCell is how many characters of a text its cell shows. All of it
// stands in the row's details.
const longestInCell = 300

func (v *View) cell(column *Column, row *importer.Row, source *sheet.Row, stored *customer.Customer, problems map[customer.Field]cellProblem) Cell {
	f, text := column.Field, at(source.Cells, column.Index)
	view := Cell{Class: column.Class(), Quiet: !column.Loud, Field: f, Text: text, Line: row.Line, Column: column.Index}
	chosen := v.chosen(source, column.Index)
	part := f == customer.FirstName || f == customer.LastName
	if _, named := v.Import.Choices.Mapping.Column(customer.Name); part && !named {
		f = customer.Name
	}
	if problem, ok := problems[f]; ok && f != customer.None && (chosen.text != "" || problem.code == customer.PersonalID) {
		view.Problem = problem.short
		if view.Class += " warned"; problem.level == customer.Error {
			view.Class += " problem"
		}
	}
	stands, mark := v.stands(row, f)
	if stands && stored != nil {
		view.Class, view.Mark, view.Read = view.Class+" kept", mark, v.otherwise(f, text, stored.Get(f))
	}
	if row.Repaired.Has(f) {
		view.Class, view.Mark = view.Class+" repaired", v.words.Text("import.repaired")
		if stored != nil && !stands {
			view.Read = v.otherwise(f, text, stored.Get(f))
		}
	}
	if change, changed := row.Changes.Of(f); changed && (row.Status == importer.Modified || row.Status == importer.New && !part) {
		view.Read = v.otherwise(f, text, change.New)
		if view.Changed = row.Status == importer.Modified; view.Changed {
			view.Class += " change"
			view.New, view.Old = v.shownNew(f, change.New), v.words.Show(f, change.Old)
		}
	}
	if chosen.mark != "" {
		view.Class, view.Mark = view.Class+" chosen", chosen.mark
	}
	for _, shown := range []*string{&view.Text, &view.Read, &view.New, &view.Old} {
		*shown = wording.Shortened(*shown, longestInCell)
	}
	// A cell to look at can be corrected where it stands, the others, and long
	// texts or those of several lines, in the details.
	if v.CanEdit() && f != customer.None && f != customer.Version && text != "" && row.Status != importer.Excluded &&
		(view.Changed || view.Read != "" || view.Problem != "" || view.Mark != "") && !strings.Contains(chosen.text, "\n") && wording.Shortened(chosen.text, longestInCell) == chosen.text {
		view.Fix, view.FixText = true, chosen.text
	}
	view.Class = strings.TrimSpace(view.Class)
	return view
}

// shownNew is the new value of a field in words, also where it has none any more.
func (v *View) shownNew(f customer.Field, value string) string {
	if value == "" {
		return v.words.Text("selection.emptied")
	}
	return v.words.Show(f, value)
}

// otherwise is the value that counts in place of a cell's text, in words; "" where
// the text says it, as it is kept or by one of its names.
func (v *View) otherwise(f customer.Field, text, value string) string {
	text = customer.Clean(text)
	if text == value {
		return ""
	}
	for _, lang := range customer.Languages {
		if text == v.words.Table.Show(f, value, lang) || text == v.words.Table.Display(f, value, lang) {
			return ""
		}
	}
	return v.words.Show(f, value)
}

// stands reports whether a cell keeps the stored value although the file has
// another text, and says why.
func (v *View) stands(row *importer.Row, f customer.Field) (stands bool, mark string) {
	switch {
	case row.RegisterWins.Has(f):
		return true, v.words.Text("import.stands")
	case row.Kept.Has(f):
		return true, v.words.Text("import.kept")
	}
	return false, ""
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
