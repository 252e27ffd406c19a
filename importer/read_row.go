package importer

import (
	"strings"

	"kortisto/customer"
	"kortisto/sheet"
)

// RowHash identifies the cells of a row, so that a decision made for them is
// not taken for other cells on the same line (read-lines, docs/rules.md). It is FNV-1a of the cells, each
// ended by a byte that no text has.
func RowHash(row *sheet.Row) uint64 {
	const offset, prime = 14695981039346656037, 1099511628211
	hash := uint64(offset)
	for _, cell := range row.Cells {
		for i := range len(cell) {
			hash = (hash ^ uint64(cell[i])) * prime
		}
		hash = (hash ^ 0xff) * prime
	}
	return hash
}

// fileReader reads the rows of a sheet by its mapping, decisions applied.
type fileReader struct {
	in      *Input
	columns columnOf          // by which the fields are read
	direct  columnOf          // the same where a cell's text is all that matters, or closer or unmapped
	decided []columnDecisions // by column
	ours    bool              // the file may be ours: apostrophes may protect formulas
	fills   fills
	persons bool // rows may name a person beside their customer
	idByVAT bool // the Business ID stands in the VAT number alone

	readings [customer.Version + 1]map[string]customer.Reading // what texts say, in fields with few values; nil in others
	appended []appendedColumn                                  // to the notes, in their order

	staleFills int // fills whose rows now have other cells
}

// columnDecisions are the decisions about all cells of a column.
type columnDecisions struct {
	values map[string]string // corrections by text
	taken  bool              // the cells are meant as they stand
}

// rowReader is one row of the sheet, from which its cells are read.
type rowReader struct {
	*fileReader
	index    int // in the sheet
	source   *sheet.Row
	decision RowDecision
	fixes    []CellDecision
	filling  FillRows // which fills apply to the row, "" for none
	stale    int      // decisions about the row that were made for other cells
}

// In place of a column: no one fills the field, or more than its text matters.
const (
	unmapped = -1
	closer   = -2
)

// cell is what a row says about a field.
type cell struct {
	text  string // clean, "" where the row says nothing
	other string // the same with the apostrophes that protect it in a file, or mended in another way; else equal to text
	taken bool   // meant as it stands: the user has typed it, or taken it at its word

	unguarded bool // an apostrophe that is none of ours is taken off
}

func newFileReader(in *Input) *fileReader {
	r := &fileReader{in: in, ours: MayBeOurs(in.Sheet, in.Fields)}
	for f := range r.columns {
		r.columns[f] = unmapped
	}
	for column, f := range in.Mapping {
		if f != customer.None && f != customer.AppendNotes {
			r.columns[f] = column
		}
	}
	r.appended = appendedColumns(in)
	r.decided = make([]columnDecisions, len(in.Mapping))
	for column := range r.decided {
		decided := &r.decided[column]
		decided.taken = in.Options.TakeDamaged || in.Selection || in.Decisions.Taken[column]
		for _, d := range in.Decisions.Values[column] {
			if decided.values == nil {
				decided.values = make(map[string]string)
			}
			decided.values[d.From] = d.To
		}
	}
	r.direct = r.columns
	for f, column := range r.direct {
		if column >= 0 && r.decided[column].values != nil {
			r.direct[f] = closer
		}
	}
	for _, f := range in.Fields.Values() {
		if in.Fields.Of(f).FewValued {
			r.readings[f] = make(map[string]customer.Reading)
		}
	}
	if in.Mapping.hasNameParts() {
		r.direct[customer.Name] = closer
	}
	if r.idByVAT = in.Mapping.saysIDByVAT(); r.idByVAT {
		r.direct[customer.BusinessID] = closer
	}
	if r.persons = in.Mapping.namesPersons(); r.persons {
		r.direct[customer.Contact] = closer
	}
	r.fills, r.staleFills = newFills(in)
	return r
}

// MayBeOurs reports whether a file may be one that we have written, so that
// apostrophes in it protect formulas (see sheet.Protect): at least half of the
// named columns bear the names that our own exports give, or it has the column
// that says why rows were left out.
func MayBeOurs(s *sheet.Sheet, table *customer.Table) bool {
	named, own := 0, 0
	for _, header := range s.Header {
		if header == "" {
			continue
		}
		if IsReasonLabel(header) {
			return true
		}
		named++
		if _, ours := table.ByHeader(header); ours {
			own++
		}
	}
	return named > 0 && 2*own >= named
}

