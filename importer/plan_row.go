package importer

import (
	"context"

	"kortisto/customer"
)

// progressStep is how many rows are planned between two calls of Progress.
const progressStep = 4096

func (p *rowPlanner) planRows(ctx context.Context) error {
	progress, total := p.file.in.Progress, len(p.file.in.Sheet.Rows)
	for i := range total {
		if i%progressStep == 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
			if progress != nil {
				progress(i, total)
			}
		}
		r := p.file.row(i)
		p.stale += r.stale
		row := p.place(p.planRow(&r))
		p.warnPrivate(row, &r)
		p.tellRemoved(row, &r)
		p.tellMerged(row, &r)
		p.rows = append(p.rows, row)
	}
	if progress != nil {
		progress(total, total)
	}
	p.duplicates.settleSeveral()
	return nil
}

// rowsTogether is how many rows take their room together.
const rowsTogether = 64

// place gives a row its place in memory.
func (p *rowPlanner) place(row Row) *Row {
	if len(p.room) == 0 {
		p.room = make([]Row, rowsTogether)
	}
	placed := &p.room[0]
	p.room = p.room[1:]
	*placed = row
	return placed
}

// planRow decides what becomes of a row, beside the earlier ones.
func (p *rowPlanner) planRow(r *rowReader) Row {
	f := p.matcher.match(r)
	switch {
	case r.decision.Exclude:
		p.setAside(&f)
		return Row{Line: r.source.Line, Status: Excluded}
	case p.isNoCustomer(r, &f):
		row := Row{Line: r.source.Line, Status: Excluded, Problems: []customer.Problem{{Level: customer.Note, Code: TotalRow}}}
		p.duplicates.noteKeys(&row, &f)
		return row
	case r.tooLong():
		p.setAside(&f)
		return Row{Line: r.source.Line, Status: Error, Problems: []customer.Problem{{Level: customer.Error, Code: RowTooLong,
			Args: customer.Args{"count": len(p.file.in.Sheet.Header)}}}}
	case r.isTorn():
		p.setAside(&f)
		return tornRow(r, &f)
	}
	p.askBeforeFilling(r, &f)
	if len(f.fitting) > maxCandidates {
		p.setAside(&f)
	}
	switch {
	case f.problem.Code != "":
		return p.unmatched(r, &f)
	case f.isQuiet():
		return p.unchanged(r, &f)
	case f.customer == nil && !p.create && !r.decision.Include:
		return p.notCreated(r, &f)
	}
	return p.matched(r, &f)
}

// isTorn reports whether the row is a part of one that a line break has torn, and
// the user has not said what it is (read-torn, docs/rules.md).
func (r *rowReader) isTorn() bool {
	return r.source.Torn && !r.decision.Include && !r.decision.Create && r.decision.Customer == 0
}

// tornRow is such a row, which waits for the user.
func tornRow(r *rowReader, f *found) Row {
	row := Row{Line: r.source.Line, Status: Undecided, Candidates: f.candidates, Problems: []customer.Problem{undecided(TornRow, nil)}}
	if f.customer != nil {
		row.Candidates = []int{f.customer.Number}
	}
	return row
}

// notCreated is a row that finds nobody where an option makes no customers. One
// whose Business ID cannot be right might have found somebody: it is an error.
func (p *rowPlanner) notCreated(r *rowReader, f *found) Row {
	row := Row{Line: r.source.Line, Status: Excluded, Customer: f.number, Candidates: f.candidates,
		Problems: []customer.Problem{{Level: customer.Note, Code: NotCreated}}}
	if wrong := r.wrongKey(nil); wrong.Code != "" {
		row.Status, row.Candidates, row.Problems = Error, nil, []customer.Problem{wrong}
	}
	p.duplicates.noteKeys(&row, f)
	return row
}

// unmatched is a row whose customer is for the user to choose, or cannot be found.
func (p *rowPlanner) unmatched(r *rowReader, f *found) Row {
	row := Row{Line: r.source.Line, Status: Undecided, Candidates: f.candidates, Problems: []customer.Problem{f.problem}}
	if f.problem.Level == customer.Error {
		row.Status = Error
	}
	p.failWrongKey(&row, r)
	p.duplicates.noteKeys(&row, f)
	return row
}

// isNoCustomer reports whether a row that finds nobody is a total, a line of a
// printout or the header once more, which is left out unless it is taken in
// (read-total, docs/rules.md).
func (p *rowPlanner) isNoCustomer(r *rowReader, f *found) bool {
	if f.customer != nil || f.isQuiet() || f.problem.Level == customer.Undecided || r.decision.Create || r.decision.Include {
		return false
	}
	return r.isHeader() || (r.isNamedTotal() || r.hasTotalBeside()) && !r.hasCustomersValue()
}

