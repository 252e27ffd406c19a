package db

import (
	"context"
	"database/sql"
	"strconv"

	"kortisto/customer"
)

// writer changes the register within one transaction. Everything that changes
// customers or groups goes through one: it keeps the search index, the journal
// and the counters in step. After an error the transaction is dead.
type writer struct {
	db     *DB
	ctx    context.Context
	tx     *sql.Tx
	event  event
	writes int64 // the write counter that this transaction leaves

	eventID     int64        // 0 until the first change
	highest     int          // number ever given
	avoid       map[int]bool // numbers that are given to nobody, may be nil
	unused      [2]int       // the first and last number of a range that was never used, as far as it is not given yet
	firstNumber int          // highest when the writer was made: numbers up to it may have been used
	entry       int64        // last id given in the journal
	firstEntry  int64
	counts      writeCounts
	groupIDs    map[string]int64 // by customer.FoldKey of the name
	groupNames  map[int64]string
	statements  map[string]*sql.Stmt
	args        []any
	query       []byte
	searchText  []byte
	indexings   []indexing // that wait
	creations   []numberRange
	cleared     int   // of the modified ones, those that have lost a value
	gather      bool  // rows of the journal are written many at a time; nobody reads them meanwhile
	entries     []any // those that wait, by their values
}

// writeCounts counts what a transaction did to customers.
type writeCounts struct{ created, modified, removed int }

// newWriter begins to change the register.
func (db *DB) newWriter(ctx context.Context, tx *sql.Tx, event event) (*writer, error) {
	w := &writer{db: db, ctx: ctx, tx: tx, event: event, statements: make(map[string]*sql.Stmt)}
	err := tx.QueryRowContext(ctx, `SELECT highest_number, entries, writes + 1 FROM counters`).Scan(&w.highest, &w.entry, &w.writes)
	if err != nil {
		return nil, err
	}
	w.firstNumber, w.firstEntry = w.highest, w.entry+1
	if w.groupNames, err = groupNames(ctx, tx); err != nil {
		return nil, err
	}
	w.groupIDs = make(map[string]int64, len(w.groupNames))
	for id, name := range w.groupNames {
		w.groupIDs[customer.FoldKey(name)] = id
	}
	return w, nil
}

// prepare returns a statement, prepared once for the transaction.
func (w *writer) prepare(query string) (*sql.Stmt, error) {
	if statement, ok := w.statements[query]; ok {
		return statement, nil
	}
	statement, err := w.tx.PrepareContext(w.ctx, query)
	if err == nil {
		w.statements[query] = statement
	}
	return statement, err
}

// exec runs a statement that gives no rows.
func (w *writer) exec(query string, args ...any) error {
	_, err := w.execCounted(query, args...)
	return err
}

// execCounted is exec that tells how many rows of a table were written.
func (w *writer) execCounted(query string, args ...any) (int64, error) {
	statement, err := w.prepare(query)
	if err != nil {
		return 0, err
	}
	result, err := statement.ExecContext(w.ctx, args...)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

// begin makes the event at the first change, so that where nothing changes
// nothing is written.
func (w *writer) begin() error {
	if w.eventID != 0 {
		return nil
	}
	return w.tx.QueryRowContext(w.ctx,
		`INSERT INTO events (at, actor, action, import_id) VALUES (?, ?, ?, ?) RETURNING id`,
		w.event.at.UnixMilli(), w.event.actor.Name, w.event.action, nullable(w.event.importID)).Scan(&w.eventID)
}

// formatID writes the id of a group as the journal keeps it, "" for none.
func formatID(id int64) string {
	if id == 0 {
		return ""
	}
	return strconv.FormatInt(id, 10)
}

// nullable is the id of something as a column keeps it, NULL for none.
func nullable(id int64) any {
	if id == 0 {
		return nil
	}
	return id
}
