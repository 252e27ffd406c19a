package accounts

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/uptrace/bun"
	"kortisto/db"
)

// LinkLife is how long a link is good by which a user chooses a password.
const LinkLife = 72 * time.Hour

// InviteUser adds a user without a password and returns the token of the link
// by which the user chooses one. It fails as CreateUser does.
func (a *Accounts) InviteUser(ctx context.Context, actor db.Actor, name string, role db.Role) (user *User, token string, err error) {
	if user, err = a.newUser(name, role); err != nil {
		return nil, "", err
	}
	err = a.db.Write(ctx, db.Purpose{Work: "user", Actor: actor}, func(ctx context.Context, tx bun.Tx) error {
		if err := insertUser(ctx, tx, user); err != nil {
			return err
		}
		token, err = a.insertLink(ctx, tx, user.ID)
		return err
	})
	if err != nil {
		return nil, "", err
	}
	return user, token, nil
}

// NewLink makes the token of a link by which a user chooses another password.
// An earlier one is void. The present password is good until then. It fails with
// db.ErrNotFound, and ErrDisabled for a user who is kept out.
func (a *Accounts) NewLink(ctx context.Context, actor db.Actor, name string) (token string, err error) {
	err = a.db.Write(ctx, db.Purpose{Work: "user", Actor: actor}, func(ctx context.Context, tx bun.Tx) error {
		user, err := userByName(ctx, tx, name)
		switch {
		case err != nil:
			return err
		case !user.Active:
			return ErrDisabled
		}
		token, err = a.insertLink(ctx, tx, user.ID)
		return err
	})
	if err != nil {
		return "", err
	}
	return token, nil
}

// insertLink makes a token of a user the only one.
func (a *Accounts) insertLink(ctx context.Context, tx bun.Tx, userID int64) (string, error) {
	if err := deleteLinksOf(ctx, tx, userID); err != nil {
		return "", err
	}
	return a.insertToken(ctx, tx, &userID)
}

// LinkClaim is what a user chooses a password with.
type LinkClaim struct {
	Token, Password string
	Address         string // where it comes from
}

// ClaimLink gives the user of a link's token a password, uses the token up and
// ends all of the user's sessions. Of several claims at once one succeeds. It
// fails with ErrWrongToken, also for one that is void or too old, with one of the
// password errors, and with ErrThrottled where too many tokens were wrong.
func (a *Accounts) ClaimLink(ctx context.Context, claim LinkClaim) (*User, error) {
	return a.tryToken(ctx, claim.Address, func() (*User, error) { return a.claimLink(ctx, claim) })
}

func (a *Accounts) claimLink(ctx context.Context, claim LinkClaim) (*User, error) {
	token := hashID(typed(claim.Token))
	user, err := a.userOfLink(ctx, a.db.Reader(), token)
	if err != nil {
		return nil, err // and no password is hashed
	}
	hash, err := newPassword(ctx, user.Name, claim.Password)
	if err != nil {
		return nil, err
	}
	err = a.db.Write(ctx, db.Purpose{Work: "user"}, func(ctx context.Context, tx bun.Tx) error {
		if user, err = a.userOfLink(ctx, tx, token); err != nil {
			return err
		}
		return changeUser(ctx, tx, user, func(user *User) { user.Password = hash })
	})
	if err != nil {
		return nil, err
	}
	return user, nil
}

// userOfLink returns whose link a token is, or ErrWrongToken.
func (a *Accounts) userOfLink(ctx context.Context, q bun.IDB, token []byte) (*User, error) {
	user := new(User)
	err := q.NewSelect().Model(user).Join("JOIN setup_tokens AS t ON t.user_id = u.id").
		Where("t.hash = ?", token).Where("t.created_at > ?", a.linksSince()).Where("u.active").Scan(ctx)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return nil, ErrWrongToken
	case err != nil:
		return nil, translate(err)
	}
	return user, nil
}

// linksSince is from when on links are good, in milliseconds.
func (a *Accounts) linksSince() int64 { return a.db.Now().Add(-LinkLife).UnixMilli() }
