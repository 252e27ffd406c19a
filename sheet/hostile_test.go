package sheet

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"fmt"
	"hash/crc32"
	"io"
	"runtime"
	"slices"
	"strings"
	"testing"

	"kortisto/sheet/table"
)

// hostileMemory is how many bytes refusing a hostile file may allocate in all,
// those that were freed again too: a bound on the memory that doesn't depend
// on when the garbage is collected.
const hostileMemory = 24 << 20

// bomb gives an archive in which one part is a text, repeated. The text is
// compressed once: what comes of it is repeated.
func bomb(tb testing.TB, p parts, name, head, repeat string, size int, tail string) []byte {
	tb.Helper()
	check := func(err error) {
		tb.Helper()
		if err != nil {
			tb.Fatal(err)
		}
	}
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for other, text := range p {
		if other == name {
			continue
		}
		f, err := w.Create(other)
		check(err)
		_, err = io.WriteString(f, text)
		check(err)
	}
	deflated := func(text string, end func(*flate.Writer) error) []byte {
		var packed bytes.Buffer
		w, err := flate.NewWriter(&packed, flate.BestSpeed)
		check(err)
		_, err = io.WriteString(w, text)
		check(err)
		check(end(w))
		return packed.Bytes()
	}
	chunk := strings.Repeat(repeat, max(1, 1<<20/len(repeat)))
	times := (size + len(chunk) - 1) / len(chunk)
	sum := crc32.ChecksumIEEE([]byte(head))
	for range times {
		sum = crc32.Update(sum, crc32.IEEETable, []byte(chunk))
	}
	sum = crc32.Update(sum, crc32.IEEETable, []byte(tail))
	packed := slices.Concat(deflated(head, (*flate.Writer).Flush),
		bytes.Repeat(deflated(chunk, (*flate.Writer).Flush), times), deflated(tail, (*flate.Writer).Close))
	f, err := w.CreateRaw(&zip.FileHeader{Name: name, Method: zip.Deflate, CRC32: sum,
		CompressedSize64: uint64(len(packed)), UncompressedSize64: uint64(len(head) + times*len(chunk) + len(tail))})
	check(err)
	_, err = f.Write(packed)
	check(err)
	check(w.Close())
	return b.Bytes()
}

// manyEntries gives an archive with so many parts more.
func manyEntries(tb testing.TB, p parts, n int) []byte {
	q := p.with("x", func(string) string { return "" })
	for i := range n {
		q[fmt.Sprintf("x/%d", i)] = ""
	}
	return q.pack(tb)
}

