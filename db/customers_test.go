package db

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"kortisto/customer"
)

// named makes values of a company with a name and more fields.
func named(name string, more ...string) customer.Values {
	var v customer.Values
	v[customer.Kind], v[customer.Name] = customer.Company, name
	for i := 0; i < len(more); i += 2 {
		f, ok := customer.ParseField(more[i])
		if !ok {
			panic(more[i])
		}
		v[f] = more[i+1]
	}
	v.Complete()
	return v
}

func add(t testing.TB, db *DB, all ...customer.Values) {
	t.Helper()
	for _, values := range all {
		if _, err := db.CreateCustomer(t.Context(), Actor{Name: "Liisa"}, values); err != nil {
			t.Fatal(err)
		}
	}
}

// numbers lists the numbers of the customers that a filter chooses, less 1000.
func numbers(t testing.TB, db *DB, filter Filter) string {
	t.Helper()
	page, total, err := db.Customers(t.Context(), filter)
	if err != nil {
		t.Fatalf("%+v: %v", filter, err)
	}
	var list []string
	for _, c := range page {
		list = append(list, fmt.Sprint(c.Number-1000))
	}
	if filter.Limit == 0 && filter.Offset == 0 && total != len(page) {
		t.Errorf("%+v: %d of %d", filter, len(page), total)
	}
	return strings.Join(list, " ")
}

func TestCustomerStored(t *testing.T) {
	db := openTest(t)
	var values customer.Values
	for f := customer.Kind; f.IsValue(); f++ {
		values[f] = "  " + f.Key() + "\r\n\x1f\x00'\"?%åäö "
	}
	made, err := db.CreateCustomer(t.Context(), Actor{Name: "Liisa"}, values)
	if err != nil {
		t.Fatal(err)
	}
	read, err := db.Customer(t.Context(), made.Number)
	if err != nil || read != made || made.Number != 1001 || made.Revision != 1 {
		t.Errorf("made %+v, read %+v, %v", made, read, err)
	}
	for f := customer.Kind; f.IsValue(); f++ {
		if want := f.Key() + "\n'\"?%åäö"; read.Values[f] != want {
			t.Errorf("%s is %q", f, read.Values[f])
		}
	}
	if _, err := db.Customer(t.Context(), 1002); !errors.Is(err, ErrNotFound) {
		t.Errorf("nobody: %v", err)
	}
	checkRegister(t, db)
}

func TestUpdateCustomer(t *testing.T) {
	db := openTest(t)
	add(t, db, named("Yksi Oy", "group", "VIP", "city", "Pori"))
	update := func(revision int, values customer.Values) (customer.Customer, error) {
		return db.UpdateCustomer(t.Context(), Actor{Name: "Liisa"}, 1001, revision, values)
	}
	changed, err := update(1, named("Uusi nimi Oy"))
	if err != nil || changed.Revision != 2 || changed.Values != named("Uusi nimi Oy") {
		t.Errorf("changed to %+v, %v", changed, err)
	}
	if read, err := db.Customer(t.Context(), 1001); err != nil || read != changed {
		t.Errorf("read %+v, %v", read, err)
	}
	before := state(t, db)
	if same, err := update(2, named(" Uusi nimi Oy")); err != nil || same.Revision != 2 {
		t.Errorf("the same values gave %+v, %v", same, err)
	}
	if _, err := update(1, named("Myöhässä Oy")); !errors.Is(err, ErrConflict) {
		t.Errorf("an old revision: %v", err)
	}
	if err := db.RemoveCustomer(t.Context(), Actor{Name: "Liisa"}, 1001, 1); !errors.Is(err, ErrConflict) {
		t.Errorf("removal of an old revision: %v", err)
	}
	if _, err := db.UpdateCustomer(t.Context(), Actor{Name: "Liisa"}, 9, 1, named("A")); !errors.Is(err, ErrNotFound) {
		t.Errorf("nobody: %v", err)
	}
	if after := state(t, db); after != before {
		t.Errorf("before:\n%s\nafter:\n%s", before, after)
	}
	if err := db.RemoveCustomer(t.Context(), Actor{Name: "Liisa"}, 1001, 2); err != nil {
		t.Error(err)
	}
	if got := numbers(t, db, Filter{Query: "uusi"}); got != "" {
		t.Errorf("a removed customer is found: %s", got)
	}
	checkRegister(t, db)
}

