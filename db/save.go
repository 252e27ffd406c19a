package db

import (
	"context"
	"errors"
	"time"

	"github.com/uptrace/bun"
	"kortisto/customer"
	"kortisto/importer"
)

// SaveRequest asks for a plan to be written into the register.
type SaveRequest struct {
	Actor       Actor
	Import      int64          // id of a draft; 0 to make an import of File
	File        FileInfo       // of a file that is no draft
	Reading     Reading        // that Input's sheet was read by
	Input       importer.Input // Progress of it is called while the plan is built
	Fingerprint string         // of the plan that the user saw

	// Planned is a plan of Input that was built before. It is taken while the
	// register has not moved since; nil always builds one.
	Planned *Planned

	// Progress is called now and then with the customers written, may be nil.
	Progress func(done, total int)
}

// Planned is a plan with its fingerprint, the write counter of the register that
// it was built on, and what the register was asked for it, which spares reading its
// customers once more; nil where they were not kept.
type Planned struct {
	Plan        *importer.Plan
	Fingerprint string
	Writes      int64
	Cache       *importer.RegisterCache
}

// FileInfo names a file that is imported without a draft.
type FileInfo struct {
	Name string
	Hash string // HashOf its content
	Size int64  // bytes
}

// Saved is the result of a save.
type Saved struct {
	Import int64 // id
	Event  int64 // id in the history
	Counts map[importer.Status]int
	At     time.Time
	By     string
	Again  bool // the import had been saved before: this is the first result
}

// Written is how many customers the save wrote.
func (s *Saved) Written() int { return s.Counts[importer.New] + s.Counts[importer.Modified] }

// Save writes a plan into the register: all of its new and modified rows in
// one transaction, or nothing. A draft is saved once: every later request gets
// the first result. It fails with ErrPlanChanged where the plan is not the one
// of the fingerprint any more, ErrNothingToSave, ErrBusy, ErrDiskFull,
// ErrNotFound, ErrConflict for a discarded draft, ErrNotOwner for somebody
// else's, ErrNumbersUsedUp, and with ErrForbidden where the user has lost the
// right since.
func (db *DB) Save(ctx context.Context, request SaveRequest) (Saved, error) {
	s := &save{db: db, request: request, ctx: ctx}
	if err := s.prepare(ctx); err != nil || s.result.Again {
		return s.result, err
	}
	db.reached("planned")
	release, err := db.lock.acquire(ctx, s.purpose())
	if err != nil {
		return Saved{}, err
	}
	defer release()
	if err := db.writeLocked(ctx, request.Actor, s.write); err != nil {
		return Saved{}, err
	}
	db.reached("committed")
	db.shrink(ctx)
	return s.result, nil
}

// shrink empties the page cache, which a large write has filled, unless the next
// one has begun. The save does not depend on it.
func (db *DB) shrink(ctx context.Context) {
	if db.write.Stats().InUse > 0 {
		return
	}
	_, _ = db.write.ExecContext(context.WithoutCancel(ctx), `PRAGMA shrink_memory`)
}

// save is one save under way.
type save struct {
	db      *DB
	request SaveRequest
	ctx     context.Context // of the request: ends the work between two customers

	plan   *importer.Plan
	writes int64                   // the write counter of the register that the plan was built on
	cache  *importer.RegisterCache // of that register, may be nil
	ahead  map[int]*record         // customers of the next rows, where there is no cache
	lines  []importLine            // of the customers that were written
	result Saved
}

func (s *save) purpose() Purpose {
	return Purpose{Work: "import", Actor: s.request.Actor, Object: s.request.File.Name}
}

// prepare builds the plan on a snapshot, before anybody has to wait, unless the draft
// is refused or was saved already.
func (s *save) prepare(ctx context.Context) error {
	snapshot, err := s.db.Snapshot(ctx)
	if err != nil {
		return err
	}
	defer snapshot.Close()
	if id := s.request.Import; id != 0 {
		draft, err := importByID(ctx, snapshot.tx, id)
		if err != nil {
			return err
		}
		if s.request.File.Name == "" {
			s.request.File.Name = draft.FileName
		}
		if done, err := s.checkDraft(draft); done || err != nil {
			return err
		}
	}
	if planned := s.request.Planned; planned != nil && planned.Writes == snapshot.writes {
		s.plan, s.writes, s.cache = planned.Plan, planned.Writes, planned.Cache
		return s.checkPlan(planned.Fingerprint)
	}
	return s.build(ctx, &snapshot.register)
}

