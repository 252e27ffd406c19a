package importer_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"pgregory.net/rapid"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/importer"
	"kortisto/importer/importertest"
	"kortisto/sheet"
)

// change changes the mapping, the options, the decisions or the file, most often
// as the number's column is taken away and given back.
func change(t *rapid.T, in *importer.Input) {
	s, suggested := in.Sheet, importer.Suggest(in.Sheet, customer.Standard())
	in.Mapping = slices.Clone(in.Mapping)
	column := rapid.IntRange(0, len(s.Header)-1).Draw(t, "column")
	switch rapid.SampledFrom([]string{"number", "number", "number", "name", "field", "field", "mapping", "options", "row", "cell", "nothing decided", "column", "file"}).Draw(t, "change") {
	case "number":
		toggle(in.Mapping, suggested, customer.Number)
	case "name":
		toggle(in.Mapping, suggested, customer.Name)
	case "field":
		toggle(in.Mapping, suggested, rapid.SampledFrom(append(customer.Standard().Fields()[1:], customer.BusinessID, customer.Country)).Draw(t, "toggled"))
	case "mapping":
		in.Mapping.Set(column, rapid.SampledFrom(append(customer.Standard().Targets(), customer.None)).Draw(t, "field"))
	case "options":
		in.Options = drawOptions(t)
		in.Options.OnConflict = drawSide(t)
		in.Actor = rapid.SampledFrom([]string{"Liisa", "Maija"}).Draw(t, "actor")
	case "row", "cell":
		in.Decisions.Rows, in.Decisions.Cells = maps.Clone(in.Decisions.Rows), maps.Clone(in.Decisions.Cells)
		decideRow(t, in, column)
	case "nothing decided":
		in.Decisions = importer.Decisions{}
	case "column":
		decideColumn(t, in, column)
	case "file": // read again
		again := *s
		again.Rows = slices.Clone(s.Rows)
		row := &again.Rows[rapid.IntRange(0, len(s.Rows)-1).Draw(t, "row")]
		if row.Cells = slices.Clone(row.Cells); column < len(row.Cells) {
			row.Cells[column] = drawText(t, in.Mapping[column])
		}
		in.Sheet = &again
	}
}

// decideRow decides about a row and one of its cells, or takes that back.
func decideRow(t *rapid.T, in *importer.Input, column int) {
	row := &in.Sheet.Rows[rapid.IntRange(0, len(in.Sheet.Rows)-1).Draw(t, "row")]
	hash := importer.RowHash(row) + uint64(rapid.IntRange(0, 9).Draw(t, "of another row")/9)
	if rapid.Bool().Draw(t, "about the cell") {
		cell := importer.CellDecision{Hash: hash, Column: column, Text: drawText(t, in.Mapping[column]), Side: drawSide(t)}
		cell.AsWritten, cell.Skip = rapid.IntRange(0, 5).Draw(t, "take") == 0, rapid.IntRange(0, 5).Draw(t, "skip") == 0
		in.Decisions.ClearRow(row.Line)
		in.Decisions.SetCell(row.Line, cell)
		return
	}
	decision := importer.RowDecision{Hash: hash, Customer: rapid.SampledFrom([]int{0, 0, 1001, 1004, 2000}).Draw(t, "customer")}
	switch rapid.IntRange(0, 7).Draw(t, "choice") {
	case 0:
		decision.Exclude = true
	case 1:
		decision.Include = true
	case 2:
		decision.Create = true
	case 3:
		f := rapid.SampledFrom([]customer.Field{customer.Group, customer.Name, customer.BusinessID, customer.Email}).Draw(t, "set")
		decision.Set = map[customer.Field]string{f: drawText(t, f)}
	case 4, 5:
		decision = importer.RowDecision{} // forgets an older one
	}
	in.Decisions.SetRow(row.Line, decision)
}

// decideColumn decides about a column and its values, or takes that back.
func decideColumn(t *rapid.T, in *importer.Input, column int) {
	d := importer.Decisions{Rows: in.Decisions.Rows, Cells: in.Decisions.Cells}
	switch rapid.SampledFrom([]string{"value", "taken", "side", "fill", "nothing", "nothing"}).Draw(t, "of a column") {
	case "value":
		d.SetValue(column, cellOf(&in.Sheet.Rows[0], column), drawText(t, in.Mapping[column]))
	case "taken":
		d.SetAsWritten(column, true)
	case "side":
		d.SetSide(column, drawSide(t))
	case "fill":
		f := rapid.SampledFrom(customer.Standard().Fillable()).Draw(t, "filled")
		d.AddFill(importer.Fill{Field: f, Value: drawText(t, f),
			Rows: rapid.SampledFrom([]importer.FillRows{importer.FillAll, importer.FillNew, importer.FillFound}).Draw(t, "rows")})
	}
	in.Decisions = d
}

