package importer_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
	"pgregory.net/rapid"

	"kortisto/customer"
	"kortisto/importer"
	"kortisto/importer/importertest"
	"kortisto/sheet"
)

// TestDamageSame holds which cells keep the stored value, and what the user can
// say to that.
func TestDamageSame(t *testing.T) {
	runCases(t, []ruleCase{
		{"a damaged cell is unchanged", "Asiakasnumero|Postinumero|Puhelin\n1001|100|040 1234567",
			importer.Options{}, "2 unchanged 1001 number kept postcode"},
		{"another value is a change", "Asiakasnumero|Postinumero\n1001|120",
			importer.Options{}, "2 modified 1001 number postcode: 00100 → 00120 repaired postcode"},
		{"the file is taken as they stand", "Asiakasnumero|Postinumero\n1001|100",
			importer.Options{TakeDamaged: true}, "2 error 1001 number !postcode-invalid"},
		{"a field's own comparison comes first", "Asiakasnumero|Puhelin\n1001|040-1234567",
			importer.Options{}, "2 unchanged 1001 number"},
		{"a damaged name contradicts nothing", "Asiakasnumero|Nimi|Sähköposti\n1003|Virtanen\u00a0Matti|uusi@virtanen.example",
			importer.Options{}, "2 modified 1003 number email: matti@virtanen.example → uusi@virtanen.example kept name"},
		{"words of a field with few values", "Asiakasnumero|Tyyppi\n1003|HenkilÃ¶",
			importer.Options{}, "2 unchanged 1003 number kept kind"},
	})
	file := "Asiakasnumero|Viitteenne\n1001|78\n1002|78"
	register := stored(t, "number | kind | name | reference\n1001 | company | A Oy | 00078\n1002 | company | B Oy | 00078")
	in := input(t, file)
	if got := told(build(t, register, in)); got != "2 unchanged 1001 number kept reference\n3 unchanged 1002 number kept reference\n" {
		t.Fatal(got)
	}
	in.Decisions.SetCell(2, importer.CellDecision{Hash: importer.RowHash(&in.Sheet.Rows[0]), Column: 1, AsWritten: true})
	plan := build(t, register, in)
	if got := told(plan); got != "2 modified 1001 number reference: 00078 → 78\n3 unchanged 1002 number kept reference\n" {
		t.Error("one cell taken:", got)
	}
	if plan.Kept != 1 || plan.Columns[1].Kept != 1 {
		t.Errorf("%d cells kept, %d in the column", plan.Kept, plan.Columns[1].Kept)
	}
	in.Decisions = importer.Decisions{}
	in.Decisions.SetAsWritten(1, true)
	if got := told(build(t, register, in)); strings.Count(got, "00078 → 78") != 2 {
		t.Error("the column taken:", got)
	}
	in.Decisions.SetAsWritten(1, false)
	if got := told(build(t, register, in)); strings.Count(got, "kept") != 2 {
		t.Error("the column given back:", got)
	}
}

// TestDamageSameInPages holds that a page, which folds white space, changes no
// value by that.
func TestDamageSameInPages(t *testing.T) {
	file := "Asiakasnumero|Viitteenne|Lisätiedot\n1001|12 34|a b c"
	register := stored(t, "number | kind | name | reference | notes\n1001 | company | A Oy | 12  34 | a\u00a0 b\tc")
	in := input(t, file)
	if got := told(build(t, register, in)); !strings.Contains(got, "reference: 12  34 → 12 34") {
		t.Error("of a workbook:", got)
	}
	in.Sheet.Format = sheet.FormatHTML
	if got := told(build(t, register, in)); got != "2 unchanged 1001 number kept reference kept notes\n" {
		t.Error(got)
	}
	in.Options.TakeDamaged = true
	if got := told(build(t, register, in)); !strings.Contains(got, "reference: 12  34 → 12 34") {
		t.Error("at its word:", got)
	}
	in = input(t, "Asiakasnumero|Viitteenne|Lisätiedot\n1001|1234|a b d")
	in.Sheet.Format = sheet.FormatHTML
	if got := told(build(t, register, in)); !strings.Contains(got, "reference: 12  34 → 1234") || !strings.Contains(got, "a b d") {
		t.Error("changes:", got)
	}
}

