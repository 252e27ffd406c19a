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

// drawMapping is the suggested mapping, with some of the columns that have no field
// appended to the notes, and now and then one that has one.
func drawMapping(t *rapid.T, s *sheet.Sheet) importer.Mapping {
	m := importer.Suggest(s, customer.Standard())
	for i, f := range m {
		if n := rapid.IntRange(0, 7).Draw(t, "appended"); n == 0 || n < 5 && f == customer.None {
			m.Set(i, customer.AppendNotes)
		}
	}
	return m
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
		in := importer.Input{Sheet: file, Mapping: drawMapping(t, file), Options: drawOptions(t)}
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