func drawSide(t *rapid.T) importer.Side {
	return rapid.SampledFrom([]importer.Side{"", importer.FromFile, importer.FromRegister}).Draw(t, "side")
}

func cellOf(row *sheet.Row, column int) string {
	if column < len(row.Cells) {
		return row.Cells[column]
	}
	return ""
}

// toggle takes a field away from its column, or gives it back.
func toggle(mapping, suggested importer.Mapping, f customer.Field) {
	column, suits := suggested.Column(f)
	if f == customer.None || !suits {
		return
	}
	if mapping[column] == f {
		f = customer.None
	}
	mapping.Set(column, f)
}

// office is a register in memory whose groups have been renamed. It may tell all
// that it holds at once.
type office struct {
	*importertest.Register
	all     []customer.Customer
	renamed map[string][]string
	whole   bool
}

func (o *office) RenamedGroups(context.Context) (map[string][]string, error) { return o.renamed, nil }

func (o *office) Customers(ctx context.Context, keys importer.Keys) ([]*customer.Stored, bool, error) {
	if o.whole {
		all := make([]*customer.Stored, len(o.all))
		for i := range o.all {
			one := customer.Store(&o.all[i])
			all[i] = &one
		}
		return all, true, nil
	}
	return o.Register.Customers(ctx, keys)
}

// failing is a register that cannot be read at one of the questions.
type failing struct {
	importer.Register
	at int // counted from 1
}

var errUnread = errors.New("the register cannot be read")

func (f *failing) ask() error {
	if f.at--; f.at == 0 {
		return errUnread
	}
	return nil
}

func (f *failing) Groups(ctx context.Context) ([]string, error) {
	if err := f.ask(); err != nil {
		return nil, err
	}
	return f.Register.Groups(ctx)
}

func (f *failing) Customers(ctx context.Context, keys importer.Keys) ([]*customer.Stored, bool, error) {
	if err := f.ask(); err != nil {
		return nil, false, err
	}
	return f.Register.Customers(ctx, keys)
}

func (f *failing) Since(ctx context.Context, exported []importer.Exported, now map[int]*customer.Stored, use func(importer.Exported, *importer.Since)) error {
	if err := f.ask(); err != nil {
		return err
	}
	return f.Register.Since(ctx, exported, now, use)
}

// drawOffice makes a register in which some of the exported customers have been
// changed since, or were given what is theirs alone.
func drawOffice(t *rapid.T, exported []customer.Customer) *office {
	for i := range exported {
		c := &exported[i]
		if rapid.Bool().Draw(t, "alone") {
			c.Values[customer.Name] = fmt.Sprintf("Yritys %d Oy", i)
		}
		if c.Values[customer.Kind] == customer.Company && rapid.IntRange(0, 2).Draw(t, "alone") == 0 {
			c.Values[customer.BusinessID] = validBusinessID(9_000_000 + i)
		}
		if rapid.IntRange(0, 9).Draw(t, "a total") == 0 {
			c.Values[customer.Name] = "Total"
		}
		if i == len(exported)-1 && rapid.IntRange(0, 5).Draw(t, "far") == 0 {
			c.Number = 999_999_999
		}
	}
	o := &office{all: slices.Clone(exported), whole: rapid.Bool().Draw(t, "whole")}
	if rapid.Bool().Draw(t, "renamed groups") {
		o.renamed = map[string][]string{"messut 2026": {"Uudet"}}
	}
	since := make(map[importer.Exported]*importer.Since)
	for i := range o.all {
		if rapid.IntRange(0, 2).Draw(t, "touched") > 0 {
			continue
		}
		c := &o.all[i]
		now := &importer.Since{Base: c.Values}
		since[importer.Exported{Number: c.Number, Revision: 1}] = now
		c.Revision, c.Values = 2, drawCustomer(t)
		for f := customer.Kind; f.IsValue(); f++ {
			if c.Values[f] != now.Base[f] {
				now.Later = append(now.Later, importer.Write{Field: f, Who: "Maija"})
			}
		}
		if f := rapid.SampledFrom(customer.Standard().Fields()[1:]).Draw(t, "imported"); rapid.Bool().Draw(t, "by an import") {
			now.Imported = []importer.Imported{{Field: f, Value: c.Values[f], Who: rapid.SampledFrom([]string{"", "Liisa"}).Draw(t, "who"), Last: true}}
		}
	}
	o.Register = inMemory(o.all)
	for e, s := range since {
		o.Remember(e, s)
	}
	return o
}

