package handlers

import (
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"kortisto/handlers/web"

	"github.com/gofiber/fiber/v2"
)

// longestWork is how long an answer may take: longer than writers wait for
// each other, and a large save beside.
const longestWork = 5 * time.Minute

// contentPolicy lets a page load nothing but our own files, and nothing inline.
const contentPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; " +
	"connect-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'"

// logRequest writes one line for each request, with nothing in it that a user
// or a customer could be known by: the pattern of the route, not the address.
func (s *server) logRequest(c *fiber.Ctx) error {
	began := time.Now()
	if connection, ok := c.Context().Conn().(*web.Connection); ok {
		defer func() { connection.Served(c.Response().IsBodyStream()) }()
	}
	if err := c.Next(); err != nil {
		if err := s.answerError(c, err); err != nil {
			return err
		}
	}
	s.log.Info("request", "method", c.Method(), "route", c.Route().Path, "status", c.Response().StatusCode(),
		"ms", time.Since(began).Milliseconds(), "id", requestID(c))
	return nil
}

// protect sets the headers that every answer has, errors too.
func (s *server) protect(c *fiber.Ctx) error {
	s.setHeaders(c)
	return c.Next()
}

func (s *server) setHeaders(c *fiber.Ctx) {
	c.Set("Content-Security-Policy", contentPolicy)
	c.Set(fiber.HeaderXContentTypeOptions, "nosniff")
	c.Set(fiber.HeaderReferrerPolicy, "same-origin")
	c.Set("Cross-Origin-Opener-Policy", "same-origin")
	c.Set("Cross-Origin-Resource-Policy", "same-origin")
	c.Set(fiber.HeaderXRequestID, requestID(c))
	c.Set(fiber.HeaderCacheControl, "no-store")
	c.Vary("HX-Request")
	if s.isSecure(c) {
		c.Set(fiber.HeaderStrictTransportSecurity, "max-age=31536000")
	}
}

// isSecure reports whether the browser speaks https, by the base URL or by the
// word of a trusted proxy.
func (s *server) isSecure(c *fiber.Ctx) bool { return s.secure || c.Protocol() == "https" }

// limitTime gives all work of a request an end: after a while, or with the server.
func (s *server) limitTime(c *fiber.Ctx) error {
	ctx, done := s.life.BeginWithin(longestWork)
	defer done()
	c.SetUserContext(ctx)
	return c.Next()
}

// refuseCrossOrigin lets no other site send a form in a user's name.
func (s *server) refuseCrossOrigin(c *fiber.Ctx) error {
	request := &http.Request{
		Method: c.Method(),
		Host:   c.Hostname(),
		URL:    &url.URL{Path: c.Path()},
		Header: http.Header{
			"Sec-Fetch-Site": {c.Get("Sec-Fetch-Site")},
			"Origin":         {c.Get(fiber.HeaderOrigin)},
		},
	}
	if err := s.crossOrigin.Check(request); err != nil {
		return errCrossOrigin
	}
	return c.Next()
}

// isLoopback reports whether a host is this very machine, where plain http is safe.
func isLoopback(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	address, err := netip.ParseAddr(strings.Trim(host, "[]"))
	return host == "localhost" || err == nil && address.IsLoopback()
}
