package handlers

import (
	"context"
	"encoding/json"
	"sync"

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

// workbench keeps the parsed files and the last plans of drafts, so that a
// change of a mapping reads neither the file nor unchanged plans again. All of
// it can be made anew from the draft at any time.
type workbench struct {
	db     *db.DB
	limits sheet.Limits
	work   chan struct{} // one token for each reading or building under way

	mu      sync.Mutex
	entries map[int64]*benchEntry
	used    int64  // estimated bytes of all entries
	clock   uint64 // raised by each use
}

// benchEntry is what is kept of one draft. Its own lock makes a second request
// wait for the first instead of doing the same work.
type benchEntry struct {
	mu      sync.Mutex
	reading db.Reading
	sheet   *sheet.Sheet
	planKey string   // the choices and the write counter that the plan was built of
	now     *outcome // nil before the first plan
	seen    *outcome // the one before, to tell what has changed since

	size     int64
	lastUsed uint64
}

func newWorkbench(register *db.DB, limits sheet.Limits) *workbench {
	return &workbench{db: register, limits: limits, work: make(chan struct{}, benchWorkers), entries: make(map[int64]*benchEntry)}
}

// readOptions are how a file is to be read.
func (w *workbench) readOptions(r db.Reading) sheet.Options {
	return sheet.Options{Delimiter: r.Delimiter, Charset: r.Charset, HeaderRow: r.HeaderRow, Sheet: r.Sheet, Mend: r.Mend,
		Known: importer.KnownHeader, Limits: w.limits}
}

// read parses a file, one of few at a time.
func (w *workbench) read(ctx context.Context, data []byte, reading db.Reading) (*sheet.Sheet, error) {
	select {
	case w.work <- struct{}{}:
		defer func() { <-w.work }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	return sheet.Read(data, w.readOptions(reading))
}

// outcome is a plan with the choices that it was built of.
type outcome struct {
	plan        *importer.Plan
	mapping     importer.Mapping
	options     importer.Options
	fills       []importer.Fill
	fingerprint string                // of the plan
	mark        string                // by which a page says that it shows this
	undecided   map[customer.Code]int // rows that wait for a decision, by why
}

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
		read, err := w.read(ctx, data, draft.Choices.Reading)
		return read, draft.LeftOut, err
	}
	at, err := w.plan(ctx, draft)
	if err != nil {
		return nil, nil, err
	}
	return at.sheet, at.plan.LeftOut(), nil
}

// plan returns the plan of a draft as the register stands now.
func (w *workbench) plan(ctx context.Context, draft *db.Import) (*planned, error) {
	entry := w.entry(draft.ID)
	entry.mu.Lock()
	defer entry.mu.Unlock()
	defer w.account(draft.ID, entry) // a sheet without a plan is kept as well
	if err := w.fillSheet(ctx, entry, draft); err != nil {
		return nil, err
	}
	if err := w.fillPlan(ctx, entry, draft); err != nil {
		return nil, err
	}
	return &planned{entry.sheet, entry.now, entry.seen}, nil
}

// sheet returns the file of a draft as it is read now.
func (w *workbench) sheet(ctx context.Context, draft *db.Import) (*sheet.Sheet, error) {
	entry := w.entry(draft.ID)
	entry.mu.Lock()
	defer entry.mu.Unlock()
	defer w.account(draft.ID, entry)
	err := w.fillSheet(ctx, entry, draft)
	return entry.sheet, err
}

func (w *workbench) entry(id int64) *benchEntry {
	w.mu.Lock()
	defer w.mu.Unlock()
	entry := w.entries[id]
	if entry == nil {
		entry = new(benchEntry)
		w.entries[id] = entry
	}
	w.clock++
	entry.lastUsed = w.clock
	return entry
}

func (w *workbench) fillSheet(ctx context.Context, entry *benchEntry, draft *db.Import) error {
	if entry.sheet != nil && entry.reading == draft.Choices.Reading {
		return nil
	}
	data, err := w.db.DraftFile(ctx, draft.ID)
	if err != nil {
		return err
	}
	read, err := w.read(ctx, data, draft.Choices.Reading)
	if err != nil {
		return err
	}
	entry.sheet, entry.reading = read, draft.Choices.Reading
	entry.now, entry.planKey, entry.seen = nil, "", nil
	return nil
}

func (w *workbench) fillPlan(ctx context.Context, entry *benchEntry, draft *db.Import) error {
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
	select {
	case w.work <- struct{}{}:
		defer func() { <-w.work }()
	case <-ctx.Done():
		return ctx.Err()
	}
	snapshot, err := w.db.Snapshot(ctx)
	if err != nil {
		return err
	}
	defer snapshot.Close()
	plan, err := importer.Build(ctx, inputOf(draft, entry.sheet), snapshot)
	if err != nil {
		return err
	}
	fingerprint := plan.Fingerprint()
	made := &outcome{plan: plan, mapping: draft.Choices.Mapping, options: draft.Choices.Options, fills: draft.Choices.Decisions.Fills,
		fingerprint: fingerprint, mark: db.HashOf(append(choices, fingerprint...)), undecided: make(map[customer.Code]int)}
	for i := range plan.Rows {
		if code := undecidedBy(&plan.Rows[i]); code != "" {
			made.undecided[code]++
		}
	}
	entry.seen, entry.now, entry.planKey = entry.now, made, key(snapshot.WriteCounter())
	return nil
}

// inputOf is what a draft's plan is built of.
func inputOf(draft *db.Import, read *sheet.Sheet) importer.Input {
	return importer.Input{Sheet: read, Mapping: draft.Choices.Mapping, Options: draft.Choices.Options, Decisions: draft.Choices.Decisions,
		Year: draft.CreatedAt.Time().Year()}
}

// account notes how much an entry keeps, and drops the entries that were used
// least lately where all together are too large.
func (w *workbench) account(id int64, entry *benchEntry) {
	size := entry.estimate()
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.entries[id] != entry {
		return // forgotten meanwhile
	}
	w.used += size - entry.size
	entry.size = size
	for w.used > benchBytes && len(w.entries) > 1 {
		oldest := id
		for other, candidate := range w.entries {
			if other != id && (oldest == id || candidate.lastUsed < w.entries[oldest].lastUsed) {
				oldest = other
			}
		}
		w.used -= w.entries[oldest].size
		delete(w.entries, oldest)
	}
}

// estimate is about how many bytes an entry keeps.
func (e *benchEntry) estimate() int64 {
	var size int64
	for _, kept := range []*outcome{e.now, e.seen} {
		if kept != nil {
			size += int64(len(kept.plan.Rows)) * 400
		}
	}
	if e.sheet != nil {
		for i := range e.sheet.Rows {
			size += 32
			for _, cell := range e.sheet.Rows[i].Cells {
				size += int64(16 + len(cell))
			}
		}
	}
	return size
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
