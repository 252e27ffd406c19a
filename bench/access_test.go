package bench

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"kortisto/db"
	"kortisto/db/accesslog"
)

// BenchmarkAccessLog opens pages with an access log and without one, in turn, so
// many at a time. The time with it shall be 1.1 times that without, at most: what the
// log writes counts, too. A page is no heavier in a large register than in this one.
func BenchmarkAccessLog(b *testing.B) {
	const n, pages = 10_000, 50
	register := open(b, n)
	log := accesslog.Open(register, accesslog.Options{})
	defer log.Close()
	with, without := newSiteOf(b, register, log, "Liisa", db.Editor), newSiteOf(b, register, nil, "Matti", db.Editor)
	for name, path := range map[string]string{
		"list": "/customers", "search": "/customers?q=korhonen", "customer": "/customers/5000",
	} {
		b.Run(name, func(b *testing.B) {
			get := func(s *site) {
				for range pages {
					s.get(path)
				}
				check(b, log.Flush(b.Context()))
			}
			p := pairs{ours: ready(func() { get(with) }), floor: ready(func() { get(without) }), began: time.Now()}
			for opened := 0; opened < b.N; opened += pages {
				p.both()
			}
			p.report(b)
		})
	}
}

// BenchmarkAccessPage opens the page of an access log of two million entries: half
// of them of one customer, half of them pages of the list.
func BenchmarkAccessPage(b *testing.B) {
	const entries = 2_000_000
	register := filledAccess(b, entries)
	s := newSiteOf(b, register, nil, "Liisa", db.Admin)
	for name, path := range map[string]string{
		"all": "/access", "page 100": "/access?page=100", "user": "/access?by=user+3", "user and kind": "/access?by=user+3&kind=role", "kind": "/access?kind=role",
		"customer": "/access?customer=1500", "customer on every page": "/access?customer=1010", "customer on few pages": "/access?customer=99000", "period": "/access?from=2025-06-01&to=2025-06-02",
	} {
		b.Run(name, func(b *testing.B) {
			var times []float64
			for b.Loop() {
				times = append(times, measure(func() { s.send(httptest.NewRequest(http.MethodGet, path, nil), http.StatusOK) }).wall.Seconds())
			}
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(1000*median(times), "median-ms")
		})
	}
}

// keptFor is how long the access log is kept unless it is set otherwise.
const keptFor = 2 * 365 * 24 * time.Hour

// filledAccess is a register whose access log has entries of the two years before
// now, at even times.
func filledAccess(b *testing.B, entries int) *db.DB {
	b.Helper()
	now := time.Now()
	at := now.Add(-keptFor)
	register, err := db.Open(b.Context(), b.TempDir(), db.Options{Now: func() time.Time { return at }})
	check(b, err)
	b.Cleanup(func() { _ = register.Close() })
	log := accesslog.Open(register, accesslog.Options{})
	defer log.Close()
	random := rand.New(rand.NewPCG(1, 2))
	for i := range entries {
		at = at.Add(keptFor / time.Duration(entries))
		entry := accesslog.Entry{By: fmt.Sprintf("user %d", i%10), Kind: accesslog.View, Customer: 1001 + random.IntN(100_000)}
		switch {
		case i%100_000 == 0:
			entry.Kind, entry.Customer = accesslog.Role, 0
		case i%2 == 0:
			entry.Kind, entry.Customer = accesslog.List, 0
			first := 1001
			if i%4 == 0 {
				first += random.IntN(100_000)
			}
			for n := range 50 {
				entry.Numbers.Add(first + n*(1+i%3))
			}
		}
		if log.Add(entry); i%5000 == 4999 {
			check(b, log.Flush(b.Context()))
		}
	}
	check(b, log.Flush(b.Context()))
	at = now
	return register
}
