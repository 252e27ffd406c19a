package handlers

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http/httptest"
	"os"
	"slices"
	"testing"
	"time"

	"kortisto/db"
	"kortisto/db/accounts"
	"kortisto/handlers/pagetest"
	"kortisto/handlers/web"
	"kortisto/sheet"

	"github.com/gofiber/fiber/v2"
	"github.com/gorilla/sessions"
)

// TestErrors holds what each error becomes, for a page and for HTMX.
func TestErrors(t *testing.T) {
	s, err := newServer(Config{DB: emptyRegister(t), Static: os.DirFS("../static"), Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	var failure error
	loggedIn := false
	if s.views, err = web.ParseTemplates(os.DirFS("../views"), s.templateFuncs()); err != nil {
		t.Fatal(err)
	}
	app := fiber.New(fiber.Config{ErrorHandler: s.answerError})
	app.Get("/", func(c *fiber.Ctx) error {
		if loggedIn {
			session := sessions.NewSession(nil, sessionCookie)
			session.Values[storedValue] = &accounts.Session{User: accounts.User{Name: "Matti", Role: db.Viewer}}
			c.Locals(sessionLocal, session)
		}
		return failure
	})
	var tried []error
	busy := db.ErrBusy{Holder: "Liisa: import <a>.csv"}
	for _, test := range []struct {
		err    error
		status int
		text   string
		user   bool // somebody is logged in
	}{
		{db.ErrNotFound, 404, "Page not found", false},
		{db.ErasedError{Number: 1001, At: time.Now()}, 410, "customer 1001 has been erased for good", false},
		{fmt.Errorf("wrapped: %w", db.ErrConflict), 409, "Somebody else", false},
		{busy, 503, "under way (Liisa: import ", true},
		{busy, 503, "under way.", false}, // what colleagues do is nobody else's business
		{db.ErrBusy{}, 503, "under way.", false},
		{db.ErrDiskFull, 507, "The disk is full", false},
		{db.ErrNotWritable, 503, "cannot be written", false},
		{fmt.Errorf("wrapped: %w", db.ErrForbidden), 403, "taken away", true},
		{errForbidden, 403, "role", true},
		{errCrossOrigin, 403, "did not come from this site", false},
		{errPacked, 415, "Content-Encoding", false},
		{errTooLong, 413, "Too much was sent", false},
		{db.ErrDamaged, 503, "file is damaged", false},
		{db.ErrNotDatabase, 503, "file is damaged", false},
		{db.ErrDiskFailed, 503, "disk", false},
		{context.Canceled, 503, "stopp", false},
		{accounts.ErrThrottled{Wait: 1500 * time.Millisecond}, 429, "in 2 seconds", false},
		{&sheet.Error{Code: sheet.FileEmpty}, 422, "The file is empty", false},
		{context.DeadlineExceeded, 503, "Time ran out", false},
		{fiber.ErrRequestEntityTooLarge, 413, "at most 50 MB", false},
		{fiber.ErrMethodNotAllowed, 405, "Page not found", false},
		{fiber.ErrTeapot, 500, "Something went wrong", false},
		{errors.New("secret detail"), 500, "give the administrator the code", false},
	} {
		failure, loggedIn = test.err, test.user
		tried = append(tried, test.err)
		for _, fragment := range []bool{false, true} {
			request := httptest.NewRequest("GET", "/", nil)
			request.Header.Set("Accept-Language", "en")
			if fragment {
				request.Header.Set("HX-Request", "true")
			}
			response, err := app.Test(request, -1)
			if err != nil {
				t.Fatal(err)
			}
			body, err := io.ReadAll(response.Body)
			if err != nil {
				t.Fatal(err)
			}
			got := string(body)
			frame := "<html"
			if fragment {
				frame = "!<html"
			}
			if wrong := pagetest.Check(got, test.text, frame, "!secret"); response.StatusCode != test.status || wrong != nil {
				t.Errorf("%v: %d %s %s", test.err, response.StatusCode, wrong, got)
			}
		}
	}
	for _, answer := range answers {
		if !slices.ContainsFunc(tried, func(err error) bool { return errors.Is(err, answer.err) }) {
			t.Errorf("%v was not tried", answer.err)
		}
	}
}

// emptyRegister opens a register of the test.
func emptyRegister(t *testing.T) *db.DB {
	t.Helper()
	register, err := db.Open(t.Context(), t.TempDir(), db.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = register.Close() })
	return register
}

func TestFaultySettings(t *testing.T) {
	register := emptyRegister(t)
	for name, config := range map[string]Config{
		"base URL without a scheme": {BaseURL: "register.example"},
		"base URL of another kind":  {BaseURL: "ftp://register.example"},
		"base URL with a query":     {BaseURL: "https://register.example/?a=b"},
		"proxy without an address":  {TrustedProxies: []string{"proxy"}},
	} {
		config.DB, config.Static = register, os.DirFS("../static")
		if _, err := newServer(config); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
