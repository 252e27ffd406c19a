package handlers

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"kortisto/customer"
	"kortisto/db/accounts"

	"github.com/gofiber/fiber/v2"
)

// fixedColumns begin every list of customers: who it is.
var fixedColumns = []customer.Field{customer.Number, customer.Name}

// listColumns are the columns of the list for the user: those chosen, or the usual
// ones. A field that the register has no more is passed over.
func (s *server) listColumns(c *fiber.Ctx) []customer.Field {
	fields := s.db.Fields()
	kept := preferencesOf(c).ListColumns
	if kept == "" {
		return fields.Listed()
	}
	columns := slices.Clone(fixedColumns)
	for key := range strings.SplitSeq(kept, ",") {
		if field, ok := fields.ByKey(key); ok && slices.Contains(fields.Fields(), field) && !slices.Contains(columns, field) {
			columns = append(columns, field)
		}
	}
	return columns
}

// columnsPage is what views/customers_columns.html shows.
type columnsPage struct {
	Page
	Filter listFilter // of the list to come back to
	Fixed  []customer.Field
	Fields []arrangedField
}

// arrangedField is a field that the list may have a column for.
type arrangedField struct {
	Field customer.Field
	Shown bool
	Place int // from 1
}

// Back is the address of the list.
func (p *columnsPage) Back() string { return p.Filter.href("/customers") }

// Count is how many fields there are to choose from.
func (p *columnsPage) Count() int { return len(p.Fields) }

// showColumns asks which columns the list has, GET /customers/columns. The address
// has the filter of the list.
func (s *server) showColumns(c *fiber.Ctx) error {
	view := &columnsPage{Page: s.page(c, "customers"), Filter: parseFilter(c, s.db.Fields()), Fixed: fixedColumns}
	view.Fields = arrangeFields(s.db.Fields(), s.listColumns(c))
	return s.render(c, "customers_columns", view)
}

// arrangeFields lists the fields that a column can be chosen for: those of the
// columns, then all others.
func arrangeFields(fields *customer.Table, columns []customer.Field) []arrangedField {
	var arranged []arrangedField
	for _, field := range slices.Concat(columns, fields.Fields()) {
		known := slices.ContainsFunc(arranged, func(other arrangedField) bool { return other.Field == field })
		if !known && !slices.Contains(fixedColumns, field) {
			arranged = append(arranged, arrangedField{field, slices.Contains(columns, field), len(arranged) + 1})
		}
	}
	return arranged
}

// saveColumns handles POST /customers/columns: show= once for each column,
// place-KEY= with a number, by which they are ordered, or reset=.
func (s *server) saveColumns(c *fiber.Ctx) error {
	fields := s.db.Fields()
	kept, told := "", "list.columns-reset"
	if c.FormValue("reset") == "" {
		kept, told = s.sentColumns(c, fields), "list.columns-saved"
	}
	if err := s.setPreferences(c, func(p *accounts.Preferences) { p.ListColumns = kept }); err != nil {
		return err
	}
	query, err := url.ParseQuery(c.FormValue("filter"))
	if err != nil {
		query = nil
	}
	return s.done(c, readFilter(query, fields).href("/customers"), s.words(c).Text(told))
}

// sentColumns are the keys of the columns that a form has chosen, in their order.
// Those without a place stand where the page has them, after the others.
func (s *server) sentColumns(c *fiber.Ctx, fields *customer.Table) string {
	arranged := arrangeFields(fields, s.listColumns(c))
	sent := c.Request().PostArgs()
	shown := make(map[string]bool)
	for _, key := range sent.PeekMulti("show") {
		shown[string(key)] = true
	}
	arranged = slices.DeleteFunc(arranged, func(one arrangedField) bool { return !shown[one.Field.Key()] })
	for i := range arranged {
		place, err := strconv.Atoi(c.FormValue("place-" + arranged[i].Field.Key()))
		if arranged[i].Place = place; err != nil {
			arranged[i].Place = len(fields.Fields())
		}
	}
	slices.SortStableFunc(arranged, func(a, b arrangedField) int { return cmp.Compare(a.Place, b.Place) })
	var keys []string
	for _, field := range fixedColumns {
		keys = append(keys, field.Key())
	}
	for _, one := range arranged {
		keys = append(keys, one.Field.Key())
	}
	return strings.Join(keys, ",")
}
