package handlers

import (
	"context"
	"slices"
	"sync"
)

// queue lets a few work at once, in the order in which they came.
type queue struct {
	mu      sync.Mutex
	free    int     // how many more may work now
	waiting []*turn // the first is next
}

// turn is that of one who waits.
type turn struct {
	come chan struct{}   // closed when it has come
	told func(place int) // called with the place in the queue, from 1, whenever that is another one
}

// take waits for a turn, and gives what must be called when the work is done.
// Where it has to wait it calls yield before.
func (q *queue) take(ctx context.Context, told func(place int), yield func()) (release func(), err error) {
	mine := q.enter(told)
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

// enter joins the queue. It returns nil where nobody has to be waited for.
func (q *queue) enter(told func(place int)) *turn {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.free > 0 {
		q.free--
		return nil
	}
	mine := &turn{make(chan struct{}), told}
	q.waiting = append(q.waiting, mine)
	told(len(q.waiting))
	return mine
}

// leave gives a turn up.
func (q *queue) leave(mine *turn) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if place := slices.Index(q.waiting, mine); place >= 0 {
		q.waiting = slices.Delete(q.waiting, place, place+1)
		q.tell(place)
		return
	}
	q.next() // it has come just now
}

func (q *queue) release() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.next()
}

// next lets the next one work, for who has locked the queue.
func (q *queue) next() {
	if len(q.waiting) == 0 {
		q.free++
		return
	}
	close(q.waiting[0].come)
	q.waiting = slices.Delete(q.waiting, 0, 1)
	q.tell(0)
}

// tell tells their places to all who wait, but for the first few.
func (q *queue) tell(but int) {
	for i, one := range q.waiting[but:] {
		one.told(but + i + 1)
	}
}
