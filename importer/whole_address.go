package importer

import (
	"slices"

	"kortisto/customer"
)

// A file may have a whole address in one cell, or the postal code and the city in
// one. Where every part is certain and nothing else fills their fields, the cell
// is split (value-split, docs/rules.md).

// splitAddress takes the parts of a whole address that a cell of a street or a
// city holds, and gives the cell with its own part alone. A cell that may hold
// more than its field, but cannot be split with certainty, as that of another
// country, is warned of. The stored value is looked for before: what is stored is
// never split.
func (n *comparison) splitAddress(f customer.Field, whole cell) cell {
	fields, isAddress := customer.AddressOf(f)
	if !isAddress || f != fields.Street && f != fields.City || whole.asWritten {
		return whole
	}
	a, ok := customer.SplitAddress(whole.text)
	if !ok || f == fields.City && a.Street != "" {
		return whole
	}
	own := a.City
	if f == fields.Street {
		own = a.Street
	}
	if !a.Certain || own == "" || !n.contexts.now.Of(fields).IsFinnish() || n.file.in.Options.NoRepair || !n.hasRoom(f, fields, &a) {
		n.problems = append(n.problems, customer.Problem{Field: f, Level: customer.Warning, Code: AddressWhole, Args: customer.Args{"value": whole.text}})
		return whole
	}
	n.parts = a
	return cell{text: own, other: own}
}

// hasRoom reports whether the row's own cells of the parts that go elsewhere are
// empty, or say the same.
func (n *comparison) hasRoom(f customer.Field, fields customer.AddressFields, a *customer.Address) bool {
	fits := func(f customer.Field, part string) bool {
		own := n.row.get(f).text
		return own == "" || customer.FoldKey(own) == customer.FoldKey(part)
	}
	return fits(fields.Postcode, a.Postcode) && (f == fields.City || fits(fields.City, a.City))
}

// takeParts compares the parts of a split cell that go to other fields, and tells
// that it was split.
func (n *comparison) takeParts(f customer.Field) {
	a := n.parts
	if a.Postcode == "" {
		return
	}
	n.parts = customer.Address{}
	n.repaired = n.repaired.With(f)
	fields, _ := customer.AddressOf(f)
	n.takePart(fields.Postcode, a.Postcode)
	if f == fields.Street {
		n.takePart(fields.City, a.City)
	}
}

// takePart compares a part with the stored value of its field, and with that of
// the time when the row was exported, unless a cell of its own says it.
func (n *comparison) takePart(f customer.Field, part string) {
	if n.row.get(f).text != "" {
		return
	}
	said := n.saying(f, cell{text: part, other: part}, n.contexts.now)
	if said.says(n.stored(f), &n.outcome) || n.customer != nil && n.settleThreeWay(&said) {
		return
	}
	change := customer.Change{Field: f, Old: n.stored(f), New: said.read().Value}
	at := slices.IndexFunc(n.changes, func(c customer.Change) bool { return c.Field > f })
	if at < 0 {
		at = len(n.changes)
	}
	n.changes = slices.Insert(n.changes, at, change) // changes stand in the order of the table
}
