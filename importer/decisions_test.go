package importer_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"kortisto/customer"
	"kortisto/importer"
	"kortisto/sheet"

	"pgregory.net/rapid"
)

// TestDecisionsAreReadBack holds that decisions come back from JSON exactly,
// whatever was decided in whatever order.
func TestDecisionsAreReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var d importer.Decisions
		line := rapid.IntRange(1, 12)
		column := rapid.IntRange(0, 3)
		text := rapid.SampledFrom([]string{"", "a", "14", "2-3,4", "\"ä\n", "0"})
		for range rapid.IntRange(0, 40).Draw(t, "decisions") {
			hash := rapid.Uint64().Draw(t, "hash")
			switch rapid.IntRange(0, 5).Draw(t, "what") {
			case 0:
				decision := importer.RowDecision{Hash: hash, Exclude: rapid.Bool().Draw(t, "exclude"), Create: rapid.Bool().Draw(t, "create"),
					Include: rapid.Bool().Draw(t, "include"), Customer: rapid.IntRange(0, 2).Draw(t, "customer")}
				if set := text.Draw(t, "set"); set != "" {
					decision.Set = map[customer.Field]string{customer.Invoicing: set}
				}
				d.SetRow(line.Draw(t, "line"), decision)
			case 1:
				d.SetCell(line.Draw(t, "line"), importer.CellDecision{Hash: hash, Column: column.Draw(t, "column"),
					Skip: rapid.Bool().Draw(t, "skip"), AsWritten: rapid.Bool().Draw(t, "take"), Side: importer.Side(text.Draw(t, "side")), Text: text.Draw(t, "text")})
			case 2:
				d.SetValue(column.Draw(t, "column"), text.Draw(t, "from"), text.Draw(t, "to"))
			case 3:
				d.SetAsWritten(column.Draw(t, "column"), true)
				d.SetSide(column.Draw(t, "column"), importer.FromFile)
			case 4:
				d.ClearRow(line.Draw(t, "line"))
			case 5:
				d.ClearCell(line.Draw(t, "line"), column.Draw(t, "column"))
			}
		}
		data, err := json.Marshal(d)
		if err != nil {
			t.Fatal(err)
		}
		var back importer.Decisions
		if err := json.Unmarshal(data, &back); err != nil {
			t.Fatalf("%s: %v", data, err)
		}
		again, err := json.Marshal(back)
		if err != nil || string(again) != string(data) {
			t.Fatalf("%s\nis written again as\n%s, %v", data, again, err)
		}
		same := len(d.Rows) == len(back.Rows) && len(d.Cells) == len(back.Cells) && fmt.Sprint(d.Values, d.AsWritten, d.Sides) == fmt.Sprint(back.Values, back.AsWritten, back.Sides)
		for line, row := range d.Rows {
			same = same && reflect.DeepEqual(row, back.Rows[line])
		}
		for line, cells := range d.Cells {
			same = same && reflect.DeepEqual(cells, back.Cells[line])
		}
		if !same {
			t.Fatalf("%+v\nis read back as\n%+v", d, back)
		}
	})
}

func TestDecisionsThatCannotBeRead(t *testing.T) {
	for _, text := range []string{
		`{"rows":[{"lines":"2","hashes":""}]}`, `{"rows":[{"lines":"2-9999999999","hashes":"AAAAAAAAAAA="}]}`, `{"rows":[{"lines":"x","hashes":"AAAAAAAAAAA="}]}`,
		`{"rows":[{"lines":"3-2","hashes":"AAAAAAAAAAA="}]}`, `{"rows":[{"lines":"2","hashes":"AAAAAAAAAAAA"}]}`, `{"rows":[{"lines":"","hashes":"AAAAAAAAAAA="}]}`,
		`{"rows":[{"lines":"2","hashes":"AAAAAAAAAAA=","customers":[1,2]}]}`, `{"cells":[{"lines":"2-3","hashes":"AAAAAAAAAAA="}]}`, `{"rows":{}}`,
	} {
		if err := json.Unmarshal([]byte(text), new(importer.Decisions)); err == nil {
			t.Errorf("%s was read", text)
		}
	}
}

// TestManyDecisions holds that a choice for each of very many rows stays small
// and quick, also where every other row has one.
func TestManyDecisions(t *testing.T) {
	const rows = 100_000
	var d importer.Decisions
	for i := range rows {
		d.SetRow(2*i+2, importer.RowDecision{Hash: uint64(i) * 0x9e3779b97f4a7c15, Customer: 1001 + i})
	}
	start := time.Now()
	data, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	var back importer.Decisions
	if err := json.Unmarshal(data, &back); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d bytes, %v there and back", len(data), time.Since(start))
	if len(back.Rows) != rows || len(data) > 30*rows || time.Since(start) > 5*time.Second {
		t.Errorf("%d decisions of %d bytes in %v", len(back.Rows), len(data), time.Since(start))
	}
}

// TestManyCellDecisions holds that equal choices for very many cells take little
// more than the hashes of their rows.
func TestManyCellDecisions(t *testing.T) {
	const rows = 100_000
	var d importer.Decisions
	for i := range rows {
		d.SetCell(i+2, importer.CellDecision{Hash: uint64(i) * 0x9e3779b97f4a7c15, Column: 3, AsWritten: true})
	}
	data, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	if hashes := (8*rows + 2) / 3 * 4; len(data) > hashes+200 {
		t.Errorf("%d decisions take %d bytes, their hashes alone %d", rows, len(data), hashes)
	}
}

