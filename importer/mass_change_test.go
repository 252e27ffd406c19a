package importer_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"kortisto/customer"
	"kortisto/importer"
	"kortisto/importer/importertest"
)

// columnProblems are a column's problems in short: "mass-change 12/15 same".
func columnProblems(column importer.Column) string {
	var told []string
	for _, p := range column.Problems {
		text := fmt.Sprint(p.Code, " ", p.Args["count"])
		if p.Code == importer.MassChange {
			text += fmt.Sprint("/", p.Args["total"])
			if p.Level == customer.Note {
				text += " same"
			}
		}
		told = append(told, text)
	}
	return strings.Join(told, ", ")
}

// TestMassChange holds which columns are warned of as a whole. Each case makes n
// customers with stored values, and a file with their numbers and other values.
func TestMassChange(t *testing.T) {
	numbered := func(form string, from int) func(int) string {
		return func(i int) string { return fmt.Sprintf(form, from+7*i) }
	}
	always := func(text string) func(int) string { return func(int) string { return text } }
	for _, test := range []struct {
		name         string
		field        customer.Field
		n            int
		stored, file func(i int) string
		want         string
	}{
		{"other values nearly everywhere", customer.Street, 12, numbered("Vanhatie %d", 10), numbered("Uusitie %d B", 30), "mass-change 12/12"},
		{"the first fill of a field", customer.Street, 12, always(""), numbered("Uusitie %d B", 30), ""},
		{"half of them the first fill", customer.Street, 30, func(i int) string {
			return strings.Repeat(fmt.Sprintf("Vanhatie %d", 7*i), i%2)
		}, numbered("Uusitie %d B", 30), ""},
		{"few rows", customer.Street, 9, numbered("Vanhatie %d", 10), numbered("Uusitie %d B", 30), ""},
		{"empty cells", customer.Street, 30, numbered("Vanhatie %d", 10), always(""), ""},
		{"half of them", customer.Street, 20, numbered("Katu %d", 10), func(i int) string {
			return fmt.Sprintf("Katu %d%s", 10+7*i, strings.Repeat(" B", i%2))
		}, ""},
		{"one value for all", customer.PaymentTerms, 12, always("14"), always("30"), "mass-change 12/12 same"},
		{"only another spacing", customer.Phone, 12, numbered("040 1234%03d", 100), numbered("0401234%03d", 100), ""},
		{"a series all the way down", customer.Group, 12, always("Vakio"), func(i int) string { return fmt.Sprint("Vakio ", 2027+i) }, "series 12, mass-change 12/12"},
		{"other values, of which a few count up", customer.Phone, 30, numbered("040 1234%03d", 100), func(i int) string {
			return fmt.Sprintf("050 765%04d", 1000+i*max(1, i-20))
		}, "series 22, mass-change 30/30"},
		{"the stored ones one row down", customer.Phone, 12, numbered("040 1234%03d", 100), func(i int) string {
			return fmt.Sprintf("040 1234%03d", 100+(i+1)%12*7)
		}, "shuffled 12"},
		{"one row down, and one mended", customer.Street, 12, numbered("Katu %d A", 10), func(i int) string {
			return fmt.Sprintf("Katu %d%s", 10+(i+1)%12*7, strings.Repeat(" A", min(1, i)))
		}, "shuffled 12"},
		{"stored ones that count up", customer.Reference, 12, func(i int) string { return fmt.Sprint("V ", 90-i) },
			func(i int) string { return fmt.Sprint("V ", 79+i) }, "shuffled 12"},
		{"sorted to the top", customer.Reference, 40, func(i int) string {
			return strings.Repeat(fmt.Sprintf("viite %d", i), i/20)
		}, func(i int) string { return strings.Repeat(fmt.Sprintf("viite %d", i+20), 1-i/20) }, "shuffled 20"},
		{"few values, sorted", customer.PaymentTerms, 100, func(i int) string { return []string{"14", "14", "14", "14", "30"}[i%5] },
			func(i int) string { return []string{"14", "30"}[i/80] }, "shuffled 32"},
		{"a handful exchanged", customer.PaymentTerms, 40, func(i int) string { return []string{"14", "30"}[i%2] }, func(i int) string {
			if i < 10 {
				i++
			}
			return []string{"14", "30"}[i%2]
		}, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			in, register := pairs(t, test.field, test.n, test.stored, test.file)
			plan := build(t, register, in)
			if got := columnProblems(plan.Columns[1]); got != test.want {
				t.Errorf("%q, want %q\n%s", got, test.want, told(plan))
			}
			in.Mapping.Set(1, customer.None)
			if got := columnProblems(build(t, register, in).Columns[1]); got != "" {
				t.Errorf("left out: %q", got)
			}
		})
	}
}

