package handlers

import "github.com/gofiber/fiber/v2"

// pageSize is how many customers a page of a list has.
const pageSize = 50

// entriesPerPage is how many entries a page of the history or of the access log
// has, and how many drafts of others are listed.
const entriesPerPage = 50

// lastPage is more than any list has pages.
const lastPage = 1_000_000

// askedPage is the page of a list that an address asks for, by ?page=.
func askedPage(c *fiber.Ctx) int { return min(max(c.QueryInt("page", 1), 1), lastPage) }

// pages is the way through the pages of something; views/partials/pager.html.
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

// Shown says which page is shown.
func (p pages) Shown() string {
	return p.Text("history.page", "page", p.Number(p.Page), "pages", p.Number(p.Pages))
}

// pager is the way through a list of which is known how many stand in it.
type pager struct {
	pages
	from, to, total int
	many            bool // there are more than total
}

// newPager makes the way through a list of which a page is shown; at gives the
// address of a page.
func newPager(words Words, page, total int, at func(page int) string) pager {
	return pager{
		pages: newPages(words, page, max((total+pageSize-1)/pageSize, 1), at),
		from:  min((page-1)*pageSize+1, total), to: min(page*pageSize, total), total: total,
	}
}

// Shown says what of the list is shown.
func (p pager) Shown() string {
	key := "pager.range"
	if p.many {
		key = "pager.range-of-many"
	}
	return p.Text(key, "from", p.Number(p.from), "to", p.Number(p.to), "total", p.Number(p.total))
}

// countsSome says that there are more than have been counted: nobody knows which
// page is the last.
func (p *pager) countsSome(counted int) {
	p.total, p.many, p.Last = counted, true, ""
}

// neighbours are the addresses of the pages beside one of a list that nobody
// counts, "" where there is none; views/partials/pager.html.
type neighbours struct{ Newer, Older string }

// cutPage leaves of the entries that were read those of a page. One more than it
// has was asked for, which tells whether there is a page behind it.
func cutPage[Entry any](read []Entry, page int, at func(page int) string) (shown []Entry, beside neighbours) {
	if len(read) > entriesPerPage {
		read, beside.Older = read[:entriesPerPage], at(page+1)
	}
	if page > 1 {
		beside.Newer = at(page - 1)
	}
	return read, beside
}
