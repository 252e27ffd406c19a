package importer

import (
	"context"

	"kortisto/customer"
	"kortisto/sheet"
)

// progressStep is how many rows are planned between two calls of Progress.
const progressStep = 4096

// numberJump is how many times the highest number a new one may be before it
// is a warning.
const numberJump = 10

// Build makes the plan. It asks the register three times at most: for the
// numbers of the file and the keys of rows that have none; for Business IDs
// that are not those of the numbers' customers, and where unknown numbers are
// passed over for the keys of their rows; and for what new persons share with
// stored ones, as far as that was not asked before. The only errors are those
// of the register and of the context.
func Build(ctx context.Context, in Input, register Register) (*Plan, error) {
	return BuildFrom(ctx, in, NewAnswers(register))
}

// BuildFrom makes the same plan of what a register has answered before, and
// asks it only for the rest.
func BuildFrom(ctx context.Context, in Input, answers *Answers) (*Plan, error) {
	b := newBuilder(&in, answers)
	if err := b.askRegister(ctx); err != nil {
		return nil, err
	}
	if err := b.planRows(ctx); err != nil {
		return nil, err
	}
	b.settleSeveral()
	if err := b.warnSimilar(ctx); err != nil {
		return nil, err
	}
	b.summarise()
	made := b.plan // by itself: what it was made with is not kept
	return &made, nil
}

// builder holds a plan in the making.
type builder struct {
	in      *Input
	options *Options
	cells   *cells
	fields  []customer.Field // compared with the stored customer, in the order of the table
	create  bool             // rows without a customer make one
	plan    Plan

	answers *Answers
	rows    []stated
	numbers []int // that the rows name, each once
	marks   []rowMark
	at      int    // index of the current row
	ids     keySet // Business IDs that the file looks for customers by
	names   keySet // and names
	chosen  []int  // numbers that decisions name

	byDamaged map[string][]*customer.Customer // by texts of the file that find nobody as they stand
	marker    *Marker                         // nil where no column holds version marks
	moved     bool                            // customers were changed after the file was exported
	exported  bool                            // the file is an export of this register
	owners    map[string][]*customer.Customer // of marks that are of none of the customers that their rows may concern
	renamed   map[string][]string             // present names of groups by folded names of before, where rows bear marks
	called    map[string]bool                 // the folded names of groups in the file, where groups have been renamed
	groups    map[string]string               // the names of groups by their keys
	newGroups map[string]string               // the same for groups that the file names first

	columns  *columnOf         // as the plan's rows remember it
	room     []Row             // for the next ones
	gathered []customer.Change // of the row at hand, taken again for the next one

	claims  claims
	keyed   []int // rows, by index, that look for their customer by a key
	several []severalRow
	persons []int // rows, by index, that make a new person
}

func newBuilder(in *Input, answers *Answers) *builder {
	rows := len(in.Sheet.Rows)
	b := &builder{
		in:        in,
		options:   &in.Options,
		cells:     newCells(in),
		answers:   answers,
		byDamaged: make(map[string][]*customer.Customer),
		groups:    make(map[string]string),
		newGroups: make(map[string]string),
		claims:    newClaims(rows),
	}
	columns := b.cells.columns
	b.columns = &columns
	b.cells.fills, b.plan.Dropped = newFills(in)
	b.plan.Dropped += in.Decisions.beyond(in.Sheet)
	set := in.Decisions.setFields()
	for f := customer.Kind; f <= customer.Notes; f++ {
		_, mapped := in.Mapping.Column(f)
		if mapped || set[f] || f == customer.Name && in.Mapping.hasName() {
			b.fields = append(b.fields, f)
		}
	}
	b.create = in.Options.Create == CreateYes || in.Options.Create == CreateDefault && in.Mapping.hasName()
	b.plan.NoKey = !in.Mapping.HasKey()
	b.plan.Rows = make([]*Row, 0, rows)
	return b
}

// readRow makes a row of the sheet, by index, the current one, and tells how many
// decisions about it were made for other cells.
func (b *builder) readRow(i int) (dropped int) {
	b.at = i
	return b.cells.read(&b.in.Sheet.Rows[i], &b.in.Decisions)
}

// planRows plans the rows in the order of the file.
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
		b.plan.Rows = append(b.plan.Rows, b.keep(b.planRow(&b.in.Sheet.Rows[i])))
	}
	if b.in.Progress != nil {
		b.in.Progress(total, total)
	}
	return nil
}

// rowsTogether is how many rows take their room together.
const rowsTogether = 64

