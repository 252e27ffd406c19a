package db

import (
	"testing"

	"kortisto/customer"
)

// BenchmarkList shows the first page of the list, sorted by each kind of field and
// narrowed in each way, the first time: counts are not kept. Those by number and by
// name have an index, the others read every customer.
func BenchmarkList(b *testing.B) {
	n := searchSize(b)
	db := openTest(b)
	fillWith(b, db, n, searched)
	email, einvoice := []customer.Field{customer.Email}, []customer.Field{customer.EInvoiceAddress}
	for name, filter := range map[string]Filter{
		"by number":                     {},
		"by number, backwards":          {Desc: true},
		"by name":                       {Sort: customer.Name},
		"by name, deep":                 {Sort: customer.Name, Offset: n / 3},
		"by city":                       {Sort: customer.City},
		"by payment terms":              {Sort: customer.PaymentTerms},
		"by group":                      {Sort: customer.Group},
		"by city, backwards":            {Sort: customer.City, Desc: true},
		"by e-mail, persons":            {Sort: customer.Email, Kind: customer.Person},
		"with e-mail":                   {Has: email},
		"without e-mail":                {Lacks: email},
		"companies without e-invoices":  {Lacks: einvoice, Kind: customer.Company},
		"in a city":                     {City: "Turku"},
		"in a city, by name":            {City: "turku", Sort: customer.Name},
		"in no city there is":           {City: "Nokia"},
		"since ever":                    {Since: testTime.AddDate(-1, 0, 0)},
		"since ever, by name":           {Since: testTime.AddDate(-1, 0, 0), Sort: customer.Name},
		"since tomorrow":                {Since: testTime.AddDate(0, 0, 1)},
		"in two groups":                 {Groups: []string{"vip", "a"}},
		"a word, in a city, has e-mail": {Query: "rakennus", City: "Turku", Has: email},
	} {
		filter.Limit, filter.CountTo = 50, 100_000
		if filter.Query != "" {
			filter.CountTo = 1000
		}
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				db.counts.put(db.counts.writes+1, "", 0)
				if _, _, err := db.Customers(b.Context(), filter); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
