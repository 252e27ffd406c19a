package db

import (
	"context"
	"slices"

	"github.com/uptrace/bun"
	"kortisto/importer"
)

// Traces are what files and imports hold of a customer, and what an erasure takes
// with it.
type Traces struct {
	Files  int // stored files of saved imports that go
	Drafts int // unfinished imports that go with their files, also discarded ones
	Names  int // saved imports whose file's name goes
}

// trace is an import, a draft or an undo that holds something of a customer.
type trace struct {
	row     *Import
	drops   bool // its stored file goes, and a draft with it
	empties bool // the values that were chosen for it go, and what was left out is listed without them
	stays   bool // what an undo left as it was is listed without the customer
	silent  bool // the reason of another erasure goes, which speaks of the customer
	renames bool // the name of its file goes
}

// count adds a trace to the numbers of all.
func (t *Traces) count(one *trace) {
	saved := one.row.State == StateSaved
	switch {
	case one.drops && saved:
		t.Files++
	case one.drops:
		t.Drafts++
	}
	if one.renames && saved && one.row.Undoes == 0 {
		t.Names++
	}
}

// traces finds what imports, drafts and undos hold of the customer, given those
// whose stored files speak of it. What the undos found have left as it was is told
// in their rows without the customer already.
func (e *erasure) traces(ctx context.Context, tx bun.Tx) ([]trace, error) {
	var kept []Import
	err := tx.NewSelect().Model(&kept).
		Column("id", "state", "action", "file_name", "choices", "left_out", "undoes", "undo", "discarded_at", "emptied", "reason").
		Order("i.id").Scan(ctx)
	if err != nil {
		return nil, err
	}
	wrote, err := importsThatWrote(ctx, tx.Tx, e.subject.numbers())
	if err != nil {
		return nil, err
	}
	stored, err := importsWithFiles(ctx, tx.Tx)
	if err != nil {
		return nil, err
	}
	var found []trace
	renamed := make(map[int64]bool)
	for i := range kept {
		one := trace{row: &kept[i]}
		choices, left, err := readDocuments(ctx, tx.Tx, one.row.ID)
		if err != nil {
			return nil, err
		}
		holds := wrote[one.row.ID] || e.sought.inJSON(choices) || e.sought.inJSON(left) || e.concerns(one.row.LeftOut)
		// The file of an import that wrote the customer holds it, also where its values of
		// then are known no more.
		one.drops = slices.Contains(e.files, one.row.ID) || holds && one.row.State == StateDraft || wrote[one.row.ID] && stored[one.row.ID]
		one.empties = one.drops || holds
		one.stays = one.row.Undo != nil && e.forgetStayed(one.row.Undo, renamed)
		one.silent = one.row.Reason != "" && e.sought.inReason(one.row.Reason)
		// A file that has the customer in it may be called after it, and its undos are called as it is.
		one.renames = one.row.FileName != "" && (one.empties || renamed[one.row.Undoes] || e.sought.inFileName(one.row.FileName))
		renamed[one.row.ID] = one.renames
		if one.drops || one.empties || one.stays || one.renames || one.silent {
			found = append(found, one)
		}
	}
	return found, nil
}

// emptyImports takes what the history and the drafts hold of the customer out of
// them: stored files, choices, what was left out and why, what an undo left as it
// was, and the names of files.
func (e *erasure) emptyImports(ctx context.Context, tx bun.Tx) error {
	found, err := e.traces(ctx, tx)
	if err != nil {
		return err
	}
	for i := range found {
		one := &found[i]
		e.result.count(one)
		switch {
		case one.drops:
			e.result.Dropped = append(e.result.Dropped, one.row.ID)
			if err := dropFile(ctx, tx, one.row); err != nil {
				return err
			}
		case one.empties:
			one.row.forgetValues()
		}
		if one.renames {
			one.row.FileName = erasedName(one.row.FileName)
		}
		if one.silent {
			one.row.Reason = ""
		}
		if _, err := tx.NewUpdate().Model(one.row).Column("file_name", "choices", "left_out", "undo", "emptied", "reason").WherePK().Exec(ctx); err != nil {
			return err
		}
	}
	return nil
}

