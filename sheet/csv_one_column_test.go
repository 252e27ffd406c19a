package sheet

import (
	"bytes"
	"encoding/csv"
	"errors"
	"slices"
	"strings"
	"testing"

	"kortisto/sheet/csvfile"
	"kortisto/sheet/table"

	"pgregory.net/rapid"
)

func knownColumn(header string) bool {
	return slices.Contains([]string{"Numero", "Nimi", "Hinta", "Maa"}, header)
}

func TestReadOneColumn(t *testing.T) {
	const header = "Numero;Nimi;Hinta;Maa"
	tests := map[string]struct {
		data, delimiter string
		rows            []string
		lines           []int
	}{
		"torn at a comma":          {header + "\n\"18;Åbo Ab;1 234\",50;FI\n19;x;y;FI\n", ";", []string{"18|Åbo Ab|1 234,50|FI", "19|x|y|FI"}, []int{2, 3}},
		"all quoted":               {"\"" + header + "\"\n\"18;Åbo Ab;1;FI\"\n\n\"19;x;y;FI\"\n", ";", []string{"18|Åbo Ab|1|FI", "19|x|y|FI"}, []int{2, 4}},
		"filled up":                {"\"" + header + "\",,\n\"18;Åbo Ab;1 234\",50;FI,\n\"19;x;y;FI\",,\n", ";", []string{"18|Åbo Ab|1 234,50|FI", "19|x|y|FI"}, []int{2, 3}},
		"doubled quotes":           {"\"" + header + "\"\n\"19;\"\"Oy; Ab\"\";y;FI\"\n", ";", []string{"19|Oy; Ab|y|FI"}, []int{2}},
		"second part quoted":       {header + "\n18;Åbo Ab;x,\"50;\"\"FI\"\"\"\n19;x;y;FI\n", ";", []string{"18|Åbo Ab|x,50|FI", "19|x|y|FI"}, []int{2, 3}},
		"commas in semicolons":     {"Numero,Nimi,Hinta,Maa\r\n18,Åbo,x,FI\r\n\"19,Åbo,\"\"Tie 1, C\"\",FI\"\r\n", ",", []string{"18|Åbo|x|FI", "19|Åbo|Tie 1, C|FI"}, []int{2, 3}},
		"a title above":            {"Asiakkaat\n" + header + "\n\"18;Åbo Ab;1 234\",50;FI\n", ";", []string{"18|Åbo Ab|1 234,50|FI"}, []int{3}},
		"an inch, which is whole":  {header + "\n18;Putki 5\", musta;x;FI\n", "", []string{"18|Putki 5\", musta|x|FI"}, []int{2}},
		"quotes, which are whole":  {header + "\n18;\"Sanoi: \"\"joo\"\", ja meni\";x;FI\n19;y\n", "", []string{"18|Sanoi: \"joo\", ja meni|x|FI", "19|y"}, []int{2, 3}},
		"a list in a whole column": {header + "\n18;Oy;\"a;b;c;d\";FI\n", "", []string{"18|Oy|a;b;c;d|FI"}, []int{2}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			s := mustRead(t, []byte(test.data), Options{Known: knownColumn})
			equal(t, "rejoined", s.Rejoined, test.delimiter != "")
			if test.delimiter != "" {
				equal(t, "delimiter", s.Delimiter, test.delimiter)
			}
			equal(t, "header", s.Header, []string{"Numero", "Nimi", "Hinta", "Maa"})
			equal(t, "rows", cellsOf(s), test.rows)
			equal(t, "lines", linesOf(s), test.lines)
		})
	}
	for name, test := range map[string]struct {
		data string
		line int
	}{
		"a row too short": {"\"" + header + "\",,\n\"18;Åbo Ab;1 234\",50;FI,\n\"19;x;y\",,\n", 3},
		"a row too long":  {header + "\n\"18;Åbo Ab;1 234\",50;FI\n19;x;y;FI;z\n", 3},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Read([]byte(test.data), Options{Known: knownColumn})
			expectError(t, err, table.OneColumn, map[string]any{"line": test.line})
			if _, err = Read([]byte(test.data), Options{Known: knownColumn, Delimiter: ";"}); err != nil {
				t.Errorf("as told: %v", err)
			}
		})
	}
}

// TestReadOtherDelimiters holds that a file whose columns are parted by what is
// not read as a delimiter says so, and that no sign in a text is taken for one.
func TestReadOtherDelimiters(t *testing.T) {
	for _, sign := range strings.Split(":~^#", "") {
		text := strings.ReplaceAll("Asiakkaat\nNumero%Nimi%Maa\n18%Åbo, Ab%FI\n", "%", sign)
		_, err := Read([]byte(text), Options{Known: knownColumn})
		expectError(t, err, table.DelimiterUnknown, map[string]any{"found": sign})
	}
	for name, test := range map[string]struct {
		data string
		o    Options
	}{
		"a note":            {"Nimi\nNumero: Nimi, Hinta\n", Options{Known: knownColumn}},
		"a title":           {"Numero:Nimi\nNumero;Nimi\n1;a\n", Options{Known: knownColumn}},
		"no known names":    {"a:b:c\n1:2:3\n", Options{Known: knownColumn}},
		"as the user wants": {"Numero:Nimi:Maa\n1:a:FI\n", Options{Known: knownColumn, Delimiter: ";"}},
	} {
		t.Run(name, func(t *testing.T) { mustRead(t, []byte(test.data), test.o) })
	}
}

