package handlers

import (
	"context"
	"encoding/json"
	"errors"
	"sync"
	"time"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/importer"
	"kortisto/sheet"
)

// workbench keeps the parsed files of drafts, their last plans, and what the
// register has answered for them, so that a change of a mapping reads neither
// the file nor the register again. All of it can be made anew from the draft at
// any time.
type workbench struct {
	db       *db.DB
	limits   sheet.Limits
	bytes    int64         // what all entries together may keep, as far as it is estimated
	scarce   bool          // memory is: there is room for one large file at a time
	patience time.Duration // how long a request waits before the page says how far work has come
	work     queue         // for reading, planning and saving
	saves    queue         // for saving, one at a time as the register takes it

	life     *lifetime // of the server
	stopping context.Context
	stop     context.CancelFunc // ends all waiting for a turn
	tidying  *time.Timer        // calls tidy

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
	choices   string                  // that the plan was built of
	now       *outcome                // nil before the first plan
	seen      *outcome                // the one before, to tell what has changed since

	size     int64 // as it is accounted for
	lastUsed time.Time
	shown    []*shownRows // the pages that were sent last, latest first
}

// newWorkbench makes a workbench for a process that may use so much memory.
func newWorkbench(register *db.DB, limits sheet.Limits, memory int64) *workbench {
	room := roomWithin(memory)
	w := &workbench{db: register, limits: limits, bytes: room.bytes, scarce: room.scarce, patience: patience,
		work: queue{free: room.workers}, saves: queue{free: 1}, life: newLifetime(), entries: make(map[int64]*benchEntry)}
	w.stopping, w.stop = context.WithCancel(context.Background())
	w.tidying = time.AfterFunc(keptUnused, w.tidy)
	return w
}

// readOptions are how a file is to be read.
func (w *workbench) readOptions(r db.Reading) sheet.Options {
	return sheet.Options{Delimiter: r.Delimiter, Charset: r.Charset, HeaderRow: r.HeaderRow, Sheet: r.Sheet, Mend: r.Mend,
		Known: importer.KnownHeader(w.db.Fields()), Limits: w.limits}
}

// parse reads the file of a draft, within a turn.
func (w *workbench) parse(ctx context.Context, id int64, reading db.Reading, progress func(done, total int)) (*sheet.Sheet, error) {
	data, err := w.db.DraftFile(ctx, id)
	if err != nil {
		return nil, err
	}
	options := w.readOptions(reading)
	options.Progress = progress
	return sheet.Read(data, options)
}

// turn waits until a job may work on a file, and gives what must be called when
// it has. To wait takes as long as it takes; the work itself has an end.
func (w *workbench) turn(ctx context.Context, id int64, entry *benchEntry, job *job) (working context.Context, done func(), err error) {
	release, err := w.work.take(w.stopping, job.waits, func() { w.yieldRoom(id, entry) })
	if err != nil {
		return nil, nil, err
	}
	w.makeRoom(id)
	working, cancel := context.WithTimeout(ctx, longestWork)
	return working, func() { cancel(); release() }, nil
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
	seen  *outcome // what was shown before, nil for nothing
	moved bool     // the register has, since the plan was made
}

// leftOut returns a draft's file with the rows that its plan leaves out, or
// those that were left out where it is saved.
func (w *workbench) leftOut(ctx context.Context, draft *db.Import) (*sheet.Sheet, []importer.LeftRow, error) {
	if draft.State == db.StateSaved {
		release, err := w.work.take(ctx, func(int) {}, func() {})
		if err != nil {
			return nil, nil, err
		}
		defer release()
		w.makeRoom(draft.ID)
		read, err := w.parse(ctx, draft.ID, draft.Choices.Reading, nil)
		return read, draft.LeftOut, err
	}
	at, err := w.plan(ctx, draft)
	if err != nil {
		return nil, nil, err
	}
	return at.sheet, at.plan.LeftOut(), nil
}

// plan returns the plan of a draft. One that is made while a request waits is
// as the register stands now; one that takes longer is shown as of the moment
// when it was made, or while colleagues work it would never be shown. Where it
// is being made plan fails with a *stillWorking, and goes on; where the work
// that it waited for has saved the draft, with a *draftEnded.
func (w *workbench) plan(ctx context.Context, draft *db.Import) (*planned, error) {
	return w.planAfter(ctx, draft, anyWrites)
}

