package handlers

import (
	"errors"
	"slices"
	"strconv"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/handlers/wording"

	"github.com/gofiber/fiber/v2"
)

// customersPage is what views/customers_index.html shows.
type customersPage struct {
	Page
	Filter    listFilter
	Customers []customerRow
	Columns   []column
	Chosen    bool // the columns are the user's own choice
	Chips     []chip
	Slow      bool // the list is large, and no index has it in this order
	Groups    []listedGroup
	Kinds     []customer.Choice
	Total     int
	Hidden    int            // inactive customers that are left out
	Many      bool           // there are more than Total
	Empty     bool           // there is nobody in the whole register
	Tries     bool           // made-up customers are offered, or there and can go again
	Leads     *leadingNumber // where the number leads that is searched for, nil for nowhere else
	Erased    string         // what is said where the number of a customer is searched for whose data was erased
	Pager     pager
	Exports   []exportLink
	Fragment  bool // only the list is shown: the exports change with it
	Upload    uploadForm
}

// Elsewhere is the address of what can be made of the customers for other
// programs.
func (p *customersPage) Elsewhere() string {
	all := picked{selection{All: true, Filter: p.Filter}}
	return all.href("/customers/elsewhere")
}

// exportLink leads to a file of customers, or to a template for them.
type exportLink struct {
	Href string
	Text string // key of what it is called
}

// customerRow is one customer of the list.
type customerRow struct {
	*customer.Customer
	Href                               string
	HighlightedNumber, HighlightedName []db.HighlightedPart
	Cells                              []customerCell // beside number and name
	Flags                              []string       // small labels
}

// Name is the name of the customer.
func (r customerRow) Name() string { return r.Values[customer.Name] }

type customerCell struct {
	Key, Text   string
	Highlighted []db.HighlightedPart
	Title       string // the whole of what may be clipped
}

// column is one head of the list.
type column struct {
	Field customer.Field
	Href  string // sorts by it, or turns the order round; "" where nothing can be sorted by it
	Order string // "ascending", "descending" or ""
}

// listCustomers handles GET /customers. With &open=1, which the search sends at the
// Enter key, the number of a customer leads to that customer.
func (s *server) listCustomers(c *fiber.Ctx) error {
	if c.Query("open") != "" {
		return s.openFound(c)
	}
	view := &customersPage{Filter: parseFilter(c, s.db.Fields()), Fragment: isFragment(c)}
	groups, err := s.db.Groups(c.UserContext())
	if err != nil {
		return err
	}
	view.Groups = listedGroups(groups)
	if err := s.findCustomers(c, view, view.Filter.of(groups)); err != nil {
		return err
	}
	var erased db.ErasedError
	view.Leads, err = s.findMerged(c, view.Filter.Query)
	switch {
	case errors.As(err, &erased):
		words := s.words(c)
		view.Erased = words.Text("erased.title", "number", strconv.Itoa(erased.Number)) + ". " + words.Text("erased.when", "date", words.Date(erased.At))
	case err != nil:
		return err
	}
	view.Page, view.Kinds = s.page(c, "customers"), customer.Kind.Choices()
	columns := s.listColumns(c)
	view.Columns, view.Chosen = view.Filter.heads(s.db.Fields(), columns), !slices.Equal(columns, s.db.Fields().Listed())
	view.Chips = view.Filter.chips(s.words(c), groups, columns)
	view.Slow = view.Filter.isSlow(view.Total)
	view.Empty = view.Total == 0 && view.Hidden == 0 && !view.Filter.IsSet()
	if view.Empty {
		view.Tries = s.madeUp.Save != nil
	} else if !view.Fragment {
		imported, err := s.importOfMadeUp(c)
		if err != nil {
			return err
		}
		view.Tries = imported != 0
	}
	view.Exports = view.Filter.exports()
	if view.CanEdit() {
		view.Exports = append(view.Exports, exportLink{"/customers/template.xlsx", "customers.template-xlsx"},
			exportLink{"/customers/template.csv", "customers.template-csv"})
	}
	view.Upload = s.uploadForm(view.Words)
	if view.Fragment {
		s.followFilter(c, view.Filter)
	}
	return s.renderFor(c, "customers_index#list", view)
}

// Up to how many customers are counted whom no index counts: of those found by
// words, and of those of whom the filter asks something else.
const (
	countedFound    = 1000
	countedNarrowed = 100_000
)

// slowSorting is how many customers a list has that takes its time to be sorted.
const slowSorting = 50_000

// isSlow reports whether the list is long and no index has it in its order.
func (f listFilter) isSlow(total int) bool {
	return total > slowSorting && f.Sort != customer.None && f.Sort != customer.Number && f.Sort != customer.Name
}

