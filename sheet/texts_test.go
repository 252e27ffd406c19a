package sheet

import (
	"errors"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf16"

	"kortisto/sheet/table"
)

// textsOf gives all texts of a file, those that come together joined.
func textsOf(data []byte, o Options) (all []string, err error) {
	for texts, err := range Texts(data, o) {
		if err != nil {
			return all, err
		}
		all = append(all, strings.Join(texts, "|"))
	}
	return all, nil
}

// TestTextsOfText holds that a file that is no workbook is given line by line or row by
// row, whatever stands above its header or outside of its table.
func TestTextsOfText(t *testing.T) {
	for name, test := range map[string]struct {
		data string
		o    Options
		want []string
	}{
		"lines above the header": {"Tilaaja: Matti\r\n\r\nNimi;\"Maa\"\rÅke, Oy;FI\n", Options{}, []string{"Tilaaja: Matti", "Nimi|Maa", "Åke|Oy|FI"}},
		"every delimiter":        {"a\tb|c\n1,2;3", Options{}, []string{"a|b|c", "1|2|3"}},
		"a wide line":            {"a;b;c;;;;\n1;2", Options{Limits: Limits{Columns: 2}}, []string{"a|b", "c", "1|2"}},
		"another charset":        {"Nimi;Maa\n\xC5ke;FI\n", Options{Charset: "latin1"}, []string{"Nimi|Maa", "Åke|FI"}},
		"mended letters":         {"TilausmÃ¤Ã¤rÃ¤ys\nNimi;Maa\n", Options{Mend: true}, []string{"Tilausmääräys", "Nimi|Maa"}},
		"a page": {`<html><head><title>Otsikko</title><meta name="author" content="Liisa"></head><!--[if mso]><x:Author>Åke &amp; Co</x:Author>-->
			<p>Yllä <b>tämä</b><br>taas</p><table><tr><td class="x" title="vihje">Nimi<td>M<i>aa</i><tr><td>Åke</td><td><a href="mailto:a@b.example">posti</a></td></tr></table>Alla`, Options{},
			[]string{"Otsikko", "author", "Liisa", "[if mso]", "x:Author", "Åke & Co", "/x:Author", "Yllä tämä taas", "vihje", "Nimi|Maa", "mailto:a@b.example", "Åke|posti", "Alla"}},
		"a page with wide rows": {"<table><tr><td>a<td>b<td>c</table>", Options{Limits: Limits{Columns: 2}}, []string{"a|b", "c"}},
	} {
		got, err := textsOf([]byte(test.data), test.o)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		equal(t, name, got, test.want)
	}
}

// utf16Text gives a text as programs of Windows keep it, between other bytes.
func utf16Text(text string) string {
	bytes := []byte{1, 0, 0, 0}
	for _, unit := range utf16.Encode([]rune(text)) {
		bytes = append(bytes, byte(unit), byte(unit>>8))
	}
	return string(append(bytes, 0, 0, 7))
}

