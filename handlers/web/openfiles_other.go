//go:build !unix

package web

// openFiles is how many files and connections the system lets the program have
// open, 0 where it does not say.
func openFiles() int { return 0 }
