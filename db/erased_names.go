package db

import (
	"path/filepath"
	"slices"
	"strings"
)

// nameErased stands in the place of the name of a group that was erased, and of that
// of a file, before its ending.
const nameErased = "…"

// endings are those of files that hold tables. What else stands behind the last dot of
// a name may be a part of somebody's.
var endings = []string{".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".ods", ".ots", ".fods", ".html", ".htm"}

// endingOf is the ending of the name of a file, "" where it has none of those.
func endingOf(name string) string {
	if ending := filepath.Ext(name); slices.Contains(endings, strings.ToLower(ending)) {
		return ending
	}
	return ""
}

// erasedName stands for the name of a file.
func erasedName(name string) string { return nameErased + endingOf(name) }

// IsNameErased reports whether a name stands where that of a file was erased.
func IsNameErased(name string) bool { return name == erasedName(name) }
