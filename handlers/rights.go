package handlers

import (
	"net/url"

	"kortisto/db"

	"github.com/gofiber/fiber/v2"
)

// requireUser sends everybody to the log-in who is not logged in.
func (s *server) requireUser(c *fiber.Ctx) error {
	if userOf(c) != nil {
		return c.Next()
	}
	return s.sendToLogin(c)
}

// sendToLogin leads to the log-in page. HTMX learns no more than that it is
// needed: the page stays, with what is typed in it, and asks to log in itself.
func (s *server) sendToLogin(c *fiber.Ctx) error {
	if isFragment(c) {
		return c.Status(fiber.StatusUnauthorized).SendString(s.words(c).Text("login.go-on"))
	}
	if c.Method() != fiber.MethodGet && c.Method() != fiber.MethodHead {
		s.setFlash(c, Flash{Text: s.words(c).Text("login.ended"), Bad: true})
	}
	login := "/login"
	if next := pathOf(c, s.basePath); next != "/" {
		login += "?next=" + url.QueryEscape(next)
	}
	return c.Redirect(s.url(login), fiber.StatusSeeOther)
}

// require lets through those who have a role's rights.
func (s *server) require(role db.Role) fiber.Handler {
	return func(c *fiber.Ctx) error {
		if user := userOf(c); user == nil || !user.Role.AtLeast(role) {
			return errForbidden
		}
		c.Locals(roleKey, role)
		return c.Next()
	}
}

// roleKey is where the role stands that the route of a request is for.
const roleKey = "role"

// actorOf is the user as who writes: with the right that the route asks for,
// which must still be there when the writing begins.
func actorOf(c *fiber.Ctx) db.Actor {
	user := userOf(c)
	role, _ := c.Locals(roleKey).(db.Role)
	return db.Actor{Name: user.Name, User: user.ID, Role: role}
}
