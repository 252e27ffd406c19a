package importer

import (
	"slices"

	"kortisto/customer"
)

// claims remembers which rows concern which customers, so that a later row
// that concerns the same one is noticed (match-twice). Customers that earlier
// rows make or rename are found as they would be found in the register after
// the save: the same file imported once more then needs no new decision.
type claims struct {
	customers map[int]int          // the row that stands for a customer, by number
	names     map[string][]arising // names that earlier rows bring into the register
	ids       map[string]int       // Business IDs that earlier rows bring into the register
	nameKeyed map[string][]keyed   // rows that were found, or not found, by name
	idKeyed   map[string]int       // and by Business ID
}

// arising is a customer as an earlier row leaves it.
type arising struct {
	row        int
	kind       string
	guessed    bool // the kind is only guessed
	businessID bool
}

// keyed is a row that looked for its customer by name.
type keyed struct {
	row  int
	kind string // that it looked for, "" for any
}

func newClaims(rows int) claims {
	return claims{
		customers: make(map[int]int, rows),
		names:     make(map[string][]arising),
		ids:       make(map[string]int),
		nameKeyed: make(map[string][]keyed),
		idKeyed:   make(map[string]int),
	}
}

// stand notes that a row stands for a customer. The first one does.
func (c *claims) stand(number, row int) {
	if _, taken := c.customers[number]; !taken {
		c.customers[number] = row
	}
}

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
		if first, taken := b.claims.customers[row.Customer]; taken {
			return first, true
		}
	}
	for _, id := range f.key.businessIDs {
		if first, arises := b.claims.ids[id]; arises {
			return first, true
		}
	}
	names := f.key.names
	if f.by == ByBusinessID {
		names = nil // found whatever the names
	}
	for _, name := range names {
		for _, other := range b.claims.names[name] {
			if meets(f.key.kind, other.kind, other.guessed) && !(len(f.key.businessIDs) > 0 && other.businessID) {
				return other.row, len(f.key.businessIDs) == 0 && !other.businessID
			}
		}
	}
	if row.Status == Unchanged {
		return -1, false
	}
	after := b.after(row, f)
	if arises(f, row.Changes, customer.BusinessID) {
		if first, keyed := b.claims.idKeyed[customer.BusinessIDKey(after.Values[customer.BusinessID])]; keyed {
			return first, false
		}
	}
	if arises(f, row.Changes, customer.Name, customer.Kind) {
		for _, other := range b.claims.nameKeyed[customer.FoldKey(after.Values[customer.Name])] {
			if meets(other.kind, after.Values[customer.Kind], row.KindGuess) {
				return other.row, false
			}
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
		b.claims.ids[id] = index
	}
	if arises(f, row.Changes, customer.Name, customer.Kind) {
		name := customer.FoldKey(after.Values[customer.Name])
		b.claims.names[name] = append(b.claims.names[name], arising{index, after.Values[customer.Kind], row.KindGuess, id != ""})
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
		b.claims.idKeyed[id] = index
	}
	if len(f.key.businessIDs) == 0 {
		for _, name := range f.key.names {
			b.claims.nameKeyed[name] = append(b.claims.nameKeyed[name], keyed{index, f.key.kind})
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
		other, claimed := b.claims.customers[left[0].Number]
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
	index, claimed := b.claims.customers[c.Number]
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