// keep gives a row its place in memory.
func (b *builder) keep(row Row) *Row {
	if len(b.room) == 0 {
		b.room = make([]Row, rowsTogether)
	}
	kept := &b.room[0]
	b.room = b.room[1:]
	*kept = row
	return kept
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
	if f.customer == nil && !b.create && !b.cells.decision.Include {
		row.Customer = f.number
		row.Problems = append(row.Problems, customer.Problem{Level: customer.Note, Code: NotCreated})
		b.claimKeys(&row, &f)
		return row
	}
	row, strays := b.alone(source, &f)
	switch {
	case strays:
		return b.askWhose(&f, source.Line)
	case row.Status == Excluded:
		b.lookedBy(&f)
		return row
	case row.Status == Undecided:
		b.claims.stand(f.customer.Number, len(b.plan.Rows))
		b.claimKeys(&row, &f)
		return row
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

// alone decides what the row at hand does by itself, other rows aside, to the
// customer that it concerns. It is left out where an option says so, undecided
// where the register has changed meanwhile, and strays where it bears the mark of
// somebody else.
func (b *builder) alone(source *sheet.Row, f *found) (row Row, strays bool) {
	row = Row{Line: source.Line, Status: Excluded, MatchedBy: f.by, Customer: f.number, Candidates: f.candidates}
	if f.customer != nil {
		row.Customer, row.Name, row.Revision = f.customer.Number, f.customer.Values[customer.Name], f.customer.Revision
		b.cells.fill(FillFound)
	} else {
		b.cells.fill(FillNew)
	}
	v := b.compare(f.customer, f.by)
	skipped := f.customer != nil && b.options.SkipExisting && !b.cells.decision.Include
	if !skipped && !v.failed() && !(f.customer != nil && v.empty()) && b.strayed(f) {
		return row, true
	}
	row.Kind, row.KindGuess = b.checkWhole(f.customer, &v)
	row.Changes = pack(v.changes, source, b.columns)
	row.Kept, row.Repaired, row.Stands, row.Problems = v.kept, v.repaired, v.stands, v.problems
	b.noteVersion(&row, f.customer)
	b.warn(&row, f)
	switch {
	case v.failed():
		row.Status = Error
	case skipped && !v.empty():
	case len(v.conflicts) > 0:
		row.Status, row.Changes, row.Conflicts = Undecided, Changes{}, v.conflicts
		for i := range v.conflicts {
			row.Problems = append(row.Problems, v.conflicts[i].problem())
		}
	case f.customer == nil:
		row.Status = New
	case len(v.changes) == 0:
		row.Status = Unchanged
	default:
		row.Status = Modified
	}
	return row, false
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
		concerned = b.answers.numbers[row.Candidates[0]]
	}
	for _, number := range row.Candidates {
		if stored := b.answers.numbers[number].Values[customer.BusinessID]; stored == id.text || stored == id.other {
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
	if b.isTotal(f.customer) {
		row.Problems = append(row.Problems, customer.Problem{Level: customer.Warning, Code: TotalRow})
	}
	if f.customer == nil && f.number > numberJump*b.answers.highest {
		row.Problems = append(row.Problems, customer.Problem{Field: customer.Number, Level: customer.Warning, Code: NumberJump,
			Args: customer.Args{"number": f.number, "highest": b.answers.highest}})
	}
	b.warnHalf(row, f.customer)
	if change, changed := row.Changes.Of(customer.BusinessID); changed {
		if other := b.sharing(change.New, f.customer); other != nil {
			row.Problems = append(row.Problems, customer.Problem{Field: customer.BusinessID, Level: customer.Warning, Code: BusinessIDShared,
				Args: customer.Args{"number": other.Number, "name": other.Values[customer.Name]}})
		}
	}
}

// isTotal reports whether the row is named as one that sums up the others.
func (b *builder) isTotal(c *customer.Customer) bool {
	if c != nil && len(c.Values[customer.Name]) > longestTotal {
		if _, same := b.cells.plainly(customer.Name, c.Values[customer.Name]); same {
			return false
		}
	}
	name := b.cells.text(customer.Name)
	return len(name) <= longestTotal && totals[customer.FoldKey(name)]
}

// sharing finds another customer with a Business ID, in the register or made
// with a number of its own by an earlier row; nil for none.
func (b *builder) sharing(id string, than *customer.Customer) *customer.Customer {
	key := customer.BusinessIDKey(id)
	for _, other := range b.withBusinessID(key) {
		if than == nil || other.Number != than.Number {
			return other
		}
	}
	if earlier, arises := b.claims.ids.get(b.ids.place(key)); arises && b.plan.Rows[earlier].Customer != 0 {
		row := b.plan.Rows[earlier]
		other := customer.Customer{Number: row.Customer}
		if stored := b.answers.numbers[row.Customer]; stored != nil {
			other = *stored
		}
		row.Changes.Apply(&other)
		return &other
	}
	return nil
}
