package db

import "syscall"

func mountSmall(dir, size string) error {
	return syscall.Mount("kortisto-test", dir, "tmpfs", 0, "size="+size+",mode=0700")
}
