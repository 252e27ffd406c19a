package main

import (
	"testing"
	"testing/fstest"
)

func TestAllowedMemory(t *testing.T) {
	const v2 = "30 23 0:26 / /sys/fs/cgroup rw,nosuid - cgroup2 cgroup2 rw,nsdelegate\n"
	mount1 := func(root string) string {
		return "35 31 0:32 " + root + " /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu\n" +
			"36 31 0:33 " + root + " /sys/fs/cgroup/memory rw,relatime shared:9 - cgroup cgroup rw,memory\n"
	}
	cases := map[string]struct {
		group, mounts string
		files         map[string]string // below /sys/fs/cgroup
		want          int64
	}{
		"no control groups":                      {"", "", nil, 0},
		"second version, a container's own view": {"0::/\n", v2, map[string]string{"memory.max": "268435456\n"}, 256 << 20},
		"second version, no limit":               {"0::/\n", v2, map[string]string{"memory.max": "max\n", "memory.high": "max\n"}, 0},
		"second version, throttled before":       {"0::/\n", v2, map[string]string{"memory.max": "268435456\n", "memory.high": "134217728\n"}, 128 << 20},
		"second version, the limit two groups above": {"0::/a.slice/b.scope/c\n", v2,
			map[string]string{"a.slice/memory.max": "1048576", "a.slice/b.scope/memory.max": "max", "a.slice/b.scope/c/memory.max": "2097152"}, 1 << 20},
		"first version, nested": {"5:devices:/x\n4:memory:/a/b\n0::/\n", mount1("/"),
			map[string]string{"memory/memory.limit_in_bytes": "9223372036854771712\n", "memory/a/memory.limit_in_bytes": "536870912\n", "memory/a/b/memory.limit_in_bytes": "1073741824\n"}, 512 << 20},
		"first version, no limit": {"4:memory:/\n", mount1("/"), map[string]string{"memory/memory.limit_in_bytes": "9223372036854771712\n"}, 0},
		"first version, a container that sees the names outside": {"4:memory:/docker/1a\n", mount1("/docker/1a"),
			map[string]string{"memory/memory.limit_in_bytes": "268435456\n"}, 256 << 20},
		"first version, a mount of another group": {"4:memory:/docker/1ab\n", mount1("/docker/1a"),
			map[string]string{"memory/memory.limit_in_bytes": "268435456\n"}, 256 << 20},
		"both, the memory in the first": {"4:cpuset,memory:/a\n0::/a\n", mount1("/") + v2,
			map[string]string{"memory/a/memory.limit_in_bytes": "268435456\n"}, 256 << 20},
		"nonsense": {"4\n::\n0::/\n", "1 2 3\n - \n" + v2, map[string]string{"memory.max": "much"}, 0},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			root := fstest.MapFS{"proc/self/cgroup": {Data: []byte(c.group)}, "proc/self/mountinfo": {Data: []byte(c.mounts)}}
			for file, text := range c.files {
				root["sys/fs/cgroup/"+file] = &fstest.MapFile{Data: []byte(text)}
			}
			if got := allowedMemory(root); got != c.want {
				t.Errorf("%d bytes, want %d", got, c.want)
			}
		})
	}
}

// TestRuntimeLimit holds that a part of the memory is left for what the runtime
// does not count, and not more than that needs.
func TestRuntimeLimit(t *testing.T) {
	for allowed, want := range map[int64]int64{256 << 20: 192 << 20, 8 << 30: 8<<30 - 256<<20} {
		if got := runtimeLimit(allowed); got != want {
			t.Errorf("of %d bytes: %d, want %d", allowed, got, want)
		}
	}
}
