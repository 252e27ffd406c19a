package importer_test

import (
	"testing"

	"kortisto/customer"
	"kortisto/importer"
)

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

// TestNoName holds value-empty for names: a dash is nobody's name, and takes none
// from a stored customer.
func TestNoName(t *testing.T) {
	runCases(t, []ruleCase{
		{name: "a new customer", file: "Nimi|Lisätiedot\n-|x\nN/A|y", want: "2 error !says-nothing !name-missing\n3 error !says-nothing !name-missing"},
		{name: "a stored one", file: "Asiakasnumero|Nimi\n1001|-", want: "2 unchanged 1001 number !says-nothing"},
	})
}

// TestEmptyCellOfExport holds that a cell which was empty when its row was exported is
// not told as emptied, whatever somebody has filled in since (never-delete, three-way).
func TestEmptyCellOfExport(t *testing.T) {
	then := customer.Values{customer.Kind: customer.Person, customer.Name: "Virtanen Matti"}
	now := then
	now[customer.Phone] = "040 123 4567"
	file := "Asiakasnumero|Nimi|Puhelin|Versio\n1001|Virtanen Matti||"
	for mark, want := range map[string]int{memoryMark(1001, 1): 0, memoryMark(1001, 2): 1, "": 1} {
		if got := build(t, moved(then, now), input(t, file+mark)).EmptyCells; got != want {
			t.Errorf("with the mark %q: %d empty cells, want %d", mark, got, want)
		}
	}
}
