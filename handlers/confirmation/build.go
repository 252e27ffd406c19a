package confirmation

import (
	"context"

	"kortisto/db"
	"kortisto/handlers/drafts"
	"kortisto/importer"
)

// New builds the page of a draft. Where the user saw another plan, the rows that
// differ from it are shown first.
func New(ctx context.Context, register *db.DB, draft *db.Import, planned *drafts.Planned, asked Asked) (*View, error) {
	v := newView(draft, planned, asked)
	before, err := register.ImportsByHash(ctx, draft.FileHash)
	if err != nil {
		return nil, err
	}
	if len(before) > 0 {
		v.Before = &before[0]
	}
	groups, err := register.Groups(ctx)
	if err != nil {
		return nil, err
	}
	v.makeTabs()
	v.makeFilter()
	v.makeBulk()
	v.makeColumns()
	v.foldColumns()
	v.makeSelects()
	v.makeFills(groups)
	v.makeAlarms()
	v.makeDecided()
	v.makeValues(groups)
	v.Blocked = v.whyBlocked()
	return v, v.makeRows(ctx, register)
}

// newView is the page before anything is shown on it.
func newView(draft *db.Import, planned *drafts.Planned, asked Asked) *View {
	plan := planned.Plan
	n := plan.Counts
	v := &View{
		words: asked.Words, asked: asked, planned: planned, plan: plan,
		Import: draft, Sheet: planned.Sheet, Showing: asked.Showing, Moved: planned.Moved,
		Options: draft.Choices.Options, Fingerprint: planned.Fingerprint,
		New: n[importer.New], Modified: n[importer.Modified], Left: n[importer.Error] + n[importer.Undecided] + n[importer.Excluded],
		NewGroups: len(plan.GroupsToCreate), Dropped: plan.Dropped,
		differing: differences(planned, asked.Showing.Seen),
	}
	v.additions = importer.NewAdditions(importer.Input{
		Sheet: v.Sheet, Fields: v.words.Table, Mapping: draft.Choices.Mapping, Options: v.Options,
		Decisions: draft.Choices.Decisions, Selection: draft.Choices.Selection,
	})
	switch {
	case len(v.differing) > 0 && asked.Showing.Status == "":
		v.Showing.Status = differing
	case len(v.differing) == 0:
		v.Showing.Seen = ""
		if asked.Showing.Status == differing {
			v.Showing.Status = everything
		}
	}
	return v
}
