package importer

import "kortisto/customer"

// minMass is how many stored values a column must replace before the program
// warns of it as a whole.
const minMass = 10

// mass is what a column does to the stored values of its field.
type mass struct {
	met      int  // rows whose filled cell is saved, or stored already
	replaced int  // of these, rows that would put it in the place of another value
	oneValue bool // all of these get the same

	filled int            // rows with a filled cell, whatever becomes of the row
	moved  int            // rows whose cell differs from what is stored
	gained map[string]int // values that come to customers who have another one or none
	lost   map[string]int // values that are stored where the cell is another one or empty
}

// meet counts a row with a filled cell.
func (m *mass) meet(row *Row) {
	m.filled++
	if row.Status == Modified || row.Status == Unchanged {
		m.met++
	}
}

// measure compares the cells of a field with what is stored, row by row. Rows
// whose number another cell contradicts are compared with the customer of the
// number.
func (s *summary) measure(f customer.Field) mass {
	m := mass{oneValue: true, gained: make(map[string]int), lost: make(map[string]int)}
	first := ""
	for i := range s.plan.Rows {
		row := s.plan.Rows[i]
		c := s.compared(i)
		if c == nil {
			continue
		}
		r := s.file.row(i)
		stored := c.Get(f)
		if _, same := r.plainly(f, stored); same {
			m.meet(row)
			continue
		}
		cell := r.get(f)
		value := ""
		if cell.text != "" {
			value = valueOf(row, &r, f, c, cell)
			m.meet(row)
		}
		if row.Status == Modified && stored != "" && value != "" && value != stored {
			if m.replaced++; m.replaced == 1 {
				first = value
			}
			m.oneValue = m.oneValue && value == first
		}
		if value == stored {
			continue
		}
		if value != "" {
			m.moved++
			m.gained[value]++
		}
		if stored != "" {
			m.lost[stored]++
		}
	}
	return m
}

// compared is the stored customer that the cells of a row, by index, are to be
// compared with, nil for none.
func (s *summary) compared(i int) *customer.Stored {
	row := s.plan.Rows[i]
	switch row.Status {
	case Modified, Unchanged, Error:
		if c := s.lookup.rows[i].customer; c != nil && c.Number == row.Customer {
			return c
		}
		return s.lookup.cache.numbers[row.Customer]
	}
	return s.contradicted(i)
}

// contradicted is the customer of the number of a row, by index, where the rest
// of the row or its mark speaks of somebody else, nil for any other row.
func (s *summary) contradicted(i int) *customer.Stored {
	row := s.plan.Rows[i]
	if row.Status != Undecided || len(row.Candidates) == 0 || !hasProblem(row.Problems, Contradiction) && !hasProblem(row.Problems, VersionOther) {
		return nil
	}
	if c := s.lookup.rows[i].customer; c != nil && c.Number == row.Candidates[0] {
		return c
	}
	return nil
}

// valueOf is what a filled cell says as the kept value of its field: the stored
// one where it says the same.
func valueOf(row *Row, r *rowReader, f customer.Field, c *customer.Stored, cell cell) string {
	if change, changed := row.Changes.Of(f); changed {
		return change.New
	}
	stored := c.Get(f)
	if row.Status == Modified || row.Status == Unchanged || stored == cell.other || f.Same(stored, cell.text) || damagedIn(r.in.Fields, f, stored, cell, r.in.Year) {
		return stored
	}
	ctx := r.context(c)
	ctx.Repair = !r.in.Options.NoRepair && !cell.asWritten
	return r.in.Fields.Read(f, cell.text, ctx).Value
}

// shuffled reports whether the values of a column are the stored ones in
// another order: most cells differ, and nearly all that is lost at one customer
// turns up at another. Where every single value does, fewer cells are enough,
// as of a field in which few values stand.
func (m *mass) shuffled() bool {
	kept, gained, lost := 0, 0, 0
	for value, n := range m.gained {
		kept += min(n, m.lost[value])
		gained += n
	}
	for _, n := range m.lost {
		lost += n
	}
	all := max(gained, lost)
	switch {
	case m.moved < minMass:
		return false
	case kept == all && m.moved >= 2*minMass:
		return true
	}
	return nearlyAll(kept, all) && 2*m.moved > m.filled
}
