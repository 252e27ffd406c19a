package importer

import (
	"slices"

	"kortisto/customer"
)

// appendPieces appends the pieces of the row to the notes that it leaves otherwise:
// those that it writes, else the stored ones (append-adds, append-after,
// docs/rules.md). A piece that the notes have already adds nothing, so that a file
// can be imported twice (append-once, docs/rules.md).
func (n *comparison) appendPieces() {
	at := slices.IndexFunc(n.changes, func(c customer.Change) bool { return c.Field >= customer.Notes })
	if at < 0 {
		at = len(n.changes)
	}
	stored := n.stored(customer.Notes)
	notes, written := stored, at < len(n.changes) && n.changes[at].Field == customer.Notes
	if written {
		notes = n.changes[at].New
	}
	before := notes
	for i := range n.comparer.pieces {
		p := &n.comparer.pieces[i]
		switch {
		case p.text == "":
			n.problems = append(n.problems, p.problem)
			continue
		case p.isIn(notes) || !written && n.wasExportedWith(p):
			continue
		case p.problem.Code != "":
			n.problems = append(n.problems, p.problem)
		}
		longer := customer.AppendPiece(notes, p.text)
		if len(longer) > customer.MaxTextLength && customer.Notes.Read(longer, customer.Context{}).Failed() {
			full := customer.Problem{Level: customer.Error, Code: NotesFull, Args: customer.Args{"limit": customer.MaxTextLength}}
			n.problems = append(n.problems, full.OfAppended(p.column.index, p.column.heading))
			return
		}
		notes = longer
	}
	switch {
	case notes == before:
	case !written:
		n.changes = slices.Insert(n.changes, at, customer.Change{Field: customer.Notes, Old: stored, New: notes})
	case notes == stored:
		n.changes = slices.Delete(n.changes, at, at+1)
	default:
		n.changes[at].New = notes
	}
}

// wasExportedWith reports whether the notes had a piece when the row was exported,
// or by an own import of the same export: where they lack it now, somebody has
// taken it away since, and that stands (three-way, docs/rules.md).
func (n *comparison) wasExportedWith(p *piece) bool {
	if n.customer == nil {
		return false
	}
	since := n.marks.since(n.row, n.customer)
	return since != nil && (p.isIn(since.Base[customer.Notes]) || slices.ContainsFunc(since.Imported, func(i Imported) bool {
		return i.Field == customer.Notes && i.isOf(n.file.in.Actor) && p.isIn(i.Value)
	}))
}

// warnPrivatePieces warns of personal identity codes in the cells of a row that was
// not compared, or not whole (value-private, docs/rules.md).
func (p *rowPlanner) warnPrivatePieces(row *Row, r *rowReader) {
	if p.file.appended == nil || row.Status != Excluded && row.Status != Undecided && row.Status != Error {
		return
	}
	for _, piece := range r.pieces(nil) {
		if piece.problem.Code == customer.PersonalID && !slices.ContainsFunc(row.Problems, func(told customer.Problem) bool {
			return told.Code == customer.PersonalID && isOfColumn(told, piece.column.index)
		}) {
			row.Problems = append(row.Problems, piece.problem)
		}
	}
}

// isOfColumn reports whether a problem is one of the cell of an appended column.
func isOfColumn(p customer.Problem, column int) bool {
	of, appended := p.AppendedColumn()
	return appended && of == column
}

// Addition is what a cell of a row adds to the notes.
type Addition struct {
	Column int // from 0
	Text   string
}

// Additions tells what the rows of a plan add to the notes.
type Additions struct{ file *fileReader }

// NewAdditions looks at what a plan was made of.
func NewAdditions(in Input) *Additions {
	if !slices.Contains(in.Mapping, customer.AppendNotes) {
		return &Additions{file: new(fileReader)}
	}
	if in.Fields == nil {
		in.Fields = customer.Standard()
	}
	return &Additions{file: newFileReader(&in)}
}

// Of lists what the row of a plan with an index adds to the notes, as far as it is
// saved.
func (a *Additions) Of(index int, row *Row) []Addition {
	change, changed := row.Changes.Of(customer.Notes)
	if a.file.appended == nil || !changed {
		return nil
	}
	var added []Addition
	r := a.file.row(index)
	for _, p := range r.pieces(nil) {
		if p.text != "" && customer.HasPiece(change.New, p.text) && !p.isIn(change.Old) {
			added = append(added, Addition{p.column.index, p.text})
		}
	}
	return added
}

// countPieces counts in each appended column the rows that it changes, and its
// errors.
func (s *summary) countPieces() {
	if s.file.appended == nil {
		return
	}
	additions := Additions{s.file}
	for i, row := range s.plan.Rows {
		if row.Status == Modified {
			for _, added := range additions.Of(i, row) {
				s.plan.Columns[added.Column].Changes++
			}
		}
		for _, column := range s.file.appended {
			if slices.ContainsFunc(row.Problems, func(p customer.Problem) bool {
				return p.Level == customer.Error && isOfColumn(p, column.index)
			}) {
				s.plan.Columns[column.index].Errors++
			}
		}
	}
}
