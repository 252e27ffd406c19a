package handlers_test

import (
	"testing"

	"kortisto/customer"
	"kortisto/db"
)

// TestPreferences (preferences-follow) holds that language, theme and single keys are the user's own:
// they follow the user to another browser, whatever that has chosen for itself,
// and nobody else sees them.
func TestPreferences(t *testing.T) {
	s := newSite(t)
	s.add(customer.Name, "Alfa Oy")
	b := s.as(db.Viewer)
	usual := []string{`<html lang="en"`, "!<html data-theme", "!<html data-single-keys", `<meta name="color-scheme" content="light dark"`}
	b.want(b.get("/settings"), 200, append(usual, `name="theme" value="" checked`, `name="single-keys" value="on" aria-describedby="keys-hint" checked`,
		`name="language" value="en" checked`)...)
	b.want(b.get("/customers"), 200, `aria-keyshortcuts="/"`)
	b.leads(b.post("/settings/preferences", "language", "sv", "theme", "dark"), "/settings")
	b.want(b.get("/settings"), 200, "Inställningarna är sparade.", `name="theme" value="dark" checked`, `name="language" value="sv" checked`, `aria-describedby="keys-hint"`, `!aria-describedby="keys-hint" checked`)

	elsewhere := s.as(db.Viewer)
	elsewhere.cookies["kortisto-language"] = "fi"
	chosen := []string{`<html lang="sv" data-theme="dark" data-single-keys="off"`, `<meta name="color-scheme" content="dark"`}
	elsewhere.want(elsewhere.get("/customers"), 200, append(chosen, `!aria-keyshortcuts="/"`)...)
	elsewhere.want(elsewhere.get("/nowhere"), 404, chosen...)
	other := s.as(db.Editor)
	other.want(other.get("/customers"), 200, usual...)

	elsewhere.leads(elsewhere.post("/language", "language", "en", "return", "/groups"), "/groups")
	b.want(b.get("/customers"), 200, `<html lang="en" data-theme="dark" data-single-keys="off"`)
	b.leads(b.post("/settings/preferences", "language", "xx", "theme", "pink", "single-keys", "on"), "/settings")
	b.want(b.get("/customers"), 200, `<html lang="en" data-theme="dark"`, "!<html data-single-keys")
	b.leads(b.post("/settings/preferences", "language", "en", "theme", "", "single-keys", "on"), "/settings")
	b.want(b.get("/customers"), 200, usual...)
}

// TestLanguageWithoutUser holds that the pages before the log-in are in the
// language that their browser has chosen, and in the theme of the device.
func TestLanguageWithoutUser(t *testing.T) {
	s := newSite(t)
	b := s.as(db.Viewer)
	b.leads(b.post("/settings/preferences", "language", "sv", "theme", "light"), "/settings")
	b.post("/logout")
	b.want(b.get("/login"), 200, `<html lang="sv"`, "!<html data-theme", `content="light dark"`)
	b.leads(b.post("/language", "language", "fi", "return", "/login"), "/login")
	b.want(b.get("/login"), 200, `<html lang="fi"`, "!<html data-theme")
}
