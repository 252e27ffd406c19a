package importer

import (
	"slices"

	"kortisto/customer"
)

// isDuplicate settles a row that concerns a customer of an earlier row: left
// out where it says the same, else undecided. A row for which the user has
// decided to create a customer of its own is none.
func (b *builder) isDuplicate(row *Row, f *found) bool {
	if b.cells.decision.Create {
		return false
	}
	first, same := b.earlier(row, f)
	if first < 0 {
		return false
	}
	line := b.plan.Rows[first].Line
	if same && b.saysTheSame(first) {
		row.Status = Excluded
		row.Changes = Changes{}
		row.Problems = []customer.Problem{{Level: customer.Note, Code: SameRow, Args: customer.Args{"line": line}}}
		return true
	}
	row.Status = Undecided
	row.Changes = Changes{}
	row.Problems = []customer.Problem{undecided(DuplicateRow, customer.Args{"line": line})}
	return true
}

// earlier finds the earlier row that concerns the same customer, -1 for none;
// same is false where the two only may concern the same one.
func (b *builder) earlier(row *Row, f *found) (first int, same bool) {
	if row.Customer != 0 {
		if first, taken := b.claims.customers.get(row.Customer); taken {
			return first, true
		}
	}
	for _, id := range f.key.businessIDs {
		if first, arises := b.claims.ids.get(b.ids.place(id)); arises {
			f.key.endWith(id)
			return first, true
		}
	}
	names := f.key.names
	if f.by == ByBusinessID {
		names = nil // found whatever the names
	}
	for _, name := range names {
		first, hasID, arises := b.claims.names.find(b.names.place(name), func(index, hasID int) bool {
			other := b.plan.Rows[index]
			return meets(f.key.kind, other.Kind, other.KindGuess) && !(len(f.key.businessIDs) > 0 && hasID == 1)
		})
		if arises {
			return first, len(f.key.businessIDs) == 0 && hasID == 0
		}
	}
	if row.Status == Unchanged {
		return -1, false
	}
	after := b.after(row, f)
	if arises(f, row.Changes, customer.BusinessID) {
		if id := customer.BusinessIDKey(after.Values[customer.BusinessID]); id != "" {
			if first, keyed := b.claims.idKeyed.get(b.ids.place(id)); keyed {
				return first, false
			}
		}
	}
	if arises(f, row.Changes, customer.Name, customer.Kind) {
		name := b.names.place(customer.FoldKey(after.Values[customer.Name]))
		first, _, keyed := b.claims.nameKeyed.find(name, func(_, kind int) bool {
			return meets(signedKinds[kind], after.Values[customer.Kind], row.KindGuess)
		})
		if keyed {
			return first, false
		}
	}
	return -1, false
}

// meets reports whether a row that looks for a kind ("" for any) would look at
// a customer of another kind.
func meets(wanted, kind string, guessed bool) bool {
	return wanted == "" || guessed || wanted == kind
}

// claim notes what the row just planned stands for.
func (b *builder) claim(row *Row, f *found) {
	index := len(b.plan.Rows)
	after := b.after(row, f)
	id := customer.BusinessIDKey(after.Values[customer.BusinessID])
	if row.Status != Error {
		f.key.endWith(id)
	}
	b.claimKeys(row, f)
	if f.fitting != nil {
		b.several = append(b.several, severalRow{index, f.by, f.key, f.fitting})
	} else if row.Customer != 0 && !f.key.isNone() {
		b.claims.stand(row.Customer, index)
	}
	if row.Status == Unchanged {
		return
	}
	if arises(f, row.Changes, customer.BusinessID) && id != "" {
		b.claims.ids.set(b.ids.place(id), index)
	}
	if arises(f, row.Changes, customer.Name, customer.Kind) {
		hasID := 0
		if id != "" {
			hasID = 1
		}
		b.claims.names.add(b.names.place(customer.FoldKey(after.Values[customer.Name])), index, hasID)
	}
	if row.Status == New && row.Kind == customer.Person {
		b.persons = append(b.persons, index)
	}
}

// claimKeys notes what the row just planned was looked for by. Rows that are
// left out do this too: after the save they may find what they did not find.
func (b *builder) claimKeys(row *Row, f *found) {
	index := len(b.plan.Rows)
	if row.Customer != 0 && f.key.isNone() { // found by its number
		b.claims.stand(row.Customer, index)
	}
	b.lookedBy(f)
	if f.problem.Code == Ambiguous || f.problem.Code == Shadow {
		b.several = append(b.several, severalRow{index, f.by, f.key, f.fitting})
	}
	// Where rows with a customer are left out, this one would be once it is decided.
	if (f.problem.Code == NameOnly || f.problem.Code == Contradiction) && !b.options.SkipExisting {
		b.claims.stand(f.candidates[0], index)
	}
}

