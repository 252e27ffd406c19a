package db

import (
	"fmt"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// fileIdentity is the number of a file with the time of its birth, which
// neither a restart nor another mount changes. Where the file system keeps no
// such time, that of the last write stands for it.
func fileIdentity(path string) (string, error) {
	var s unix.Statx_t
	err := unix.Statx(unix.AT_FDCWD, path, unix.AT_SYMLINK_NOFOLLOW, unix.STATX_INO|unix.STATX_BTIME, &s)
	if err == nil && s.Mask&unix.STATX_BTIME != 0 {
		return fmt.Sprintf("%d.%d.%09d", s.Ino, s.Btime.Sec, s.Btime.Nsec), nil
	}
	info, err := os.Lstat(path) // also where the system forbids statx
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%d.%d", info.Sys().(*syscall.Stat_t).Ino, info.ModTime().UnixNano()), nil
}
