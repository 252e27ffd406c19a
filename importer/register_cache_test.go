package importer_test

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/importer"
	"kortisto/importer/importertest"
	"kortisto/sheet"
)

// TestCacheMakesTheSamePlans holds that a plan built of what the register has
// answered before is the plan built on the register, through any changes of
// the mapping, the options, the decisions and the file.
func TestCacheMakesTheSamePlans(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		for range 8 {
			exported := drawCustomers(t)
			register := drawOffice(t, exported)
			s := drawFile(t)
			if rapid.IntRange(0, 3).Draw(t, "an export") > 0 {
				s = edited(t, register.all, exported)
			}
			plansAgree(t, s, func() importer.Register { return register })
		}
	})
}

// TestCacheOfTheDatabase holds the same of the register in the database, each
// plan in a snapshot of its own.
func TestCacheOfTheDatabase(t *testing.T) {
	withRegister(t, func(t *rapid.T, register *db.DB) {
		exported := allCustomers(t, register)
		touch(t, register)
		s := edited(t, listed(allCustomers(t, register)), listed(exported))
		markRows(t, register, s)
		var snapshot *db.Snapshot
		done := func() {
			if snapshot != nil {
				if err := snapshot.Close(); err != nil {
					t.Fatal(err)
				}
			}
		}
		plansAgree(t, s, func() importer.Register {
			done()
			var err error
			if snapshot, err = register.Snapshot(context.Background()); err != nil {
				t.Fatal(err)
			}
			return snapshot
		})
		done()
	})
}

// TestCacheOfManyRows holds the same of a file that is planned in several
// parts, whose rows meet rows of other parts.
func TestCacheOfManyRows(t *testing.T) {
	const n = 2500
	customers := make([]customer.Customer, n)
	for i := range customers {
		customers[i] = benchCustomer(i)
	}
	export := importer.NewExporter(customer.Standard(), "fi", memoryKey)
	s := &sheet.Sheet{Format: sheet.FormatCSV, HeaderRow: 1, Header: export.Header()}
	for i := range 2 * n {
		c := customers[i*7%n]
		switch i % 11 {
		case 0:
			c.Values[customer.Group] = []string{"Uudet", "uudet"}[i/n]
		case 1:
			c.Values[customer.City] = fmt.Sprint("ESPOO ", i%13)
		case 2:
			c.Values[customer.Name] = customers[i*5%n].Values[customer.Name]
		case 3:
			c.Values[customer.BusinessID] = customers[i*3%n].Values[customer.BusinessID]
		}
		cells := export.Cells(&c)
		if i%17 == 0 {
			cells[0] = ""
		}
		s.Rows = append(s.Rows, sheet.Row{Line: i + 2, Cells: cells})
	}
	in := importer.Input{Sheet: s, Mapping: importer.Suggest(s, customer.Standard())}
	register := importertest.NewRegister(customers, nil, 1000+n)
	cache := importer.NewRegisterCache(register)
	for _, f := range []customer.Field{customer.None, customer.Number, customer.City, customer.Number, customer.BusinessID} {
		in.Mapping = slices.Clone(in.Mapping)
		toggle(in.Mapping, importer.Suggest(s, customer.Standard()), f)
		compareBuilds(t, in, register, cache)
	}
}

// TestGroupCalledElsewhere holds that a row says again what it said, once no
// other row calls its group as it is called now.
func TestGroupCalledElsewhere(t *testing.T) {
	customers := make([]customer.Customer, 2)
	for i := range customers {
		customers[i] = benchCustomer(i)
		customers[i].Values[customer.Group] = "Uudet"
	}
	register := &office{Register: importertest.NewRegister(customers, []string{"Uudet"}, 1002), all: customers, renamed: map[string][]string{"messut 2026": {"Uudet"}}}
	s := edited(nil, nil, customers)
	in := importer.Input{Sheet: s, Mapping: importer.Suggest(s, customer.Standard()), Options: importer.Options{OnConflict: importer.FromRegister}}
	group, _ := in.Mapping.Column(customer.Group)
	for i := range s.Rows {
		s.Rows[i].Cells[group] = "Messut 2026"
	}
	cache := importer.NewRegisterCache(register)
	for _, text := range []string{"", "Uudet", ""} {
		in.Decisions = importer.Decisions{}
		if text != "" {
			in.Decisions.SetCell(3, importer.CellDecision{Hash: importer.RowHash(&s.Rows[1]), Column: group, Text: text})
		}
		compareBuilds(t, in, register, cache)
	}
}

