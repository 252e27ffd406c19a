package handlers

import (
	"net/url"
	"slices"
	"strconv"
	"time"

	"kortisto/customer"
	"kortisto/db"

	"github.com/gofiber/fiber/v2"
)

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
	f := listFilter{
		Query:    customer.MaskPersonalIDs(customer.Clean(query.Get("q"))),
		Kind:     query.Get("kind"),
		City:     customer.MaskPersonalIDs(customer.Clean(query.Get("city"))),
		Since:    query.Get("since"),
		Inactive: query.Get("inactive") != "",
	}
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
	f.Page = min(max(f.Page, 1), lastPage)
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

func (f listFilter) order() string {
	if f.Desc {
		return "-" + f.Sort.Key()
	}
	return f.Sort.Key()
}

// SortKey is the order as it stands in the address.
func (f listFilter) SortKey() string {
	if f.Sort == customer.None {
		return ""
	}
	return f.order()
}

// Encoded is the filter as a form or another address carries it along.
func (f listFilter) Encoded() string { return f.values().Encode() }

// values is the filter as it stands in an address.
func (f listFilter) values() url.Values {
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
	return query
}

// href is the address of the list, or of an export of it: the same filter
// always has the same address.
func (f listFilter) href(path string) string { return withQuery(path, f.values()) }

// pageHref is the address of a page of the list.
func (f listFilter) pageHref(page int) string {
	f.Page = page
	return f.href("/customers")
}

// first is the same filter from its first page on.
func (f listFilter) first() listFilter {
	f.Page = 1
	return f
}

// WithInactive is the address of the same list with inactive customers.
func (f listFilter) WithInactive() string {
	f.Page, f.Inactive = 1, true
	return f.href("/customers")
}

// ColumnsHref is where the columns of the list are chosen.
func (f listFilter) ColumnsHref() string { return f.first().href("/customers/columns") }

// PrintHref is the list for paper.
func (f listFilter) PrintHref() string { return f.first().href("/customers/print") }