// anyWrites is before every state of a register.
const anyWrites = -1

// planAfter is plan, and makes one anew that is of the write counter after or
// of an earlier one, if the register has moved since.
func (w *workbench) planAfter(ctx context.Context, draft *db.Import, after int64) (*planned, error) {
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
		if draft.Choices.Unread {
			return &draftEnded{draft.ID} // its page reads it
		}
		at, err = w.fill(ctx, entry, draft, after, job)
		return err
	})
	if err != nil {
		return nil, err
	}
	return at, nil
}

// fill brings what is kept of a draft up to date.
func (w *workbench) fill(ctx context.Context, entry *benchEntry, draft *db.Import, after int64, job *job) (*planned, error) {
	choices, err := json.Marshal(draft.Choices)
	if err != nil {
		return nil, err
	}
	writes, err := w.db.WriteCounter(ctx)
	if err != nil {
		return nil, err
	}
	if !entry.planned(string(choices), writes, after) {
		if err := w.planAnew(ctx, entry, draft, string(choices), job); err != nil {
			return nil, err
		}
		if writes, err = w.db.WriteCounter(ctx); err != nil {
			return nil, err
		}
	}
	return &planned{entry.sheet, entry.now, entry.seen, entry.now.writes != writes}, nil
}

// planned reports whether there is a plan of some choices that can be shown
// while the register's write counter is as it is.
func (e *benchEntry) planned(choices string, writes, after int64) bool {
	if e.now == nil || e.choices != choices {
		return false
	}
	return e.now.writes == writes || e.held && e.now.writes > after
}

// planAnew reads the file of a draft, if it is not kept, and makes its plan.
func (w *workbench) planAnew(ctx context.Context, entry *benchEntry, draft *db.Import, choices string, job *job) error {
	ctx, done, err := w.turn(ctx, draft.ID, entry, job)
	if err != nil {
		return err
	}
	defer done()
	if err := w.fillSheet(ctx, entry, draft, job); err != nil {
		return err
	}
	if err := w.fillPlan(ctx, entry, draft, choices, job); err != nil {
		entry.cache = nil // some may be missing
		return err
	}
	return nil
}

// save saves the plan of a draft, and forgets the draft. Where that takes long
// it fails with a *stillWorking, and goes on.
func (w *workbench) save(ctx context.Context, draft *db.Import, actor db.Actor, fingerprint string) error {
	return w.do(ctx, draft.ID, func(ctx context.Context, entry *benchEntry, job *job) error {
		job.keeps = true
		release, err := w.saves.take(w.stopping, job.waits, func() { w.yieldRoom(draft.ID, entry) })
		if err != nil {
			return err
		}
		defer release()
		ctx, done, err := w.turn(ctx, draft.ID, entry, job)
		if err != nil {
			return err
		}
		defer done()
		if err := w.saveNow(ctx, entry, draft, actor, fingerprint, job); err != nil {
			return &unsaved{fingerprint, err}
		}
		w.forget(draft.ID)
		return nil
	})
}

// saveNow saves the plan of a draft within a turn. A plan that is kept is taken
// while the register has not moved since; else the save makes its own, and the
// page shows that one where it is another than the user saw.
func (w *workbench) saveNow(ctx context.Context, entry *benchEntry, draft *db.Import, actor db.Actor, fingerprint string, job *job) error {
	if err := w.fillSheet(ctx, entry, draft, job); err != nil {
		return err
	}
	choices, err := json.Marshal(draft.Choices)
	if err != nil {
		return err
	}
	writes, err := w.db.WriteCounter(ctx)
	if err != nil {
		return err
	}
	request := db.SaveRequest{Actor: actor, Import: draft.ID, Reading: draft.Choices.Reading, Input: w.inputOf(draft, entry.sheet),
		Fingerprint: fingerprint, Progress: job.stage(stageSaving)}
	request.Input.Progress = job.stage(stagePlanning)
	switch made := entry.now; {
	case made == nil || entry.choices != string(choices) || made.writes != writes:
		entry.cache = nil // they tell nothing any more
	default:
		request.Progress(0, 0)
		request.Planned = &db.Planned{Plan: made.plan, Fingerprint: made.fingerprint, Writes: made.writes, Cache: entry.cache}
		if made.fingerprint == fingerprint {
			entry.seen = nil
			giveBack(entry.size) // a save needs room of its own
		}
	}
	_, err = w.db.Save(ctx, request)
	var changed db.ErrPlanChanged
	if errors.As(err, &changed) && (entry.now == nil || changed.Plan != entry.now.plan) {
		entry.cache, entry.writes, job.plans = nil, changed.Writes, true
		entry.keep(draft, string(choices), changed.Plan, changed.Writes)
	}
	return err
}

