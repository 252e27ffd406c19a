package sheet

import (
	"bytes"
	"fmt"
	"html"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// asODS writes a table as a spreadsheet program writes an OpenDocument one.
func asODS(tb fataler, table [][]string) []byte {
	tb.Helper()
	return odsParts(odsTable(table), "").pack(tb)
}

// odsTable gives the rows of a table, lines of a cell as paragraphs.
func odsTable(table [][]string) string {
	var b strings.Builder
	for _, row := range table {
		b.WriteString("<table:table-row>")
		for _, cell := range row {
			b.WriteString(`<table:table-cell office:value-type="string">`)
			for line := range strings.SplitSeq(cell, "\n") {
				fmt.Fprintf(&b, "<text:p>%s</text:p>", html.EscapeString(line))
			}
			b.WriteString("</table:table-cell>")
		}
		b.WriteString("</table:table-row>")
	}
	return b.String()
}

// asFlatODS writes the same as one XML file.
func asFlatODS(tb fataler, table [][]string) []byte {
	tb.Helper()
	text := odsParts(odsTable(table))[odsContent]
	return []byte(strings.NewReplacer("document-content xmlns", `document office:mimetype="application/vnd.oasis.opendocument.spreadsheet" xmlns`,
		"document-content>", "document>").Replace(text))
}

var workbookWriters = map[string]func(fataler, [][]string) []byte{
	"xlsx": asXLSX, "xlsx of another writer": excelizeWorkbook, "ods": asODS,
}

// TestReadWorkbookCut holds that a workbook of which the end is missing is
// refused, wherever it was cut.
func TestReadWorkbookCut(t *testing.T) {
	writers := map[string]func(fataler, [][]string) []byte{"ods of one XML file": asFlatODS}
	for name, write := range workbookWriters {
		writers[name] = write
	}
	for name, write := range writers {
		t.Run(name, func(t *testing.T) {
			data := write(t, customers(20))
			mustRead(t, data, Options{})
			for at := 0; at < len(data); at += 1 + len(data)/500 {
				if s, err := Read(data[:at], Options{}); err == nil {
					t.Fatalf("cut at %d of %d, it gives %d rows", at, len(data), len(s.Rows))
				}
			}
			if _, err := Read(data[:len(data)-1], Options{}); err == nil {
				t.Error("its last byte was not missed")
			}
		})
	}
}

// TestReadWorkbookTorn damages workbooks at random: each time the same rows
// are read, or nothing at all.
func TestReadWorkbookTorn(t *testing.T) {
	type sample struct {
		data []byte
		rows []string
	}
	samples := map[string]sample{}
	for name, write := range workbookWriters {
		data := write(t, customers(30))
		samples[name] = sample{data, cellsOf(mustRead(t, data, Options{}))}
	}
	for _, name := range []string{"text.xlsx", "damaged.xlsx", "text.ods", "damaged.ods"} {
		data := sampleFile(t, name)
		samples[name] = sample{data, cellsOf(mustRead(t, data, Options{}))}
	}
	var names []string
	for name := range samples {
		names = append(names, name)
	}
	slices.Sort(names)
	rapid.Check(t, func(t *rapid.T) {
		whole := samples[rapid.SampledFrom(names).Draw(t, "file")]
		data := bytes.Clone(whole.data)
		for range rapid.IntRange(1, 3).Draw(t, "times") {
			at := rapid.IntRange(0, len(data)-1).Draw(t, "at")
			end := min(len(data), at+rapid.IntRange(1, 200).Draw(t, "length"))
			switch rapid.SampledFrom([]string{"bit", "byte", "zeros", "gone", "twice", "moved"}).Draw(t, "damage") {
			case "bit":
				data[at] ^= 1 << rapid.IntRange(0, 7).Draw(t, "bit")
			case "byte":
				data[at] = rapid.Byte().Draw(t, "byte")
			case "zeros":
				clear(data[at:end])
			case "gone":
				data = slices.Delete(data, at, end)
			case "twice":
				data = slices.Insert(data, end, data[at:end]...)
			case "moved":
				copy(data[at:end], data[len(data)-(end-at):])
			}
			if len(data) == 0 {
				return
			}
		}
		if s, err := Read(data, Options{}); err == nil {
			equal(t, "rows", cellsOf(s), whole.rows)
		}
	})
}
