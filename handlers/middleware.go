package handlers

import (
	"net/http"
	"net/url"
	"time"

	"kortisto/handlers/web"

	"github.com/gofiber/fiber/v2"
)

// longestWork is how long an answer may take: longer than writers wait for
// each other, and a large save beside.
const longestWork = 5 * time.Minute

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
