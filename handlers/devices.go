package handlers

import (
	"slices"
	"strings"
	"time"

	"kortisto/db/accounts"

	"github.com/gofiber/fiber/v2"
)

// maxDevices is how many users' devices one browser is: colleagues share one.
const maxDevices = 8

// devices are the ids that a browser keeps of earlier log-ins, of whichever user.
func (s *server) devices(c *fiber.Ctx) []string {
	ids := strings.FieldsFunc(c.Cookies(s.cookieName(c, devicesCookie)), func(r rune) bool { return r == '.' })
	return ids[:min(len(ids), maxDevices)]
}

// rememberDevice makes the browser known to the register, so that nobody who
// guesses at the user's password keeps the user out.
func (s *server) rememberDevice(c *fiber.Ctx, user *accounts.User) error {
	ids := s.devices(c)
	id, err := s.accounts.RememberDevice(c.UserContext(), user, ids)
	if err != nil {
		return err
	}
	ids = append([]string{id}, slices.DeleteFunc(ids, func(other string) bool { return other == id })...)
	value := strings.Join(ids[:min(len(ids), maxDevices)], ".")
	s.setCookie(c, s.cookieName(c, devicesCookie), value, int(accounts.DeviceLife/time.Second))
	return nil
}