// TestTextsOfWorkbooks holds that every part of a workbook is given.
func TestTextsOfWorkbooks(t *testing.T) {
	const rows = `<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1"><v>4.0123456E7</v></c></row>` +
		`<row r="2"><c r="A2" t="inlineStr"><is><r><rPr><b/></rPr><t>Ka</t></r><r><t>le</t></r></is></c><c r="B2"><f>IF(A1="kaava",1)</f><v>00100</v></c></row>`
	const shared = "<t>jaettu</t>"
	xlsx := workbookParts([]string{shared, "<t>käyttämätön</t><rPh><t>ääntämys</t></rPh>"}, nil, inlineRows(2, 2), rows)
	ods := odsParts(odsTexts("a|b\nc|d"), odsRow(`<table:table-cell office:value-type="float" office:value="1001"><text:p>1 001</text:p></table:table-cell>`+
		`<table:table-cell><text:p>Me<text:span text:style-name="T1">ri</text:span><text:s/>Ahti</text:p><office:annotation><dc:creator>tekijä</dc:creator><text:p>muistiinpano</text:p></office:annotation></table:table-cell>`+
		`<table:table-cell office:string-value="piilossa"/>`))
	with := func(p parts, name, text string) []byte {
		return p.with(name, func(string) string { return text }).pack(t)
	}
	replaced := func(p parts, name, old, new string) []byte {
		return p.with(name, func(x string) string { return strings.Replace(x, old, new, 1) }).pack(t)
	}
	const sheet1, sheet2, book = "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml", "xl/workbook.xml"
	for name, test := range map[string]struct {
		data []byte
		want string
	}{
		"xlsx: another worksheet":          {xlsx.pack(t), "jaettu|40123456"},
		"xlsx: runs of one cell":           {xlsx.pack(t), "Kale|100"},
		"xlsx: a formula":                  {xlsx.pack(t), `IF(A1="kaava",1)`},
		"xlsx: a text of no cell":          {xlsx.pack(t), "käyttämätön"},
		"xlsx: how a text is pronounced":   {xlsx.pack(t), "ääntämys"},
		"xlsx: the name of a worksheet":    {replaced(xlsx, book, `"Sheet2"`, `"Lehti" state="veryHidden"`), "Lehti"},
		"xlsx: a name for cells":           {replaced(xlsx, book, "</sheets>", `</sheets><definedNames><definedName name="Nimi" comment="selite">Sheet1!$A$1</definedName></definedNames>`), "selite"},
		"xlsx: what a name stands for":     {replaced(xlsx, book, "</sheets>", `</sheets><definedNames><definedName name="Nimi">"arvo"</definedName></definedNames>`), `"arvo"`},
		"xlsx: a comment":                  {with(xlsx, "xl/comments1.xml", `<comments><authors><author>tekijä</author></authors><commentList><comment ref="A1"><text><r><rPr><sz val="9"/></rPr><t>Mat</t></r><r><t>ti</t></r></text></comment></commentList></comments>`), "Matti"},
		"xlsx: who wrote a comment":        {with(xlsx, "xl/comments1.xml", `<comments><authors><author>tekijä</author></authors></comments>`), "tekijä"},
		"xlsx: properties":                 {with(xlsx, "docProps/core.xml", `<cp:coreProperties><dc:creator>tekijä</dc:creator></cp:coreProperties>`), "tekijä"},
		"xlsx: a link":                     {with(xlsx, "xl/worksheets/_rels/sheet1.xml.rels", `<Relationships><Relationship Id="l" Target="mailto:a@b.example" TargetMode="External"/></Relationships>`), "mailto:a@b.example"},
		"xlsx: a cache of values":          {with(xlsx, "xl/pivotCache/pivotCacheDefinition1.xml", `<p><sharedItems><s v="välimuisti"/></sharedItems></p>`), "välimuisti"},
		"xlsx: a comment of XML":           {replaced(xlsx, sheet1, "<sheetData>", "<!-- huomautus --><sheetData>"), " huomautus "},
		"xlsx: the head of the paper":      {replaced(xlsx, sheet1, "</worksheet>", `<headerFooter><oddHeader>&amp;C&amp;"Arial,Bold"&amp;12Ylä&amp;K01+000tunniste</oddHeader></headerFooter></worksheet>`), "   Ylä tunniste"},
		"xlsx: what is no XML":             {with(xlsx, "xl/drawings/vmlDrawing1.vml", "<xml><div>Piir&auml;<br>Kuvio</div></xml>"), "Kuvio"},
		"xlsx: letters of it":              {with(xlsx, "xl/drawings/vmlDrawing1.vml", "<xml><div>Piirt&auml;j&#228;<br></div></xml>"), "Piirtäjä"},
		"xlsx: settings of a printer":      {with(xlsx, "xl/printerSettings/printerSettings1.bin", utf16Text("Mäen tulostin")), "Mäen tulostin"},
		"xlsx: a picture":                  {with(xlsx, "xl/media/image1.png", "\x89PNG\r\n\x1a\n\x00\x00tEXtÅke Meri\x00\x00"), "tEXtÅke Meri"},
		"xlsx: the name of a part":         {with(xlsx, "xl/media/Liisa.png", "x"), "xl/media/Liisa.png"},
		"xlsx: a part of old letters":      {with(xlsx, "customXml/item1.xml", "<a>M\xE4ki</a>"), "Mäki"},
		"xlsx: a chart":                    {with(xlsx, "xl/charts/chart1.xml", `<c:chart><c:pt><c:v>Kuvio</c:v></c:pt></c:chart>`), "Kuvio"},
		"xlsx: a text in a drawing":        {with(xlsx, "xl/drawings/drawing1.xml", `<xdr:sp><a:p><a:r><a:rPr lang="fi"><a:solidFill/></a:rPr><a:t>Mat</a:t></a:r><a:r><a:t>ti</a:t></a:r></a:p></xdr:sp>`), "Matti"},
		"ods: another worksheet":           {ods.pack(t), "c|d"},
		"ods: a number as it is":           {ods.pack(t), "1001"},
		"ods: runs, a space and a comment": {ods.pack(t), "1 001|Meri Ahti|tekijä|muistiinpano|piilossa"},
		"ods: the name of a worksheet":     {replaced(ods, odsContent, `"Taulukko2"`, `"Lehti"`), "Lehti"},
		"ods: properties":                  {with(ods, "meta.xml", `<office:document-meta><meta:user-defined meta:name="laji">arvo</meta:user-defined></office:document-meta>`), "arvo"},
		"ods: the head of the paper":       {with(ods, "styles.xml", `<s><style:header><text:p>Ylätunniste</text:p></style:header></s>`), "Ylätunniste"},
		"ods: of one file":                 {[]byte(`<?xml version="1.0"?><office:document office:mimetype="application/vnd.oasis.opendocument.spreadsheet"><office:meta><dc:creator>tekijä</dc:creator></office:meta></office:document>`), "tekijä"},
	} {
		got, err := textsOf(test.data, Options{})
		if err != nil || !slices.Contains(got, test.want) {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
}

// TestTextsOfSamples holds that what can be read of files of real programs can be read
// fully.
func TestTextsOfSamples(t *testing.T) {
	files, err := os.ReadDir("testdata")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if file.IsDir() {
			continue
		}
		data := sampleFile(t, file.Name())
		if _, err := Read(data, Options{}); err != nil {
			continue
		}
		if texts, err := textsOf(data, Options{}); err != nil || len(texts) == 0 {
			t.Errorf("%s: %d texts, %v", file.Name(), len(texts), err)
		}
	}
}

// TestTextsLimits is read-limits for all texts of a file: what can't be read fully is an
// error, before memory is spent.
func TestTextsLimits(t *testing.T) {
	xlsx, ods := workbookParts([]string{"<t>a</t>"}, nil, inlineRows(3, 2)), odsParts(odsTexts("a|b\nc|d"))
	const comments = "xl/comments1.xml"
	broken := []byte(xlsx.with(comments, func(string) string { return strings.Repeat("<a>", 10) }).pack(t))
	free := Limits{UnzippedRatio: 1 << 20}
	for name, test := range map[string]struct {
		data   []byte
		limits Limits
		code   string
	}{
		"a large file":                 {[]byte("Nimi\nÅke\n"), Limits{Bytes: 4}, table.FileTooLarge},
		"nothing":                      {nil, Limits{}, table.FileEmpty},
		"a picture":                    {[]byte("\x89PNG\r\n\x1a\n"), Limits{}, table.NotATable},
		"a charset's missing letters":  {[]byte("Nimi\n\x81\n"), Limits{}, ""},
		"400 MB in a comment":          {bomb(t, xlsx, comments, "<c><t>", "a", 400<<20, "</t></c>"), Limits{}, table.WorkbookTooLarge},
		"100 MB in a comment":          {bomb(t, xlsx, comments, "<c><t>", "a", 100<<20, "</t></c>"), free, table.CellTooLong},
		"100 MB in pieces":             {bomb(t, xlsx, comments, "<c>", "<t>aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa</t>", 100<<20, "</c>"), free, table.CellTooLong},
		"an attribute without end":     {bomb(t, xlsx, comments, `<c x="`, "a", 60<<20, `"/>`), free, table.CellTooLong},
		"a wide row":                   {bomb(t, xlsx, "xl/worksheets/sheet1.xml", "<worksheet><sheetData><row>", "<c/>", 8<<20, "</row></sheetData></worksheet>"), free, ""},
		"10 000 entries":               {manyEntries(t, xlsx, 10_000), Limits{}, table.WorkbookTooLarge},
		"a workbook in a workbook":     {xlsx.with("xl/embeddings/a.xlsx", func(string) string { return string(xlsx.pack(t)) }).pack(t), Limits{}, table.FormatUnsupported},
		"an archive of something else": {parts{"a.csv": "Nimi"}.pack(t), Limits{}, table.FormatUnsupported},
		"an ods with a password":       {ods.with("META-INF/manifest.xml", func(string) string { return `<m><encryption-data/></m>` }).pack(t), Limits{}, table.Encrypted},
		"a part that is no XML":        {broken, Limits{}, ""},
		"a damaged archive":            {broken[:len(broken)-30], Limits{}, table.WorkbookBroken},
	} {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			var err error
			for _, err = range Texts(test.data, Options{Limits: test.limits}) {
			}
			runtime.ReadMemStats(&after)
			if test.code != "" {
				expectError(t, err, test.code, nil)
			} else if err != nil {
				t.Error(err)
			}
			if spent := after.TotalAlloc - before.TotalAlloc; spent > hostileMemory {
				t.Errorf("%d MB were allocated", spent>>20)
			}
		})
	}
	flipped := slices.Clone(xlsx.with("xl/media/a.bin", func(string) string { return strings.Repeat("abcdefgh", 100) }).pack(t))
	at := strings.Index(string(flipped), "xl/media/a.bin")
	flipped[at+len("xl/media/a.bin")+2] ^= 0xFF
	if _, err := textsOf(flipped, Options{}); !errors.Is(err, &Error{Code: table.WorkbookBroken}) {
		t.Errorf("a changed byte: %v", err)
	}
	for range Texts([]byte("a\nb\n"), Options{}) {
		break // who has seen enough is given no more
	}
}

