package importer

import (
	"slices"

	"kortisto/customer"
)

// Side is which of two values a conflict is settled with.
type Side string

// The sides of a conflict. The empty Side leaves it open.
const (
	FromFile     Side = "file"
	FromRegister Side = "register"
)

// Conflict is a field that was changed both in the file and in the register
// since the file was exported, to different values.
type Conflict struct {
	Field    customer.Field
	Exported string
	Current  string
	File     string // as it would be kept
	Write    Write  // that gave the current value; by nobody where only the group's name has changed
}

func (c *Conflict) problem() customer.Problem {
	p := customer.Problem{Field: c.Field, Level: customer.Undecided, Code: ConflictCode, Args: customer.Args{"who": c.Write.Who}}
	if c.Write.Who == "" {
		p.Code, p.Args = GroupRenamed, customer.Args{"old": c.File, "name": c.Current}
	}
	return p
}

// meet compares a cell that differs from the stored value with what the
// customer was when the row was exported. It reports whether that settles the
// cell: as untouched in the file, by a choice, or as a conflict, which it
// returns. then reads the cell as it was meant then, said as it is meant now.
func (b *builder) meet(c *customer.Customer, since *Since, then saying, said *saying, v *values) (conflict *Conflict, settled bool) {
	f, stored := said.field, c.Values[said.field]
	moved := since != nil && since.moved(f, stored)
	if moved && since.says(&then, v) {
		v.stands = v.stands.With(f)
		return nil, true
	}
	moved = moved && !since.own(f, stored, b.in.Actor)
	exported := stored
	if moved {
		exported = since.Then[f]
	}
	if f == customer.Group {
		was, asked := b.formerGroup(c, since, said.cell.text)
		if was != "" && !asked {
			v.stands = v.stands.With(f)
			return nil, true
		}
		moved = moved || asked
	}
	if !moved {
		return nil, false
	}
	reading := said.read()
	if reading.Value == "" || reading.Failed() {
		return nil, false
	}
	switch b.side(f) {
	case FromFile:
		return nil, false
	case FromRegister:
		return nil, true
	}
	conflict = &Conflict{Field: f, Exported: exported, Current: stored, File: reading.Value}
	if since != nil {
		conflict.Write = since.write(f)
	}
	return conflict, true
}

// moved reports whether a field has another value now than it was exported
// with, or than an import of the same export has given it.
func (s *Since) moved(f customer.Field, now string) bool {
	return s.Then[f] != now || slices.ContainsFunc(s.Imported, func(i Imported) bool { return i.Field == f && i.Value != now })
}

// own reports whether somebody's own import of the same export has given a field
// the value that it has now: whoever goes on in that file knows of it. Somebody
// else, who has a copy of the export, does not.
func (s *Since) own(f customer.Field, now, actor string) bool {
	return slices.ContainsFunc(s.Imported, func(i Imported) bool {
		return i.Field == f && i.Value == now && i.Who == actor && actor != ""
	})
}

// says reports whether a cell says what was exported, or what an import of the
// same export has written.
//
// A second copy of the export that nobody has touched says the former, and the
// file of that import the latter. Someone who has imported a value and puts the
// exported one back in the file is taken for the first, which loses nothing.
func (s *Since) says(cell *saying, v *values) bool {
	if cell.says(s.Then[cell.field], v) {
		return true
	}
	for i := range s.Imported {
		if s.Imported[i].Field == cell.field && cell.says(s.Imported[i].Value, v) {
			return true
		}
	}
	return false
}

// contexts are what the row's values are read in: for the customer as it is
// now, and as it was when the row was exported. A country that the file has
// left as it was says nothing of the country that the customer has now.
func (b *builder) contexts(c *customer.Customer, since *Since) (now, then customer.Context) {
	now = b.cells.context(c)
	then = now
	if since == nil || !since.moved(customer.Country, c.Values[customer.Country]) {
		return now, then
	}
	exported := customer.Customer{Values: since.Then}
	cell := b.cells.get(customer.Country)
	said := saying{field: customer.Country, cell: cell, ctx: now, year: b.in.Year}
	switch {
	case cell.text == "":
		then.Country = exported.Country()
	case !b.cells.fromFile(customer.Country) || said.says(c.Values[customer.Country], &values{}):
	case since.says(&said, &values{}):
		now.Country, then.Country = c.Country(), exported.Country()
	case b.side(customer.Country) == FromRegister:
		now.Country = c.Country()
	}
	return now, then
}

// noteGroup notes how the current row names its group.
func (b *builder) noteGroup() {
	if text := b.cells.text(customer.Group); text != "" && len(b.renamed) > 0 {
		if b.called == nil {
			b.called = make(map[string]bool)
		}
		b.called[customer.FoldKey(text)] = true
	}
}

// formerGroup finds the group that the current row names as it was called
// before: the customer's own, or that which it was in when the row was
// exported. Where the group was renamed after the export, the row says nothing
// new. It is asked about where another group bears that name now, and where
// the file names the group elsewhere as it is called now, so that it may have
// been exported later than that.
func (b *builder) formerGroup(c *customer.Customer, since *Since, text string) (name string, asked bool) {
	if len(b.renamed) == 0 {
		return "", false
	}
	key := customer.FoldKey(text)
	names := b.renamed[key]
	revision := b.genuine(c)
	if len(names) == 0 || revision == 0 || since == nil && revision != c.Revision {
		return "", false
	}
	in := []string{c.Values[customer.Group]}
	if since != nil {
		in = append(in, since.Then[customer.Group])
		for _, i := range since.Imported {
			if i.Field == customer.Group {
				in = append(in, i.Value)
			}
		}
	}
	for _, group := range in {
		if slices.Contains(names, group) {
			_, borne := b.groups[key]
			return group, borne || b.called[customer.FoldKey(group)]
		}
	}
	return "", false
}

// side tells how a conflict in a field of the current row is settled. A value
// that the user has typed is what the user means.
func (b *builder) side(f customer.Field) Side {
	columns := []int{b.cells.columns[f]}
	if f == customer.Name {
		columns = append(columns, b.cells.columns[customer.LastName], b.cells.columns[customer.FirstName])
	}
	for _, fix := range b.cells.fixes {
		switch {
		case !slices.Contains(columns, fix.Column):
		case fix.Side != "":
			return fix.Side
		case fix.Text != "":
			return FromFile
		}
	}
	for _, column := range columns {
		if side := b.in.Decisions.Sides[column]; side != "" {
			return side
		}
	}
	return b.options.OnConflict
}

// write finds who gave a field the value that it has now.
func (s *Since) write(f customer.Field) Write {
	for _, w := range s.Later {
		if w.Field == f {
			return w
		}
	}
	return Write{Field: f}
}
