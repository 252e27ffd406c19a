package importer_test

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"kortisto/customer"
	"kortisto/importer"
	"kortisto/importer/importertest"
	"kortisto/sheet"
)

// stored makes a register of a table: a header of field keys, then customers,
// cells separated by |.
func stored(t testing.TB, table string, groups ...string) *importertest.Register {
	t.Helper()
	var customers []customer.Customer
	highest := 1000
	lines := strings.Split(strings.TrimSpace(table), "\n")
	keys := split(lines[0])
	for _, line := range lines[1:] {
		c := customer.Customer{Revision: 1}
		for i, text := range split(line) {
			f, ok := customer.ParseField(keys[i])
			if !ok {
				t.Fatalf("no field %q", keys[i])
			}
			if f == customer.Number {
				n, err := strconv.Atoi(text)
				if err != nil {
					t.Fatal(err)
				}
				c.Number = n
				highest = max(highest, n)
				continue
			}
			c.Values[f] = text
			if f == customer.Group && text != "" && !slices.Contains(groups, text) {
				groups = append(groups, text)
			}
		}
		customers = append(customers, c)
	}
	return importertest.NewRegister(customers, groups, highest)
}

func split(line string) []string {
	cells := strings.Split(line, "|")
	for i := range cells {
		cells[i] = strings.TrimSpace(cells[i])
	}
	return cells
}

// input reads a file in the same notation and maps it as a page would.
func input(t testing.TB, file string) importer.Input {
	t.Helper()
	var s sheet.Sheet
	for i, line := range strings.Split(strings.TrimSpace(file), "\n") {
		if i == 0 {
			s.Header = split(line)
			s.HeaderRow = 1
		} else {
			s.Rows = append(s.Rows, sheet.Row{Line: i + 1, Cells: split(line)})
		}
	}
	return importer.Input{Sheet: &s, Mapping: importer.Suggest(&s, customer.Standard())}
}

func build(t testing.TB, register importer.Register, in importer.Input) *importer.Plan {
	t.Helper()
	plan, err := importer.Build(context.Background(), in, register)
	if err != nil {
		t.Fatal(err)
	}
	return plan
}

// told puts a plan's rows in short: "2 modified 1001 number phone: 1 → 2 !code".
func told(plan *importer.Plan) string {
	var b strings.Builder
	for _, row := range plan.Rows {
		fmt.Fprintf(&b, "%d %s", row.Line, row.Status)
		if row.Customer != 0 {
			fmt.Fprintf(&b, " %d", row.Customer)
		}
		if row.MatchedBy != "" {
			fmt.Fprintf(&b, " %s", row.MatchedBy)
		}
		if row.Status == importer.Modified {
			for change := range row.Changes.All() {
				fmt.Fprintf(&b, " %s: %s → %s", change.Field, change.Old, change.New)
			}
		}
		if row.Status == importer.New {
			fmt.Fprintf(&b, " %s", row.Kind)
		}
		for f := range row.Kept.All() {
			fmt.Fprintf(&b, " kept %s", f)
		}
		for f := range row.Repaired.All() {
			fmt.Fprintf(&b, " repaired %s", f)
		}
		if len(row.Candidates) > 0 {
			fmt.Fprintf(&b, " %v", row.Candidates)
		}
		for _, problem := range row.Problems {
			fmt.Fprintf(&b, " !%s", problem.Code)
			if line, ok := problem.Args["line"]; ok {
				fmt.Fprintf(&b, "(%v)", line)
			}
		}
		b.WriteString("\n")
	}
	return b.String()
}

// register is what most cases look at.
const register = `
number | kind | name | business_id | email | phone | street | postcode | payment_terms | group
1001 | company | Åströmin Sähkö Oy | 2077474-0 | laskut@astrom.example | 040 123 4567 | Merikatu 1 | 00100 | 14 | Vakioasiakkaat
1002 | company | Nordvind AB | | eva@nordvind.example | +46 8 123 456 | Sveavägen 44 | 11134 | 30 | Ulkomaat
1003 | person | Virtanen Matti | | matti@virtanen.example | 045 1234567 | Rantatie 3 | 02150 | 14 |
1004 | person | Korhonen Anna | | anna@korhonen.example | 050 111 2222 | Kotitie 1 | 33100 | 14 | Uudet
1005 | person | Korhonen Anna | | | 050 333 4444 | Mäkitie 2 | 90100 | 14 | Uudet
1006 | company | Helsingin kaupunki | 0201256-6 | tilat@hel.example | 09 310 1641 | Työpajankatu 8 | 00580 | 21 |
1007 | company | Helsingin kaupunki | 0201256-6 | koulut@hel.example | 09 310 8600 | Töysänkatu 2 | 00510 | 21 |`