// TestReadOneColumnOfWorkbook holds that a table which lies in the first column
// of a worksheet is parted into its own columns, or refused.
func TestReadOneColumnOfWorkbook(t *testing.T) {
	workbooks := map[string]func(string) []byte{
		"xlsx": func(text string) []byte {
			rows := strings.Replace(textRows(text), `<row r="3">`, `<row r="3" hidden="1">`, 1)
			return workbookParts(nil, nil, rows).pack(t)
		},
		"ods": func(text string) []byte { // whose third row is hidden, too
			rows := strings.SplitAfter(odsTexts(text), "</table:table-row>")
			if len(rows) > 2 {
				rows[2] = strings.Replace(rows[2], "<table:table-row>", `<table:table-row table:visibility="filter">`, 1)
			}
			return odsParts(strings.Join(rows, "")).pack(t)
		},
	}
	for name, pack := range workbooks {
		t.Run(name, func(t *testing.T) {
			s := mustRead(t, pack("Asiakkaat\nNumero;Nimi;Hinta;Maa\n18;\"Åbo; Ab\";1,50;FI\n19;x;;"), Options{Known: knownColumn})
			equal(t, "rejoined", s.Rejoined, true)
			equal(t, "delimiter", s.Delimiter, ";")
			equal(t, "header", s.Header, []string{"Numero", "Nimi", "Hinta", "Maa"})
			equal(t, "rows", cellsOf(s), []string{"18|Åbo; Ab|1,50|FI", "19|x||"})
			equal(t, "lines", linesOf(s), []int{3, 4})
			equal(t, "hidden", []bool{s.Rows[0].Hidden, s.Rows[1].Hidden}, []bool{true, false})

			for _, text := range map[string]string{
				"torn":      "Numero;Nimi;Hinta;Maa\n18;a;1;FI\n19;b;1|50;SE",
				"too short": "Numero;Nimi;Hinta;Maa\n18;a;1;FI\n1950",
				"too long":  "Numero,Nimi,Hinta,Maa\n18,a,1,FI\n19,b,1,50,SE",
				"a quote":   "Numero;Nimi;Hinta;Maa\n18;a;1;FI\n19;\"b;1;SE",
			} {
				_, err := Read(pack(text), Options{Known: knownColumn})
				expectError(t, err, table.OneColumn, map[string]any{"line": 3})
			}
			s = mustRead(t, pack("Numero|Nimi\n18|a;b;c\n|d;e;f"), Options{Known: knownColumn})
			equal(t, "a table as it should be", s.Rejoined, false)
		})
	}
}

// TestReadOneColumnGivesAllOrNothing opens files with the wrong delimiter and
// saves them, as a spreadsheet does: every cell comes back as it was, or the
// file is refused.
func TestReadOneColumnGivesAllOrNothing(t *testing.T) {
	refused, all := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		cell := rapid.StringOfN(rapid.SampledFrom([]rune("ab å,;\"1")), 0, 8, -1)
		rows := [][]string{{"Numero", "Nimi", "Hinta", "Maa"}}
		for range rapid.IntRange(1, 5).Draw(t, "rows") {
			row := append([]string{"18"}, rapid.SliceOfN(cell, 3, 3).Draw(t, "row")...)
			for i := range row {
				row[i] = strings.TrimSpace(row[i])
			}
			row[3] = "x" + row[3] + "y" // commas at a line's end are not told from empty cells
			rows = append(rows, row)
		}
		saved := resaved(t, rows, rapid.Bool().Draw(t, "filled up"))
		if saved == nil {
			t.Skip("what is lost where the file is opened leaves no trace")
		}
		s, err := Read(saved, Options{Known: knownColumn})
		all++
		if err != nil {
			if !errors.Is(err, &Error{Code: table.OneColumn}) && !errors.Is(err, &Error{Code: table.QuoteUnclosed}) {
				t.Fatal(err)
			}
			refused++
			return
		}
		for i, row := range s.Rows {
			if !slices.Equal(padded(row.Cells, 4), rows[i+1]) {
				t.Fatalf("%s\n%q became %q (%v)", saved, rows[i+1], row.Cells, s.Rejoined)
			}
		}
	})
	t.Logf("%d of %d files were refused", refused, all)
}

// resaved writes a table with semicolons, reads it with commas as a spreadsheet
// does, and writes what that gives; nil where a quote behind a comma, or one
// that stays open, is lost then.
func resaved(t fataler, table [][]string, filledUp bool) []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.Comma = ';'
	if err := w.WriteAll(table); err != nil {
		t.Fatal(err)
	}
	opened, err := csvfile.Read(b.String(), csvfile.Options{Delimiter: ",", Limits: DefaultLimits()})
	if strings.Contains(b.String(), ",\"") || err != nil {
		return nil
	}
	width := 0
	for _, row := range opened.Rows {
		width = max(width, len(row.Cells))
	}
	b.Reset()
	w = csv.NewWriter(&b)
	for _, row := range opened.Rows {
		cells := row.Cells
		if filledUp {
			cells = padded(cells, width)
		}
		if err := w.Write(cells); err != nil {
			t.Fatal(err)
		}
	}
	w.Flush()
	return b.Bytes()
}
