package db

import (
	"context"
	"crypto/rand"
	"strings"

	"github.com/uptrace/bun"
)

// SetupOpen reports whether there is no user yet, so that the first one can be
// made with a set-up token.
func (db *DB) SetupOpen(ctx context.Context) (bool, error) {
	users, err := db.read.NewSelect().Model((*User)(nil)).Count(ctx)
	return users == 0, translate(err)
}

// NewSetupToken makes a token for ClaimSetup: 130 random bits in letters and
// digits that can be typed. Earlier ones are void. It is ErrSetupDone where
// there are users.
func (db *DB) NewSetupToken(ctx context.Context) (string, error) {
	token := rand.Text()
	err := db.update(ctx, "set-up", func(ctx context.Context, tx bun.Tx) error {
		if err := noUsers(ctx, tx); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM setup_tokens`); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `INSERT INTO setup_tokens (hash, created_at) VALUES (?, ?)`,
			hashID(token), db.now().UnixMilli())
		return err
	})
	return token, err
}

// ClaimSetup makes the first administrator with a set-up token and uses the
// token up. Of several claims at once one succeeds. It fails with ErrSetupDone,
// ErrWrongToken, ErrNameMissing or one of the password errors.
func (db *DB) ClaimSetup(ctx context.Context, token, name, password string) (*User, error) {
	user, err := db.newUser(ctx, name, password, Admin)
	if err != nil {
		return nil, err
	}
	err = db.update(ctx, "set-up", func(ctx context.Context, tx bun.Tx) error {
		if err := noUsers(ctx, tx); err != nil {
			return err
		}
		used, err := tx.ExecContext(ctx, `DELETE FROM setup_tokens WHERE hash = ?`, hashID(typed(token)))
		if err != nil {
			return err
		}
		if n, err := used.RowsAffected(); n == 0 || err != nil {
			return ErrWrongToken
		}
		return insertUser(ctx, tx, user)
	})
	if err != nil {
		return nil, err
	}
	return user, nil
}

// typed brings a token that somebody typed into the form in which it was made.
func typed(token string) string {
	return strings.ToUpper(strings.TrimSpace(token))
}

func noUsers(ctx context.Context, tx bun.Tx) error {
	users, err := tx.NewSelect().Model((*User)(nil)).Count(ctx)
	if err == nil && users > 0 {
		return ErrSetupDone
	}
	return err
}