// FuzzTexts holds that the letters of each cell that is read stand among all texts of
// the file, in their order.
func FuzzTexts(f *testing.F) {
	f.Add([]byte("Otsikko\n\na;\"b\nc\"\n1;\"\"\"\"\n"), "", "")
	f.Add([]byte(nil), inlineRows(3, 2), "<t>a</t>")
	f.Add([]byte(nil), `<row><c t="s"><v>0</v></c><c t="str"><f>A1</f><v>x_x000D_</v></c></row>`, "<r><t>a</t></r><rPh><t>b</t></rPh>")
	f.Fuzz(func(t *testing.T, data []byte, rows, texts string) {
		if len(data) == 0 {
			data = workbookParts([]string{texts}, nil, rows).pack(t)
		}
		o := Options{HeaderRow: NoHeader, Limits: fuzzLimits}
		s, err := Read(data, o)
		all, textsErr := textsOf(data, o)
		if err != nil || s.Format == FormatHTML {
			return
		}
		if textsErr != nil {
			t.Fatalf("what is read can't be read fully: %v", textsErr)
		}
		whole := strings.Join(all, " ")
		for _, row := range s.Rows {
			for _, cell := range row.Cells {
				if rest := lettersBeyond(whole, cell); rest != "" && cell != "TRUE" && cell != "FALSE" {
					t.Fatalf("%q of %q is not among %q", rest, cell, all)
				}
			}
		}
	})
}

// lettersBeyond gives the letters of a text that do not stand in another one in their
// order.
func lettersBeyond(whole, text string) string {
	letters := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) {
			return r
		}
		return -1
	}, text)
	for _, r := range letters {
		_, rest, found := strings.Cut(whole, string(r))
		if !found {
			return letters
		}
		whole, letters = rest, strings.TrimPrefix(letters, string(r))
	}
	return ""
}
