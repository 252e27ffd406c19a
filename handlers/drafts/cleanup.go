package drafts

import (
	"runtime"
	"runtime/debug"
	"time"
)

// keptUnused is how long what is kept of a draft stays where nobody asks for it.
const keptUnused = 30 * time.Minute

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
