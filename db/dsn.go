package db

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"
)

// access is what a connection may do.
type access int

const (
	reading access = iota
	writing
	frozen // reading what nobody writes to: nothing is put beside the file either
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
		"synchronous(FULL)",
		"foreign_keys(1)",
		"secure_delete(1)",
		"trusted_schema(0)",
		"cell_size_check(1)",
		"temp_store(MEMORY)", // no personal data in temporary files
		fmt.Sprintf("cache_size(-%d)", cache),
		fmt.Sprintf("journal_size_limit(%d)", journalLimit),
	}
	if access != frozen { // which stays as it is
		pragmas = slices.Insert(pragmas, 1, "journal_mode(WAL)")
	}
	var b strings.Builder
	b.WriteString("file:" + (&url.URL{Path: path}).EscapedPath() + "?")
	for _, pragma := range pragmas {
		b.WriteString("_pragma=" + pragma + "&")
	}
	switch access {
	case writing:
		b.WriteString("_txlock=immediate")
	case reading:
		b.WriteString("mode=ro")
	case frozen:
		b.WriteString("mode=ro&immutable=1")
	}
	return b.String()
}
