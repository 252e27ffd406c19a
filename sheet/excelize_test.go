package sheet

import (
	"bytes"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"
)

// excelizeWorkbook writes a table with another library, texts shared as
// spreadsheet programs do.
func excelizeWorkbook(tb fataler, table [][]string) []byte {
	tb.Helper()
	f := excelize.NewFile()
	for i, row := range table {
		for j, cell := range row {
			ref, err := excelize.CoordinatesToCellName(j+1, i+1)
			if err != nil {
				tb.Fatal(err)
			}
			if err := f.SetCellStr("Sheet1", ref, cell); err != nil {
				tb.Fatal(err)
			}
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

// TestReadAgreesWithExcelize holds that healthy workbooks, of another library
// and of ours, are read as another reader reads them.
func TestReadAgreesWithExcelize(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table := anyTable.Draw(t, "table")
		for _, row := range table {
			for j, cell := range row {
				row[j] = strings.ReplaceAll(cell, "_x", "_y") // excelize doesn't write each such text as it is
			}
		}
		encode := rapid.SampledFrom([]func(fataler, [][]string) []byte{excelizeWorkbook, asXLSX}).Draw(t, "writer")
		data := encode(t, table)
		f, err := excelize.OpenReader(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		rows, err := f.GetRows(f.GetSheetList()[0])
		if err != nil {
			t.Fatal(err)
		}
		s, err := Read(data, Options{HeaderRow: NoHeader})
		if err != nil {
			t.Fatal(err)
		}
		checkRoundTrip(t, s, rows, func(cell string) string { return cell })
		if len(rows) != len(table) {
			t.Fatalf("%d rows of %d", len(rows), len(table))
		}
	})
}