// TestDecideValue holds decide-value: one correction serves every cell of the
// column with the same text, and no other.
func TestDecideValue(t *testing.T) {
	file := "Asiakasnumero|Maksuehto|Viitteenne\n1001|14 vrk n|14 vrk n\n1002| 14 vrk n |\n1003|21|\n1004|14 vrk n|"
	for name, test := range map[string]struct {
		decide func(in *importer.Input)
		want   string
	}{
		"as it stands": {func(*importer.Input) {}, "2 error\n3 error\n4 unchanged\n5 error\n"},
		"corrected":    {func(in *importer.Input) { in.Decisions.SetValue(1, "14 vrk n", " 30 ") }, "2 modified payment_terms=30 reference=14 vrk n\n3 modified payment_terms=30\n4 unchanged\n5 modified payment_terms=30\n"},
		"unimported":   {func(in *importer.Input) { in.Decisions.SetValue(1, "14 vrk n", "") }, "2 modified reference=14 vrk n\n3 unchanged\n4 unchanged\n5 unchanged\n"},
		"taken back": {func(in *importer.Input) {
			in.Decisions.SetValue(1, "14 vrk n", "30")
			in.Decisions.SetValue(1, "14 vrk n", "14 vrk n")
		}, "2 error\n3 error\n4 unchanged\n5 error\n"},
		"with a cell of its own": {func(in *importer.Input) {
			in.Decisions.SetValue(1, "14 vrk n", "30")
			in.Decisions.SetCell(3, importer.CellDecision{Hash: importer.RowHash(&in.Sheet.Rows[1]), Column: 1, Text: "60"})
		}, "2 modified payment_terms=30 reference=14 vrk n\n3 modified payment_terms=60\n4 unchanged\n5 modified payment_terms=30\n"},
		"in another column": {func(in *importer.Input) { in.Decisions.SetValue(2, "14 vrk n", "") }, "2 error\n3 error\n4 unchanged\n5 error\n"},
	} {
		t.Run(name, func(t *testing.T) {
			in := input(t, file)
			test.decide(&in)
			var got strings.Builder
			for _, row := range build(t, stored(t, terms), in).Rows {
				fmt.Fprintf(&got, "%d %s", row.Line, row.Status)
				for change := range row.Changes.All() {
					if row.Status == importer.Modified {
						fmt.Fprintf(&got, " %s=%s", change.Field, change.New)
					}
				}
				got.WriteByte('\n')
			}
			if got.String() != test.want {
				t.Errorf("got\n%s\nwant\n%s", got.String(), test.want)
			}
		})
	}
	in := input(t, file)
	if n := importer.CountSame(in.Sheet, 1, "14 vrk n"); n != 3 {
		t.Errorf("the correction concerns %d cells", n)
	}
	var got []string
	for _, v := range importer.Values(in.Sheet, customer.Standard(), 1, customer.PaymentTerms, importer.Options{}, &importer.Decisions{}) {
		got = append(got, fmt.Sprintf("%s ×%d %s %s", v.Text, v.Count, v.Reading.Value, v.Reading.Problem.Level))
	}
	if want := "[14 vrk n ×3  error 21 ×1 21 ]"; fmt.Sprint(got) != want {
		t.Errorf("the values are %v", got)
	}
	alone := new(importer.Decisions)
	for i := range in.Sheet.Rows {
		row := &in.Sheet.Rows[i]
		if importer.CellText(row, 1) == "21" {
			alone.SetCell(row.Line, importer.CellDecision{Hash: importer.RowHash(row), Column: 1, Text: "14"})
		}
	}
	for _, v := range importer.Values(in.Sheet, customer.Standard(), 1, customer.PaymentTerms, importer.Options{}, alone) {
		if v.Text == "21" {
			t.Error("a value is listed though its only cell was corrected")
		}
	}
}

const terms = `number | kind | name | payment_terms
1001 | company | Alfa Oy | 14
1002 | company | Beeta Oy | 14
1003 | company | Gamma Oy | 21
1004 | company | Delta Oy | 14`

// TestDecisionsOfColumns holds, of decide-column, that decisions about columns go
// where the file has others.
func TestDecisionsOfColumns(t *testing.T) {
	var d importer.Decisions
	d.SetAsWritten(2, true)
	d.SetSide(2, importer.FromFile)
	d.SetValue(1, "a", "b")
	d.SetValue(1, "c", "")
	d.SetRow(3, importer.RowDecision{Exclude: true})
	if n := d.ClearColumns(); n != 4 || d.Sides != nil || d.AsWritten != nil || d.Values != nil || len(d.Rows) != 1 {
		t.Errorf("%d cleared, left is %+v", n, d)
	}
	d.SetRow(3, importer.RowDecision{Hash: 7})
	if len(d.Rows) != 0 {
		t.Error("a decision that chooses nothing is kept")
	}
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

// TestRowHash holds that a decision is not taken for a row whose cells part the same
// text elsewhere (read-lines).
func TestRowHash(t *testing.T) {
	hashes := make(map[uint64][]string)
	for _, cells := range [][]string{{"ab", "c"}, {"a", "bc"}, {"abc"}, {"abc", ""}, {"", "abc"}, {}} {
		hash := importer.RowHash(&sheet.Row{Cells: cells})
		if other, known := hashes[hash]; known {
			t.Errorf("%q and %q have one hash", cells, other)
		}
		hashes[hash] = cells
	}
}