// TestCacheForSomebodyElse holds that a change over one's own import is a
// conflict once somebody else brings the same file.
func TestCacheForSomebodyElse(t *testing.T) {
	customers := []customer.Customer{benchCustomer(0)}
	s := edited(nil, nil, customers)
	then := customers[0].Values
	customers[0].Revision, customers[0].Values[customer.City] = 2, "ESPOO"
	register := importertest.NewRegister(customers, []string{"Ryhmä 0"}, 1001)
	register.Remember(importer.Exported{Number: 1001, Revision: 1}, &importer.Since{Base: then,
		Imported: []importer.Imported{{Field: customer.City, Value: "ESPOO", Who: "Liisa", Last: true}}, Later: []importer.Write{{Field: customer.City, Who: "Liisa"}}})
	in := importer.Input{Sheet: s, Mapping: importer.Suggest(s, customer.Standard())}
	city, _ := in.Mapping.Column(customer.City)
	s.Rows[0].Cells[city] = "VANTAA"
	cache := importer.NewRegisterCache(register)
	for _, who := range []struct {
		name string
		want importer.Status
	}{{"Liisa", importer.Modified}, {"Maija", importer.Undecided}, {"Liisa", importer.Modified}} {
		in.Actor = who.name
		if plan := compareBuilds(t, in, register, cache); plan.Rows[0].Status != who.want {
			t.Errorf("for %s the row is %s", who.name, plan.Rows[0].Status)
		}
	}
}

// TestRowsThatLookLikeTheirCustomers holds that rows which look like those of their
// customers, and may be those of others, are looked at closely once their number
// is no key any more, and once it is one again.
func TestRowsThatLookLikeTheirCustomers(t *testing.T) {
	var customers []customer.Customer
	add := func(values map[customer.Field]string) {
		c := customer.Customer{Number: 1001 + len(customers), Revision: 1}
		c.Values[customer.Kind], c.Values[customer.Name] = customer.Company, fmt.Sprintf("Yritys %d Oy", len(customers))
		for f, text := range values {
			c.Values[f] = text
		}
		customers = append(customers, c)
	}
	add(map[customer.Field]string{customer.BusinessID: "20774740", customer.Country: "SE"}) // a foreign one, written like that of the next
	add(map[customer.Field]string{customer.BusinessID: "2077474-0"})
	add(map[customer.Field]string{customer.Name: "'=Outo Oy"}) // protected in a file, like the next
	add(map[customer.Field]string{customer.Name: "=Outo Oy"})
	add(map[customer.Field]string{customer.BusinessID: "0112038-9"}) // shared
	add(map[customer.Field]string{customer.BusinessID: "0112038-9", customer.Name: "Total"})
	add(map[customer.Field]string{customer.Name: "Laine Liisa", customer.Kind: customer.Person})
	add(map[customer.Field]string{customer.Name: "Laine Liisa"})
	add(map[customer.Field]string{customer.Name: "Virtanen Matti", customer.Kind: customer.Person, customer.Email: "a@x.example", customer.Phone: "040 1234567"})
	add(map[customer.Field]string{customer.BusinessID: "1572860-0"})
	register := inMemory(customers)
	s := edited(nil, nil, customers)
	set := func(row int, f customer.Field, text string) { s.Rows[row].Cells[columnOf(f)] = text }
	set(8, customer.Email, "b@x.example") // somebody else, but for the number
	set(8, customer.Phone, "050 7654321")
	set(9, customer.Number, "x")
	suggested := importer.Suggest(s, customer.Standard())
	for _, without := range []customer.Field{customer.None, customer.Country, customer.Kind, customer.BusinessID, customer.Name} {
		in := importer.Input{Sheet: s, Mapping: slices.Clone(suggested)}
		toggle(in.Mapping, suggested, without)
		cache := importer.NewRegisterCache(register)
		for _, f := range []customer.Field{customer.None, customer.Number, customer.City, customer.Number, customer.City, without} {
			in.Mapping = slices.Clone(in.Mapping)
			toggle(in.Mapping, suggested, f)
			compareBuilds(t, in, register, cache)
		}
	}
}

