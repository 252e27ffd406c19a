package handlers

import (
	"errors"
	"math"
	"runtime"
	"testing"

	"github.com/valyala/fasthttp"
)

// TestArrivalsAtOnce holds that files under way never take more than there is room
// for, come in the order in which they were announced, and are refused where
// too many wait or one has waited too long.
func TestArrivalsAtOnce(t *testing.T) {
	over := make(chan struct{})
	a := newArrivals(128, over)
	headers := make([]fasthttp.RequestHeader, mostWaiting+3)
	admit := func(i int, size int64, user string) chan error {
		answer := make(chan error, 1)
		go func() { answer <- a.admit(&headers[i], size, user) }()
		for a.place(user) == 0 && len(answer) == 0 {
			runtime.Gosched()
		}
		return answer
	}
	if err := <-admit(0, 60, "one"); err != nil {
		t.Fatal(err)
	}
	large, next := admit(1, 100, "two"), admit(2, 10, "three")
	if a.place("one") != 0 || a.place("two") != 1 || a.place("three") != 2 {
		t.Errorf("places %d %d %d", a.place("one"), a.place("two"), a.place("three"))
	}
	full := newArrivals(16, nil)
	full.wait = 0
	if err := full.admit(&headers[0], 100, "three"); err != nil {
		t.Errorf("one that is larger than all may be comes alone: %v", err)
	}
	if err := full.admit(&headers[3], 10, "four"); !errors.Is(err, errCrowded) || full.place("four") != 0 {
		t.Errorf("one who has waited too long: %v", err)
	}
	if given := a.settle(&headers[0]); given != 64 {
		t.Errorf("%d bytes", given)
	}
	if err := <-large; err != nil || a.place("three") != 1 {
		t.Errorf("the next one: %v, then place %d", err, a.place("three"))
	}
	a.settle(&headers[1])
	if err := <-next; err != nil {
		t.Error(err)
	}
	a.settle(&headers[2])
	if a.settle(&headers[2]) != 0 || a.free != 128 || len(a.coming)+len(a.waiting) > 0 {
		t.Errorf("%d bytes are free", a.free)
	}
	if err := <-admit(0, 100, "one"); err != nil {
		t.Fatal(err)
	}
	for i := range mostWaiting {
		go func() { _ = a.admit(&headers[i+1], 1, "many") }()
	}
	for waiting := 0; waiting < mostWaiting; {
		a.mu.Lock()
		waiting = len(a.waiting)
		a.mu.Unlock()
	}
	if err := a.admit(&headers[mostWaiting+1], 1, "late"); !errors.Is(err, errCrowded) {
		t.Errorf("one too many: %v", err)
	}
	close(over)
	for a.place("many") > 0 {
		runtime.Gosched()
	}
	a.settle(&headers[0])
}

// TestArrivingBytes holds that files are counted with what they take in memory,
// and that all of them leave the most of a small machine to the others.
func TestArrivingBytes(t *testing.T) {
	for length, want := range map[int64]int64{0: 0, 1: 1, 25 << 20: 32 << 20, 32 << 20: 32 << 20, 32<<20 + 1: 64 << 20, 150 << 20: 150 << 20} {
		if got := inMemory(length); got != want {
			t.Errorf("%d bytes take %d, want %d", length, got, want)
		}
	}
	for memory, want := range map[int64]int64{192 << 20: 48 << 20, math.MaxInt64: 256 << 20} {
		if got := arrivingBytes(58<<20, memory); got != want {
			t.Errorf("of %d bytes files take %d, want %d", memory, got, want)
		}
	}
}