// pairs makes customers and a file that names them by number, with one more field.
func pairs(t testing.TB, f customer.Field, n int, stored, file func(i int) string) (importer.Input, *importertest.Register) {
	t.Helper()
	var customers []customer.Customer
	text := "Asiakasnumero|" + customer.Standard().Label(f, "fi")
	for i := range n {
		c := customer.Customer{Number: 1001 + i, Revision: 1}
		c.Values[customer.Kind], c.Values[customer.Name] = customer.Company, fmt.Sprintf("Yritys %d Oy", i)
		c.Values[f] = stored(i)
		customers = append(customers, c)
		text += fmt.Sprintf("\n%d|%s", c.Number, file(i))
	}
	in := input(t, text)
	in.Mapping = importer.Mapping{customer.Number, f}
	return in, importertest.NewRegister(customers, nil, 1000+n)
}

// TestMassChangeOfKeys holds that a key column that was sorted by itself is
// told of, though none of its rows is saved.
func TestMassChangeOfKeys(t *testing.T) {
	ids := make([]string, 12)
	for i := range ids {
		ids[i] = validBusinessID(2_000_000 + 17*i)
	}
	in, register := pairs(t, customer.BusinessID, 12, func(i int) string { return ids[i] }, func(i int) string { return ids[(i+5)%12] })
	plan := build(t, register, in)
	if plan.Counts[importer.Undecided] != 12 || columnProblems(plan.Columns[1]) != "shuffled 12" {
		t.Errorf("%q\n%s", columnProblems(plan.Columns[1]), told(plan))
	}
}

// TestShuffledIsFound holds that a column of different values whose cells have
// changed places is found, whatever it holds.
func TestShuffledIsFound(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		f := rapid.SampledFrom([]customer.Field{customer.Name, customer.Contact, customer.Street, customer.Email,
			customer.Phone, customer.Reference, customer.Group, customer.Notes}).Draw(rt, "field")
		values := rapid.SliceOfNDistinct(rapid.StringMatching(`[a-z]{6}`), 12, 40, rapid.ID[string]).Draw(rt, "values")
		for i := range values {
			switch f {
			case customer.Email:
				values[i] += "@x.example"
			case customer.Phone:
				values[i] = fmt.Sprintf("040 55%05d", i)
			}
		}
		moved := rapid.Permutation(values).Draw(rt, "order")
		by := rapid.IntRange(1, len(values)-1).Draw(rt, "by")
		moved = append(slices.Clone(moved[by:]), moved[:by]...)
		differ := 0
		for i := range values {
			if values[i] != moved[i] {
				differ++
			}
		}
		in, register := pairs(t, f, len(values), func(i int) string { return values[i] }, func(i int) string { return moved[i] })
		plan := build(t, register, in)
		want := ""
		if differ >= 10 && 2*differ > len(values) {
			want = fmt.Sprint("shuffled ", differ)
		}
		if got := columnProblems(plan.Columns[1]); want != "" && got != want {
			rt.Fatalf("%s %q, want %q\n%q\n%q", f, got, want, values, moved)
		}
		in.Sheet.Rows = in.Sheet.Rows[:0]
		if got := columnProblems(build(t, register, in).Columns[1]); got != "" {
			rt.Fatalf("nothing is %q", got)
		}
	})
}
