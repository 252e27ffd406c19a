package db

import (
	"fmt"
	"net/url"
	"strings"
	"time"
)

// access is what a connection may do.
type access int

const (
	reading access = iota
	writing
)

// Sizes of the page caches, in KiB for each connection, and what is kept of
// the write-ahead log once its content is in the database, in bytes.
const (
	writeCache   = 16 << 10
	readCache    = 2 << 10
	journalLimit = 64 << 20
)

// dsn names a database file and how each connection to it is set up. Pragmas
// stand here since they belong to connections, which the pools make and drop.
func dsn(path string, access access, wait time.Duration) string {
	cache := readCache
	if access == writing {
		cache = writeCache
	}
	pragmas := []string{
		fmt.Sprintf("busy_timeout(%d)", wait.Milliseconds()), // first: it holds for the others
		"journal_mode(WAL)",
		"synchronous(FULL)",
		"foreign_keys(1)",
		"secure_delete(1)",
		"trusted_schema(0)",
		"cell_size_check(1)",
		"temp_store(MEMORY)", // no personal data in temporary files
		fmt.Sprintf("cache_size(-%d)", cache),
		fmt.Sprintf("journal_size_limit(%d)", journalLimit),
	}
	var b strings.Builder
	b.WriteString("file:" + (&url.URL{Path: path}).EscapedPath() + "?")
	for _, pragma := range pragmas {
		b.WriteString("_pragma=" + pragma + "&")
	}
	if access == writing {
		b.WriteString("_txlock=immediate")
	} else {
		b.WriteString("mode=ro")
	}
	return b.String()
}
