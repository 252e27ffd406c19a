package importer

import (
	"fmt"
	"runtime/debug"
	"sync"
	"sync/atomic"
)

// inTurn does so many tasks at once in so many parts, each the next one when it
// is free.
func inTurn(parts, tasks int, work func(part, task int)) {
	var next atomic.Int64
	inParts(parts, parts, func(part, _, _ int) {
		for task := int(next.Add(1)) - 1; task < tasks; task = int(next.Add(1)) - 1 {
			work(part, task)
		}
	})
}

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
