package importer_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/importer"
	"kortisto/importer/importertest"
	"kortisto/sheet"
)

// The pools are small, so that rows and customers often meet.
var (
	pool = map[customer.Field][]string{
		customer.Kind: {"Yritys", "Henkilö", "", "Private"},
		customer.Name: {"Virtanen Matti", "virtanen  matti", "Virtanen, Matti", "Matti Virtanen", "Laine Liisa", "Sähkö Oy", "SÄHKÖ OY", "Sähkö Osakeyhtiö", "Nordvind AB", "@Work Oy", "'=Outo Oy", "Alfa, =Beta Oy", "Alfa, '=Beta Oy",
			"Čapek Jiří", "?apek Ji?í", "007", "7", ""},
		customer.BusinessID:       {"2077474-0", "20774740", "0112038-9", "112038-9", "1572860-0", "556677-8899", "1234567-8", "0123456", "123456", "", ""},
		customer.Email:            {"a@x.example", "b@x.example", "A@x.example; b@x.example", "ei", ""},
		customer.Phone:            {"040 123 4567", "0401234567", "+358401234567", "050 999 8888", "401234567", ""},
		customer.Street:           {"Merikatu 1", "Kotitie 2", ""},
		customer.Postcode:         {"00100", "100", "111 22", "02100", ""},
		customer.Country:          {"FI", "Ruotsi", "SE", "", "Narnia"},
		customer.EInvoiceAddress:  {"003720774740", "3720774740", "FI2112345600000785", "0088123", ""},
		customer.EInvoiceOperator: {"BAWCFI22", "basware", "Tuntematon", ""},
		customer.Invoicing:        {"Verkkolasku", "Paperi", "E-post", ""},
		customer.PaymentTerms:     {"14", "14 pv netto", "17", "-1", ""},
		customer.Language:         {"fi", "svenska", ""},
		customer.Group:            {"Uudet", "uudet", "Messut 2026", ""},
		customer.FirstName:        {"Matti", "Liisa", ""},
		customer.LastName:         {"Virtanen", "Laine", ""},
	}
	oddText = rapid.OneOf(rapid.Just(""), rapid.String(), rapid.SampledFrom([]string{"=1+1", "'=1+1", "''x", "+358-alku", "-5", "@a", "1E5", "00078", "TOSI",
		"a,=1+1,b", "a;'=1", "a, +358 40 1", "a\n- b", "|＝1", "a\nb", "a\tb", "\"q\"", "a;b,c|d", "_x0041_", "sep=;", "ID", " x ", "😀", "\u00a0", "1,5", "1.2.", "ma\u0308", "\ufeffx"}))
)

// crowd is a smaller pool still, of few fields: the spellings of one key, and
// what decides how it is read. Its rows concern one or two customers.
var crowd = map[customer.Field][]string{
	customer.Name:       {"", "Testi Oy", "TESTI OY", "Oy Testi", "Testi o.y.", "testi  oy", "Sverige Ab", "'=Testi Oy"},
	customer.BusinessID: {"", "2077474-0", "20774740", "FI20774740", "112038-9", "0112038-9"},
	customer.Country:    {"", "FI", "Ruotsi"},
	customer.Language:   {"", "fi", "svenska"},
}

// drawCrowd makes a file of rows that concern one or two customers.
func drawCrowd(t *rapid.T) *sheet.Sheet {
	fields := rapid.Permutation(slices.Sorted(maps.Keys(crowd))).Draw(t, "columns")
	s := &sheet.Sheet{Format: sheet.FormatCSV, HeaderRow: 1}
	for _, f := range fields {
		s.Header = append(s.Header, customer.Standard().Label(f, "fi"))
	}
	for line := range rapid.IntRange(2, 6).Draw(t, "rows") {
		row := sheet.Row{Line: line + 2}
		for _, f := range fields {
			row.Cells = append(row.Cells, rapid.SampledFrom(crowd[f]).Draw(t, f.Key()))
		}
		s.Rows = append(s.Rows, row)
	}
	return s
}

