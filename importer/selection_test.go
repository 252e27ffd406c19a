package importer_test

import (
	"testing"

	"kortisto/customer"
	"kortisto/importer"
)

// TestSelection holds what a sheet of selected customers does that a file does
// not (selection-clears and selection-meant, docs/rules.md).
func TestSelection(t *testing.T) {
	for name, c := range map[string]struct {
		file   string
		change func(*importer.Input)
		want   string
	}{
		"clears": {file: "Asiakasnumero | Sähköposti\n1001 | \n1003 |\n1005 |",
			want: "2 modified 1001 number email: laskut@astrom.example → \n3 modified 1003 number email: matti@virtanen.example → \n4 unchanged 1005 number\n"},
		"leaves the group": {file: "Asiakasnumero | Asiakasryhmä\n1001 |\n1003 |",
			want: "2 modified 1001 number group: Vakioasiakkaat → \n3 unchanged 1003 number\n"},
		"a name stays": {file: "Asiakasnumero | Nimi\n1001 |",
			want: "2 error 1001 number !name-missing\n"},
		"the kind stays": {file: "Asiakasnumero | Tyyppi\n1001 |",
			want: "2 unchanged 1001 number\n"},
		"somebody removed": {file: "Asiakasnumero | Sähköposti\n4001 |",
			want: "2 error !unknown-number\n"},
		"what a spreadsheet could have made of the stored value": {file: "Asiakasnumero | Postinumero\n1001 | 100",
			want: "2 error 1001 number !postcode-invalid\n"},
		"a text as it is typed": {file: "Asiakasnumero | Puhelin\n1004 | 501112222",
			want: "2 modified 1004 number phone: 050 111 2222 → 501112222 !phone-zero\n"},
		"a cell that is skipped": {file: "Asiakasnumero | Sähköposti\n1001 |\n1003 |",
			change: func(in *importer.Input) {
				in.Decisions.Cells = map[int][]importer.CellDecision{2: {{Hash: importer.RowHash(&in.Sheet.Rows[0]), Column: 1, Skip: true}}}
			},
			want: "2 unchanged 1001 number\n3 modified 1003 number email: matti@virtanen.example → \n"},
		"a cell that is corrected": {file: "Asiakasnumero | Sähköposti\n1001 |",
			change: func(in *importer.Input) {
				in.Decisions.Cells = map[int][]importer.CellDecision{2: {{Hash: importer.RowHash(&in.Sheet.Rows[0]), Column: 1, Text: "uusi@astrom.example"}}}
			},
			want: "2 modified 1001 number email: laskut@astrom.example → uusi@astrom.example\n"},
	} {
		t.Run(name, func(t *testing.T) {
			in := input(t, c.file)
			if c.change != nil {
				c.change(&in)
			}
			file := told(build(t, stored(t, register), in))
			in.Selection = true
			if got := told(build(t, stored(t, register), in)); got != c.want {
				t.Errorf("got\n%swant\n%s", got, c.want)
			} else if c.change == nil && name != "the kind stays" && name != "somebody removed" && got == file {
				t.Error("a file does the same")
			}
		})
	}
}

// TestSelectionCounts holds that cleared values are counted, and that a change of
// all of the customers, who were selected for it, alarms nobody.
func TestSelectionCounts(t *testing.T) {
	table, file := "number | name | payment_terms | group", "Asiakasnumero | Maksuehto | Asiakasryhmä"
	for i := range 30 {
		number := string(rune('0'+i/10)) + string(rune('0'+i%10))
		table += "\n10" + number + " | Asiakas " + number + " | " + number + " | Vanhat"
		file += "\n10" + number + " | 14 |"
	}
	in := input(t, file)
	in.Selection = true
	plan := build(t, stored(t, table), in)
	group, terms := plan.Columns[2], plan.Columns[1]
	if group.Cleared != 30 || group.Changes != 30 || terms.Cleared != 0 || len(plan.GroupsToCreate) != 0 {
		t.Errorf("%+v, %+v, %v", group, terms, plan.GroupsToCreate)
	}
	for _, column := range plan.Columns {
		if len(column.Problems) > 0 {
			t.Errorf("%s: %v", column.Field, column.Problems)
		}
	}
	if column, _ := in.Mapping.Column(customer.Group); column != 2 {
		t.Error(in.Mapping)
	}
}
