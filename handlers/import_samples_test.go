package handlers

import (
	"kortisto/customer"
	"kortisto/db"
	"kortisto/importer"
	"kortisto/sheet"
)

func init() {
	samples["imports_index"] = func(p Page) any {
		saved := db.Import{ID: 1, FileName: "a", Counts: map[importer.Status]int{importer.New: 1}}
		return &importList{Page: p, Drafts: []db.Import{saved}, Imports: []db.Import{saved}, Older: "/imports?page=3", Newer: "/imports?page=1"}
	}
	samples["imports_new"] = func(p Page) any {
		return &importNew{Page: p, Problem: "a", Pasted: "b", Try: true, Upload: sampleUpload(p)}
	}
	samples["imports_saved"] = func(p Page) any {
		return &importPast{Page: p, Import: &db.Import{ID: 1}, New: 1, Modified: 2, Left: 3, Same: 4, Emptied: emptiedGroups{{Name: "a"}}}
	}
	samples["imports_missing"] = func(p Page) any {
		return &importMissing{Page: p, Import: &db.Import{ID: 1, FileName: "a"}, Groups: listGroups([]db.Group{{Name: "a"}}), Group: "a", Total: 60,
			Customers: []customerRow{newCustomerRow(&customer.Customer{Number: 1}, p.Words)}, CSV: "/imports/1/missing.csv",
			Pager: newPager(p.Words, 1, 60, func(int) string { return "/imports/1/missing" })}
	}
	samples["imports_show"] = sampleConfirmation
	samples["imports_show#save"] = func(p Page) any {
		view := sampleConfirmation(p).(*confirmation)
		view.Asking = true
		return view
	}
	samples[confirmationPage] = sampleConfirmation
}

func sampleConfirmation(p Page) any {
	plan := &importer.Plan{
		Rows:   []*importer.Row{{Line: 2, Status: importer.Modified, Customer: 1001}, {Line: 3, Status: importer.New}, {Line: 4, Status: importer.Undecided, Candidates: []int{1001}}},
		Counts: map[importer.Status]int{importer.New: 1, importer.Modified: 1, importer.Undecided: 1, importer.Error: 1},
		Columns: []importer.Column{{Field: customer.Name, Changes: 1, Errors: 1}, {Field: customer.Street, Changes: 1}, {Field: customer.City, Errors: 1},
			{Problems: []customer.Problem{{Level: customer.Warning, Code: customer.PersonalID}}}},
		GroupsToCreate: []importer.NewGroup{{Name: "a", Rows: 1, Like: "b"}}, UnknownNumbers: []int{1},
	}
	view := &confirmation{
		Page: p, plan: plan, View: showing{Page: 1, Open: 2}, New: 1, Modified: 1, Left: 2, NewGroups: 1, Dropped: 1, Fingerprint: "f",
		Import:  &db.Import{ID: 1, FileName: "a", Choices: db.Choices{Mapping: importer.Mapping{customer.Name, customer.Street, customer.City, customer.None}}},
		Sheet:   &sheet.Sheet{Format: sheet.FormatCSV, Charset: "utf-8", Delimiter: "\t", ErrorCells: 1, UnknownCells: 1, Rejoined: true, Garbled: sheet.Garbled{Cells: 2, Text: "MÃ¤", Right: "Mä"}, Header: []string{"a", "b", "c", "d"}, Rows: []sheet.Row{{Line: 2, Hidden: true}, {Line: 3}, {Line: 4}}},
		Options: importer.Options{NoRepair: true},
		Before:  &db.Import{SavedBy: "a"},
		Pager:   rowPager{From: 1, To: 3, Total: 9, Previous: "/imports/1", Next: "/imports/1?page=2"},
		Blocked: "a",
		Fill: fillView{
			Fields: []fillField{{Name: "fill-group", Label: "a", Offers: []formChoice{{"b", "c"}}, Wrong: true}, {Name: "fill-language", Label: "a", Choices: []choice{{"fi", "b", true}}}},
			Rows:   []choice{{"all", "a", true}}, Fills: []fillLine{{"a", "b", "c", "d"}}, Problem: "e",
		},
		Rows: []rowView{
			{Line: 2, Status: importer.Modified, Word: "a", Number: 1001, Name: "b", How: "c", Small: "d", Open: true, Decided: true, Toggle: "/imports/1",
				Cells:  []cellView{{Field: customer.Name, Class: "change", Changed: true, New: "a", Old: "b", Mark: "c", Problem: "d"}, {Text: "x"}},
				Fields: []fieldView{{Label: "a", Changed: true, CanSkip: true, Problem: "b"}}},
			{Line: 4, Status: importer.Undecided, Open: true, CanCreate: true, Differs: true, Problems: []string{"a"},
				Candidates: []candidate{{Number: 1001, Name: "a", Lines: []candidateLine{{Text: "b", Differs: true}, {Text: "c"}}}}},
			{Line: 5, Status: importer.Excluded, Take: choice{Value: "include:2", Label: "Ota mukaan"}},
		},
	}
	view.fillTabs()
	view.fillColumns()
	view.fillSelects()
	view.fillAlarms()
	return view
}

func sampleUpload(p Page) uploadForm {
	return uploadForm{p.Words, 1, map[string]any{"found": int64(2), "limit": int64(1), "setting": "c"}}
}
