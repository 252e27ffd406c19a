package handlers

import (
	"cmp"
	"slices"

	"kortisto/importer"
)

// attentionOrder sorts the rows that need attention: decisions first, then errors,
// changes and new customers.
var attentionOrder = map[importer.Status]int{importer.Undecided: 1, importer.Error: 2, importer.Modified: 3, importer.New: 4}

// selected lists the rows, by index, that the filter lets through.
func (v *confirmation) selected() []int {
	var rows []int
	for i := range v.plan.Rows {
		row := &v.plan.Rows[i]
		shown := false
		switch v.View.Status {
		case everything:
			shown = true
		case attention:
			shown = attentionOrder[row.Status] > 0
		case differing:
			shown = v.differing[row.Line]
		default:
			shown = v.View.Status == string(row.Status)
		}
		if shown {
			rows = append(rows, i)
		}
	}
	if v.View.Status == attention {
		slices.SortStableFunc(rows, func(a, b int) int {
			return cmp.Compare(attentionOrder[v.plan.Rows[a].Status], attentionOrder[v.plan.Rows[b].Status])
		})
	}
	return rows
}

// rowPager is the way through the rows.
type rowPager struct {
	From, To, Total int
	Previous, Next  string
}

func (v *confirmation) page(rows []int) []int {
	v.Pager.Total = len(rows)
	pages := max(1, (len(rows)+rowsPerPage-1)/rowsPerPage)
	v.View.Page = min(v.View.Page, pages)
	from := (v.View.Page - 1) * rowsPerPage
	to := min(from+rowsPerPage, len(rows))
	v.Pager.From, v.Pager.To = min(from+1, to), to
	at := func(page int) string {
		show := v.View
		show.Page, show.Open = page, 0
		return importPath(v.Import.ID) + show.query()
	}
	if v.View.Page > 1 {
		v.Pager.Previous = at(v.View.Page - 1)
	}
	if v.View.Page < pages {
		v.Pager.Next = at(v.View.Page + 1)
	}
	return rows[from:to]
}
