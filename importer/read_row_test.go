package importer_test

import (
	"strings"
	"testing"

	"kortisto/importer"
)

// TestReadLineBreaks holds that control characters of a file which mean a line
// break are one where a value is kept.
func TestReadLineBreaks(t *testing.T) {
	in := input(t, "Asiakasnumero|Katuosoite\n1001|Koivukuja 3\vC-rappu\n1002|eka\u2028toka")
	if got := told(build(t, stored(t, register), in)); !strings.Contains(got, "→ Koivukuja 3\nC-rappu") || !strings.Contains(got, "→ eka\ntoka") {
		t.Error(got)
	}
}

// TestReadTornAndQuotes is read-torn and read-quotes: the parts of a torn row
// wait, all of them, until the user says what they are; a row with an odd quote
// is warned of.
func TestReadTornAndQuotes(t *testing.T) {
	in := input(t, "Asiakasnumero|Nimi|Lisätiedot|Puhelin\n1001|Mäkelä Oy|eka\ntoka|040 777 0001\n1002|\"Apila\" Oy|x")
	rows := in.Sheet.Rows
	rows[0].Torn, rows[1].Torn, rows[2].OddQuotes = true, true, true
	if got, want := told(build(t, stored(t, register), in)), "2 undecided [1001] !torn-row\n3 undecided !torn-row\n4 modified 1002 number name:"; !strings.HasPrefix(got, want) ||
		!strings.Contains(got, "!odd-quotes") {
		t.Errorf("got %s, want %s and odd-quotes", got, want)
	}
	for _, decision := range []importer.RowDecision{{Customer: 1001}, {Include: true}, {Create: true}} {
		decision.Hash = importer.RowHash(&rows[0])
		in.Decisions.SetRow(2, decision)
		if got := told(build(t, stored(t, register), in)); strings.Contains(got[:strings.IndexByte(got, '\n')], "torn-row") {
			t.Errorf("a row of which %+v was decided: %s", decision, got)
		}
	}
}

// TestReadHidden is read-hidden: rows that a spreadsheet hides are planned as
// others are, and counted until decisions leave them out.
func TestReadHidden(t *testing.T) {
	in := input(t, "Asiakasnumero|Maksuehto\n1001|30\n1002|30\n1003|30")
	in.Sheet.Rows[0].Hidden, in.Sheet.Rows[2].Hidden = true, true
	count := func(rows, out int) {
		t.Helper()
		if hidden, excluded := in.Decisions.HiddenRows(in.Sheet); hidden != rows || excluded != out {
			t.Errorf("%d hidden, %d left out; want %d and %d", hidden, excluded, rows, out)
		}
		if n := build(t, stored(t, register), in).Counts[importer.Excluded]; n < out {
			t.Errorf("%d rows are left out", n)
		}
	}
	count(2, 0)
	for i := range in.Sheet.Rows {
		row := &in.Sheet.Rows[i]
		in.Decisions.SetRow(row.Line, importer.RowDecision{Hash: importer.RowHash(row), Exclude: row.Hidden})
	}
	count(2, 2)
	in.Sheet.Rows[0].Cells[1] = "60"
	count(2, 1)
}

// TestReadLostLetters is read-garbled for letters that a file of one byte a
// letter has lost: told in a new value, asked where they would be taken from a
// stored one.
func TestReadLostLetters(t *testing.T) {
	const register = "number | kind | name | street | notes\n1001 | company | Mäkelä Oy | Mäkitie 1 | \n1004 | company | Петров Олег | Katu 1 |"
	for file, want := range map[string]string{
		"Asiakasnumero|Nimi\n1004|?????? ???? Ky":        "2 undecided 1004 number !letter-lost\n",
		"Nimi\n?ermák ?uro":                              "2 new person !letter-lost\n",
		"Asiakasnumero|Katuosoite\n1001|M_kitie 12":      "2 undecided 1001 number !letter-lost\n",
		"Asiakasnumero|Katuosoite\n1004|P?ivätie 1":      "2 modified 1004 number street: Katu 1 → P?ivätie 1 !letter-lost\n",
		"Asiakasnumero|Lisätiedot\n1004|Onko ok? Soita":  "2 modified 1004 number notes:  → Onko ok? Soita\n",
		"Asiakasnumero|Lisätiedot\n1004|x_y, miksi?? Ei": "2 modified 1004 number notes:  → x_y, miksi?? Ei\n",
		"Asiakasnumero|Katuosoite\n1001|M?kitie 1":       "2 undecided 1001 number !letter-lost\n",
		"Asiakasnumero|Nimi\n1004|?????? ????":           "2 unchanged 1004 number kept name\n",
	} {
		in := input(t, file)
		in.Sheet.Charset = "windows-1252"
		if got := told(build(t, stored(t, register), in)); got != want {
			t.Errorf("%s:\n got %s\nwant %s", file, got, want)
		}
		in.Sheet.Charset = "utf-8"
		if got := told(build(t, stored(t, register), in)); strings.Contains(got, "letter-lost") {
			t.Errorf("%s in UTF-8: %s", file, got)
		}
	}
	in := input(t, "Asiakasnumero|Nimi\n1004|?????? ???? Ky")
	in.Sheet.Charset = "windows-1252"
	in.Decisions.Cells = map[int][]importer.CellDecision{2: {{Hash: importer.RowHash(&in.Sheet.Rows[0]), AsWritten: true}}}
	in.Decisions.Cells[2][0].Column = 1
	if got := told(build(t, stored(t, register), in)); !strings.HasPrefix(got, "2 modified 1004") {
		t.Errorf("a cell that is taken: %s", got)
	}
}

func TestReadRagged(t *testing.T) {
	runCases(t, []ruleCase{
		{name: "too long", file: "Asiakasnumero|Maksuehto\n1001|30|extra\n1002\n1003|14||", want: "2 error !row-too-long\n3 unchanged 1002 number\n4 unchanged 1003 number"},
	})
}
