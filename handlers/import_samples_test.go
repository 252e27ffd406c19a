package handlers

import (
	"context"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/handlers/confirmation"
	"kortisto/handlers/drafts"
	"kortisto/handover"
	"kortisto/importer"
	"kortisto/sheet"
)

func init() {
	samples["imports_index"] = func(p Page) any {
		saved := db.Import{ID: 1, FileName: "a", Counts: map[importer.Status]int{importer.New: 1}}
		return &importList{Page: p, Drafts: []db.Import{saved}, Kinds: db.HistoryKinds, Authors: []string{"a"},
			Entries: []entryView{newEntryView(p.Words, &db.HistoryEntry{Import: saved}), newEntryView(p.Words, &db.HistoryEntry{Import: db.Import{ID: -1, Action: db.ActionRemove, Removed: 2}})}, neighbours: neighbours{Older: "/imports?page=3", Newer: "/imports?page=1"}}
	}
	samples["imports_new"] = func(p Page) any {
		return &importNew{Page: p, Problem: "a", Pasted: "b", Try: true, Upload: sampleUpload(p)}
	}
	samples["imports_saved"] = func(p Page) any {
		return &savedPage{Page: p, Import: &db.Import{ID: 1}, New: 1, Modified: 2, Left: 3, Same: 4, Emptied: emptiedGroups{{Name: "a"}}}
	}
	samples["customers_removed"] = func(p Page) any {
		return &binPage{Page: p, Customers: []removedRow{{Number: 1, Name: "a"}}, Pager: newPager(p.Words, 1, 60, func(int) string { return "/customers/removed" })}
	}
	samples["customer_erase"] = func(p Page) any {
		return &erasurePage{Page: p, Customer: db.Erasable{Number: 1, Name: "a", Events: 2}, Problem: refusal{"a", "confirm"},
			Backups: []db.BackupFile{{Name: "a"}}, Keep: 14, Replaced: []db.Replaced{{Dir: "a"}}}
	}
	samples["settings_retention"] = func(p Page) any {
		return &retentionPage{Page: p, Fields: []retentionField{{Words: p.Words, Name: "files", Value: "30"}, {Words: p.Words, Name: "bin", Value: "x", Wrong: true}}, Problem: refusal{Text: "a"}}
	}
	samples["customers_idle"] = func(p Page) any {
		return &idlePage{Page: p, Days: 1095, Total: 60, Customers: []idleRow{{Number: 1, Name: "a"}}, Pager: newPager(p.Words, 1, 60, func(int) string { return "/customers/idle" })}
	}
	samples["customers_twins"] = func(p Page) any {
		return &twinsPage{Page: p, Tabs: twinsTabs(p.Words, db.TwinCounts{customer.Sure: 1}, 1, customer.Apart, false),
			Pairs: []twinsView{newTwinsView(p.Words, &db.Twins{Sharing: customer.Sharing{Sureness: customer.Likely, Fields: customer.FieldSet(0).With(customer.Name), Alike: true}})},
			Pager: newPager(p.Words, 1, 60, func(page int) string { return twinsHref("sure", page) })}
	}
	samples["customers_merge"] = func(p Page) any {
		return &mergePage{Page: p, First: &mergeSide{Number: 1, Name: "a"}, Second: &mergeSide{Number: 2, Name: "b", City: "c"}, Kept: 1, Problem: "a",
			Fields: []mergeField{{Words: p.Words, Field: customer.Notes, Wrong: "a", Choices: []mergeChoice{{customer.FromBoth, "1", "a", true}, {Origin: customer.FromFirst}}}},
			Same:   []mergeField{{Words: p.Words, Field: customer.City, Value: "a"}}}
	}
	samples["customers_change"] = func(p Page) any {
		return &changePage{Page: p, selection: selection{Numbers: []int{1}}, What: selectedSet, Total: 5, Names: []string{"a"}, Fields: p.Table.Shareable(), Problem: "a"}
	}
	samples["customers_elsewhere"] = func(p Page) any {
		return &elsewherePage{Page: p, picked: picked{selection{Numbers: []int{1}}}, reached: reached{Total: 3, LeftOut: []unreached{{Number: 1, Name: "a"}}, Unlisted: 1},
			Addresses: "a@b.example", Count: 1, Separator: ",", Programs: handover.Programs()}
	}
	samples["customers_labels"] = func(p Page) any {
		return &labelsPage{Page: p, picked: picked{selection{Numbers: []int{1}}}, reached: reached{LeftOut: []unreached{{Number: 1, Name: "a"}}}, Count: 1, Start: 2,
			Sheets: [][]label{{{}, {Lines: []string{"a"}, Narrow: true}}}}
	}
	samples["imports_missing"] = func(p Page) any {
		return &importMissing{Page: p, Import: &db.Import{ID: 1, FileName: "a"}, Groups: listedGroups([]db.Group{{Name: "a"}}), Group: "a", Total: 60,
			Customers: []customerRow{newCustomerRow(&customer.Customer{Number: 1}, p.Words, p.Table.Listed(), db.Highlights{})}, CSV: "/imports/1/missing.csv",
			Pager: newPager(p.Words, 1, 60, func(int) string { return "/imports/1/missing" })}
	}
	samples["imports_show"] = sampleConfirmation
	samples["imports_print"] = sampleConfirmation
	samples[confirmationPage] = func(p Page) any {
		view := sampleConfirmation(p).(*confirmationView)
		view.Asking = true
		return view
	}
}

