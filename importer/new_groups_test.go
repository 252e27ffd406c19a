package importer_test

import (
	"fmt"
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

// TestConcerned holds which customers a file speaks of: those of rows that are
// left out too, and each one that a row could mean.
func TestConcerned(t *testing.T) {
	in := input(t, "Asiakasnumero|Nimi\n1001|Åströmin Sähkö Oy\n1002|Nordvind AB\n|Korhonen Anna\n1001|Åströmin Sähkö Oy\n|Uusi Oy\n4711|X\n1003|Virtanen Matti|liikaa")
	in.Decisions.SetRow(3, importer.RowDecision{Hash: importer.RowHash(&in.Sheet.Rows[1]), Exclude: true})
	plan := build(t, stored(t, register), in)
	if got := fmt.Sprint(plan.Concerned()); got != "[1001 1002 1003 1004 1005]" {
		t.Errorf("%s\n%s", got, told(plan))
	}
}

// TestRecall holds what of an earlier mapping is taken for a file with the same
// header.
func TestRecall(t *testing.T) {
	in := input(t, "Asnro|Muuta|Versio|Nimi\n1001|x|v|A Oy")
	key := importer.HeaderKey(in.Sheet)
	same := input(t, "ASNRO| muuta|versio|nimi\n1|y|v|B")
	if len(key) != 64 || importer.HeaderKey(same.Sheet) != key {
		t.Error("another header")
	}
	for _, other := range []string{"Asnro|Versio|Muuta|Nimi", "Asnro|Muuta|Versio", "AsnroMuuta|Versio|Nimi|"} {
		if importer.HeaderKey(input(t, other+"\n1").Sheet) == key {
			t.Errorf("%s is the same", other)
		}
	}
	in.Sheet.HeaderRow = 0
	if importer.HeaderKey(in.Sheet) != "" {
		t.Error("a file without a header is known by it")
	}
	earlier := importer.Mapping{customer.Number, customer.Notes, customer.None, customer.Name}
	if got := fmt.Sprint(importer.RememberedMapping(same.Sheet, customer.Standard(), earlier)); got != "[number notes version name]" {
		t.Error(got)
	}
	text := input(t, "Asnro|Muuta|Versio|Nimi\nA1|y|v|B")
	if got := fmt.Sprint(importer.RememberedMapping(text.Sheet, customer.Standard(), earlier)); got != "[ notes version name]" {
		t.Error("no numbers:", got)
	}
	earlier = importer.Mapping{customer.Number, customer.Version, customer.None, customer.Name}
	if got := fmt.Sprint(importer.RememberedMapping(same.Sheet, customer.Standard(), earlier)); got != "[number  version name]" {
		t.Error("another version:", got)
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
