package sheet

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"kortisto/sheet/table"
)

func sampleFile(tb testing.TB, name string) []byte {
	tb.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		tb.Fatal(err)
	}
	return data
}

func mustRead(tb testing.TB, data []byte, o Options) *Sheet {
	tb.Helper()
	s, err := Read(data, o)
	if err != nil {
		tb.Fatal(err)
	}
	return s
}

// cellsOf gives the rows' cells, those of a row joined.
func cellsOf(s *Sheet) []string {
	var rows []string
	for _, row := range s.Rows {
		rows = append(rows, strings.Join(row.Cells, "|"))
	}
	return rows
}

func linesOf(s *Sheet) []int {
	var lines []int
	for _, row := range s.Rows {
		lines = append(lines, row.Line)
	}
	return lines
}

// expectError checks the code and those arguments that are given.
func expectError(tb testing.TB, err error, code string, args map[string]any) {
	tb.Helper()
	var e *Error
	if !errors.As(err, &e) {
		tb.Fatalf("error is %v, not an *Error %q", err, code)
	}
	if e.Code != code {
		tb.Fatalf("code is %q (%v), not %q", e.Code, e, code)
	}
	for name, want := range args {
		if got := e.Args[name]; !reflect.DeepEqual(got, want) {
			tb.Errorf("argument %s is %v (%T), not %v (%T)", name, got, got, want, want)
		}
	}
	if e.Error() == "sheet: " {
		tb.Error("error without a text")
	}
}

// errorer is what a comparison needs of a test, or of a property's check.
type errorer interface {
	Helper()
	Errorf(format string, args ...any)
}

func equal[T any](tb errorer, what string, got, want T) {
	tb.Helper()
	if !reflect.DeepEqual(got, want) {
		tb.Errorf("%s:\n got %q\nwant %q", what, any(got), any(want))
	}
}

// TestReadAny reads one register in every format, encoding and line ending
// that a spreadsheet program saved it in.
func TestReadAny(t *testing.T) {
	files := []struct {
		name               string
		format             Format
		charset, delimiter string
		same               string // the file that says the same
	}{
		{"original.csv", FormatCSV, "utf-8", ";", ""},
		{"text.xlsx", FormatXLSX, "", "", "original.csv"},
		{"text.ods", FormatODS, "", "", "original.csv"},
		{"damaged-utf8.csv", FormatCSV, "utf-8", ";", ""},
		{"damaged-comma.csv", FormatCSV, "utf-8", ",", "damaged-utf8.csv"},
		{"damaged-utf16.txt", FormatCSV, "utf-16le", "\t", "damaged-utf8.csv"},
		{"damaged-windows1252.csv", FormatCSV, "windows-1252", ";", "damaged-utf8.csv"},
		{"damaged-iso8859-15.csv", FormatCSV, "windows-1252", ";", "damaged-utf8.csv"},
		{"damaged-macroman.csv", FormatCSV, "macintosh", ";", "damaged-utf8.csv"},
		{"damaged.xlsx", FormatXLSX, "", "", "damaged-utf8.csv"},
		{"damaged.ods", FormatODS, "", "", "damaged-utf8.csv"},
	}
	for _, file := range files {
		t.Run(file.name, func(t *testing.T) {
			s := mustRead(t, sampleFile(t, file.name), Options{})
			equal(t, "format", s.Format, file.format)
			equal(t, "charset", s.Charset, file.charset)
			equal(t, "delimiter", s.Delimiter, file.delimiter)
			equal(t, "header row", s.HeaderRow, 1)
			if len(s.Header) != 19 || len(s.Rows) != 10 {
				t.Fatalf("%d columns and %d rows", len(s.Header), len(s.Rows))
			}
			if file.same != "" {
				compareSamples(t, s, mustRead(t, sampleFile(t, file.same), Options{}))
			}
		})
	}
}

