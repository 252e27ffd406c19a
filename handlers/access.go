package handlers

import (
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"slices"
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

// parseNetworks reads addresses (10.0.0.1) and networks (10.0.0.0/8).
func parseNetworks(texts []string) ([]netip.Prefix, error) {
	networks := make([]netip.Prefix, 0, len(texts))
	for _, text := range texts {
		if address, err := netip.ParseAddr(text); err == nil {
			networks = append(networks, netip.PrefixFrom(address, address.BitLen()))
			continue
		}
		network, err := netip.ParsePrefix(text)
		if err != nil {
			return nil, fmt.Errorf("handlers: trusted proxy: %w", err)
		}
		networks = append(networks, network)
	}
	return networks, nil
}

func (s *server) isProxy(address netip.Addr) bool {
	return slices.ContainsFunc(s.proxies, func(network netip.Prefix) bool { return network.Contains(address) })
}

// clientAddress is where a request comes from. Behind trusted proxies it is
// the last address in X-Forwarded-For that is not theirs: what stands before
// it anybody can make up.
func (s *server) clientAddress(c *fiber.Ctx) string {
	address, ok := netip.AddrFromSlice(c.Context().RemoteIP())
	if !ok {
		return ""
	}
	address = address.Unmap()
	hops := strings.Split(c.Get(fiber.HeaderXForwardedFor), ",")
	for i := len(hops) - 1; i >= 0 && s.isProxy(address); i-- {
		hop, err := netip.ParseAddr(strings.TrimSpace(hops[i]))
		if err != nil {
			break
		}
		address = hop.Unmap()
	}
	return address.String()
}

// isLoopback reports whether a host is this very machine, where plain http is safe.
func isLoopback(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	address, err := netip.ParseAddr(strings.Trim(host, "[]"))
	return host == "localhost" || err == nil && address.IsLoopback()
}