// build builds the plan and compares it with the one that the user saw.
func (s *save) build(ctx context.Context, reg *register) error {
	cache := importer.NewRegisterCache(reg)
	plan, err := importer.BuildFrom(ctx, s.request.Input, cache)
	if err != nil {
		return err
	}
	s.plan, s.writes, s.cache = plan, reg.writes, cache
	return s.checkPlan(plan.Fingerprint())
}

// checkPlan refuses a plan that is not the one that the user saw, by its fingerprint,
// and one that saves nothing.
func (s *save) checkPlan(fingerprint string) error {
	switch {
	case fingerprint != s.request.Fingerprint:
		return ErrPlanChanged{s.plan, s.writes}
	case s.plan.NoKey || s.plan.Writes() == 0:
		return ErrNothingToSave
	}
	return nil
}

// checkDraft refuses a draft that was discarded or is another user's, and takes the
// result of an earlier save of it.
func (s *save) checkDraft(draft *Import) (bool, error) {
	switch draft.State {
	case StateSaved:
		s.result = Saved{
			Import: draft.ID,
			Event:  draft.EventID,
			Counts: draft.Counts,
			At:     draft.SavedAt.Time(),
			By:     draft.SavedBy,
			Again:  true,
		}
		return true, nil
	case StateDiscarded:
		return false, ErrConflict
	}
	if draft.Owner() != s.request.Actor.Name {
		return false, ErrNotOwner{draft.Owner()}
	}
	return false, nil
}

// write is the transaction.
func (s *save) write(ctx context.Context, tx bun.Tx) error {
	s.db.reached("locked")
	at := s.db.Now()
	reg := &register{q: tx.Tx}
	if err := reg.readCounters(ctx); err != nil {
		return err
	}
	draft, err := s.importRow(ctx, tx, at)
	if err != nil {
		return err
	}
	if done, err := s.checkDraft(draft); done || err != nil {
		return err
	}
	if reg.writes != s.writes {
		if err := s.build(s.ctx, reg); err != nil {
			return err
		}
	}
	w, err := s.db.newWriter(ctx, tx.Tx, event{at: at, actor: s.request.Actor, action: ActionImport, importID: draft.ID})
	if err != nil {
		return err
	}
	if err := s.writeRows(w); err != nil {
		return err
	}
	if !draft.Choices.Selection { // whose lines nobody has seen
		if err := w.storeLines(draft.ID, s.lines); err != nil {
			return err
		}
	}
	if err := w.finish(); err != nil {
		return err
	}
	if err := s.finishImport(ctx, tx, draft, w, at); err != nil {
		return err
	}
	s.db.reached("written")
	return nil
}

// importRow finds the draft, or makes the row of an import that has none.
func (s *save) importRow(ctx context.Context, tx bun.Tx, at time.Time) (*Import, error) {
	if s.request.Import != 0 {
		return importByID(ctx, tx, s.request.Import)
	}
	row := &Import{
		State:     StateDraft,
		FileName:  customer.MaskPersonalIDs(customer.CleanName(s.request.File.Name)),
		FileHash:  s.request.File.Hash,
		FileSize:  s.request.File.Size,
		CreatedAt: Millis(at),
		CreatedBy: s.request.Actor.Name,
	}
	_, err := tx.NewInsert().Model(row).Exec(ctx)
	return row, err
}

// finishImport turns the draft into a saved import, with the choices that the
// saved plan was made of.
func (s *save) finishImport(ctx context.Context, tx bun.Tx, row *Import, w *writer, at time.Time) error {
	row.State = StateSaved
	row.Choices.Reading = s.request.Reading
	row.Choices.Mapping = s.request.Input.Mapping
	row.Choices.Options = s.request.Input.Options
	row.Choices.Decisions = s.request.Input.Decisions
	row.SavedAt, row.SavedBy, row.EventID = Millis(at), s.request.Actor.Name, w.eventID
	row.Counts, row.Fingerprint, row.LeftOut = s.plan.Counts, s.request.Fingerprint, s.plan.LeftOut()
	if err := s.rememberMapping(ctx, tx, row); err != nil {
		return err
	}
	_, err := tx.NewUpdate().Model(row).WherePK().Exec(ctx)
	s.result = Saved{Import: row.ID, Event: w.eventID, Counts: row.Counts, At: row.SavedAt.Time(), By: row.SavedBy}
	return err
}

