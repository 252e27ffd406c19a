package handlers

import (
	"runtime"
	"runtime/debug"
	"time"

	"github.com/gofiber/fiber/v2"
	"kortisto/sheet"
)

// What was kept of a draft is dropped when nobody has asked for it for so long.
const keptUnused = 30 * time.Minute

// tidyDelay is how long after large work on a draft its memory is given back
// to the system: as long as the next change of the draft may take to come.
const tidyDelay = 2 * time.Second

// largeWork is from how many bytes on work leaves something worth giving back.
const largeWork = 4 << 20

// tidy drops what nobody uses any more, and gives the memory that is free back
// to the system, which the runtime by itself does over many minutes.
func (w *workbench) tidy() {
	w.mu.Lock()
	for id, entry := range w.entries {
		if time.Since(entry.lastUsed) > keptUnused && !entry.underWay() {
			w.drop(id)
		}
	}
	left := len(w.entries)
	w.mu.Unlock()
	runtime.GC() // of what waits in pools to be used again, the first collection leaves all
	debug.FreeOSMemory()
	if left > 0 {
		w.tidying.Reset(keptUnused)
	}
}

// passwordHash is how many bytes the hashing of a password takes.
const passwordHash = 19 << 20

// hashes has the memory given back that the request hashes a password in.
func (s *server) hashes(c *fiber.Ctx) error {
	s.bench.tidyLater(passwordHash)
	return c.Next()
}

// giveBack gives free memory back at once, where work takes so many bytes that
// this is worth some milliseconds.
func giveBack(size int64) {
	if size >= largeWork {
		debug.FreeOSMemory()
	}
}

// tidyLater has the memory of work on so many bytes given back soon.
func (w *workbench) tidyLater(size int64) {
	if size >= largeWork {
		w.tidying.Reset(tidyDelay)
	}
}

// rowCost is about what a row of a plan takes in memory, in bytes.
const rowCost = 250

// estimate is about how many bytes an entry keeps.
func (e *benchEntry) estimate() int64 {
	size := e.sheetSize
	for _, kept := range []*outcome{e.now, e.seen} {
		if kept != nil {
			size += int64(len(kept.plan.Rows)) * rowCost
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