type ruleCase struct {
	name    string
	file    string
	options importer.Options
	want    string
}

func runCases(t *testing.T, cases []ruleCase) {
	t.Helper()
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			in := input(t, c.file)
			in.Options = c.options
			got := strings.TrimSpace(told(build(t, stored(t, register), in)))
			if want := strings.TrimSpace(c.want); got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

// TestMatchNumber holds match-number, and change-fields: only what is mapped and
// differs is a change.
func TestMatchNumber(t *testing.T) {
	runCases(t, []ruleCase{
		{name: "name of a company", file: "Asiakasnumero|Nimi\n1001|Uusi Sähkö Oy", want: "2 modified 1001 number name: Åströmin Sähkö Oy → Uusi Sähkö Oy"},
		{name: "Business ID of a company", file: "Asiakasnumero|Nimi|Y-tunnus\n1001|Åströmin Sähkö Oy|1572860-0", want: "2 modified 1001 number business_id: 2077474-0 → 1572860-0"},
		{name: "name of a person", file: "Asiakasnumero|Nimi|Sähköposti\n1003|Lahtinen Matti|matti@virtanen.example", want: "2 modified 1003 number name: Virtanen Matti → Lahtinen Matti"},
		{name: "written as a spreadsheet does", file: "Asiakasnumero|Puhelin\n1001,0|1\n1 003|045-123 4567", want: "2 error 1001 number !phone-invalid\n3 unchanged 1003 number"},
		{name: "unknown", file: "Asiakasnumero|Nimi\n4711|Uusi Oy", want: "2 error !unknown-number"},
		{name: "a personal identity code is none", file: "Asiakasnumero|Nimi\n131052-308T|A\n1002|Nordvind AB", want: "2 error !number-invalid !personal-id\n3 unchanged 1002 number"},
		{name: "no number", file: "Asiakasnumero|Nimi\n1001|Åströmin Sähkö Oy\nA12|Uusi Oy", want: "2 unchanged 1001 number\n3 error !number-invalid"},
		{name: "unknown creates", file: "Asiakasnumero|Nimi\n4711|Uusi Oy", options: importer.Options{UnknownNumbers: importer.UnknownCreates}, want: "2 new 4711 company"},
		{name: "far above the highest", file: "Asiakasnumero|Nimi\n900000|Uusi Oy", options: importer.Options{UnknownNumbers: importer.UnknownCreates}, want: "2 new 900000 company"},
		{name: "unknown ignored", file: "Asiakasnumero|Nimi\n4711|virtanen  matti", options: importer.Options{UnknownNumbers: importer.UnknownIgnored}, want: "2 unchanged 1003 name"},
		{name: "empty cell looks by key", file: "Asiakasnumero|Nimi\n|Virtanen Matti\n1002|Nordvind AB", want: "2 unchanged 1003 name\n3 unchanged 1002 number"},
	})
}

func TestMatchContradiction(t *testing.T) {
	runCases(t, []ruleCase{
		{name: "another's Business ID", file: "Asiakasnumero|Y-tunnus\n1002|2077474-0", want: "2 undecided [1002 1001] !contradiction"},
		{name: "name and Business ID differ", file: "Asiakasnumero|Nimi|Y-tunnus\n1001|Toinen Oy|1572860-0", want: "2 undecided [1001] !contradiction"},
		{name: "a wrong check digit comes first", file: "Asiakasnumero|Nimi|Y-tunnus\n1001|Toinen Oy|1572860-1", want: "2 error !business-id-invalid"},
		{name: "person: name and all contacts differ", file: "Asiakasnumero|Nimi|Puhelin|Katuosoite\n1003|Laine Liisa|050 999 8888|Muualla 1", want: "2 undecided [1003] !contradiction"},
		{name: "person: one contact agrees", file: "Asiakasnumero|Nimi|Puhelin|Katuosoite\n1003|Laine Liisa|+358 45 1234567|Muualla 1", want: "2 modified 1003 number name: Virtanen Matti → Laine Liisa street: Rantatie 3 → Muualla 1 phone: 045 1234567 → +358 45 1234567"},
		{name: "the name alone", file: "Asiakasnumero|Nimi\n1003|Laine Liisa", want: "2 modified 1003 number name: Virtanen Matti → Laine Liisa"},
	})
}

// TestMatchKey holds match-key, and match-compare for how keys are written.
func TestMatchKey(t *testing.T) {
	runCases(t, []ruleCase{
		{name: "company by Business ID", file: "Nimi|Y-tunnus\nUusi nimi Oy|20774740", want: "2 modified 1001 business_id name: Åströmin Sähkö Oy → Uusi nimi Oy"},
		{name: "eight digits of another country", file: "Nimi|Y-tunnus|Maa\nDansk ApS|20774740|DK", want: "2 new company"},
		{name: "repaired Business ID", file: "Y-tunnus|Maksuehto\n112038-9|14\n201256-6|21", want: "2 excluded !not-created\n3 unchanged [1006 1007]"},
		{name: "person by name", file: "Nimi|Puhelin\nVIRTANEN MATTI|0451234567", want: "2 unchanged 1003 name"},
		{name: "turned names are not the same", file: "Nimi\nMatti Virtanen", want: "2 new person !similar-customer"},
		{name: "new person", file: "Etunimi|Sukunimi\nLiisa|Laine", want: "2 new person"},
		{name: "foreign company by name", file: "Nimi|Maksuehto\nnordvind ab|14", want: "2 modified 1002 name payment_terms: 30 → 14"},
		{name: "no name", file: "Nimi|Puhelin\n|040 999 1234", want: "2 error !name-missing"},
		{name: "name not mapped", file: "Y-tunnus|Puhelin\n2077474-0|0401234567\n1572860-0|040 1", want: "2 unchanged 1001 business_id\n3 excluded !not-created"},
	})
}

func TestMatchShadow(t *testing.T) {
	runCases(t, []ruleCase{
		{name: "name of a company that has an ID", file: "Nimi|Maksuehto\nÅströmin Sähkö Oy|30", want: "2 undecided [1001] !shadow"},
		{name: "unless the row says person", file: "Tyyppi|Nimi\nHenkilö|Åströmin Sähkö Oy", want: "2 new person"},
		{name: "unknown ID, name of a company without one", file: "Nimi|Y-tunnus\nNordvind AB|1572860-0", want: "2 undecided [1002] !shadow"},
		{name: "a wrong ID comes first", file: "Nimi|Y-tunnus\nNordvind AB|1572860-1", want: "2 error !business-id-invalid"},
	})
}

func TestMatchNameOnly(t *testing.T) {
	runCases(t, []ruleCase{
		{name: "nothing agrees", file: "Nimi|Sähköposti|Puhelin\nVirtanen Matti|toinen@posti.example|050 999 8888", want: "2 undecided [1003] !name-only"},
		{name: "one differs, alone", file: "Nimi|Sähköposti\nVirtanen Matti|toinen@posti.example", want: "2 modified 1003 name email: matti@virtanen.example → toinen@posti.example"},
		{name: "one agrees", file: "Nimi|Sähköposti|Puhelin\nVirtanen Matti|toinen@posti.example|045-1234567", want: "2 modified 1003 name email: matti@virtanen.example → toinen@posti.example"},
	})
}

func TestMatchAmbiguous(t *testing.T) {
	runCases(t, []ruleCase{
		{name: "two of a name", file: "Nimi|Maksuehto\nKorhonen Anna|30", want: "2 undecided [1004 1005] !ambiguous"},
		{name: "match-no-op", file: "Nimi|Puhelin\nKorhonen Anna|050 333 4444", want: "2 unchanged 1005 name"},
		{name: "match-shared", file: "Y-tunnus|Sähköposti\n0201256-6|uusi@hel.example\n0201256-6|koulut@hel.example", want: "2 undecided [1006 1007] !ambiguous\n3 unchanged 1007 business_id"},
		{name: "a change elsewhere makes the other fit too",
			file: "Asiakasnumero|Nimi|Puhelin\n|Korhonen Anna|050 333 4444\n1004|Korhonen Anna|050 333 4444",
			want: "2 unchanged 1005 name\n3 modified 1004 number phone: 050 111 2222 → 050 333 4444"},
		{name: "new with another's ID", file: "Asiakasnumero|Nimi|Y-tunnus\n2000|Osasto Oy|2077474-0", options: importer.Options{UnknownNumbers: importer.UnknownCreates}, want: "2 new 2000 company !business-id-shared"},
	})
}

func TestMatchTwice(t *testing.T) {
	creates := importer.Options{UnknownNumbers: importer.UnknownCreates}
	runCases(t, []ruleCase{
		{name: "the same said twice", file: "Asiakasnumero|Maksuehto\n1001|30\n1001|30", want: "2 modified 1001 number payment_terms: 14 → 30\n3 excluded 1001 number !same-row(2)"},
		{name: "other values", file: "Asiakasnumero|Maksuehto\n1001|30\n1001|21", want: "2 modified 1001 number payment_terms: 14 → 30\n3 undecided 1001 number !duplicate-row(2)"},
		{name: "two new of a name", file: "Nimi|Puhelin\nLaine Liisa|050 111 9999\nlaine liisa|050 111 8888\nLaine Liisa|050 111 9999", want: "2 new person\n3 undecided !duplicate-row(2)\n4 excluded !same-row(2)"},
		{name: "two new of a Business ID", file: "Nimi|Y-tunnus\nA Oy|1572860-0\nB Oy|15728600", want: "2 new company\n3 undecided repaired business_id !duplicate-row(2)"},
		{name: "an error stands too", file: "Nimi|Sähköposti\nLaine Liisa|liisa\nLaine Liisa|liisa@laine.example", want: "2 error !email-invalid\n3 undecided !duplicate-row(2)"},
		{name: "a renamed customer", file: "Asiakasnumero|Nimi\n1003|Laine Liisa\n|Laine Liisa", want: "2 modified 1003 number name: Virtanen Matti → Laine Liisa\n3 excluded !same-row(2)"},
		{name: "a renamed customer, later", file: "Asiakasnumero|Nimi\n|Laine Liisa\n1003|Laine Liisa", want: "2 new person\n3 undecided 1003 number !duplicate-row(2)"},
		{name: "a new number for a known name", file: "Asiakasnumero|Nimi\n5001|Laine Liisa\n|laine liisa", options: creates, want: "2 new 5001 person\n3 undecided !duplicate-row(2)"},
		{name: "a shared Business ID is a warning", file: "Asiakasnumero|Nimi|Y-tunnus\n5001|A Oy|1572860-0\n5002|B Oy|1572860-0", options: creates, want: "2 new 5001 company\n3 new 5002 company !business-id-shared"},
		{name: "numbers are the only key", file: "Asiakasnumero|Nimi\n5001|Laine Liisa\n5002|Laine Liisa", options: creates, want: "2 new 5001 person\n3 new 5002 person"},
		{name: "a company with and one without ID", file: "Nimi|Y-tunnus\nA Oy|1572860-0\nA Oy|", want: "2 new company\n3 undecided !duplicate-row(2)"},
	})
}

func TestMatchKind(t *testing.T) {
	runCases(t, []ruleCase{
		{name: "by its number a person becomes a company", file: "Asiakasnumero|Tyyppi\n1003|Yritys", want: "2 modified 1003 number kind: person → company"},
		{name: "not a person with a Business ID", file: "Asiakasnumero|Tyyppi\n1001|Henkilö", want: "2 error 1001 number !kind-fixed"},
		{name: "found by Business ID", file: "Y-tunnus|Tyyppi\n2077474-0|Henkilö", want: "2 error 1001 business_id !kind-fixed"},
		{name: "no Business ID for a person", file: "Asiakasnumero|Y-tunnus\n1003|1572860-0", want: "2 error 1003 number !kind-fixed"},
		{name: "both", file: "Asiakasnumero|Tyyppi|Y-tunnus\n1003|Yritys|1572860-0", want: "2 modified 1003 number kind: person → company business_id:  → 1572860-0"},
		{name: "guessed by the name", file: "Nimi\nAs Oy Keski-Vista\nLämpösäätiö\nKoskela Aino\nPuutarha T:mi Laine", want: "2 new company\n3 new company\n4 new person\n5 new company"},
		{name: "all persons", file: "Nimi\nAs Oy Keski-Vista", options: importer.Options{Kind: customer.Person}, want: "2 new person"},
		{name: "unknown word", file: "Tyyppi|Nimi\nseura|Ystävät", want: "2 error !kind-unknown"},
	})
}

// TestNoName holds value-empty for names: a dash is nobody's name, and takes none
// from a stored customer.
func TestNoName(t *testing.T) {
	runCases(t, []ruleCase{
		{name: "a new customer", file: "Nimi|Lisätiedot\n-|x\nN/A|y", want: "2 error !says-nothing !name-missing\n3 error !says-nothing !name-missing"},
		{name: "a stored one", file: "Asiakasnumero|Nimi\n1001|-", want: "2 unchanged 1001 number !says-nothing"},
	})
}

func TestNeverDelete(t *testing.T) {
	file := "Asiakasnumero|Nimi|Y-tunnus|Sähköposti|Puhelin|Katuosoite|Postinumero|Maksuehto|Asiakasryhmä\n1001||||||||\n1003||||||||"
	runCases(t, []ruleCase{{name: "an empty cell says nothing", file: file, want: "2 unchanged 1001 number\n3 unchanged 1003 number"}})
}

// TestEmptyCells holds that the plan counts the cells that say nothing of values
// which the register holds, and those alone.
func TestEmptyCells(t *testing.T) {
	for _, c := range []struct {
		name, file string
		want       int
	}{
		{"a whole row", "Asiakasnumero|Nimi|Y-tunnus|Katuosoite|Yhteyshenkilö\n1001||||", 3},
		{"a key may be empty", "Asiakasnumero|Nimi|Y-tunnus|Puhelin\n|Åströmin Sähkö Oy|2077474-0|", 1},
		{"nothing is stored", "Asiakasnumero|Yhteyshenkilö|Lisätiedot\n1001||", 0},
		{"new customers", "Nimi|Puhelin|Sähköposti\nUusi Oy||", 0},
		{"short rows", "Asiakasnumero|Nimi|Puhelin\n1001\n1003|Virtanen Matti", 3},
		{"columns that are not mapped", "Asiakasnumero|Nimi|Jotain\n1001|Åströmin Sähkö Oy|", 0},
		{"a row in error", "Asiakasnumero|Postinumero|Puhelin\n1001|ABC|", 1},
		{"the same row once more", "Asiakasnumero|Nimi|Puhelin\n1001|Åströmin Sähkö Oy|\n1001|Åströmin Sähkö Oy|", 1},
		{"a word for nothing tells of itself", "Asiakasnumero|Nimi|Sähköposti\n1001|Åströmin Sähkö Oy|ei ole", 0},
		{"parts of a name", "Asiakasnumero|Etunimi|Sukunimi|Puhelin\n1003|||045 1234567", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := build(t, stored(t, register), input(t, c.file)).EmptyCells; got != c.want {
				t.Errorf("%d empty cells, want %d", got, c.want)
			}
		})
	}
	in := input(t, "Asiakasnumero|Nimi|Puhelin\n1001|Åströmin Sähkö Oy|040 9")
	in.Decisions.SetCell(2, importer.CellDecision{Hash: importer.RowHash(&in.Sheet.Rows[0]), Column: 2, Skip: true})
	if got := build(t, stored(t, register), in).EmptyCells; got != 0 {
		t.Errorf("a cell that is left unimported is counted as empty: %d", got)
	}
}

