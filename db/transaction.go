package db

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/uptrace/bun"
)

// Purpose says what somebody writes, to those who have to wait for it.
type Purpose struct {
	Work   string // its kind, without any name
	Actor  Actor  // who writes; the zero Actor is the program itself
	Object string // as the name of a file; may be ""
}

func (p Purpose) String() string {
	text := p.Work
	if p.Object != "" {
		text += " " + p.Object
	}
	if p.Actor.Name != "" {
		text = p.Actor.Name + ": " + text
	}
	return text
}

// Now is the time of the database's clock, as exactly as it is stored.
func (db *DB) Now() time.Time { return db.options.Now().Truncate(time.Millisecond) }

// Reader reads the database, each query by itself. It cannot write.
func (db *DB) Reader() bun.IDB { return db.read }

// readState runs a function in a transaction that reads one state of the register.
func (db *DB) readState(ctx context.Context, work func(tx *sql.Tx) error) error {
	tx, err := db.read.DB.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return translate(err)
	}
	defer tx.Rollback()
	return translate(work(tx))
}

// Write waits for the write lock and runs a function in a transaction. After an
// error nothing is written. It fails with ErrBusy, and with ErrForbidden where
// the actor has lost the right to it.
func (db *DB) Write(ctx context.Context, purpose Purpose, work func(ctx context.Context, tx bun.Tx) error) error {
	release, err := db.lock.acquire(ctx, purpose)
	if err != nil {
		return err
	}
	defer release()
	return db.writeLocked(ctx, purpose.Actor, work)
}

// writeLocked is Write for a caller who holds the lock already.
func (db *DB) writeLocked(ctx context.Context, actor Actor, work func(ctx context.Context, tx bun.Tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	// The context is not the transaction's own, so that nothing rolls back
	// behind our back; long work asks the context itself.
	inside := context.WithoutCancel(ctx)
	db.witnessed = 0
	tx, err := db.write.BeginTx(inside, nil)
	if err != nil {
		return translate(err)
	}
	// After some errors SQLite has rolled back already, and says so: the first
	// error is the one that tells. After a commit this does nothing.
	defer tx.Rollback()
	if err := actor.check(inside, tx); err != nil {
		return translate(err)
	}
	if err := work(inside, tx); err != nil {
		return translate(err)
	}
	if err := nextSerial(inside, tx); err != nil {
		return translate(err)
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("db: commit: %w", translate(err))
	}
	db.dismissWitness()
	return nil
}

// writeRegister is Write for what changes customers or groups: the change is one
// event of the history.
func (db *DB) writeRegister(ctx context.Context, actor Actor, action Action, work func(context.Context, *writer) error) error {
	return db.Write(ctx, Purpose{Work: string(action), Actor: actor}, func(ctx context.Context, tx bun.Tx) error {
		w, err := db.newWriter(ctx, tx.Tx, event{at: db.Now(), actor: actor, action: action})
		if err != nil {
			return err
		}
		if err := work(ctx, w); err != nil {
			return err
		}
		if err := w.finish(); err != nil {
			return err
		}
		return w.enterHistory(ctx, tx)
	})
}
