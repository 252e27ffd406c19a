package importer_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"kortisto/customer"
	"kortisto/importer"
	"kortisto/importer/importertest"
	"kortisto/sheet"
)

// fileOf reads a file of testdata as an upload is read.
func fileOf(t testing.TB, folder, name string) importer.Input {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", folder, name))
	if err != nil {
		t.Fatal(err)
	}
	read, err := sheet.Read(data, sheet.Options{Known: importer.KnownHeader(customer.Standard())})
	if err != nil {
		t.Fatal(err)
	}
	return importer.Input{Sheet: read, Mapping: importer.Suggest(read, customer.Standard()), Year: 2026}
}

// storedFile makes a register of a file that is imported into an empty one.
func storedFile(t testing.TB, folder, name string) *importertest.Register {
	t.Helper()
	in := fileOf(t, folder, name)
	in.Options.UnknownNumbers = importer.UnknownCreates
	plan := build(t, importertest.NewRegister(nil, nil, 1000), in)
	var customers []customer.Customer
	var groups []string
	for _, row := range plan.Rows {
		if row.Status != importer.New {
			t.Fatalf("line %d is %s: %v", row.Line, row.Status, row.Problems)
		}
		c := customer.Customer{Number: row.Customer, Revision: 1}
		row.Changes.Apply(&c)
		if group := c.Values[customer.Group]; group != "" && !slices.Contains(groups, group) {
			groups = append(groups, group)
		}
		customers = append(customers, c)
	}
	return importertest.NewRegister(customers, groups, customers[len(customers)-1].Number)
}

