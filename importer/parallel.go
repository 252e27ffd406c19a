package importer

import (
	"fmt"
	"runtime/debug"
	"sync"
)

// inParts does work on so many parts of 0 to n at once, each from one index up
// to another. A panic in one of them is one of the caller's.
func inParts(parts, n int, work func(part, from, to int)) {
	var running sync.WaitGroup
	panics := make([]any, parts)
	for part := range parts {
		running.Go(func() {
			defer func() {
				if cause := recover(); cause != nil {
					panics[part] = fmt.Sprintf("%v\n%s", cause, debug.Stack())
				}
			}()
			work(part, n*part/parts, n*(part+1)/parts)
		})
	}
	running.Wait()
	for _, cause := range panics {
		if cause != nil {
			panic(cause)
		}
	}
}
