package handlers

import (
	"strconv"
	"strings"

	"github.com/gofiber/fiber/v2"
)

// liveBytes is about how many bytes of rows one answer to HTMX brings. Where
// there are more, the page asks for the rest by itself: what stands at the top
// need not wait for it.
const liveBytes = 48_000

// Fields by which a page asks for rows from one on, and says that it still
// waits for some.
const (
	restKey  = "rest"
	waitsKey = "show-waits"
)

// rowRange is which of a page's rows are sent.
type rowRange struct {
	From int // the first
	Rest int // the first that is not, 0 where all are
}

// limitRows leaves out the rows that one answer does not bring, beside what else
// it brings, in bytes.
func (v *confirmation) limitRows(from, weight int) {
	v.From, v.Rest = from, 0
	for i := from; i < len(v.Rows); i++ {
		if weight += v.Rows[i].weight(); weight > liveBytes && i > from {
			v.Rest = i
			return
		}
	}
}

// Sent are the rows that are sent.
func (v *confirmation) Sent() []rowView {
	if v.Rest > 0 {
		return v.Rows[v.From:v.Rest]
	}
	return v.Rows[v.From:]
}

// RestAt is the address of the rows that are not sent.
func (v *confirmation) RestAt() string {
	separator := "?"
	if strings.Contains(v.Here(), "?") {
		separator = "&"
	}
	return v.Here() + separator + restKey + "=" + strconv.Itoa(v.Rest)
}

// sendRest sends rows that an answer has left out, as long as the page still
// shows the same plan. Where somebody has changed it elsewhere, the page is
// shown again.
func (s *server) sendRest(c *fiber.Ctx, v *confirmation) error {
	form := formOf(c)
	from, err := strconv.Atoi(form[restKey])
	if err != nil || from < 1 || from >= len(v.Rows) || form["show-mark"] != v.Mark {
		return s.reloadPage(c)
	}
	v.limitRows(from, 0)
	return s.render(c, "imports_show#rest", v)
}

// weightOfHeads is about how many bytes the heads take, where they are sent.
func (v *confirmation) weightOfHeads() int {
	if !v.SwapHeads {
		return 0
	}
	weight := 0
	for i := range v.Columns {
		if !v.Columns[i].Hidden {
			weight += 400 + 50*len(v.Targets)
		}
	}
	return weight
}

// weightOfValues is about how many bytes the values of a column take.
func (v *confirmation) weightOfValues() int {
	if v.Values == nil {
		return 0
	}
	weight := 60 * len(v.Values.Offers)
	for i := range v.Values.Rows {
		row := &v.Values.Rows[i]
		weight += 600 + 5*len(row.Text) + 70*len(row.Choices)
	}
	return weight
}

// weight is about how many bytes a row takes.
func (r *rowView) weight() int {
	n := 450 + len(r.Name) + len(r.How) + 2*len(r.Small) + len(r.Toggle)
	for _, problem := range r.Problems {
		n += 30 + len(problem)
	}
	for i := range r.Cells {
		cell := &r.Cells[i]
		n += 35 + len(cell.Class) + len(cell.Text) + len(cell.New) + len(cell.Old) + len(cell.Problem) + len(cell.Mark)
		if cell.Fix != "" {
			n += 140 + len(cell.FixAt) + len(cell.FixText)
		}
	}
	if r.Open {
		n += 400 + 600*(len(r.Candidates)+len(r.More)) + 1500*len(r.Conflicts) + 800*len(r.Fields)
	}
	return n
}
