package handlers_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"kortisto/db"
	"kortisto/handlers/pagetest"
	"kortisto/sheet"
)

// workbookFile is a workbook with one row, whose parts may be changed or added.
func workbookFile(t *testing.T, change func(name, text string) string, added map[string]string) []byte {
	t.Helper()
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	var whole, changed bytes.Buffer
	table, err := sheet.NewXLSXWriter(&whole, "Asiakkaat")
	check(err)
	check(table.Write([]string{"Nimi", "Postinumero"}))
	check(table.Write([]string{"Alfa Oy", "00100"}))
	check(table.Close())
	parts, err := zip.NewReader(bytes.NewReader(whole.Bytes()), int64(whole.Len()))
	check(err)
	pack := zip.NewWriter(&changed)
	put := func(name, text string) {
		t.Helper()
		part, err := pack.Create(name)
		check(err)
		_, err = io.WriteString(part, text)
		check(err)
	}
	for _, part := range parts.File {
		open, err := part.Open()
		check(err)
		text, err := io.ReadAll(open)
		check(err)
		if change != nil {
			text = []byte(change(part.Name, string(text)))
		}
		put(part.Name, string(text))
	}
	for name, text := range added {
		put(name, text)
	}
	check(pack.Close())
	return changed.Bytes()
}

// inSheet changes a worksheet.
func inSheet(change func(text string) string) func(name, text string) string {
	return func(name, text string) string {
		if strings.Contains(name, "worksheets/") {
			return change(text)
		}
		return text
	}
}

// TestHostileFiles uploads what is no table, is more than it looks, or says it
// is something else: each is refused with its reason, before memory is spent on
// it, and leaves no draft.
func TestHostileFiles(t *testing.T) {
	entries := map[string]string{}
	for i := range 10_000 {
		entries[fmt.Sprint("x/", i)] = ""
	}
	ole := func(stream string) string {
		var wide strings.Builder
		for _, r := range stream {
			wide.WriteString(string(r) + "\x00")
		}
		return "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + strings.Repeat("\x00", 1000) + wide.String() + strings.Repeat("\x00", 1000)
	}
	whole := workbookFile(t, nil, nil)
	var nested bytes.Buffer
	pack := zip.NewWriter(&nested)
	if part, err := pack.Create("asiakkaat.xlsx"); err != nil {
		t.Fatal(err)
	} else if _, err := part.Write(whole); err != nil {
		t.Fatal(err)
	}
	if err := pack.Close(); err != nil {
		t.Fatal(err)
	}
	entity := func(text string) string {
		return strings.Replace(text, "<worksheet", `<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><worksheet`, 1)
	}
	for _, test := range []struct{ name, content, told string }{
		{"bomb.xlsx", string(workbookFile(t, inSheet(func(text string) string {
			return strings.Replace(text, "Alfa Oy", strings.Repeat("a", 32<<20), 1)
		}), nil)), "packed unusually tightly"},
		{"entries.xlsx", string(workbookFile(t, nil, entries)), "2,000"},
		{"nested.xlsx", nested.String(), "ZIP archive"},
		{"nested.zip", nested.String(), "ZIP archive"},
		{"old.xlsx", ole("Workbook"), "old Excel format"},
		{"encrypted.xlsx", ole("EncryptedPackage"), "password"},
		{"document.xlsx", ole("WordDocument"), "not a table"},
		{"picture.xlsx", "\x89PNG\r\n\x1a\n\x00\x00", "is a picture"},
		{"paper.csv", "%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n", "is a PDF"},
		{"program.xlsx", "MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00", "not a table"},
		{"entity.xlsx", string(workbookFile(t, inSheet(entity), nil)), "damaged"},
		{"cut.xlsx", string(whole[:len(whole)/2]), "damaged"},
		{"half.xlsx", string(workbookFile(t, inSheet(func(text string) string { return text[:len(text)/2] }), nil)), "damaged"},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := newSite(t)
			b := s.as(db.Editor)
			before := allocated()
			a := b.upload(test.name, test.content)
			if grown := allocated() - before; grown > 64<<20 {
				t.Errorf("%d MB were taken", grown>>20)
			}
			told := pagetest.Text(pagetest.First(a.tree(), "p", "class", "problem"))
			if a.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(told, test.told) {
				t.Errorf("%d %q", a.StatusCode, told)
			}
			if drafts, err := s.db.Drafts(t.Context(), "editor"); err != nil || len(drafts) != 0 {
				t.Errorf("%d drafts, %v", len(drafts), err)
			}
		})
	}
	// A workbook with macros is read as any other: they are neither run nor kept.
	s := newSite(t)
	b := s.as(db.Editor)
	b.leads(b.upload("macros.xlsm", string(workbookFile(t, func(name, text string) string {
		return strings.ReplaceAll(text, "spreadsheetml.sheet.main", "sheet.macroEnabled.main")
	}, map[string]string{"xl/vbaProject.bin": ole("VBA")}))), "/imports/1")
	b.want(b.get("/imports/1"), 200, "Alfa Oy")
}
