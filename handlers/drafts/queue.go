package drafts

import (
	"context"
	"slices"
	"sync"
)

// Queue lets a few work at once, in the order in which they came.
type Queue struct {
	mu      sync.Mutex
	free    int     // how many more may work now
	waiting []*turn // the first is next
}

// turn is the turn of one who waits.
type turn struct {
	come  chan struct{}   // closed when it has come
	place func(place int) // called with the place in the queue, from 1, whenever it changes
}

func newQueue(workers int) *Queue { return &Queue{free: workers} }

// Take waits for a turn, and gives what must be called when the work is done.
// While it waits, place is called with the place in the queue, from 1.
func (q *Queue) Take(ctx context.Context, place func(place int)) (release func(), err error) {
	return q.take(ctx, place, func() {})
}

// take is Take, but calls yield before it waits.
func (q *Queue) take(ctx context.Context, place func(place int), yield func()) (release func(), err error) {
	mine := q.enter(place)
	if mine == nil {
		return q.release, nil
	}
	yield()
	select {
	case <-mine.come:
		return q.release, nil
	case <-ctx.Done():
		q.leave(mine)
		return nil, ctx.Err()
	}
}

// Waiting is how many wait for a turn: what tests wait for, in place of a time.
func (q *Queue) Waiting() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	return len(q.waiting)
}

// enter joins the queue. It returns nil where the work may begin at once.
func (q *Queue) enter(place func(place int)) *turn {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.free > 0 {
		q.free--
		return nil
	}
	mine := &turn{make(chan struct{}), place}
	q.waiting = append(q.waiting, mine)
	place(len(q.waiting))
	return mine
}

// leave gives a turn up.
func (q *Queue) leave(mine *turn) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if place := slices.Index(q.waiting, mine); place >= 0 {
		q.waiting = slices.Delete(q.waiting, place, place+1)
		q.tellPlaces(place)
		return
	}
	q.next() // it has come just now
}

func (q *Queue) release() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.next()
}

// next lets the next one work. The caller holds the lock.
func (q *Queue) next() {
	if len(q.waiting) == 0 {
		q.free++
		return
	}
	close(q.waiting[0].come)
	q.waiting = slices.Delete(q.waiting, 0, 1)
	q.tellPlaces(0)
}

// tellPlaces tells the places from one on to those who wait there.
func (q *Queue) tellPlaces(from int) {
	for i, one := range q.waiting[from:] {
		one.place(from + i + 1)
	}
}
