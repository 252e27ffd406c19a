package db

import (
	"bytes"
	"errors"
	"testing"

	"github.com/xuri/excelize/v2"
	"kortisto/customer"
	"kortisto/importer"
)

// workbookWith gives a workbook about others, to which more is added.
func workbookWith(t *testing.T, add func(f *excelize.File) error) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	must(t, f.SetSheetRow("Sheet1", "A4", &[]string{"Nimi", "Kaupunki", "Hinta"}))
	must(t, f.SetSheetRow("Sheet1", "A5", &[]any{"Aivan Muu Oy", "Salo", 12}))
	must(t, add(f))
	var b bytes.Buffer
	_, err := f.WriteTo(&b)
	must(t, err)
	return b.Bytes()
}

// inWorksheet adds a worksheet with rows.
func inWorksheet(f *excelize.File, rows ...[]any) error {
	_, err := f.NewSheet("Toinen")
	for i := range rows {
		cell, _ := excelize.CoordinatesToCellName(1, i+1)
		err = errors.Join(err, f.SetSheetRow("Toinen", cell, &rows[i]))
	}
	return err
}

// aboutCanary are workbooks of which what is imported speaks of others, and something
// else of the canary.
var aboutCanary = map[string]func(f *excelize.File) error{
	"another worksheet": func(f *excelize.File) error {
		return inWorksheet(f, []any{"Nimi", "Sähköposti"}, []any{"Muu", "kanaria@kanarialintu.example"})
	},
	"a hidden worksheet": func(f *excelize.File) error {
		return errors.Join(inWorksheet(f, []any{"Nimi"}, []any{"Kanarialintu Keltanokka"}), f.SetSheetVisible("Toinen", false))
	},
	"cells of another worksheet": func(f *excelize.File) error {
		return inWorksheet(f, []any{"Etunimi", "Sukunimi"}, []any{"Keltanokka", "Kanarialintu"})
	},
	"a number of another worksheet": func(f *excelize.File) error {
		return inWorksheet(f, []any{"Puhelin"}, []any{358409876543})
	},
	"a line above the header": func(f *excelize.File) error { return f.SetCellValue("Sheet1", "B2", "Kanarialintu Keltanokka") },
	"a comment": func(f *excelize.File) error {
		return f.AddComment("Sheet1", excelize.Comment{Cell: "A5", Author: "x", Text: "Kanarialintu Keltanokka"})
	},
	"a property": func(f *excelize.File) error {
		return f.SetDocProps(&excelize.DocProperties{Title: "Kanarialintu Keltanokka"})
	},
	"the worksheet's name": func(f *excelize.File) error { return f.SetSheetName("Sheet1", "Kanarialintu Keltanokka") },
	"a name for cells": func(f *excelize.File) error {
		return f.SetDefinedName(&excelize.DefinedName{Name: "Alue", RefersTo: "Sheet1!$A$5", Comment: "Kanarialintu Keltanokka"})
	},
	"a link": func(f *excelize.File) error {
		return f.SetCellHyperLink("Sheet1", "A5", "mailto:kanaria@kanarialintu.example", "External")
	},
	"a link to a file": func(f *excelize.File) error {
		return f.SetCellHyperLink("Sheet1", "A5", "file:///S:/Asiakkaat/Kanarialintu%20Keltanokka.docx", "External")
	},
	"a formula": func(f *excelize.File) error {
		return f.SetCellFormula("Sheet1", "D5", `IF(A5="Kanarialintu Keltanokka",1,2)`)
	},
	"the head of the paper": func(f *excelize.File) error {
		return f.SetHeaderFooter("Sheet1", &excelize.HeaderFooterOptions{OddHeader: "&CKanarialintu Keltanokka"})
	},
}

// TestEraseFilesWithTraces is erasure in files whose imported rows are about others: a
// customer who stands anywhere else in one takes it along, one who does not leaves it.
func TestEraseFilesWithTraces(t *testing.T) {
	type file struct {
		name string
		data []byte
		goes bool
	}
	files := map[string]file{
		"a CSV file, above the header":            {"a.csv", []byte("Tilaaja: Kanarialintu Keltanokka\n\nNimi;Kaupunki\nAivan Muu Oy;Salo\nToinen Muu Oy;Salo\n"), true},
		"a CSV file, in a cell above the header":  {"a.csv", []byte("Raportti;Kanarialintu Keltanokka\nNimi;Kaupunki\nAivan Muu Oy;Salo\nToinen Muu Oy;Salo\n"), true},
		"a CSV file, an address above the header": {"a.csv", []byte("Raportti kanaria@kanarialintu.example\n\nNimi;Kaupunki\nAivan Muu Oy;Salo\nToinen Muu Oy;Salo\n"), true},
		"a CSV file, its number above the header": {"a.csv", []byte("Raportti;1004\n\nNimi;Kaupunki\nAivan Muu Oy;Salo\nToinen Muu Oy;Salo\n"), false},
		"a page, in its title":                    {"a.xls", []byte("<html><head><title>Kanarialintu Keltanokka</title></head><table><tr><td>Nimi<td>Kaupunki<tr><td>Muu<td>Salo</table>"), true},
		"a workbook, its number as a price":       {"a.xlsx", workbookWith(t, func(f *excelize.File) error { return inWorksheet(f, []any{"Hinta"}, []any{1004}) }), false},
	}
	for name, add := range aboutCanary {
		files["a workbook, in "+name] = file{"a.xlsx", workbookWith(t, add), true}
	}
	db := openTest(t)
	fill(t, db, 3)
	erased, err := db.CreateCustomer(t.Context(), Actor{}, canary())
	must(t, err)
	drafts := make(map[string]int64)
	for name, f := range files {
		drafts[name], err = db.CreateDraft(t.Context(), Actor{Name: "Liisa"}, f.name, f.data, Choices{Mapping: importer.Mapping{customer.Name, customer.City}})
		must(t, err)
	}
	_, err = db.Erase(t.Context(), EraseRequest{Number: erased.Number})
	must(t, err)
	for name, id := range drafts {
		if _, err := db.DraftFile(t.Context(), id); errors.Is(err, ErrNotFound) != files[name].goes {
			t.Errorf("%s: the file goes: %v (%v)", name, !files[name].goes, err)
		}
	}
	if found := foundIn(t, db.dir, canaryTexts); len(found) > 0 {
		t.Error(found)
	}
}
