package handlers

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/db/accounts"
	"kortisto/handlers/pagetest"
	"kortisto/importer"
	"kortisto/sheet"

	"github.com/gofiber/fiber/v2"
)

// inside is a server with a register of its own, seen from within.
type inside struct {
	*server
	t   *testing.T
	app *fiber.App
}

func newInside(t *testing.T) *inside {
	t.Helper()
	register, err := db.Open(t.Context(), t.TempDir(), db.Options{LockWait: 10 * time.Minute})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = register.Close() })
	users := accounts.Open(register, accounts.Options{})
	t.Cleanup(users.Close)
	config := Config{DB: register, Accounts: users, Views: os.DirFS("../views"), Static: os.DirFS("../static"), Log: slog.New(slog.DiscardHandler)}
	s, err := newServer(config)
	if err != nil {
		t.Fatal(err)
	}
	app, err := s.app(config)
	if err != nil {
		t.Fatal(err)
	}
	return &inside{s, t, app}
}

func (s *inside) create(name string) {
	s.t.Helper()
	values := customer.Values{customer.Kind: customer.Company, customer.Name: name}
	if _, err := s.db.CreateCustomer(s.t.Context(), db.Actor{Name: "Liisa"}, values); err != nil {
		s.t.Fatal(err)
	}
}

// draft stores a file with the mapping that is suggested for it.
func (s *inside) draft(text string) int64 {
	s.t.Helper()
	read, err := sheet.Read([]byte(text), sheet.Options{Known: importer.KnownHeader(customer.Standard())})
	if err != nil {
		s.t.Fatal(err)
	}
	id, err := s.db.CreateDraft(s.t.Context(), db.Actor{Name: "Liisa"}, "lista.csv", []byte(text), db.Choices{Mapping: importer.Suggest(read, customer.Standard())})
	if err != nil {
		s.t.Fatal(err)
	}
	return id
}

// want opens a draft's page as a user and checks what it shows.
func (s *inside) want(id int64, status int, content ...string) {
	s.t.Helper()
	request := httptest.NewRequest(http.MethodGet, importPath(id), nil)
	request.AddCookie(&http.Cookie{Name: "kortisto", Value: s.session("Liisa", db.Editor)})
	request.Header.Set("Accept-Language", "fi")
	answer, err := s.app.Test(request, -1)
	if err != nil {
		s.t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	if answer.StatusCode != status {
		s.t.Errorf("status %d, want %d\n%s", answer.StatusCode, status, body)
	}
	s.shows(string(body), "draft", content...)
}

// shows checks what stands in a page and, after "!", what does not: see
// pagetest.Check.
func (s *inside) shows(page, what string, content ...string) {
	s.t.Helper()
	for _, wrong := range pagetest.Check(page, content...) {
		s.t.Errorf("%s: %s, in\n%s", what, wrong, page)
	}
}

// usualTurns is on how many drafts work goes on at once where memory is not scarce.
const usualTurns = 2

// slowly runs a request whose work takes longer than it waits: nobody gets a
// turn meanwhile. It returns once the work is done. What is to be done while it
// waits for its turn may follow.
func (s *inside) slowly(request func(), meanwhile ...func()) {
	s.t.Helper()
	before := s.desk.Patience
	s.desk.Patience = time.Millisecond
	leave := s.occupy()
	request()
	s.queued(1)
	for _, look := range meanwhile {
		look()
	}
	s.desk.Patience = before
	leave()
	s.life.Wait(time.Hour)
}

// queued waits until so many wait for a turn.
func (s *inside) queued(n int) {
	for s.desk.Turns.Waiting() != n {
		runtime.Gosched()
	}
}

// occupy takes all turns, and gives what gives them back.
func (s *inside) occupy() (leave func()) {
	s.t.Helper()
	var releases []func()
	for range usualTurns {
		release, err := s.desk.Turns.Take(s.t.Context(), func(int) {})
		if err != nil {
			s.t.Fatal(err)
		}
		releases = append(releases, release)
	}
	return func() {
		for _, release := range releases {
			release()
		}
	}
}

// ask asks as Liisa, and reads the whole answer.
func (s *inside) ask(method, path string, form url.Values, headers ...string) (*http.Response, string) {
	s.t.Helper()
	request := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
	request.AddCookie(&http.Cookie{Name: "kortisto", Value: s.session("Liisa", db.Editor)})
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("Accept-Language", "fi")
	for i := 0; i+1 < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	answer, err := s.app.Test(request, -1)
	if err != nil {
		s.t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return answer, string(body)
}

// session begins a session of a user, who is made where there is none.
func (s *inside) session(name string, role db.Role) string {
	s.t.Helper()
	user, err := s.accounts.User(s.t.Context(), name)
	if err != nil {
		if user, err = s.accounts.CreateUser(s.t.Context(), db.Actor{}, name, "kolme sanaa peräkkäin", role); err != nil {
			s.t.Fatal(err)
		}
	}
	session, err := s.accounts.CreateSession(user, accounts.LoggedIn{})
	if err != nil {
		s.t.Fatal(err)
	}
	return session
}

// TestSlowListsSaySo (list-sorting) holds that of long lists those alone are said
// to be slow that no index has in their order.
func TestSlowListsSaySo(t *testing.T) {
	for sort, want := range map[customer.Field]bool{customer.None: false, customer.Number: false, customer.Name: false, customer.City: true, customer.Group: true} {
		filter := listFilter{Sort: sort}
		if got := filter.isSlow(slowSorting + 1); got != want {
			t.Errorf("by %s: %t", sort, got)
		}
		if filter.isSlow(slowSorting) {
			t.Errorf("by %s, a short list is slow", sort)
		}
	}
}
