package importer_test

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"kortisto/customer"
	"kortisto/importer"
	"kortisto/importer/importertest"
)

// TestFill holds which rows a value for a field that the file lacks comes to.
func TestFill(t *testing.T) {
	const file = "Asiakasnumero|Nimi\n1001|Åströmin Sähkö Oy\n1003|Virtanen Matti\n|Uusi Oy\n|Toinen Oy"
	lines := func(fill importer.Fill, in importer.Input, lines ...int) importer.Fill {
		fill.Rows, fill.Lines, fill.Hash = importer.FillLines, lines, importer.LinesHash(in.Sheet, lines)
		return fill
	}
	terms := func(value string, rows importer.FillRows) importer.Fill {
		return importer.Fill{Field: customer.PaymentTerms, Value: value, Rows: rows}
	}
	in := input(t, file)
	for _, test := range []struct {
		name   string
		fills  []importer.Fill
		want   string // payment terms by line
		filled string
	}{
		{"new rows", []importer.Fill{terms("30", importer.FillNew)}, "4:30 5:30", "[2]"},
		{"found rows", []importer.Fill{terms("30 pv", importer.FillFound)}, "2:30 3:30", "[2]"},
		{"all rows", []importer.Fill{terms("14 pv netto", importer.FillAll)}, "4:14 5:14", "[2]"},
		{"some rows", []importer.Fill{lines(terms("30", ""), in, 3, 5)}, "3:30 5:30", "[2]"},
		{"the last one counts", []importer.Fill{terms("30", importer.FillAll), terms("7", importer.FillNew)}, "2:30 3:30 4:7 5:7", "[2 2]"},
		{"a value that cannot be right", []importer.Fill{terms("-3", importer.FillNew)}, "", "[0]"},
		{"nothing is emptied", []importer.Fill{terms("", importer.FillAll), terms(" ", importer.FillFound)}, "", "[0 0]"},
		{"a field by which customers are found", []importer.Fill{{Field: customer.BusinessID, Value: "2077474-0", Rows: importer.FillAll}}, "", "[0]"},
	} {
		t.Run(test.name, func(t *testing.T) {
			in := in
			in.Decisions = importer.Decisions{Fills: test.fills}
			plan := build(t, stored(t, register), in)
			if got := changesOf(plan, customer.PaymentTerms); got != test.want {
				t.Errorf("%q, want %q\n%s", got, test.want, told(plan))
			}
			if got := fmt.Sprint(plan.Filled); got != test.filled {
				t.Errorf("filled %s, want %s", got, test.filled)
			}
		})
	}
	t.Run("the register's own table says what can be filled", func(t *testing.T) {
		var definitions []customer.Definition
		for _, f := range customer.Standard().Targets() {
			d := *customer.Standard().Of(f)
			if f == customer.PaymentTerms {
				d.Fill = 0
			}
			definitions = append(definitions, d)
		}
		in := in
		in.Fields = customer.NewTable(definitions)
		in.Decisions = importer.Decisions{Fills: []importer.Fill{terms("30", importer.FillAll)}}
		plan := build(t, stored(t, register), in)
		if got := changesOf(plan, customer.PaymentTerms); got != "" || fmt.Sprint(plan.Filled) != "[0]" {
			t.Errorf("%q, %d rows", got, plan.Filled)
		}
	})
	t.Run("a column goes before", func(t *testing.T) {
		in := input(t, "Asiakasnumero|Maksuehto\n1001|21\n1003|")
		in.Decisions.AddFill(terms("30", importer.FillAll))
		if got := changesOf(build(t, stored(t, register), in), customer.PaymentTerms); got != "2:21" {
			t.Errorf("%q", got)
		}
	})
	t.Run("a row's own decision goes before", func(t *testing.T) {
		in := input(t, file)
		in.Decisions.AddFill(terms("30", importer.FillAll))
		in.Decisions.SetRow(2, importer.RowDecision{Hash: importer.RowHash(&in.Sheet.Rows[0]), Set: map[customer.Field]string{customer.PaymentTerms: "45"}})
		plan := build(t, stored(t, register), in)
		if got := changesOf(plan, customer.PaymentTerms); got != "2:45 3:30 4:30 5:30" || fmt.Sprint(plan.Filled) != "[3]" {
			t.Errorf("%q %v", got, plan.Filled)
		}
	})
	t.Run("rows that were read otherwise", func(t *testing.T) {
		in := input(t, file)
		in.Decisions.AddFill(lines(terms("30", ""), in, 3, 5))
		in.Sheet.Rows[3].Cells[1] = "Kolmas Oy"
		plan := build(t, stored(t, register), in)
		if got := changesOf(plan, customer.PaymentTerms); got != "" || plan.Dropped != 1 {
			t.Errorf("%q, %d dropped", got, plan.Dropped)
		}
	})
}

// changesOf lists what a plan writes into a field: "2:30 3:30".
func changesOf(plan *importer.Plan, f customer.Field) string {
	var changes []string
	for _, row := range plan.Rows {
		for change := range row.Changes.All() {
			if change.Field == f && (row.Status == importer.New || row.Status == importer.Modified) {
				changes = append(changes, fmt.Sprintf("%d:%s", row.Line, change.New))
			}
		}
	}
	return strings.Join(changes, " ")
}

