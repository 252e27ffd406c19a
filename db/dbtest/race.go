//go:build race

package dbtest

// underRace says that the race detector watches, under which a process takes
// ten times as long.
const underRace = true
