package handlers

import (
	"errors"
	"net/url"
	"slices"
	"strconv"
	"time"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/db/accesslog"
	"kortisto/handlers/wording"

	"github.com/gofiber/fiber/v2"
)

// pageSize is how many customers a page of the list has.
const pageSize = 50

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
	Href                     string
	MarkedNumber, MarkedName []db.MarkedPart
	Cells                    []customerCell // beside number and name
	Flags                    []string       // small labels
}

// Name is the name of the customer.
func (r customerRow) Name() string { return r.Values[customer.Name] }

type customerCell struct {
	Key, Text string
	Marked    []db.MarkedPart
	Title     string // the whole of what may be clipped
}

// column is one head of the list.
type column struct {
	Field customer.Field
	Href  string // sorts by it, or turns the order round; "" where nothing can be sorted by it
	Order string // "ascending", "descending" or ""
}

// listFilter is what an address says of a list of customers.
type listFilter struct {
	Query      string
	Groups     []string // as listedGroup.Key has them
	Kind, City string
	Has, Lacks []customer.Field // of askedFields
	Since      string           // a day, as time.DateOnly
	Inactive   bool             // shows inactive customers, too
	Sort       customer.Field
	Desc       bool
	Page       int    // from 1
	Columns    string // of an export, "" for all
}

// askedFields are those of which the list asks whether customers have them. The
// address says it under their keys.
var askedFields = []customer.Field{customer.Email, customer.EInvoiceAddress}

// What an address says of one of them.
const (
	hasField   = "yes"
	lacksField = "no"
)

// mostGroups is how many groups an address may name.
const mostGroups = 50

// parseFilter reads the filter of the request's address.
func parseFilter(c *fiber.Ctx, fields *customer.Table) listFilter {
	query := make(url.Values)
	for name, value := range c.Context().QueryArgs().All() {
		query.Add(string(name), string(value))
	}
	return readFilter(query, fields)
}

// readFilter reads ?q= &group= &kind= &city= &email= &einvoice_address= &since=
// &inactive= &sort= &page=; several groups may be named. What makes no sense is passed over:
// an address may be old or cut.
func readFilter(query url.Values, fields *customer.Table) listFilter {
	f := listFilter{Query: customer.MaskPersonalIDs(customer.Clean(query.Get("q"))), Kind: query.Get("kind"), City: customer.MaskPersonalIDs(customer.Clean(query.Get("city"))), Since: query.Get("since"),
		Inactive: query.Get("inactive") != ""}
	for _, group := range query["group"] {
		group = customer.MaskPersonalIDs(group)
		if group != "" && !slices.Contains(f.Groups, group) && len(f.Groups) < mostGroups {
			f.Groups = append(f.Groups, group)
		}
	}
	if f.Kind != customer.Company && f.Kind != customer.Person {
		f.Kind = ""
	}
	for _, field := range askedFields {
		switch query.Get(field.Key()) {
		case hasField:
			f.Has = append(f.Has, field)
		case lacksField:
			f.Lacks = append(f.Lacks, field)
		}
	}
	if _, err := f.day(); err != nil {
		f.Since = ""
	}
	key := query.Get("sort")
	f.Desc = len(key) > 0 && key[0] == '-'
	if f.Desc {
		key = key[1:]
	}
	if sort, ok := fields.ByKey(key); ok && isSortable(fields.Of(sort)) {
		f.Sort = sort
	} else {
		f.Desc = false
	}
	f.Page, _ = strconv.Atoi(query.Get("page"))
	f.Page = min(max(f.Page, 1), 1_000_000)
	return f
}

// day is when the day begins that Since names.
func (f listFilter) day() (time.Time, error) {
	if f.Since == "" {
		return time.Time{}, nil
	}
	return time.ParseInLocation(time.DateOnly, f.Since, time.Local)
}

// isSortable reports whether the list can be sorted by a field.
func isSortable(d *customer.Definition) bool { return d.Sort != "" }

// href is the address of the list, or of an export of it: the same filter
// always has the same address.
func (f listFilter) href(path string) string {
	if query := f.Encoded(); query != "" {
		return path + "?" + query
	}
	return path
}

// Encoded is the filter as it stands in an address.
func (f listFilter) Encoded() string {
	query := url.Values{}
	set := func(name, value string) {
		if value != "" {
			query.Set(name, value)
		}
	}
	set("q", f.Query)
	if len(f.Groups) > 0 {
		query["group"] = f.Groups
	}
	set("kind", f.Kind)
	set("city", f.City)
	for _, field := range f.Has {
		set(field.Key(), hasField)
	}
	for _, field := range f.Lacks {
		set(field.Key(), lacksField)
	}
	set("since", f.Since)
	if f.Inactive {
		set("inactive", "1")
	}
	if f.Sort != customer.None {
		set("sort", f.order())
	}
	set("columns", f.Columns)
	if f.Page > 1 {
		set("page", strconv.Itoa(f.Page))
	}
	return query.Encode()
}

// pageHref is the address of a page of the list.
func (f listFilter) pageHref(page int) string {
	f.Page = page
	return f.href("/customers")
}

func (f listFilter) order() string {
	if f.Desc {
		return "-" + f.Sort.Key()
	}
	return f.Sort.Key()
}

