package accounts

import (
	"context"
	"crypto/rand"
	"errors"
	"strings"

	"github.com/uptrace/bun"
)

// insertToken makes a token: 130 random bits in letters and digits that can be
// typed. Without a user it sets up the first administrator.
func (a *Accounts) insertToken(ctx context.Context, tx bun.Tx, userID *int64) (string, error) {
	token := rand.Text()
	_, err := tx.ExecContext(ctx, `INSERT INTO setup_tokens (hash, created_at, user_id) VALUES (?, ?, ?)`,
		hashID(token), a.db.Now().UnixMilli(), userID)
	return token, err
}

func deleteLinksOf(ctx context.Context, tx bun.Tx, userID int64) error {
	_, err := tx.ExecContext(ctx, `DELETE FROM setup_tokens WHERE user_id = ?`, userID)
	return err
}

// tryToken does what needs a token, and counts wrong ones like log-ins that failed.
func (a *Accounts) tryToken(ctx context.Context, address string, try func() (*User, error)) (*User, error) {
	attempt := a.setupAttempt(address)
	if err := attempt.begin(ctx); err != nil {
		return nil, err
	}
	outcome := attempt.abandoned
	defer func() { outcome() }()
	user, err := try()
	switch {
	case err == nil:
		outcome = attempt.succeeded
	case errors.Is(err, ErrWrongToken):
		outcome = attempt.failed
	}
	return user, err
}

// setupAttempt counts a guess at a token, of the set-up or a link, like an
// account from one address.
func (a *Accounts) setupAttempt(address string) *attempt {
	return &attempt{throttle: a.throttle, stranger: true, lanes: []lane{
		{key: "setup:" + network(address), free: freeFailures, longest: longestWait},
	}}
}

// typed brings a token that somebody typed into the form in which it was made.
func typed(token string) string {
	return strings.ToUpper(strings.TrimSpace(token))
}