// progressEvery is how many customers are written between two looks at whether
// the caller still waits.
const progressEvery = 256

// writeRows writes the new and modified rows of the plan, in the file's order.
func (s *save) writeRows(w *writer) error {
	w.avoidNumbers(s.plan.UnknownNumbers)
	w.gather = true
	done, total := 0, s.plan.Writes()
	for i := range s.plan.Rows {
		var err error
		switch row := s.plan.Rows[i]; row.Status {
		case importer.New:
			err = s.createRow(w, row)
		case importer.Modified:
			err = s.changeRow(w, i)
		default:
			continue
		}
		if err != nil {
			return err
		}
		if done++; done%progressEvery == 0 || done == total {
			s.db.reached("writing")
			if err := s.ctx.Err(); err != nil {
				return err
			}
			if s.request.Progress != nil {
				s.request.Progress(done, total)
			}
		}
	}
	if done != total || w.counts.created+w.counts.modified != total {
		return errors.New("db: the plan's counts do not agree with its rows")
	}
	return nil
}

func (s *save) createRow(w *writer, row *importer.Row) error {
	c := customer.Customer{Number: row.Customer}
	row.Changes.Apply(&c)
	if c.Values[customer.Kind] == "" {
		c.Values[customer.Kind] = row.Kind
	}
	if err := w.create(&c); err != nil {
		return err
	}
	s.lines = append(s.lines, importLine{c.Number, row.Line})
	return nil
}

// changeRow changes the customer of a row, by index.
func (s *save) changeRow(w *writer, i int) error {
	row := s.plan.Rows[i]
	before, err := s.stored(w, i)
	switch {
	case err != nil:
		return err
	case before == nil:
		return ErrNotFound
	case before.Revision != row.Revision:
		return ErrConflict
	}
	after := before.Customer
	row.Changes.Apply(&after)
	_, err = w.changeByRow(before, after.Values, row.Basis)
	s.lines = append(s.lines, importLine{row.Customer, row.Line})
	return err
}

// stored returns the customer that a row, by index, changes, nil where there is
// none: as the plan was built of it, or read together with those of the next rows.
func (s *save) stored(w *writer, i int) (*record, error) {
	number := s.plan.Rows[i].Customer
	if s.cache != nil {
		if c := s.cache.Customer(number); c != nil {
			return w.recordOf(c), nil
		}
	}
	if s.ahead[number] == nil {
		var err error
		if s.ahead, err = w.readAhead(s.plan.Rows[i:]); err != nil {
			return nil, err
		}
	}
	return s.ahead[number], nil
}

// recordOf is a customer of the register with the group that it is in.
func (w *writer) recordOf(c *customer.Stored) *record {
	r := &record{Customer: c.Customer()}
	if group := c.Get(customer.Group); group != "" {
		r.groupID = w.groupIDs[customer.FoldKey(group)]
	}
	return r
}

// readTogether is how many customers are read together before they are changed: one
// by one takes three times as long.
const readTogether = 500

// readAhead reads the customers that the first of some rows change.
func (w *writer) readAhead(rows []*importer.Row) (map[int]*record, error) {
	wanted := make(map[int]bool, readTogether)
	for i := range rows {
		if rows[i].Status == importer.Modified {
			if wanted[rows[i].Customer] = true; len(wanted) == readTogether {
				break
			}
		}
	}
	found := make(map[int]*record, len(wanted))
	err := eachRecord(w.ctx, w.tx, w.groupNames, func(r *record) error {
		kept := *r
		found[r.Number] = &kept
		return nil
	}, `SELECT `+customerColumns+` FROM customers AS c WHERE c.number IN (SELECT value FROM json_each(?))`, listed(wanted))
	return found, err
}
