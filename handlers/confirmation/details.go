package confirmation

import (
	"slices"

	"kortisto/customer"
	"kortisto/importer"
	"kortisto/sheet"
)

// fieldView is one line of a row's details.
type fieldView struct {
	Label             string
	Now, InFile, Then string
	Changed           bool
	Problem           string
	Tag               string // kept, repaired or corrected, in words
	Name              string // of the field for its text
	Text              string // what this begins with
	Column            int
	CanCorrect        bool
	Long              bool // the text may have several lines
	Loud              bool // the field for its text stands open
	Same              int  // cells of the column with the same text, where they can be corrected at once
	CanKeep           bool // a decision about the cell can be taken back
	CanSkip           bool
	CanAccept         bool   // the cell keeps the stored value though the file says otherwise
	Zero              string // the telephone number with the zero that it may lack, "" where it does not
}

// Loud are the fields in which something happens: changed, wrong, or decided about.
func (r Row) Loud() []fieldView { return r.fieldsThat(true) }

// Quiet are the others.
func (r Row) Quiet() []fieldView { return r.fieldsThat(false) }

// fieldsThat are the fields in which something happens, or the others.
func (r Row) fieldsThat(loud bool) []fieldView {
	var fields []fieldView
	for _, f := range r.Fields {
		if loud == (f.Changed || f.Problem != "" || f.Tag != "") {
			fields = append(fields, f)
		}
	}
	return fields
}

// isOfCustomer reports whether a customer has a field, which is more than a
// column of a file.
func isOfCustomer(f customer.Field) bool { return f == customer.Number || f.IsValue() }

// details lists every field of a row: what is stored, what the file says, what
// will be saved.
func (v *View) details(row *importer.Row, stored *customer.Stored, source *sheet.Row, told rowProblems) []fieldView {
	var fields []fieldView
	problems := told.ofField
	for _, f := range v.words.Table.Targets() {
		column, mapped := v.Import.Choices.Mapping.Column(f)
		if !isOfCustomer(f) && (!mapped || f == customer.Version || f == customer.AppendNotes) {
			continue
		}
		view := fieldView{Label: v.words.Label(f), Column: column, Problem: problems[f].text}
		if stored != nil && isOfCustomer(f) {
			view.Now = v.words.Show(f, stored.Get(f))
		}
		view.Then = view.Now
		if mapped {
			view.InFile = shownText(source.Cells, column)
		}
		if change, changed := row.Changes.Of(f); changed && (row.Status == importer.New || row.Status == importer.Modified) {
			view.Then, view.Changed = v.shownNew(f, change.New), true
			if !mapped && slices.Contains(v.words.Table.Fillable(), f) {
				view.Tag = v.words.Text("import.filled")
			}
		}
		if row.Kept.Has(f) {
			view.Tag, view.CanAccept = v.words.Text("import.kept"), mapped
		}
		if mapped && row.Status != importer.Excluded {
			v.offerCorrection(&view, f, source, problems[f].text != "" || view.Changed && row.Status == importer.Modified)
		}
		if f == customer.Phone && mapped {
			view.Zero = row.MissingZero()
		}
		view.CanSkip = mapped && view.InFile != "" && (view.Changed || problems[f].level == customer.Error) && !view.CanKeep && f != customer.Number
		if mapped || view.Now != "" || view.Changed {
			fields = append(fields, view)
		}
	}
	return fields
}