// row reads a row, by index. Decisions made for other cells are passed over.
func (r *fileReader) row(index int) rowReader {
	row := rowReader{fileReader: r, index: index, source: &r.in.Sheet.Rows[index]}
	decisions := &r.in.Decisions
	if len(decisions.Rows)+len(decisions.Cells) == 0 {
		return row
	}
	decision, decided := decisions.Rows[row.source.Line]
	fixes := decisions.Cells[row.source.Line]
	if !decided && len(fixes) == 0 {
		return row
	}
	hash := RowHash(row.source)
	switch {
	case !decided:
	case decision.Hash == hash:
		row.decision = decision
	default:
		row.stale++
	}
	for _, fix := range fixes {
		if fix.Hash == hash {
			row.fixes = append(row.fixes, fix)
		} else {
			row.stale++
		}
	}
	return row
}

// filled is the row with the fills of new or of found rows, once it is known to
// be one.
func (r *rowReader) filled(rows FillRows) *rowReader {
	if r.fills == nil {
		return r
	}
	row := *r
	row.filling = rows
	return &row
}

// fromFile reports whether the file says something about a field, rather than a
// decision: what is decided was decided today, whenever the file was exported.
func (r *fileReader) fromFile(f customer.Field) bool {
	return r.columns[f] >= 0 || f == customer.Name || f == customer.BusinessID && r.idByVAT
}

// tooLong reports whether the row has a filled cell beyond the header (read-ragged,
// docs/rules.md).
func (r *rowReader) tooLong() bool {
	for i := len(r.in.Sheet.Header); i < len(r.source.Cells); i++ {
		if customer.Clean(r.source.Cells[i]) != "" {
			return true
		}
	}
	return false
}

// get returns what the row says about a field.
func (r *rowReader) get(f customer.Field) cell {
	switch f {
	case customer.Name:
		return r.name()
	case customer.Contact:
		return r.contact()
	case customer.BusinessID:
		if r.idByVAT {
			return r.businessIDOfVAT()
		}
	}
	return r.column(f)
}

// maxReadings is how many texts of a column are remembered with what they say. A
// column with more of them holds something else.
const maxReadings = 1000

// plainly is a quick look at the cell of a field, which spares most cells of a
// file everything else: whether the cell surely is empty, or surely says a kept
// value, letter by letter or as the word for a choice. It is neither where a
// closer look is needed.
func (r *rowReader) plainly(f customer.Field, value string) (empty, same bool) {
	column := r.direct[f]
	switch {
	case column == unmapped:
		return len(r.decision.Set) == 0 && r.filling == "", false
	case column == closer || r.fixes != nil:
		return false, false
	}
	if column >= len(r.source.Cells) || r.source.Cells[column] == "" {
		return true, false
	}
	text := r.source.Cells[column]
	return false, text == value || value != "" && len(r.in.Fields.Choices(f)) > 0 && r.read(f, text, customer.Context{}).Value == value
}

// read reads a text as the value of a field. What it says in a field with few
// values does not depend on the context, and is remembered.
func (r *fileReader) read(f customer.Field, text string, ctx customer.Context) customer.Reading {
	known := r.readings[f]
	if known == nil {
		return r.in.Fields.Read(f, text, ctx)
	}
	if reading, ok := known[text]; ok {
		return reading
	}
	reading := r.in.Fields.Read(f, text, ctx)
	if len(known) < maxReadings {
		known[text] = reading
	}
	return reading
}

// text is get without the raw form.
func (r *rowReader) text(f customer.Field) string { return r.get(f).text }

func (r *rowReader) column(f customer.Field) cell {
	column := r.columns[f]
	if column < 0 {
		set := r.decision.Set[f]
		if fill := r.fills.of(f, r.source.Line, r.filling); set == "" && r.filling != "" && fill != nil {
			set = fill.Value
		}
		set = customer.Clean(set)
		return cell{text: set, other: set, taken: true}
	}
	return r.cellOf(column, f)
}

// cellOf reads the cell of a column as one of a field.
func (r *rowReader) cellOf(column int, f customer.Field) cell {
	if column >= len(r.source.Cells) {
		return cell{}
	}
	raw, taken := r.decidedText(column, customer.Clean(r.source.Cells[column]))
	if r.ours { // also a workbook, as which a CSV export was saved
		if bare, protected := sheet.Unprotect(raw); protected {
			return cell{text: customer.Clean(bare), other: raw, taken: taken}
		}
	}
	if !taken && !r.in.Options.NoRepair {
		if bare, guarded := unguard(f, raw); guarded {
			return cell{text: bare, other: raw, unguarded: true}
		}
	}
	if other, several := r.in.Sheet.Otherwise[raw]; several && !taken {
		return cell{text: raw, other: customer.Clean(other)}
	}
	return cell{text: raw, other: raw, taken: taken}
}