// TestRemovedCustomers holds match-removed: a row whose number was a customer's
// who has been removed says so, whatever becomes of it.
func TestRemovedCustomers(t *testing.T) {
	removal := importer.Removal{Who: "Liisa", At: time.Date(2026, 11, 3, 12, 0, 0, 0, time.UTC)}
	for _, c := range []struct {
		name, file, want string
		options          importer.Options
	}{
		{"an unknown number", "Asiakasnumero|Nimi\n1004|Korhonen Anna\n1000|Toinen Oy", "2 error !unknown-number !customer-removed\n3 error !unknown-number\n", importer.Options{}},
		{"made again", "Asiakasnumero|Nimi\n1004|Korhonen Anna", "2 new 1004 person !customer-removed\n", importer.Options{UnknownNumbers: importer.UnknownCreates}},
		{"found by name", "Asiakasnumero|Nimi\n1004|Virtanen Matti", "2 unchanged 1003 name !customer-removed\n", importer.Options{UnknownNumbers: importer.UnknownIgnored}},
		{"a number above all", "Asiakasnumero|Nimi\n9004|Virtanen Matti", "2 error !unknown-number\n", importer.Options{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			memory := stored(t, "number | kind | name\n1003 | person | Virtanen Matti\n1010 | company | Alfa Oy")
			memory.Forget(1004, removal)
			memory.Forget(9004, removal) // such a number was never given
			in := input(t, c.file)
			in.Options = c.options
			if got := told(build(t, memory, in)); got != c.want {
				t.Errorf("got\n%swant\n%s", got, c.want)
			}
		})
	}
	memory := importertest.NewRegister(nil, nil, 1004)
	memory.Forget(1004, removal)
	if got, want := told(build(t, memory, input(t, "Asiakasnumero|Nimi\n1004|Korhonen Anna"))), "2 error !unknown-number !customer-removed\n"; got != want {
		t.Errorf("with nobody stored: got %swant %s", got, want)
	}
}