// compareSamples allows for what encodings and programs can't keep: letters
// turned to ?, and an exponent's zeros.
func compareSamples(t *testing.T, got, want *Sheet) {
	t.Helper()
	equal(t, "header", got.Header, want.Header)
	for i, row := range want.Rows {
		for j, cell := range row.Cells {
			value := ""
			if j < len(got.Rows[i].Cells) {
				value = got.Rows[i].Cells[j]
			}
			if strings.Contains(value, "?") || strings.Contains(cell, "E+0") && value == strings.Replace(cell, "E+0", "E+", 1) {
				continue
			}
			equal(t, "row "+row.Cells[0]+" "+want.Header[j], value, cell)
		}
	}
}

func TestReadAnyFindsHowItIsWritten(t *testing.T) {
	utf16le := func(text string) string { return string(utf16Bytes(text)) }
	tests := map[string]struct {
		data               string
		charset, delimiter string
		rows               []string
	}{
		"semicolon":                {"Nimi;Puhelin\nMatti;1\nLiisa;2\n", "utf-8", ";", []string{"Matti|1", "Liisa|2"}},
		"comma":                    {"Nimi,Puhelin\nMatti,1\n", "utf-8", ",", []string{"Matti|1"}},
		"tab":                      {"Nimi\tPuhelin\r\nMatti\t1\r\n", "utf-8", "\t", []string{"Matti|1"}},
		"pipe":                     {"Nimi|Puhelin\nMatti|1", "utf-8", "|", []string{"Matti|1"}},
		"all quoted":               {"\"Nimi\";\"Osoite\"\n\"Matti\";\"Tie 1, 2; C\"\n", "utf-8", ";", []string{"Matti|Tie 1, 2; C"}},
		"semicolons in quotes":     {"Nimi,Lisä\nA,\"x;y;z\"\nB,\"x;y;z\"\nC,\"x;y;z\"\n", "utf-8", ",", []string{"A|x;y;z", "B|x;y;z", "C|x;y;z"}},
		"commas in every address":  {"Nimi;Osoite\nA;Tie 1, Oulu\nB;Tie 2, Oulu\nC;Tie 3, Oulu\n", "utf-8", ";", []string{"A|Tie 1, Oulu", "B|Tie 2, Oulu", "C|Tie 3, Oulu"}},
		"one column":               {"Nimi\nMatti\nLiisa\n", "utf-8", ";", []string{"Matti", "Liisa"}},
		"one column with commas":   {"Nimi\nVirtanen, Matti\nÖhman, Åke\n", "utf-8", ";", []string{"Virtanen, Matti", "Öhman, Åke"}},
		"sep line":                 {"sep=,\r\na,b;c\r\n1,2;3\r\n", "utf-8", ",", []string{"1|2;3"}},
		"sep line of nothing":      {"sep=\r\nNimi\r\nMatti\r\nLiisa\r\n", "utf-8", ";", []string{"Matti", "Liisa"}},
		"sep line of nothing, too": {"\"sep=\"\na,b\n1,2\n", "utf-8", ",", []string{"1|2"}},
		"texts of formulas":        {"Nimi,Postinumero\nMatti,=\"00100\"\nLiisa,=\"00200\"\n", "utf-8", ",", []string{"Matti|00100", "Liisa|00200"}},
		"sep line quoted":          {"\"SEP=|\"\na;b|c\n1;2|3\n", "utf-8", "|", []string{"1;2|3"}},
		"byte order mark":          {"\xEF\xBB\xBFNimi;b\nÅke;1\n", "utf-8", ";", []string{"Åke|1"}},
		"windows-1252":             {"Nimi;b\n\xC5ke \x80;1\n", "windows-1252", ";", []string{"Åke €|1"}},
		"byte that 1252 lacks":     {"Nimi;b\n\xC5ke \x81;1\n", "iso-8859-1", ";", []string{"Åke \u0081|1"}},
		"utf-16 little endian":     {"\xFF\xFE" + utf16le("a\tb\n1\t2\n"), "utf-16le", "\t", []string{"1|2"}},
		"utf-16 big endian":        {"\xFE\xFF\x00a\x00;\x00b\x00\n\x01\x00\x00;\x00\x32", "utf-16be", ";", []string{"Ā|2"}},
		"utf-16 without a mark":    {utf16le("Nimi\tb\nMatti\t2\n"), "utf-16le", "\t", []string{"Matti|2"}},
		"zero bytes that fill up a field": {"Nimi;b\nMatti\x00\x00;" + strings.Repeat("x", 60) + "\n", "utf-8", ";", []string{"Matti|" + strings.Repeat("x", 60)}},
		"end mark of DOS":          {"Nimi;b\nMatti;1\r\n\x1A", "utf-8", ";", []string{"Matti|1"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			s := mustRead(t, []byte(test.data), Options{})
			equal(t, "charset", s.Charset, test.charset)
			equal(t, "delimiter", s.Delimiter, test.delimiter)
			equal(t, "rows", cellsOf(s), test.rows)
		})
	}
}

