package importer

import (
	"iter"

	"kortisto/customer"
	"kortisto/sheet"
)

// Changes are the values that a row writes, in the order of the table of fields;
// of a new customer all that it has. The zero value has none.
//
// Most values stand in the row's cells as they are written, and are kept nowhere
// else: the changes of 100 000 new customers (18 MB) take 10 MB. As plain lists
// they take 63 MB, with which such a file would not pass in 256 MB.
type Changes struct{ *written }

// written is what Changes are made of.
type written struct {
	fields    customer.FieldSet // that are written
	verbatim  customer.FieldSet // of these, those whose value is the text of their cell
	replacing customer.FieldSet // and those that had another one before
	texts     []string          // the values before and the new ones, as far as the sets ask for them
	row       *sheet.Row
	columns   *columnOf
}

// columnOf is the column of each field, -1 where none is mapped.
type columnOf [customer.Version + 1]int

// pack keeps changes, given in the order of the table, of a row. The slice can
// be used again.
func pack(changes []customer.Change, row *sheet.Row, columns *columnOf) Changes {
	if len(changes) == 0 {
		return Changes{}
	}
	w := &written{row: row, columns: columns}
	texts := 0
	for _, change := range changes {
		w.fields = w.fields.With(change.Field)
		if column := columns[change.Field]; column >= 0 && column < len(row.Cells) && row.Cells[column] == change.New {
			w.verbatim = w.verbatim.With(change.Field)
		} else {
			texts++
		}
		if change.Old != "" {
			w.replacing = w.replacing.With(change.Field)
			texts++
		}
	}
	w.texts = make([]string, 0, texts)
	for _, change := range changes {
		if change.Old != "" {
			w.texts = append(w.texts, change.Old)
		}
		if !w.verbatim.Has(change.Field) {
			w.texts = append(w.texts, change.New)
		}
	}
	return Changes{w}
}

// Len counts the changes.
func (c Changes) Len() int {
	if c.written == nil {
		return 0
	}
	return c.fields.Len()
}

// Fields are the fields that are written.
func (c Changes) Fields() customer.FieldSet {
	if c.written == nil {
		return 0
	}
	return c.fields
}

// All goes through the changes.
func (c Changes) All() iter.Seq[customer.Change] {
	return func(yield func(customer.Change) bool) {
		if c.written == nil {
			return
		}
		for f := range c.fields.All() {
			if change, _ := c.Of(f); !yield(change) {
				return
			}
		}
	}
}

// Of returns the change of a field.
func (c Changes) Of(f customer.Field) (change customer.Change, changed bool) {
	if !c.Fields().Has(f) {
		return customer.Change{}, false
	}
	change.Field = f
	before := c.fields.Below(f)
	at := (before & c.replacing).Len() + (before &^ c.verbatim).Len() // where the texts of the field begin
	if c.replacing.Has(f) {
		change.Old = c.texts[at]
		at++
	}
	if c.verbatim.Has(f) {
		change.New = c.row.Cells[c.columns[f]]
	} else {
		change.New = c.texts[at]
	}
	return change, true
}

// newValue is what is written into a field, "" for nothing.
func (c Changes) newValue(f customer.Field) string {
	change, _ := c.Of(f)
	return change.New
}

// Apply sets the new values of a customer.
func (c Changes) Apply(to *customer.Customer) {
	for change := range c.All() {
		to.Values[change.Field] = change.New
	}
}
