package db

import "sync"

// maxCounts is how many counts are kept.
const maxCounts = 256

// counts keeps how many customers were counted while the register stays as it
// is: counting takes far longer than reading a page.
type counts struct {
	mu     sync.Mutex
	writes int64 // the write counter that they hold for
	known  map[string]int
}

func (c *counts) get(writes int64, key string) (int, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.writes != writes {
		return 0, false
	}
	total, known := c.known[key]
	return total, known
}

// put keeps a count. One of an earlier state of the register, which somebody
// still reads, does not displace those of the present one.
func (c *counts) put(writes int64, key string, total int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if writes < c.writes {
		return
	}
	if c.known == nil || writes > c.writes || len(c.known) >= maxCounts {
		c.writes, c.known = writes, make(map[string]int)
	}
	c.known[key] = total
}
