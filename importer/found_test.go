package importer_test

import (
	"context"
	"fmt"
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
		{"register.csv", "16-invisible-in-names.csv", "2 unchanged 1005 name\n3 excluded 1005 name !same-row(2)\n4 unchanged 1006 name\n5 unchanged 1014 name\n6 unchanged 1007 name\n7 excluded 1005 name !same-row(2)\n"},
		{"register.csv", "25-typographic-names.csv", "2 unchanged 1008 name\n3 unchanged 1009 name\n4 unchanged 1005 name\n5 unchanged 1005 name\n6 unchanged 1003 name\n7 unchanged 1003 name\n8 unchanged 1003 name\n"},
		{"register.csv", "100-footer-names.csv", "2 unchanged 1005 name\n3 unchanged 1006 name\n4 excluded !total-row\n5 excluded !total-row\n6 excluded !total-row\n7 excluded !total-row\n8 excluded !total-row\n9 excluded !total-row\n10 excluded !total-row\n"},
		{"register.csv", "133-status-footers-number-key.csv", "2 unchanged 1005 number\n3 excluded !total-row\n4 excluded !total-row\n"},
		{"register.csv", "08-outlook.csv", "2 unchanged 1006 name\n3 new company\n"},
		{"register.csv", "105-xero.csv", "2 modified 1001 business_id email: laskut@kuusenmaki.example → uusi@kuusenmaki.example phone: 040 123 4567 → 09 111 222 vat_number:  → FI20774740\n3 unchanged 1005 name\n"},
		{"office/base-foreign.csv", "office/05-foreign-id.csv", "2 unchanged 2001 business_id\n3 unchanged 2002 business_id\n4 unchanged 2003 business_id\n"},
		{"office/base2.csv", "office/15-totals.csv", "2 unchanged 1001 number\n3 excluded !total-row\n4 excluded !total-row\n5 excluded !total-row\n6 excluded !total-row\n"},
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
		{name: "nothing but the name of another customer", file: "Asiakasnumero|Nimi\n1001|nordvind ab\n1003|Virtanen Matti", want: "2 undecided [1001 1002] !contradiction\n3 unchanged 1003 number"},
		{name: "nothing but each other's names", file: "Asiakasnumero|Nimi\n1001|Nordvind AB\n1002|Åströmin Sähkö Oy", want: "2 undecided [1001 1002] !contradiction\n3 undecided [1002 1001] !contradiction"},
		{name: "the name of another customer, and a contact that agrees", file: "Asiakasnumero|Nimi|Puhelin\n1001|Nordvind AB|040 123 4567", want: "2 modified 1001 number name: Åströmin Sähkö Oy → Nordvind AB"},
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

// TestNameInPart holds that a first or last name which a row has alone never goes
// without a word where the stored name is another one.
func TestNameInPart(t *testing.T) {
	runCases(t, []ruleCase{
		{name: "another last name", file: "Asiakasnumero|Etunimi|Sukunimi\n1003||Laine", want: "2 unchanged 1003 number !name-in-part"},
		{name: "another first name", file: "Asiakasnumero|Etunimi\n1003|Maija", want: "2 unchanged 1003 number !name-in-part"},
		{name: "a part of the stored name", file: "Asiakasnumero|Etunimi|Sukunimi\n1003||VIRTANEN", want: "2 unchanged 1003 number"},
		{name: "the whole name", file: "Asiakasnumero|Etunimi|Sukunimi\n1003|Maija|Virtanen", want: "2 modified 1003 number name: Virtanen Matti → Virtanen Maija"},
		{name: "nothing", file: "Asiakasnumero|Etunimi|Sukunimi|Puhelin\n1003|||", want: "2 unchanged 1003 number"},
	})
}

// TestContactPerson holds value-person: a person whom a row names beside its customer
// becomes the contact person, or is warned of.
func TestContactPerson(t *testing.T) {
	for _, c := range []struct{ name, file, contact, told string }{
		{"beside a company", "Etunimi|Sukunimi|Nimi\nJussi|Halme|Halmeen Autokorjaamo Ky", "Jussi Halme", ""},
		{"only one name", "Sukunimi|Nimi\nHalme|Autokorjaamo Ky", "Halme", ""},
		{"the customer's own names", "Etunimi|Sukunimi|Nimi\nMatti|Mattila|Mattila Matti Juhani", "", ""},
		{"no other name", "Etunimi|Sukunimi|Nimi\nJussi|Halme|", "", ""},
		{"the contact person once more", "Etunimi|Sukunimi|Nimi|Yhteyshenkilö\nJussi|Halme|Autokorjaamo Ky|Halme Jussi", "Halme Jussi", ""},
		{"another contact person", "Etunimi|Sukunimi|Nimi|Yhteyshenkilö\nJussi|Halme|Autokorjaamo Ky|Anna Halme", "Anna Halme", "Jussi Halme"},
		{"an empty contact person", "Etunimi|Sukunimi|Nimi|Yhteyshenkilö\nJussi|Halme|Autokorjaamo Ky|", "Jussi Halme", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			row := build(t, stored(t, register), input(t, c.file)).Rows[0]
			contact, _ := row.Changes.Of(customer.Contact)
			told := ""
			for _, problem := range row.Problems {
				if problem.Code == importer.PersonLeft {
					told, _ = problem.Args["value"].(string)
				}
			}
			if row.Status != importer.New || contact.New != c.contact || told != c.told {
				t.Errorf("%s with contact %q and word of %q, want %q and %q", row.Status, contact.New, told, c.contact, c.told)
			}
		})
	}
}