// lookedBy notes the keys by which the row just planned looked for its customer.
func (b *builder) lookedBy(f *found) {
	index := len(b.plan.Rows)
	for _, id := range f.key.businessIDs {
		b.claims.idKeyed.set(b.ids.place(id), index)
	}
	if len(f.key.businessIDs) == 0 {
		for _, name := range f.key.names {
			b.claims.nameKeyed.add(b.names.place(name), index, kindSign(f.key.kind))
		}
	}
}

// after is the customer as the row would leave it.
func (b *builder) after(row *Row, f *found) *customer.Customer {
	var after customer.Customer
	if f.customer != nil {
		after = *f.customer
	}
	row.Changes.Apply(&after)
	return &after
}

// arises reports whether a row makes a customer or changes one of some fields.
func arises(f *found, changes Changes, fields ...customer.Field) bool {
	return f.customer == nil || slices.ContainsFunc(fields, changes.Fields().Has)
}

// saysTheSame reports whether the mapped cells of the current row say what
// those of an earlier row say.
func (b *builder) saysTheSame(earlier int) bool {
	texts := func(index int) (texts [customer.Notes + 1]string) {
		b.readRow(index)
		for _, f := range b.fields {
			texts[f] = b.cells.text(f)
		}
		return texts
	}
	said := texts(earlier)
	return said == texts(len(b.plan.Rows))
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
func (b *builder) settleSeveral() {
	for _, several := range b.several {
		row := b.plan.Rows[several.index]
		next, moved := b.afterOthers(&several)
		taken := row.Status != Undecided
		if moved && taken && (next.customer == nil || next.customer.Number != row.Customer || !b.leaves(next.customer, several.by)) {
			asked := b.ask(several.fitting, Ambiguous)
			b.plan.Rows[several.index] = b.keep(Row{Line: row.Line, Status: Undecided, Candidates: asked.candidates, Problems: []customer.Problem{asked.problem}})
			taken = false
		}
		if taken {
			if first, claimed := b.claims.customers.get(row.Customer); claimed && first < several.index {
				b.makeDuplicate(several.index, first)
			}
		}
		if moved && next.customer != nil && next.fitting == nil {
			if other, claimed := b.claims.customers.get(next.customer.Number); !claimed || other > several.index {
				b.claims.customers.set(next.customer.Number, several.index)
				if claimed {
					b.makeDuplicate(other, several.index)
				}
			}
		}
	}
}

// makeDuplicate leaves a row, by index, to the user as one that concerns the
// customer of an earlier row.
func (b *builder) makeDuplicate(index, first int) {
	row := b.plan.Rows[index]
	if row.Status == Modified || row.Status == Unchanged {
		row.Status, row.Changes = Undecided, Changes{}
		row.Problems = []customer.Problem{undecided(DuplicateRow, customer.Args{"line": b.plan.Rows[first].Line})}
	}
}

// afterOthers is what a row would find after the save of the other rows. It
// reports whether these change one that fitted the row, and makes the row the
// current one where they do.
func (b *builder) afterOthers(s *severalRow) (next found, moved bool) {
	var left []*customer.Customer
	for _, c := range s.fitting {
		changed := b.changed(c)
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
	b.readRow(s.index)
	return b.matchAmong(s.key, left), true
}

// matchAmong finds the customer of the current row among those that a key of the
// row names.
func (b *builder) matchAmong(key rowKey, named []*customer.Customer) found {
	switch {
	case len(named) == 0:
		return found{}
	case len(key.businessIDs) > 0:
		return b.choose(named, ByBusinessID)
	}
	return b.matchNamed(key, named)
}

// changed is a customer as another row of the file leaves it, nil where none
// changes it.
func (b *builder) changed(c *customer.Customer) *customer.Customer {
	index, claimed := b.claims.customers.get(c.Number)
	if !claimed || b.plan.Rows[index].Status != Modified {
		return nil
	}
	changed := *c
	b.plan.Rows[index].Changes.Apply(&changed)
	return &changed
}

// isNone reports whether the row looked for its customer by no key.
func (k *rowKey) isNone() bool { return k.names == nil && k.businessIDs == nil }

// endWith forgets the Business IDs behind the one that names the row's customer:
// the row does not look for anybody by these.
func (k *rowKey) endWith(id string) {
	if at := slices.Index(k.businessIDs, id); at >= 0 {
		k.businessIDs = k.businessIDs[:at+1]
	}
}

// fits reports whether a row that looks by a key would look at a customer.
func (k *rowKey) fits(c *customer.Customer) bool {
	if len(k.businessIDs) > 0 {
		return slices.Contains(k.businessIDs, customer.BusinessIDKey(c.Values[customer.BusinessID]))
	}
	return slices.Contains(k.names, customer.FoldKey(c.Values[customer.Name])) && meets(k.kind, c.Values[customer.Kind], false)
}
