//go:build unix

package db

import (
	"os"
	"path/filepath"
	"syscall"
)

// adopt gives what root has made in the directory of a register to the owner of
// that directory, as whom the server runs: it could not use it otherwise. Where
// that fails, the server says whose it is.
func adopt(path string) {
	if os.Geteuid() != 0 {
		return
	}
	info, err := os.Stat(filepath.Dir(path))
	if err != nil {
		return
	}
	if owner, ok := info.Sys().(*syscall.Stat_t); ok {
		_ = os.Lchown(path, int(owner.Uid), int(owner.Gid))
	}
}
