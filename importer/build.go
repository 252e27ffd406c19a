package importer

import (
	"context"
	"slices"

	"kortisto/customer"
	"kortisto/sheet"
)

// progressStep is how many rows are planned between two calls of Progress.
const progressStep = 4096

// numberJump is how many times the highest number a new one may be before it
// is a warning.
const numberJump = 10

// Build makes the plan. It asks the register three times at most: for the
// numbers of the file, for the keys of rows that have none and for Business IDs
// that are not those of the numbers' customers, and for the e-mail addresses
// and telephones of new persons. The only errors are those of the register and
// of the context.
func Build(ctx context.Context, in Input, register Register) (*Plan, error) {
	b := newBuilder(&in)
	if err := b.askRegister(ctx, register); err != nil {
		return nil, err
	}
	if err := b.planRows(ctx); err != nil {
		return nil, err
	}
	b.settlePassed()
	b.settleAsked()
	if err := b.warnSimilar(ctx, register); err != nil {
		return nil, err
	}
	b.summarise()
	return &b.plan, nil
}

// builder holds a plan in the making.
type builder struct {
	in      *Input
	options *Options
	cells   *cells
	fields  []customer.Field // compared with the stored customer, in the order of the table
	create  bool             // rows without a customer make one
	plan    Plan

	byNumber     map[int]*customer.Customer
	byBusinessID map[string][]*customer.Customer
	byName       map[string][]*customer.Customer
	byDamaged    map[string][]*customer.Customer // by texts of the file that find nobody as they stand
	seen         map[int]*customer.Customer      // each customer that the register gave
	since        map[Exported]*Since             // of customers that were changed after the file was exported
	marker       *Marker                         // nil where no column holds version marks
	marks        []rowMark                       // what the mark of each row has been found to say
	exported     bool                            // the file is an export of this register
	owners       map[string][]*customer.Customer // of marks that are of none of the customers that their rows may concern
	renamed      map[string][]string             // present names of groups by folded names of before, where rows bear marks
	called       map[string]bool                 // the folded names of groups in the file, where groups have been renamed
	at           int                             // index of the current row
	highest      int
	groups       map[string]string // the names of groups by their keys
	newGroups    map[string]string // the same for groups that the file names first

	claims  claims
	keyed   []int        // rows, by index, that look for their customer by a key
	passed  []severalRow // rows that several customers fitted, and one was taken
	asked   []severalRow // and those for which the user has to choose
	persons []int        // rows, by index, that make a new person
}

func newBuilder(in *Input) *builder {
	b := &builder{
		in:           in,
		options:      &in.Options,
		cells:        newCells(in),
		byNumber:     make(map[int]*customer.Customer),
		byBusinessID: make(map[string][]*customer.Customer),
		byName:       make(map[string][]*customer.Customer),
		byDamaged:    make(map[string][]*customer.Customer),
		seen:         make(map[int]*customer.Customer),
		groups:       make(map[string]string),
		newGroups:    make(map[string]string),
		claims:       newClaims(),
	}
	b.cells.fills, b.plan.Dropped = newFills(in)
	set := in.Decisions.setFields()
	for f := customer.Kind; f <= customer.Notes; f++ {
		_, mapped := in.Mapping.Column(f)
		if mapped || set[f] || f == customer.Name && in.Mapping.hasName() {
			b.fields = append(b.fields, f)
		}
	}
	b.create = in.Options.Create == CreateYes || in.Options.Create == CreateDefault && in.Mapping.hasName()
	b.plan.NoKey = !in.Mapping.HasKey()
	b.plan.Rows = make([]Row, 0, len(in.Sheet.Rows))
	return b
}

// askRegister fetches the customers that the rows may concern.
func (b *builder) askRegister(ctx context.Context, register Register) error {
	groups, err := register.Groups(ctx)
	if err != nil {
		return err
	}
	for _, name := range groups {
		b.groups[customer.FoldKey(name)] = name
	}
	if b.highest, err = register.HighestNumber(ctx); err != nil {
		return err
	}
	if err := b.fetchNumbers(ctx, register); err != nil {
		return err
	}
	if err := b.fetchKeys(ctx, register); err != nil {
		return err
	}
	return b.fetchSince(ctx, register)
}

