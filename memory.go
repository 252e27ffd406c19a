package main

import (
	"bufio"
	"bytes"
	"io/fs"
	"math"
	"path"
	"slices"
	"strconv"
	"strings"
)

// Of the memory that a container may use, a part is left for what the runtime
// does not count: the caches of the database, and the program itself.
const (
	partOutside = 4         // one part of so many
	mostOutside = 256 << 20 // and no more than this
)

// noLimit is from where on a limit is none: control groups write the largest
// number of pages that there is.
const noLimit = 1 << 60

// runtimeLimit is how much memory the runtime may use where the system allows
// the process so much.
func runtimeLimit(allowed int64) int64 { return allowed - min(allowed/partOutside, mostOutside) }

// allowedMemory is how many bytes the control groups of this process, of either
// version, allow it. It is 0 where they set no limit or can't be read. The root
// of the files is that of the system.
func allowedMemory(root fs.FS) int64 {
	least := int64(math.MaxInt64)
	for _, group := range controlGroups(root) {
		// Each group is bound by those above it.
		for dir := group.dir; ; dir = path.Dir(dir) {
			for _, name := range group.files {
				if limit := limitIn(root, path.Join(dir, name)); limit > 0 {
					least = min(least, limit)
				}
			}
			if dir == group.top || dir == "." {
				break
			}
		}
	}
	if least >= noLimit {
		return 0
	}
	return least
}

// limitIn reads a limit from a file, 0 for none.
func limitIn(root fs.FS, name string) int64 {
	text, err := fs.ReadFile(root, name)
	if err != nil {
		return 0
	}
	limit, err := strconv.ParseInt(strings.TrimSpace(string(text)), 10, 64)
	if err != nil || limit < 0 { // "max" is none
		return 0
	}
	return limit
}

// controlGroup is where the limits of a group stand.
type controlGroup struct {
	dir   string   // of the group
	top   string   // where its hierarchy is mounted
	files []string // that a limit may stand in
}

// controlGroups finds the groups that limit the memory of this process: the
// system says which groups it is in, and where their hierarchies are mounted.
func controlGroups(root fs.FS) []controlGroup {
	var groups []controlGroup
	paths := groupPaths(root)
	eachLine(root, "proc/self/mountinfo", func(line string) {
		// 31 23 0:28 /docker/1a /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory
		before, after, found := strings.Cut(line, " - ")
		mount, kind := strings.Fields(before), strings.Fields(after)
		if !found || len(mount) < 5 || len(kind) < 3 {
			return
		}
		group := controlGroup{top: strings.TrimPrefix(mount[4], "/")}
		member := ""
		switch {
		case kind[0] == "cgroup2":
			member, found = paths[""]
			group.files = []string{"memory.max", "memory.high"}
		case kind[0] == "cgroup" && slices.Contains(strings.Split(kind[2], ","), "memory"):
			member, found = paths["memory"]
			group.files = []string{"memory.limit_in_bytes"}
		default:
			return
		}
		if !found {
			return
		}
		// A container may see nothing but its own part of the hierarchy.
		group.dir = group.top
		if inside, within := seenFrom(mount[3], member); within {
			group.dir = path.Join(group.top, inside)
		}
		groups = append(groups, group)
	})
	return groups
}

// seenFrom returns a path as seen from a directory above it.
func seenFrom(dir, name string) (string, bool) {
	if dir == "/" {
		return name, true
	}
	inside, within := strings.CutPrefix(name, dir)
	return inside, within && (inside == "" || inside[0] == '/')
}

// groupPaths are the paths of this process's groups, by controller; "" is the
// one hierarchy of the second version.
func groupPaths(root fs.FS) map[string]string {
	paths := make(map[string]string)
	eachLine(root, "proc/self/cgroup", func(line string) {
		parts := strings.SplitN(line, ":", 3) // 4:memory:/docker/1a, 0::/
		if len(parts) < 3 {
			return
		}
		for controller := range strings.SplitSeq(parts[1], ",") {
			paths[controller] = parts[2]
		}
	})
	return paths
}

func eachLine(root fs.FS, name string, use func(line string)) {
	text, err := fs.ReadFile(root, name)
	if err != nil {
		return // another system than Linux
	}
	for lines := bufio.NewScanner(bytes.NewReader(text)); lines.Scan(); {
		use(lines.Text())
	}
}
