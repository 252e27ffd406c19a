package importer_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/importer"
	"kortisto/importer/importertest"
)

// TestImportTwice holds invariants 2 and 3: the second import of a file has
// nothing new, modified or undecided that the first had not left out, and a
// save empties no field and loses no customer.
func TestImportTwice(t *testing.T) {
	withRegister(t, func(t *rapid.T, register *db.DB) {
		for range 4 {
			file := drawFile(t)
			importTwice(t, register, importer.Input{Sheet: file, Mapping: drawMapping(t, file), Options: drawOptions(t)})
		}
	})
}

// TestImportTwiceOfOneCustomer holds the same where most rows of a file concern
// one customer, whose key they spell in several ways.
func TestImportTwiceOfOneCustomer(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		for range 20 {
			var members []customer.Customer
			for i := range rapid.IntRange(0, 3).Draw(t, "customers") {
				members = append(members, customer.Customer{Number: 1001 + i, Revision: 1, Values: drawMember(t)})
			}
			file := drawCrowd(t)
			in := importer.Input{Sheet: file, Mapping: drawMapping(t, file), Options: drawOptions(t)}
			first := planIn(t, inMemory(slices.Clone(members)), in)
			second := planIn(t, inMemory(applied(members, first)), in)
			checkSecond(t, fmt.Sprint(members), in, first, second)
		}
	})
}

// TestImportTwiceByOneKey holds the same for rows that have met before.
func TestImportTwiceByOneKey(t *testing.T) {
	for _, c := range []struct {
		name, register, file string
		options              importer.Options
		want                 string
	}{
		{name: "a second spelling of the key is another customer's",
			register: "number | kind | name | business_id | country | language\n1001 | company | Testi Oy | 2077474-0 | FI | fi",
			file:     "Maa | Y-tunnus | Nimi | Kieli\nRuotsi | 20774740 | Sverige Ab | svenska\nFI | 20774740 | | fi\nFI | 2077474-0 | | svenska",
			want: `2 new company
3 unchanged 1001 business_id
4 undecided 1001 business_id !duplicate-row(3)`},
		{name: "a later row has the second spelling of a key that finds an earlier one",
			register: "number | kind | name\n1001 | company | Alfa Oy",
			file:     "Maa | Y-tunnus | Nimi | Kieli\nFI | 20774740 | Testi Oy | fi\nFI | 2077474-0 | Testi Oy | sv\nFI | 20774740 | Testi Oy | en\nRuotsi | 20774740 | Sverige Ab | sv",
			want: `2 new company repaired business_id
3 undecided !duplicate-row(2)
4 undecided repaired business_id !duplicate-row(2)
5 new company`},
		{name: "the customer that a row would not change gets another key",
			register: "number | kind | name | business_id | country\n1001 | company | Alfa Oy | 20774740 | SE\n1002 | company | Beeta Oy | 20774740 | SE",
			file:     "Asiakasnumero | Y-tunnus | Nimi | Maa\n | 20774740 | Beeta Oy | Ruotsi\n1002 | 112038-9 | | FI",
			want: `2 undecided [1001 1002] !ambiguous
3 modified 1002 number business_id: 20774740 → 0112038-9 country: SE → FI repaired business_id`},
		{name: "of the customers to choose from one is left",
			register: "number | kind | name | business_id\n1001 | company | Testi Oy | 2077474-0\n1002 | person | Testi Oy |",
			file:     "Asiakasnumero | Tyyppi | Nimi\n | | Testi Oy\n1001 | | Sverige Ab\n | Henkilö | Testi Oy",
			want: `2 undecided [1001 1002] !shadow
3 modified 1001 number name: Testi Oy → Sverige Ab
4 undecided 1002 name !duplicate-row(2)`},
		{name: "a row that is left out looks for a new customer the next time",
			register: "number | kind | name | business_id | country\n1001 | company | Testi Oy | 20774740 | SE",
			file:     "Y-tunnus | Nimi | Kieli\n20774740 | Testi Oy | fi\n2077474-0 | Testi Oy | fi",
			options:  importer.Options{SkipExisting: true},
			want: `2 excluded 1001 business_id
3 undecided !duplicate-row(2)`},
		{name: "a row that would be left out once it is decided stands for nobody",
			register: "number | kind | name | business_id\n1001 | company | Testi Oy | 0112038-9",
			file:     "Asiakasnumero | Nimi | Y-tunnus\n | Testi Oy | 2077474-0\n1001 | | 2077474-0\n | | 112038-9",
			options:  importer.Options{SkipExisting: true},
			want: `2 new company !similar-customer
3 excluded 1001 number
4 unchanged 1001 business_id`},
		{name: "a row that was left out has a new customer the next time, whose name a later row shares",
			register: "number | kind | name | business_id\n1001 | company | Testi Oy | 0112038-9",
			file:     "Kieli | Maa | Nimi | Y-tunnus\nfi | Ruotsi | Testi o.y. | 2077474-0\nsvenska | FI | | FI20774740\n | Ruotsi | testi  oy | FI20774740\n | | | 2077474-0\n | FI | Testi Oy |\n | | testi  oy |",
			options:  importer.Options{NoRepair: true},
			want: `2 new company !similar-customer
3 error !name-missing
4 undecided !duplicate-row(3)
5 error !name-missing
6 undecided [1001] !shadow
7 unchanged 1001 name`},
		{name: "the first spelling of a key is brought, and the second finds a customer that stands",
			register: "number | kind | name | business_id | country | language\n1001 | company | Alfa Oy | 20774740 | SE | fi",
			file:     "Maa | Y-tunnus | Nimi | Kieli\n | 2077474-0 | TESTI OY | \nRuotsi | 20774740 | | \n | 20774740 | | fi",
			want: `2 new company
3 unchanged 1001 business_id
4 undecided 1001 business_id !duplicate-row(2)`},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := input(t, c.file)
			in.Options = c.options
			register := stored(t, c.register)
			first := build(t, register, in)
			if got := strings.TrimSpace(told(first)); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
			second := build(t, inMemory(applied(allOf(t, register), first)), in)
			checkSecond(t, c.register, in, first, second)
		})
	}
}