// TestReadHostile is read-limits against files made to do harm: each is refused
// by the limit that it passes, before memory is spent.
func TestReadHostile(t *testing.T) {
	const sheet1, shared, book = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml"
	const row, rowEnd = `<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is>`, `</is></c></row></sheetData></worksheet>`
	const odsRow1, odsEnd = odsHead + `<table:table table:name="T"><table:table-row><table:table-cell>`, `</table:table-cell></table:table-row></table:table>` + odsTail
	xlsx, ods := workbookParts([]string{"<t>a</t>"}, nil, inlineRows(3, 2)), odsParts(odsTexts("a|b\nc|d"))
	odsWith := func(rows string) []byte { return odsParts(rows).pack(t) }
	nested := xlsx.pack(t)
	free := Limits{UnzippedRatio: 1 << 20} // bombs that a limit of the ratio would have stopped
	tests := map[string]struct {
		data   []byte
		limits Limits
		code   string
		args   map[string]any
	}{
		"xlsx: 400 MB in a cell":             {bomb(t, xlsx, sheet1, row+"<t>", "a", 400<<20, "</t>"+rowEnd), Limits{}, table.WorkbookTooLarge, map[string]any{"what": "ratio"}},
		"xlsx: 100 MB in a cell":             {bomb(t, xlsx, sheet1, row+"<t>", "a", 100<<20, "</t>"+rowEnd), free, table.CellTooLong, nil},
		"xlsx: 100 MB in pieces of a cell":   {bomb(t, xlsx, sheet1, row, "<r><t>"+strings.Repeat("a", 1000)+"</t></r>", 100<<20, rowEnd), free, table.CellTooLong, map[string]any{"line": 1, "column": 1}},
		"xlsx: 100 MB in pieces of a value":  {bomb(t, xlsx, sheet1, `<worksheet><sheetData><row><c><v>`, strings.Repeat("1", 1000)+"<!-- -->", 100<<20, `</v></c></row></sheetData></worksheet>`), free, table.CellTooLong, map[string]any{"line": 1, "column": 1}},
		"xlsx: 100 MB in a shared text":      {bomb(t, xlsx, shared, "<sst><si><t>", "a", 100<<20, "</t></si></sst>"), free, table.CellTooLong, map[string]any{"part": "xl/sharedstrings.xml"}},
		"xlsx: pieces of a shared text":      {bomb(t, xlsx, shared, "<sst><si>", "<r><t>"+strings.Repeat("a", 1000)+"</t></r>", 100<<20, "</si></sst>"), free, table.CellTooLong, map[string]any{"part": "xl/sharedstrings.xml"}},
		"xlsx: elements without end":         {bomb(t, xlsx, sheet1, "<worksheet>", "<a>", 60<<20, ""), free, table.WorkbookBroken, map[string]any{"reason": table.ReasonXML}},
		"xlsx: an attribute without end":     {bomb(t, xlsx, sheet1, `<worksheet x="`, "a", 60<<20, `"/>`), free, table.CellTooLong, nil},
		"xlsx: 100 000 worksheets":           {bomb(t, xlsx, book, `<workbook><sheets>`, `<sheet name="T" r:id="w1"/>`, 3<<20, `</sheets></workbook>`), free, table.WorkbookTooLarge, map[string]any{"what": "sheets"}},
		"xlsx: 20 MB of styles":              {bomb(t, xlsx, "xl/styles.xml", `<styleSheet><cellXfs>`, `<xf/>`, 20<<20, `</cellXfs></styleSheet>`), free, table.WorkbookTooLarge, map[string]any{"what": "part"}},
		"xlsx: merged over one another":      {bomb(t, xlsx, sheet1, `<worksheet><sheetData>`+inlineRows(1000, 2)+`</sheetData><mergeCells>`, `<mergeCell ref="A1:XFD1048576"/>`, 1<<20, `</mergeCells></worksheet>`), free, table.TooManyCells, nil},
		"xlsx: 10 000 entries":               {manyEntries(t, xlsx, 10_000), Limits{}, table.WorkbookTooLarge, map[string]any{"what": "entries", "limit": int64(2000)}},
		"xlsx: 70 000 entries":               {manyEntries(t, xlsx, 70_000), Limits{}, table.WorkbookTooLarge, map[string]any{"what": "entries"}},
		"xlsx: 16 000 columns":               {workbookParts(nil, nil, inlineRows(100, 16_000)).pack(t), free, table.TooManyColumns, map[string]any{"line": 1}},
		"xlsx: row 1048577":                  {workbookParts(nil, nil, inlineRows(2, 2)+`<row r="1048577"/>`).pack(t), Limits{}, table.WorkbookBroken, map[string]any{"reason": table.ReasonRef}},
		"xlsx: row 1048577 by counting":      {workbookParts(nil, nil, inlineRows(2, 2)+`<row r="1048576"/><row><c><v>1</v></c></row>`).pack(t), Limits{}, table.WorkbookBroken, map[string]any{"reason": table.ReasonRef}},
		"xlsx: in another archive":           {parts{"a.xlsx": string(nested)}.pack(t), Limits{}, table.FormatUnsupported, map[string]any{"found": "zip"}},
		"ods: 100 MB in a cell":              {bomb(t, ods, odsContent, odsRow1+"<text:p>", "a", 100<<20, "</text:p>"+odsEnd), free, table.CellTooLong, nil},
		"ods: 100 MB in pieces of a cell":    {bomb(t, ods, odsContent, odsRow1, "<text:p>"+strings.Repeat("a", 1000)+"</text:p>", 100<<20, odsEnd), free, table.CellTooLong, map[string]any{"line": 1, "column": 1}},
		"ods: empty pieces of a cell":        {bomb(t, ods, odsContent, odsRow1, "<text:p/>", 100<<20, odsEnd), free, table.CellTooLong, map[string]any{"line": 1, "column": 1}},
		"ods: 2 000 000 000 spaces":          {odsWith(odsRow(`<table:table-cell><text:p>a<text:s text:c="2000000000"/></text:p></table:table-cell>`)), Limits{}, table.CellTooLong, map[string]any{"line": 1, "column": 1}},
		"ods: elements without end":          {bomb(t, ods, odsContent, odsHead, "<a>", 60<<20, ""), free, table.WorkbookBroken, map[string]any{"reason": table.ReasonXML}},
		"ods: 100 000 worksheets":            {bomb(t, ods, odsContent, odsHead, `<table:table table:name="T"/>`, 3<<20, odsTail), free, table.WorkbookTooLarge, map[string]any{"what": "sheets"}},
		"ods: 100 000 hidden styles":         {bomb(t, ods, odsContent, `<office:document-content><office:automatic-styles>`, `<style:style><style:table-properties table:display="false"/></style:style>`, 8<<20, `</office:automatic-styles></office:document-content>`), free, table.WorkbookTooLarge, map[string]any{"what": "sheets"}},
		"ods: 20 MB of manifest":             {bomb(t, ods, "META-INF/manifest.xml", `<m>`, `<x/>`, 20<<20, `</m>`), free, table.WorkbookTooLarge, map[string]any{"what": "part"}},
		"ods: 10 000 entries":                {manyEntries(t, ods, 10_000), Limits{}, table.WorkbookTooLarge, map[string]any{"what": "entries"}},
		"ods: a row a million times":         {odsWith(`<table:table-row table:number-rows-repeated="1000000"><table:table-cell><text:p>a</text:p></table:table-cell></table:table-row>`), Limits{}, table.TooManyRows, nil},
		"ods: a cell 16 000 times":           {odsWith(odsRow(`<table:table-cell table:number-columns-repeated="16000"><text:p>a</text:p></table:table-cell>`)), Limits{}, table.TooManyColumns, map[string]any{"line": 1}},
		"ods: wide rows repeated":            {odsWith(`<table:table-row table:number-rows-repeated="50000"><table:table-cell table:number-columns-repeated="499"><text:p>a</text:p></table:table-cell></table:table-row>`), Limits{}, table.TooManyCells, nil},
		"ods: more columns than there are":   {odsWith(odsRow(`<table:table-cell table:number-columns-repeated="16384"/><table:table-cell><text:p>a</text:p></table:table-cell>`)), Limits{}, table.WorkbookBroken, map[string]any{"reason": table.ReasonRef, "line": 1}},
		"ods: more rows than there are":      {odsWith(`<table:table-row table:number-rows-repeated="1048576"/>` + odsTexts("a")), Limits{}, table.WorkbookBroken, map[string]any{"reason": table.ReasonRef}},
		"ods: repeated beyond the last row":  {odsWith(`<table:table-row table:number-rows-repeated="1048570"/><table:table-row table:number-rows-repeated="7"><table:table-cell><text:p>a</text:p></table:table-cell></table:table-row>`), Limits{}, table.WorkbookBroken, map[string]any{"reason": table.ReasonRef}},
		"ods: repeated 0 times":              {odsWith(`<table:table-row table:number-rows-repeated="0"/>`), Limits{}, table.WorkbookBroken, map[string]any{"reason": table.ReasonRef, "line": 1}},
		"ods: repeated -1 times":             {odsWith(odsRow(`<table:table-cell table:number-columns-repeated="-1"/>`)), Limits{}, table.WorkbookBroken, map[string]any{"reason": table.ReasonRef, "line": 1}},
		"ods: repeated no number of times":   {odsWith(odsRow(`<table:covered-table-cell table:number-columns-repeated="x"/>`)), Limits{}, table.WorkbookBroken, map[string]any{"reason": table.ReasonRef, "line": 1}},
		"ods: repeated too many times":       {odsWith(`<table:table-row table:number-rows-repeated="99999999999999999999"/>`), Limits{}, table.WorkbookBroken, map[string]any{"reason": table.ReasonRef, "line": 1}},
		"ods: no number of spaces":           {odsWith(odsRow(`<table:table-cell><text:p><text:s text:c="x"/></text:p></table:table-cell>`)), Limits{}, table.WorkbookBroken, map[string]any{"reason": table.ReasonXML, "line": 1}},
		"another format's archive in an ods": {parts{"a.ods": string(nested)}.pack(t), Limits{}, table.FormatUnsupported, map[string]any{"found": "zip"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			_, err := Read(test.data, Options{Limits: test.limits})
			runtime.ReadMemStats(&after)
			expectError(t, err, test.code, test.args)
			if spent := after.TotalAlloc - before.TotalAlloc; spent > hostileMemory {
				t.Errorf("%d MB were allocated", spent>>20)
			}
		})
	}
}

