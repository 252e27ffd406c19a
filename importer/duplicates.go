package importer

import (
	"slices"

	"kortisto/customer"
)

// duplicates finds rows that concern the customer of another row (match-twice,
// docs/rules.md).
type duplicates struct {
	file    *fileReader
	matcher *matcher
	rows    *[]*Row // planned so far
	index   rowIndex
	several []severalRow
}

// isDuplicate settles a row that concerns a customer of an earlier row: left
// out where it says the same, else undecided. A row for which the user has
// decided to create a customer of its own is none.
func (d *duplicates) isDuplicate(row *Row, r *rowReader, f *found) bool {
	if r.decision.Create {
		return false
	}
	first, same := d.earlier(row, r, f)
	if first < 0 {
		return false
	}
	row.Status, row.Changes = Undecided, Changes{}
	line := customer.Args{"line": (*d.rows)[first].Line}
	if same && d.saysTheSame(r, first) {
		row.Status = Excluded
		row.Problems = []customer.Problem{{Level: customer.Note, Code: SameRow, Args: line}}
	} else {
		row.Problems = []customer.Problem{undecided(DuplicateRow, line)}
	}
	return true
}

// earlier finds the earlier row that concerns the same customer, -1 for none;
// same is false where the two only may concern the same one.
func (d *duplicates) earlier(row *Row, r *rowReader, f *found) (first int, same bool) {
	if row.Customer != 0 {
		if first, taken := d.index.customers[row.Customer]; taken {
			return first, true
		}
	}
	if first, same = d.broughtBefore(f); first >= 0 || row.Status == Unchanged {
		return first, same
	}
	return d.lookedForBefore(row, f), false
}

// broughtBefore finds the earlier row that brings into the register what a row
// was looked for by, -1 for none.
func (d *duplicates) broughtBefore(f *found) (first int, same bool) {
	for _, id := range f.key.businessIDs {
		if first, brought := d.index.ids[id]; brought {
			f.key.endWith(id)
			return first, true
		}
	}
	if f.by == ByBusinessID { // found whatever the names
		return -1, false
	}
	hasID := len(f.key.businessIDs) > 0
	for _, name := range f.key.names {
		for _, naming := range d.index.names[name] {
			other := (*d.rows)[naming.index]
			if meets(f.key.kind, other.Kind, other.KindGuess) && !(hasID && naming.hasID) {
				return naming.index, !hasID && !naming.hasID
			}
		}
	}
	return -1, false
}

// lookedForBefore finds the earlier row that was looked for by what a row brings
// into the register, -1 for none.
func (d *duplicates) lookedForBefore(row *Row, f *found) int {
	if arises(row, f, customer.BusinessID) {
		if first, looked := d.index.idKeyed[customer.BusinessIDKey(after(row, f, customer.BusinessID))]; looked {
			return first
		}
	}
	if arises(row, f, customer.Name, customer.Kind) {
		for _, looking := range d.index.nameKeyed[customer.FoldKey(after(row, f, customer.Name))] {
			if meets(looking.kind, row.Kind, row.KindGuess) {
				return looking.index
			}
		}
	}
	return -1
}

// meets reports whether a row that looks for a kind ("" for any) would look at
// a customer of another kind.
func meets(wanted, kind string, guessed bool) bool {
	return wanted == "" || guessed || wanted == kind
}

// stand notes what the row just planned stands for.
func (d *duplicates) stand(row *Row, f *found) {
	index := len(*d.rows)
	if row.Status != Error && len(f.key.businessIDs) > 0 {
		f.key.endWith(customer.BusinessIDKey(after(row, f, customer.BusinessID)))
	}
	d.look(row, f)
	if f.fitting != nil {
		d.several = append(d.several, severalRow{index, f.by, f.key, f.fitting})
	} else if row.Customer != 0 && !f.key.isNone() {
		d.index.stand(row.Customer, index)
	}
	if row.Status == Unchanged {
		return
	}
	id := after(row, f, customer.BusinessID)
	if arises(row, f, customer.BusinessID) && id != "" {
		d.index.ids[customer.BusinessIDKey(id)] = index
	}
	if arises(row, f, customer.Name, customer.Kind) {
		name := customer.FoldKey(after(row, f, customer.Name))
		d.index.names[name] = append(d.index.names[name], namingRow{index, id != ""})
	}
}

