package importer

import (
	"kortisto/customer"
	"kortisto/sheet"
)

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

// text is what the row says about a field, clean.
func (r *rowReader) text(f customer.Field) string { return r.get(f).text }

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
