package handlers

// pager is the way through a list that has several pages; views/partials/pager.html.
type pager struct {
	Words
	From, To, Total int
	Many            bool   // there are more than Total
	First, Previous string // addresses, "" where there is nothing
	Next, Last      string
	Page, Pages     int
}

// newPager makes the way through a list of which a page is shown; at gives the
// address of a page.
func newPager(words Words, page, total int, at func(page int) string) pager {
	p := pager{Words: words, Total: total, Page: page, Pages: max((total+pageSize-1)/pageSize, 1)}
	p.From = min((page-1)*pageSize+1, total)
	p.To = min(page*pageSize, total)
	if p.Page > 1 {
		p.First, p.Previous = at(1), at(p.Page-1)
	}
	if p.Page < p.Pages {
		p.Next, p.Last = at(p.Page+1), at(p.Pages)
	}
	return p
}

// Range is the key of what it says of the page that is shown.
func (p pager) Range() string {
	if p.Many {
		return "pager.range-of-many"
	}
	return "pager.range"
}

// countsSome says that there are more than have been counted: nobody knows which
// page is the last.
func (p *pager) countsSome(counted int) {
	p.Total, p.Many, p.Last = counted, true, ""
}

// pages is the way through pages that are counted themselves, not what stands
// on them; views/partials/pager.html.
type pages struct {
	Words
	Page, Pages     int
	First, Previous string // addresses, "" where there is nothing
	Next, Last      string
}

// newPages makes the way through a number of pages; at gives the address of one.
func newPages(words Words, page, count int, at func(page int) string) pages {
	p := pages{Words: words, Page: max(1, min(page, count)), Pages: count}
	if p.Page > 1 {
		p.First, p.Previous = at(1), at(p.Page-1)
	}
	if p.Page < count {
		p.Next, p.Last = at(p.Page+1), at(count)
	}
	return p
}
