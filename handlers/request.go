package handlers

import (
	"crypto/rand"
	"net"
	"net/netip"
	"strings"

	"github.com/gofiber/fiber/v2"
)

// requestID names the request in the log and on the page of an error.
func requestID(c *fiber.Ctx) string {
	if id, ok := c.Locals(idLocal).(string); ok {
		return id
	}
	id := rand.Text()[:12]
	c.Locals(idLocal, id)
	return id
}

// isSecure reports whether the browser speaks https, by the base URL or by the
// word of a trusted proxy.
func (s *server) isSecure(c *fiber.Ctx) bool { return s.secure || c.Protocol() == "https" }

// isLoopback reports whether a host is this very machine, where plain http is safe.
func isLoopback(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	address, err := netip.ParseAddr(strings.Trim(host, "[]"))
	return host == "localhost" || err == nil && address.IsLoopback()
}
