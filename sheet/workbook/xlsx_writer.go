package workbook

import (
	"archive/zip"
	"bufio"
	"compress/flate"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"kortisto/sheet/table"
)

// Styles of the cells, by their place in xlsxStyles.
const (
	styleText   = 0
	styleHeader = 1
)

// The small parts of a workbook with one worksheet. Every cell, and every one
// that a user adds, has the number format 49 (text), so that a spreadsheet
// leaves leading zeros, long numbers and dates alone.
const (
	xlsxTypes = xmlDeclaration + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
		`<Default Extension="xml" ContentType="application/xml"/>` +
		`<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>` +
		`<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>` +
		`<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>` +
		`</Types>`
	xlsxLinks = xmlDeclaration + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
		`<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/>` +
		`</Relationships>`
	xlsxWorkbook = xmlDeclaration + `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" ` +
		`xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">` +
		`<sheets><sheet name="%s" sheetId="1" r:id="rId1"/></sheets></workbook>`
	xlsxWorkbookLinks = xmlDeclaration + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
		`<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/>` +
		`<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/>` +
		`</Relationships>`
	xlsxStyles = xmlDeclaration + `<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">` +
		`<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>` +
		`<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>` +
		`<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>` +
		`<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>` +
		`<cellXfs count="2"><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>` +
		`<xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/></cellXfs>` +
		`<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`

	xmlDeclaration = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"

	worksheetHead = xmlDeclaration + `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">` +
		`<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>` +
		`<cols><col min="1" max="16384" width="18" customWidth="1" style="0"/></cols><sheetData>`
	worksheetTail = `</sheetData></worksheet>`
)

// maxCellUnits is how many UTF-16 units a spreadsheet takes in a cell.
const maxCellUnits = 32_767

// worksheetLimits are what a worksheet takes.
var worksheetLimits = table.Limits{Rows: maxRow, Columns: maxColumn, CellChars: maxCellUnits}

// XLSXWriter streams a workbook: it keeps nothing but the row that is being
// written.
type XLSXWriter struct {
	archive *zip.Writer
	out     *bufio.Writer // the worksheet
	rows    int
	line    []byte
}

// NewXLSXWriter writes a workbook of one worksheet of texts. sheetName has 1 to
// 31 characters, none of []:*?/\ and no apostrophe at an end.
func NewXLSXWriter(w io.Writer, sheetName string) (*XLSXWriter, error) {
	if !validSheetName(sheetName) {
		return nil, fmt.Errorf("sheet: %q can't name a worksheet", sheetName)
	}
	x := &XLSXWriter{archive: zip.NewWriter(w)}
	x.archive.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) {
		return flate.NewWriter(w, flate.BestSpeed)
	})
	for _, part := range []struct{ name, text string }{
		{"[Content_Types].xml", xlsxTypes},
		{"_rels/.rels", xlsxLinks},
		{"xl/workbook.xml", fmt.Sprintf(xlsxWorkbook, appendEscaped(nil, sheetName))},
		{"xl/_rels/workbook.xml.rels", xlsxWorkbookLinks},
		{"xl/styles.xml", xlsxStyles},
	} {
		f, err := x.archive.Create(part.name)
		if err != nil {
			return nil, err
		}
		if _, err := io.WriteString(f, part.text); err != nil {
			return nil, err
		}
	}
	f, err := x.archive.Create("xl/worksheets/sheet1.xml")
	if err != nil {
		return nil, err
	}
	x.out = bufio.NewWriterSize(f, 64<<10)
	_, err = x.out.WriteString(worksheetHead)
	return x, err
}

func validSheetName(name string) bool {
	return name != "" && utf16Len(name) <= 31 && !strings.ContainsAny(name, `[]:*?/\`) &&
		strings.TrimSpace(name) != "" && strings.Trim(name, "'") == name && utf8.ValidString(name)
}

// Write writes a row, the header first. It refuses texts of more than 32 767
// UTF-16 units (CellTooLong) rather than cut them, and more rows or columns than
// a worksheet has.
func (w *XLSXWriter) Write(cells []string) error {
	if w.rows == maxRow {
		return worksheetLimits.TooManyRows()
	}
	if len(cells) > maxColumn {
		return worksheetLimits.TooManyColumns(w.rows + 1)
	}
	w.rows++
	style := styleText
	if w.rows == 1 {
		style = styleHeader
	}
	w.line = append(w.line[:0], `<row r="`...)
	w.line = append(strconv.AppendInt(w.line, int64(w.rows), 10), `">`...)
	for i, cell := range cells {
		if cell == "" {
			continue
		}
		if len(cell) > maxCellUnits && utf16Len(cell) > maxCellUnits {
			return worksheetLimits.CellTooLong(w.rows, i+1)
		}
		w.line = append(appendColumn(append(w.line, `<c r="`...), i+1), strconv.Itoa(w.rows)...)
		w.line = append(append(append(w.line, `" s="`...), byte('0'+style)), `" t="inlineStr"><is><t xml:space="preserve">`...)
		w.line = append(appendEscaped(w.line, cell), `</t></is></c>`...)
	}
	w.line = append(w.line, `</row>`...)
	_, err := w.out.Write(w.line)
	return err
}

// Close ends the workbook; it doesn't close what it is written to.
func (w *XLSXWriter) Close() error {
	_, err := w.out.WriteString(worksheetTail)
	return errors.Join(err, w.out.Flush(), w.archive.Close())
}

// appendColumn appends the letters of a column: A to Z, AA...
func appendColumn(out []byte, column int) []byte {
	if column > 26 {
		out = appendColumn(out, (column-1)/26)
	}
	return append(out, byte('A'+(column-1)%26))
}

// appendEscaped appends a text as XML. Characters that XML can't hold, and
// underscores that would begin such an escape, are written as workbooks do.
func appendEscaped(out []byte, text string) []byte {
	for i, r := range text {
		switch {
		case r == '&':
			out = append(out, "&amp;"...)
		case r == '<':
			out = append(out, "&lt;"...)
		case r == '>':
			out = append(out, "&gt;"...)
		case r == '"':
			out = append(out, "&quot;"...)
		case r == '_':
			if _, ok := escaped(text[i:]); ok {
				out = append(out, "_x005F_"...)
			} else {
				out = append(out, '_')
			}
		case r < ' ' && r != '\n' && r != '\t', r == 0xFFFE, r == 0xFFFF:
			out = fmt.Appendf(out, "_x%04X_", r)
		default:
			out = utf8.AppendRune(out, r)
		}
	}
	return out
}

// utf16Len is the length of a text as spreadsheets count.
func utf16Len(text string) int {
	n := 0
	for _, r := range text {
		n++
		if r > 0xFFFF {
			n++
		}
	}
	return n
}