// unguard takes an apostrophe off that keeps a spreadsheet from reading a text as
// a number or a formula: one before nothing but digits, before a plus or before a
// formula, and in fields of digits one before those (damage-repair, docs/rules.md).
func unguard(f customer.Field, text string) (bare string, guarded bool) {
	bare, guarded = strings.CutPrefix(text, "'")
	if !guarded || bare == "" || bare[0] == '\'' {
		return text, false
	}
	switch {
	case strings.Trim(bare, "0123456789") == "" || bare[0] == '+':
	case f == customer.BusinessID || f == customer.VATNumber || f == customer.Postcode || f == customer.DeliveryPostcode || f == customer.EInvoiceAddress || f == customer.EInvoiceOperator:
	case f == customer.Phone && (bare[0] == '0' || strings.Trim(bare, "0123456789 ") == ""):
	default:
		formula, is := sheet.Unprotect(text)
		guarded = is && formula == bare
	}
	if !guarded {
		return text, false
	}
	return customer.Clean(bare), true
}

// decidedText applies the decisions about a cell and its column to its text
// (decide-cell, decide-value, decide-column, docs/rules.md).
func (r *rowReader) decidedText(column int, text string) (decided string, taken bool) {
	taken = r.decided[column].taken
	if to, corrected := r.decided[column].values[text]; corrected {
		text, taken = customer.Clean(to), true
	}
	for _, fix := range r.fixes {
		switch {
		case fix.Column != column:
		case fix.Skip:
			return "", true
		case fix.Take:
			taken = true
		case fix.Side != "":
		default:
			text, taken = customer.Clean(fix.Text), true
		}
	}
	return text, taken
}

// name is the name's own column, else first and last name together.
func (r *rowReader) name() cell {
	if name := r.column(customer.Name); name.text != "" {
		return name
	}
	first, last := r.text(customer.FirstName), r.text(customer.LastName)
	switch {
	case first == "" || last == "":
		first += last
	case r.in.Options.FirstNameFirst:
		first += " " + last
	default:
		first = last + " " + first
	}
	taken := r.get(customer.FirstName).taken || r.get(customer.LastName).taken
	return cell{text: first, other: first, taken: taken}
}

// partialName reports whether the name is only the first or the last one:
// enough for a new customer, but not to replace a stored whole name.
func (r *rowReader) partialName() bool {
	return r.column(customer.Name).text == "" && (r.text(customer.FirstName) == "") != (r.text(customer.LastName) == "")
}

// kind returns what the row's own cell says about the kind, "" where it says
// nothing that can be read.
func (r *rowReader) kind() string {
	return r.read(customer.Kind, r.text(customer.Kind), customer.Context{}).Value
}

// context is what the values of the row are read in, for the customer that it
// concerns, nil for a new one.
func (r *rowReader) context(existing *customer.Stored) customer.Context {
	ctx := customer.Context{Repair: !r.in.Options.NoRepair}
	ctx.Country, ctx.Unread = r.country(customer.Country, existing)
	ctx.DeliveryCountry, ctx.DeliveryUnread = r.country(customer.DeliveryCountry, existing)
	if ctx.Country == "" && !ctx.Unread && existing != nil {
		ctx.Country = customer.Finland
	}
	return ctx
}

// country is the country that a row names in a field, else that of its customer;
// unread tells that it names one which cannot be read.
func (r *rowReader) country(f customer.Field, existing *customer.Stored) (country string, unread bool) {
	if said := r.get(f); said.text != "" {
		reading := r.read(f, said.text, customer.Context{})
		country = reading.Value
		unread = reading.Failed() && (existing == nil || !damaged(f, existing.Get(f), said, r.in.Year))
	}
	if country == "" && !unread && existing != nil {
		country = existing.Get(f)
	}
	return country, unread
}

// nameKeys returns the folded forms of a text by which names are compared; two
// where protecting apostrophes may belong to the name.
func (c cell) nameKeys() []string {
	if c.text == "" {
		return nil
	}
	key := customer.FoldKey(c.text)
	if c.other == c.text {
		return []string{key}
	}
	return []string{key, customer.FoldKey(c.other)}
}

// businessIDKeys returns the keys by which the row's Business ID may be found.
func (r *rowReader) businessIDKeys() []string {
	id := r.get(customer.BusinessID)
	if id.text == "" {
		return nil
	}
	ctx := r.context(nil)
	keys := customer.BusinessIDKeys(id.text, ctx)
	if id.other != id.text {
		keys = append(keys, customer.BusinessIDKeys(id.other, ctx)...)
	}
	return keys
}
