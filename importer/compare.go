package importer

import (
	"slices"
	"strings"

	"kortisto/customer"
	"kortisto/sheet"
	"kortisto/sheet/charset"
	"kortisto/sheet/damage"
	"kortisto/sheet/htmltable"
)

// outcome is what a row would write into a customer, and what there is to tell of it.
type outcome struct {
	changes      []customer.Change // until the next comparison
	emptied      customer.FieldSet
	kept         customer.FieldSet
	repaired     customer.FieldSet
	registerWins customer.FieldSet
	conflicts    []Conflict
	asked        bool // a cell is for the user to decide
	problems     []customer.Problem
}

func (o *outcome) failed() bool {
	for _, problem := range o.problems {
		if problem.Level == customer.Error {
			return true
		}
	}
	return false
}

// after is the value of a field of a customer, nil for a new one, as the row would
// leave it.
func (o *outcome) after(c *customer.Stored, f customer.Field) string {
	for i := range o.changes {
		if o.changes[i].Field == f {
			return o.changes[i].New
		}
	}
	if c == nil {
		return ""
	}
	return c.Get(f)
}

// empty reports whether the row says nothing that the customer is not already.
func (o *outcome) empty() bool { return len(o.changes)+len(o.conflicts) == 0 && !o.asked }

// isKey reports whether a field is what the customer was found by, which the
// row then never changes.
func isKey(f customer.Field, by Match) bool {
	return by == ByName && f == customer.Name || by == ByBusinessID && f == customer.BusinessID
}

// comparer compares the cells of rows with stored customers.
type comparer struct {
	file   *fileReader
	marks  *marks
	groups *groupNames
	fields []customer.Field // that are compared, in the order of the table
	room   []customer.Change
	pieces []piece // room for those of the next row
}

func newComparer(file *fileReader, marks *marks, groups *groupNames) *comparer {
	p := &comparer{file: file, marks: marks, groups: groups}
	set := file.in.Decisions.setFields(file.in.Fields)
	for f := customer.Kind; f.IsValue(); f++ {
		_, mapped := file.in.Mapping.Column(f)
		if mapped || set[f] || f == customer.Name && file.in.Mapping.hasName() || f == customer.Contact && file.persons || f == customer.BusinessID && file.idByVAT {
			p.fields = append(p.fields, f)
		}
	}
	return p
}

// compare reads the mapped cells of a row and compares them with the customer
// that the row concerns; nil is a new one.
func (p *comparer) compare(r *rowReader, c *customer.Stored, by Match) outcome {
	n := comparison{comparer: p, row: r, customer: c, by: by, outcome: outcome{changes: p.room[:0]}}
	if p.file.appended != nil {
		p.pieces = r.pieces(p.pieces[:0])
	}
	for _, f := range p.fields {
		n.compareCell(f)
	}
	if len(p.pieces) > 0 {
		n.appendPieces()
	}
	p.room = n.changes
	return n.outcome
}

// comparison is the comparing of one row with one customer.
type comparison struct {
	*comparer
	row      *rowReader
	customer *customer.Stored // nil for a new one
	by       Match
	contexts cellContexts     // once a cell has needed them
	isRead   bool             // contexts are known
	parts    customer.Address // of the cell that is split, until they are taken
	outcome
}

// compareCell compares the cell of a field. Only what differs is checked: a value
// that is already stored is never an error (change-fields, value-checked,
// docs/rules.md). An empty cell of a file says nothing (never-delete,
// docs/rules.md). Where the row was exported before the customer was changed, a cell
// that still is as exported says nothing, and one that is not meets the change of
// somebody else (three-way, docs/rules.md).
func (n *comparison) compareCell(f customer.Field) {
	stored := n.stored(f)
	if f == customer.BusinessID && n.row.tellsVATOf(n.customer) {
		return
	}
	empty, same := n.row.plainly(f, stored)
	if same {
		return
	}
	var cell cell
	if !empty {
		cell = n.row.get(f)
	}
	if cell.text == "" {
		switch {
		case n.file.in.Selection:
			n.clear(f)
		case !cell.taken:
			n.noteEmpty(f, stored)
		}
		return
	}
	if n.standsAlone(f) {
		return
	}
	if !n.isRead {
		n.contexts, n.isRead = n.contextsOf(n.row, n.customer), true
	}
	said := n.saying(f, cell, n.contexts.now)
	said.folds = n.file.in.Sheet.Format == sheet.FormatHTML
	if said.says(stored, &n.outcome) || n.customer != nil && n.row.fromFile(f) && n.merge(&said) {
		return
	}
	if n.guards(&said) {
		return
	}
	n.noteLostLetters(f, cell)
	if own := n.splitAddress(f, cell); own != cell {
		if said = n.saying(f, own, n.contexts.now); !said.says(stored, &n.outcome) {
			n.take(f, said.read())
		}
		n.takeParts(f)
		return
	}
	reading := said.read()
	if f == customer.Group {
		reading = n.groups.read(cell.text, reading)
	}
	reading.Repaired = reading.Repaired || cell.unguarded
	n.take(f, reading)
}

