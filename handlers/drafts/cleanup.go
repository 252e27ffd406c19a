package drafts

import (
	"runtime"
	"runtime/debug"
	"time"
)

// keptUnused is how long what is kept of a draft stays where nobody asks for it.
const keptUnused = 30 * time.Minute

// cleanupDelay is how long after large work its memory is given back to the
// system: as long as the next change of the draft may take to come.
const cleanupDelay = 2 * time.Second

// largeWork is from how many bytes on work leaves something worth giving back.
const largeWork = 4 << 20

// dropUnused drops what nobody has used for long, and gives free memory back to
// the system, which the runtime by itself does over many minutes.
func (d *Desk) dropUnused() {
	d.mu.Lock()
	for id, kept := range d.kept {
		if time.Since(kept.lastUsed) > keptUnused && !kept.underWay() {
			d.drop(id)
		}
	}
	left := len(d.kept)
	d.mu.Unlock()
	runtime.GC() // the first collection keeps what is pooled for reuse; FreeOSMemory collects again
	debug.FreeOSMemory()
	if left > 0 {
		d.cleanup.Reset(keptUnused)
	}
}

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