// unsaved is why a draft was not saved.
type unsaved struct {
	fingerprint string // of the plan that the user saw
	error
}

// Unwrap implements errors.As and errors.Is.
func (u *unsaved) Unwrap() error { return u.error }

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

// fillSheet reads the file of a draft, if it is not kept, within a turn.
func (w *workbench) fillSheet(ctx context.Context, entry *benchEntry, draft *db.Import, job *job) error {
	if entry.sheet != nil && entry.reading == draft.Choices.Reading {
		return nil
	}
	entry.empty()
	read, err := w.parse(ctx, draft.ID, draft.Choices.Reading, job.stage(stageReading))
	if err != nil {
		return err
	}
	entry.sheet, entry.sheetSize, entry.reading = read, sizeOf(read), draft.Choices.Reading
	return nil
}

// empty forgets the file and all that was made of it.
func (e *benchEntry) empty() {
	e.sheet, e.sheetSize, e.cache, e.now, e.seen = nil, 0, nil, nil, nil
}

// fillPlan makes the plan of a draft, within a turn.
func (w *workbench) fillPlan(ctx context.Context, entry *benchEntry, draft *db.Import, choices string, job *job) error {
	snapshot, err := w.db.Snapshot(ctx)
	if err != nil {
		return err
	}
	defer snapshot.Close()
	entry.seen = nil // two plans at once are enough
	if entry.cache == nil || entry.writes != snapshot.WriteCounter() {
		if entry.estimate() > w.bytes {
			entry.now = nil // and of a very large file one, while the register is asked
		}
		entry.cache, entry.writes = importer.NewRegisterCache(snapshot), snapshot.WriteCounter()
		job.plans = true
	}
	entry.cache.From(snapshot)
	in := w.inputOf(draft, entry.sheet)
	in.Progress = job.stage(stagePlanning)
	plan, err := importer.BuildFrom(ctx, in, entry.cache)
	if err != nil {
		return err
	}
	entry.keep(draft, choices, plan, entry.writes)
	return nil
}

// keep keeps a plan of a draft, and the one before it.
func (e *benchEntry) keep(draft *db.Import, choices string, plan *importer.Plan, writes int64) {
	fingerprint := plan.Fingerprint()
	made := &outcome{plan: plan, writes: writes, mapping: draft.Choices.Mapping, options: draft.Choices.Options, fills: draft.Choices.Decisions.Fills,
		fingerprint: fingerprint, mark: db.HashOf(append([]byte(choices), fingerprint...))[:markLength], undecided: make(map[customer.Code]int)}
	for i := range plan.Rows {
		if code := undecidedBy(plan.Rows[i]); code != "" {
			made.undecided[code]++
		}
	}
	e.seen, e.now, e.choices = e.now, made, choices
}

// inputOf is what a draft's plan is built of.
func (w *workbench) inputOf(draft *db.Import, read *sheet.Sheet) importer.Input {
	return importer.Input{Sheet: read, Fields: w.db.Fields(), Mapping: draft.Choices.Mapping, Options: draft.Choices.Options, Decisions: draft.Choices.Decisions,
		Actor: draft.CreatedBy, Year: draft.CreatedAt.Time().Year()}
}

// account notes how much an entry keeps, and drops the entries that were used
// least lately where all together are too large. What is too large by itself
// keeps no cache of the register.
func (w *workbench) account(id int64, entry *benchEntry) {
	if entry.estimate() > w.bytes {
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
	for w.used > w.bytes {
		oldest := id
		for other, candidate := range w.entries {
			if other != id && candidate.size > 0 && !candidate.needed() &&
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
