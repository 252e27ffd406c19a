package accounts

import (
	"context"

	"github.com/uptrace/bun"
	"kortisto/customer"
	"kortisto/db"
)

// SetupOpen reports whether there is no user yet, so that the first one can be
// made with a set-up token.
func (a *Accounts) SetupOpen(ctx context.Context) (bool, error) {
	users, err := a.db.Reader().NewSelect().Model((*User)(nil)).Count(ctx)
	return users == 0, translate(err)
}

// NewSetupToken makes a token for ClaimSetup. Earlier ones are void. It is
// ErrSetupDone where there are users.
func (a *Accounts) NewSetupToken(ctx context.Context) (token string, err error) {
	err = a.db.Write(ctx, db.Purpose{Work: "set-up"}, func(ctx context.Context, tx bun.Tx) error {
		if err := noUsers(ctx, tx); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM setup_tokens`); err != nil {
			return err
		}
		token, err = a.insertToken(ctx, tx, nil)
		return err
	})
	return token, err
}

// SetupClaim is what somebody sets the first administrator up with.
type SetupClaim struct {
	Token, Name, Password string
	Address               string // where it comes from
}

// ClaimSetup makes the first administrator with a set-up token and uses the
// token up. Of several claims at once one succeeds. It fails with ErrSetupDone,
// ErrWrongToken, db.ErrNameMissing or one of the password errors, and with
// ErrThrottled where too many tokens were wrong.
func (a *Accounts) ClaimSetup(ctx context.Context, claim SetupClaim) (*User, error) {
	switch err := checkNewPassword(claim.Name, claim.Password); {
	case customer.FoldKey(claim.Name) == "":
		return nil, db.ErrNameMissing
	case err != nil:
		return nil, err
	}
	return a.tryToken(ctx, claim.Address, func() (*User, error) { return a.claimSetup(ctx, claim) })
}

func (a *Accounts) claimSetup(ctx context.Context, claim SetupClaim) (*User, error) {
	token := hashID(typed(claim.Token))
	if err := a.checkSetup(ctx, token); err != nil {
		return nil, err
	}
	user, err := a.newUserWithPassword(ctx, claim.Name, claim.Password, db.Admin)
	if err != nil {
		return nil, err
	}
	err = a.db.Write(ctx, db.Purpose{Work: "set-up"}, func(ctx context.Context, tx bun.Tx) error {
		if err := noUsers(ctx, tx); err != nil {
			return err
		}
		used, err := tx.ExecContext(ctx, `DELETE FROM setup_tokens WHERE hash = ?`, token)
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

// checkSetup spares those who have no right token, or come too late, the
// hashing of a password. Both are asked at once: who is first uses the token up.
func (a *Accounts) checkSetup(ctx context.Context, token []byte) error {
	var users, known int
	err := a.db.Reader().QueryRowContext(ctx, `SELECT (SELECT count(*) FROM users), (SELECT count(*) FROM setup_tokens WHERE hash = ?)`, token).Scan(&users, &known)
	switch {
	case err != nil:
		return translate(err)
	case users > 0:
		return ErrSetupDone
	case known == 0:
		return ErrWrongToken
	}
	return nil
}

func noUsers(ctx context.Context, tx bun.Tx) error {
	users, err := tx.NewSelect().Model((*User)(nil)).Count(ctx)
	if err == nil && users > 0 {
		return ErrSetupDone
	}
	return err
}
