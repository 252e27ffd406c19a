package db

import (
	"testing"

	"kortisto/customer"
)

// BenchmarkSimilarCustomers looks for the customers whom a form may make a second time.
func BenchmarkSimilarCustomers(b *testing.B) {
	const n = 100_000
	db := openTest(b)
	fill(b, db, n)
	for _, kind := range []string{customer.Company, customer.Person} {
		b.Run(kind, func(b *testing.B) {
			var typed customer.Values
			typed[customer.Kind], typed[customer.Name], typed[customer.Country] = kind, "Uudenmaan Rakennus Oy", "FI"
			typed[customer.Email], typed[customer.Phone], typed[customer.Street] = "info@uusi.example", "+358 50 7654321", "Uusikatu 1"
			for b.Loop() {
				if _, err := db.SimilarCustomers(b.Context(), &customer.Customer{}, typed); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