// stored is the value that a field has now.
func (n *comparison) stored(f customer.Field) string {
	if n.customer == nil {
		return ""
	}
	return n.customer.Get(f)
}

// standsAlone reports whether the row leaves a field as it is, whatever its cell
// says: what the customer was found by, and the whole name where the row has only
// a part of one.
func (n *comparison) standsAlone(f customer.Field) bool {
	return isKey(f, n.by) || f == customer.Name && n.customer != nil && n.row.partialName()
}

// saying begins to read a cell. One that is meant as it stands is not repaired.
func (p *comparer) saying(f customer.Field, cell cell, ctx customer.Context) saying {
	ctx.Repair = !p.file.in.Options.NoRepair && !cell.taken
	said := saying{file: p.file, field: f, cell: cell, ctx: ctx, year: p.file.in.Year}
	if f == customer.Notes {
		said.pieces = p.pieces
	}
	return said
}

// saying is what a cell says of a field, read when it is needed.
type saying struct {
	file    *fileReader
	field   customer.Field
	cell    cell
	ctx     customer.Context
	year    int     // in which the file came
	folds   bool    // the file's format folds white space
	pieces  []piece // that the row appends to what the cell says
	reading customer.Reading
	isRead  bool
}

func (s *saying) read() customer.Reading {
	if !s.isRead {
		s.reading, s.isRead = s.file.read(s.field, s.cell.text, s.ctx), true
	}
	return s.reading
}

// says reports whether a cell says a value: as written, in the field's own way
// of comparing, as a spreadsheet may have damaged it, or as read and repaired, which
// it notes in the outcome; notes also without what the row has appended to them
// before.
func (s *saying) says(value string, o *outcome) bool {
	if s.saysAll(value, o) {
		return true
	}
	for i := len(s.pieces) - 1; i >= 0; i-- {
		before, found := s.pieces[i].cutFrom(value)
		if found && s.saysAll(before, o) {
			return true
		}
		value = before
	}
	return false
}

// saysAll reports the same of a value as it stands.
func (s *saying) saysAll(value string, o *outcome) bool {
	if value == "" {
		return false
	}
	if value == s.cell.other || s.field.Same(value, s.cell.text) {
		return true
	}
	// A choice that can be read is no damage of another one.
	if !(s.file.in.Fields.SaysItself(s.field) && !s.read().Failed()) && damagedIn(s.file.in.Fields, s.field, value, s.cell, s.year) || s.folds && s.folded(value) {
		o.kept = o.kept.With(s.field)
		return true
	}
	reading := s.read()
	if reading.Value == "" || reading.Value != value && !s.field.Same(value, reading.Value) {
		return false
	}
	if reading.Repaired {
		o.repaired = o.repaired.With(s.field)
	}
	return true
}

// folded reports whether a cell may be what is left of a value in a format that
// folds white space.
func (s *saying) folded(value string) bool {
	if s.cell.taken {
		return false
	}
	there := htmltable.FoldSpaces(s.cell.text)
	for _, written := range [...]string{value, strings.ReplaceAll(value, "\t", "")} { // a program may have left out tabs before
		left := htmltable.FoldSpaces(written)
		if left == there || left != value && damagedIn(s.file.in.Fields, s.field, left, s.cell, s.year) {
			return true
		}
	}
	return false
}

