package importer

import (
	"kortisto/customer"
	"kortisto/sheet"
)

// isKey reports whether a field is what the customer was found by, which the
// row then never changes.
func isKey(f customer.Field, by Match) bool {
	return by == ByName && f == customer.Name || by == ByBusinessID && f == customer.BusinessID
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
		case !cell.asWritten:
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
	if said.says(stored, &n.outcome) || n.customer != nil && n.row.fromFile(f) && n.settleThreeWay(&said) {
		return
	}
	if n.holdsBack(&said) {
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
	reading.Repaired = reading.Repaired || cell.apostropheOff
	n.take(f, reading)
}

// standsAlone reports whether the row leaves a field as it is, whatever its cell
// says: what the customer was found by, and the whole name where the row has only
// a part of one.
func (n *comparison) standsAlone(f customer.Field) bool {
	return isKey(f, n.by) || f == customer.Name && n.customer != nil && n.row.partialName()
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

// leaves reports whether the row would leave a customer as it is.
func (p *comparer) leaves(r *rowReader, c *customer.Stored, by Match) bool {
	o := p.compare(r, c, by)
	return o.empty() && !o.failed()
}
