package accounts

import (
	"context"
	"errors"
	"slices"

	"github.com/uptrace/bun"
	"kortisto/customer"
	"kortisto/db"
)

// User is somebody who may log in.
type User struct {
	bun.BaseModel `bun:"table:users,alias:u"`

	ID        int64 `bun:",pk,autoincrement"`
	Name      string
	Key       string `json:"-"` // customer.FoldKey of the name
	Password  string `json:"-"` // PHC string; "" until the user has chosen one
	Role      db.Role
	Active    bool
	CreatedAt db.Millis

	// Generation is raised whenever the user's sessions end.
	Generation int64 `json:"-"`

	Preferences `bun:"embed:" json:"-"`
}

// HasPassword reports whether the user has chosen a password, and so can log in.
func (u *User) HasPassword() bool { return u.Password != "" }

// CreateUser adds a user. It fails with db.ErrNameMissing, db.ErrNameTaken,
// ErrNamePersonal, ErrRole or one of the password errors.
func (a *Accounts) CreateUser(ctx context.Context, actor db.Actor, name, password string, role db.Role) (*User, error) {
	user, err := a.newUserWithPassword(ctx, name, password, role)
	if err != nil {
		return nil, err
	}
	err = a.db.Write(ctx, db.Purpose{Work: "user", Actor: actor}, func(ctx context.Context, tx bun.Tx) error {
		return insertUser(ctx, tx, user)
	})
	return user, err
}

// newUser checks all that can be checked without the database.
func (a *Accounts) newUser(name string, role db.Role) (*User, error) {
	user := &User{Name: customer.CleanName(name), Role: role, Active: true, CreatedAt: db.Millis(a.db.Now())}
	user.Key = customer.FoldKey(user.Name)
	switch {
	case user.Key == "":
		return nil, db.ErrNameMissing
	case customer.HasPersonalID(user.Name):
		return nil, ErrNamePersonal
	case db.IsReserved(user.Name):
		return nil, db.ErrNameTaken
	case !slices.Contains(db.Roles, role):
		return nil, ErrRole
	}
	return user, nil
}

func (a *Accounts) newUserWithPassword(ctx context.Context, name, password string, role db.Role) (*User, error) {
	user, err := a.newUser(name, role)
	if err == nil {
		user.Password, err = newPassword(ctx, user.Name, password)
	}
	return user, err
}

func insertUser(ctx context.Context, tx bun.Tx, user *User) error {
	taken, err := tx.NewSelect().Model((*User)(nil)).Where("key = ?", user.Key).Exists(ctx)
	switch {
	case err != nil:
		return err
	case taken:
		return db.ErrNameTaken
	}
	_, err = tx.NewInsert().Model(user).Exec(ctx)
	return err
}

// Users lists all users by name.
func (a *Accounts) Users(ctx context.Context) ([]User, error) {
	var users []User
	err := a.db.Reader().NewSelect().Model(&users).Order("key").Scan(ctx)
	return users, translate(err)
}

// User returns the user with a name, or db.ErrNotFound. Letter case does not matter.
func (a *Accounts) User(ctx context.Context, name string) (*User, error) {
	return userByName(ctx, a.db.Reader(), name)
}

func userByName(ctx context.Context, q bun.IDB, name string) (*User, error) {
	user := new(User)
	err := q.NewSelect().Model(user).Where("key = ?", customer.FoldKey(customer.Clean(name))).Scan(ctx)
	if err != nil {
		return nil, translate(err)
	}
	return user, nil
}

// SetPassword gives a user another password, ends all of the user's sessions,
// forgets the user's devices and voids the user's link. It fails with db.ErrNotFound or one of the password errors.
func (a *Accounts) SetPassword(ctx context.Context, actor db.Actor, name, password string) error {
	hash, err := newPassword(ctx, name, password)
	if err != nil {
		return err
	}
	return a.updateUser(ctx, actor, name, func(user *User) { user.Password = hash })
}

// SetRole gives a user another role and ends all of the user's sessions. It
// fails with db.ErrNotFound, ErrRole or ErrLastAdmin.
func (a *Accounts) SetRole(ctx context.Context, actor db.Actor, name string, role db.Role) error {
	if !slices.Contains(db.Roles, role) {
		return ErrRole
	}
	return a.updateUser(ctx, actor, name, func(user *User) { user.Role = role })
}

// DisableUser keeps a user out, ends all of the user's sessions, forgets the
// user's devices and voids the user's link. It fails with db.ErrNotFound or ErrLastAdmin.
func (a *Accounts) DisableUser(ctx context.Context, actor db.Actor, name string) error {
	return a.updateUser(ctx, actor, name, func(user *User) { user.Active = false })
}

// EnableUser lets a disabled user in again, or fails with db.ErrNotFound.
func (a *Accounts) EnableUser(ctx context.Context, actor db.Actor, name string) error {
	return a.updateUser(ctx, actor, name, func(user *User) { user.Active = true })
}