// edited is an export, of today or of some time ago, in which some cells are
// others and some rows stand twice, lack their number or are too long. Without a
// draw it is as it was.
func edited(t *rapid.T, today, exported []customer.Customer) *sheet.Sheet {
	export := importer.NewExporter(customer.Standard(), "fi", memoryKey)
	s := &sheet.Sheet{Format: sheet.FormatCSV, HeaderRow: 1, Header: export.Header()}
	add := func(cells []string) { s.Rows = append(s.Rows, sheet.Row{Line: len(s.Rows) + 2, Cells: cells}) }
	if t == nil {
		for i := range exported {
			add(export.Cells(&exported[i]))
		}
		return s
	}
	for i := range exported {
		c := exported[i]
		if rapid.IntRange(0, 3).Draw(t, "today's") == 0 {
			c = today[i]
		}
		for range rapid.SampledFrom([]int{1, 1, 1, 2, 0}).Draw(t, "times") {
			add(editedRow(t, export.Cells(&c)))
		}
	}
	if len(s.Rows) == 0 {
		add(make([]string, len(s.Header)))
	}
	return s
}

// columnOf is where the column of a field stands in an export of all of them.
func columnOf(f customer.Field) int { return slices.Index(customer.Standard().Exported(), f) }

func editedRow(t *rapid.T, cells []string) []string {
	if rapid.IntRange(0, 7).Draw(t, "somebody else's") == 0 {
		for _, f := range []customer.Field{customer.Email, customer.Phone, customer.Street} {
			cells[columnOf(f)] = drawText(t, f)
		}
	}
	for range rapid.SampledFrom([]int{0, 0, 1, 1, 2, 4}).Draw(t, "edits") {
		f := rapid.SampledFrom(append(customer.Standard().Fields()[1:], customer.Group, customer.Name, customer.BusinessID)).Draw(t, "edited")
		at := columnOf(f)
		switch rapid.IntRange(0, 9).Draw(t, "edit") {
		case 0:
			cells[at] = ""
		case 1:
			cells[at] = "'" + cells[at]
		case 2:
			cells[at] = strings.ToUpper(cells[at])
		case 3:
			cells[at] = strings.TrimLeft(cells[at], "0")
		case 4:
			cells[0] = rapid.SampledFrom([]string{"", "", "1001", "1002", "2000", "999999999", "x"}).Draw(t, "number")
		default:
			cells[at] = drawText(t, f)
		}
	}
	switch rapid.IntRange(0, 19).Draw(t, "shape") {
	case 0:
		cells = append(cells, "liikaa")
	case 1:
		cells = cells[:len(cells)/2]
	}
	return cells
}

// markRows lets the rows with a number bear the marks of the database's export
// before any change.
func markRows(t *rapid.T, register *db.DB, s *sheet.Sheet) {
	key, err := register.VersionKey(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	marker := importer.NewMarker(key)
	for i := range s.Rows {
		cells := s.Rows[i].Cells
		if n, ok := customer.ParseNumber(cells[0]); ok && len(cells) == len(s.Header) {
			cells[len(cells)-1] = marker.Mark(importer.Exported{Number: n, Revision: 1})
		}
	}
}

// touch changes some customers and the name of a group.
func touch(t *rapid.T, register *db.DB) {
	all := allCustomers(t, register)
	for _, number := range slices.Sorted(maps.Keys(all)) {
		if !rapid.Bool().Draw(t, "touched") {
			continue
		}
		if _, err := register.UpdateCustomer(context.Background(), db.Actor{Name: "Maija"}, number, all[number].Revision, drawCustomer(t)); err != nil {
			t.Fatal(err)
		}
	}
	groups, err := register.Groups(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if len(groups) > 0 && rapid.Bool().Draw(t, "renamed") {
		if err := register.RenameGroup(context.Background(), db.Actor{Name: "Maija"}, groups[0].ID, "Nykyiset"); err != nil {
			t.Fatal(err)
		}
	}
}

// listed are customers in the order of their numbers.
func listed(all map[int]customer.Customer) []customer.Customer {
	list := make([]customer.Customer, 0, len(all))
	for _, number := range slices.Sorted(maps.Keys(all)) {
		list = append(list, all[number])
	}
	return list
}
