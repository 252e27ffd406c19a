package db

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"strings"

	"kortisto/customer"
)

// CommandLine is the name that commands write under, which need no user.
const CommandLine = "command line"

// Automatic is the name that the program writes under by itself.
const Automatic = "automatic"

// CommandLineOf is the name that commands write under for somebody whom the
// command line names, who is no user of the pages.
func CommandLineOf(name string) string {
	if name = customer.CleanName(name); name == "" {
		return CommandLine
	}
	return CommandLine + " (" + name + ")"
}

// OnCommandLine tells of the name of an actor whether it is the command line's,
// and whom that names, "" for nobody.
func OnCommandLine(actor string) (name string, is bool) {
	if actor == CommandLine {
		return "", true
	}
	name, is = strings.CutPrefix(actor, CommandLine+" (")
	return strings.TrimSuffix(name, ")"), is
}

// RemovedUser is the name that the drafts of a user go on under who was deleted:
// a new user of the same name is another one.
func RemovedUser(name string) string { return removedUser + " (" + name + ")" }

const removedUser = "removed user"

// OfRemovedUser tells of the name of a draft's owner whether it is that of a
// user who was deleted, and whose.
func OfRemovedUser(owner string) (name string, is bool) {
	name, is = strings.CutPrefix(owner, removedUser+" (")
	return strings.TrimSuffix(name, ")"), is
}

// IsReserved reports whether a name means no user, so that no user may have it.
func IsReserved(name string) bool {
	_, command := OnCommandLine(name)
	_, removed := OfRemovedUser(name)
	return command || removed || name == Automatic
}

// Actor is who writes, and by which right. One without a user is a part of the
// program, which may do anything, as the command line and the demonstration.
type Actor struct {
	Name string // for the history
	User int64  // id, 0 for nobody
	Role Role   // that a user needs for what is to be done
}

// Role says what a user may do.
type Role string

// The roles, each with the rights of those after it.
const (
	Admin  Role = "admin"
	Editor Role = "editor"
	Viewer Role = "viewer"
)

// Roles lists all roles.
var Roles = []Role{Admin, Editor, Viewer}

// AtLeast reports whether a role has the rights of another one.
func (r Role) AtLeast(wanted Role) bool {
	i, j := slices.Index(Roles, r), slices.Index(Roles, wanted)
	return i >= 0 && i <= j
}

// check fails with ErrForbidden where the user has lost the right since the
// request began. Within the transaction that writes, nobody can take it away.
func (a Actor) check(ctx context.Context, tx querier) error {
	if a.User == 0 {
		return nil
	}
	var role Role
	err := tx.QueryRowContext(ctx, `SELECT role FROM users WHERE id = ? AND active`, a.User).Scan(&role)
	if errors.Is(err, sql.ErrNoRows) || err == nil && !role.AtLeast(a.Role) {
		return ErrForbidden
	}
	return err
}