// findCustomers reads one page of customers. An address beyond the last page
// shows the last one.
func (s *server) findCustomers(c *fiber.Ctx, view *customersPage, filter db.Filter) error {
	highlights, columns := db.NewHighlights(filter.Query), s.listColumns(c)
	filter.CountTo = countedNarrowed
	if filter.Query != "" {
		filter.CountTo = countedFound
	}
	for {
		filter.Limit, filter.Offset = pageSize, (view.Filter.Page-1)*pageSize
		found, total, err := s.db.Customers(c.UserContext(), filter)
		if err != nil {
			return err
		}
		last := max((total+pageSize-1)/pageSize, 1)
		if view.Filter.Page > last {
			view.Filter.Page = last
			continue
		}
		view.Total, view.Customers = total, make([]customerRow, len(found))
		for i := range found {
			view.Customers[i] = newCustomerRow(&found[i], s.words(c), columns, highlights)
		}
		s.noteList(c, view.Filter, found)
		view.Pager = newPager(s.words(c), view.Filter.Page, total, view.Filter.pageHref)
		if view.Many = filter.CountsSome() && total > filter.CountTo; view.Many {
			view.Total = filter.CountTo
			view.Pager.countsSome(filter.CountTo)
		}
		return s.countHidden(c, view, filter)
	}
}

// countHidden counts the inactive customers whom the filter would let through,
// but for a search that finds more than are counted.
func (s *server) countHidden(c *fiber.Ctx, view *customersPage, filter db.Filter) (err error) {
	if filter.Active == "" || view.Many {
		return nil
	}
	filter.Active, filter.Limit, filter.Offset = customer.No, 1, 0
	_, view.Hidden, err = s.db.Customers(c.UserContext(), filter)
	return err
}

// newCustomerRow is a customer with the cells of some columns.
func newCustomerRow(c *customer.Customer, words Words, columns []customer.Field, highlights db.Highlights) customerRow {
	row := customerRow{Customer: c, Href: customerPath(c.Number), Flags: words.Flags(&c.Values)}
	for _, f := range columns {
		cell := customerCell{Key: f.Key(), Text: words.Show(f, c.Get(f))}
		if f == customer.Group || words.Table.Of(f).Multiline {
			cell.Text, cell.Title = wording.Clip(cell.Text), cell.Text
		}
		cell.Highlighted = highlights.Parts(words.Table.Of(f).Search, cell.Text)
		switch f {
		case customer.Number:
			row.HighlightedNumber = cell.Highlighted
		case customer.Name:
			row.HighlightedName = cell.Highlighted
		default:
			row.Cells = append(row.Cells, cell)
		}
	}
	return row
}

// heads are the column heads of the list.
func (f listFilter) heads(fields *customer.Table, columns []customer.Field) []column {
	heads := make([]column, len(columns))
	sorted := max(f.Sort, customer.Number)
	if f.Query != "" {
		sorted = f.Sort // else by how well they fit
	}
	for i, field := range columns {
		next := f.first()
		next.Sort, next.Desc = field, false
		heads[i] = column{Field: field}
		if !isSortable(fields.Of(field)) {
			continue
		}
		if field == sorted {
			heads[i].Order, next.Desc = "ascending", !f.Desc
			if f.Desc {
				heads[i].Order = "descending"
			}
		}
		if next.Sort == customer.Number && !next.Desc && f.Query == "" {
			next.Sort = customer.None
		}
		heads[i].Href = next.href("/customers")
	}
	return heads
}

// exportKinds are the files that the list offers of its customers.
var exportKinds = []struct {
	path, columns string
	all, found    string // keys of what it is called, of all customers and of those found
}{
	{"/customers/export.xlsx", "", "customers.export-xlsx", "customers.export-found-xlsx"},
	{"/customers/export.csv", "", "customers.export-csv", "customers.export-found-csv"},
	{"/customers/export.xlsx", shownColumns, "customers.export-shown-xlsx", "customers.export-found-shown-xlsx"},
	{"/customers/export.csv", shownColumns, "customers.export-shown-csv", "customers.export-found-shown-csv"},
}

// exports lead to files of the customers that the filter lets through.
func (f listFilter) exports() []exportLink {
	f.Page = 1
	links := make([]exportLink, len(exportKinds))
	for i, kind := range exportKinds {
		f.Columns = kind.columns
		links[i] = exportLink{f.href(kind.path), kind.all}
		if f.IsSet() {
			links[i].Text = kind.found
		}
	}
	return links
}

// followFilter brings the browser's address up to date. Each letter of a
// search is no step to come back to, each choice is.
func (s *server) followFilter(c *fiber.Ctx, filter listFilter) {
	header := "HX-Push-Url"
	if c.Get("HX-Trigger-Name") == "q" {
		header = "HX-Replace-Url"
	}
	c.Set(header, s.url(filter.href("/customers")))
}