func TestGroupCreate(t *testing.T) {
	in := input(t, "Asiakasnumero|Asiakasryhmä\n1001|vakioasiakkaat\n1002|UUDET\n1003|Messut 2026\n1004|messut  2026\n1005|Uudet")
	plan := build(t, stored(t, register), in)
	want := `2 unchanged 1001 number
3 modified 1002 number group: Ulkomaat → Uudet
4 modified 1003 number group:  → Messut 2026
5 modified 1004 number group: Uudet → Messut 2026
6 unchanged 1005 number
`
	if got := told(plan); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got := fmt.Sprint(plan.GroupsToCreate); got != "[{Messut 2026 2 }]" {
		t.Errorf("groups to create: %s", got)
	}
}

// TestStoredLostLetter holds that what the register has is not told again, and
// that a letter which a file has lost is damage where the register still has it.
func TestStoredLostLetter(t *testing.T) {
	register := stored(t, "number | kind | name | street\n1001 | company | M\ufffdki Oy | Mäkitie 1")
	got := told(build(t, register, input(t, "Asiakasnumero|Nimi|Katuosoite\n1001|M\ufffdki Oy|M\ufffdkitie 1")))
	if want := "2 unchanged 1001 number kept street\n"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestValueChecked(t *testing.T) {
	runCases(t, []ruleCase{
		{name: "a wrong check digit", file: "Asiakasnumero|Verkkolaskuosoite\n1001|003720774741", want: "2 error 1001 number !einvoice-invalid"},
		{name: "a lost letter is told", file: "Asiakasnumero|Katuosoite\n1001|P\ufffdivätie 1",
			want: "2 modified 1001 number street: Merikatu 1 → P\ufffdivätie 1 !letter-lost"},
		{name: "a lost letter of a new customer", file: "Nimi\nUu\ufffdi Oy", want: "2 new company !letter-lost"},
		{name: "unusual is saved", file: "Asiakasnumero|Maksuehto\n1001|17 pv", want: "2 modified 1001 number payment_terms: 14 → 17 !terms-unusual"},
		{name: "the stored value is no error", file: "Asiakasnumero|Postinumero\n1002|11134", want: "2 unchanged 1002 number"},
	})
}

// TestReadTotal holds that a total is left out unless the user takes it in, and
// that no customer of such a name is passed over.
func TestReadTotal(t *testing.T) {
	creates := importer.Options{UnknownNumbers: importer.UnknownCreates}
	runCases(t, []ruleCase{
		{name: "by its name", file: "Nimi|Maksuehto\nYhteensä|14", want: "2 excluded !total-row"},
		{name: "whatever its sums are", file: "Asiakasnumero|Nimi|Maksuehto\n|TOTALT|-1", options: creates, want: "2 excluded !total-row"},
		{name: "but not with a number of its own", file: "Asiakasnumero|Nimi\n7007|Summa", options: creates, want: "2 new 7007 person"},
		{name: "with words of what is counted", file: "Nimi|Maksuehto\nYhteensä 600 kpl|\nAsiakkaita yhteensä|\nTOTAL (2):|28\nSumma 12|\nKunder totalt:|",
			want: "2 excluded !total-row\n3 excluded !total-row\n4 excluded !total-row\n5 excluded !total-row\n6 excluded !total-row"},
		{name: "with what is counted in another column", file: "Nimi|Postitoimipaikka|Katuosoite\nYhteensä|3 kpl|\nTotalt||12", want: "2 excluded !total-row\n3 excluded !total-row"},
		{name: "of a printout", file: "Nimi|Maksuehto\nSivu 1/2|\nPage 2 of 3|\nTulostettu 1.11.2026 klo|\nUtskriven 2026-11-01|\nSida 4|",
			want: "2 excluded !total-row\n3 excluded !total-row\n4 new person\n5 excluded !total-row\n6 excluded !total-row"},
		{name: "the header in other letters, in part", file: "Nimi|Postitoimipaikka|Maksuehto\nNIMI|POSTITOIMIPAIKKA|\nnimi||\nNiminen Oulu||",
			want: "2 excluded !total-row\n3 excluded !total-row\n4 new person"},
		{name: "customers that are called so", file: "Nimi|Postitoimipaikka\nSumma Liisa|\nKahvila Summa|\nTotal Kiinteistöt Oy|\nSumma|Oulu\nYhteensä Oy|\nSivu 5 Oy|\nTotal 24 Design|",
			want: "2 new person\n3 new person\n4 new company\n5 new person\n6 new company\n7 new company\n8 new person"},
		{name: "in place of a number", file: "Asiakasnumero|Nimi|Maksuehto\nYhteensä||99\nyhdeksän||14\n1001||14", want: "2 excluded !total-row\n3 error !number-invalid\n4 unchanged 1001 number"},
		{name: "no total", file: "Nimi\nTotal Energies Oy\nSumma Oy", want: "2 new company\n3 new company"},
		{name: "of a stored customer", file: "Asiakasnumero|Nimi\n1001|Summa", want: "2 modified 1001 number name: Åströmin Sähkö Oy → Summa !total-row"},
	})
	for _, take := range []importer.RowDecision{{Include: true}, {Create: true}} {
		in := input(t, "Nimi|Maksuehto\nYhteensä|14")
		take.Hash = importer.RowHash(&in.Sheet.Rows[0])
		in.Decisions.SetRow(2, take)
		if got := told(build(t, stored(t, register), in)); got != "2 new person\n" {
			t.Errorf("taken in: %s", got)
		}
	}
}

// TestDefaultOptions holds match-unknown-number: the first import into a register
// brings its own numbers, which are compared with nobody's.
func TestDefaultOptions(t *testing.T) {
	numbered, bare := importer.Mapping{customer.Name, customer.Number}, importer.Mapping{customer.Name, customer.None}
	for _, c := range []struct {
		empty   bool
		mapping importer.Mapping
		want    importer.UnknownNumbers
	}{{true, numbered, importer.UnknownCreates}, {true, bare, importer.UnknownIsError}, {false, numbered, importer.UnknownIsError}} {
		if got := importer.DefaultOptions(c.empty, c.mapping); got != (importer.Options{UnknownNumbers: c.want}) {
			t.Errorf("empty %v, %v: %+v", c.empty, c.mapping, got)
		}
	}
	in := input(t, "Asiakasnumero|Nimi\n900000|Uusi Oy\n12|Toinen Oy")
	in.Options = importer.DefaultOptions(true, in.Mapping)
	if got, want := told(build(t, stored(t, "number | name"), in)), "2 new 900000 company\n3 new 12 company\n"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestValuePrivate(t *testing.T) {
	in := input(t, "Nimi|Y-tunnus|Muuta\nLaine Liisa|131052-308T|131052-308T")
	plan := build(t, stored(t, register), in)
	if got, want := told(plan), "2 new person !personal-id\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	for change := range plan.Rows[0].Changes.All() {
		if strings.Contains(change.New, "308T") {
			t.Errorf("a personal identity code would be saved: %v", change)
		}
	}
	if problems := plan.Columns[2].Problems; len(problems) != 1 || problems[0].Code != customer.PersonalID {
		t.Errorf("the unmapped column has the problems %v", problems)
	}
}

func TestReadRagged(t *testing.T) {
	runCases(t, []ruleCase{
		{name: "too long", file: "Asiakasnumero|Maksuehto\n1001|30|extra\n1002\n1003|14||", want: "2 error !row-too-long\n3 unchanged 1002 number\n4 unchanged 1003 number"},
	})
}

func TestOptions(t *testing.T) {
	runCases(t, []ruleCase{
		{name: "no-create", file: "Nimi|Maksuehto\nLaine Liisa|14\nVirtanen Matti|30", options: importer.Options{Create: importer.CreateNo}, want: "2 excluded !not-created\n3 modified 1003 name payment_terms: 14 → 30"},
		{name: "skip existing", file: "Nimi|Maksuehto\nLaine Liisa|14\nVirtanen Matti|30", options: importer.Options{SkipExisting: true}, want: "2 new person\n3 excluded 1003 name"},
		{name: "no repair", file: "Nimi|Y-tunnus\nA Oy|112038-9", options: importer.Options{NoRepair: true}, want: "2 error !business-id-invalid"},
		{name: "repair", file: "Nimi|Y-tunnus\nA Oy|112038-9", want: "2 new company repaired business_id"},
		{name: "first name first", file: "Etunimi|Sukunimi|Puhelin\nMatti|Virtanen|1", options: importer.Options{FirstNameFirst: true}, want: "2 error !phone-invalid"},
	})
}

func TestDecisions(t *testing.T) {
	file := "Nimi|Maksuehto|Sähköposti\nKorhonen Anna|30|\nLaine Liisa|14|liisa\nVirtanen Matti|21|\nVirtanen Matti|28|"
	decide := func(in *importer.Input, line int, d importer.RowDecision) {
		d.Hash = importer.RowHash(&in.Sheet.Rows[line-2])
		if in.Decisions.Rows == nil {
			in.Decisions.Rows = make(map[int]importer.RowDecision)
		}
		in.Decisions.Rows[line] = d
	}
	in := input(t, file)
	decide(&in, 2, importer.RowDecision{Customer: 1005})
	decide(&in, 4, importer.RowDecision{Exclude: true})
	in.Decisions.Cells = map[int][]importer.CellDecision{3: {{Hash: importer.RowHash(&in.Sheet.Rows[1]), Column: 2, Text: "liisa@laine.example"}}}
	in.Decisions.Values = map[int][]importer.ValueDecision{1: {{From: "28", To: "30"}}}
	want := `2 modified 1005 user payment_terms: 14 → 30
3 new person
4 excluded
5 modified 1003 name payment_terms: 14 → 30
`
	if got := told(build(t, stored(t, register), in)); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	t.Run("dropped where the cells are others", func(t *testing.T) {
		other := input(t, strings.Replace(file, "liisa", "liisa@x.example", 1))
		other.Decisions = in.Decisions
		plan := build(t, stored(t, register), other)
		if plan.Dropped != 1 || plan.Rows[1].Status != importer.New {
			t.Errorf("dropped %d, row 3 %s", plan.Dropped, plan.Rows[1].Status)
		}
	})
	t.Run("dropped where a line is no row any more", func(t *testing.T) {
		lines := strings.Split(file, "\n")
		other := input(t, strings.Join(lines[:3], "\n"))
		other.Decisions = in.Decisions
		if plan := build(t, stored(t, register), other); plan.Dropped != 1 {
			t.Errorf("dropped %d", plan.Dropped)
		}
	})
	t.Run("a customer of its own", func(t *testing.T) {
		in := input(t, file)
		decide(&in, 2, importer.RowDecision{Create: true})
		decide(&in, 5, importer.RowDecision{Create: true})
		want := "2 new person\n3 error !email-invalid\n4 modified 1003 name payment_terms: 14 → 21\n5 new person\n"
		if got := told(build(t, stored(t, register), in)); got != want {
			t.Errorf("got\n%s\nwant\n%s", got, want)
		}
	})
}

func TestFormulaApostrophe(t *testing.T) {
	memory := stored(t, "number | kind | name | notes\n1001 | company | @Work Oy | =SUM(A1:A2)\n1002 | company | 'Lainaus Oy | '=1+1")
	in := input(t, "Asiakasnumero|Nimi|Lisätiedot\n1001|'@Work Oy|'=SUM(A1:A2)\n1002|'Lainaus Oy|'=1+1")
	if got, want := told(build(t, memory, in)), "2 unchanged 1001 number\n3 unchanged 1002 number\n"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestMapGuess(t *testing.T) {
	for file, want := range map[string]string{
		"|Posti|\n2077474-0|a@x.example|00100\n1572860-0|b@x.example|02100":           "[business_id email postcode]",
		"Nimi|Tilinumero\nA|FI2112345600000785\nB|FI2112345600000785":                 "[name ]",
		"Nimi|Toimituspostinro|Tunnus|IBAN\nA|00100|2077474-0|x\nB|02100|1572860-0|y": "[name delivery_postcode  ]",
		"Asiakasnumero|Nimi|Ryhmä|Asiakasryhmä\nA1|x|y|z":                             "[ name  group]",
		"Nimi|nimi|Puh.nro|Miksi jäi pois\nA|B|1|2":                                   "[name  phone ]",
	} {
		if got := fmt.Sprint(input(t, file).Mapping); got != want {
			t.Errorf("%q is mapped to %s, want %s", file, got, want)
		}
	}
}

func TestSaveWhatYouSaw(t *testing.T) {
	file := "Asiakasnumero|Maksuehto|Asiakasryhmä\n1001|30|Messut\n1002|30|Ulkomaat"
	seen := build(t, stored(t, register), input(t, file)).Fingerprint()
	if again := build(t, stored(t, register), input(t, file)).Fingerprint(); again != seen {
		t.Error("the same plan has another fingerprint")
	}
	if made := build(t, stored(t, register, "Messut"), input(t, file)).Fingerprint(); made != seen {
		t.Error("a group made meanwhile changes the fingerprint")
	}
	changed := stored(t, strings.Replace(register, "00100 | 14", "00100 | 21", 1))
	if other := build(t, changed, input(t, file)).Fingerprint(); other == seen {
		t.Error("a change of the register leaves the fingerprint as it was")
	}
}