// TestMatchDamaged holds that a key that may be the damage of a stored one is
// for the user to settle.
func TestMatchDamaged(t *testing.T) {
	const register = `
number | kind | name | business_id | country
1001 | person | Čapek Jiří | |
1002 | company | 007 | |
1003 | company | Ørsted AS | 0123456 | NO
1004 | company | 3.4 Design Oy | |
1005 | company | @Work Oy | |`
	for _, test := range []struct{ file, want string }{
		{"Nimi|Maksuehto\n?apek Ji?í|14", "2 undecided [1001] !damaged-key"},
		{"Nimi|Maksuehto\n_apek Ji_í|14", "2 undecided [1001] !damaged-key"},
		{"Nimi|Maksuehto\n?apek Jiri|14", "2 new person"},
		{"Nimi|Tyyppi\n7|Yritys", "2 unchanged 1002 name"},
		{"Nimi|Maksuehto\n7|14", "2 undecided [1002] !damaged-key"},
		{"Nimi|Y-tunnus|Maa\nØrsted|123456|NO", "2 undecided [1003] !damaged-key"},
		{"Nimi|Tyyppi\n8|Yritys", "2 new company"},
		{"Nimi|Maksuehto\nÄŒapek JiÅ™Ã\u00ad|14", "2 undecided [1001] !damaged-key"},
		{"Nimi|Tyyppi\n#NIMI?|Yritys", "2 unchanged 1005 name"},
		{"Nimi|Tyyppi\n#ARVO!|Henkilö", "2 undecided [1005] !damaged-key"},
	} {
		in := input(t, test.file)
		if got := strings.TrimSpace(told(build(t, stored(t, register), in))); got != test.want {
			t.Errorf("%q: got %s, want %s", test.file, got, test.want)
		}
	}
}

// TestNoNameOfAnError holds that what a spreadsheet shows in place of a name
// makes no customer.
func TestNoNameOfAnError(t *testing.T) {
	for _, name := range []string{"#NIMI?", "#N/A", "Err:502", "#######"} {
		plan := build(t, stored(t, "number | kind | name\n1001 | person | Virtanen Matti"), input(t, "Nimi|Maksuehto\n"+name+"|14"))
		if got := strings.TrimSpace(told(plan)); got != "2 error !name-missing" {
			t.Errorf("%s: %s", name, got)
		}
	}
}

// TestSeriesWarned holds that cells that count up are warned of once a column.
func TestSeriesWarned(t *testing.T) {
	table := "number | kind | name | reference | group\n"
	for i := range 8 {
		table += fmt.Sprintf("%d | company | Firma %d | PO-%d | Vakio 2026\n", 1001+i, i, i)
	}
	file := func(texts ...string) string {
		rows := "Asiakasnumero|Viitteenne"
		for i, text := range texts {
			rows += fmt.Sprintf("\n%d|%s", 1001+i, text)
		}
		return rows
	}
	for _, test := range []struct {
		file  string
		first string
		lines []int
	}{
		{file("V 2027", "V 2028", "V 2029", "V 2030", "V 2031"), "V 2027", []int{2, 3, 4, 5, 6}},
		{file("A", "V 08", "V 09", "V 10", "V 11", "V 12", "B"), "V 08", []int{3, 4, 5, 6, 7}},
		{file("PO-0", "PO-1x", "PO-2x"), "", nil},
		{file("PO-9", "PO-10", "PO-11", "PO-12"), "", nil},                                                       // four
		{file("V 1", "V 3", "V 5", "V 7", "V 9", "V 11"), "", nil},                                               // by two
		{file("V 1", "V 1", "V 1", "V 1", "V 1", "V 1"), "", nil},                                                // one value
		{file("", "1.1.2026", "2.1.2026", "3.1.2026", "4.1.2026", "5.1.2026"), "1.1.2026", []int{3, 4, 5, 6, 7}}, // days
	} {
		plan := build(t, stored(t, table), input(t, test.file))
		column := plan.Columns[1]
		if test.lines == nil {
			if len(column.Runs) > 0 || len(column.Problems) > 0 {
				t.Errorf("%q: %v", test.file, column.Runs)
			}
			continue
		}
		if len(column.Runs) != 1 || column.Runs[0].First != test.first || !slices.Equal(column.Runs[0].Lines, test.lines) {
			t.Errorf("%q: %v", test.file, column.Runs)
		}
		if len(column.Problems) != 1 || column.Problems[0].Code != importer.Series || column.Problems[0].Args["count"] != len(test.lines) {
			t.Errorf("%q: %v", test.file, column.Problems)
		}
	}
	// The cell that was pulled down has the stored value.
	plan := build(t, stored(t, table), input(t, strings.Replace(file("PO-0", "PO-1", "x"), "x", "y", 1)))
	if len(plan.Columns[1].Runs) != 0 {
		t.Error(plan.Columns[1].Runs)
	}
	pulled := build(t, stored(t, table), input(t, "Asiakasnumero|Asiakasryhmä\n1001|Vakio 2026\n1002|Vakio 2027\n1003|Vakio 2028\n1004|Vakio 2029\n1005|Vakio 2030\n1006|Vakio 2031"))
	if runs := pulled.Columns[1].Runs; len(runs) != 1 || runs[0].First != "Vakio 2026" || len(runs[0].Lines) != 5 {
		t.Error(runs)
	}
}