// TestReadAnyAsTold reads files as the user says, who knows better.
func TestReadAnyAsTold(t *testing.T) {
	s := mustRead(t, []byte("a,b;c\n1,2;3\n"), Options{Delimiter: ",", Charset: "Latin-1"})
	equal(t, "delimiter", s.Delimiter, ",")
	equal(t, "charset", s.Charset, "iso-8859-1")
	equal(t, "rows", cellsOf(s), []string{"1|2;3"})
	s = mustRead(t, []byte("a\tb\n1\t2\n"), Options{Delimiter: "tab", Charset: "UTF8"})
	equal(t, "delimiter", s.Delimiter, "\t")
	s = mustRead(t, append([]byte("\xFE\xFF"), "\x00a\x00;\x00b\x00\n\x001\x00;\x002"...), Options{Charset: "UTF-16"})
	equal(t, "charset", s.Charset, "utf-16be")
	// The names of columns tell more than counts do.
	names := map[string]bool{"Nimi": true, "Osoite": true}
	s = mustRead(t, []byte("Nimi,Osoite\nA;B;C;D,x\nA;B;C;D,y\nA;B;C;D,z\n"), Options{Known: func(h string) bool { return names[h] }})
	equal(t, "delimiter", s.Delimiter, ",")
}

func TestReadAnyRefuses(t *testing.T) {
	ole2 := string(magicOLE2)
	tests := map[string]struct {
		data string
		o    Options
		code string
		args map[string]any
	}{
		"nothing":               {"", Options{}, table.FileEmpty, nil},
		"white space":           {"\xEF\xBB\xBF \r\n\r\n", Options{}, table.FileEmpty, nil},
		"header alone":          {"Nimi;Puhelin\n", Options{}, table.NoRows, nil},
		"empty rows":            {";;\n;;\n", Options{}, table.NoRows, nil},
		"sep line alone":        {"sep=", Options{}, table.NoRows, nil},
		"empty formulas":        {"a;b\n=\"\";\"=\"\" \"\"\"\n", Options{}, table.NoRows, nil},
		"picture":               {"\x89PNG\r\n\x1A\n", Options{}, table.NotATable, nil},
		"pdf":                   {"%PDF-1.7\n", Options{}, table.NotATable, nil},
		"program":               {"MZ\x90\x00\x03", Options{}, table.NotATable, nil},
		"random bytes":          {"\x01\x99\x00\x07k\x03;\x00\x11\x9A,\x02\n\x05\x00\x00\x00\x81", Options{}, table.NotATable, nil},
		"zeros":                 {strings.Repeat("\x00", 4096), Options{}, table.NotATable, nil},
		"old xls":               {ole2 + string(utf16Bytes("Workbook")), Options{}, table.XLSOld, nil},
		"older xls":             {"\x09\x04\x06\x00\x00\x00\x10\x00", Options{}, table.XLSOld, nil},
		"encrypted":             {ole2 + string(utf16Bytes("EncryptedPackage")), Options{}, table.Encrypted, nil},
		"word document":         {ole2 + string(utf16Bytes("WordDocument")), Options{}, table.NotATable, nil},
		"html":                  {"\n<html><p>Nimi;Maa</p>", Options{}, table.FormatUnsupported, map[string]any{"found": "html"}},
		"html with a header":    {"<table><tr><th>Nimi</tr></table>", Options{}, table.NoRows, nil},
		"xml":                   {"<?xml version=\"1.0\"?><Workbook/>", Options{}, table.FormatUnsupported, map[string]any{"found": "xml"}},
		"unknown charset":       {"a;b\n1;2", Options{Charset: "klingon"}, table.CharsetUnknown, map[string]any{"found": "klingon"}},
		"not the asked charset": {"a;b\n1;\xE4", Options{Charset: "utf-8"}, table.CharsetWrong, map[string]any{"found": "utf-8", "line": 2}},
		"not windows-1252":      {"a;b\r\n\r\n1;\x81", Options{Charset: "cp1252"}, table.CharsetWrong, map[string]any{"found": "windows-1252", "line": 3}},
		"half a surrogate":      {"\xFF\xFEa\x00\n\x00\x3D\xD8b\x00", Options{}, table.CharsetWrong, map[string]any{"found": "utf-16le", "line": 2}},
		"half a unit":           {"\xFF\xFEa\x00\n\x00b", Options{}, table.CharsetWrong, map[string]any{"line": 2}},
		"damaged utf-8":         {"Nimi;b\nÅke;Mäkelä\nM\xE4;1\n", Options{}, table.CharsetWrong, map[string]any{"found": "utf-8", "line": 3}},
		"delimiter":             {"a;b\n1;2", Options{Delimiter: ":"}, table.DelimiterInvalid, map[string]any{"found": ":"}},
		"header row":            {"a;b\n1;2", Options{HeaderRow: 7}, table.HeaderRowMissing, map[string]any{"line": 7}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := Read([]byte(test.data), test.o)
			expectError(t, err, test.code, test.args)
		})
	}
}

