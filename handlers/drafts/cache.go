package drafts

import (
	"time"

	"kortisto/db"
	"kortisto/importer"
	"kortisto/sheet"
)

// entry is what is kept of one draft. All but its jobs, size and lastUsed
// belong to the job that is under way.
type entry struct {
	jobs

	reading   db.Reading
	sheet     *sheet.Sheet
	sheetSize int64                   // estimated bytes of the sheet
	cache     *importer.RegisterCache // nil where there is none
	writes    int64                   // the write counter that the cache holds for
	choices   string                  // that the plan was built of
	now       *Outcome                // nil before the first plan
	before    *Outcome                // the one before, to tell what has changed since

	size     int64 // as counted in the sum of all entries
	lastUsed time.Time
}

// entry returns what is kept of a draft.
func (d *Desk) entry(id int64) *entry {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.lockedEntry(id)
}

// lockedEntry is entry for a caller that holds the lock.
func (d *Desk) lockedEntry(id int64) *entry {
	kept := d.kept[id]
	if kept == nil {
		kept = new(entry)
		d.kept[id] = kept
	}
	kept.lastUsed = time.Now()
	return kept
}

// empty drops the file and all that was made of it.
func (e *entry) empty() {
	e.sheet, e.sheetSize, e.cache, e.now, e.before = nil, 0, nil, nil, nil
}

// setPlan replaces the plan of a draft, and keeps the one before it.
func (e *entry) setPlan(choices string, plan *importer.Plan, writes int64) {
	e.before, e.now, e.choices = e.now, &Outcome{plan, plan.Fingerprint(), writes}, choices
}

// isPlanned reports whether there is a plan of some choices that can be shown
// while the register's write counter is writes.
func (e *entry) isPlanned(choices string, writes, after int64) bool {
	if e.now == nil || e.choices != choices {
		return false
	}
	return e.now.Writes == writes || e.held && e.now.Writes > after
}

// account counts what an entry keeps, and drops the entries that were used
// longest ago where all together are too large. An entry that is too large by
// itself keeps no register cache.
func (d *Desk) account(id int64, kept *entry) {
	if kept.estimate() > d.room.bytes {
		kept.cache = nil
	}
	size := kept.estimate()
	d.FreeMemorySoon(size)
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.kept[id] != kept {
		return // forgotten meanwhile
	}
	d.used += size - kept.size
	kept.size = size
	for d.used > d.room.bytes {
		oldest := id
		for other, candidate := range d.kept {
			if other != id && candidate.size > 0 && !candidate.needed() &&
				(oldest == id || candidate.lastUsed.Before(d.kept[oldest].lastUsed)) {
				oldest = other
			}
		}
		if oldest == id {
			return
		}
		d.drop(oldest)
	}
}

// drop drops what is kept of a draft, except why a job on it failed where
// nobody has asked for that yet.
func (d *Desk) drop(id int64) {
	kept := d.kept[id]
	d.used -= kept.size
	if failed := kept.takeFailure(); failed != nil {
		d.kept[id] = &entry{jobs: jobs{failed: failed}, lastUsed: kept.lastUsed}
	} else {
		delete(d.kept, id)
	}
}

// Forget drops all that is kept of a draft that is done with.
func (d *Desk) Forget(id int64) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if kept := d.kept[id]; kept != nil {
		d.used -= kept.size
		delete(d.kept, id)
	}
}

// rowCost is about what a row of a plan takes in memory, in bytes.
const rowCost = 250

// estimate is about how many bytes an entry keeps.
func (e *entry) estimate() int64 {
	size := e.sheetSize
	for _, made := range []*Outcome{e.now, e.before} {
		if made != nil {
			size += int64(len(made.Plan.Rows)) * rowCost
		}
	}
	if e.cache != nil {
		size += e.cache.Size()
	}
	return size
}

// sizeOf is about how many bytes a sheet takes in memory.
func sizeOf(read *sheet.Sheet) int64 {
	var size int64
	for i := range read.Rows {
		size += 32
		for _, cell := range read.Rows[i].Cells {
			size += int64(16 + len(cell))
		}
	}
	return size
}
