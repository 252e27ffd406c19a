package handlers

import (
	"net"
	"net/netip"
	"net/url"
	"strings"

	"github.com/gofiber/fiber/v2"
	"kortisto/db"
)

// requireUser sends everybody to the log-in who is not logged in. HTMX gets an
// order for the whole page, not a log-in form in the middle of a table.
func (s *server) requireUser(c *fiber.Ctx) error {
	if userOf(c) != nil {
		return c.Next()
	}
	return s.sendToLogin(c)
}

func (s *server) sendToLogin(c *fiber.Ctx) error {
	if isFragment(c) || c.Method() != fiber.MethodGet && c.Method() != fiber.MethodHead {
		s.setFlash(c, Flash{Text: s.words(c).Text("login.ended"), Bad: true})
	}
	if isFragment(c) {
		c.Set("HX-Redirect", s.url("/login?next="+url.QueryEscape(s.currentPath(c))))
		return c.SendStatus(fiber.StatusUnauthorized)
	}
	login := "/login"
	if next := pathOf(c, s.basePath); next != "/" {
		login += "?next=" + url.QueryEscape(next)
	}
	return c.Redirect(s.url(login), fiber.StatusSeeOther)
}

// currentPath is the path of the page that HTMX works on.
func (s *server) currentPath(c *fiber.Ctx) string {
	address, err := url.Parse(c.Get("HX-Current-URL"))
	if err != nil {
		return "/"
	}
	return safePath(strings.TrimPrefix(address.RequestURI(), s.basePath))
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

// isLoopback reports whether a host is this very machine, where plain http is safe.
func isLoopback(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	address, err := netip.ParseAddr(strings.Trim(host, "[]"))
	return host == "localhost" || err == nil && address.IsLoopback()
}