// TestReadLines holds that each row knows the physical line on which it
// begins, whatever the line endings.
func TestReadLines(t *testing.T) {
	const text = "sep=;\nNimi;Lisä\n\nMatti;\"a\nb\nc\"\n;\nLiisa;\"x\"\nÅke;1"
	for name, ending := range map[string]string{"LF": "\n", "CR LF": "\r\n", "CR": "\r"} {
		t.Run(name, func(t *testing.T) {
			s := mustRead(t, []byte(strings.ReplaceAll(text, "\n", ending)), Options{})
			equal(t, "header row", s.HeaderRow, 2)
			equal(t, "lines", linesOf(s), []int{4, 8, 9})
			equal(t, "rows", cellsOf(s), []string{"Matti|a\nb\nc", "Liisa|x", "Åke|1"})
		})
	}
	s := mustRead(t, []byte("a;b\r\n1;2\n3;4\r5;6\r\n\r\r7;8"), Options{})
	equal(t, "lines of mixed endings", linesOf(s), []int{2, 3, 4, 7})
	equal(t, "rows of mixed endings", cellsOf(s), []string{"1|2", "3|4", "5|6", "7|8"})
}

func TestReadRagged(t *testing.T) {
	const header = "Nimi;Puhelin;Maa\n"
	tests := map[string]struct {
		body string
		rows []string
	}{
		"short rows stay short":     {"Matti\nLiisa;1\n", []string{"Matti", "Liisa|1"}},
		"long rows stay long":       {"Matti;1;FI;x\n", []string{"Matti|1|FI|x"}},
		"empty extra cells are cut": {"Matti;1;FI;;; ;\n", []string{"Matti|1|FI"}},
		"extra cell after empty":    {"Matti;1;FI;;x;\n", []string{"Matti|1|FI||x"}},
		"empty rows are no rows":    {"\n;;\n \t; ;\nMatti\n\n", []string{"Matti"}},
		"the header once more":      {"Matti;1;FI\nNimi; Puhelin ;Maa\nLiisa;2;SE\nNimi;Puhelin;Maa;;\n", []string{"Matti|1|FI", "Liisa|2|SE"}},
		"bare quotes are letters":   {"Matti \"Masa\" M;12\" putki;x\"\n", []string{"Matti \"Masa\" M|12\" putki|x\""}},
		"text after a quote":        {"\"Kalle\" Oy;\"1\"2;FI\n", []string{"\"Kalle\" Oy|\"1\"2|FI"}},
		"spaces after a quote":      {"\"Kalle\"  ;\"1;2\" ;FI\n", []string{"Kalle|1;2|FI"}},
		"doubled quotes":            {"\"Sanoi \"\"hei\"\"\";\"\"\"\";\"\"\n", []string{"Sanoi \"hei\"|\"|"}},
		"quotes in one cell only":   {"\"a;b\";c;d\n", []string{"a;b|c|d"}},
		"stray quote on one line":   {"\"Kalle;12\" putki;FI\n", []string{"\"Kalle|12\" putki|FI"}},
		"quoted at the file's end":  {"a;b;\"c\"", []string{"a|b|c"}},
		"delimiter at the end":      {"a;b;", []string{"a|b|"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			s := mustRead(t, []byte(header+test.body), Options{Delimiter: ";"})
			equal(t, "rows", cellsOf(s), test.rows)
		})
	}
}

