package sheet

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"strings"
	"testing"
)

// customers gives a header and rows as a register of customers has them: 19
// columns, now and then a quoted cell.
func customers(rows int) [][]string {
	header := strings.Split("Asiakasnumero;Tyyppi;Nimi;Y-tunnus;Yhteyshenkilö;Katuosoite;Postinumero;Postitoimipaikka;Maa;"+
		"Sähköposti;Puhelin;Verkkolaskuosoite;Välittäjätunnus;Laskutustapa;Maksuehto;Kieli;Viitteenne;Asiakasryhmä;Lisätiedot", ";")
	table := [][]string{header}
	for i := range rows {
		note := ""
		if i%10 == 0 {
			note = fmt.Sprintf("Sanoi: \"älä soita\"; ovikoodi %d\nKoira", i)
		}
		table = append(table, []string{
			fmt.Sprint(1001 + i), "Yritys", fmt.Sprintf("Mäkelän Sähkö %d Oy", i), fmt.Sprintf("%07d-%d", i, i%10),
			"Åke Åström", fmt.Sprintf("Hämeentie %d A %d", i%200, i%30), fmt.Sprintf("%05d", i%99999), "HELSINKI", "FI",
			fmt.Sprintf("laskut%d@yritys.example", i), fmt.Sprintf("+358 40 %07d", i), fmt.Sprintf("0037%08d", i),
			"003721291126", "Verkkolasku", "14", "fi", "", "Vakioasiakkaat", note,
		})
	}
	return table
}

// fataler is what helpers need of a test, a benchmark or a property's check.
type fataler interface {
	Helper()
	Fatal(args ...any)
}

func writeAll(tb fataler, w Writer, table [][]string) {
	tb.Helper()
	for _, row := range table {
		if err := w.Write(row); err != nil {
			tb.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		tb.Fatal(err)
	}
}

func asCSV(tb fataler, table [][]string) []byte {
	tb.Helper()
	var b bytes.Buffer
	writeAll(tb, NewCSVWriter(&b), table)
	return b.Bytes()
}

func asXLSX(tb fataler, table [][]string) []byte {
	tb.Helper()
	var b bytes.Buffer
	w, err := NewXLSXWriter(&b, "Asiakkaat & muut")
	if err != nil {
		tb.Fatal(err)
	}
	writeAll(tb, w, table)
	return b.Bytes()
}

var benchmarkRows = []int{10_000, 100_000}

func reportRows(b *testing.B, rows int) {
	b.ReportMetric(float64(rows)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}

func benchmarkRead(b *testing.B, encode func(fataler, [][]string) []byte) {
	for _, rows := range benchmarkRows {
		b.Run(fmt.Sprint(rows), func(b *testing.B) {
			data := encode(b, customers(rows))
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			for b.Loop() {
				s, err := Read(data, Options{})
				if err != nil || len(s.Rows) != rows {
					b.Fatal(err)
				}
			}
			reportRows(b, rows)
		})
	}
}

func BenchmarkReadCSV(b *testing.B)  { benchmarkRead(b, asCSV) }
func BenchmarkReadXLSX(b *testing.B) { benchmarkRead(b, asXLSX) }
func BenchmarkReadODS(b *testing.B)  { benchmarkRead(b, asODS) }

// BenchmarkReadXLSXShared reads what spreadsheet programs write: texts in a
// table of their own.
func BenchmarkReadXLSXShared(b *testing.B) {
	benchmarkRead(b, excelizeWorkbook)
}

// timestamps gives a workbook of as many different moments in one column, shown
// by a format.
func timestamps(tb fataler, rows int, format string) []byte {
	tb.Helper()
	var b strings.Builder
	b.WriteString(`<row><c t="str"><v>Aika</v></c></row>`)
	for i := range rows {
		fmt.Fprintf(&b, `<row><c s="1"><v>%.10f</v></c></row>`, 45_000+float64(i)*0.0137)
	}
	return workbookParts(nil, []string{format}, b.String()).pack(tb)
}

// BenchmarkReadTimestamps reads moments, each of which is another, and the same
// numbers without a format of dates.
func BenchmarkReadTimestamps(b *testing.B) {
	const rows = 30_000
	for _, format := range []string{"General", `yyyy\-mm\-dd\ hh:mm:ss`} {
		b.Run(format, func(b *testing.B) {
			data := timestamps(b, rows, format)
			b.ReportAllocs()
			for b.Loop() {
				if s, err := Read(data, Options{}); err != nil || len(s.Rows) != rows {
					b.Fatal(err)
				}
			}
			reportRows(b, rows)
		})
	}
}

// BenchmarkEncodingCSV is the floor that BenchmarkReadCSV is measured by.
func BenchmarkEncodingCSV(b *testing.B) {
	for _, rows := range benchmarkRows {
		b.Run(fmt.Sprint(rows), func(b *testing.B) {
			data := asCSV(b, customers(rows))
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			for b.Loop() {
				r := csv.NewReader(bytes.NewReader(data))
				r.Comma = ';'
				if all, err := r.ReadAll(); err != nil || len(all) != rows+1 {
					b.Fatal(err)
				}
			}
			reportRows(b, rows)
		})
	}
}

func benchmarkWrite(b *testing.B, create func(io.Writer) (Writer, error)) {
	const rows = 10_000
	table := customers(rows)
	b.ReportAllocs()
	for b.Loop() {
		w, err := create(io.Discard)
		if err != nil {
			b.Fatal(err)
		}
		writeAll(b, w, table)
	}
	reportRows(b, rows)
}

func BenchmarkWriteCSV(b *testing.B) {
	benchmarkWrite(b, func(w io.Writer) (Writer, error) { return NewCSVWriter(w), nil })
}

func BenchmarkWriteXLSX(b *testing.B) {
	benchmarkWrite(b, func(w io.Writer) (Writer, error) { return NewXLSXWriter(w, "Asiakkaat & muut") })
}
