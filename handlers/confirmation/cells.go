package confirmation

import (
	"strings"

	"kortisto/customer"
	"kortisto/handlers/wording"
	"kortisto/importer"
	"kortisto/sheet"
)

// Cell is one cell, with the file's own text. Where it changes something, New and
// Old are set.
type Cell struct {
	Quiet    bool   // nothing happens in its column
	Class    string // of its column, and change, problem, kept or repaired
	Field    customer.Field
	Text     string
	Read     string // the value that counts, "" where the text says it
	New, Old string
	Changes  customer.Field // the field that it changes, or a part of it; None for none
	Problem  string
	Tag      string // kept, repaired or corrected, in words
	Line     int
	Column   int
	Fix      bool   // it can be corrected in its place
	FixText  string // the text to begin with
	FixAt    string // the address where it can be corrected too
}

// OnlyOld reports whether the old value is all that is said below the new one.
func (c Cell) OnlyOld() bool {
	return c.Old != "" && c.Read == "" && c.Tag == "" && c.Problem == ""
}

// shownText is the text of a cell of the file, without the secret end of personal
// identity codes.
func shownText(cells []string, i int) string {
	if i < len(cells) {
		return customer.MaskPersonalIDs(cells[i])
	}
	return ""
}

// rowProblems are what is wrong with a row as a whole and with its cells: by field,
// and by column of those that are appended to the notes.
type rowProblems struct {
	ofRow    []string
	ofField  map[customer.Field]cellProblem
	ofColumn map[int]cellProblem
}

// problemsOf puts a row's problems into words.
func (v *View) problemsOf(row *importer.Row) rowProblems {
	problems := rowProblems{ofField: make(map[customer.Field]cellProblem), ofColumn: make(map[int]cellProblem)}
	for _, problem := range row.Problems {
		told := cellProblem{v.words.Tell(problem), v.words.Short(problem), problem.Code, problem.Level}
		column, appended := problem.AppendedColumn()
		switch {
		case problem.Field == customer.None:
			problems.ofRow = append(problems.ofRow, told.text)
		case appended:
			keepWorse(problems.ofColumn, column, told)
		default:
			keepWorse(problems.ofField, problem.Field, told)
		}
	}
	return problems
}

// keepWorse notes a problem in the place of none, or of one that is no error.
func keepWorse[K comparable](problems map[K]cellProblem, of K, problem cellProblem) {
	if _, taken := problems[of]; !taken || problem.level == customer.Error {
		problems[of] = problem
	}
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

// cell makes the view of a cell of a column, but of one that is appended to the
// notes.
func (v *View) cell(column *Column, row *importer.Row, source *sheet.Row, stored *customer.Stored, problems map[customer.Field]cellProblem) Cell {
	view := newCell(column, row, source)
	f, text, chosen := column.Field, view.Text, v.chosen(source, column.Index)
	part := f == customer.FirstName || f == customer.LastName
	if _, named := v.Import.Choices.Mapping.Column(customer.Name); part && !named {
		f = customer.Name
	}
	if problem, ok := problems[f]; ok && f != customer.None {
		view.warn(problem, chosen)
	}
	stands, why := v.stands(row, f)
	if stands && stored != nil {
		view.tag("kept", why)
		view.Read = v.otherwise(f, text, stored.Get(f))
	}
	if row.Repaired.Has(f) {
		view.tag("repaired", v.words.Text("import.repaired"))
		if stored != nil && !stands {
			view.Read = v.otherwise(f, text, stored.Get(f))
		}
	}
	if change, changed := row.Changes.Of(f); changed && (row.Status == importer.Modified || row.Status == importer.New && !part) {
		view.Read = v.otherwise(f, text, change.New)
		if row.Status == importer.Modified {
			view.Class += " change"
			view.Changes, view.New, view.Old = f, v.shownNew(f, change.New), v.words.Show(f, change.Old)
		}
	}
	v.finish(&view, row, chosen)
	return view
}

// newCell is a cell that says no more than the file.
func newCell(column *Column, row *importer.Row, source *sheet.Row) Cell {
	return Cell{
		Class: column.Class(), Quiet: !column.Loud, Field: column.Field, Text: shownText(source.Cells, column.Index),
		Line: row.Line, Column: column.Index,
	}
}

// tag says in a word what became of the cell.
func (c *Cell) tag(class, text string) { c.Class, c.Tag = c.Class+" "+class, text }

// warn tells what is wrong with a cell, unless it is left unimported.
func (c *Cell) warn(problem cellProblem, chosen chosenText) {
	if chosen.text == "" && problem.code != customer.PersonalID {
		return
	}
	c.Problem = problem.short
	if c.Class += " warned"; problem.level == customer.Error {
		c.Class += " problem"
	}
}

// finish says what was chosen for a cell, shortens what it shows, and lets it be
// corrected.
func (v *View) finish(view *Cell, row *importer.Row, chosen chosenText) {
	if chosen.tag != "" {
		view.tag("chosen", chosen.tag)
	}
	filled := view.Text != ""
	for _, shown := range []*string{&view.Text, &view.Read, &view.New, &view.Old} {
		*shown = wording.Shortened(*shown, longestInCell)
	}
	// A cell to look at can be corrected where it stands, the others, and long
	// texts or those of several lines, in the details.
	lookedAt := view.Changes != customer.None || view.Read != "" || view.Problem != "" || view.Tag != ""
	short := !strings.Contains(chosen.text, "\n") && wording.Shortened(chosen.text, longestInCell) == chosen.text
	if lookedAt && short && filled && v.CanEdit() && view.Field != customer.None && view.Field != customer.Version && row.Status != importer.Excluded {
		view.Fix, view.FixText = true, chosen.text
	}
	view.Class = strings.TrimSpace(view.Class)
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
func (v *View) stands(row *importer.Row, f customer.Field) (stands bool, why string) {
	switch {
	case row.RegisterWins.Has(f):
		return true, v.words.Text("import.stands")
	case row.Kept.Has(f):
		return true, v.words.Text("import.kept")
	}
	return false, ""
}