// TestReadRaggedQuote holds that a quote that nobody closed is an error of the
// line on which it opened, and swallows no rows.
func TestReadRaggedQuote(t *testing.T) {
	long := strings.Repeat("5;Liisa;Tie 1;00100;Oulu\n", 40)
	tests := map[string]struct {
		data string
		line int
	}{
		"never closed":              {"a;b\n1;2\n3;\"x\n5;6\n", 3},
		"at the very end":           {"a;b\n1;\"", 2},
		"after a multi-line cell":   {"a;b\n1;\"x\ny\"\n2;\"z\n", 4},
		"closed by text":            {"a;b\n1;\"Matti\n2;3\n4;\"Liisa\"\n", 2},
		"closed far below":          {"a;b;c;d;e\n1;\"Matti;Tie 1;00100;Oulu\n" + long + "9;Kalle;Tie 5\";00200;Turku\n", 2},
		"closed by a cell below":    {"a;b;c;d;e\n1;\"Matti;Tie 1;00100;Oulu\n" + long + "9;\";Tie 5\";00200;Turku\n", 2},
		"closed on the next line":   {"a;b;c;d;e;f;g;h;i\n1;\"Matti;1;1;1;1;1;1;1\n2;Kalle\";1;1;1;1;1;1\n3;x;1;1;1;1;1;1;1\n", 2},
		"lone CR as line endings":   {"a;b\r1;2\r3;\"x\r5;6\r", 3},
		"in the header of the file": {"a;\"b;c;d;e;f\n1;2;3;4;5;6\n1;2;3;4;5;6\n1;2;3;4;5;6\n1;2\";3;4;5\n1;2;3;4;5;6\n1;2;3;4;5;6\n", 1},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := Read([]byte(test.data), Options{Delimiter: ";"})
			expectError(t, err, table.QuoteUnclosed, map[string]any{"line": test.line})
		})
	}
	// Notes of several lines are no swallowed rows.
	s := mustRead(t, []byte("a;b;c\n1;\"x; y\nz\n; w;\";2\n"), Options{})
	equal(t, "rows", cellsOf(s), []string{"1|x; y\nz\n; w;|2"})
	// Excel ends rows with CR LF and lines in cells with LF: then even a cell
	// that holds a table is a cell.
	s = mustRead(t, []byte("a;b;c\r\n1;\"p;q;r\np;q;r\np;q;r\np;q;r\np;q;r\";2\r\n"), Options{})
	equal(t, "rows", len(s.Rows), 1)
}

