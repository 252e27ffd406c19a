package drafts

import (
	"runtime/debug"
	"time"
)

// cleanupDelay is how long after large work its memory is given back to the
// system: as long as the next change of the draft may take to come.
const cleanupDelay = 2 * time.Second

// largeWork is from how many bytes on work leaves something worth giving back.
const largeWork = 4 << 20

// FreeMemorySoon has the memory of work on so many bytes given back to the
// system in a moment.
func (d *Desk) FreeMemorySoon(size int64) {
	if size >= largeWork {
		d.cleanup.Reset(cleanupDelay)
	}
}

// freeMemory gives free memory back at once, where work takes so many bytes that
// this is worth some milliseconds.
func freeMemory(size int64) {
	if size >= largeWork {
		debug.FreeOSMemory()
	}
}