// TestFillAsks holds that a customer that was taken since nothing of it would
// change is not changed by a fill: the user says who is meant.
func TestFillAsks(t *testing.T) {
	in := input(t, "Nimi|Puhelin\nKorhonen Anna|050 111 2222")
	want := "2 unchanged 1004 name\n"
	if got := told(build(t, stored(t, register), in)); got != want {
		t.Fatal(got)
	}
	fill := importer.Fill{Field: customer.PaymentTerms, Value: "14", Rows: importer.FillAll}
	in.Decisions.AddFill(fill)
	if got := told(build(t, stored(t, register), in)); got != want {
		t.Error("nothing to fill:", got)
	}
	fill.Value = "30"
	in.Decisions.AddFill(fill)
	if got := told(build(t, stored(t, register), in)); got != "2 undecided [1004 1005] !ambiguous\n" {
		t.Error("the fill changes it:", got)
	}
	in.Decisions.SetRow(2, importer.RowDecision{Hash: importer.RowHash(&in.Sheet.Rows[0]), Customer: 1004})
	if got := told(build(t, stored(t, register), in)); got != "2 modified 1004 user payment_terms: 14 → 30\n" {
		t.Error("chosen:", got)
	}
}

// TestFillsReplaceEachOther holds which fills stand beside each other, and that
// each can be taken back.
func TestFillsReplaceEachOther(t *testing.T) {
	var d importer.Decisions
	add := func(f customer.Field, value string, rows importer.FillRows) {
		d.AddFill(importer.Fill{Field: f, Value: value, Rows: rows})
	}
	told := func() string {
		var fills []string
		for _, f := range d.Fills {
			fills = append(fills, fmt.Sprintf("%s=%s %s", f.Field, f.Value, f.Rows))
		}
		return strings.Join(fills, ", ")
	}
	add(customer.PaymentTerms, "14", importer.FillNew)
	add(customer.Group, "A", importer.FillAll)
	add(customer.PaymentTerms, "30", importer.FillNew)
	add(customer.PaymentTerms, "21", importer.FillFound)
	if got := told(); got != "group=A all, payment_terms=30 new, payment_terms=21 found" {
		t.Error(got)
	}
	d.RemoveFill(d.Fills[1].ID())
	d.RemoveFill("0")
	if got := told(); got != "group=A all, payment_terms=21 found" {
		t.Error(got)
	}
	add(customer.PaymentTerms, "7", importer.FillAll)
	if got := told(); got != "group=A all, payment_terms=7 all" {
		t.Error(got)
	}
}

// TestFillDecidesNoCustomer holds that no fill changes which customer a row
// concerns, but that it may leave the choice to the user.
func TestFillDecidesNoCustomer(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		register := inMemory(drawCustomers(t))
		file := drawFile(t)
		in := importer.Input{Sheet: file, Mapping: importer.Suggest(file, customer.Standard()), Options: drawOptions(t)}
		bare := planIn(t, register, in)
		for range rapid.IntRange(1, 3).Draw(t, "fills") {
			f := rapid.SampledFrom(customer.Standard().Fillable()).Draw(t, "field")
			fill := importer.Fill{Field: f, Value: drawText(t, f), Rows: rapid.SampledFrom([]importer.FillRows{
				importer.FillAll, importer.FillNew, importer.FillFound, importer.FillLines}).Draw(t, "rows")}
			if fill.Rows == importer.FillLines {
				fill.Lines = []int{2, 3}
				fill.Hash = importer.LinesHash(file, fill.Lines)
			}
			in.Decisions.AddFill(fill)
		}
		filled := planIn(t, register, in)
		for i := range filled.Rows {
			was, is := bare.Rows[i], filled.Rows[i]
			switch {
			case was.Customer == is.Customer && was.MatchedBy == is.MatchedBy:
			case is.Status == importer.Undecided || was.Status == importer.Undecided:
			default:
				t.Fatalf("line %d: %d by %q is %d by %q\n%s\n%s", is.Line, was.Customer, was.MatchedBy, is.Customer, is.MatchedBy, told(bare), told(filled))
			}
		}
	})
}

// TestFillIsOfToday holds that a fill is no value of the file: it is written
// though the customer was changed after the export, and conflicts with nothing.
func TestFillIsOfToday(t *testing.T) {
	customers, _, _ := stored(t, register).Customers(t.Context(), importer.Keys{Numbers: []int{1003}})
	one := customers[0].Customer()
	one.Revision = 2
	then := one.Values
	then[customer.PaymentTerms] = "30"
	register := importertest.NewRegister([]customer.Customer{one}, nil, 1003)
	register.Remember(importer.Exported{Number: 1003, Revision: 1}, &importer.Since{Base: then, Later: []importer.Write{{Field: customer.PaymentTerms, Who: "liisa"}}})
	for _, value := range []string{"30", "45"} {
		in := input(t, "Asiakasnumero|Nimi|Versio\n1003|Virtanen Matti|"+memoryMark(1003, 1))
		in.Decisions.AddFill(importer.Fill{Field: customer.PaymentTerms, Value: value, Rows: importer.FillFound})
		if got := told(build(t, register, in)); got != "2 modified 1003 number payment_terms: 14 → "+value+"\n" {
			t.Error(got)
		}
	}
}