// TestEarlierRowSaysOtherwise holds that a row minds what an earlier row said of
// its group or of its name before, and does not say now.
func TestEarlierRowSaysOtherwise(t *testing.T) {
	customers := []customer.Customer{benchCustomer(1), benchCustomer(3), benchCustomer(5), benchCustomer(7)}
	customers[2].Values[customer.Name] = customers[1].Values[customer.Name]
	register := inMemory(customers)
	s := edited(nil, nil, customers)
	set := func(row int, f customer.Field, text string) { s.Rows[row].Cells[columnOf(f)] = text }
	set(0, customer.Group, "uudet")
	set(3, customer.Group, "Uudet")
	set(1, customer.Kind, "Yritys") // so that the next row may concern this customer
	set(2, customer.Number, "")
	set(2, customer.Kind, "Yritys")
	s.Rows[2].Cells[len(s.Header)-1] = "" // no mark says who else is meant
	in := importer.Input{Sheet: s, Mapping: importer.Suggest(s, customer.Standard())}
	cache := importer.NewRegisterCache(register)
	for _, excluded := range []int{0, 1, 2, 0} {
		in.Decisions = importer.Decisions{}
		if excluded > 0 {
			row := &s.Rows[excluded-1]
			in.Decisions.SetRow(row.Line, importer.RowDecision{Hash: importer.RowHash(row), Exclude: true})
		}
		compareBuilds(t, in, register, cache)
	}
}

// TestRowMeetsEarlierKeys holds that a row whose customer was recognised by
// its keys still minds an earlier row that brings such a key into the register.
func TestRowMeetsEarlierKeys(t *testing.T) {
	customers := []customer.Customer{benchCustomer(0), benchCustomer(1), benchCustomer(2)}
	customers[2].Values[customer.BusinessID] = ""
	register := importertest.NewRegister(customers, []string{"Ryhmä 0", "Ryhmä 1", "Ryhmä 2"}, 1003)
	s := edited(nil, nil, slices.Concat(customers, customers))
	in := importer.Input{Sheet: s, Mapping: importer.Suggest(s, customer.Standard())}
	decide := func(decision importer.RowDecision) {
		in.Decisions = importer.Decisions{}
		for i := range customers {
			decision.Hash = importer.RowHash(&s.Rows[i])
			in.Decisions.SetRow(s.Rows[i].Line, decision)
		}
	}
	cache := importer.NewRegisterCache(register)
	decide(importer.RowDecision{Exclude: true})
	compareBuilds(t, in, register, cache)
	in.Mapping = slices.Clone(in.Mapping)
	in.Mapping[0] = customer.None
	compareBuilds(t, in, register, cache)
	decide(importer.RowDecision{Create: true})
	plan := compareBuilds(t, in, register, cache)
	if plan.Counts[importer.Excluded] != len(customers) || plan.Counts[importer.New] != len(customers) {
		t.Errorf("planned %v", plan.Counts)
	}
}

// plansAgree builds plans of a file, each after a change, in more than one way.
func plansAgree(t *rapid.T, s *sheet.Sheet, register func() importer.Register) {
	in := importer.Input{Sheet: s, Mapping: importer.Suggest(s, customer.Standard()), Actor: "Liisa"}
	cache := importer.NewRegisterCache(nil)
	compareBuilds(t, in, register(), cache)
	for range rapid.IntRange(1, 5).Draw(t, "changes") {
		change(t, &in)
		now := register()
		if n := rapid.IntRange(-12, 4).Draw(t, "fails at"); n > 0 {
			cache.From(&failing{now, n})
			if _, err := importer.BuildFrom(context.Background(), in, cache); err != nil && !errors.Is(err, errUnread) {
				t.Fatal(err)
			}
		}
		compareBuilds(t, in, now, cache)
	}
}

// compareBuilds builds a plan on the register and one of the cache. Both are
// the same.
func compareBuilds(t rapid.TB, in importer.Input, register importer.Register, cache *importer.RegisterCache) *importer.Plan {
	build := func(cache *importer.RegisterCache) *importer.Plan {
		cache.From(register)
		plan, err := importer.BuildFrom(context.Background(), in, cache)
		if err != nil {
			t.Fatal(err)
		}
		return plan
	}
	plain := build(importer.NewRegisterCache(nil))
	if difference := differ(plain, build(cache)); difference != "" {
		t.Fatalf("of %+v:\non the register and of the cache %s", in, difference)
	}
	return plain
}

