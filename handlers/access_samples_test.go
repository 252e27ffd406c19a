package handlers

import (
	"kortisto/db"
	"kortisto/db/accesslog"
	"kortisto/disclosure"
)

func init() {
	samples["access_index"] = func(p Page) any {
		view := &accessPage{Page: p, Filter: accessFilter{Customer: 1001}, Kinds: accesslog.Kinds, Authors: []string{"a", unknownUser}, neighbours: neighbours{Older: "/access?page=3", Newer: "/access"},
			Missing: missingText(p.Words, 2, db.ErrDiskFull)}
		filter := accesslog.Filter{Words: true, Group: true, Kind: true, Selected: true, Removed: true, Missing: true}
		for i, kind := range accesslog.Kinds {
			view.Entries = append(view.Entries, newAccessRow(p.Words, &accesslog.Entry{Kind: kind, By: "a", Customers: i % 3, Customer: i % 2, Import: int64(i%3) - 1, Filter: filter, Object: "b"}))
		}
		return view
	}
	samples["customer_everything"] = func(p Page) any {
		return &everythingPage{Page: p, Report: &disclosure.Report{Number: 1001}, HidesUsers: true, Values: []shownChange{{"name", "a", "", "b"}},
			History: []disclosedEvent{{What: "a", Who: "b", Source: "c", Line: "d", Changes: []shownChange{{"name", "a", "b", "c"}, {"city", "a", "", "c"}}}},
			Access:  []disclosedAccess{{"a", "b", "c"}}}
	}
}
