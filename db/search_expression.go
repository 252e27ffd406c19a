package db

import "strings"

// Expressions of the search index.
func whole(word string) string     { return `"` + word + `"` }
func beginning(word string) string { return `"` + word + `"*` }

func either(expressions ...string) string { return joined(expressions, ` OR `) }
func both(expressions ...string) string   { return joined(expressions, ` AND `) }

func joined(expressions []string, by string) string {
	if len(expressions) == 1 {
		return expressions[0]
	}
	return `(` + strings.Join(expressions, by) + `)`
}
