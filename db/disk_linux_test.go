package db

import "testing"

// TestSyncDir holds that a file system that cannot bring its directories to the
// disk, as many of other machines, makes no backup fail.
func TestSyncDir(t *testing.T) {
	for _, dir := range []string{t.TempDir(), "/proc"} {
		must(t, syncDir(dir))
	}
}
