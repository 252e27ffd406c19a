package handlers

import (
	"slices"

	"kortisto/db/accounts"
	"kortisto/handlers/wording"
	"kortisto/locale"

	"github.com/gofiber/fiber/v2"
)

// What pages say: see package wording.
type (
	Words      = wording.Words
	formChoice = wording.Choice
	counted    = wording.Counted
)

// words are those in the language of the user: as chosen by the user, else in the
// browser, else as the browser asks.
func (s *server) words(c *fiber.Ctx) Words {
	if words, ok := c.Locals(wordsLocal).(Words); ok {
		return words
	}
	lang := preferencesOf(c).Language
	if lang == "" {
		lang = c.Cookies(s.cookieName(c, languageCookie))
	}
	if !slices.Contains(locale.Languages, lang) {
		lang = locale.Match(c.Get(fiber.HeaderAcceptLanguage))
	}
	words := Words{Printer: locale.For(lang), Table: s.db.Fields()}
	c.Locals(wordsLocal, words)
	return words
}

// preferencesOf are those of who is logged in, or the usual ones.
func preferencesOf(c *fiber.Ctx) accounts.Preferences {
	if user := userOf(c); user != nil {
		return user.Preferences
	}
	return accounts.Preferences{}
}