// TestSuggestRest holds that customers may be called contacts, and that VAT numbers
// have a field of their own.
func TestSuggestRest(t *testing.T) {
	for _, c := range []struct{ file, want string }{
		{"Nimi|ALV-tunnus\nUusi Oy|FI15728600\nToinen Oy|SE556016068001", "[name vat_number]"},
		{"Nimi|VAT number\nNordvind AB|SE556016068001", "[name vat_number]"},
		{"Nimi|VAT number|Y-tunnus\nUusi Oy|FI15728600|1572860-0", "[name vat_number business_id]"},
		{"*ContactName|PhoneNumber\nUusi Oy|09 123456", "[name phone]"},
		{"Nimi|ContactName\nUusi Oy|Pirkko Laine", "[name contact]"},
	} {
		if got := fmt.Sprint(input(t, c.file).Mapping); got != c.want {
			t.Errorf("%q: %s, want %s", c.file, got, c.want)
		}
	}
}

// TestSecondForm holds match-second-form and match-quiet: another spelling of a
// key is asked about, or is that customer where nothing would change.
func TestSecondForm(t *testing.T) {
	runCases(t, []ruleCase{
		{name: "nothing changes", file: "Nimi|Puhelin\nVirtanen, Matti|0451234567", want: "2 unchanged 1003 name"},
		{name: "something changes", file: "Nimi|Puhelin\nVirtanen, Matti|050 1", want: "2 undecided [1003] !second-form"},
		{name: "two words turned", file: "Nimi|Kaupunki\nMatti Virtanen|Oulu", want: "2 new person !similar-customer"},
		{name: "a company's form", file: "Nimi|Maksuehto\nNordvind Aktiebolag|14", want: "2 undecided [1002] !second-form"},
		{name: "another form", file: "Nimi|Maksuehto\nNordvind Oy|14", want: "2 new company !similar-customer"},
		{name: "another kind", file: "Tyyppi|Nimi|Maksuehto\nHenkilö|Nordvind, AB|14", want: "2 new person"},
		{name: "two of the name", file: "Nimi|Maksuehto\nKorhonen, Anna|30", want: "2 undecided [1004 1005] !second-form"},
		{name: "two of the name, unchanged", file: "Nimi|Maksuehto\nKorhonen, Anna|14", want: "2 unchanged [1004 1005]"},
		{name: "twice in a file", file: "Nimi|Maksuehto\nO'Brien Seán|14\nO’Brien Seán|14", want: "2 new person\n3 undecided !duplicate-row(2)"},
		{name: "with a Business ID of its own", file: "Nimi|Y-tunnus|Maksuehto\nÅströmin Sähkö Osakeyhtiö|1572860-0|14", want: "2 new company !similar-customer"},
		{name: "ordinary names", file: "Nimi|Puhelin\nVirtanen Liisa|09 123456\nNordvind Bygg AB|09 123457", want: "2 new person\n3 new company"},
	})
}

// TestQuiet holds match-quiet where several customers may be meant.
func TestQuiet(t *testing.T) {
	runCases(t, []ruleCase{
		{name: "none would change", file: "Y-tunnus|Maksuehto\n0201256-6|21", want: "2 unchanged [1006 1007]"},
		{name: "one would", file: "Y-tunnus|Puhelin\n0201256-6|09 310 1641", want: "2 unchanged 1006 business_id"},
		{name: "both would", file: "Y-tunnus|Maksuehto\n0201256-6|14", want: "2 undecided [1006 1007] !ambiguous"},
		{name: "a shadow that stays", file: "Nimi|Puhelin\nÅströmin Sähkö Oy|0401234567", want: "2 unchanged 1001 name"},
		{name: "a shadow that changes", file: "Nimi|Puhelin\nÅströmin Sähkö Oy|050 1", want: "2 undecided [1001] !shadow"},
	})
}

// TestSimilarCompany holds that a new company is warned of where its e-mail,
// phone or street is stored under a like name, on the way of create-numbers too.
func TestSimilarCompany(t *testing.T) {
	creates := importer.Options{UnknownNumbers: importer.UnknownCreates}
	runCases(t, []ruleCase{
		{name: "e-mail", file: "Nimi|Sähköposti\nÅströmin Kylmä Oy|laskut@astrom.example", want: "2 new company !similar-customer"},
		{name: "phone", file: "Nimi|Puhelin\nÅströmin Kylmä Oy|+358 40 1234567", want: "2 new company !similar-customer"},
		{name: "street", file: "Nimi|Katuosoite\nÅströmin Kylmä Oy|MERIKATU 1", want: "2 new company !similar-customer"},
		{name: "with a number of its own", file: "Asiakasnumero|Nimi|Sähköposti\n1010|Åströmin Kylmä Oy|laskut@astrom.example", options: creates, want: "2 new 1010 company !similar-customer"},
		{name: "a name with a number of its own", file: "Asiakasnumero|Nimi\n1010|Nordvind Aktiebolag", options: creates, want: "2 new 1010 company !similar-customer"},
		{name: "an accountant's address", file: "Nimi|Sähköposti|Katuosoite\nKahvila Kulma Oy|laskut@astrom.example|Merikatu 1", want: "2 new company"},
		{name: "a family", file: "Nimi|Katuosoite\nVirtanen Liisa|Rantatie 3", want: "2 new person"},
	})
}