// drawMember makes a customer whom the rows of a crowd concern.
func drawMember(t *rapid.T) customer.Values {
	var v customer.Values
	ctx := customer.Context{Country: rapid.SampledFrom([]string{"", "FI", "SE"}).Draw(t, "country")}
	v[customer.Country] = ctx.Country
	for _, f := range []customer.Field{customer.Name, customer.BusinessID, customer.Language} {
		v[f] = f.Read(rapid.SampledFrom(crowd[f]).Draw(t, f.Key()), ctx).Value
	}
	if v[customer.Name] == "" {
		v[customer.Name] = "Testi Oy"
	}
	v[customer.Kind] = customer.Company
	if v[customer.BusinessID] == "" {
		v[customer.Kind] = rapid.SampledFrom([]string{customer.Company, customer.Person}).Draw(t, "kind")
	}
	return v
}

func drawText(t *rapid.T, f customer.Field) string {
	if texts, ok := pool[f]; ok {
		return rapid.SampledFrom(texts).Draw(t, f.Key())
	}
	return oddText.Draw(t, f.Key())
}

// drawCustomer makes values that the register can hold.
func drawCustomer(t *rapid.T) customer.Values {
	var v customer.Values
	ctx := customer.Context{Country: customer.Country.Read(drawText(t, customer.Country), customer.Context{}).Value}
	v[customer.Country] = ctx.Country
	for f := customer.Kind; f.IsValue(); f++ {
		if f != customer.Country {
			v[f] = f.Read(drawText(t, f), ctx).Value
		}
	}
	if v[customer.Name] == "" {
		v[customer.Name] = "Nimi"
	}
	if v[customer.Kind] == "" {
		v[customer.Kind] = customer.Company
	}
	if v[customer.Kind] == customer.Person {
		v[customer.BusinessID] = ""
	}
	return v
}

func fill(t *rapid.T, register *db.DB) {
	for _, c := range drawCustomers(t) {
		if _, err := register.CreateCustomer(context.Background(), db.Actor{Name: "test"}, c.Values); err != nil {
			t.Fatal(err)
		}
	}
}

// drawCustomers makes customers numbered from 1001.
func drawCustomers(t *rapid.T) []customer.Customer {
	customers := make([]customer.Customer, rapid.IntRange(0, 6).Draw(t, "customers"))
	for i := range customers {
		customers[i] = customer.Customer{Number: 1001 + i, Revision: 1, Values: drawCustomer(t)}
	}
	return customers
}

// inMemory makes a register of customers.
func inMemory(customers []customer.Customer) *importertest.Register {
	var groups []string
	for i := range customers {
		if name := customers[i].Values[customer.Group]; name != "" && !slices.ContainsFunc(groups, func(g string) bool { return customer.FoldKey(g) == customer.FoldKey(name) }) {
			groups = append(groups, name)
		}
	}
	return importertest.NewRegister(customers, groups, 1000+len(customers))
}

func drawFile(t *rapid.T) *sheet.Sheet {
	fields := rapid.Permutation(customer.Standard().Targets()).Draw(t, "columns")
	fields = fields[:rapid.IntRange(1, len(fields)).Draw(t, "width")]
	if rapid.Bool().Draw(t, "with name") && !slices.Contains(fields, customer.Name) {
		fields = append(fields, customer.Name)
	}
	s := &sheet.Sheet{Format: sheet.FormatCSV, HeaderRow: 1}
	for _, f := range fields {
		s.Header = append(s.Header, customer.Standard().Label(f, "fi"))
	}
	for line := range rapid.IntRange(1, 7).Draw(t, "rows") {
		row := sheet.Row{Line: line + 2}
		for _, f := range fields {
			text := drawText(t, f)
			if f == customer.Number {
				text = rapid.SampledFrom([]string{"", "1001", "1002", "1003", "1004,0", "2000", "x"}).Draw(t, "number")
			}
			row.Cells = append(row.Cells, text)
		}
		s.Rows = append(s.Rows, row)
	}
	return s
}

func drawOptions(t *rapid.T) importer.Options {
	return importer.Options{
		UnknownNumbers: rapid.SampledFrom([]importer.UnknownNumbers{importer.UnknownIsError, importer.UnknownCreates, importer.UnknownIgnored}).Draw(t, "unknown numbers"),
		Create:         rapid.SampledFrom([]importer.Create{importer.CreateDefault, importer.CreateYes, importer.CreateNo}).Draw(t, "create"),
		SkipExisting:   rapid.IntRange(0, 9).Draw(t, "skip existing") == 0,
		NoRepair:       rapid.Bool().Draw(t, "no repair"),
		Kind:           rapid.SampledFrom([]string{"", "", customer.Company, customer.Person}).Draw(t, "kind"),
	}
}

