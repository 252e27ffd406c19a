package handlers

import (
	"context"
	"encoding/json"
	"sync"
	"time"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/importer"
	"kortisto/sheet"
)

// benchBytes bounds what the parsed files and plans of all drafts together may
// keep in memory, as far as it is estimated.
const benchBytes = 256 << 20

// benchWorkers is how many files are read and plans built at once.
const benchWorkers = 2

// workbench keeps the parsed files of drafts, their last plans, and what the
// register has answered for them, so that a change of a mapping reads neither
// the file nor the register again. All of it can be made anew from the draft at
// any time.
type workbench struct {
	db     *db.DB
	limits sheet.Limits
	work   chan struct{} // one token for each reading or building under way

	running sync.WaitGroup // of jobs
	tidying *time.Timer    // calls tidy

	mu      sync.Mutex
	entries map[int64]*benchEntry
	used    int64 // estimated bytes of all entries
}

// benchEntry is what is kept of one draft. What stands below its job belongs to
// that job while it runs.
type benchEntry struct {
	jobs

	reading   db.Reading
	sheet     *sheet.Sheet
	sheetSize int64                   // estimated bytes of the sheet
	cache     *importer.RegisterCache // nil where there is none
	writes    int64                   // the write counter that the cache holds for
	planKey   string                  // the choices and the write counter that the plan was built of
	now       *outcome                // nil before the first plan
	seen      *outcome                // the one before, to tell what has changed since

	size     int64 // as it is accounted for
	lastUsed time.Time
	shown    []*shownRows // the pages that were sent last, latest first
}

func newWorkbench(register *db.DB, limits sheet.Limits) *workbench {
	w := &workbench{db: register, limits: limits, work: make(chan struct{}, benchWorkers), entries: make(map[int64]*benchEntry)}
	w.tidying = time.AfterFunc(keptUnused, w.tidy)
	return w
}

// readOptions are how a file is to be read.
func (w *workbench) readOptions(r db.Reading) sheet.Options {
	return sheet.Options{Delimiter: r.Delimiter, Charset: r.Charset, HeaderRow: r.HeaderRow, Sheet: r.Sheet, Mend: r.Mend,
		Known: importer.KnownHeader, Limits: w.limits}
}

// read parses a file, one of few at a time.
func (w *workbench) read(ctx context.Context, data []byte, reading db.Reading, progress func(done, total int)) (*sheet.Sheet, error) {
	release, err := w.token(ctx)
	if err != nil {
		return nil, err
	}
	defer release()
	options := w.readOptions(reading)
	options.Progress = progress
	return sheet.Read(data, options)
}