// dropFile takes the stored file of an import away, with all of its choices that
// hold values. A draft is given up with it.
func dropFile(ctx context.Context, tx bun.Tx, row *Import) error {
	if err := dropFiles(ctx, tx, row.ID); err != nil {
		return err
	}
	if row.State == StateDraft {
		row.State = StateDiscarded
	}
	row.DiscardedAt = Millis{}
	row.forgetValues()
	_, err := tx.NewUpdate().Model(row).Column("state", "discarded_at", "choices", "left_out", "emptied").WherePK().Exec(ctx)
	return err
}

// forgetValues takes the values of a file out of what is kept of its import, and
// the name of its sheet.
func (i *Import) forgetValues() {
	i.Emptied = true
	i.Choices.Decisions, i.Choices.Moved, i.Choices.Reading.Sheet = importer.Decisions{}, nil, ""
	for n := range i.LeftOut {
		problems := i.LeftOut[n].Problems
		for p := range problems {
			problems[p].Args = nil
		}
	}
}

// readDocuments reads what is kept of an import as it stands.
func readDocuments(ctx context.Context, q querier, id int64) (choices, left []byte, err error) {
	err = q.QueryRowContext(ctx, `SELECT CAST(choices AS BLOB), CAST(left_out AS BLOB) FROM imports WHERE id = ?`, id).Scan(&choices, &left)
	return choices, left, err
}

// importsThatWrote finds the imports that have written customers.
func importsThatWrote(ctx context.Context, q querier, numbers []int) (map[int64]bool, error) {
	wrote := make(map[int64]bool)
	err := eachNumber(ctx, q, func(id int) { wrote[int64(id)] = true }, `SELECT DISTINCT e.import_id FROM journal AS j
		JOIN events AS e ON e.id = j.event_id WHERE j.customer IN (SELECT value FROM json_each(?)) AND e.import_id IS NOT NULL`, jsonList(numbers))
	return wrote, err
}

// importsWithFiles finds the imports whose files are stored.
func importsWithFiles(ctx context.Context, q querier) (map[int64]bool, error) {
	stored := make(map[int64]bool)
	err := eachNumber(ctx, q, func(id int) { stored[int64(id)] = true }, `SELECT DISTINCT import_id FROM import_chunks`)
	return stored, err
}

// concerns reports whether a row that was left out was one of the customer, or may have
// been.
func (e *erasure) concerns(left []importer.LeftRow) bool {
	return slices.ContainsFunc(left, func(row importer.LeftRow) bool {
		return slices.ContainsFunc(row.Customers, func(number int) bool { return slices.Contains(e.subject.numbers(), number) })
	})
}

// forgetStayed takes the customer's values out of what an undo has left as it was,
// with the names of files that are renamed, by their imports, and reports whether any
// stood there: of the customer itself, and of others who may have had them.
func (e *erasure) forgetStayed(undo *UndoRecord, renamed map[int64]bool) bool {
	found := false
	for i := range undo.Stayed {
		one := &undo.Stayed[i]
		if slices.Contains(e.subject.numbers(), one.Number) {
			one.Name, one.Fields, one.Cause, found = "", nil, nil, true
			one.Effect, one.Reason = EffectStays, ReasonErased
			continue
		}
		// Whenever that was: a value too many goes rather than one too few.
		borrowed := slices.ContainsFunc(e.lending, func(merge mergeEvent) bool { return merge.Kept == one.Number })
		if e.sought.inText(one.Name) {
			one.Name, found = "", true
		}
		found = one.Cause.forgetFile(renamed) || found
		for f := range one.Fields {
			field := &one.Fields[f]
			found = field.Cause.forgetFile(renamed) || found
			if borrowed || e.sought.inText(field.Now) || e.sought.inText(field.Then) {
				field.Now, field.Then, found = "", "", true
			}
		}
	}
	return found
}

// forgetFile takes the name of a file out of a cause, nil for none, where that of its
// import goes, and reports whether it does.
func (c *Cause) forgetFile(renamed map[int64]bool) bool {
	if c == nil || !renamed[c.Import] {
		return false
	}
	c.File = erasedName(c.File)
	return true
}
