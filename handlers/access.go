package handlers

import (
	"net"
	"net/netip"
	"net/url"
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"
	"kortisto/db"
)

// atLeast reports whether a role has the rights of another one.
func atLeast(role, wanted db.Role) bool {
	i, j := slices.Index(db.Roles, role), slices.Index(db.Roles, wanted)
	return i >= 0 && i <= j
}

// requireUser sends everybody to the log-in who is not logged in. HTMX gets an
// order for the whole page, not a log-in form in the middle of a table.
func (s *server) requireUser(c *fiber.Ctx) error {
	if userOf(c) != nil {
		return c.Next()
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
		if user := userOf(c); user == nil || !atLeast(user.Role, role) {
			return errForbidden
		}
		return c.Next()
	}
}

// isLoopback reports whether a host is this very machine, where plain http is safe.
func isLoopback(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	address, err := netip.ParseAddr(strings.Trim(host, "[]"))
	return host == "localhost" || err == nil && address.IsLoopback()
}