// TestInvoiceWhole holds the warnings of e-invoicing left half changed.
func TestInvoiceWhole(t *testing.T) {
	const register = `
number | kind | name | einvoice_address | einvoice_operator | invoicing
1001 | company | A Oy | 003720774740 | BAWCFI22 | einvoice
1002 | company | B Oy | | | letter
1003 | company | C Oy | | | email
1004 | company | D Oy | | |`
	for _, test := range []struct{ file, want string }{
		{"Asiakasnumero|Verkkolaskuosoite\n1001|003701120389", "!invoice-half operator"},
		{"Asiakasnumero|Verkkolaskuosoite|Välittäjätunnus\n1001|003701120389|NDEAFIHH", ""},
		{"Asiakasnumero|Verkkolaskuosoite\n1001|003720774740", ""},
		{"Asiakasnumero|Verkkolaskuosoite|Välittäjätunnus\n1002|003701120389|NDEAFIHH", "!invoice-half method"},
		{"Asiakasnumero|Verkkolaskuosoite|Laskutustapa\n1002|003701120389|Verkkolasku", ""},
		{"Asiakasnumero|Verkkolaskuosoite\n1003|003701120389", "!invoice-half method"},
		{"Asiakasnumero|Verkkolaskuosoite\n1004|003701120389", "!invoice-half method"},
		{"Nimi|Verkkolaskuosoite\nUusi Oy|003701120389", ""},
		{"Nimi|Verkkolaskuosoite|Laskutustapa\nUusi Oy|003701120389|Paperi", "!invoice-half method"},
	} {
		plan := build(t, stored(t, register), input(t, test.file))
		got := ""
		for _, problem := range plan.Rows[0].Problems {
			if problem.Code == importer.InvoiceHalf {
				got += fmt.Sprintf("!%s %s", problem.Code, problem.Args["part"])
			}
		}
		if got != test.want {
			t.Errorf("%q: %q, want %q", test.file, got, test.want)
		}
		if column := plan.Columns[1].Problems; (len(column) == 1) != (test.want != "") {
			t.Errorf("%q: the column says %v", test.file, column)
		}
	}
}

// TestSet holds that a decision fills a field that the file lacks.
func TestSet(t *testing.T) {
	in := input(t, "Asiakasnumero|Puhelin\n1002|+46 8 123 456\n1003|045 999")
	in.Decisions.SetRow(2, importer.RowDecision{Hash: importer.RowHash(&in.Sheet.Rows[0]),
		Set: map[customer.Field]string{customer.PaymentTerms: "60"}})
	want := "2 modified 1002 number payment_terms: 30 → 60\n3 modified 1003 number phone: 045 1234567 → 045 999\n"
	if got := told(build(t, stored(t, register), in)); got != want {
		t.Errorf("got\n%s", got)
	}
}

