package importer

import "kortisto/customer"

// findPatterns warns of what the changes of each column have in common: that they
// count up, that they replace most of the stored values, or that they put these
// in another order.
func (s *summary) findPatterns() {
	if s.file.in.Selection {
		return
	}
	contradictions := 0
	for i := range s.plan.Rows {
		if s.contradicted(i) != nil {
			contradictions++
		}
	}
	shuffled := false
	for f := customer.Kind; f.IsValue(); f++ {
		if len(s.columns[f]) == 1 {
			shuffled = s.findPattern(f, s.columns[f][0], contradictions) || shuffled
		}
	}
	if shuffled {
		s.findSortedNumbers()
	}
}

// findPattern does this for one column, and reports whether the stored values
// stand in it in another order.
func (s *summary) findPattern(f customer.Field, at, contradictions int) (shuffled bool) {
	column, m := &s.plan.Columns[at], s.mass(f, at, contradictions)
	if m.shuffled() { // values that count up were stored like that
		column.Problems = append(column.Problems, customer.Problem{Field: f, Level: customer.Warning, Code: Shuffled, Args: customer.Args{"count": m.moved}})
		return true
	}
	if f != customer.Notes || s.file.appended == nil { // what is appended to the notes counts up without them
		column.series(s.runs(f, at))
	}
	if m.replaced >= minMass && 2*m.replaced > m.met {
		problem := customer.Problem{Field: f, Level: customer.Warning, Code: MassChange,
			Args: customer.Args{"count": m.replaced, "total": m.met, "same": m.oneValue}}
		if m.oneValue {
			problem.Level = customer.Note
		}
		column.Problems = append(column.Problems, problem)
	}
	return false
}

// mass measures a column, given the number of rows that another cell contradicts;
// it is zero where the column plainly is nothing to tell of.
func (s *summary) mass(f customer.Field, column, contradictions int) mass {
	changes := s.plan.Columns[column].Changes
	if f == customer.Name || f == customer.BusinessID {
		changes += contradictions
	}
	if changes < minMass || !s.mayBeMass(f, column) {
		return mass{}
	}
	return s.measure(f)
}

// mayBeMass is a quick look at whether a column may change most of the rows that
// it fills or hold the stored values in another order, which spares most columns
// the measuring.
func (s *summary) mayBeMass(f customer.Field, column int) bool {
	if len(s.file.in.Decisions.Values) > 0 {
		return true
	}
	changed := 0                                                             // rows that differ from what is stored
	others := len(s.file.in.Decisions.Rows) + len(s.file.in.Decisions.Cells) // rows that may
	stays := 0                                                               // rows whose cell surely is filled and surely says what is stored
	for i, row := range s.plan.Rows {
		switch row.Status {
		case Modified, Unchanged:
			if row.Changes.Fields().Has(f) {
				changed++
			} else if cells := s.file.in.Sheet.Rows[i].Cells; column < len(cells) && surelyText(cells[column]) {
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
	for _, row := range s.plan.Rows {
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