// unchanged is a row that changes none of the customers that it may concern: it
// need not be known which one (match-quiet, docs/rules.md).
func (p *rowPlanner) unchanged(r *rowReader, f *found) Row {
	row := Row{Line: r.source.Line, Status: Unchanged, Candidates: f.candidates}
	if p.duplicates.settleDuplicate(&row, r, f) {
		p.duplicates.noteKeys(&row, f)
	} else {
		p.duplicates.stand(&row, f)
	}
	return row
}

// matched is a row that concerns a customer, or makes one.
func (p *rowPlanner) matched(r *rowReader, f *found) Row {
	filling := FillNew
	if f.customer != nil {
		filling = FillFound
	}
	r = r.filled(filling)
	o := p.comparer.compare(r, f.customer, f.by)
	skipped := f.customer != nil && p.file.in.Options.SkipExisting && !r.decision.Include
	if !skipped && !o.failed() && (f.customer == nil || !o.empty()) && p.marks.isForeign(r, f) {
		row := Row{Line: r.source.Line, Status: Undecided, Candidates: numbersOf(p.marks.whose(r, f)),
			Problems: []customer.Problem{undecided(VersionOther, nil)}}
		p.duplicates.noteKeys(&row, f)
		return row
	}
	row := p.rowOf(r, f, &o, skipped)
	p.noteMatched(&row, r, f)
	return row
}

// noteMatched notes a row that concerns a customer for those that follow, or settles
// it as a duplicate of an earlier one.
func (p *rowPlanner) noteMatched(row *Row, r *rowReader, f *found) {
	switch {
	case row.Status == Excluded:
		p.duplicates.index.noteKeys(len(p.rows), &f.key)
	case row.Status == Undecided:
		if f.customer != nil {
			p.duplicates.index.stand(f.customer.Number, len(p.rows))
		}
		p.duplicates.noteKeys(row, f)
	case row.Status == Unchanged && p.saysWhatWas(r, f): // it stands for nobody
	case row.Status != Error && p.duplicates.settleDuplicate(row, r, f):
		p.duplicates.noteKeys(row, f)
	default:
		// A row in error stands for its customer as well: once it is mended it
		// would contradict a later row that had been saved in its stead.
		p.duplicates.stand(row, f)
	}
}

// rowOf says what a row does to its customer, given what its cells say: nothing where
// they change nothing (unchanged-untouched, docs/rules.md). One that an option leaves
// out is excluded, and keeps the changes that it would have made.
func (p *rowPlanner) rowOf(r *rowReader, f *found, o *outcome, skipped bool) Row {
	row := Row{Line: r.source.Line, MatchedBy: f.by, Customer: f.number, Candidates: f.candidates}
	if f.customer != nil {
		row.Customer, row.Name, row.Revision = f.customer.Number, f.customer.Get(customer.Name), f.customer.Revision
	}
	row.Kind, row.KindGuess = p.comparer.checkWhole(f.customer, o)
	row.Changes = pack(o.changes, r.source, &p.file.columns)
	row.Emptied, row.Kept, row.Repaired, row.RegisterWins, row.Problems = o.emptied, o.kept, o.repaired, o.registerWins, o.problems
	p.marks.noteVersion(&row, r, f.customer)
	p.warn(&row, r, f)
	switch {
	case o.failed():
		row.Status = Error
	case skipped && !o.empty():
		row.Status = Excluded
	case len(o.conflicts) > 0:
		row.Status, row.Changes, row.Conflicts = Undecided, Changes{}, o.conflicts
		for i := range o.conflicts {
			row.Problems = append(row.Problems, o.conflicts[i].problem())
		}
	case o.asked:
		row.Status, row.Changes = Undecided, Changes{}
	case f.customer == nil:
		row.Status = New
		p.askErased(&row, r)
	case len(o.changes) == 0:
		row.Status = Unchanged
	default:
		row.Status = Modified
		p.warnErased(&row, f.customer)
	}
	return row
}

