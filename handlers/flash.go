package handlers

import (
	"encoding/base64"
	"encoding/json"
	"strings"

	"github.com/gofiber/fiber/v2"
)

// Flash is a message that is shown once.
type Flash struct {
	Text string
	Bad  bool // something went wrong

	Restores int64 `json:",omitempty"` // the discarded import that can be taken back, 0 for none
}

// longestFlash keeps a message within a cookie.
const longestFlash = 1000

// setFlash keeps a message for the next page. It stands in a cookie: to show a
// page must neither write to the register nor wait for somebody who does.
func (s *server) setFlash(c *fiber.Ctx, flash Flash) {
	if len(flash.Text) > longestFlash {
		flash.Text = strings.ToValidUTF8(flash.Text[:longestFlash], "") + "…"
	}
	data, err := json.Marshal(flash)
	if err != nil {
		return // a text and a flag can always be written
	}
	s.setCookie(c, s.cookieName(c, flashCookie), base64.RawURLEncoding.EncodeToString(data), 0)
}

// takeFlash is the message of the last form, nil for none. The next page has it no
// more.
func (s *server) takeFlash(c *fiber.Ctx) *Flash {
	name := s.cookieName(c, flashCookie)
	value := c.Cookies(name)
	if value == "" {
		return nil
	}
	s.setCookie(c, name, "", -1)
	flash := new(Flash)
	data, err := base64.RawURLEncoding.DecodeString(value)
	if err != nil || json.Unmarshal(data, flash) != nil || flash.Text == "" {
		return nil
	}
	return flash
}