// IsSet reports whether the filter leaves anybody out.
func (f listFilter) IsSet() bool {
	return f.Query != "" || len(f.Groups) > 0 || f.Kind != "" || f.City != "" || len(f.Has) > 0 || len(f.Lacks) > 0 || f.Since != ""
}

// Group is the first of the groups, "" for none.
func (f listFilter) Group() string {
	if len(f.Groups) == 0 {
		return ""
	}
	return f.Groups[0]
}

// MoreGroups are the groups after the first.
func (f listFilter) MoreGroups() []string { return f.Groups[min(1, len(f.Groups)):] }

// askedField is one of askedFields with what the filter says of it.
type askedField struct {
	Field      customer.Field
	Has, Lacks bool
}

// Asked are the askedFields with what the filter says of them.
func (f listFilter) Asked() []askedField {
	asked := make([]askedField, len(askedFields))
	for i, field := range askedFields {
		asked[i] = askedField{field, slices.Contains(f.Has, field), slices.Contains(f.Lacks, field)}
	}
	return asked
}

// SortKey is the order as it stands in the address.
func (f listFilter) SortKey() string {
	if f.Sort == customer.None {
		return ""
	}
	return f.order()
}

// of is the filter for a register with these groups.
func (f listFilter) of(groups []db.Group) db.Filter {
	since, _ := f.day() // it was read already
	filter := db.Filter{
		Query: f.Query, Groups: groupNames(f.Groups, groups), Kind: f.Kind, City: f.City, Has: f.Has, Lacks: f.Lacks, Since: since,
		Sort: f.Sort, Desc: f.Desc,
	}
	if !f.Inactive {
		filter.Active = customer.Yes
	}
	return filter
}

// WithInactive is the address of the same list with inactive customers.
func (f listFilter) WithInactive() string {
	f.Page, f.Inactive = 1, true
	return f.href("/customers")
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
	view.Groups = listGroups(groups)
	if err := s.findCustomers(c, view, view.Filter.of(groups)); err != nil {
		return err
	}
	if view.Leads, err = s.findMerged(c, view.Filter.Query); err != nil {
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

// findMerged finds the customer whom a number leads to that is searched for, nil for
// none.
func (s *server) findMerged(c *fiber.Ctx, query string) (*leadingNumber, error) {
	number := db.SearchedNumber(query)
	if number == 0 {
		return nil, nil
	}
	one, err := s.leadTo(c, number)
	switch {
	case errors.Is(err, db.ErrNotFound) || err == nil && one.Number == number:
		return nil, nil
	case err != nil:
		return nil, err
	}
	s.note(c, accesslog.Entry{Kind: accesslog.Search, Numbers: accesslog.NumbersOf(one.Number), Filter: accesslog.Filter{Words: true}})
	return &leadingNumber{number, one.Number, one.Values[customer.Name]}, nil
}

// leadingNumber is a number that leads to a customer since its own was merged.
type leadingNumber struct {
	Number, Into int
	Name         string
}

// openList in an address leads to the list whatever is searched for, at the same
// address as every list with that filter.
const openList = "list"

// openFound leads to the customer whose number is searched for, or to all who are found.
func (s *server) openFound(c *fiber.Ctx) error {
	filter := parseFilter(c, s.db.Fields())
	if number := db.SearchedNumber(filter.Query); number != 0 && c.Query("open") != openList {
		_, err := s.leadTo(c, number)
		if err == nil { // the page of one who was merged leads on
			return s.redirect(c, "/customers/"+strconv.Itoa(number))
		}
		if !errors.Is(err, db.ErrNotFound) {
			return err
		}
	}
	return s.redirect(c, filter.href("/customers"))
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
	marks, columns := db.NewMarks(filter.Query), s.listColumns(c)
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
			view.Customers[i] = newCustomerRow(&found[i], s.words(c), columns, marks)
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
func newCustomerRow(c *customer.Customer, words Words, columns []customer.Field, marks db.Marks) customerRow {
	row := customerRow{Customer: c, Href: "/customers/" + strconv.Itoa(c.Number), Flags: words.Flags(&c.Values)}
	for _, f := range columns {
		cell := customerCell{Key: f.Key(), Text: words.Show(f, c.Get(f))}
		if f == customer.Group || words.Table.Of(f).Multiline {
			cell.Text, cell.Title = wording.Clip(cell.Text), cell.Text
		}
		cell.Marked = marks.Parts(words.Table.Of(f).Search, cell.Text)
		switch f {
		case customer.Number:
			row.MarkedNumber = cell.Marked
		case customer.Name:
			row.MarkedName = cell.Marked
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

// first is the same filter from its first page on.
func (f listFilter) first() listFilter {
	f.Page = 1
	return f
}

// ColumnsHref is where the columns of the list are chosen.
func (f listFilter) ColumnsHref() string { return f.first().href("/customers/columns") }

// PrintHref is the list for paper.
func (f listFilter) PrintHref() string { return f.first().href("/customers/print") }

// followFilter brings the browser's address up to date. Each letter of a
// search is no step to come back to, each choice is.
func (s *server) followFilter(c *fiber.Ctx, filter listFilter) {
	header := "HX-Push-Url"
	if c.Get("HX-Trigger-Name") == "q" {
		header = "HX-Replace-Url"
	}
	c.Set(header, s.url(filter.href("/customers")))
}