// failWrongKey makes an undecided row an error where its Business ID cannot be
// right, whoever the row concerns.
func (p *rowPlanner) failWrongKey(row *Row, r *rowReader) {
	id := r.get(customer.BusinessID)
	if row.Status != Undecided || id.text == "" && !r.idByVAT {
		return
	}
	var concerned *customer.Stored
	if len(row.Candidates) > 0 {
		concerned = p.lookup.cache.numbers[row.Candidates[0]]
	}
	for _, number := range row.Candidates {
		if stored := p.lookup.cache.numbers[number].Get(customer.BusinessID); stored != "" && (stored == id.text || stored == id.other) {
			return
		}
	}
	if wrong := r.wrongKey(concerned); wrong.Code != "" {
		row.Status, row.Candidates, row.Problems = Error, nil, []customer.Problem{wrong}
	}
}

// wrongKey is the problem of a Business ID that cannot be right, with an empty
// code where there is none (value-checked, docs/rules.md).
func (r *rowReader) wrongKey(concerned *customer.Stored) customer.Problem {
	if id := r.get(customer.BusinessID); id.text != "" {
		ctx := r.context(concerned)
		ctx.Repair = ctx.Repair && !id.asWritten
		if reading := customer.BusinessID.Read(id.text, ctx); reading.Failed() {
			return reading.Problem
		}
	}
	if r.idByVAT {
		if number := r.column(customer.VATNumber); number.text != "" {
			return r.wrongVAT(number, concerned)
		}
	}
	return customer.Problem{}
}

// warnPrivate warns of personal identity codes in the mapped cells of a row that
// was not compared, or not whole: whatever becomes of the row, they should not
// stand there (value-private, docs/rules.md).
func (p *rowPlanner) warnPrivate(row *Row, r *rowReader) {
	for f, column := range p.file.columns {
		f := customer.Field(f)
		if column < 0 || row.Status != Excluded && row.Status != Undecided && row.Status != Error && f != customer.Number {
			continue
		}
		if column >= len(r.source.Cells) || !customer.HasPersonalID(r.source.Cells[column]) || hasProblemOf(row.Problems, f, customer.PersonalID) {
			continue
		}
		if r.get(f).text != "" {
			row.Problems = append(row.Problems, customer.Problem{Field: f, Level: customer.Warning, Code: customer.PersonalID})
		}
	}
	p.warnPrivatePieces(row, r)
}

// warn adds the warnings about a whole row.
func (p *rowPlanner) warn(row *Row, r *rowReader, f *found) {
	if f.customer != nil && r.isNamedTotal() && customer.FoldKey(r.text(customer.Name)) != customer.FoldKey(f.customer.Get(customer.Name)) {
		row.Problems = append(row.Problems, customer.Problem{Level: customer.Warning, Code: TotalRow})
	}
	if part := r.leavesPartOfName(f.customer); part != "" {
		row.Problems = append(row.Problems, customer.Problem{Field: customer.Name, Level: customer.Note, Code: NameInPart, Args: customer.Args{"value": part}})
	}
	if name := r.leavesPerson(); name != "" {
		row.Problems = append(row.Problems, customer.Problem{Field: customer.Contact, Level: customer.Note, Code: PersonLeft, Args: customer.Args{"value": name}})
	}
	if text := r.text(customer.Number); text != "" && p.lookup.rows[r.index].number == 0 && saysNothing(text) {
		row.Problems = append(row.Problems, customer.Problem{Field: customer.Number, Level: customer.Note, Code: customer.SaysNothing, Args: customer.Args{"value": text}})
	}
	if r.source.OddQuotes {
		row.Problems = append(row.Problems, customer.Problem{Level: customer.Warning, Code: OddQuotes})
	}
	warnHalf(row, f)
	if change, changed := row.Changes.Of(customer.BusinessID); changed {
		if other := p.otherWithID(change.New, f.customer); other != nil {
			row.Problems = append(row.Problems, customer.Problem{Field: customer.BusinessID, Level: customer.Warning, Code: BusinessIDShared,
				Args: customer.Args{"number": other.Number, "name": other.Get(customer.Name)}})
		}
	}
}

// otherWithID finds another customer with a Business ID, in the register or made with
// a number of its own by an earlier row; nil for none (match-shared, docs/rules.md).
func (p *rowPlanner) otherWithID(id string, than *customer.Stored) *customer.Stored {
	key := customer.BusinessIDKey(id)
	for _, other := range p.lookup.withBusinessID(key) {
		if than == nil || other.Number != than.Number {
			return other
		}
	}
	if earlier, brought := p.duplicates.index.ids[key]; brought && p.rows[earlier].Customer != 0 {
		row := p.rows[earlier]
		other := customer.Customer{Number: row.Customer}
		if stored := p.lookup.cache.numbers[row.Customer]; stored != nil {
			other = stored.Customer()
		}
		row.Changes.Apply(&other)
		made := customer.Store(&other)
		return &made
	}
	return nil
}
