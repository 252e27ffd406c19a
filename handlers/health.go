package handlers

import "github.com/gofiber/fiber/v2"

// healthz handles GET /healthz: the program runs.
func (s *server) healthz(c *fiber.Ctx) error { return c.SendString("ok") }

// readyz handles GET /readyz: the register can be read.
func (s *server) readyz(c *fiber.Ctx) error {
	if _, err := s.db.WriteCounter(c.UserContext()); err != nil {
		s.log.Error("not ready", "id", requestID(c), "error", err.Error())
		return c.Status(fiber.StatusServiceUnavailable).SendString("not ready")
	}
	return c.SendString("ok")
}
