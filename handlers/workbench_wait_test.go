package handlers

import (
	"io"
	"math"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"kortisto/db"
	"kortisto/sheet"
)

// TestWorkUnderWayIsKept holds that other drafts, however large, do not make
// the workbench forget work that is under way on one, nor why it failed.
func TestWorkUnderWayIsKept(t *testing.T) {
	w := newWorkbench(nil, sheet.DefaultLimits(), math.MaxInt64)
	t.Cleanup(func() { w.tidying.Stop() })
	large := func(id int64) {
		entry := w.entry(id)
		entry.sheetSize = usualBytes
		w.account(id, entry)
	}
	entry, saving, _ := w.begin(1)
	entry.sheetSize = 10
	w.account(1, entry)
	large(2)
	if _, mine, other := w.begin(1); mine != nil || other != saving {
		t.Fatal("a second job is begun beside the first")
	}
	saving.keeps, saving.left = true, true
	entry.end(saving, db.ErrNothingToSave)
	large(3)
	if w.entry(1).sheetSize != 10 {
		t.Error("what a page is about to come for is dropped")
	}
	entry.awaited = time.Time{} // it has not come
	large(4)
	if w.entry(1).sheetSize != 0 || w.entries[2] != nil || w.entries[3] != nil || w.used != usualBytes {
		t.Errorf("%d bytes are kept of %v", w.used, w.entries)
	}
	if w.entry(1).takeFailure() == nil {
		t.Error("why the work failed is forgotten")
	}
}

// TestWaitingKeepsMessages holds that what a page has to tell is told though it
// has to wait for long work on its draft: that a choice was not taken in, and
// why nothing was saved.
func TestWaitingKeepsMessages(t *testing.T) {
	s := newInside(t)
	user, err := s.accounts.CreateUser(t.Context(), db.Actor{}, "Liisa", "kolme sanaa peräkkäin", db.Editor)
	if err != nil {
		t.Fatal(err)
	}
	session, err := s.accounts.CreateSession(user)
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
		failed             error
	}{
		{http.MethodPost, "/decisions", "mitään ei muutettu", nil},
		{http.MethodGet, "", "Rekisteri on muuttunut", &unsaved{"", db.ErrPlanChanged{}}},
	}
	for _, c := range cases {
		t.Run(c.text, func(t *testing.T) {
			t.Parallel()
			id := s.draft("Nimi;Katu\nAlfa Oy;Tie 1\n")
			s.bench.entry(id).failed = c.failed
			entry, work, _ := s.bench.begin(id)
			visit := visitor(id)
			if page := visit(c.method, importPath(id)+c.path); strings.Contains(page, c.text) || !strings.Contains(page, `http-equiv="refresh"`) {
				t.Errorf("the page of long work is\n%s", page)
			}
			entry.end(work, nil)
			if page := visit(http.MethodGet, importPath(id)); !strings.Contains(page, c.text) {
				t.Errorf("%q is not in\n%s", c.text, page)
			}
		})
	}
}
