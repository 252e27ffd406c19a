//go:build unix

package cli

import (
	"errors"
	"fmt"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"

	"golang.org/x/sys/unix"
	"kortisto/db"
)

// obstacle is what keeps the program's user from writing to the register.
type obstacle struct {
	path, owner, mode, user string
}

// findObstacle looks for what the system's user may not write to in the
// directory of the register, or above one that cannot be made.
func findObstacle(dir string) (found obstacle, ok bool) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return obstacle{}, false
	}
	info, err := os.Stat(dir)
	for err != nil && dir != filepath.Dir(dir) { // not there, or out of sight
		dir = filepath.Dir(dir)
		info, err = os.Stat(dir)
	}
	if err != nil {
		return obstacle{}, false
	}
	if errors.Is(unix.Access(dir, unix.W_OK|unix.X_OK), syscall.EACCES) {
		return obstacleAt(dir, info)
	}
	files, err := filepath.Glob(filepath.Join(dir, db.FileName+"*"))
	if err != nil {
		return obstacle{}, false
	}
	locks, err := filepath.Glob(filepath.Join(dir, "*.lock"))
	if err != nil {
		return obstacle{}, false
	}
	for _, path := range append(files, locks...) {
		info, err := os.Stat(path)
		if err == nil && errors.Is(unix.Access(path, unix.R_OK|unix.W_OK), syscall.EACCES) {
			return obstacleAt(path, info)
		}
	}
	return obstacle{}, false
}

func obstacleAt(path string, info os.FileInfo) (obstacle, bool) {
	status, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return obstacle{}, false
	}
	return obstacle{path, userName(int(status.Uid)), fmt.Sprintf("%04o", info.Mode().Perm()), userName(os.Getuid())}, true
}

// userName is the name of a user of the system with the number, or the number
// alone where there are no names, as in a container.
func userName(id int) string {
	number := strconv.Itoa(id)
	known, err := user.LookupId(number)
	if err != nil {
		return number
	}
	return known.Username + " (" + number + ")"
}