// samples reads the files that a real spreadsheet program damaged.
func samples(t *testing.T, pattern string) map[string]*sheet.Sheet {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join("..", "sheet", "testdata", pattern))
	if err != nil || len(paths) == 0 {
		t.Fatal("no samples", err)
	}
	files := make(map[string]*sheet.Sheet)
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		read, err := sheet.Read(data, sheet.Options{Known: importer.KnownHeader(customer.Standard()), Limits: sheet.DefaultLimits()})
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		files[filepath.Base(path)] = read
	}
	return files
}

// TestDamagedKeysOfManyRows holds match-damaged for each of several rows, also
// after one whose key stood in the file before, and in other letters' case.
func TestDamagedKeysOfManyRows(t *testing.T) {
	register := stored(t, "number | kind | name\n1001 | person | Čapek Jiří\n1002 | person | Šimek Jan\n1003 | person | ØRSTED LARS")
	for file, want := range map[string]string{
		"Nimi|Kieli\n?apek Ji?í|fi\n?apek Ji?í|fi\n?imek Jan|fi": "2 undecided [1001] !damaged-key\n3 undecided [1001] !damaged-key\n4 undecided [1002] !damaged-key\n",
		"Nimi|Kieli\nÄŒapek JiÅ™Ã\u00ad|fi\nÃ˜rsted Lars|fi":     "2 undecided [1001] !damaged-key\n3 undecided [1003] !damaged-key\n",
	} {
		if got := told(build(t, register, input(t, file))); got != want {
			t.Errorf("%s\nis\n%s", file, got)
		}
	}
}

// sampleRegister makes a register of the original file.
func sampleRegister(t *testing.T) *importertest.Register {
	t.Helper()
	read := samples(t, "original.csv")["original.csv"]
	in := importer.Input{Sheet: read, Mapping: importer.Suggest(read, customer.Standard()), Options: importer.Options{UnknownNumbers: importer.UnknownCreates}}
	var customers []customer.Customer
	var groups []string
	for _, row := range build(t, importertest.NewRegister(nil, nil, 1000), in).Rows {
		c := customer.Customer{Number: row.Customer, Revision: 1}
		row.Changes.Apply(&c)
		customers = append(customers, c)
		if group := c.Values[customer.Group]; group != "" && !slices.Contains(groups, group) {
			groups = append(groups, group)
		}
	}
	return importertest.NewRegister(customers, groups, 1010)
}

// TestDamagedFiles holds invariant 6 for the files of a real program: nothing
// changes by itself, and one edited cell is one change.
func TestDamagedFiles(t *testing.T) {
	register := sampleRegister(t)
	files := samples(t, "damaged*")
	for name, read := range samples(t, "text.*") {
		files[name] = read
	}
	for name, read := range files {
		in := importer.Input{Sheet: read, Mapping: importer.Suggest(read, customer.Standard())}
		plan := build(t, register, in)
		if plan.Counts[importer.Unchanged] != 10 || strings.Contains(told(plan), "!") {
			t.Errorf("%s:\n%s", name, told(plan))
			continue
		}
		for f, text := range map[customer.Field]string{customer.Name: "Uusi Nimi", customer.Phone: "040 765 4321", customer.Postcode: "00120",
			customer.Reference: "uusi viite", customer.Notes: "uusi tieto", customer.PaymentTerms: "45", customer.Street: "Uusikatu 9"} {
			column, _ := in.Mapping.Column(f)
			for i := range read.Rows {
				row := &read.Rows[i]
				for len(row.Cells) <= column {
					row.Cells = append(row.Cells, "")
				}
				was := row.Cells[column]
				row.Cells[column] = text
				plan := build(t, register, in)
				if got := plan.Rows[i]; got.Status != importer.Modified || got.Changes.Fields() != customer.FieldSet(0).With(f) ||
					plan.Counts[importer.Unchanged] != 9 {
					t.Errorf("%s: %s of row %d edited: %s", name, f, row.Line, told(plan))
				}
				row.Cells[column] = was
			}
		}
	}
}

// wholeNumber is what Excel takes for a number without decimals.
var (
	wholeNumber = regexp.MustCompile(`^\+?[0-9]{1,25}$`)
	dayAndMonth = regexp.MustCompile(`^([1-9]|[12][0-9]|3[01])[-/]([1-9]|1[0-2])$`)
	finnishDays = regexp.MustCompile(`^([1-9]|[12][0-9])\.([1-9]|1[0-2])\.$`)
	decimalText = regexp.MustCompile(`^([1-9][0-9]{0,3}),([0-9]*[1-9])0+$`)
)

