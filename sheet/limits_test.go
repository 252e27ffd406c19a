package sheet

import (
	"strings"
	"testing"

	"kortisto/sheet/table"
)

func TestReadLimits(t *testing.T) {
	long := strings.Repeat("ä", 101)
	tests := map[string]struct {
		data   string
		limits Limits
		code   string
		args   map[string]any
	}{
		"bytes":       {"a;b\n1;2\n", Limits{Bytes: 7}, table.FileTooLarge, map[string]any{"found": 8, "limit": int64(7), "setting": "KORTISTO_MAX_FILE_MB"}},
		"rows":        {"a;b\n" + strings.Repeat("1;2\n", 4), Limits{Rows: 3}, table.TooManyRows, map[string]any{"limit": 3, "setting": "KORTISTO_MAX_ROWS"}},
		"many rows":   {"a;b\n" + strings.Repeat("1;2\n", 400), Limits{Rows: 3}, table.TooManyRows, nil},
		"columns":     {"a;b\n1;2;3;4;x\n", Limits{Columns: 4}, table.TooManyColumns, map[string]any{"line": 2, "limit": 4, "setting": "KORTISTO_MAX_COLUMNS"}},
		"cell":        {"a;b\n1;" + long + "\n", Limits{CellChars: 100}, table.CellTooLong, map[string]any{"line": 2, "column": 2, "limit": 100}},
		"quoted cell": {"a;b\n1;\"" + long + "\"\n", Limits{CellChars: 100}, table.CellTooLong, nil},
		"cells":       {"a;b\n" + strings.Repeat("1;;;;;;;2\n", 10), Limits{Cells: 50}, table.TooManyCells, map[string]any{"limit": 50}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := Read([]byte(test.data), Options{Limits: test.limits})
			expectError(t, err, test.code, test.args)
		})
	}
	within := "Otsikko\na;b;;;;;\n" + strings.Repeat("1;"+long[:200]+";;;;;;\n", 3)
	mustRead(t, []byte(within), Options{Limits: Limits{Rows: 3, Columns: 2, CellChars: 100, Cells: 30}})
}

// TestReadLimitOfRows holds the limit that a program without settings has.
func TestReadLimitOfRows(t *testing.T) {
	rows := strings.Repeat("1;2\n", DefaultLimits().Rows)
	equal(t, "rows", len(mustRead(t, []byte("a;b\n"+rows), Options{}).Rows), 200_000)
	_, err := Read([]byte("a;b\n"+rows+"1;2\n"), Options{})
	expectError(t, err, table.TooManyRows, map[string]any{"limit": 200_000, "setting": "KORTISTO_MAX_ROWS"})
}

// TestReadReportsProgress holds that progress is reported while a file is read, not
// only at its end, and never goes back.
func TestReadReportsProgress(t *testing.T) {
	long := customers(12_000) // a CSV file reports every few thousand rows
	files := map[string]struct {
		data  []byte
		total int // 0: of the unpacked parts
	}{
		"csv":      {asCSV(t, long), len(asCSV(t, long)) - len(bomUTF8)},
		"xlsx":     {asXLSX(t, long), 0},
		"ods":      {asODS(t, long), 0},
		"flat ods": {asFlatODS(t, long), len(asFlatODS(t, long))},
	}
	for name, file := range files {
		within, last, end := 0, 0, 0
		mustRead(t, file.data, Options{Progress: func(done, total int) {
			if done < last || done > total || total <= 0 || end > 0 && total != end {
				t.Errorf("%s: %d of %d after %d of %d", name, done, total, last, end)
			}
			if done > last && done < total {
				within++
			}
			last, end = done, total
		}})
		if within < 2 || last < end*3/4 || file.total > 0 && end != file.total {
			t.Errorf("%s: reported %d times within the file, the last at %d of %d, not %d", name, within, last, end, file.total)
		}
	}
}
