package confirmation

import (
	"context"
	"slices"
	"strings"

	"kortisto/customer"
	"kortisto/db"
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
	How        string // how it was found
	Made       string // what kind of customer is made
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
	Take       selectEntry // the decision that takes the row in or leaves it out, none where it can't be pressed
	OpenAt     string      // address of the details
	Differs    bool        // from what the user saw before
}

// changedView names the fields that change in a row, under its status.
type changedView struct {
	Names string // as a sentence has them
	Lines string // one a line: a name may have a comma
	Keys  string
}

// Shown lists the numbers of the customers of the register whom the rows of the
// page show, or show to choose from.
func (v *View) Shown() []int { return v.concerned(v.page(v.filtered.rows)) }

// Listed is Shown for the rows of all pages.
func (v *View) Listed() []int { return v.concerned(v.filtered.rows) }

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

// makeRows makes the views of the rows of the page.
func (v *View) makeRows(ctx context.Context, register *db.DB) error {
	rows := v.page(v.filtered.rows)
	known, err := storedCustomers(ctx, register, v.concerned(rows))
	if err != nil {
		return err
	}
	for _, i := range rows {
		v.Rows = append(v.Rows, v.row(i, known))
	}
	v.makeAlike(rows)
	v.openFirstQuestion()
	return nil
}

// storedCustomers reads customers of the register, by their numbers.
func storedCustomers(ctx context.Context, register *db.DB, numbers []int) (map[int]*customer.Stored, error) {
	known := make(map[int]*customer.Stored, len(numbers))
	if len(numbers) == 0 {
		return known, nil
	}
	snapshot, err := register.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	defer snapshot.Close()
	found, _, err := snapshot.Customers(ctx, importer.Keys{Numbers: numbers})
	for _, c := range found {
		known[c.Number] = c
	}
	return known, err
}

// closed is the address of the page with no row open, not even the first question.
func (v *View) closed() string {
	show := v.Showing
	show.Open = 0
	if v.plan.Counts[importer.Undecided] > 0 {
		show.Open = noRow
	}
	return v.address(show)
}

// openFirstQuestion opens the first row of the page that waits for a choice,
// where no row is open: once that is made, it is the turn of the next.
func (v *View) openFirstQuestion() {
	if v.Showing.Open != 0 {
		return
	}
	for i := range v.Rows {
		if v.Rows[i].ChooseText != "" {
			v.Rows[i].Open, v.Rows[i].Toggle = true, v.closed()
			return
		}
	}
}

// row makes the view of one row of the plan.
func (v *View) row(index int, known map[int]*customer.Stored) Row {
	row, source := v.plan.Rows[index], &v.Sheet.Rows[index]
	decision, decided := v.Import.Choices.Decisions.Rows[row.Line]
	stored, problems, added := known[row.Customer], v.problemsOf(row), v.addedBy(index)
	view := Row{
		Line: row.Line, Status: row.Status, Word: v.words.Text("status." + string(row.Status)), Number: row.Customer,
		Changed: v.changed(row), Small: v.statusWords(row), Problems: problems.ofRow, Differs: v.differing[row.Line],
		Decided: decided || len(v.Import.Choices.Decisions.Cells[row.Line]) > 0,
		Take:    v.takeOf(row, decision), ChooseText: v.chooseText(row), Conflicts: v.conflicts(row), Fold: v.Quiet > 0,
	}
	view.Name, view.How = v.customerOf(row, stored, source.Cells)
	view.Made = v.made(row)
	show := v.Showing
	show.Open = row.Line
	view.OpenAt, view.Toggle = v.address(show), v.address(show)
	if v.Showing.Open == row.Line {
		view.Open, view.Toggle = true, v.closed()
		view.Fields = append(v.details(row, stored, source, problems), v.appendedFields(row, source, problems, added)...)
		view.Explained = v.explain(row)
	}
	view.Cells = append(v.cells(row, stored, source, problems, added), v.filledCells(row)...)
	for i := range view.Cells {
		if cell := &view.Cells[i]; cell.Fix {
			cell.FixAt = view.OpenAt + "#" + textName(cell.Column)
		}
	}
	v.makeCandidates(&view, row, source, known)
	return view
}

// cells are those of a row for the columns of the file.
func (v *View) cells(row *importer.Row, stored *customer.Stored, source *sheet.Row, problems rowProblems, added map[int]string) []Cell {
	cells := make([]Cell, len(v.Columns), len(v.Columns)+len(v.Filled))
	for i := range v.Columns {
		if column := &v.Columns[i]; column.Field == customer.AppendNotes {
			cells[i] = v.appendedCell(column, row, source, problems.ofColumn[i], added[i])
		} else {
			cells[i] = v.cell(column, row, source, stored, problems.ofField)
		}
	}
	return cells
}

// made says what kind of customer a row makes, "" where it makes none.
func (v *View) made(row *importer.Row) string {
	kind := strings.ToLower(v.words.Show(customer.Kind, row.Kind))
	switch {
	case row.Status != importer.New:
		return ""
	case row.KindGuess:
		return v.words.Text("import.new-guessed", "kind", kind)
	}
	return kind
}

// customerOf says which customer a row concerns, and how that was found.
func (v *View) customerOf(row *importer.Row, stored *customer.Stored, cells []string) (name, how string) {
	switch {
	case stored != nil:
		if row.MatchedBy != "" && row.MatchedBy != importer.ByNumber {
			how = v.words.Text("import.by-" + string(row.MatchedBy))
		}
		return stored.Get(customer.Name), how
	case row.Status == importer.New:
		made, _ := row.Changes.Of(customer.Name)
		return v.words.Show(customer.Name, made.New), ""
	}
	if column, mapped := v.Import.Choices.Mapping.Column(customer.Name); mapped {
		name = shownText(cells, column)
	}
	if len(row.Candidates) > 0 {
		how = v.words.Text("import.candidates", "count", len(row.Candidates))
	}
	return name, how
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
	return changedView{Names: strings.Join(names, ", "), Lines: strings.Join(names, "\n"), Keys: strings.Join(keys, " ")}
}
