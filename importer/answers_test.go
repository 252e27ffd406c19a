package importer_test

import (
	"context"
	"maps"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/importer"
	"kortisto/sheet"
)

// TestAnswersMakeTheSamePlans holds that a plan built of what the register has
// answered before is the plan built on the register, through any changes of
// the mapping, the options and the decisions.
func TestAnswersMakeTheSamePlans(t *testing.T) {
	withRegister(t, func(t *rapid.T, register *db.DB) {
		s := drawFile(t)
		if rapid.Bool().Draw(t, "an export") {
			s = edited(t, register)
		}
		markRows(t, register, s)
		touch(t, register)
		in := importer.Input{Sheet: s, Mapping: importer.Suggest(s)}
		answers := importer.NewAnswers(nil)
		for range rapid.IntRange(2, 6).Draw(t, "changes") {
			in.Mapping = slices.Clone(in.Mapping)
			in.Decisions.Rows, in.Decisions.Cells = maps.Clone(in.Decisions.Rows), maps.Clone(in.Decisions.Cells)
			column := rapid.IntRange(0, len(s.Header)-1).Draw(t, "column")
			switch rapid.SampledFrom([]string{"number", "field", "mapping", "options", "decision"}).Draw(t, "change") {
			case "number":
				toggle(in.Mapping, importer.Suggest(s), customer.Number)
			case "field":
				toggle(in.Mapping, importer.Suggest(s), customer.Field(rapid.IntRange(int(customer.Kind), int(customer.Notes)).Draw(t, "toggled")))
			case "mapping":
				targets := append(customer.Targets(), customer.None)
				in.Mapping.Set(column, rapid.SampledFrom(targets).Draw(t, "field"))
			case "options":
				in.Options = drawOptions(t)
			case "decision":
				row := &s.Rows[rapid.IntRange(0, len(s.Rows)-1).Draw(t, "row")]
				text := drawText(t, in.Mapping[column])
				in.Decisions.SetCell(row.Line, importer.CellDecision{Hash: importer.RowHash(row), Column: column, Text: text})
				in.Decisions.SetRow(row.Line, importer.RowDecision{Hash: importer.RowHash(row),
					Customer: rapid.SampledFrom([]int{0, 1001, 1004, 2000}).Draw(t, "customer")})
			}
			snapshot, err := register.Snapshot(context.Background())
			if err != nil {
				t.Fatal(err)
			}
			plain := planIn(t, snapshot, in)
			answers.From(snapshot)
			again, err := importer.BuildFrom(context.Background(), in, answers)
			if err != nil {
				t.Fatal(err)
			}
			if err := snapshot.Close(); err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(spelledOut(plain), spelledOut(again)) {
				t.Fatalf("of %+v:\non the register %+v\nof its answers %+v", in, plain, again)
			}
		}
	})
}

// toggle takes a field away from its column, or gives it back.
func toggle(mapping, suggested importer.Mapping, f customer.Field) {
	column, suits := suggested.Column(f)
	if !suits {
		return
	}
	if mapping[column] == f {
		f = customer.None
	}
	mapping.Set(column, f)
}

// markRows lets the rows with a number bear the marks of today's export.
func markRows(t *rapid.T, register *db.DB, s *sheet.Sheet) {
	mapping := importer.Suggest(s)
	version, marked := mapping.Column(customer.Version)
	number, numbered := mapping.Column(customer.Number)
	if !marked || !numbered {
		return
	}
	key, err := register.VersionKey(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	marker := importer.NewMarker(key)
	for i := range s.Rows {
		if n, ok := customer.ParseNumber(s.Rows[i].Cells[number]); ok {
			s.Rows[i].Cells[version] = marker.Mark(importer.Exported{Number: n, Revision: 1})
		}
	}
}

// touch changes some customers.
func touch(t *rapid.T, register *db.DB) {
	all := allCustomers(t, register)
	for _, number := range slices.Sorted(maps.Keys(all)) {
		if !rapid.Bool().Draw(t, "touched") {
			continue
		}
		values := drawCustomer(t)
		if _, err := register.UpdateCustomer(context.Background(), "Maija", number, all[number].Revision, values); err != nil {
			t.Fatal(err)
		}
	}
}

// edited is an export of a register in which some cells are others.
func edited(t *rapid.T, register *db.DB) *sheet.Sheet {
	export := importer.NewExporter("fi", memoryKey)
	s := &sheet.Sheet{Format: sheet.FormatCSV, HeaderRow: 1, Header: export.Header()}
	all := allCustomers(t, register)
	for i, number := range slices.Sorted(maps.Keys(all)) {
		c := all[number]
		s.Rows = append(s.Rows, sheet.Row{Line: i + 2, Cells: export.Cells(&c)})
		if rapid.Bool().Draw(t, "edited") {
			column := rapid.IntRange(1, int(customer.Notes)-int(customer.Number)).Draw(t, "cell")
			s.Rows[i].Cells[column] = drawText(t, customer.Number+customer.Field(column))
		}
	}
	if len(s.Rows) == 0 {
		s.Rows = []sheet.Row{{Line: 2, Cells: make([]string, len(s.Header))}}
	}
	return s
}

// spelledOut is all that a plan says, with the changes of each row, which plans
// may hold in different ways.
func spelledOut(plan *importer.Plan) (said struct {
	plan    importer.Plan
	rows    []importer.Row
	changes [][]customer.Change
}) {
	said.plan = *plan
	said.plan.Rows = nil
	for _, row := range plan.Rows {
		bare := *row
		bare.Changes = importer.Changes{}
		said.rows, said.changes = append(said.rows, bare), append(said.changes, slices.Collect(row.Changes.All()))
	}
	return said
}
