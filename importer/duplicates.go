package importer

import (
	"cmp"
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

// settleDuplicate settles a row that concerns a customer of an earlier row: left
// out where it says the same, else undecided. A row for which the user has
// decided to create a customer of its own is none.
func (d *duplicates) settleDuplicate(row *Row, r *rowReader, f *found) bool {
	if r.decision.Create {
		return false
	}
	first, same := d.earlier(row, r, f)
	if first < 0 || same && d.changesNothing(row, r, first) {
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

// changesNothing reports whether neither a row nor the earlier one about the same
// customer writes anything, so that nobody need be asked in which way they
// differ (match-quiet, docs/rules.md).
func (d *duplicates) changesNothing(row *Row, r *rowReader, earlier int) bool {
	first := (*d.rows)[earlier]
	return row.Status == Unchanged && first.Status == Unchanged && first.Customer == row.Customer && !d.saysTheSame(r, earlier)
}

// earlier finds the earlier row that concerns the same customer, -1 for none;
// same is false where the two only may concern the same one.
func (d *duplicates) earlier(row *Row, r *rowReader, f *found) (first int, same bool) {
	if standing, stands := d.index.customers[row.Customer]; stands && !d.isBroughtElsewhere(f) {
		return standing, true
	}
	if first, same = d.broughtBefore(f); first >= 0 || row.Status == Unchanged {
		return first, same
	}
	return d.lookedForBefore(row, f), false
}

// isBroughtElsewhere reports whether an earlier row brings a Business ID of a row
// that comes before the one by which it has found its customer: after the save it
// finds the customer of that earlier row instead.
func (d *duplicates) isBroughtElsewhere(f *found) bool {
	id, brought := d.broughtID(f)
	return brought && f.customer != nil && id != customer.BusinessIDKey(f.customer.Get(customer.BusinessID))
}

// broughtID is the first of a row's Business IDs that an earlier row brings into
// the register.
func (d *duplicates) broughtID(f *found) (id string, brought bool) {
	for _, id := range f.key.businessIDs {
		if _, brought := d.index.ids[id]; brought {
			return id, true
		}
	}
	return "", false
}

// broughtBefore finds the earlier row that brings into the register what a row
// was looked for by, -1 for none.
func (d *duplicates) broughtBefore(f *found) (first int, same bool) {
	if id, brought := d.broughtID(f); brought {
		f.key.endWith(id)
		return d.index.ids[id], true
	}
	if f.by == ByBusinessID { // found whatever the names
		return -1, false
	}
	hasID := len(f.key.businessIDs) > 0
	for _, name := range f.key.names {
		for naming := range d.index.names.all(name) {
			other := (*d.rows)[naming.index]
			if meets(f.key.kind, other.Kind, other.KindGuess) && !(hasID && naming.hasID) {
				return naming.index, !hasID && !naming.hasID
			}
		}
	}
	if f.customer == nil && !f.isQuiet() || f.respelled {
		return d.broughtOtherwise(f), false
	}
	return -1, false
}

// broughtOtherwise finds the earlier row that brings into the register what a
// row that finds nobody was looked for by, in another spelling
// (match-second-form, docs/rules.md); -1 for none.
func (d *duplicates) broughtOtherwise(f *found) int {
	for _, id := range f.key.businessIDs {
		if bringing, brought := d.index.sums.first[idSum(id)]; idSum(id) != 0 && brought {
			return bringing.index
		}
	}
	if len(f.key.names) == 0 {
		return -1
	}
	name := f.key.names[0]
	for bringing := range d.index.sums.all(customer.NameSum(name)) {
		other := (*d.rows)[bringing.index]
		if meets(f.key.kind, other.Kind, other.KindGuess) && !(len(f.key.businessIDs) > 0 && bringing.hasID) &&
			customer.CompareNames(name, other.Changes.newValue(customer.Name), other.Kind == customer.Person) == customer.SameName {
			return bringing.index
		}
	}
	return -1
}

// lookedForBefore finds the earlier row that was looked for by what a row brings
// into the register, -1 for none.
func (d *duplicates) lookedForBefore(row *Row, f *found) int {
	if arises(row, f, customer.BusinessID) {
		if first, looked := d.index.idKeyed[customer.BusinessIDKey(after(row, f, customer.BusinessID))]; looked {
			return first
		}
	}
	if first := d.respelledBefore(row, f); first >= 0 {
		return first
	}
	if arises(row, f, customer.Name, customer.Kind) {
		for looking := range d.index.nameKeyed.all(customer.FoldKey(after(row, f, customer.Name))) {
			if meets(looking.kind, row.Kind, row.KindGuess) {
				return looking.index
			}
		}
	}
	return -1
}

// respelledBefore finds the earlier row that was looked for by another spelling of
// what a row brings into the register, -1 for none.
func (d *duplicates) respelledBefore(row *Row, f *found) int {
	if len(d.index.respelled) == 0 {
		return -1
	}
	if sum := idSum(customer.BusinessIDKey(after(row, f, customer.BusinessID))); sum != 0 && arises(row, f, customer.BusinessID) {
		if looking := d.index.respelled[sum]; len(looking) > 0 {
			return looking[0].index
		}
	}
	if !arises(row, f, customer.Name, customer.Kind) {
		return -1
	}
	name := after(row, f, customer.Name)
	if f.customer != nil && customer.CompareNames(name, f.customer.Get(customer.Name), row.Kind == customer.Person) == customer.SameName {
		return -1 // whoever looked for that has found this customer already
	}
	for _, looking := range d.index.respelled[customer.NameSum(name)] {
		if meets(looking.kind, row.Kind, row.KindGuess) && customer.CompareNames(name, looking.name, row.Kind == customer.Person) == customer.SameName {
			return looking.index
		}
	}
	return -1
}

// stand notes what the row just planned stands for.
func (d *duplicates) stand(row *Row, f *found) {
	index := len(*d.rows)
	if row.Status != Error && len(f.key.businessIDs) > 0 {
		f.key.endWith(customer.BusinessIDKey(after(row, f, customer.BusinessID)))
	}
	d.noteKeys(row, f)
	if f.fitting != nil {
		d.several = append(d.several, severalRow{index, f.by, f.key, f.fitting, f.unasked})
	} else if row.Customer != 0 && !f.key.isNone() {
		d.index.stand(row.Customer, index)
	}
	if row.Status == Unchanged {
		return
	}
	id := after(row, f, customer.BusinessID)
	if arises(row, f, customer.BusinessID) && id != "" {
		key := customer.BusinessIDKey(id)
		d.index.ids[key] = index
		if sum := idSum(key); sum != 0 {
			d.index.sums.add(sum, namingRow{index: index})
		}
	}
	if arises(row, f, customer.Name, customer.Kind) {
		name := customer.FoldKey(after(row, f, customer.Name))
		d.index.names.add(name, namingRow{index, id != ""})
	}
	if arises(row, f, customer.Name) {
		d.index.sums.add(customer.NameSum(after(row, f, customer.Name)), namingRow{index, id != ""})
	}
}

// noteKeys notes what the row just planned was looked for by. Rows that are left out
// do this too: after the save they may find what they did not find.
func (d *duplicates) noteKeys(row *Row, f *found) {
	index := len(*d.rows)
	if row.Customer != 0 && f.key.isNone() { // found by its number
		d.index.stand(row.Customer, index)
	}
	d.index.noteKeys(index, &f.key)
	// Where an earlier row brings the very name, the row will find that one.
	if f.respelled && !slices.ContainsFunc(f.key.names, d.index.names.has) {
		d.index.lookRespelled(index, &f.key)
	}
	switch f.problem.Code {
	case Ambiguous, Shadow, SecondForm:
		d.several = append(d.several, severalRow{index, f.by, f.key, f.fitting, f.unasked})
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
	return f.customer.Get(field)
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
		if !saysSame(f, row.text(f), first.text(f)) {
			return false
		}
	}
	return d.file.appended == nil || samePieces(&row, &first)
}

// saysSame reports whether two texts say the same of a field. Names do where they
// are equal but for spaces and signs that can't be seen.
func saysSame(f customer.Field, a, b string) bool {
	return a == b || f == customer.Name && customer.LookAlike(a, b)
}

// severalRow is a row that several customers fitted: one was taken that the row
// would not change, or the user has to choose.
type severalRow struct {
	index   int
	by      Match
	key     rowKey
	fitting []*customer.Stored
	unasked customer.Code // the question that was not asked, "" for none
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
		if moved && taken && !next.isQuiet() && (next.customer == nil || next.customer.Number != row.Customer || !d.matcher.comparer.leaves(&r, next.customer, several.by)) {
			asked := askedOf(several.fitting, cmp.Or(several.unasked, Ambiguous))
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
	var left []*customer.Stored
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
func (d *duplicates) changed(c *customer.Stored) *customer.Stored {
	index, stands := d.index.customers[c.Number]
	if !stands || (*d.rows)[index].Status != Modified {
		return nil
	}
	changed := c.Customer()
	(*d.rows)[index].Changes.Apply(&changed)
	stored := customer.Store(&changed)
	return &stored
}
