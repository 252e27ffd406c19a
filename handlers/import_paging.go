package handlers

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
