package handlers

import (
	"fmt"
	"hash/maphash"
	"strconv"

	"github.com/gofiber/fiber/v2"
)

// shownRows is what a page shows of its rows, by hashes: enough to tell what it
// shows otherwise than it would now.
type shownRows struct {
	page string // by which it is found again
	foot uint64 // what stands below the rows
	rows []shownRow
}

// shownRow is one row.
type shownRow struct {
	line  int
	head  uint64 // all but what follows
	more  uint64 // the details, where they are open
	state uint64 // the cell of the status
	cells []uint64
}

// keptPages is how many pages of a draft are remembered: those of a few tabs.
const keptPages = 4

var shownSeed = maphash.MakeSeed()

// rowSwaps are the parts of a row that are sent where only some of the rows and
// cells of a page change.
type rowSwaps struct {
	SwapRow   bool   // the whole row
	SwapState string // where the page has the cell of the status, if it alone is sent
}

// swapRows finds which rows and cells an answer to HTMX sends. A form says
// which page it was sent from; of a page that is not remembered all rows are sent.
func (s *server) swapRows(c *fiber.Ctx, v *confirmation) {
	now := v.shown()
	before := s.bench.remember(v.Import.ID, now, v.pageOf(formOf(c)["show-mark"], showingOf(c)))
	v.SwapRows = !v.Live || c.Method() != fiber.MethodPost || v.SwapHeads || before == nil || !v.swapCells(before, now)
}

// pageOf names a page by all that its rows are made of.
func (v *confirmation) pageOf(mark string, show showing) string {
	return fmt.Sprint(mark, v.Lang(), v.CanEdit(), show.query())
}

// shown tells what the page shows now.
func (v *confirmation) shown() *shownRows {
	shown := &shownRows{page: v.pageOf(v.Mark, v.View), foot: maphash.Comparable(shownSeed, v.Pager)}
	for i := range v.Rows {
		row := &v.Rows[i]
		one := shownRow{
			line:  row.Line,
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

// swapCells marks the rows and cells that differ. It reports false where the
// rows are others, or their details differ: then all rows are sent.
func (v *confirmation) swapCells(before, now *shownRows) bool {
	if len(before.rows) != len(now.rows) || len(now.rows) == 0 || before.foot != now.foot {
		return false
	}
	for i := range now.rows {
		a, b := &before.rows[i], &now.rows[i]
		if a.line != b.line || a.more != b.more || len(a.cells) != len(b.cells) {
			return false
		}
	}
	for i := range now.rows {
		v.Rows[i].mark(&before.rows[i], &now.rows[i])
	}
	return true
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

// remember keeps what a page of a draft shows, and returns what is remembered
// of another one, nil where that is nothing.
func (w *workbench) remember(id int64, now *shownRows, page string) *shownRows {
	w.mu.Lock()
	defer w.mu.Unlock()
	entry := w.entries[id]
	if entry == nil {
		return nil
	}
	var found *shownRows
	kept := []*shownRows{now}
	for _, one := range entry.shown {
		if one.page == page {
			found = one
		}
		if one.page != now.page && len(kept) < keptPages {
			kept = append(kept, one)
		}
	}
	entry.shown = kept
	return found
}