func TestFilter(t *testing.T) {
	db := openTest(t)
	person := named("Öhman Anna", "city", "Åbo", "group", "vip", "payment_terms", "7")
	person[customer.Kind] = customer.Person
	add(t, db,
		named("Zeta Oy", "city", "turku", "payment_terms", "14", "group", "VIP"),
		named("Åkerblom Ab", "city", "Turku", "payment_terms", "100"),
		named("Äijälä Oy", "group", "Ärhäkät"),
		person,
		named("zeniitti", "city", "Espoo", "email", "zen@example.com", "einvoice_address", "003707375462"))
	for _, c := range []struct {
		filter Filter
		want   string
	}{
		{Filter{}, "1 2 3 4 5"},
		{Filter{Desc: true}, "5 4 3 2 1"},
		{Filter{Sort: customer.Name}, "5 1 2 3 4"},
		{Filter{Sort: customer.Name, Desc: true}, "4 3 2 1 5"},
		{Filter{Sort: customer.City}, "5 1 2 4 3"},
		{Filter{Sort: customer.City, Desc: true}, "4 2 1 5 3"},
		{Filter{Sort: customer.PaymentTerms}, "4 1 2 3 5"},
		{Filter{Sort: customer.Group}, "1 4 3 2 5"},
		{Filter{Sort: customer.Version}, "1 2 3 4 5"},
		{Filter{Kind: customer.Person}, "4"},
		{Filter{Groups: []string{"Vip"}}, "1 4"},
		{Filter{Groups: []string{"nobody's"}}, ""},
		{Filter{Groups: []string{"vip", "ÄRHÄKÄT", "nobody's"}}, "1 3 4"},
		{Filter{Groups: []string{"vip", "ärhäkät"}, Sort: customer.Name, Desc: true}, "4 3 1"},
		{Filter{City: "TURKU"}, "1 2"},
		{Filter{City: "Tur"}, ""},
		{Filter{City: "åbo"}, "4"},
		{Filter{City: "turku", Query: "oy"}, "1"},
		{Filter{Has: []customer.Field{customer.Email}}, "5"},
		{Filter{Lacks: []customer.Field{customer.Email}, Sort: customer.Name}, "1 2 3 4"},
		{Filter{Has: []customer.Field{customer.City}, Lacks: []customer.Field{customer.EInvoiceAddress, customer.Email}, Groups: []string{"vip"}}, "1 4"},
		{Filter{Groups: []string{"vip"}, Kind: customer.Company, Query: "zet"}, "1"},
		{Filter{Sort: customer.Name, Limit: 2, Offset: 1}, "1 2"},
		{Filter{Offset: 3}, "4 5"},
		{Filter{Limit: 2, Offset: 9}, ""},
	} {
		if got := numbers(t, db, c.filter); got != c.want {
			t.Errorf("%+v: %s, want %s", c.filter, got, c.want)
		}
	}
	if _, total, err := db.Customers(t.Context(), Filter{Limit: 2}); total != 5 || err != nil {
		t.Errorf("total %d, %v", total, err)
	}
	for _, f := range customer.Standard().Targets() {
		numbers(t, db, Filter{Sort: f, Query: "o", Desc: true})
	}
	failure := errors.New("enough")
	if err := db.EachCustomer(t.Context(), Filter{}, func(*customer.Customer) error { return failure }); !errors.Is(err, failure) {
		t.Errorf("got %v", err)
	}
}

