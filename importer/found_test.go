package importer_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"kortisto/customer"
	"kortisto/importer"
	"kortisto/importer/importertest"
	"kortisto/sheet"
)

// sample reads a file of testdata/found, mapped as a page would.
func sample(t testing.TB, name string) importer.Input {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "found", name))
	if err != nil {
		t.Fatal(err)
	}
	s, err := sheet.Read(data, sheet.Options{Known: importer.KnownHeader(customer.Standard())})
	if err != nil {
		t.Fatal(err)
	}
	return importer.Input{Sheet: s, Mapping: importer.Suggest(s, customer.Standard())}
}

// registerOf makes the register that the import of a sample into an empty one makes.
func registerOf(t testing.TB, name string) *importertest.Register {
	t.Helper()
	in := sample(t, name)
	in.Options.UnknownNumbers = importer.UnknownCreates
	plan, err := importer.Build(context.Background(), in, importertest.NewRegister(nil, nil, 1000))
	if err != nil {
		t.Fatal(err)
	}
	var customers []customer.Customer
	var groups []string
	highest := 1000
	for _, row := range plan.Rows {
		c := customer.Customer{Number: row.Customer, Revision: 1}
		row.Changes.Apply(&c)
		if row.Status != importer.New {
			t.Fatalf("%s: row %d is %s: %v", name, row.Line, row.Status, row.Problems)
		}
		highest = max(highest, c.Number)
		customers = append(customers, c)
	}
	for _, group := range plan.GroupsToCreate {
		groups = append(groups, group.Name)
	}
	return importertest.NewRegister(customers, groups, highest)
}

// TestFoundSamples holds what is right of files on which the program was found
// wrong about whom a row concerns.
func TestFoundSamples(t *testing.T) {
	for _, c := range []struct{ register, file, want string }{
		{"office/base2.csv", "office/02-number-of-other.csv", "2 undecided [1001] !contradiction\n"},
	} {
		t.Run(c.file, func(t *testing.T) {
			if got := told(build(t, registerOf(t, c.register), sample(t, c.file))); got != c.want {
				t.Errorf("got\n%swant\n%s", got, c.want)
			}
		})
	}
}

// TestContradictionOfCompanies holds match-contradiction for companies: another
// name without a Business ID on both sides leaves it to the contacts and the kind.
func TestContradictionOfCompanies(t *testing.T) {
	runCases(t, []ruleCase{
		{name: "all contacts differ", file: "Asiakasnumero|Nimi|Sähköposti|Puhelin\n1001|Virtanen Maija|maija@x.example|050 1112222", want: "2 undecided [1001] !contradiction"},
		{name: "one contact, which differs", file: "Asiakasnumero|Nimi|Katuosoite\n1002|Toinen AB|Muualla 1", want: "2 undecided [1002] !contradiction"},
		{name: "one contact agrees", file: "Asiakasnumero|Nimi|Sähköposti|Puhelin\n1001|Uusi Nimi Oy|uusi@x.example|040 123 4567",
			want: "2 modified 1001 number name: Åströmin Sähkö Oy → Uusi Nimi Oy email: laskut@astrom.example → uusi@x.example"},
		{name: "nothing but a name", file: "Asiakasnumero|Nimi\n1001|Uusi Nimi Oy", want: "2 modified 1001 number name: Åströmin Sähkö Oy → Uusi Nimi Oy"},
		{name: "the same Business ID", file: "Asiakasnumero|Nimi|Y-tunnus|Sähköposti\n1001|Uusi Nimi Oy|2077474-0|uusi@x.example",
			want: "2 modified 1001 number name: Åströmin Sähkö Oy → Uusi Nimi Oy email: laskut@astrom.example → uusi@x.example"},
		{name: "another kind", file: "Asiakasnumero|Tyyppi|Nimi\n1002|Henkilö|Virtanen Maija", want: "2 undecided [1002] !contradiction"},
		{name: "a person who is a company", file: "Asiakasnumero|Tyyppi|Nimi\n1003|Yritys|Toinen Oy", want: "2 undecided [1003] !contradiction"},
		{name: "another kind of the same name", file: "Asiakasnumero|Tyyppi|Nimi\n1002|Henkilö|Nordvind AB", want: "2 modified 1002 number kind: company → person"},
		{name: "the name alone, of a person", file: "Asiakasnumero|Nimi\n1003|Laine Liisa", want: "2 modified 1003 number name: Virtanen Matti → Laine Liisa"},
		{name: "a first Business ID, and a contact that agrees", file: "Asiakasnumero|Nimi|Y-tunnus|Sähköposti\n1002|Nordwind Oy|1572860-0|eva@nordvind.example",
			want: "2 modified 1002 number name: Nordvind AB → Nordwind Oy business_id:  → 1572860-0"},
		{name: "a first Business ID and nothing that agrees", file: "Asiakasnumero|Nimi|Y-tunnus\n1002|Toinen Oy|1572860-0", want: "2 undecided [1002] !contradiction"},
	})
}
