package drafts

import (
	"context"
	"fmt"
	"testing"
)

// TestQueueIsFair holds that who waits gets a turn in the order of coming, is
// told each place, and may give up.
func TestQueueIsFair(t *testing.T) {
	q := newQueue(1)
	release, err := q.Take(t.Context(), func(int) { t.Error("the first one waits") })
	if err != nil {
		t.Fatal(err)
	}
	places := make([][]int, 3)
	turns := make([]*turn, 3)
	for i := range turns {
		turns[i] = q.enter(func(place int) { places[i] = append(places[i], place) })
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := q.Take(gone, func(int) {}); err == nil {
		t.Error("who has gone gets a turn")
	}
	q.leave(turns[1])
	release()
	<-turns[0].come
	select {
	case <-turns[2].come:
		t.Error("two work at once")
	default:
	}
	q.leave(turns[0]) // its turn has come just then: the next one has it
	<-turns[2].come
	q.release()
	if got := fmt.Sprint(places); got != "[[1] [2] [3 2 1]]" || q.free != 1 || len(q.waiting) != 0 {
		t.Errorf("places %s, %d free, %d waiting", got, q.free, len(q.waiting))
	}
}