func TestGroups(t *testing.T) {
	db := openTest(t)
	add(t, db, named("A", "group", "Öljy"), named("B", "group", "öljy "), named("C", "group", "Autot"))
	vip, err := db.CreateGroup(t.Context(), Actor{Name: "Liisa"}, " VIP  asiakkaat")
	if err != nil || vip.Name != "VIP  asiakkaat" {
		t.Errorf("%+v, %v", vip, err)
	}
	told := func() string {
		groups, err := db.Groups(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return fmt.Sprint(groups)
	}
	if got := told(); got != "[{2 Autot 1} {3 VIP  asiakkaat 0} {1 Öljy 2}]" {
		t.Error(got)
	}
	for want, err := range map[error]error{
		ErrNameTaken:     second(db.CreateGroup(t.Context(), Actor{Name: "Liisa"}, "vip ASIAKKAAT")),
		ErrNameMissing:   second(db.CreateGroup(t.Context(), Actor{Name: "Liisa"}, " ")),
		ErrGroupNotEmpty: db.RemoveGroup(t.Context(), Actor{Name: "Liisa"}, 1),
		ErrNotFound:      db.RemoveGroup(t.Context(), Actor{Name: "Liisa"}, 9),
	} {
		if !errors.Is(err, want) {
			t.Errorf("got %v, want %v", err, want)
		}
	}
	for id, want := range map[int64]error{9: ErrNotFound, 2: ErrNameTaken} {
		if err := db.RenameGroup(t.Context(), Actor{Name: "Liisa"}, id, "öljy"); !errors.Is(err, want) {
			t.Errorf("got %v, want %v", err, want)
		}
	}
	for _, name := range []string{"ÖLJY", "Kaasu", "Kaasu"} {
		if err := db.RenameGroup(t.Context(), Actor{Name: "Liisa"}, 1, name); err != nil {
			t.Error(err)
		}
	}
	if err := db.RemoveGroup(t.Context(), Actor{Name: "Liisa"}, vip.ID); err != nil {
		t.Error(err)
	}
	if got := told(); got != "[{2 Autot 1} {1 Kaasu 2}]" {
		t.Error(got)
	}
	if c, err := db.Customer(t.Context(), 1001); err != nil || c.Values[customer.Group] != "Kaasu" || c.Revision != 1 {
		t.Errorf("%+v, %v", c, err)
	}
	if made, err := db.CreateGroup(t.Context(), Actor{Name: "Liisa"}, "Uusi"); err != nil || made.ID != 4 {
		t.Errorf("an id was used again: %+v, %v", made, err)
	}
	checkRegister(t, db)
}

func second[T any](_ T, err error) error { return err }

// TestJournal holds what the journal keeps of each kind of change, which is all
// that any earlier value is read back from.
func TestJournal(t *testing.T) {
	db := openTest(t)
	add(t, db, named("Yksi Oy", "city", "Pori"))
	if _, err := db.UpdateCustomer(t.Context(), Actor{Name: "Matti"}, 1001, 1, named("Kaksi Oy", "group", "VIP")); err != nil {
		t.Fatal(err)
	}
	if err := db.RenameGroup(t.Context(), Actor{Name: "Matti"}, 1, "Tärkeät"); err != nil {
		t.Fatal(err)
	}
	if err := db.RemoveCustomer(t.Context(), Actor{Name: "Liisa"}, 1001, 2); err != nil {
		t.Fatal(err)
	}
	if err := db.RemoveGroup(t.Context(), Actor{Name: "Liisa"}, 1); err != nil {
		t.Fatal(err)
	}
	rows, err := db.read.DB.Query(`SELECT e.actor || ' ' || e.action || ': ' || concat_ws(' ', change,
			'c' || customer || ' r' || revision, 'g' || group_id, field, quote(old), quote(new))
		FROM journal AS j JOIN events AS e ON e.id = j.event_id ORDER BY j.id`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var got []string
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			t.Fatal(err)
		}
		got = append(got, line)
	}
	whole, err := json.Marshal(map[string]string{"kind": "company", "name": "Kaksi Oy", "group": "1", "active": "yes", "no_marketing": "no", "restricted": "no"})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"Liisa create: created c1001 r1 NULL NULL",
		"Matti update: created g1 NULL 'VIP'",
		"Matti update: changed c1001 r2 name 'Yksi Oy' 'Kaksi Oy'",
		"Matti update: changed c1001 r2 city 'Pori' ''",
		"Matti update: changed c1001 r2 group '' '1'",
		"Matti group-rename: changed g1 name 'VIP' 'Tärkeät'",
		"Liisa remove: removed c1001 r3 '" + string(whole) + "' NULL",
		"Liisa group-remove: removed g1 'Tärkeät' NULL",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	checkRegister(t, db)
}

// TestPagesAreThePartsOfTheList holds that pages, whichever end they are read
// from, are the list cut in pieces.
func TestPagesAreThePartsOfTheList(t *testing.T) {
	db := openTest(t)
	fill(t, db, 23)
	for _, sort := range []customer.Field{customer.None, customer.Name, customer.City} {
		for _, desc := range []bool{false, true} {
			filter := Filter{Sort: sort, Desc: desc}
			whole, _, err := db.Customers(t.Context(), filter)
			if err != nil {
				t.Fatal(err)
			}
			var parts []customer.Customer
			for filter.Limit = 4; filter.Offset < len(whole); filter.Offset += filter.Limit {
				page, total, err := db.Customers(t.Context(), filter)
				if err != nil || total != len(whole) {
					t.Fatal(total, err)
				}
				parts = append(parts, page...)
			}
			if !slices.Equal(parts, whole) {
				t.Errorf("%v, descending %v: the pages are not the list", sort, desc)
			}
		}
	}
}
