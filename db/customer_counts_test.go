package db

import "testing"

// TestCounts holds that a count is only taken for the state of the register
// that it was made in.
func TestCounts(t *testing.T) {
	var c counts
	c.put(0, "none", 0) // of a new register
	if n, known := c.get(0, "none"); n != 0 || !known {
		t.Error(n, known)
	}
	c.put(5, "all", 10)
	if n, known := c.get(5, "all"); n != 10 || !known {
		t.Error(n, known)
	}
	for _, writes := range []int64{4, 6} {
		if n, known := c.get(writes, "all"); known {
			t.Error(writes, n)
		}
	}
	c.put(6, "all", 11)
	c.put(5, "all", 12) // by somebody who still reads an earlier state
	if n, known := c.get(6, "all"); n != 11 || !known {
		t.Error(n, known)
	}
	for i := range 2 * maxCounts {
		c.put(6, string(rune('a'+i)), i)
	}
	if len(c.known) > maxCounts {
		t.Error(len(c.known))
	}
}
