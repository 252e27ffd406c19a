package importer

import (
	"kortisto/customer"
	"kortisto/sheet"
)

// RowHash identifies the cells of a row, so that a decision made for them is
// not taken for other cells on the same line. It is FNV-1a of the cells, each
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

// cells reads the cells of one row at a time, decisions applied.
type cells struct {
	columns columnOf                              // by which the fields are read
	direct  columnOf                              // the same where a cell's text is all that matters, or closer or unmapped
	width   int                                   // of the header
	choices [customer.Notes + 1]map[string]string // what texts mean, in fields with few values; nil in others
	values  map[int]map[string]string             // corrections by column and text
	taken   map[int]bool                          // columns whose values are no damage
	ours    bool                                  // the file has our columns: apostrophes may protect formulas
	csv     bool                                  // it is of the kind in which our exports have them
	options *Options
	fills   fills

	row      *sheet.Row
	decision RowDecision
	fixes    []CellDecision
	texts    [customer.Version + 1]cell
	known    [customer.Version + 1]bool // texts is filled
	looked   bool                       // one of known is true
	decided  bool                       // decision and fixes may hold something
	filling  FillRows                   // which fills apply to the row, "" for none
}

// In place of a column: no one fills the field, or more than its text matters.
const (
	unmapped = -1
	closer   = -2
)

// cell is what a row says about a field.
type cell struct {
	text  string // clean, "" where the row says nothing
	other string // the same with or without an apostrophe that protects a formula; else equal to text
	taken bool   // meant as it stands: the user has typed it, or taken it at its word
}

func newCells(in *Input) *cells {
	c := &cells{width: len(in.Sheet.Header), ours: hasOurColumns(in.Sheet), csv: in.Sheet.Format == sheet.FormatCSV,
		taken: in.Decisions.Taken, options: &in.Options}
	for f := range c.columns {
		c.columns[f] = unmapped
	}
	for column, f := range in.Mapping {
		if f != customer.None {
			c.columns[f] = column
		}
	}
	if len(in.Decisions.Values) > 0 {
		c.values = make(map[int]map[string]string)
		for column, decisions := range in.Decisions.Values {
			c.values[column] = make(map[string]string)
			for _, d := range decisions {
				c.values[column][d.From] = d.To
			}
		}
	}
	c.direct = c.columns
	for f, column := range c.direct {
		if len(c.values[column]) > 0 {
			c.direct[f] = closer
		}
	}
	for f := customer.Kind; f <= customer.Notes; f++ {
		if len(f.Definition().Choices) > 0 {
			c.choices[f] = make(map[string]string)
		}
	}
	if in.Mapping.hasNameParts() {
		c.direct[customer.Name] = closer
	}
	return c
}

// hasOurColumns reports whether at least half of the named columns bear the
// names that our own exports give, so that the file may be one of them.
func hasOurColumns(s *sheet.Sheet) bool {
	named, own := 0, 0
	for _, header := range s.Header {
		if header == "" {
			continue
		}
		named++
		if _, ours := customer.FieldByHeader(header); ours {
			own++
		}
	}
	return named > 0 && 2*own >= named
}

// read takes the next row. Decisions made for other cells are passed over.
func (c *cells) read(row *sheet.Row, decisions *Decisions) (dropped int) {
	c.row, c.filling = row, ""
	if c.looked {
		c.known, c.looked = [customer.Version + 1]bool{}, false
	}
	if c.decided {
		c.decision, c.fixes, c.decided = RowDecision{}, nil, false
	}
	if len(decisions.Rows)+len(decisions.Cells) == 0 {
		return 0
	}
	decision, decided := decisions.Rows[row.Line]
	fixes := decisions.Cells[row.Line]
	if !decided && len(fixes) == 0 {
		return 0
	}
	c.decided = true
	hash := RowHash(row)
	if decided {
		if decision.Hash == hash {
			c.decision = decision
		} else {
			dropped++
		}
	}
	for _, fix := range fixes {
		if fix.Hash == hash {
			c.fixes = append(c.fixes, fix)
		} else {
			dropped++
		}
	}
	return dropped
}

// fill lets the fills of new or of found rows apply to the current row, which
// is known by now to be one.
func (c *cells) fill(rows FillRows) {
	if c.fills == nil {
		return
	}
	c.filling = rows
	for _, f := range Fillable {
		c.known[f] = false
	}
}

// fromFile reports whether the file says something about a field, rather than a
// decision: what is decided was decided today, whenever the file was exported.
func (c *cells) fromFile(f customer.Field) bool { return c.columns[f] >= 0 || f == customer.Name }

// tooLong reports whether the row has a filled cell beyond the header.
func (c *cells) tooLong() bool {
	for i := c.width; i < len(c.row.Cells); i++ {
		if customer.Clean(c.row.Cells[i]) != "" {
			return true
		}
	}
	return false
}