// fetchNumbers fetches the customers that the file or a decision names by number.
func (b *builder) fetchNumbers(ctx context.Context, register Register) error {
	var inFile, chosen []int
	asked := make(map[int]bool)
	for i := range b.in.Sheet.Rows {
		b.readRow(i)
		if number, ok := customer.ParseNumber(b.cells.text(customer.Number)); ok && !asked[number] {
			asked[number] = true
			inFile = append(inFile, number)
		}
		if number := b.cells.decision.Customer; number > 0 {
			chosen = append(chosen, number)
		}
	}
	if len(inFile)+len(chosen) == 0 {
		return nil
	}
	customers, err := register.Customers(ctx, Keys{Numbers: slices.Concat(inFile, chosen)})
	if err != nil {
		return err
	}
	for i := range customers {
		b.know(&customers[i])
		b.byNumber[customers[i].Number] = &customers[i]
	}
	for _, number := range inFile {
		if b.byNumber[number] == nil {
			b.plan.UnknownNumbers = append(b.plan.UnknownNumbers, number)
		}
	}
	b.plan.KnownNumbers = len(inFile) - len(b.plan.UnknownNumbers)
	return nil
}

// fetchKeys fetches the customers that the file names by Business ID or name.
func (b *builder) fetchKeys(ctx context.Context, register Register) error {
	ids, names := make(map[string]bool), make(map[string]bool)
	for i := range b.in.Sheet.Rows {
		b.readRow(i)
		number, ok := customer.ParseNumber(b.cells.text(customer.Number))
		c := b.byNumber[number]
		id := b.cells.get(customer.BusinessID)
		if ok && c != nil && (id.text == "" || id.text == c.Values[customer.BusinessID] || id.other == c.Values[customer.BusinessID]) {
			continue
		}
		for _, key := range b.cells.businessIDKeys() {
			ids[key] = true
		}
		if c == nil && (!ok || b.options.UnknownNumbers == UnknownIgnored) {
			for _, key := range b.cells.get(customer.Name).nameKeys() {
				names[key] = true
			}
			b.keyed = append(b.keyed, i)
		}
	}
	if len(ids) == 0 && len(names) == 0 {
		return nil
	}
	customers, err := register.Customers(ctx, Keys{BusinessIDs: sorted(ids), Names: sorted(names)})
	if err != nil {
		return err
	}
	for i := range customers {
		c := b.know(&customers[i])
		if key := customer.BusinessIDKey(c.Values[customer.BusinessID]); ids[key] {
			b.byBusinessID[key] = append(b.byBusinessID[key], c)
		}
		if key := customer.FoldKey(c.Values[customer.Name]); names[key] {
			b.byName[key] = append(b.byName[key], c)
		}
	}
	return b.fetchDamaged(ctx, register)
}

// know makes one customer of what the register gave twice.
func (b *builder) know(c *customer.Customer) *customer.Customer {
	if known := b.seen[c.Number]; known != nil {
		return known
	}
	b.seen[c.Number] = c
	return c
}

