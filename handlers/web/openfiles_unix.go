//go:build unix

package web

import "syscall"

// openFiles is how many files and connections the system lets the program have
// open, 0 where it does not say.
func openFiles() int {
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil {
		return 0
	}
	return int(min(uint64(limit.Cur), 1<<30))
}
