package drafts

import (
	"context"
	"errors"
	"slices"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/importer"
	"kortisto/sheet"
)

// Read reads the file of a draft for the first time, or in another way, and
// chooses a mapping for it. It returns how many decisions that drops: those
// about columns and their values, where the columns have changed. Where it
// takes long it fails with a *Working, and goes on; where another request was
// first, with an *Ended.
func (d *Desk) Read(ctx context.Context, draft *db.Import, reading db.Reading, actor db.Actor) (dropped int, err error) {
	err = d.do(ctx, draft.ID, func(ctx context.Context, kept *entry, job *job) error {
		stored, err := d.db.Draft(ctx, draft.ID)
		switch {
		case err != nil:
			return err
		case stored.State != db.StateDraft || draft.Choices.Unread && !stored.Choices.Unread:
			return &Ended{draft.ID}
		}
		job.keepsError = true
		ctx, done, err := d.turn(ctx, draft.ID, kept, job)
		if err != nil {
			return err
		}
		defer done()
		dropped, err = d.readAndMap(ctx, kept, stored, reading, actor, job)
		return err
	})
	return dropped, err
}

// readAndMap is Read within a turn.
func (d *Desk) readAndMap(ctx context.Context, kept *entry, draft *db.Import, reading db.Reading, actor db.Actor, job *job) (dropped int, err error) {
	var header []string
	if !draft.Choices.Unread {
		if err := d.needSheet(ctx, kept, draft, job); err != nil {
			return 0, err
		}
		header = kept.sheet.Header
	}
	kept.empty() // one file at a time
	read, err := d.parse(ctx, draft, reading, job.stage(StageReading))
	if err != nil {
		return 0, err
	}
	remembered, err := d.remembered(ctx, read)
	if err != nil {
		return 0, err
	}
	guess, empty, err := d.guess(ctx, read)
	if err != nil {
		return 0, err
	}
	_, err = d.db.ChangeChoices(ctx, actor, draft.ID, func(choices *db.Choices) error {
		dropped = 0
		first := choices.Unread
		if !slices.Equal(header, read.Header) || choices.Reading != draft.Choices.Reading {
			dropped = choices.Decisions.ClearColumns()
		}
		choices.Reading, choices.Unread = reading, false
		mapColumns(d.db.Fields(), choices, read, slices.Clone(guess), remembered)
		if first && importer.DefaultOptions(empty, choices.Mapping).UnknownNumbers == importer.UnknownCreates {
			choices.Options.UnknownNumbers = importer.UnknownCreates
		}
		return nil
	})
	if err != nil {
		return 0, err
	}
	kept.setSheet(read, reading)
	return dropped, nil
}

// guess maps the columns of a file by the program's guess, and reports whether
// there are no customers yet.
func (d *Desk) guess(ctx context.Context, read *sheet.Sheet) (guess importer.Mapping, empty bool, err error) {
	snapshot, err := d.db.Snapshot(ctx)
	if err != nil {
		return nil, false, err
	}
	defer snapshot.Close()
	guess = importer.Suggest(read, d.db.Fields())
	if err := importer.MapStoredNumbers(ctx, read, guess, nil, snapshot); err != nil {
		return nil, false, err
	}
	empty, err = snapshot.Empty(ctx)
	return guess, empty, err
}

// needSheet reads the file of a draft within a turn, where it is not kept.
func (d *Desk) needSheet(ctx context.Context, kept *entry, draft *db.Import, job *job) error {
	if kept.sheet != nil && kept.reading == draft.Choices.Reading {
		return nil
	}
	kept.empty()
	read, err := d.parse(ctx, draft, draft.Choices.Reading, job.stage(StageReading))
	if err != nil {
		return err
	}
	kept.setSheet(read, draft.Choices.Reading)
	return nil
}

func (e *entry) setSheet(read *sheet.Sheet, reading db.Reading) {
	e.sheet, e.sheetSize, e.reading = read, sizeOf(read), reading
}

// parse reads the file of a draft within a turn.
func (d *Desk) parse(ctx context.Context, draft *db.Import, reading db.Reading, progress func(done, total int)) (*sheet.Sheet, error) {
	data, err := d.db.DraftFile(ctx, draft.ID)
	if err != nil {
		return nil, err
	}
	read, err := sheet.Read(data, sheet.Options{
		Delimiter: reading.Delimiter, Charset: reading.Charset, HeaderRow: reading.HeaderRow, Sheet: reading.Sheet, Mend: reading.Mend, Above: reading.Above,
		KeepErrors: draft.Choices.Selection, // a text that was typed, however it looks
		Known:      importer.KnownHeader(d.db.Fields()), Limits: d.limits, Progress: progress,
	})
	if err != nil {
		return nil, importer.MaskReading(err)
	}
	importer.MaskNames(read)
	return read, nil
}

// remembered returns the mapping of the last saved import of a file with the
// same header, nil where there is none.
func (d *Desk) remembered(ctx context.Context, read *sheet.Sheet) (*db.Remembered, error) {
	key := importer.HeaderKey(read)
	if key == "" {
		return nil, nil
	}
	found, err := d.db.RememberedMapping(ctx, key)
	if errors.Is(err, db.ErrNotFound) {
		return nil, nil
	}
	return &found, err
}

// mapColumns maps the columns of a file that has just been read: as they were
// mapped the last time, with the options of that time, else by the program's
// guess. What is remembered and the same as the guess is not mentioned.
func mapColumns(fields *customer.Table, choices *db.Choices, read *sheet.Sheet, guess importer.Mapping, remembered *db.Remembered) {
	choices.Mapping, choices.Recalled = guess, nil
	if remembered == nil {
		return
	}
	mapping := importer.RememberedMapping(read, fields, remembered.Mapping)
	if slices.Equal(mapping, choices.Mapping) && remembered.Options == choices.Options.Lasting() {
		return
	}
	choices.Mapping, choices.Options = mapping, choices.Options.WithLasting(remembered.Options)
	choices.Recalled = &db.Recalled{At: remembered.SavedAt, By: remembered.SavedBy, Guess: guess}
}

// GuessColumns goes back to the program's guess, with the options of the first
// import of such a file, where a mapping was remembered.
func GuessColumns(choices *db.Choices, read *sheet.Sheet) {
	if recalled := choices.Recalled; recalled != nil && len(recalled.Guess) == len(read.Header) {
		choices.Mapping, choices.Options = recalled.Guess, choices.Options.WithLasting(importer.Options{})
		choices.Recalled = nil
	}
}