// take adds what a cell says, now read and repaired (damage-repair,
// docs/rules.md), to what the row would write.
func (n *comparison) take(f customer.Field, reading customer.Reading) {
	if f == customer.Kind && !reading.Failed() && !n.mayChangeKind() {
		if reading.Value == customer.Person && n.customer.Get(customer.BusinessID) != "" {
			n.problems = append(n.problems, kindFixed(customer.Kind))
		}
		return
	}
	if reading.Problem.Code != "" {
		n.problems = append(n.problems, reading.Problem)
		n.asked = n.asked || reading.Problem.Level == customer.Undecided
	}
	if reading.Value == "" {
		return
	}
	if reading.Repaired {
		n.repaired = n.repaired.With(f)
	}
	change := customer.Change{Field: f, Old: n.stored(f), New: reading.Value}
	if f == customer.Group {
		change.New = n.groups.spelling(change.New)
	}
	n.changes = append(n.changes, change)
}

// damaged is damagedIn for a field that every register has.
func damaged(f customer.Field, stored string, cell cell, year int) bool {
	return damagedIn(customer.Standard(), f, stored, cell, year)
}

// damagedIn reports whether a cell may be what a spreadsheet made of the stored
// value (damage-same, docs/rules.md). The value of a field with few values stands
// in a file by one of its labels, and says something else where it can be read; so
// do numbers and days.
func damagedIn(fields *customer.Table, f customer.Field, stored string, cell cell, year int) bool {
	if stored == "" || cell.taken {
		return false
	}
	if fields.SaysItself(f) {
		if !fields.Read(f, cell.text, customer.Context{}).Failed() {
			return false
		}
		for _, lang := range customer.Languages {
			if damage.Of(fields.Display(f, stored, lang), cell.text, year) != "" {
				return true
			}
		}
		return false
	}
	return damage.Of(stored, cell.text, year) != "" || cell.other != cell.text && damage.Of(stored, cell.other, year) != "" ||
		slices.Contains(charset.Readings(cell.text), stored)
}

// leaves reports whether the row would leave a customer as it is.
func (p *comparer) leaves(r *rowReader, c *customer.Stored, by Match) bool {
	o := p.compare(r, c, by)
	return o.empty() && !o.failed()
}

// mayChangeKind reports whether the row may make a person of a company or the
// other way round: where it makes the customer, or its number says which customer
// it means (match-kind, docs/rules.md).
func (n *comparison) mayChangeKind() bool {
	if n.customer == nil || n.by == ByNumber {
		return true
	}
	number, ok := customer.ParseNumber(n.row.text(customer.Number))
	return ok && number == n.customer.Number
}

// checkWhole checks what only the whole customer tells, after the changes: a
// person has no Business ID, a new customer has a name and a kind of its own.
func (p *comparer) checkWhole(c *customer.Stored, o *outcome) (kind string, guessed bool) {
	kind = o.after(c, customer.Kind)
	name, businessID := o.after(c, customer.Name), o.after(c, customer.BusinessID)
	if c == nil && kind == "" {
		kind, guessed = newKind(name, businessID, p.file.in.Options.Kind)
		o.changes = slices.Insert(o.changes, 0, customer.Change{Field: customer.Kind, New: kind})
	}
	if kind == customer.Person && businessID != "" && !hasProblem(o.problems, customer.KindFixed) {
		f := customer.Kind
		if c != nil && c.Get(customer.Kind) == customer.Person {
			f = customer.BusinessID
		}
		o.problems = append(o.problems, kindFixed(f))
	}
	if c == nil && (name == "" || damage.IsPlaceholder(name)) && !hasError(o.problems, customer.Name) {
		o.problems = append(o.problems, customer.Problem{Field: customer.Name, Level: customer.Error, Code: customer.NameMissing})
	}
	return kind, guessed
}

// newKind is the kind of a new customer whose row does not say it, given that of
// the options (match-kind, docs/rules.md).
func newKind(name, businessID, option string) (kind string, guessed bool) {
	if businessID != "" {
		return customer.Company, false
	}
	if option != "" {
		return option, true
	}
	if kind := customer.GuessKind(name); kind != "" {
		return kind, true
	}
	return customer.Person, true
}

func kindFixed(f customer.Field) customer.Problem {
	return customer.Problem{Field: f, Level: customer.Error, Code: customer.KindFixed}
}

// hasError reports whether the cell of a field is in error.
func hasError(problems []customer.Problem, f customer.Field) bool {
	return slices.ContainsFunc(problems, func(problem customer.Problem) bool {
		return problem.Field == f && problem.Level == customer.Error
	})
}

func hasProblem(problems []customer.Problem, code customer.Code) bool {
	for _, problem := range problems {
		if problem.Code == code {
			return true
		}
	}
	return false
}