// token waits until another file may be read or plan built, and gives what must
// be called when it is.
func (w *workbench) token(ctx context.Context) (release func(), err error) {
	select {
	case w.work <- struct{}{}:
		return func() { <-w.work }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// outcome is a plan with the choices that it was built of.
type outcome struct {
	plan        *importer.Plan
	writes      int64 // the write counter of the register that it was built on
	mapping     importer.Mapping
	options     importer.Options
	fills       []importer.Fill
	fingerprint string                // of the plan
	mark        string                // by which a page says that it shows this
	undecided   map[customer.Code]int // rows that wait for a decision, by why
}

// markLength is how many hexadecimal digits a mark has.
const markLength = 32

// planned is a draft's file with its plan.
type planned struct {
	sheet *sheet.Sheet
	*outcome
	seen *outcome // what was shown before, nil for nothing
}

// leftOut returns a draft's file with the rows that its plan leaves out, or
// those that were left out where it is saved.
func (w *workbench) leftOut(ctx context.Context, draft *db.Import) (*sheet.Sheet, []importer.LeftRow, error) {
	if draft.State == db.StateSaved {
		data, err := w.db.DraftFile(ctx, draft.ID)
		if err != nil {
			return nil, nil, err
		}
		read, err := w.read(ctx, data, draft.Choices.Reading, nil)
		return read, draft.LeftOut, err
	}
	at, err := w.plan(ctx, draft)
	if err != nil {
		return nil, nil, err
	}
	return at.sheet, at.plan.LeftOut(), nil
}

// plan returns the plan of a draft as the register stands now. Where that takes
// long it fails with a *stillWorking, and goes on. Where the work that it waited
// for has saved the draft, it fails with a *draftEnded.
func (w *workbench) plan(ctx context.Context, draft *db.Import) (*planned, error) {
	var at *planned
	err := w.do(ctx, draft.ID, func(ctx context.Context, entry *benchEntry, job *job) error {
		now, err := w.db.Draft(ctx, draft.ID)
		if err != nil {
			return err
		}
		if now.State != draft.State {
			w.forget(draft.ID)
			return &draftEnded{draft.ID}
		}
		at, err = w.fill(ctx, entry, draft, job)
		return err
	})
	if err != nil {
		return nil, err
	}
	return at, nil
}

// fill brings what is kept of a draft up to date.
func (w *workbench) fill(ctx context.Context, entry *benchEntry, draft *db.Import, job *job) (*planned, error) {
	if err := w.fillSheet(ctx, entry, draft, job); err != nil {
		return nil, err
	}
	if err := w.fillPlan(ctx, entry, draft, job); err != nil {
		entry.cache = nil // some may be missing
		return nil, err
	}
	return &planned{entry.sheet, entry.now, entry.seen}, nil
}

// sheet returns the file of a draft as it is read now, or fails as plan does.
func (w *workbench) sheet(ctx context.Context, draft *db.Import) (*sheet.Sheet, error) {
	var read *sheet.Sheet
	err := w.do(ctx, draft.ID, func(ctx context.Context, entry *benchEntry, job *job) error {
		err := w.fillSheet(ctx, entry, draft, job)
		read = entry.sheet
		return err
	})
	if err != nil {
		return nil, err
	}
	return read, nil
}

// save saves the plan of a draft, and forgets the draft. Where that takes long
// it fails with a *stillWorking, and goes on.
func (w *workbench) save(ctx context.Context, draft *db.Import, actor, fingerprint string) error {
	return w.do(ctx, draft.ID, func(ctx context.Context, entry *benchEntry, job *job) error {
		job.keeps = true
		at, err := w.fill(ctx, entry, draft, job)
		if err != nil {
			return err
		}
		if at.fingerprint == fingerprint {
			entry.seen = nil
			giveBack(entry.size) // a save needs room of its own
		}
		_, err = w.db.Save(ctx, db.SaveRequest{
			Actor: actor, Import: draft.ID, Reading: draft.Choices.Reading, Input: inputOf(draft, at.sheet), Fingerprint: fingerprint,
			Planned:  &db.Planned{Plan: at.plan, Fingerprint: at.fingerprint, Writes: at.writes, Cache: entry.cache},
			Progress: job.stage(stageSaving),
		})
		if err != nil {
			return &unsaved{fingerprint, err}
		}
		w.forget(draft.ID)
		return nil
	})
}

// unsaved is why a draft was not saved.
type unsaved struct {
	fingerprint string // of the plan that the user saw
	error
}

// Unwrap implements errors.As and errors.Is.
func (u *unsaved) Unwrap() error { return u.error }

// put keeps the file of a new draft, which was read to make it.
func (w *workbench) put(id int64, read *sheet.Sheet) {
	entry := w.entry(id)
	entry.sheet, entry.sheetSize = read, sizeOf(read)
	w.account(id, entry)
}

func (w *workbench) entry(id int64) *benchEntry {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.entryOf(id)
}

// entryOf is entry for who has locked the workbench.
func (w *workbench) entryOf(id int64) *benchEntry {
	entry := w.entries[id]
	if entry == nil {
		entry = new(benchEntry)
		w.entries[id] = entry
	}
	entry.lastUsed = time.Now()
	return entry
}

func (w *workbench) fillSheet(ctx context.Context, entry *benchEntry, draft *db.Import, job *job) error {
	if entry.sheet != nil && entry.reading == draft.Choices.Reading {
		return nil
	}
	data, err := w.db.DraftFile(ctx, draft.ID)
	if err != nil {
		return err
	}
	read, err := w.read(ctx, data, draft.Choices.Reading, job.stage(stageReading))
	if err != nil {
		return err
	}
	entry.sheet, entry.sheetSize, entry.reading = read, sizeOf(read), draft.Choices.Reading
	entry.now, entry.planKey, entry.seen = nil, "", nil
	return nil
}

func (w *workbench) fillPlan(ctx context.Context, entry *benchEntry, draft *db.Import, job *job) error {
	choices, err := json.Marshal(draft.Choices)
	if err != nil {
		return err
	}
	writes, err := w.db.WriteCounter(ctx)
	if err != nil {
		return err
	}
	key := func(writes int64) string { return string(append(appendInt(nil, writes), choices...)) }
	if entry.now != nil && entry.planKey == key(writes) {
		return nil
	}
	release, err := w.token(ctx)
	if err != nil {
		return err
	}
	defer release()
	snapshot, err := w.db.Snapshot(ctx)
	if err != nil {
		return err
	}
	defer snapshot.Close()
	entry.seen = nil // two plans at once are enough
	if entry.cache == nil || entry.writes != snapshot.WriteCounter() {
		if entry.estimate() > benchBytes {
			entry.now = nil // and of a very large file one, while the register is asked
		}
		entry.cache, entry.writes = importer.NewRegisterCache(snapshot), snapshot.WriteCounter()
	}
	entry.cache.From(snapshot)
	in := inputOf(draft, entry.sheet)
	in.Progress = job.stage(stagePlanning)
	plan, err := importer.BuildFrom(ctx, in, entry.cache)
	if err != nil {
		return err
	}
	fingerprint := plan.Fingerprint()
	made := &outcome{plan: plan, writes: entry.writes, mapping: draft.Choices.Mapping, options: draft.Choices.Options, fills: draft.Choices.Decisions.Fills,
		fingerprint: fingerprint, mark: db.HashOf(append(choices, fingerprint...))[:markLength], undecided: make(map[customer.Code]int)}
	for i := range plan.Rows {
		if code := undecidedBy(plan.Rows[i]); code != "" {
			made.undecided[code]++
		}
	}
	entry.seen, entry.now, entry.planKey = entry.now, made, key(entry.writes)
	return nil
}

// inputOf is what a draft's plan is built of.
func inputOf(draft *db.Import, read *sheet.Sheet) importer.Input {
	return importer.Input{Sheet: read, Mapping: draft.Choices.Mapping, Options: draft.Choices.Options, Decisions: draft.Choices.Decisions,
		Actor: draft.CreatedBy, Year: draft.CreatedAt.Time().Year()}
}

// account notes how much an entry keeps, and drops the entries that were used
// least lately where all together are too large. What is too large by itself
// keeps no cache of the register.
func (w *workbench) account(id int64, entry *benchEntry) {
	if entry.estimate() > benchBytes {
		entry.cache = nil
	}
	size := entry.estimate()
	w.tidyLater(size)
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.entries[id] != entry {
		return // forgotten meanwhile
	}
	w.used += size - entry.size
	entry.size = size
	for w.used > benchBytes {
		oldest := id
		for other, candidate := range w.entries {
			if other != id && candidate.size > 0 && !candidate.underWay() &&
				(oldest == id || candidate.lastUsed.Before(w.entries[oldest].lastUsed)) {
				oldest = other
			}
		}
		if oldest == id {
			return
		}
		w.drop(oldest)
	}
}

// drop drops what is kept of a draft, but for why work on it failed that nobody
// has asked for yet.
func (w *workbench) drop(id int64) {
	entry := w.entries[id]
	w.used -= entry.size
	if failed := entry.takeFailure(); failed != nil {
		w.entries[id] = &benchEntry{jobs: jobs{failed: failed}, lastUsed: entry.lastUsed}
	} else {
		delete(w.entries, id)
	}
}

// forget drops what is kept of a draft that is done with.
func (w *workbench) forget(id int64) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if entry := w.entries[id]; entry != nil {
		w.used -= entry.size
		delete(w.entries, id)
	}
}

func appendInt(text []byte, n int64) []byte {
	for range 8 {
		text = append(text, byte(n))
		n >>= 8
	}
	return text
}