// allOf lists the customers of a register in memory.
func allOf(t testing.TB, register *importertest.Register) []customer.Customer {
	t.Helper()
	var keys importer.Keys
	err := register.EachKey(t.Context(), func(number int, _, _ string) { keys.Numbers = append(keys.Numbers, number) })
	if err != nil {
		t.Fatal(err)
	}
	found, _, err := register.Customers(t.Context(), keys)
	if err != nil {
		t.Fatal(err)
	}
	all := make([]customer.Customer, len(found))
	for i := range found {
		all[i] = found[i].Customer()
	}
	return all
}

// applied are the customers of a register as a plan would leave them.
func applied(customers []customer.Customer, plan *importer.Plan) []customer.Customer {
	after := slices.Clone(customers)
	for _, row := range plan.Rows {
		switch row.Status {
		case importer.New:
			number := row.Customer
			if number == 0 {
				number = 3001 + row.Line
			}
			c := customer.Customer{Number: number, Revision: 1}
			row.Changes.Apply(&c)
			after = append(after, c)
		case importer.Modified:
			at := slices.IndexFunc(after, func(c customer.Customer) bool { return c.Number == row.Customer })
			row.Changes.Apply(&after[at])
		}
	}
	slices.SortFunc(after, func(a, b customer.Customer) int { return a.Number - b.Number })
	return after
}

// importTwice saves the plan of a file, and checks that nothing is lost and that the
// file changes nothing the second time. It gives the import, 0 where there was nothing
// to save.
func importTwice(t *rapid.T, register *db.DB, in importer.Input) (id int64) {
	first := planOf(t, register, in)
	before := allCustomers(t, register)
	saved, err := register.Save(context.Background(), db.SaveRequest{
		Actor: db.Actor{Name: cmp.Or(in.Actor, "test")}, File: db.FileInfo{Name: "x.csv"}, Input: in, Fingerprint: first.Fingerprint()})
	if errors.Is(err, db.ErrNothingToSave) {
		return 0
	}
	if err != nil {
		t.Fatal(err)
	}
	if saved.Counts[importer.New] != first.Counts[importer.New] {
		t.Fatalf("saved %v of %v", saved.Counts, first.Counts)
	}
	checkNothingLost(t, before, allCustomers(t, register), first.Counts[importer.New])
	checkSecond(t, fmt.Sprint(before), in, first, planOf(t, register, in))
	return saved.Import
}

// checkSecond checks the plan of a file that was imported before, against that
// of the first time. A row that was left out may be new now, and rows that speak of
// its customer then wait.
func checkSecond(t rapid.TB, register string, in importer.Input, first, second *importer.Plan) {
	leftOut := make(map[int]bool)
	for _, row := range first.Rows {
		leftOut[row.Line] = isLeftOut(row.Status)
	}
	for i := range second.Rows {
		was, is := first.Rows[i].Status, second.Rows[i].Status
		if !isLeftOut(was) && !isDuplicateOf(second.Rows[i], leftOut) && (is == importer.New || is == importer.Modified || is == importer.Undecided) {
			t.Fatalf("row %d was %s and is %s\nregister %v\nfile %q %v\noptions %+v\nfirst\n%s\nsecond\n%s",
				second.Rows[i].Line, was, is, register, in.Sheet.Header, in.Sheet.Rows, in.Options, told(first), told(second))
		}
	}
}

func isLeftOut(status importer.Status) bool {
	return status == importer.Undecided || status == importer.Excluded || status == importer.Error
}

// isDuplicateOf reports whether a row waits since it speaks of the customer of one of
// some lines.
func isDuplicateOf(row *importer.Row, lines map[int]bool) bool {
	return slices.ContainsFunc(row.Problems, func(p customer.Problem) bool {
		line, _ := p.Args["line"].(int)
		return p.Code == importer.DuplicateRow && lines[line]
	})
}

func checkNothingLost(t *rapid.T, before, after map[int]customer.Customer, created int) {
	if len(after) != len(before)+created {
		t.Fatalf("%d customers became %d with %d new", len(before), len(after), created)
	}
	for number, old := range before {
		now, kept := after[number]
		if !kept {
			t.Fatalf("customer %d is gone", number)
		}
		for f, text := range old.Values {
			if text != "" && now.Values[f] == "" {
				t.Fatalf("customer %d lost its %s", number, customer.Field(f))
			}
		}
	}
}
