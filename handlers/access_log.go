package handlers

import (
	"log/slog"

	"github.com/gofiber/fiber/v2"
)

// unknownUser stands in the log for whoever is no user: what was typed as the
// name may be a password.
const unknownUser = "unknown user"

// logAccess writes who came, went or was kept out, and from where. The address
// stands before all that anybody can choose, so that other programs find it.
func (s *server) logAccess(c *fiber.Ctx, level slog.Level, event, user string) {
	s.log.Log(c.UserContext(), level, event, "address", s.proxies.Client(c), "user", user, "id", requestID(c))
}

// logBy writes what the user of the request has done.
func (s *server) logBy(c *fiber.Ctx, event string, more ...any) {
	s.log.Info(event, append([]any{"address", s.proxies.Client(c), "by", userOf(c).Name, "id", requestID(c)}, more...)...)
}

// logChange writes what the user of the request has done to a user.
func (s *server) logChange(c *fiber.Ctx, event, about string, more ...any) {
	by := unknownUser
	if user := userOf(c); user != nil {
		by = user.Name
	}
	s.log.Info(event, append([]any{"address", s.proxies.Client(c), "user", about, "by", by, "id", requestID(c)}, more...)...)
}

// knownName is the name of a user as it may stand in the log.
func (s *server) knownName(c *fiber.Ctx, name string) string {
	user, err := s.accounts.User(c.UserContext(), name)
	if err != nil {
		return unknownUser
	}
	return user.Name
}
