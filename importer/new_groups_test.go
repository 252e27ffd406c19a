package importer_test

import (
	"fmt"
	"strings"
	"testing"

	"kortisto/customer"
	"kortisto/importer"
)

// TestGroupsThatMayBeOne holds which groups are offered in place of a new one,
// and that taking the offer settles each spelling.
func TestGroupsThatMayBeOne(t *testing.T) {
	file := "Asiakasnumero|Asiakasryhmä\n1001|vakioasiakas\n1002|Vakioasiakas\n1003|Messut 2026\n1004|Mesut 2026\n1005|Messut 2026\n1006|Messut 2027\n1007|VAKIOASIAKAS"
	in := input(t, file)
	groups := func() string { return fmt.Sprint(build(t, stored(t, register), in).GroupsToCreate) }
	if got := groups(); got != "[{vakioasiakas 3 Vakioasiakkaat} {Messut 2026 2 } {Mesut 2026 1 Messut 2026} {Messut 2027 1 }]" {
		t.Fatal(got)
	}
	in.Decisions.UseGroup(in.Sheet, in.Mapping, "vakioasiakas", "Vakioasiakkaat")
	in.Decisions.UseGroup(in.Sheet, in.Mapping, "Mesut 2026", "Messut 2026")
	if got := groups(); got != "[{Messut 2026 3 } {Messut 2027 1 }]" {
		t.Error(got)
	}
	if got := fmt.Sprint(in.Decisions.Values[1]); got != "[{vakioasiakas Vakioasiakkaat} {Vakioasiakas Vakioasiakkaat} {VAKIOASIAKAS Vakioasiakkaat} {Mesut 2026 Messut 2026}]" {
		t.Error(got)
	}
}

// TestUseGroupFollowsDecisions holds that a group named by an earlier decision
// is exchanged too.
func TestUseGroupFollowsDecisions(t *testing.T) {
	in := input(t, "Asiakasnumero|Asiakasryhmä\n1001|x\n1002|y\n1003|z")
	d := &in.Decisions
	d.Values = map[int][]importer.ValueDecision{1: {{From: "x", To: "Vakioasiakas"}, {From: "Vakioasiakas", To: "Muut"}}}
	d.SetCell(3, importer.CellDecision{Hash: importer.RowHash(&in.Sheet.Rows[1]), Column: 1, Text: "vakioasiakas"})
	d.SetRow(4, importer.RowDecision{Set: map[customer.Field]string{customer.Group: "Vakioasiakas"}})
	d.AddFill(importer.Fill{Field: customer.Group, Value: "Vakioasiakas", Rows: importer.FillNew})
	d.UseGroup(in.Sheet, in.Mapping, "Vakioasiakas", "Vakioasiakkaat")
	got := fmt.Sprint(d.Values[1], d.Cells[3][0].Text, d.Rows[4].Set[customer.Group], d.Fills[0].Value)
	if got != "[{x Vakioasiakkaat} {Vakioasiakas Muut}]VakioasiakkaatVakioasiakkaatVakioasiakkaat" {
		t.Error(got)
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

// TestManyNewGroups holds that the names of new groups are compared with each other
// where they are few: a file that names more than a hundred has something else there.
func TestManyNewGroups(t *testing.T) {
	for count, like := range map[int]string{100: "Vakioasiakas", 101: ""} {
		var file strings.Builder
		file.WriteString("Nimi|Asiakasryhmä\nA|Vakioasiakas\nB|Vakioasiakas\nC|Vakioasiakkaat")
		for i := range count - 2 {
			fmt.Fprintf(&file, "\nYritys %d Oy|%d", i, i)
		}
		groups := build(t, stored(t, "number | name\n1001 | Muu Oy"), input(t, file.String())).GroupsToCreate
		if len(groups) != count || groups[1].Like != like {
			t.Errorf("%d groups, of which one is like %q; want %d and %q", len(groups), groups[1].Like, count, like)
		}
	}
}
