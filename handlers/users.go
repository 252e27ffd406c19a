package handlers

import (
	"errors"

	"kortisto/db"
	"kortisto/db/accounts"

	"github.com/gofiber/fiber/v2"
)

// usersPage is what views/users_index.html shows.
type usersPage struct {
	Page
	Users   []accounts.User
	Roles   []db.Role
	Problem refusal
	About   string // the user whom the problem concerns; "" for a new one
	Name    string // as typed for a new user
	NewRole db.Role
	Link    string // by which a user chooses a password; shown once
	LinkOf  string // the user whose link it is
}

// LinkHours is how long links are good.
func (*usersPage) LinkHours() int { return int(accounts.LinkLife.Hours()) }

// listUsers handles GET /users.
func (s *server) listUsers(c *fiber.Ctx) error {
	return s.showUsers(c, &usersPage{NewRole: db.Editor})
}

func (s *server) showUsers(c *fiber.Ctx, view *usersPage) (err error) {
	view.Page, view.Roles = s.page(c, "users"), db.Roles
	if view.Users, err = s.accounts.Users(c.UserContext()); err != nil {
		return err
	}
	return s.render(c, "users_index", view)
}

// addUser handles POST /users. The user chooses the password by a link, unless
// one is given.
func (s *server) addUser(c *fiber.Ctx) error {
	view := &usersPage{Name: c.FormValue("name"), NewRole: db.Role(c.FormValue("role"))}
	if password := c.FormValue("password"); password != "" {
		user, err := s.accounts.CreateUser(c.UserContext(), actorOf(c), view.Name, password, view.NewRole)
		if err != nil {
			return s.refuseUser(c, view, err)
		}
		s.logChange(c, "user added", user.Name, "role", user.Role)
		return s.done(c, "/users", s.words(c).Text("users.added", "name", user.Name))
	}
	user, token, err := s.accounts.InviteUser(c.UserContext(), actorOf(c), view.Name, view.NewRole)
	if err != nil {
		return s.refuseUser(c, view, err)
	}
	s.logChange(c, "user added", user.Name, "role", user.Role)
	return s.showLink(c, user.Name, token)
}

// makeLink handles POST /users/link.
func (s *server) makeLink(c *fiber.Ctx) error {
	name := c.FormValue("name")
	token, err := s.accounts.NewLink(c.UserContext(), actorOf(c), name)
	if err != nil {
		return s.refuseUser(c, &usersPage{About: name, NewRole: db.Editor}, err)
	}
	s.logChange(c, "link made", name)
	return s.showLink(c, name, token)
}

// showLink shows a user's link in the answer itself, since it is kept nowhere.
func (s *server) showLink(c *fiber.Ctx, name, token string) error {
	return s.showUsers(c, &usersPage{NewRole: db.Editor, Link: s.site(c) + "/invite#" + token, LinkOf: name})
}

// site is the address that users see: the base URL, else the one that the
// browser has asked.
func (s *server) site(c *fiber.Ctx) string {
	if s.baseURL != "" {
		return s.baseURL
	}
	return c.Protocol() + "://" + c.Hostname() + s.basePath
}

// changeRole handles POST /users/role.
func (s *server) changeRole(c *fiber.Ctx) error {
	role := db.Role(c.FormValue("role"))
	return s.changeUser(c, "users.role-changed", func(name string) error {
		if err := s.accounts.SetRole(c.UserContext(), actorOf(c), name, role); err != nil {
			return err
		}
		s.logChange(c, "role changed", name, "role", role)
		return nil
	})
}

// resetPassword handles POST /users/password.
func (s *server) resetPassword(c *fiber.Ctx) error {
	return s.changeUser(c, "users.password-changed", func(name string) error {
		if err := s.accounts.SetPassword(c.UserContext(), actorOf(c), name, c.FormValue("password")); err != nil {
			return err
		}
		s.logChange(c, "password changed", name)
		return nil
	})
}

// disableUser handles POST /users/disable.
func (s *server) disableUser(c *fiber.Ctx) error {
	return s.changeUser(c, "users.disabled", func(name string) error {
		if err := s.accounts.DisableUser(c.UserContext(), actorOf(c), name); err != nil {
			return err
		}
		s.logChange(c, "user disabled", name)
		return nil
	})
}

// enableUser handles POST /users/enable.
func (s *server) enableUser(c *fiber.Ctx) error {
	return s.changeUser(c, "users.enabled", func(name string) error {
		if err := s.accounts.EnableUser(c.UserContext(), actorOf(c), name); err != nil {
			return err
		}
		s.logChange(c, "user enabled", name)
		return nil
	})
}

// endSessionsOf handles POST /users/logout.
func (s *server) endSessionsOf(c *fiber.Ctx) error {
	return s.changeUser(c, "users.sessions-ended", func(name string) error {
		if err := s.accounts.EndSessions(c.UserContext(), actorOf(c), name); err != nil {
			return err
		}
		s.logChange(c, "sessions ended", name)
		return nil
	})
}

// deleteUser handles POST /users/delete.
func (s *server) deleteUser(c *fiber.Ctx) error {
	return s.changeUser(c, "users.deleted", func(name string) error {
		if err := s.accounts.DeleteUser(c.UserContext(), actorOf(c), name); err != nil {
			return err
		}
		s.logChange(c, "user deleted", name)
		return nil
	})
}

// changeUser changes the user that a form names, who is logged out by that.
func (s *server) changeUser(c *fiber.Ctx, id string, change func(name string) error) error {
	name := c.FormValue("name")
	if err := change(name); err != nil {
		return s.refuseUser(c, &usersPage{About: name, NewRole: db.Editor}, err)
	}
	return s.done(c, "/users", s.words(c).Text(id, "name", name))
}

func (s *server) refuseUser(c *fiber.Ctx, view *usersPage, err error) error {
	if errors.Is(err, accounts.ErrRole) {
		return fiber.ErrBadRequest // no form of ours sends it
	}
	view.Name, view.About = repeated(view.Name), repeated(view.About)
	if view.Problem = s.refusalOf(c, err); view.Problem.Text == "" {
		return err
	}
	return s.showUsers(c, view)
}
