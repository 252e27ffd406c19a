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
	b.claimKeys(row, f)
	if f.fitting != nil {
		b.passed = append(b.passed, severalRow{index, f.by, f.key, f.fitting})
	} else if row.Customer != 0 && !f.key.isNone() {
		b.claims.stand(row.Customer, index)
	}
	if row.Status == Unchanged {
		return
	}
	after := b.after(row, f)
	id := customer.BusinessIDKey(after.Values[customer.BusinessID])
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
	for _, id := range f.key.businessIDs {
		b.claims.idKeyed.set(b.ids.place(id), index)
	}
	if len(f.key.businessIDs) == 0 {
		for _, name := range f.key.names {
			b.claims.nameKeyed.add(b.names.place(name), index, kindSign(f.key.kind))
		}
	}
	if f.problem.Code == Ambiguous {
		b.asked = append(b.asked, severalRow{index, f.by, f.key, f.fitting})
	}
	if f.problem.Code == NameOnly || f.problem.Code == Contradiction {
		b.claims.stand(f.candidates[0], index)
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
	texts := func(index int) (texts [len(customer.Values{})]string) {
		b.readRow(index)
		for _, f := range b.fields {
			texts[f] = b.cells.text(f)
		}
		return texts
	}
	said := texts(earlier)
	return said == texts(len(b.plan.Rows))
}

// severalRow is a row that several customers fitted.
type severalRow struct {
	index   int
	by      Match
	key     rowKey
	fitting []*customer.Customer
}

// settlePassed looks at the rows for which the only customer was taken that
// they would not change. It makes such a row undecided after all where another
// row changes that customer, or one that it passed over so that it might fit as
// well.
func (b *builder) settlePassed() {
	for _, passed := range b.passed {
		row := b.plan.Rows[passed.index]
		for _, c := range passed.fitting {
			changed := b.changed(c)
			if changed == nil {
				continue
			}
			b.readRow(passed.index)
			if b.leaves(changed, passed.by) != (c.Number == row.Customer) {
				asked := b.ask(passed.fitting, Ambiguous)
				b.plan.Rows[passed.index] = b.keep(Row{Line: row.Line, Status: Undecided, Candidates: asked.candidates, Problems: []customer.Problem{asked.problem}})
				break
			}
		}
	}
}

// settleAsked looks at the rows whose customer is for the user to choose.
// Where the other rows change all customers but one so that they fit no more,
// the next import of the file finds that one, and a later row that concerns it
// would then be a duplicate: it is one now.
func (b *builder) settleAsked() {
	for _, asked := range b.asked {
		var left []*customer.Customer
		for _, c := range asked.fitting {
			if changed := b.changed(c); changed == nil || asked.key.fits(changed) {
				left = append(left, c)
			}
		}
		if len(left) != 1 || len(asked.fitting) == 1 {
			continue
		}
		other, claimed := b.claims.customers.get(left[0].Number)
		if claimed && other > asked.index && b.plan.Rows[other].Status == Modified {
			row := *b.plan.Rows[other] // which another plan may share
			row.Status, row.Changes = Undecided, Changes{}
			row.Problems = []customer.Problem{undecided(DuplicateRow, customer.Args{"line": b.plan.Rows[asked.index].Line})}
			b.plan.Rows[other] = b.keep(row)
		}
	}
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

// fits reports whether a row that looks by a key would look at a customer.
func (k *rowKey) fits(c *customer.Customer) bool {
	if len(k.businessIDs) > 0 {
		return slices.Contains(k.businessIDs, customer.BusinessIDKey(c.Values[customer.BusinessID]))
	}
	return slices.Contains(k.names, customer.FoldKey(c.Values[customer.Name])) && meets(k.kind, c.Values[customer.Kind], false)
}