func sorted(set map[string]bool) []string {
	keys := make([]string, 0, len(set))
	for key := range set {
		if key != "" {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	return keys
}

// readRow makes a row the current one.
func (b *builder) readRow(i int) (dropped int) {
	b.at = i
	return b.cells.read(&b.in.Sheet.Rows[i], &b.in.Decisions)
}

func (b *builder) planRows(ctx context.Context) error {
	total := len(b.in.Sheet.Rows)
	for i := range b.in.Sheet.Rows {
		if i%progressStep == 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
			if b.in.Progress != nil {
				b.in.Progress(i, total)
			}
		}
		b.plan.Dropped += b.readRow(i)
		b.plan.Rows = append(b.plan.Rows, b.planRow(&b.in.Sheet.Rows[i]))
	}
	if b.in.Progress != nil {
		b.in.Progress(total, total)
	}
	return nil
}

// planRow decides about one row, whose cells have been read.
func (b *builder) planRow(source *sheet.Row) Row {
	row := Row{Line: source.Line, Status: Excluded}
	f := b.match()
	if b.cells.decision.Exclude {
		b.setAside(&f)
		return row
	}
	if b.cells.tooLong() {
		b.setAside(&f)
		row.Status = Error
		row.Problems = append(row.Problems, customer.Problem{Level: customer.Error, Code: RowTooLong,
			Args: customer.Args{"count": b.cells.width}})
		return row
	}
	b.askBeforeFilling(&f)
	row.Candidates = f.candidates
	if len(f.fitting) > maxCandidates {
		b.setAside(&f)
	}
	if f.problem.Code != "" {
		row.Problems = append(row.Problems, f.problem)
		if row.Status = Undecided; f.problem.Level == customer.Error {
			row.Status = Error
		}
		b.keepKeyErrors(&row)
		b.claimKeys(&row, &f)
		return row
	}
	if row.MatchedBy = f.by; f.customer != nil {
		row.Customer, row.Name, row.Revision = f.customer.Number, f.customer.Values[customer.Name], f.customer.Revision
		b.cells.fill(FillFound)
	} else {
		b.cells.fill(FillNew)
		row.Customer = f.number
		if !b.create && !b.cells.decision.Include {
			row.Problems = append(row.Problems, customer.Problem{Level: customer.Note, Code: NotCreated})
			b.claimKeys(&row, &f)
			return row
		}
	}
	v := b.compare(f.customer, f.by)
	skipped := f.customer != nil && b.options.SkipExisting && !b.cells.decision.Include
	if !skipped && !v.failed() && !(f.customer != nil && v.empty()) && b.strayed(&f) {
		return b.askWhose(&f, source.Line)
	}
	row.Kind, row.KindGuess = b.checkWhole(f.customer, &v)
	row.Changes, row.Kept, row.Repaired, row.Stands, row.Problems = v.changes, v.kept, v.repaired, v.stands, v.problems
	b.noteVersion(&row, f.customer)
	b.warn(&row, &f)
	switch {
	case v.failed():
		row.Status = Error
	case skipped && !v.empty():
		return row
	case len(v.conflicts) > 0:
		row.Status, row.Changes, row.Conflicts = Undecided, nil, v.conflicts
		for i := range v.conflicts {
			row.Problems = append(row.Problems, v.conflicts[i].problem())
		}
		b.claims.stand(f.customer.Number, len(b.plan.Rows))
		b.claimKeys(&row, &f)
		return row
	case f.customer == nil:
		row.Status = New
	case len(v.changes) == 0:
		row.Status = Unchanged
	default:
		row.Status = Modified
	}
	// A row in error stands for its customer as well: once it is mended it
	// would contradict a later row that had been saved in its stead.
	if row.Status == Error || !b.isDuplicate(&row, &f) {
		b.claim(&row, &f)
	} else {
		b.claimKeys(&row, &f)
	}
	return row
}

// keepKeyErrors makes an undecided row an error where its Business ID cannot be
// right, whoever the row concerns.
func (b *builder) keepKeyErrors(row *Row) {
	id := b.cells.get(customer.BusinessID)
	if row.Status != Undecided || id.text == "" {
		return
	}
	var concerned *customer.Customer
	if len(row.Candidates) > 0 {
		concerned = b.seen[row.Candidates[0]]
	}
	for _, number := range row.Candidates {
		if stored := b.seen[number].Values[customer.BusinessID]; stored == id.text || stored == id.other {
			return
		}
	}
	if reading := customer.BusinessID.Read(id.text, b.cells.context(concerned)); reading.Failed() {
		row.Status, row.Candidates = Error, nil
		row.Problems = []customer.Problem{reading.Problem}
	}
}

// totals are names of rows that sum up the others, and longestTotal their
// greatest length in bytes.
var totals = map[string]bool{"yhteensä": true, "summa": true, "totalt": true, "total": true}

const longestTotal = len("yhteensä")

// warn adds the warnings about a whole row.
func (b *builder) warn(row *Row, f *found) {
	if name := b.cells.text(customer.Name); len(name) <= longestTotal && totals[customer.FoldKey(name)] {
		row.Problems = append(row.Problems, customer.Problem{Level: customer.Warning, Code: TotalRow})
	}
	if f.customer == nil && f.number > numberJump*b.highest {
		row.Problems = append(row.Problems, customer.Problem{Field: customer.Number, Level: customer.Warning, Code: NumberJump,
			Args: customer.Args{"number": f.number, "highest": b.highest}})
	}
	b.warnHalf(row, f.customer)
	for _, change := range row.Changes {
		if change.Field != customer.BusinessID {
			continue
		}
		if other := b.sharing(change.New, f.customer); other != nil {
			row.Problems = append(row.Problems, customer.Problem{Field: customer.BusinessID, Level: customer.Warning, Code: BusinessIDShared,
				Args: customer.Args{"number": other.Number, "name": other.Values[customer.Name]}})
		}
	}
}

// sharing finds another customer with a Business ID, in the register or made
// with a number of its own by an earlier row; nil for none.
func (b *builder) sharing(id string, than *customer.Customer) *customer.Customer {
	key := customer.BusinessIDKey(id)
	for _, other := range b.byBusinessID[key] {
		if than == nil || other.Number != than.Number {
			return other
		}
	}
	if earlier, arises := b.claims.ids[key]; arises && b.plan.Rows[earlier].Customer != 0 {
		row := &b.plan.Rows[earlier]
		other := customer.Customer{Number: row.Customer}
		if stored := b.byNumber[row.Customer]; stored != nil {
			other = *stored
		}
		other.Apply(row.Changes)
		return &other
	}
	return nil
}