// inExcel does to a text what Excel in Finnish does when it opens a CSV file
// and saves it again in Windows-1252.
func inExcel(text string) string {
	months := []string{"tammi", "helmi", "maalis", "huhti", "touko", "kesä", "heinä", "elo", "syys", "loka", "marras", "joulu"}
	month := func(text string) string {
		n, _ := strconv.Atoi(text)
		return months[n-1]
	}
	switch trimmed := strings.Trim(text, " "); {
	case wholeNumber.MatchString(trimmed):
		digits := strings.TrimLeft(trimmed, "+0")
		switch {
		case digits == "":
			return "0"
		case len(digits) > 11:
			n, _ := strconv.ParseFloat(digits, 64)
			mantissa, power, _ := strings.Cut(strconv.FormatFloat(n, 'E', 5, 64), "E")
			return strings.TrimSuffix(strings.TrimRight(strings.Replace(mantissa, ".", ",", 1), "0"), ",") + "E" + power
		}
		return digits
	case dayAndMonth.MatchString(trimmed):
		parts := dayAndMonth.FindStringSubmatch(trimmed)
		if day, _ := strconv.Atoi(parts[1]); day > 28 {
			return text
		}
		return parts[1] + "." + month(parts[2])
	case finnishDays.MatchString(trimmed):
		parts := finnishDays.FindStringSubmatch(trimmed)
		return parts[1] + "." + month(parts[2])
	case decimalText.MatchString(trimmed):
		parts := decimalText.FindStringSubmatch(trimmed)
		return parts[1] + "," + parts[2]
	case strings.EqualFold(trimmed, "TOSI"), strings.EqualFold(trimmed, "EPÄTOSI"):
		return strings.ToUpper(trimmed)
	}
	return strings.Map(func(r rune) rune {
		if _, ok := charmap.Windows1252.EncodeRune(r); !ok {
			return '?'
		}
		return r
	}, text)
}

// TestDamagedByExcel holds invariant 6 for any register: a file that a
// spreadsheet damaged changes nothing, and says of each cell that it kept it.
func TestDamagedByExcel(t *testing.T) {
	hurt := rapid.OneOf(rapid.StringMatching(`\+?0{0,3}[1-9][0-9]{0,20}`), rapid.StringMatching(`[1-9]{1,2}[-/.][1-9]\.?`), rapid.StringMatching(`[1-9][0-9]{0,3},[0-9]{1,4}`),
		rapid.SampledFrom([]string{"tosi", "Łódź", "Čapek Jiří", "Åbo\u00a0Oy", "rivi\nrivi", "10 ‰", "„Nimi“"}))
	rapid.Check(t, func(t *rapid.T) {
		customers := drawCustomers(t)
		export := importer.NewExporter(customer.Standard(), "fi", memoryKey)
		file := &sheet.Sheet{Format: sheet.FormatCSV, HeaderRow: 1, Header: export.Header()}
		for i := range customers {
			c := &customers[i]
			for _, f := range []customer.Field{customer.Name, customer.Contact, customer.Street, customer.City, customer.Reference, customer.Notes, customer.Phone} {
				if rapid.Bool().Draw(t, "hurt") {
					if reading := f.Read(hurt.Draw(t, f.Key()), customer.Context{}); reading.Value != "" {
						c.Values[f] = reading.Value
					}
				}
			}
			cells := export.Cells(c)
			for i := range cells {
				cells[i] = inExcel(cells[i])
			}
			file.Rows = append(file.Rows, sheet.Row{Line: i + 2, Cells: cells})
		}
		plan := planIn(t, inMemory(customers), importer.Input{Sheet: file, Mapping: importer.Suggest(file, customer.Standard())})
		for i, row := range plan.Rows {
			if row.Status != importer.Unchanged {
				t.Fatalf("%q\nof %q\nis\n%s", file.Rows[i].Cells, customers[i].Values, told(plan))
			}
		}
	})
}
