package db

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"kortisto/customer"
)

// testTime is the clock of the tests.
var testTime = time.Date(2026, 11, 3, 9, 30, 0, 0, time.UTC)

func testOptions() Options {
	return Options{Now: func() time.Time { return testTime }, LockWait: 10 * time.Second}
}

// openTest opens an empty database in a new directory.
func openTest(t testing.TB) *DB {
	t.Helper()
	return openDir(t, t.TempDir(), testOptions())
}

func openDir(t testing.TB, dir string, options Options) *DB {
	t.Helper()
	db, err := Open(t.Context(), dir, options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

// openClocked opens an empty database whose clock stands where the test sets it.
func openClocked(t testing.TB) (db *DB, clock *time.Time) {
	t.Helper()
	now := testTime
	options := testOptions()
	options.Now = func() time.Time { return now }
	return openDir(t, t.TempDir(), options), &now
}

var (
	surnames = []string{"Korhonen", "Virtanen", "Mäkinen", "Nieminen", "Mäkelä", "Hämäläinen", "Laine", "Heikkinen",
		"Koskinen", "Järvinen", "Lehtonen", "Lehtinen", "Saarinen", "Salminen", "Heinonen", "Åkerblom", "Öhman", "Čapek"}
	firstNames = []string{"Juhani", "Maria", "Johannes", "Helena", "Olavi", "Johanna", "Antero", "Anneli", "Tapani",
		"Kaarina", "Kalevi", "Päivi", "Tapio", "Sirpa", "Matti", "Sofia", "Ilmari", "Liisa", "Mikael", "Annika"}
	streets = []string{"Mannerheimintie", "Hämeenkatu", "Kauppakatu", "Rantatie", "Koulukatu", "Puistokatu", "Asemakatu"}
	cities  = []string{"Helsinki", "Tampere", "Turku", "Oulu", "Jyväskylä", "Kuopio", "Lahti", "Porvoo", "Kokkola"}
)

// sample makes up the values of the n-th customer, a company or a person, as
// full as those of a real register.
func sample(n int) customer.Values {
	var v customer.Values
	surname, first := surnames[n%len(surnames)], firstNames[n/7%len(firstNames)]
	v[customer.Street] = fmt.Sprintf("%s %d %c %d", streets[n%len(streets)], n%97+1, 'A'+rune(n%5), n%60+1)
	v[customer.Postcode] = fmt.Sprintf("%05d", n*37%99000+100)
	v[customer.City] = cities[n%len(cities)]
	v[customer.Country] = "FI"
	v[customer.Phone] = fmt.Sprintf("040 %03d %04d", n%1000, n*7%10000)
	v[customer.PaymentTerms] = "14"
	v[customer.Language] = "fi"
	if n%2 == 0 {
		v[customer.Kind] = customer.Company
		v[customer.Name] = fmt.Sprintf("%s %s %d Oy", surname, streets[n/3%len(streets)], n)
		v[customer.BusinessID] = businessID(n)
		v[customer.Contact] = surname + " " + first
		v[customer.Email] = fmt.Sprintf("laskut%d@example%d.fi", n, n%500)
		v[customer.EInvoiceAddress] = fmt.Sprintf("0037%s", strings.ReplaceAll(v[customer.BusinessID], "-", ""))
		v[customer.EInvoiceOperator] = "003723327487"
		v[customer.Invoicing] = "einvoice"
		v[customer.Reference] = fmt.Sprintf("Tilaus %d", n)
	} else {
		v[customer.Kind] = customer.Person
		v[customer.Name] = fmt.Sprintf("%s %s %d", surname, first, n)
		v[customer.Email] = fmt.Sprintf("asiakas%d@example.com", n)
		v[customer.Invoicing] = "email"
	}
	if n%5 == 0 {
		v[customer.Group] = fmt.Sprintf("Ryhmä %d", n%3+1)
	}
	if n%10 == 0 {
		v[customer.Notes] = "Soita ennen toimitusta, avain naapurissa."
	}
	v.Complete()
	return v
}

// businessID makes a valid Business ID of its own for each n below 9 million.
func businessID(n int) string {
	for i := n * 2; ; i++ {
		digits := fmt.Sprintf("%07d", i%10_000_000)
		for check := range 10 {
			id := digits + "-" + strconv.Itoa(check)
			if customer.BusinessID.Read(id, customer.Context{}).Value == id {
				return id
			}
		}
	}
}

// fill stores n sample customers.
func fill(t testing.TB, db *DB, n int) {
	t.Helper()
	fillWith(t, db, n, sample)
}

// fillWith stores n customers at once, the i-th with the values that the function
// makes up.
func fillWith(t testing.TB, db *DB, n int, values func(i int) customer.Values) {
	t.Helper()
	must(t, db.writeRegister(t.Context(), Actor{Name: "test"}, ActionImport, func(_ context.Context, w *writer) error {
		for i := range n {
			if err := w.create(&customer.Customer{Values: values(i)}); err != nil {
				return err
			}
		}
		return nil
	}))
}

// edit changes one field of a customer by hand.
func edit(t testing.TB, db *DB, number int, f customer.Field, value string) {
	t.Helper()
	c, err := db.Customer(t.Context(), number)
	if err != nil {
		t.Fatal(err)
	}
	c.Values[f] = value
	if _, err := db.UpdateCustomer(t.Context(), Actor{Name: "Matti"}, number, c.Revision, c.Values); err != nil {
		t.Fatal(err)
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
