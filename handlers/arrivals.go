package handlers

import (
	"errors"
	"math/bits"
	"slices"
	"sync"
	"time"

	"github.com/valyala/fasthttp"
)

// How many files may wait until others have been taken, and for how long.
const (
	mostWaiting = 50
	longestWait = 2 * time.Minute
)

// errCrowded is the refusal of a file because of others that are being taken.
var errCrowded = errors.New("handlers: too many files at once")

// arrivals knows the files that are being sent. All of them together never take
// more than so many bytes, but for one that is larger and comes alone: who would
// be too much waits in a queue before anything of the file is read, so that it
// stays with the sender. Requests are told apart by their headers, the one thing
// that is the same before a body is taken and afterwards.
type arrivals struct {
	wait  time.Duration   // the longest
	total int64           // bytes that they may take
	over  <-chan struct{} // closed when the server stops

	mu      sync.Mutex
	free    int64 // bytes
	waiting []*arrival
	coming  map[*fasthttp.RequestHeader]*arrival
	refused map[*fasthttp.RequestHeader]error
}

// An arrival is one file.
type arrival struct {
	size  int64         // in memory
	user  string        // who sends it
	turn  chan struct{} // closed when it may come
	given *time.Timer   // up when it ought to have come
}

// newArrivals lets files come that take so many bytes together, until the server
// is over.
func newArrivals(total int64, over <-chan struct{}) *arrivals {
	return &arrivals{
		wait: longestWait, total: total, free: total, over: over,
		coming: map[*fasthttp.RequestHeader]*arrival{}, refused: map[*fasthttp.RequestHeader]error{},
	}
}

// arrivingBytes is what files under way may take together: a quarter of the
// memory that the program may use, and at most four of the largest.
func arrivingBytes(largest, memory int64) int64 {
	return min(4*inMemory(largest), memory/4)
}

// inMemory is how many bytes fasthttp takes for a body: the next power of two,
// but for very large ones.
func inMemory(length int64) int64 {
	const asItIs = 100 << 20
	if length <= 0 || length > asItIs {
		return length
	}
	return 1 << bits.Len64(uint64(length-1))
}

// admit waits until there is room for a file, which the header announces.
func (a *arrivals) admit(header *fasthttp.RequestHeader, length int64, user string) error {
	next := &arrival{size: inMemory(length), user: user, turn: make(chan struct{})}
	a.mu.Lock()
	if len(a.waiting) >= mostWaiting {
		a.mu.Unlock()
		return errCrowded
	}
	a.waiting = append(a.waiting, next)
	a.callNext()
	a.mu.Unlock()

	late := time.NewTimer(a.wait)
	defer late.Stop()
	select {
	case <-next.turn:
	case <-late.C:
		if a.giveUp(next) {
			return errCrowded
		}
	case <-a.over:
		if a.giveUp(next) {
			return errCrowded
		}
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	// A connection that breaks off is not always told of.
	next.given = time.AfterFunc(fileTime+bodyTime, func() { a.settle(header) })
	a.coming[header] = next
	return nil
}

// callNext lets those come who are next and for whom there is room.
func (a *arrivals) callNext() {
	for len(a.waiting) > 0 && (a.waiting[0].size <= a.free || a.free == a.total) {
		a.free -= a.waiting[0].size
		close(a.waiting[0].turn)
		a.waiting = slices.Delete(a.waiting, 0, 1)
	}
}

// giveUp takes a file out of the queue, and reports whether it was there still.
func (a *arrivals) giveUp(late *arrival) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	i := slices.Index(a.waiting, late)
	if i < 0 {
		return false
	}
	a.waiting = slices.Delete(a.waiting, i, i+1)
	a.callNext() // the next one may be smaller
	return true
}

// arrived notes that the whole file is there: what is done with it may take
// its time.
func (a *arrivals) arrived(header *fasthttp.RequestHeader) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if there, ok := a.coming[header]; ok {
		there.given.Stop()
	}
}

// settle makes room again when a request is over, and reports how many bytes it
// had been given.
func (a *arrivals) settle(header *fasthttp.RequestHeader) int64 {
	a.mu.Lock()
	defer a.mu.Unlock()
	over, ok := a.coming[header]
	if !ok {
		return 0
	}
	over.given.Stop()
	delete(a.coming, header)
	a.free += over.size
	a.callNext()
	return over.size
}

// refuse notes why the body of a request is not taken.
func (a *arrivals) refuse(header *fasthttp.RequestHeader, why error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.refused[header] = why
}

// refusal tells why once, and nil for a request that was not refused.
func (a *arrivals) refusal(header *fasthttp.RequestHeader) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	why := a.refused[header]
	delete(a.refused, header)
	return why
}

// place is how far in the queue the first file of a user is, from 1; 0 is none.
func (a *arrivals) place(user string) int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return 1 + slices.IndexFunc(a.waiting, func(waiting *arrival) bool { return waiting.user == user })
}