// TestFilesOfValues holds damage-same, damage-repair, value-checked, value-private
// and group-create for files whose values people and programs have written in
// all ways.
func TestFilesOfValues(t *testing.T) {
	for _, c := range []struct{ register, file, want string }{
		{"register.csv", "outlook-categories.csv", `
2 error !row-too-long
3 undecided 1006 number !groups-several
4 undecided 1007 number !groups-several
5 undecided 1008 number !groups-several
6 modified 1012 number group: Yhdistykset → Järjestöt / Valtakunnalliset
7 modified 1002 number group: Kanta-asiakkaat → Huolto, kiinteistöt ja siivous`},
		{"register.csv", "float-phone-einvoice.csv", `
2 unchanged 1005 number kept phone
3 unchanged 1006 number kept phone
4 unchanged 1010 number kept einvoice_address kept reference
5 unchanged 1002 number kept phone kept einvoice_address
6 unchanged 1001 number kept phone kept einvoice_address
7 modified 1014 number phone: +49 30 1234567 → 493012345678 repaired phone`},
		{"register.csv", "phone-apostrophe.csv", `
2 modified 1005 number phone: 040 555 1111 → +358405551111 repaired phone
3 unchanged 1006 number
4 modified 1007 number phone: 050 333 4444 → +358 50 333 4444 repaired phone`},
		{"register.csv", "bid-forms.csv", `
2 modified 1001 business_id email: laskut@kuusenmaki.example → a@kuusenmaki.example
3 modified 1002 business_id email: toimisto@apila.example → b@apila.example
4 modified 1012 business_id email:  → c@mieli.example
5 undecided 1012 business_id !duplicate-row(4)
6 undecided [1010 1011] !ambiguous
7 modified 1004 business_id email: faktura@nordsund.example → f@nordsund.example
8 undecided 1004 business_id !duplicate-row(7)
9 undecided 1001 business_id !duplicate-row(2)
10 undecided 1001 business_id !duplicate-row(2)
11 error !business-id-invalid
12 error !business-id-invalid
13 excluded !not-created !personal-id`},
		{"register.csv", "hetu-as-key.csv", `
2 excluded !not-created !personal-id
3 modified 1001 business_id email: laskut@kuusenmaki.example → b@kuusenmaki.example
4 modified 1002 business_id email: toimisto@apila.example → c@apila.example`},
		{"register.csv", "operator-two-ids.csv", `
2 unchanged 1001 number
3 modified 1002 number einvoice_operator: DABAFIHH → 003721291126 !operator-read
4 modified 1003 number einvoice_operator:  → 003723609900 !operator-read
5 modified 1004 number einvoice_operator:  → BAWCFI22 !operator-read
6 modified 1005 number einvoice_operator:  → 003705925424 !operator-read
7 unchanged 1010 number
8 unchanged 1012 number
9 modified 1013 number einvoice_operator:  → OKOYFIHH !operator-read
10 modified 1014 number einvoice_operator:  → 003723327487 !operator-read`},
		{"register.csv", "email-separators.csv", `
2 unchanged 1001 number repaired email
3 unchanged 1002 number repaired email
4 modified 1005 number email: matti.virtanen@posti.example → MATTI.VIRTANEN@POSTI.EXAMPLE
5 modified 1006 number email: liisa.virtanen@posti.example → liisa.virtanen@posti.example, liisa.virtanen@posti.example`},
		{"register-office.csv", "enotation-reopened.csv", `
2 unchanged 1003 number kept phone
3 unchanged 1001 number kept einvoice_address kept einvoice_operator`},
		{"register-office.csv", "phone-spaces-removed.csv", `
2 unchanged 1001 number kept phone
3 unchanged 1002 number kept phone
4 unchanged 1005 number kept phone
5 unchanged 1004 number kept phone`},
		{"register-office.csv", "postcodes.csv", `
2 new person repaired postcode !postcode-unknown
3 new person !postcode-unknown
4 new person repaired postcode !postcode-unknown`},
		{"register-office.csv", "landline.csv", `
2 modified 1003 number phone: +358401234567 → 912345678 !phone-zero`},
		{"register-office.csv", "number-format.csv", `
2 unchanged 1001 number kept reference
3 unchanged 1002 number kept reference`},
		{"register-office.csv", "protected-apostrophe.xlsx", `
2 modified 1001 number notes: - ei paperilaskua → - ei paperilaskua, soita
3 unchanged 1002 number
4 modified 1005 number name: @Home Oy → @Home Finland Oy`},
	} {
		t.Run(c.file, func(t *testing.T) {
			plan := build(t, storedFile(t, "values", c.register), fileOf(t, "values", c.file))
			if got, want := strings.TrimSpace(told(plan)), strings.TrimSpace(c.want); got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

// TestFileOfCountries holds that official and native names of countries are read,
// and that one which is not read is the only error of its row.
func TestFileOfCountries(t *testing.T) {
	plan := build(t, storedFile(t, "values", "register.csv"), fileOf(t, "values", "country-names.csv"))
	for _, row := range plan.Rows {
		problems := []customer.Code{}
		for _, problem := range row.Problems {
			problems = append(problems, problem.Code)
		}
		want := []customer.Code{}
		switch row.Line {
		case 10: // Korea, of which there are two
			want = append(want, customer.CountryUnknown)
		case 30: // -
			want = append(want, customer.SaysNothing)
		}
		if !slices.Equal(problems, want) || (row.Status == importer.Error) != (row.Line == 10) {
			t.Errorf("line %d is %s: %v", row.Line, row.Status, problems)
		}
	}
}

// TestFileOfPhones holds that several telephone numbers in a cell are kept as
// they are written.
func TestFileOfPhones(t *testing.T) {
	in := fileOf(t, "values", "two-phones-one-cell.csv")
	for i, row := range build(t, storedFile(t, "values", "register.csv"), in).Rows {
		change, _ := row.Changes.Of(customer.Phone)
		if row.Status != importer.Modified || len(row.Problems) > 0 || change.New != in.Sheet.Rows[i].Cells[1] {
			t.Errorf("line %d is %s with %q: %v", row.Line, row.Status, change.New, row.Problems)
		}
	}
}

const valuesRegister = `
number | kind | name | business_id | country | postcode | phone | reference | email | group | einvoice_operator | notes
1001 | company | Sähkö Oy | 2077474-0 | FI | 90101 | +358 40 123 4567 | 12345 | a@x.fi | Vakiot | 003721291126 | '24-117
1002 | company | Nordvind AB | 556677-8899 | SE | 111 22 | +46 8 145068 | 4500012345 | b@x.fi | Uudet | BAWCFI22 |
1003 | person | Virtanen Matti | | | 33100 | 09 310 1000 | | c@x.fi | - | | `

// TestValuesRead holds damage-same, damage-repair, value-checked, value-private
// and group-create for single values: which are mended, and which must not be.
func TestValuesRead(t *testing.T) {
	noCreate := importer.Options{Create: importer.CreateNo}
	for _, c := range []ruleCase{
		{name: "damage before repair", file: "Asiakasnumero|Puhelin\n1002|468145068\n1001|358401234567\n1003|93101000", want: "2 unchanged 1002 number kept phone\n3 unchanged 1001 number kept phone\n4 unchanged 1003 number kept phone"},
		{name: "edits of numbers", file: "Asiakasnumero|Postinumero|Viitteenne\n1001|90100|12300\n1002||4500000000",
			want: "2 modified 1001 number postcode: 90101 → 90100 reference: 12345 → 12300\n3 modified 1002 number reference: 4500012345 → 4500000000"},
		{name: "no zero in Sweden", file: "Asiakasnumero|Puhelin\n1002|468145069", want: "2 modified 1002 number phone: +46 8 145068 → 468145069"},
		{name: "no zero in Sweden, new", file: "Nimi|Maa|Puhelin|Postinumero\nUusi|SE|468145068|101", want: "2 new person"},
		{name: "a zero is offered", file: "Nimi|Puhelin\nUusi|912345678", want: "2 new person !phone-zero"},
		{name: "digits lost for good", file: "Nimi|Puhelin|Viitteenne\nUusi|123456000000|45000000000", want: "2 error !digits-lost !digits-lost"},
		{name: "apostrophes", file: "Asiakasnumero|Lisätiedot|Viitteenne|Puhelin\n1001|'24-117||\n1002|'24-117|'00123|'+4681234567\n1003|'90-luku|'=SUMMA(A1)|'045 123 4567",
			want: "2 unchanged 1001 number\n3 modified 1002 number phone: +46 8 145068 → +4681234567 reference: 4500012345 → 00123 notes:  → '24-117 repaired phone repaired reference\n" +
				"4 modified 1003 number phone: 09 310 1000 → 045 123 4567 reference:  → =SUMMA(A1) notes:  → '90-luku repaired phone"},
		{name: "apostrophes where nothing is repaired", file: "Asiakasnumero|Viitteenne\n1003|'00123", options: importer.Options{NoRepair: true}, want: "2 modified 1003 number reference:  → '00123"},
		{name: "apostrophes before keys", file: "Y-tunnus|Nimi\n'2077474-0|Sähkö Oy", want: "2 unchanged 1001 business_id"},
		{name: "one operator", file: "Asiakasnumero|Välittäjätunnus\n1001|Maventa\n1002|003705925424\n1003|maventa", want: "2 unchanged 1001 number\n3 unchanged 1002 number\n4 modified 1003 number einvoice_operator:  → 003721291126"},
		{name: "words for nothing", file: "Asiakasnumero|Puhelin|Sähköposti|Maa|Asiakasryhmä\n1001|-|ei ole|N/A|ei ryhmää\n1002|||-|-",
			want: "2 unchanged 1001 number !says-nothing !says-nothing !says-nothing !says-nothing\n3 modified 1002 number group: Uudet → - !says-nothing"},
		{name: "no number", file: "Asiakasnumero|Nimi|Tyyppi\n-|Uusi|Henkilö\nN/A|Virtanen Matti|Henkilö\n1002||", want: "2 new person !says-nothing\n3 unchanged 1003 name !says-nothing\n4 unchanged 1002 number"},
		{name: "several groups", file: "Asiakasnumero|Asiakasryhmä\n1001|Uudet, Vakiot\n1002|vakiot / uudet\n1003|Vakiot, muut", want: "2 undecided 1001 number !groups-several\n3 undecided 1002 number !groups-several\n4 modified 1003 number group: - → Vakiot, muut"},
		{name: "several groups of a new customer", file: "Nimi|Tyyppi|Asiakasryhmä\nUusi|Henkilö|Uudet; Vakiot\nUusi|Henkilö|Uudet", want: "2 undecided !groups-several\n3 undecided !duplicate-row(2)"},
		{name: "one error of a row", file: "Nimi|Tyyppi|Maa|Postinumero|Puhelin|Y-tunnus\nBrit Ltd|Yritys|Narnia|SW1A 1AA|20 7946 0000|12345\n", want: "2 error !country-unknown"},
		{name: "one error of a row with a name too long", file: "Nimi|Tyyppi\n" + strings.Repeat("a", 32001) + "|Yritys", want: "2 error !text-too-long"},
		{name: "the customer's country does not stand in for one that is not read", file: "Asiakasnumero|Maa|Postinumero\n1001|Narnia|SW1A 1AA", want: "2 error 1001 number !country-unknown"},
		{name: "a wrong key where no row creates", file: "Y-tunnus|Nimi\n2077474-1|Uusi Oy\n2332748-7|Toinen Oy", options: noCreate, want: "2 error !business-id-invalid\n3 excluded !not-created"},
		{name: "a wrong key where found rows are left out", file: "Asiakasnumero|Y-tunnus\n1001|2077474-1", options: importer.Options{SkipExisting: true}, want: "2 error 1001 number !business-id-invalid"},
		{name: "a personal code, left out", file: "Nimi|Lisätiedot\nUusi|131052-308T", options: noCreate, want: "2 excluded !not-created !personal-id"},
		{name: "a personal code, in error", file: "Asiakasnumero|Lisätiedot\n1999|131052-308T", want: "2 error !unknown-number !personal-id"},
		{name: "a personal code, undecided", file: "Nimi|Kaupunki|Lisätiedot\nSähkö Oy|Kemi|131052-308T", want: "2 undecided [1001] !shadow !personal-id"},
		{name: "a personal code, repeated", file: "Asiakasnumero|Lisätiedot\n1001|131052-308T\n1001|131052-308T", want: "2 unchanged 1001 number !personal-id\n3 excluded 1001 number !same-row(2) !personal-id"},
		{name: "a personal code, a total", file: "Asiakasnumero|Nimi|Lisätiedot\n|Yhteensä|131052-308T", want: "2 excluded !total-row !personal-id"},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := input(t, c.file)
			in.Options = c.options
			if got, want := strings.TrimSpace(told(build(t, stored(t, valuesRegister), in))), strings.TrimSpace(c.want); got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}