// TestReadODSDamaged holds that a damaged spreadsheet is refused, whatever was
// damaged, also in worksheets that aren't read.
func TestReadODSDamaged(t *testing.T) {
	whole := odsParts(strings.Repeat(odsTexts("Matti|FI"), 100), odsTexts("Ohje"))
	replace := func(old, new string) func(string) string {
		return func(x string) string {
			if !strings.Contains(x, old) {
				t.Fatalf("%q is not there to replace", old)
			}
			return strings.Replace(x, old, new, 1)
		}
	}
	half := func(x string) string { return x[:len(x)/2] }
	tests := map[string]struct {
		part, reason string
		change       func(string) string
	}{
		"truncated":          {odsContent, table.ReasonTruncated, half},
		"truncated manifest": {odsManifest, table.ReasonTruncated, half},
		"empty":              {odsContent, table.ReasonTruncated, func(string) string { return "" }},
		"malformed":          {odsContent, table.ReasonXML, replace("<text:p>Ohje", "<text:p<Ohje")},
		"end tags crossed":   {odsContent, table.ReasonXML, replace("</text:p></table:table-cell>", "</table:table-cell></text:p>")},
		"unknown entity":     {odsContent, table.ReasonXML, replace("Ohje", "&ohje;")},
		"bad utf-8":          {odsContent, table.ReasonCharset, replace("Ohje", "\xC3hje")},
		"another charset":    {odsContent, table.ReasonCharset, replace("UTF-8", "ISO-8859-1")},
		"doctype":            {odsContent, table.ReasonDoctype, replace("<office:document-content", `<!DOCTYPE x [<!ENTITY a "b">]><office:document-content`)},
		"doctype elsewhere":  {odsManifest, table.ReasonDoctype, replace("<manifest:manifest", "<!DOCTYPE x><manifest:manifest")},
		"two roots":          {odsContent, table.ReasonXML, func(x string) string { return x + "<x/>" }},
		"row in a row":       {odsContent, table.ReasonXML, replace("<table:table-row>", "<table:table-row><table:table-row/>")},
		"cell in a cell":     {odsContent, table.ReasonXML, replace("<text:p>", "<table:table-cell/><text:p>")},
		"cell outside a row": {odsContent, table.ReasonXML, replace("<table:table-row>", "<table:table-cell/><table:table-row>")},
		"row outside":        {odsContent, table.ReasonXML, replace("</table:table>", "</table:table><table:table-row/>")},
		"a second part":      {"Content.XML", table.ReasonDuplicate, func(string) string { return "x" }},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			p := whole.with(odsManifest, func(string) string { return whole["META-INF/manifest.xml"] })
			delete(p, "META-INF/manifest.xml")
			_, err := Read(p.with(test.part, test.change).pack(t), Options{})
			expectError(t, err, table.WorkbookBroken, map[string]any{"reason": test.reason, "part": strings.ToLower(test.part)})
		})
	}
	equal(t, "rows of the whole", len(mustRead(t, whole.pack(t), Options{HeaderRow: NoHeader}).Rows), 100)
}
