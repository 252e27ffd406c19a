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

// Conflict is a field for which the user chooses between file and register: both have
// changed it since the file was exported, to different values, or the file would take
// away a value that an import must not take silently.
type Conflict struct {
	Field    customer.Field
	Exported string
	Current  string
	File     string // as it would be kept
	Write    Write  // that gave the current value; by nobody where only the group's name has changed
	Guarded  bool   // the second: nobody has changed the current value since
}

func (c *Conflict) problem() customer.Problem {
	p := customer.Problem{Field: c.Field, Level: customer.Undecided, Code: ConflictCode, Args: customer.Args{"who": c.Write.Who}}
	if c.Guarded {
		p.Code, p.Args = FlagLost, nil
		return p
	}
	if c.Write.Who == "" {
		p.Code, p.Args = GroupRenamed, customer.Args{"old": c.File, "name": c.Current}
	}
	return p
}

// settleThreeWay compares a cell that differs from the stored value with what the customer
// was when the row was exported (three-way, docs/rules.md). It reports whether that
// settles the cell: as untouched in the file, by a choice, or as a conflict, which
// it adds.
func (n *comparison) settleThreeWay(said *saying) (settled bool) {
	f, stored, since := said.field, n.stored(said.field), n.contexts.since
	moved := since != nil && since.moved(f, stored, n.file.in.Actor)
	if moved {
		then := n.saying(f, said.cell, n.contexts.then) // the cell as it was meant then
		if since.says(&then, &n.outcome, n.file.in.Actor) {
			n.registerWins = n.registerWins.With(f)
			return true
		}
	}
	moved = moved && !since.own(f, stored, n.file.in.Actor)
	exported := stored
	if moved {
		exported = since.Base[f]
	}
	if f == customer.Group {
		was, asked := n.formerGroup(n.row, n.customer, since, said.cell.text)
		if was != "" && !asked {
			n.registerWins = n.registerWins.With(f)
			return true
		}
		moved = moved || asked
	}
	if reading := said.read(); !moved || reading.Value == "" || reading.Failed() {
		return false
	}
	switch n.row.side(f) {
	case FromFile:
		return false
	case FromRegister:
		return true
	}
	conflict := Conflict{Field: f, Exported: exported, Current: stored, File: said.read().Value}
	if since != nil {
		conflict.Write = since.write(f)
	}
	n.conflicts = append(n.conflicts, conflict)
	return true
}

// moved reports whether a field has another value now than it was exported
// with, or than somebody's own import of the same export has given it.
func (s *Since) moved(f customer.Field, now, actor string) bool {
	return s.Base[f] != now || slices.ContainsFunc(s.Imported, func(i Imported) bool { return i.Field == f && i.isOf(actor) && i.Value != now })
}

// own reports whether somebody's own import of the same export has given a field
// the value that it has now: whoever goes on in that file knows of it. Somebody
// else, who has a copy of the export, does not.
func (s *Since) own(f customer.Field, now, actor string) bool {
	return slices.ContainsFunc(s.Imported, func(i Imported) bool {
		return i.Field == f && i.Last && i.Value == now && i.Who == actor && actor != ""
	})
}

// isOf reports whether somebody has imported the value; "" is anybody.
func (i *Imported) isOf(actor string) bool { return actor == "" || i.Who == actor }

// says reports whether a cell says what was exported, or what somebody's own
// import of the same export has written. What another user's has written is news
// to whoever has a copy of that export.
//
// A second copy of the export that nobody has touched says the former, and the
// file of that import the latter. Someone who has imported a value and puts the
// exported one back in the file is taken for the first, which loses nothing.
func (s *Since) says(cell *saying, o *outcome, actor string) bool {
	if cell.says(s.Base[cell.field], o) {
		return true
	}
	for i := range s.Imported {
		if s.Imported[i].Field == cell.field && s.Imported[i].isOf(actor) && cell.says(s.Imported[i].Value, o) {
			return true
		}
	}
	return false
}

// cellContexts are what a row's cells are read in: for the customer as it is now,
// and as it was when the row was exported; since is nil where that is the same.
type cellContexts struct {
	now, then customer.Context
	since     *Since
}

// contextsOf makes the contexts of a row. A country that the file has left as it
// was says nothing of the country that the customer has now.
func (p *comparer) contextsOf(r *rowReader, c *customer.Stored) cellContexts {
	ctx := r.context(c)
	made := cellContexts{now: ctx, then: ctx}
	if c == nil {
		return made
	}
	made.since = p.marks.since(r, c)
	if made.since == nil {
		return made
	}
	p.countryThen(r, c, customer.Country, made.since, &made.now.Country, &made.then.Country)
	p.countryThen(r, c, customer.DeliveryCountry, made.since, &made.now.DeliveryCountry, &made.then.DeliveryCountry)
	return made
}

// countryThen sets the country of a field in the contexts of a row, where it was
// changed since the row was exported.
func (p *comparer) countryThen(r *rowReader, c *customer.Stored, f customer.Field, since *Since, now, then *string) {
	stored, exported := c.Get(f), since.Base[f]
	if !since.moved(f, stored, p.file.in.Actor) {
		return
	}
	cell := r.get(f)
	said := saying{file: p.file, field: f, cell: cell, year: p.file.in.Year}
	switch {
	case cell.text == "":
		*then = exported
	case !r.fromFile(f) || said.says(stored, &outcome{}):
	case since.says(&said, &outcome{}, p.file.in.Actor):
		*now, *then = stored, exported
	case r.side(f) == FromRegister:
		*now = stored
	}
}

// formerGroup finds the group that a row names as it was called
// before: the customer's own, or that which it was in when the row was
// exported. Where the group was renamed after the export, the row says nothing
// new. It is asked about where another group bears that name now, and where
// the file names the group elsewhere as it is called now, so that it may have
// been exported later than that.
func (p *comparer) formerGroup(r *rowReader, c *customer.Stored, since *Since, text string) (name string, asked bool) {
	if len(p.marks.renamed) == 0 {
		return "", false
	}
	key := customer.FoldKey(text)
	names := p.marks.renamed[key]
	revision := p.marks.revision(r, c)
	if len(names) == 0 || revision == 0 || since == nil && revision != c.Revision {
		return "", false
	}
	in := []string{c.Get(customer.Group)}
	if since != nil {
		in = append(in, since.Base[customer.Group])
		for _, i := range since.Imported {
			if i.Field == customer.Group {
				in = append(in, i.Value)
			}
		}
	}
	for _, group := range in {
		if slices.Contains(names, group) {
			_, borne := p.groups.stored[key]
			return group, borne || p.marks.called[customer.FoldKey(group)]
		}
	}
	return "", false
}

// side tells how a conflict in a field of a row is settled.
func (r *rowReader) side(f customer.Field) Side {
	if side := r.decidedSide(f); side != "" {
		return side
	}
	return r.in.Options.OnConflict
}

// decidedSide is the same by what was decided for the cell or its column. A value
// that the user has typed is what the user means.
func (r *rowReader) decidedSide(f customer.Field) Side {
	columns := []int{r.columns[f]}
	if f == customer.Name || r.columns[f] < 0 {
		for _, beside := range besideOf[f] {
			columns = append(columns, r.columns[beside])
		}
	}
	for _, fix := range r.fixes {
		switch {
		case !slices.Contains(columns, fix.Column):
		case fix.Side != "":
			return fix.Side
		case fix.Text != "":
			return FromFile
		}
	}
	for _, column := range columns {
		if side := r.in.Decisions.Sides[column]; side != "" {
			return side
		}
	}
	return ""
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
