package importer

import (
	"strings"
	"sync/atomic"
	"testing"
)

// TestParts holds that each part and each task is done once, however many there
// are, and that a panic in one of them is one of the caller's.
func TestParts(t *testing.T) {
	for _, n := range []int{0, 1, 3, 100} {
		for _, parts := range []int{1, 2, 8} {
			var done [2]atomic.Int64
			inParts(parts, n, func(_, from, to int) { done[0].Add(int64(to - from)) })
			inTurn(parts, n, func(_, task int) { done[1].Add(int64(task)) })
			if done[0].Load() != int64(n) || done[1].Load() != int64(n*(n-1)/2) {
				t.Errorf("%d in %d parts: %d done, tasks of %d in all", n, parts, done[0].Load(), done[1].Load())
			}
		}
	}
	defer func() {
		if cause, told := recover().(string); !told || !strings.HasPrefix(cause, "broken") {
			t.Errorf("the caller was told %q", cause)
		}
	}()
	inTurn(2, 5, func(_, task int) {
		if task == 3 {
			panic("broken")
		}
	})
}