// look notes what the row just planned was looked for by. Rows that are left out
// do this too: after the save they may find what they did not find.
func (d *duplicates) look(row *Row, f *found) {
	index := len(*d.rows)
	if row.Customer != 0 && f.key.isNone() { // found by its number
		d.index.stand(row.Customer, index)
	}
	d.index.look(index, &f.key)
	switch f.problem.Code {
	case Ambiguous, Shadow:
		d.several = append(d.several, severalRow{index, f.by, f.key, f.fitting})
	case NameOnly, Contradiction:
		// Where rows with a customer are left out, this one would be once it is decided.
		if !d.file.in.Options.SkipExisting {
			d.index.stand(f.candidates[0], index)
		}
	}
}

// after is the value of a field as the row would leave it.
func after(row *Row, f *found, field customer.Field) string {
	if change, changed := row.Changes.Of(field); changed || f.customer == nil {
		return change.New
	}
	return f.customer.Values[field]
}

// arises reports whether a row makes a customer or changes one of some fields.
func arises(row *Row, f *found, fields ...customer.Field) bool {
	return f.customer == nil || slices.ContainsFunc(fields, row.Changes.Fields().Has)
}

// saysTheSame reports whether the mapped cells of a row say what those of an
// earlier row say.
func (d *duplicates) saysTheSame(r *rowReader, earlier int) bool {
	first, row := d.file.row(earlier), d.file.row(r.index) // without what fills add
	for _, f := range d.matcher.comparer.fields {
		if row.text(f) != first.text(f) {
			return false
		}
	}
	return true
}

// severalRow is a row that several customers fitted: one was taken that the row
// would not change, or the user has to choose.
type severalRow struct {
	index   int
	by      Match
	key     rowKey
	fitting []*customer.Customer
}

// settleSeveral looks once more at the rows that several customers fitted, since
// the other rows change these. A row that has taken one of them and would then
// find another one, or change the one that it has, is for the user to decide. One
// that would then find a single customer is the first row about that one, as it
// will be when the file is imported again: later ones are its duplicates.
func (d *duplicates) settleSeveral() {
	for _, several := range d.several {
		row := (*d.rows)[several.index]
		r := d.file.row(several.index)
		next, moved := d.afterOthers(&r, &several)
		taken := row.Status != Undecided
		if moved && taken && (next.customer == nil || next.customer.Number != row.Customer || !d.matcher.comparer.leaves(&r, next.customer, several.by)) {
			asked := choice(several.fitting, Ambiguous)
			*row = Row{Line: row.Line, Status: Undecided, Candidates: asked.candidates, Problems: []customer.Problem{asked.problem}}
			taken = false
		}
		if taken {
			if first, stands := d.index.customers[row.Customer]; stands && first < several.index {
				d.makeDuplicate(several.index, first)
			}
		}
		if moved && next.customer != nil && next.fitting == nil {
			if other, stands := d.index.customers[next.customer.Number]; !stands || other > several.index {
				d.index.customers[next.customer.Number] = several.index
				if stands {
					d.makeDuplicate(other, several.index)
				}
			}
		}
	}
}

// makeDuplicate leaves a row, by index, to the user as one that concerns the
// customer of an earlier row.
func (d *duplicates) makeDuplicate(index, first int) {
	row := (*d.rows)[index]
	if row.Status == Modified || row.Status == Unchanged {
		row.Status, row.Changes = Undecided, Changes{}
		row.Problems = []customer.Problem{undecided(DuplicateRow, customer.Args{"line": (*d.rows)[first].Line})}
	}
}

// afterOthers is what a row would find after the save of the other rows. It
// reports whether these change one that fitted the row.
func (d *duplicates) afterOthers(r *rowReader, s *severalRow) (next found, moved bool) {
	var left []*customer.Customer
	for _, c := range s.fitting {
		changed := d.changed(c)
		if changed == nil {
			changed = c
		}
		if moved = moved || changed != c; s.key.fits(changed) {
			left = append(left, changed)
		}
	}
	if !moved {
		return found{}, false
	}
	return d.matcher.matchAmong(r, s.key, left), true
}

// changed is a customer as another row of the file leaves it, nil where none
// changes it.
func (d *duplicates) changed(c *customer.Customer) *customer.Customer {
	index, stands := d.index.customers[c.Number]
	if !stands || (*d.rows)[index].Status != Modified {
		return nil
	}
	changed := *c
	(*d.rows)[index].Changes.Apply(&changed)
	return &changed
}
