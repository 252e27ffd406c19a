package confirmation

// rowPager is the way through the rows.
type rowPager struct {
	From, To, Total int
	Previous, Next  string
}

// MostPrinted is how many rows are printed at once.
const MostPrinted = 5000

// page are those of some rows that the page shows, and notes the way to the others.
func (v *View) page(rows []int) []int {
	v.Pager.Total = len(rows)
	if v.Showing.Print {
		v.Pager.From, v.Pager.To = min(1, len(rows)), min(len(rows), MostPrinted)
		return rows[:v.Pager.To]
	}
	pages := max(1, (len(rows)+rowsPerPage-1)/rowsPerPage)
	v.Showing.Page = min(v.Showing.Page, pages)
	from := (v.Showing.Page - 1) * rowsPerPage
	to := min(from+rowsPerPage, len(rows))
	v.Pager.From, v.Pager.To = min(from+1, to), to
	address := func(page int) string {
		show := v.Showing
		show.Page, show.Open = page, 0
		return v.address(show)
	}
	if v.Showing.Page > 1 {
		v.Pager.Previous = address(v.Showing.Page - 1)
	}
	if v.Showing.Page < pages {
		v.Pager.Next = address(v.Showing.Page + 1)
	}
	return rows[from:to]
}

// PrintAt is the address of the rows for paper.
func (v *View) PrintAt() string {
	show := v.Showing
	show.Page, show.Open, show.Values, show.Print = 1, 0, 0, true
	return v.address(show)
}

// RowsAt is the address of the rows as a file.
func (v *View) RowsAt() string {
	show := v.Showing
	show.Page, show.Open, show.Values, show.Print = 1, 0, 0, false
	return Path(v.Import.ID) + "/rows.csv" + show.Query()
}

// TooMany reports whether more rows are shown than are printed at once.
func (v *View) TooMany() bool { return v.Pager.Total > MostPrinted }
