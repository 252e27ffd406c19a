package confirmation

// rowPager is the way through the rows.
type rowPager struct {
	From, To, Total int
	Previous, Next  string
}

func (v *View) page(rows []int) []int {
	v.Pager.Total = len(rows)
	pages := max(1, (len(rows)+rowsPerPage-1)/rowsPerPage)
	v.Showing.Page = min(v.Showing.Page, pages)
	from := (v.Showing.Page - 1) * rowsPerPage
	to := min(from+rowsPerPage, len(rows))
	v.Pager.From, v.Pager.To = min(from+1, to), to
	at := func(page int) string {
		show := v.Showing
		show.Page, show.Open = page, 0
		return Path(v.Import.ID) + show.Query()
	}
	if v.Showing.Page > 1 {
		v.Pager.Previous = at(v.Showing.Page - 1)
	}
	if v.Showing.Page < pages {
		v.Pager.Next = at(v.Showing.Page + 1)
	}
	return rows[from:to]
}
