package accounts

import (
	"context"

	"github.com/uptrace/bun"
	"kortisto/db"
)

// Preferences are how a user wants to see the pages, in whichever browser. The
// zero value is how they are for everybody else.
type Preferences struct {
	Language     string // of the pages; "" for the one of the browser
	Theme        Theme
	NoSingleKeys bool   // a single character is no command
	ListColumns  string // of the list of customers: keys of fields with commas; "" for the usual ones
}

// Theme is whether pages are light or dark.
type Theme string

// The themes. AsDevice is as the device of the user has it.
const (
	AsDevice Theme = ""
	Light    Theme = "light"
	Dark     Theme = "dark"
)

// Themes lists all themes.
var Themes = []Theme{AsDevice, Light, Dark}

// SetPreferences changes the preferences of a user, whose sessions go on. It fails
// with db.ErrNotFound.
func (a *Accounts) SetPreferences(ctx context.Context, actor db.Actor, userID int64, set func(*Preferences)) error {
	return a.db.Write(ctx, db.Purpose{Work: "user", Actor: actor}, func(ctx context.Context, tx bun.Tx) error {
		user := new(User)
		if err := tx.NewSelect().Model(user).Where("id = ?", userID).Scan(ctx); err != nil {
			return translate(err)
		}
		set(&user.Preferences)
		_, err := tx.NewUpdate().Model(user).Column("language", "theme", "no_single_keys", "list_columns").WherePK().Exec(ctx)
		return err
	})
}
