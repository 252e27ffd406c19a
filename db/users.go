package db

import (
	"context"
	"slices"

	"github.com/uptrace/bun"
	"kortisto/customer"
)

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

// User is somebody who may log in.
type User struct {
	bun.BaseModel `bun:"table:users,alias:u"`

	ID        int64 `bun:",pk,autoincrement"`
	Name      string
	Key       string `json:"-"` // customer.FoldKey of the name
	Password  string `json:"-"` // PHC string
	Role      Role
	Active    bool
	CreatedAt Millis
}

// CreateUser adds a user. It fails with ErrNameMissing, ErrNameTaken, ErrRole
// or one of the password errors.
func (db *DB) CreateUser(ctx context.Context, actor Actor, name, password string, role Role) (*User, error) {
	user, err := db.newUser(ctx, name, password, role)
	if err != nil {
		return nil, err
	}
	err = db.updateAs(ctx, actor, "user "+user.Name, func(ctx context.Context, tx bun.Tx) error {
		return insertUser(ctx, tx, user)
	})
	return user, err
}

// newUser checks all that can be checked without the database.
func (db *DB) newUser(ctx context.Context, name, password string, role Role) (*User, error) {
	user := &User{Name: customer.CleanName(name), Role: role, Active: true, CreatedAt: Millis(db.now())}
	user.Key = customer.FoldKey(user.Name)
	if user.Key == "" {
		return nil, ErrNameMissing
	}
	if !slices.Contains(Roles, role) {
		return nil, ErrRole
	}
	var err error
	user.Password, err = newPassword(ctx, user.Name, password)
	return user, err
}

func insertUser(ctx context.Context, tx bun.Tx, user *User) error {
	_, err := tx.NewInsert().Model(user).Exec(ctx)
	if isTaken(err) {
		return ErrNameTaken
	}
	return err
}

// Users lists all users by name.
func (db *DB) Users(ctx context.Context) ([]User, error) {
	var users []User
	err := db.read.NewSelect().Model(&users).Order("key").Scan(ctx)
	return users, translate(err)
}

// User returns the user with a name, or ErrNotFound. Letter case does not matter.
func (db *DB) User(ctx context.Context, name string) (*User, error) {
	return userByName(ctx, db.read, name)
}

func userByName(ctx context.Context, q bun.IDB, name string) (*User, error) {
	user := new(User)
	err := q.NewSelect().Model(user).Where("key = ?", customer.FoldKey(customer.Clean(name))).Scan(ctx)
	if err != nil {
		return nil, translate(notFound(err))
	}
	return user, nil
}

// SetPassword gives a user another password and ends all of the user's
// sessions. It fails with ErrNotFound or one of the password errors.
func (db *DB) SetPassword(ctx context.Context, actor Actor, name, password string) error {
	hash, err := newPassword(ctx, name, password)
	if err != nil {
		return err
	}
	return db.updateUser(ctx, actor, name, func(user *User) { user.Password = hash })
}

// SetRole gives a user another role and ends all of the user's sessions. It
// fails with ErrNotFound, ErrRole or ErrLastAdmin.
func (db *DB) SetRole(ctx context.Context, actor Actor, name string, role Role) error {
	if !slices.Contains(Roles, role) {
		return ErrRole
	}
	return db.updateUser(ctx, actor, name, func(user *User) { user.Role = role })
}

// DisableUser keeps a user out and ends all of the user's sessions. It fails
// with ErrNotFound or ErrLastAdmin.
func (db *DB) DisableUser(ctx context.Context, actor Actor, name string) error {
	return db.updateUser(ctx, actor, name, func(user *User) { user.Active = false })
}

// EnableUser lets a disabled user in again, or fails with ErrNotFound.
func (db *DB) EnableUser(ctx context.Context, actor Actor, name string) error {
	return db.updateUser(ctx, actor, name, func(user *User) { user.Active = true })
}

// updateUser changes a user. Whoever was logged in with the old rights has to
// log in again; an active administrator always remains.
func (db *DB) updateUser(ctx context.Context, actor Actor, name string, set func(*User)) error {
	return db.updateAs(ctx, actor, "user "+name, func(ctx context.Context, tx bun.Tx) error {
		user, err := userByName(ctx, tx, name)
		if err != nil {
			return err
		}
		wasAdmin := user.Active && user.Role == Admin
		set(user)
		if wasAdmin && !(user.Active && user.Role == Admin) {
			others, err := tx.NewSelect().Model((*User)(nil)).
				Where("role = ?", Admin).Where("active").Where("id <> ?", user.ID).Count(ctx)
			if err != nil {
				return err
			}
			if others == 0 {
				return ErrLastAdmin
			}
		}
		if _, err := tx.NewUpdate().Model(user).WherePK().Exec(ctx); err != nil {
			return err
		}
		return deleteSessionsOf(ctx, tx, user.ID)
	})
}

// Authenticate returns the active user with a name and a password. Whatever is
// wrong, the answer is ErrWrongLogin and takes as long.
func (db *DB) Authenticate(ctx context.Context, name, password string) (*User, error) {
	user, err := db.User(ctx, name)
	hash := nobodysPassword()
	switch {
	case err == nil:
		hash = user.Password
	case err != ErrNotFound:
		return nil, err
	}
	ok, outdated, err := checkPassword(ctx, password, hash)
	if err != nil {
		return nil, err
	}
	if user == nil || !ok || !user.Active {
		return nil, ErrWrongLogin
	}
	if outdated {
		return user, db.renewHash(ctx, user, password)
	}
	return user, nil
}

// renewHash hashes a password anew that was hashed with weaker parameters.
func (db *DB) renewHash(ctx context.Context, user *User, password string) error {
	hash, err := hashPassword(ctx, password)
	if err != nil {
		return err
	}
	return db.update(ctx, "user "+user.Name, func(ctx context.Context, tx bun.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE users SET password = ? WHERE id = ? AND password = ?`,
			hash, user.ID, user.Password)
		return err
	})
}
