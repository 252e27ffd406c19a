package handlers

import (
	"kortisto/customer"
	"kortisto/db"
)

func init() { samples["imports_saved#main"] = samplePast }

func samplePast(p Page) any {
	cause := &db.Cause{By: db.CommandLine, Action: db.ActionUpdate}
	stays := stayRows(p.Words, []db.UndoCustomer{
		{Number: 1, Effect: db.EffectStays, Reason: db.ReasonRemoved, Cause: cause},
		{Number: 2, Fields: []db.UndoField{{Field: customer.City, Stays: true, Reason: db.ReasonUnfit, Cause: cause}, {Field: customer.Group, Stays: true, Reason: db.ReasonTaken}}},
		{Number: 3, Reason: db.ReasonChanged, Cause: cause},
	})
	view := &savedPage{
		Page: p, Import: &db.Import{Undoes: 1, Origin: 1, Undo: &db.UndoRecord{Counts: db.UndoCounts{PutBack: 1, Removed: 1, Brought: 1, Stays: 3}}},
		Stayed: stays, UndoneBy: &db.Import{}, Undo: &undoView{What: "a", Stays: stays, StaysCount: 3},
		Pages: newPages(p.Words, 2, 3, func(int) string { return "/imports/1" }),
	}
	for _, g := range []db.UndoGroup{{Effect: db.EffectRemoved}, {Effect: db.EffectBrought}, {Reason: db.ReasonTaken}, {Reason: db.ReasonRenamed, Cause: cause}, {Reason: db.ReasonInUse}} {
		view.Undo.Groups = append(view.Undo.Groups, undoGroup(p.Words, &g))
	}
	for _, what := range []db.What{db.WhatCreated, db.WhatChanged, db.WhatRemoved, db.WhatRestored} {
		view.Customers = append(view.Customers, newWrittenRow(p.Words, &db.Written{Number: 1, What: what, Changes: []customer.Change{{Field: customer.City, Old: "a"}}}))
	}
	return view
}

func sampleHistory(w Words) *historyView {
	view := &historyView{Words: w, Older: "/customers/1", Newest: "/customers/1"}
	for _, e := range []db.CustomerEvent{
		{Cause: db.Cause{Action: db.ActionImport, Import: 1}, What: db.WhatCreated},
		{Cause: db.Cause{Action: db.ActionUndo, Import: 2}, What: db.WhatRemoved},
		{Cause: db.Cause{Action: db.ActionUndo, Import: 3}, What: db.WhatRestored},
		{What: db.WhatChanged, Changes: []customer.Change{{Field: customer.City, New: "a"}, {Field: customer.Group, New: "b"}}},
		{What: db.WhatChanged, Changes: []customer.Change{{Field: customer.Group, Old: "b"}}},
	} {
		view.Events = append(view.Events, newEventRow(w, &e))
	}
	return view
}