// get returns what the row says about a field.
func (c *cells) get(f customer.Field) cell {
	if !c.known[f] {
		c.known[f], c.looked = true, true
		if f == customer.Name {
			c.texts[f] = c.name()
		} else {
			c.texts[f] = c.column(f)
		}
	}
	return c.texts[f]
}

// maxChoices is how many texts of a column are remembered with the choices that
// they mean. A column with more of them holds something else.
const maxChoices = 1000

// plainly is a quick look at the cell of a field, which spares most cells of a
// file everything else: whether the cell surely is empty, or surely says a kept
// value, letter by letter or as the word for a choice. It is neither where a
// closer look is needed.
func (c *cells) plainly(f customer.Field, value string) (empty, same bool) {
	column := c.direct[f]
	switch {
	case column == unmapped:
		return !c.decided && c.fills == nil, false
	case column == closer || c.fixes != nil:
		return false, false
	}
	if column >= len(c.row.Cells) || c.row.Cells[column] == "" {
		return true, false
	}
	text := c.row.Cells[column]
	return false, text == value || c.choices[f] != nil && value != "" && c.choice(f, text) == value
}

// choice is the value that a text means in a field with few values, "" for none.
func (c *cells) choice(f customer.Field, text string) string {
	value, known := c.choices[f][text]
	if !known && len(c.choices[f]) < maxChoices {
		value = f.Read(text, customer.Context{}).Value
		c.choices[f][text] = value
	}
	return value
}

// text is get without the raw form.
func (c *cells) text(f customer.Field) string { return c.get(f).text }

func (c *cells) column(f customer.Field) cell {
	column := c.columns[f]
	if column < 0 {
		set := c.decision.Set[f]
		if fill := c.fills.of(f, c.row.Line, c.filling); set == "" && c.filling != "" && fill != nil {
			set = fill.Value
		}
		set = customer.Clean(set)
		return cell{text: set, other: set, taken: true}
	}
	if column >= len(c.row.Cells) {
		return cell{}
	}
	raw, taken := c.decidedText(column, customer.Clean(c.row.Cells[column]))
	if c.ours && raw != "" && raw[0] == '\'' {
		if bare, protected := sheet.Unprotect(raw); protected && c.csv {
			return cell{customer.Clean(bare), raw, taken}
		} else if protected { // of a CSV export that was saved as a workbook
			return cell{raw, customer.Clean(bare), taken}
		}
	}
	return cell{raw, raw, taken}
}

// decidedText applies the decisions about a cell and its column to its text.
func (c *cells) decidedText(column int, text string) (decided string, taken bool) {
	taken = c.options.TakeDamaged || c.taken[column]
	if to, corrected := c.values[column][text]; corrected {
		text, taken = customer.Clean(to), true
	}
	for _, fix := range c.fixes {
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
func (c *cells) name() cell {
	if name := c.column(customer.Name); name.text != "" {
		return name
	}
	first, last := c.text(customer.FirstName), c.text(customer.LastName)
	switch {
	case first == "" || last == "":
		first += last
	case c.options.FirstNameFirst:
		first += " " + last
	default:
		first = last + " " + first
	}
	taken := c.get(customer.FirstName).taken || c.get(customer.LastName).taken
	return cell{first, first, taken}
}

// partialName reports whether the name is only the first or the last one:
// enough for a new customer, but not to replace a stored whole name.
func (c *cells) partialName() bool {
	return c.column(customer.Name).text == "" && (c.text(customer.FirstName) == "") != (c.text(customer.LastName) == "")
}

// kind returns what the row's own cell says about the kind, "" where it says
// nothing that can be read.
func (c *cells) kind() string {
	return customer.Kind.Read(c.text(customer.Kind), customer.Context{}).Value
}

// context is what the values of the row are read in, for the customer that it
// concerns, nil for a new one.
func (c *cells) context(existing *customer.Customer) customer.Context {
	ctx := customer.Context{Repair: !c.options.NoRepair}
	if text := c.text(customer.Country); text != "" {
		ctx.Country = customer.Country.Read(text, ctx).Value
	}
	if ctx.Country == "" && existing != nil {
		ctx.Country = existing.Country()
	}
	return ctx
}

// nameKeys returns the folded forms of a text by which names are compared; two
// where a protecting apostrophe may belong to the name.
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
func (c *cells) businessIDKeys() []string {
	id := c.get(customer.BusinessID)
	if id.text == "" {
		return nil
	}
	ctx := c.context(nil)
	keys := customer.BusinessIDKeys(id.text, ctx)
	if id.other != id.text {
		keys = append(keys, customer.BusinessIDKeys(id.other, ctx)...)
	}
	return keys
}
