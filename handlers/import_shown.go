package handlers

import (
	"fmt"
	"hash/maphash"
	"strconv"
	"sync"

	"github.com/gofiber/fiber/v2"
)

// shownRows is what a page shows of its rows, by hashes: enough to tell what it
// shows otherwise than it would now.
type shownRows struct {
	page  string // by which it is found again
	pager uint64 // what stands below the rows
	rows  []shownRow
}

// shownRow is one row.
type shownRow struct {
	line  int
	open  bool
	head  uint64 // all but what follows
	more  uint64 // the details, where they are open
	state uint64 // the cell of the status
	cells []uint64
}

// keptPages is how many pages are remembered: those of a few tabs of a few users.
const keptPages = 20

var shownSeed = maphash.MakeSeed()

// rowSwaps are the parts of a row that are sent where only some of the rows and
// cells of a page change.
type rowSwaps struct {
	SwapRow   bool   // the row without its details
	SwapState string // where the page has the cell of the status, if it alone is sent
}

// listSwaps are the rows that come and go where others stay.
type listSwaps struct {
	Gone      []string // ids of rows that the page has and that leave it
	Come      []coming
	SwapPager bool
}

// coming are rows that enter a page together.
type coming struct {
	Place string // where, for HTMX
	Rows  []rowView
}

// swapRows finds which rows and cells an answer to HTMX sends. A form says
// which page it was sent from; of a page that is not remembered all rows are sent.
func (s *server) swapRows(c *fiber.Ctx, v *confirmation) {
	form, now := formOf(c), v.shown()
	before := s.shown.remember(now, v.pageOf(form["show-mark"], showingOf(c)))
	_, waits := form[waitsKey]
	if v.SwapRows = !v.Live || c.Method() != fiber.MethodPost || v.SwapHeads || before == nil || waits || !v.swapSome(before, now); v.SwapRows && v.Live {
		v.limitRows(0, v.weightOfHeads()+v.weightOfValues())
	}
}

// pageOf names a page by all that its rows are made of.
func (v *confirmation) pageOf(mark string, show showing) string {
	return fmt.Sprint(v.Import.ID, mark, v.Lang(), v.CanEdit(), show.query())
}

// shown tells what the page shows now.
func (v *confirmation) shown() *shownRows {
	shown := &shownRows{page: v.pageOf(v.Mark, v.View), pager: maphash.Comparable(shownSeed, v.Pager)}
	for i := range v.Rows {
		row := &v.Rows[i]
		one := shownRow{
			line:  row.Line,
			open:  row.Open,
			head:  hashOf(row.Status, row.Number, row.Name, row.How, row.Open, row.Toggle, row.OpenAt, row.Differs),
			state: hashOf(row.Word, row.Small, row.Problems, row.Take),
			cells: make([]uint64, len(row.Cells)),
		}
		if row.Open {
			one.more = hashOf(row.Problems, row.Fields, row.Candidates, row.More, row.Conflicts, row.CanCreate, row.Alike, row.AlikeAt, row.Decided)
		}
		for j := range row.Cells {
			one.cells[j] = maphash.Comparable(shownSeed, row.Cells[j])
		}
		shown.rows = append(shown.rows, one)
	}
	return shown
}

func hashOf(parts ...any) uint64 {
	var hash maphash.Hash
	hash.SetSeed(shownSeed)
	for _, part := range parts {
		fmt.Fprintf(&hash, "%+v\x00", part)
	}
	return hash.Sum64()
}

// swapSome marks what differs: the rows that come and go, and the rows and cells
// that stay and have changed. It reports false where no row stays, or where
// they stand in another order: then all rows are sent.
func (v *confirmation) swapSome(before, now *shownRows) bool {
	was := make(map[int]*shownRow, len(before.rows))
	for i := range before.rows {
		was[before.rows[i].line] = &before.rows[i]
	}
	var stay []int // lines, in order
	for i := range now.rows {
		if row := &now.rows[i]; row.sameDetails(was[row.line]) {
			stay = append(stay, row.line)
		}
	}
	left := stay
	var gone []string
	for i := range before.rows {
		if row := &before.rows[i]; len(left) > 0 && row.line == left[0] {
			left = left[1:]
		} else {
			gone = append(gone, row.ids()...)
		}
	}
	if len(stay) == 0 || len(left) > 0 {
		return false
	}
	v.Gone, v.SwapPager = gone, before.pager != now.pager
	if v.markSome(was, stay, now); v.weightOfSwaps() > liveBytes {
		v.unmark()
		return false
	}
	return true
}

// markSome marks the rows that come, and what differs of those that stay.
func (v *confirmation) markSome(was map[int]*shownRow, stay []int, now *shownRows) {
	place := "afterbegin:#rows"
	for i := range now.rows {
		row := &now.rows[i]
		if len(stay) > 0 && row.line == stay[0] {
			stay = stay[1:]
			v.Rows[i].mark(was[row.line], row)
			ids := row.ids()
			place = "afterend:#" + ids[len(ids)-1]
			continue
		}
		if last := len(v.Come) - 1; last < 0 || v.Come[last].Place != place {
			v.Come = append(v.Come, coming{Place: place})
		}
		group := &v.Come[len(v.Come)-1]
		group.Rows = append(group.Rows, v.Rows[i])
	}
}

// weightOfSwaps is about how many bytes the whole rows take that are sent.
func (v *confirmation) weightOfSwaps() int {
	weight := 0
	for i := range v.Rows {
		if v.Rows[i].SwapRow {
			weight += v.Rows[i].weight()
		}
	}
	for _, group := range v.Come {
		for i := range group.Rows {
			weight += group.Rows[i].weight()
		}
	}
	return weight
}

// unmark takes all marks back.
func (v *confirmation) unmark() {
	v.listSwaps = listSwaps{}
	for i := range v.Rows {
		row := &v.Rows[i]
		row.rowSwaps = rowSwaps{}
		for j := range row.Cells {
			row.Cells[j].Swap = ""
		}
	}
}

// sameDetails reports whether a row has the same details in two states of the
// page, or none in both.
func (r *shownRow) sameDetails(other *shownRow) bool {
	return other != nil && r.open == other.open && r.more == other.more && len(r.cells) == len(other.cells)
}

// ids are those of a row's elements, in order.
func (r *shownRow) ids() []string {
	line := strconv.Itoa(r.line)
	if r.open {
		return []string{"line-" + line, "details-" + line}
	}
	return []string{"line-" + line}
}

// mark marks what differs of one row.
func (r *rowView) mark(before, now *shownRow) {
	if r.SwapRow = before.head != now.head; r.SwapRow {
		return
	}
	place := "outerHTML:#line-" + strconv.Itoa(r.Line)
	if before.state != now.state {
		r.SwapState = place + ">.state"
	}
	for i := range now.cells {
		if before.cells[i] != now.cells[i] {
			r.Cells[i].Swap = place + ">:nth-child(" + strconv.Itoa(i+3) + ")" // after the line and the customer
		}
	}
}

// shownPages are the pages that were sent last, latest first.
type shownPages struct {
	mu     sync.Mutex
	latest []*shownRows
}

// remember keeps what a page shows, and returns what is remembered of another
// one, nil where that is nothing.
func (p *shownPages) remember(now *shownRows, page string) *shownRows {
	p.mu.Lock()
	defer p.mu.Unlock()
	var found *shownRows
	kept := []*shownRows{now}
	for _, one := range p.latest {
		if one.page == page {
			found = one
		}
		if one.page != now.page && len(kept) < keptPages {
			kept = append(kept, one)
		}
	}
	p.latest = kept
	return found
}
