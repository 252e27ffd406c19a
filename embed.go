package main

import (
	"embed"
	"io/fs"
)

//go:embed views static
var embedded embed.FS

// embeddedDir returns a folder that is a part of the program.
func embeddedDir(name string) fs.FS {
	dir, err := fs.Sub(embedded, name)
	if err != nil {
		panic(err) // the name is no path: a fault of the build
	}
	return dir
}