// EndSessions ends all sessions of a user, or fails with db.ErrNotFound.
func (a *Accounts) EndSessions(ctx context.Context, actor db.Actor, name string) error {
	return a.updateUser(ctx, actor, name, func(*User) {})
}

// DeleteUser deletes a user, who is logged out. What the user did stays under
// the name, in the history and the journal; unfinished imports are left to
// whoever takes them over. It fails with db.ErrNotFound or ErrLastAdmin.
func (a *Accounts) DeleteUser(ctx context.Context, actor db.Actor, name string) error {
	return a.db.Write(ctx, db.Purpose{Work: "user", Actor: actor}, func(ctx context.Context, tx bun.Tx) error {
		user, err := userByName(ctx, tx, name)
		if err != nil {
			return err
		}
		return keepingAdmins(ctx, tx, func() error {
			if err := deleteSessionsOf(ctx, tx, user.ID); err != nil {
				return err
			}
			if err := db.LeaveDrafts(ctx, tx, user.Name); err != nil {
				return err
			}
			_, err := tx.NewDelete().Model(user).WherePK().Exec(ctx) // and with it devices and link
			return err
		})
	})
}

// updateUser changes a user. Whoever was logged in with the old rights has to
// log in again.
func (a *Accounts) updateUser(ctx context.Context, actor db.Actor, name string, set func(*User)) error {
	return a.db.Write(ctx, db.Purpose{Work: "user", Actor: actor}, func(ctx context.Context, tx bun.Tx) error {
		user, err := userByName(ctx, tx, name)
		if err != nil {
			return err
		}
		return changeUser(ctx, tx, user, set)
	})
}

func changeUser(ctx context.Context, tx bun.Tx, user *User, set func(*User)) error {
	before := *user
	set(user)
	user.Generation++
	err := keepingAdmins(ctx, tx, func() error {
		_, err := tx.NewUpdate().Model(user).WherePK().Exec(ctx)
		return err
	})
	if err != nil {
		return err
	}
	if user.Password != before.Password || !user.Active {
		if err := deleteDevicesOf(ctx, tx, user.ID); err != nil {
			return err
		}
		if err := deleteLinksOf(ctx, tx, user.ID); err != nil {
			return err
		}
	}
	return deleteSessionsOf(ctx, tx, user.ID)
}

// keepingAdmins changes users within a transaction. It fails with ErrLastAdmin
// where that would take the last active administrator away, or the last one who
// has a password.
func keepingAdmins(ctx context.Context, tx bun.Tx, change func() error) error {
	before, beforeWithPassword, err := countAdmins(ctx, tx)
	if err != nil {
		return err
	}
	if err := change(); err != nil {
		return err
	}
	after, afterWithPassword, err := countAdmins(ctx, tx)
	if err == nil && (before > 0 && after == 0 || beforeWithPassword > 0 && afterWithPassword == 0) {
		return ErrLastAdmin
	}
	return err
}

// countAdmins counts the active administrators, and those of them who can log in.
func countAdmins(ctx context.Context, tx bun.Tx) (all, withPassword int, err error) {
	err = tx.QueryRowContext(ctx, `SELECT count(*), count(nullif(password, '')) FROM users WHERE role = ? AND active`, db.Admin).
		Scan(&all, &withPassword)
	return all, withPassword, err
}

// authenticate returns the active user with a name and a password. Whatever is
// wrong, the answer is ErrWrongLogin and takes as long.
func (a *Accounts) authenticate(ctx context.Context, name, password string) (*User, error) {
	user, err := a.User(ctx, name)
	hash := nobodysPassword()
	switch {
	case err == nil && user.HasPassword():
		hash = user.Password
	case err != nil && !errors.Is(err, db.ErrNotFound):
		return nil, err
	}
	ok, outdated, err := comparePassword(ctx, password, hash)
	if err != nil {
		return nil, err
	}
	if user == nil || !user.HasPassword() || !ok || !user.Active {
		return nil, ErrWrongLogin
	}
	if outdated {
		a.renewHash(ctx, user, password)
	}
	return user, nil
}

// renewHash hashes a password again whose hash was made with weaker parameters.
// A log-in does not fail by this: the next one tries again.
func (a *Accounts) renewHash(ctx context.Context, user *User, password string) {
	hash, err := hashPassword(ctx, password)
	if err != nil {
		return
	}
	renewed := &renewedHash{userID: user.ID, before: user.Password, hash: hash}
	a.unwritten.put(unwrittenHash, user.Key, renewed) // without room, the next log-in renews it
}

// renewedHash is a new hash of a password that has not changed.
type renewedHash struct {
	userID       int64
	before, hash string
}

func (r *renewedHash) write(ctx context.Context, tx bun.Tx) error {
	_, err := tx.ExecContext(ctx, `UPDATE users SET password = ? WHERE id = ? AND password = ?`, r.hash, r.userID, r.before)
	return err
}
