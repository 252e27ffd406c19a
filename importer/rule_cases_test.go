package importer_test

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

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
