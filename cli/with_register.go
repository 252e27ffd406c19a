package cli

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/db/accesslog"
	"kortisto/db/accounts"
)

// opening is how a register is opened.
func (p *program) opening() db.Options {
	return db.Options{OwnRenamed: p.sayRenamed}
}

// sayRenamed tells of an own field that has got another name.
func (p *program) sayRenamed(f customer.Field) {
	p.say(p.text.Text("fields.renamed", "field", f.Key()))
}

// withRegister opens the register for some work.
func (p *program) withRegister(ctx context.Context, work func(register *db.DB) error) error {
	register, err := db.Open(ctx, p.common.data, p.opening())
	if err != nil {
		return err
	}
	return p.closing(register, work)
}

// withReader opens the register for work that only reads it, also where nothing
// can be written beside it.
func (p *program) withReader(ctx context.Context, work func(register *db.DB) error) error {
	register, err := db.Open(ctx, p.common.data, p.opening())
	if errors.Is(err, db.ErrNotWritable) {
		register, err = db.OpenFrozen(ctx, p.common.data, p.opening())
	}
	if err != nil {
		return err
	}
	return p.closing(register, work)
}

// closing does some work in the fields of a register, and closes it.
func (p *program) closing(register *db.DB, work func(register *db.DB) error) error {
	p.fields = register.Fields()
	if err := work(register); err != nil {
		_ = register.Close() // the first error is the one that tells
		return err
	}
	return register.Close()
}

// learnFields asks the register, where there is one, which fields it has, for
// work that needs them before it opens the register.
func (p *program) learnFields(ctx context.Context) error {
	if _, err := os.Stat(filepath.Join(p.common.data, db.FileName)); err != nil {
		return nil // there is none, and the work will say so where it needs one
	}
	return p.withReader(ctx, func(*db.DB) error { return nil })
}

// withAccounts opens the accounts of the register for some work.
func (p *program) withAccounts(ctx context.Context, work func(users *accounts.Accounts) error) error {
	return p.withRegister(ctx, func(register *db.DB) error {
		users := accounts.Open(register, accounts.Options{})
		defer users.Close()
		return work(users)
	})
}

// withUser does something to a user, and leaves that in the access log.
func (p *program) withUser(ctx context.Context, name string, kind accesslog.Kind, work func(users *accounts.Accounts) error) error {
	return p.withRegister(ctx, func(register *db.DB) error {
		users := accounts.Open(register, accounts.Options{})
		defer users.Close()
		if err := work(users); err != nil {
			return err
		}
		p.note(register, accesslog.Entry{Kind: kind, Object: name})
		return nil
	})
}
