package importer

import "kortisto/customer"

// minMass is how many stored values a column must replace before the program
// tells of it as a whole.
const minMass = 10

// findPatterns tells of what the changes of each column have in common: that they
// count up, that they replace most of the stored values, or that they put these
// in another order.
func (b *builder) findPatterns(columnsOf *[customer.Version + 1][]int) {
	contradictions := 0
	for i := range b.plan.Rows {
		if b.contradicted(b.plan.Rows[i]) != nil {
			contradictions++
		}
	}
	var fields []customer.Field
	for f := customer.Kind; f <= customer.Notes; f++ {
		if len(columnsOf[f]) == 1 {
			fields = append(fields, f)
		}
	}
	for _, f := range fields {
		at := columnsOf[f][0]
		column := &b.plan.Columns[at]
		switch m := b.mass(f, at, contradictions); {
		case m.shuffled():
			// Values that count up were stored like that.
			column.Problems = append(column.Problems, customer.Problem{Field: f, Level: customer.Warning, Code: Shuffled, Args: customer.Args{"count": m.moved}})
		case m.replaced >= minMass && 2*m.replaced > m.met:
			column.series(b.runs(f, at))
			problem := customer.Problem{Field: f, Level: customer.Warning, Code: MassChange,
				Args: customer.Args{"count": m.replaced, "total": m.met, "same": m.oneValue}}
			if m.oneValue {
				problem.Level = customer.Note
			}
			column.Problems = append(column.Problems, problem)
		default:
			column.series(b.runs(f, at))
		}
	}
}

// mass measures a column, given the number of rows that another cell contradicts;
// it is zero where the column plainly is nothing to tell of.
func (b *builder) mass(f customer.Field, column, contradictions int) mass {
	changes := b.plan.Columns[column].Changes
	if f == customer.Name || f == customer.BusinessID {
		changes += contradictions
	}
	if changes < minMass || !b.mayBeMass(f, column) {
		return mass{}
	}
	return b.measure(f)
}

// mayBeMass is a quick look at whether a column may change most of the rows that
// it fills or hold the stored values in another order, which spares most columns
// the measuring.
func (b *builder) mayBeMass(f customer.Field, column int) bool {
	if len(b.in.Decisions.Values) > 0 {
		return true
	}
	changed, others := 0, len(b.in.Decisions.Rows)+len(b.in.Decisions.Cells) // rows that differ from what is stored, and rows that may
	stays := 0                                                               // and those whose cell surely is filled and surely says what is stored
	for i, row := range b.plan.Rows {
		switch row.Status {
		case Modified, Unchanged:
			if row.Changes.Fields().Has(f) {
				changed++
			} else if cells := b.in.Sheet.Rows[i].Cells; column < len(cells) && surelyText(cells[column]) {
				stays++
			}
		case Error, Undecided:
			others++
		}
	}
	if stays < changed+2*others {
		return true
	}
	missed := make(map[string]int)
	for _, row := range b.plan.Rows {
		if row.Status == Modified {
			if change, changed := row.Changes.Of(f); changed {
				missed[change.Old]++
				missed[change.New]--
			}
		}
	}
	delete(missed, "")
	lost := 0 // values that go and come to nobody
	for _, n := range missed {
		lost += max(n, 0)
	}
	return lost <= others
}

// surelyText reports whether a cell holds more than white space and signs that
// are dropped, by its first byte.
func surelyText(cell string) bool { return cell != "" && cell[0] > ' ' && cell[0] < 0x7f }

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

// measure compares the cells of a field with what is stored, row by row. Rows
// whose number another cell contradicts are compared with the customer of the
// number.
func (b *builder) measure(f customer.Field) mass {
	m := mass{oneValue: true, gained: make(map[string]int), lost: make(map[string]int)}
	first := ""
	for i := range b.plan.Rows {
		row := b.plan.Rows[i]
		c := b.compared(i)
		if c == nil {
			continue
		}
		b.readRow(i)
		stored := c.Values[f]
		if _, same := b.cells.plainly(f, stored); same {
			m.meet(row)
			continue
		}
		cell := b.cells.get(f)
		value := ""
		if cell.text != "" {
			value = b.valueOf(row, f, c, cell)
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

// meet counts a row with a filled cell.
func (m *mass) meet(row *Row) {
	m.filled++
	if row.Status == Modified || row.Status == Unchanged {
		m.met++
	}
}

// compared is the stored customer that the cells of a row, by index, are to be
// compared with, nil for none.
func (b *builder) compared(i int) *customer.Customer {
	row := b.plan.Rows[i]
	switch row.Status {
	case Modified, Unchanged, Error:
		if c := b.rows[i].customer; c != nil && c.Number == row.Customer {
			return c
		}
		return b.answers.numbers[row.Customer]
	}
	return b.contradicted(row)
}

// contradicted is the customer of a row's number where the rest of the row
// speaks of somebody else, nil for any other row.
func (b *builder) contradicted(row *Row) *customer.Customer {
	if row.Status == Undecided && len(row.Candidates) > 0 && hasProblem(row.Problems, Contradiction) {
		return b.answers.numbers[row.Candidates[0]]
	}
	return nil
}

// valueOf is what a filled cell says as the kept value of its field: the stored
// one where it says the same.
func (b *builder) valueOf(row *Row, f customer.Field, c *customer.Customer, cell cell) string {
	if change, changed := row.Changes.Of(f); changed {
		return change.New
	}
	stored := c.Values[f]
	if row.Status == Modified || row.Status == Unchanged || stored == cell.other || f.Same(stored, cell.text) || damaged(f, stored, cell, b.in.Year) {
		return stored
	}
	ctx := b.cells.context(c)
	ctx.Repair = !b.options.NoRepair && !cell.taken
	return f.Read(cell.text, ctx).Value
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
	return 10*kept >= 9*all && 2*m.moved > m.filled
}
