package cli

import (
	"errors"

	"kortisto/db"
	"kortisto/db/accounts"
)

// userError names the user where the reason lies with one.
func (p *program) userError(err error, name string) error {
	switch {
	case errors.Is(err, db.ErrNotFound):
		return p.failure("failure.user-unknown", "name", name)
	case errors.Is(err, db.ErrNameTaken):
		return p.failure("failure.user-exists", "name", name)
	case errors.Is(err, accounts.ErrDisabled):
		return p.failure("failure.user-disabled", "name", name)
	case errors.Is(err, accounts.ErrLastAdmin):
		return p.failure("failure.last-admin", "name", name)
	}
	return err
}
