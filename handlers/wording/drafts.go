package wording

import "kortisto/db"

// TooManyDrafts says that drafts must be saved or discarded before there is
// room for another one.
func (w Words) TooManyDrafts(use db.DraftUse) string {
	return w.Text("import.too-many-drafts", draftArgs(use))
}

// ManyDrafts says that a user has many drafts, and how many there is room for.
func (w Words) ManyDrafts(use db.DraftUse) string {
	return w.Text("import.many-drafts", draftArgs(use))
}

// draftArgs are the arguments of messages about how many drafts a user has.
func draftArgs(use db.DraftUse) map[string]any {
	return map[string]any{"count": use.Drafts, "megabytes": int((use.Bytes + 1<<20 - 1) >> 20), "drafts": db.MaxDrafts, "limit": db.MaxDraftBytes >> 20}
}