// withRegister runs a property on registers in real files.
func withRegister(t *testing.T, property func(t *rapid.T, register *db.DB)) {
	empty := emptyRegister(t) // made once: its migrations take longer than most plans
	rapid.Check(t, func(rt *rapid.T) {
		dir, err := os.MkdirTemp(t.TempDir(), "register")
		if err != nil {
			rt.Fatal(err)
		}
		defer os.RemoveAll(dir)
		if err := os.WriteFile(filepath.Join(dir, db.FileName), empty, 0o600); err != nil {
			rt.Fatal(err)
		}
		register, err := db.Open(context.Background(), dir, db.Options{})
		if err != nil {
			rt.Fatal(err)
		}
		defer register.Close()
		fill(rt, register)
		property(rt, register)
	})
}

// emptyRegister is the file of a register without customers.
func emptyRegister(t *testing.T) []byte {
	t.Helper()
	dir := t.TempDir()
	register, err := db.Open(context.Background(), dir, db.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := register.Close(); err != nil {
		t.Fatal(err)
	}
	file, err := os.ReadFile(filepath.Join(dir, db.FileName))
	if err != nil {
		t.Fatal(err)
	}
	return file
}

func planOf(t *rapid.T, register *db.DB, in importer.Input) *importer.Plan {
	snapshot, err := register.Snapshot(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defer snapshot.Close()
	return planIn(t, snapshot, in)
}

func planIn(t *rapid.T, register importer.Register, in importer.Input) *importer.Plan {
	plan, err := importer.Build(context.Background(), in, register)
	if err != nil {
		t.Fatal(err)
	}
	return plan
}

func allCustomers(t *rapid.T, register *db.DB) map[int]customer.Customer {
	all := make(map[int]customer.Customer)
	err := register.EachCustomer(context.Background(), db.Filter{}, func(c *customer.Customer) error {
		all[c.Number] = *c
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// TestExportComesBackUnchanged holds invariant 1: every row of an export is
// unchanged, in every format and language, with all columns and with some, for
// every value; also where a
// spreadsheet program has saved a CSV file as a workbook.
func TestExportComesBackUnchanged(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		customers := drawCustomers(t)
		if len(customers) == 0 {
			return
		}
		columns := rapid.SliceOfN(rapid.SampledFrom(customer.Standard().Exported()), 0, 4).Draw(t, "columns")
		if len(columns) > 0 {
			columns = append(columns, customer.Number)
		}
		export := importer.NewExporter(customer.Standard(), rapid.SampledFrom(customer.Languages).Draw(t, "language"), memoryKey, columns...)
		table := [][]string{export.Header()}
		for i := range customers {
			table = append(table, export.Cells(&customers[i]))
		}
		workbook := rapid.Bool().Draw(t, "workbook")
		read := written(t, table, workbook)
		if !workbook && rapid.Bool().Draw(t, "saved as a workbook") {
			table = [][]string{read.Header}
			for _, row := range read.Rows {
				table = append(table, row.Cells)
			}
			read = written(t, table, true)
		}
		plan := planIn(t, inMemory(customers), importer.Input{Sheet: read, Mapping: importer.Suggest(read, customer.Standard())})
		if n := len(customers); plan.Counts[importer.Unchanged] != n || len(plan.Rows) != n {
			t.Fatalf("%d customers came back as\n%s", n, told(plan))
		}
	})
}

// written reads a table that was written into a file.
func written(t *rapid.T, table [][]string, workbook bool) *sheet.Sheet {
	var file bytes.Buffer
	var err error
	writer := sheet.NewCSVWriter(&file)
	if workbook {
		if writer, err = sheet.NewXLSXWriter(&file, "Asiakkaat"); err != nil {
			t.Fatal(err)
		}
	}
	for _, row := range table {
		err = errors.Join(err, writer.Write(row))
	}
	if err = errors.Join(err, writer.Close()); err != nil {
		t.Fatal(err)
	}
	read, err := sheet.Read(file.Bytes(), sheet.Options{Known: importer.KnownHeader(customer.Standard()), Limits: sheet.DefaultLimits()})
	if err != nil {
		t.Fatalf("%v\n%q", err, file.String())
	}
	return read
}

// TestImportTwice holds invariants 2 and 3: the second import of a file has
// nothing new, modified or undecided that the first had not left out, and a
// save empties no field and loses no customer.
func TestImportTwice(t *testing.T) {
	withRegister(t, func(t *rapid.T, register *db.DB) {
		for range 4 {
			importTwice(t, register, drawFile(t))
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
			in := importer.Input{Sheet: file, Mapping: importer.Suggest(file, customer.Standard()), Options: drawOptions(t)}
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
		all[i] = *found[i]
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

func importTwice(t *rapid.T, register *db.DB, file *sheet.Sheet) {
	in := importer.Input{Sheet: file, Mapping: importer.Suggest(file, customer.Standard()), Options: drawOptions(t)}
	first := planOf(t, register, in)
	before := allCustomers(t, register)
	saved, err := register.Save(context.Background(), db.SaveRequest{Actor: db.Actor{Name: "test"}, File: db.FileInfo{Name: "x.csv"}, Input: in, Fingerprint: first.Fingerprint()})
	if errors.Is(err, db.ErrNothingToSave) {
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	if saved.Counts[importer.New] != first.Counts[importer.New] {
		t.Fatalf("saved %v of %v", saved.Counts, first.Counts)
	}
	checkNothingLost(t, before, allCustomers(t, register), first.Counts[importer.New])
	checkSecond(t, fmt.Sprint(before), in, first, planOf(t, register, in))
}

// checkSecond checks the plan of a file that was imported before, against that
// of the first time.
func checkSecond(t rapid.TB, register string, in importer.Input, first, second *importer.Plan) {
	for i := range second.Rows {
		was, is := first.Rows[i].Status, second.Rows[i].Status
		left := was == importer.Undecided || was == importer.Excluded || was == importer.Error
		if !left && (is == importer.New || is == importer.Modified || is == importer.Undecided) {
			t.Fatalf("row %d was %s and is %s\nregister %v\nfile %q %v\noptions %+v\nfirst\n%s\nsecond\n%s",
				second.Rows[i].Line, was, is, register, in.Sheet.Header, in.Sheet.Rows, in.Options, told(first), told(second))
		}
	}
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

// TestColumnOrder holds invariant 5: the order of columns does not matter.
func TestColumnOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		register := inMemory(drawCustomers(t))
		file := drawFile(t)
		order := make([]int, len(file.Header))
		for i := range order {
			order[i] = i
		}
		order = rapid.Permutation(order).Draw(t, "order")
		turned := &sheet.Sheet{Format: file.Format, HeaderRow: 1}
		for _, i := range order {
			turned.Header = append(turned.Header, file.Header[i])
		}
		for _, row := range file.Rows {
			cells := make([]string, 0, len(order))
			for _, i := range order {
				cells = append(cells, row.Cells[i])
			}
			turned.Rows = append(turned.Rows, sheet.Row{Line: row.Line, Cells: cells})
		}
		options := drawOptions(t)
		one := planIn(t, register, importer.Input{Sheet: file, Mapping: importer.Suggest(file, customer.Standard()), Options: options})
		other := planIn(t, register, importer.Input{Sheet: turned, Mapping: importer.Suggest(turned, customer.Standard()), Options: options})
		if one.Fingerprint() != other.Fingerprint() {
			t.Fatalf("%q\n%s\nin another order of columns\n%s", file.Header, told(one), told(other))
		}
	})
}

// TestRegistersAgree holds that the register in memory and the one in the
// database give the same plan.
func TestRegistersAgree(t *testing.T) {
	withRegister(t, func(t *rapid.T, register *db.DB) {
		var customers []customer.Customer
		all := allCustomers(t, register)
		for number := range all {
			customers = append(customers, all[number])
		}
		slices.SortFunc(customers, func(a, b customer.Customer) int { return a.Number - b.Number })
		snapshot, err := register.Snapshot(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		defer snapshot.Close()
		groups, err := snapshot.Groups(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		highest, err := snapshot.HighestNumber(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		file := drawFile(t)
		in := importer.Input{Sheet: file, Mapping: importer.Suggest(file, customer.Standard()), Options: drawOptions(t)}
		inDB, err := importer.Build(context.Background(), in, snapshot)
		if err != nil {
			t.Fatal(err)
		}
		inMemory, err := importer.Build(context.Background(), in, importertest.NewRegister(customers, groups, highest))
		if err != nil {
			t.Fatal(err)
		}
		if told(inDB) != told(inMemory) || fmt.Sprint(inDB.GroupsToCreate) != fmt.Sprint(inMemory.GroupsToCreate) {
			t.Fatalf("in the database\n%s\nin memory\n%s", told(inDB), told(inMemory))
		}
	})
}
