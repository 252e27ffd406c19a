package accounts

import (
	"database/sql"
	"errors"
	"fmt"
	"time"

	"kortisto/db"
)

// Errors that callers tell apart, beside those of db, such as db.ErrNameTaken. None of
// them is a text for users.
var (
	ErrWrongLogin = errors.New("accounts: wrong name or password")
	ErrRole       = errors.New("accounts: no such role")
	ErrLastAdmin  = errors.New("accounts: the last active administrator")
	ErrSetupDone  = errors.New("accounts: there are users already")
	ErrWrongToken = errors.New("accounts: wrong token of a set-up or a link")
	ErrDisabled   = errors.New("accounts: the user is disabled")

	ErrNamePersonal   = errors.New("accounts: the name holds a personal identity code")
	ErrPasswordShort  = errors.New("accounts: password is too short")
	ErrPasswordLong   = errors.New("accounts: password is too long")
	ErrPasswordName   = errors.New("accounts: password is the user's name")
	ErrPasswordCommon = errors.New("accounts: password is among the most common")
)

// ErrThrottled says that log-ins are refused for a while.
type ErrThrottled struct {
	Wait time.Duration
}

func (e ErrThrottled) Error() string { return fmt.Sprintf("accounts: log-in refused for %v", e.Wait) }

// translate gives an error of a query one of db's names, where it has one.
func translate(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return db.ErrNotFound
	}
	return db.Known(err)
}
