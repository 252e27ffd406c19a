package handlers

import (
	"net/http"

	"github.com/gofiber/fiber/v2"
	"github.com/gorilla/sessions"
)

// The cookies, by their names on a plain connection.
const (
	sessionCookie  = "kortisto"
	flashCookie    = "kortisto-flash"
	languageCookie = "kortisto-language"
	devicesCookie  = "kortisto-devices"
)

// What cookieName puts before names.
const (
	wholeSite = "__Host-"
	partOfOne = "__Secure-"
)

// sessionCookies are all names that the cookie of a session may have.
var sessionCookies = []string{wholeSite + sessionCookie, partOfOne + sessionCookie, sessionCookie}

// cookieName makes a browser refuse a cookie that another site of the same
// domain has set, where it can: __Host- needs https and the whole site.
func (s *server) cookieName(c *fiber.Ctx, name string) string {
	switch {
	case !s.isSecure(c):
		return name
	case s.basePath != "":
		return partOfOne + name
	}
	return wholeSite + name
}

// cookieOptions are those of every cookie. A maxAge of 0 is until the browser
// is closed.
func (s *server) cookieOptions(c *fiber.Ctx, maxAge int) *sessions.Options {
	path := s.basePath
	if path == "" {
		path = "/"
	}
	return &sessions.Options{Path: path, MaxAge: maxAge, Secure: s.isSecure(c), HttpOnly: true, SameSite: http.SameSiteLaxMode}
}

// setCookie sends a cookie along with the answer.
func (s *server) setCookie(c *fiber.Ctx, name, value string, maxAge int) {
	cookie := sessions.NewCookie(name, value, s.cookieOptions(c, maxAge))
	c.Response().Header.Add(fiber.HeaderSetCookie, cookie.String())
}
