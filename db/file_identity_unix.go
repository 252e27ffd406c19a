//go:build unix && !linux

package db

import (
	"fmt"
	"os"
	"syscall"
)

// fileIdentity is the number of a file with the time of its last write.
func fileIdentity(path string) (string, error) {
	info, err := os.Lstat(path)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%d.%d", info.Sys().(*syscall.Stat_t).Ino, info.ModTime().UnixNano()), nil
}