func TestReadHeader(t *testing.T) {
	names := map[string]bool{"Nimi": true, "Puhelin": true, "Maa": true, "Y-tunnus": true}
	known := func(header string) bool { return names[header] }
	tests := map[string]struct {
		data   string
		o      Options
		row    int
		header []string
		rows   []string
	}{
		"on top":              {"Nimi;Puhelin\nMatti;1\n", Options{}, 1, []string{"Nimi", "Puhelin"}, []string{"Matti|1"}},
		"below a title":       {"Asiakkaat 2026\n\nNimi;Puhelin;Maa\nMatti;1;FI\n", Options{}, 3, []string{"Nimi", "Puhelin", "Maa"}, []string{"Matti|1|FI"}},
		"below a wide title":  {"Raportti;3.11.2026;\nNimi;Puhelin;Maa\nMatti;1;FI\n", Options{Known: known}, 2, []string{"Nimi", "Puhelin", "Maa"}, []string{"Matti|1|FI"}},
		"known in one column": {"Lista\nNimi\nMatti\n", Options{Known: known}, 2, []string{"Nimi"}, []string{"Matti"}},
		"half of it known":    {"a;b;c;d\nNimi;Puhelin;x;y\nMatti;1;2;3\n", Options{Known: known}, 2, []string{"Nimi", "Puhelin", "x", "y"}, []string{"Matti|1|2|3"}},
		"less of it known":    {"a;b;c;d;e\nNimi;Puhelin;x;y;z\n", Options{Known: known}, 1, []string{"a", "b", "c", "d", "e"}, []string{"Nimi|Puhelin|x|y|z"}},
		"lower line half known": {"Nimi;Maa;;;;\nNimi;Puhelin;Maa;x;y;z\nMatti;1;FI;2;3;4\n", Options{Known: known}, 2,
			[]string{"Nimi", "Puhelin", "Maa", "x", "y", "z"}, []string{"Matti|1|FI|2|3|4"}},
		"lower line less known": {"Nimi;Maa;;;;;\nNimi;Puhelin;Maa;x;y;z;ä\nMatti;1;FI;2;3;4;5\n", Options{Known: known}, 1,
			[]string{"Nimi", "Maa", "", "", "", "", ""}, []string{"Nimi|Puhelin|Maa|x|y|z|ä", "Matti|1|FI|2|3|4|5"}},
		"none, an empty cell first":   {";Matti;matti@posti.example\n2;Liisa;\n", Options{}, 0, []string{"", "", ""}, []string{"|Matti|matti@posti.example", "2|Liisa|"}},
		"rows of an empty cell first": {"Nimi;Puhelin\n;1\n", Options{}, 1, []string{"Nimi", "Puhelin"}, []string{"|1"}},
		"empty columns":               {"Nimi;;Puhelin;\nMatti;;1;x\n", Options{}, 1, []string{"Nimi", "", "Puhelin", ""}, []string{"Matti||1|x"}},
		"empty columns unused":        {"Nimi;Puhelin;;;\nMatti;1;;;\n", Options{}, 1, []string{"Nimi", "Puhelin"}, []string{"Matti|1"}},
		"repeated names":              {"Nimi;Nimi;Maa\nMatti;M;FI\n", Options{}, 1, []string{"Nimi", "Nimi", "Maa"}, []string{"Matti|M|FI"}},
		"space around names":          {" Nimi ;\u00a0Puhelin\nMatti;1\n", Options{}, 1, []string{"Nimi", "Puhelin"}, []string{"Matti|1"}},
		"none, an address":            {"Matti;matti@posti.example\nLiisa;liisa@posti.example\n", Options{}, 0, []string{"", ""}, []string{"Matti|matti@posti.example", "Liisa|liisa@posti.example"}},
		"none, numbers":               {"1001;Matti;0401234567\n1002;Liisa;\n", Options{}, 0, []string{"", "", ""}, []string{"1001|Matti|0401234567", "1002|Liisa|"}},
		"none, said so":               {"Nimi;Puhelin\nMatti;1;x\n", Options{HeaderRow: NoHeader}, 0, []string{"", "", ""}, []string{"Nimi|Puhelin", "Matti|1|x"}},
		"chosen":                      {"Nimi;Puhelin\n\"a\nb\";x\nMatti;1\n", Options{HeaderRow: 2}, 2, []string{"a\nb", "x"}, []string{"Matti|1"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			s := mustRead(t, []byte(test.data), test.o)
			equal(t, "header row", s.HeaderRow, test.row)
			equal(t, "header", s.Header, test.header)
			equal(t, "rows", cellsOf(s), test.rows)
		})
	}
	for _, line := range []int{3, 5, 99} { // inside a record, an empty line, beyond the end
		_, err := Read([]byte("a;b\n1;\"x\ny\"\n2;3\n\n4;5\n"), Options{HeaderRow: line})
		expectError(t, err, table.HeaderRowMissing, map[string]any{"line": line})
	}
}
