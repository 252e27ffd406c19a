package sheet

import (
	"archive/zip"
	"bytes"
	"fmt"
	"html"
	"maps"
	"slices"
	"strings"
)

// parts of a workbook, by name.
type parts map[string]string

const (
	xmlHead  = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	typeBase = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	nsMain   = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`
)

// workbookParts gives a workbook with worksheets of these rows, named Sheet1
// and so on. texts are its shared strings; formats the number formats of the
// styles from 1 on.
func workbookParts(texts, formats []string, sheets ...string) parts {
	p := parts{"[Content_Types].xml": `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`}
	list, links := "", link("s", "sharedStrings", "sharedStrings.xml")+link("f", "styles", "/xl/styles.xml")
	for i, rows := range sheets {
		n := i + 1
		list += fmt.Sprintf(`<sheet name="Sheet%d" sheetId="%d" r:id="w%d"/>`, n, n, n)
		links += link(fmt.Sprintf("w%d", n), "worksheet", fmt.Sprintf("worksheets/sheet%d.xml", n))
		p[fmt.Sprintf("xl/worksheets/sheet%d.xml", n)] = xmlHead + `<worksheet ` + nsMain + `><sheetData>` + rows + `</sheetData></worksheet>`
	}
	p["xl/workbook.xml"] = xmlHead + `<workbook ` + nsMain + ` xmlns:r="` + typeBase[:len(typeBase)-1] + `"><workbookPr/><sheets>` + list + `</sheets></workbook>`
	p["xl/_rels/workbook.xml.rels"] = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` + links + `</Relationships>`
	shared := ""
	for _, text := range texts {
		shared += "<si>" + text + "</si>"
	}
	p["xl/sharedStrings.xml"] = `<sst ` + nsMain + `>` + shared + `</sst>`
	codes, styles := "", `<xf numFmtId="0"/>`
	for i, code := range formats {
		var builtin int
		if n, _ := fmt.Sscanf(code, "#%d", &builtin); n == 1 {
			styles += fmt.Sprintf(`<xf numFmtId="%d"/>`, builtin)
			continue
		}
		codes += fmt.Sprintf(`<numFmt numFmtId="%d" formatCode="%s"/>`, 164+i, html.EscapeString(code))
		styles += fmt.Sprintf(`<xf numFmtId="%d"/>`, 164+i)
	}
	p["xl/styles.xml"] = `<styleSheet ` + nsMain + `><numFmts>` + codes + `</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs>` + styles + `</cellXfs></styleSheet>`
	return p
}

func link(id, kind, target string) string {
	return `<Relationship Id="` + id + `" Type="` + typeBase + kind + `" Target="` + target + `"/>`
}

// pack puts the parts into an archive.
func (p parts) pack(tb fataler) []byte {
	tb.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(p)) {
		method := zip.Deflate
		if p[name] == "" { // a compressor costs far more than the entry
			method = zip.Store
		}
		f, err := w.CreateHeader(&zip.FileHeader{Name: name, Method: method})
		if err != nil {
			tb.Fatal(err)
		}
		if _, err := f.Write([]byte(p[name])); err != nil {
			tb.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

// with gives the parts with one of them changed.
func (p parts) with(name string, change func(string) string) parts {
	q := parts{}
	for n, text := range p {
		q[n] = text
	}
	q[name] = change(q[name])
	return q
}

// inlineRows gives rows of n cells with inline texts.
func inlineRows(rows, columns int) string {
	var b strings.Builder
	for r := 1; r <= rows; r++ {
		fmt.Fprintf(&b, `<row r="%d">`, r)
		for c := 1; c <= columns; c++ {
			fmt.Fprintf(&b, `<c r="%s%d" t="inlineStr"><is><t>rivi %d</t></is></c>`, columnLetters(c), r, r)
		}
		b.WriteString("</row>")
	}
	return b.String()
}

// columnLetters gives the letters of a column: A to Z, AA...
func columnLetters(column int) string {
	if column > 26 {
		return columnLetters((column-1)/26) + columnLetters((column-1)%26+1)
	}
	return string(rune('A' + column - 1))
}