// sampleRegister is an empty one, which the test opens.
var sampleRegister *db.DB

func sampleConfirmation(p Page) any {
	plan := &importer.Plan{
		Rows:   []*importer.Row{{Line: 2, Status: importer.Modified, Customer: 1001}, {Line: 3, Status: importer.New}, {Line: 4, Status: importer.Undecided, Candidates: []int{1001}}},
		Counts: map[importer.Status]int{importer.New: 1, importer.Modified: 1, importer.Undecided: 1, importer.Error: 1},
		Columns: []importer.Column{{Field: customer.Name, Changes: 1, Errors: 1}, {Field: customer.Language, Changes: 1}, {Field: customer.City, Errors: 1},
			{Problems: []customer.Problem{{Level: customer.Warning, Code: customer.PersonalID}}}},
		GroupsToCreate: []importer.NewGroup{{Name: "a", Rows: 1, Like: "b"}}, UnknownNumbers: []int{1}, Filled: []int{1},
	}
	draft := &db.Import{ID: 1, FileName: "a", CreatedBy: "a", Choices: db.Choices{
		Mapping: importer.Mapping{customer.Name, customer.Language, customer.City, customer.None}, Options: importer.Options{NoRepair: true},
		Decisions: importer.Decisions{Fills: []importer.Fill{{Field: customer.PaymentTerms, Value: "14", Rows: importer.FillAll}}}}}
	read := &sheet.Sheet{Format: sheet.FormatCSV, Charset: "utf-8", Delimiter: "\t", ErrorCells: 1, UnknownCells: 1, Rejoined: true,
		Garbled: sheet.Garbled{Cells: 2, Text: "MÃ¤", Right: "Mä"}, Header: []string{"a", "b", "c", "d"},
		Rows: []sheet.Row{{Line: 2, Hidden: true, Cells: []string{"a", "fi", "c", "d"}}, {Line: 3}, {Line: 4}}}
	view, err := confirmation.New(context.Background(), sampleRegister, draft,
		&drafts.Planned{Sheet: read, Outcome: &drafts.Outcome{Plan: plan, Fingerprint: "f"}, Moved: true},
		confirmation.Asked{Words: p.Words, User: "a", MayEdit: p.CanEdit(), Showing: confirmation.Showing{Page: 1, Open: 2, Values: 2}})
	if err != nil {
		panic(err)
	}
	return &confirmationView{p, view}
}

func sampleUpload(p Page) uploadForm {
	return uploadForm{p.Words, 1, map[string]any{"found": int64(2), "limit": int64(1), "setting": "c"}}
}
