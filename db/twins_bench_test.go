package db

import (
	"context"
	"fmt"
	"testing"

	"kortisto/customer"
)

// BenchmarkTwins finds the customers who may be one among 100 000, of whom every
// fiftieth is there twice and every tenth shares telephone and street with another.
func BenchmarkTwins(b *testing.B) {
	const n = 100_000
	db := openTest(b)
	fill(b, db, n)
	must(b, db.writeRegister(b.Context(), Actor{}, ActionImport, func(_ context.Context, w *writer) error {
		for i := 0; i < n; i += 5 {
			v := sample(i)
			v[customer.BusinessID], v[customer.Email] = "", ""
			switch {
			case i%50 == 0:
				v[customer.Name] += "."
			case i%10 == 5:
				v[customer.Kind], v[customer.Name] = customer.Person, fmt.Sprintf("Toinen %d", i)
			default:
				continue
			}
			if err := w.create(&customer.Customer{Values: v}); err != nil {
				return err
			}
		}
		return nil
	}))
	b.Run("first", func(b *testing.B) {
		for b.Loop() {
			db.twins.Lock()
			db.twins.known = false
			db.twins.Unlock()
			_, counts, err := db.Twins(b.Context(), TwinFilter{Limit: 20})
			must(b, err)
			b.ReportMetric(float64(counts.Total(customer.Apart)), "pairs")
		}
	})
	b.Run("again", func(b *testing.B) {
		for b.Loop() {
			_, _, err := db.Twins(b.Context(), TwinFilter{Limit: 20, Offset: 1000})
			must(b, err)
		}
	})
}
