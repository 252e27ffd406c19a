package handlers

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/db/accounts"
)

// TestWaitingKeepsMessages holds that a message of a page is shown though it
// has to wait for long work on its draft: that a choice was not taken in, and
// why nothing was saved.
func TestWaitingKeepsMessages(t *testing.T) {
	s := newInside(t)
	user, err := s.accounts.CreateUser(t.Context(), db.Actor{}, "Liisa", "kolme sanaa peräkkäin", db.Editor)
	if err != nil {
		t.Fatal(err)
	}
	session, err := s.accounts.CreateSession(user, accounts.LoggedIn{})
	if err != nil {
		t.Fatal(err)
	}
	// Each visitor keeps the cookies that it gets, and follows where it is led.
	visitor := func(id int64) func(method, path string) string {
		cookies := map[string]string{"kortisto": session}
		return func(method, path string) string {
			for range 3 {
				var form io.Reader
				if method == http.MethodPost {
					form = strings.NewReader(url.Values{"decide": {"exclude:2"}, "show-status": {"new"}}.Encode())
				}
				request := httptest.NewRequest(method, path, form)
				request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
				request.Header.Set("Accept-Language", "fi")
				for name, value := range cookies {
					request.AddCookie(&http.Cookie{Name: name, Value: value})
				}
				answer, err := s.app.Test(request, -1)
				if err != nil {
					t.Error(err)
					return ""
				}
				for _, cookie := range answer.Cookies() {
					if cookies[cookie.Name] = cookie.Value; cookie.MaxAge < 0 {
						delete(cookies, cookie.Name)
					}
				}
				if answer.StatusCode != http.StatusSeeOther {
					body, err := io.ReadAll(answer.Body)
					if err != nil {
						t.Error(err)
					}
					return string(body)
				}
				method, path = http.MethodGet, answer.Header.Get("Location")
			}
			return ""
		}
	}
	cases := []struct {
		method, path, text string
		failed             bool // a save, before
	}{
		{http.MethodPost, "/decisions", "mitään ei muutettu", false},
		{http.MethodGet, "", "Tuonti tai rekisteri on muuttunut", true},
	}
	for _, c := range cases {
		t.Run(c.text, func(t *testing.T) {
			id := s.draft("Nimi;Katu\nAlfa Oy;Tie 1\n")
			visit := visitor(id)
			if c.failed {
				s.slowly(func() { s.ask(http.MethodPost, importPath(id)+"/save", url.Values{"fingerprint": {"of another plan"}}) })
				// What the save has planned can't be shown any more.
				_, err := s.db.ChangeChoices(t.Context(), db.Actor{Name: "Liisa"}, id, func(choices *db.Choices) error {
					choices.Mapping.Set(1, customer.City)
					return nil
				})
				if err != nil {
					t.Fatal(err)
				}
			}
			s.slowly(func() {
				s.shows(visit(c.method, importPath(id)+c.path), "the page of long work", "!"+c.text, `id="working"`)
			})
			s.shows(visit(http.MethodGet, importPath(id)), "the page after it", c.text)
		})
	}
}