// differ tells the first difference of two plans, which may hold the changes of a
// row in different ways; "" for none.
func differ(one, other *importer.Plan) string {
	for i := range one.Rows {
		a, b := *one.Rows[i], *other.Rows[i]
		changes, others := slices.Collect(a.Changes.All()), slices.Collect(b.Changes.All())
		a.Changes, b.Changes = importer.Changes{}, importer.Changes{}
		if !reflect.DeepEqual(a, b) || !slices.Equal(changes, others) {
			return fmt.Sprintf("%+v %q\n%+v %q", a, changes, b, others)
		}
	}
	a, b := *one, *other
	a.Rows, b.Rows = nil, nil
	if !reflect.DeepEqual(a, b) {
		return fmt.Sprintf("%+v\n%+v", a, b)
	}
	return ""
}

// silent is a register that must not be asked for customers.
type silent struct {
	*importertest.Register
	t *testing.T
}

func (s silent) Customers(context.Context, importer.Keys) ([]*customer.Stored, bool, error) {
	s.t.Error("an empty register is asked for customers")
	return nil, true, nil
}

// TestEmptyRegisterIsNotAsked holds that no key is looked up where nobody is
// stored, whether the rows name numbers or not.
func TestEmptyRegisterIsNotAsked(t *testing.T) {
	s := &sheet.Sheet{Format: sheet.FormatCSV, HeaderRow: 1, Header: []string{"Asiakasnumero", "Nimi", "Y-tunnus"}, Rows: []sheet.Row{
		{Line: 2, Cells: []string{"", "Testi Oy", "2077474-0"}},
		{Line: 3, Cells: []string{"1005", "Matti Virtanen", ""}},
	}}
	for unknown, want := range map[importer.UnknownNumbers]importer.Status{
		importer.UnknownIsError: importer.Error, importer.UnknownCreates: importer.New, importer.UnknownIgnored: importer.New,
	} {
		in := importer.Input{Sheet: s, Mapping: importer.Suggest(s, customer.Standard()), Options: importer.Options{UnknownNumbers: unknown}}
		plan, err := importer.Build(t.Context(), in, silent{importertest.NewRegister(nil, nil, 1000), t})
		if err != nil {
			t.Fatal(err)
		}
		if got := plan.Rows[1].Status; plan.Rows[0].Status != importer.New || got != want {
			t.Errorf("%q: %s and %s, want new and %s", unknown, plan.Rows[0].Status, got, want)
		}
		if len(plan.UnknownNumbers) != 1 || plan.KnownNumbers != 0 {
			t.Errorf("%q: %v unknown, %d known", unknown, plan.UnknownNumbers, plan.KnownNumbers)
		}
	}
}

// TestCacheForgetsWhatFailed holds that what the register could not answer is
// asked for again, whichever question failed.
func TestCacheForgetsWhatFailed(t *testing.T) {
	stored := customer.Customer{Number: 1001, Revision: 1}
	stored.Values[customer.Kind], stored.Values[customer.Name] = customer.Person, "Virtanen, Matti"
	others := make([]customer.Customer, 20) // so that a file of one row does not have all of them read
	for i := range others {
		others[i] = customer.Customer{Number: 1002 + i, Revision: 1}
		others[i].Values[customer.Kind], others[i].Values[customer.Name] = customer.Person, fmt.Sprintf("Henkilö %d", i)
	}
	register := importertest.NewRegister(append([]customer.Customer{stored}, others...), nil, 1001+len(others))
	s := &sheet.Sheet{Format: sheet.FormatCSV, HeaderRow: 1, Header: []string{"Nimi"}, Rows: []sheet.Row{{Line: 2, Cells: []string{"Matti Virtanen"}}}}
	in := importer.Input{Sheet: s, Mapping: importer.Mapping{customer.Name}}
	failed := 0
	for at := 1; ; at++ {
		cache := importer.NewRegisterCache(&failing{register, at})
		if _, err := importer.BuildFrom(t.Context(), in, cache); err == nil {
			break
		}
		failed++
		plan, err := importer.BuildFrom(t.Context(), in, cache)
		if err != nil {
			t.Fatal(err)
		}
		if row := plan.Rows[0]; row.Status != importer.Unchanged || row.Customer != stored.Number {
			t.Errorf("after question %d had failed: %s, customer %d", at, row.Status, row.Customer)
		}
	}
	if failed < 3 {
		t.Errorf("only %d questions failed", failed)
	}
}
