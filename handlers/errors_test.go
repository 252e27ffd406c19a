package handlers

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"
	"kortisto/db"
	"kortisto/sheet"
)

// TestErrors holds what each error becomes, for a page and for HTMX.
func TestErrors(t *testing.T) {
	s, err := newServer(Config{DB: emptyRegister(t), Static: os.DirFS("../static"), Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	var failure error
	s.views = &engine{files: os.DirFS("../views"), funcs: s.templateFuncs()}
	if err := s.views.Load(); err != nil {
		t.Fatal(err)
	}
	app := fiber.New(fiber.Config{ErrorHandler: s.answerError})
	app.Get("/", func(*fiber.Ctx) error { return failure })
	for _, test := range []struct {
		err    error
		status int
		text   string
	}{
		{db.ErrNotFound, 404, "Page not found"},
		{fmt.Errorf("wrapped: %w", db.ErrConflict), 409, "Somebody else"},
		{db.ErrBusy{Holder: "Liisa: import <a>.csv"}, 503, "under way (Liisa: import "},
		{db.ErrBusy{}, 503, "under way."},
		{db.ErrDiskFull, 507, "The disk is full"},
		{db.ErrNotWritable, 503, "cannot be written"},
		{db.ErrThrottled{Wait: 1500 * time.Millisecond}, 429, "in 2 seconds"},
		{&sheet.Error{Code: sheet.FileEmpty}, 422, "The file is empty"},
		{context.DeadlineExceeded, 503, "Time ran out"},
		{fiber.ErrRequestEntityTooLarge, 413, "at most 50 MB"},
		{fiber.ErrMethodNotAllowed, 405, "Page not found"},
		{fiber.ErrTeapot, 500, "Something went wrong"},
		{errors.New("secret detail"), 500, "give the administrator the code"},
	} {
		failure = test.err
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
			if response.StatusCode != test.status || !strings.Contains(got, test.text) || strings.Contains(got, "<html") == fragment ||
				strings.Contains(got, "secret") {
				t.Errorf("%v: %d %s", test.err, response.StatusCode, got)
			}
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
