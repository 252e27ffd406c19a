package confirmation

import (
	"net/url"
	"strconv"

	"kortisto/customer"
	"kortisto/importer"
)

// rowsPerPage is how many rows of a file are shown at once; a file that is
// longer opens on the rows that something happens to.
const rowsPerPage = 50

// Filters beside the statuses.
const (
	everything = "all"
	acting     = "attention" // rows that something happens to
	differing  = "differing" // rows that are planned otherwise than the user saw
)

// Showing is which rows and columns of a plan are shown.
type Showing struct {
	Status  string         // a status, one of the other filters, or "" for what suits the file
	Problem customer.Code  // only rows that have it, "" for all
	Changes customer.Field // only rows that change it, None for all
	Search  string         // only rows in which it is found, cleaned
	Page    int            // from 1
	Columns string         // allColumns or changingColumns, "" for what was chosen for the file
	Open    int            // line of the row whose details are shown, noRow for none, 0 for the first that waits for a choice
	Values  int            // column, from 1, whose values are shown beside the rows, 0 for none
	Seen    string         // fingerprint of the plan that the user saw before, "" where it is this one
	Print   bool           // on paper: all rows on one page, up to MostPrinted
}

// noRow stands for the line of the open row where the user has closed them all.
const noRow = -1

// longestSearch is how many characters of a search are looked for.
const longestSearch = 100

// Query returns the address's part behind the path, "" for the usual view.
func (s Showing) Query() string {
	values := url.Values{}
	set := func(name, value string) {
		if value != "" {
			values.Set(name, value)
		}
	}
	number := func(name string, n, usual int) {
		if n > usual {
			values.Set(name, strconv.Itoa(n))
		}
	}
	set("status", s.Status)
	set("problem", string(s.Problem))
	set("changes", s.Changes.Key())
	set("q", s.Search)
	set("columns", s.Columns)
	set("seen", s.Seen)
	if s.Print {
		set("print", "1")
	}
	number("page", s.Page, 1)
	number("open", s.Open, 0)
	number("values", s.Values, 0)
	if s.Open == noRow {
		set("open", strconv.Itoa(noRow))
	}
	if len(values) == 0 {
		return ""
	}
	return "?" + values.Encode()
}

// filtered reports whether rows are looked for beside their statuses.
func (s Showing) filtered() bool {
	return s.Problem != "" || s.Changes != customer.None || s.Search != ""
}

// statusOf is the filter by status: the one chosen, or what suits the file.
func (s Showing) statusOf(plan *importer.Plan) string {
	switch {
	case s.Status != "":
		return s.Status
	case len(plan.Rows) > rowsPerPage && countActing(plan) > 0 && s.Search == "":
		return acting
	}
	return everything
}

// countActing counts the rows that something happens to.
func countActing(plan *importer.Plan) int {
	n := plan.Counts
	return n[importer.Undecided] + n[importer.Error] + n[importer.Modified] + n[importer.New]
}

// ShowingOf reads it from the fields of an address, or from the hidden fields of
// a form. A link may bring these along, and say otherwise in a few things.
func ShowingOf(fields map[string]string, form bool) Showing {
	value := func(name string) string {
		if said, there := fields[name]; there && !form {
			return said
		}
		return fields["show-"+name]
	}
	show := Showing{Status: value("status"), Problem: customer.Code(value("problem")), Columns: value("columns"), Seen: value("seen")}
	show.Changes, _ = customer.ParseField(value("changes"))
	if search := []rune(customer.MaskPersonalIDs(customer.Clean(value("q")))); len(search) > 0 {
		show.Search = string(search[:min(len(search), longestSearch)])
	}
	show.Page, _ = strconv.Atoi(value("page"))
	show.Open, _ = strconv.Atoi(value("open"))
	if form && fields["decide"] == "exclude:"+strconv.Itoa(show.Open) { // what is left out closes
		show.Open = 0
	}
	show.Values, _ = strconv.Atoi(value("values"))
	show.Page = max(show.Page, 1)
	show.Print = !form && fields["print"] == "1"
	return show
}
