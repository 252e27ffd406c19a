package handlers_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/db/accesslog"
	"kortisto/db/accounts"
	"kortisto/handlers"
	"kortisto/handlers/pagetest"

	"github.com/gofiber/fiber/v2"
)

// testTime is the clock of the pages.
var testTime = time.Date(2026, 11, 23, 14, 12, 0, 0, time.Local)

const goodPassword = "kolme sanaa peräkkäin"

// site is the application with a register of its own.
type site struct {
	*testing.T
	app      *fiber.App
	db       *db.DB
	accounts *accounts.Accounts
	access   *accesslog.Log
	log      *logText
	dir      string

	address string // where it listens; "" where requests are handed to it
}

// restart stops the application and starts another one on the same data.
func (s *site) restart() *site {
	s.Helper()
	s.close()
	return siteIn(s.T, s.dir, db.Options{LockWait: 5 * time.Second})
}

// close closes what the application keeps its data in.
func (s *site) close() {
	s.Helper()
	s.accounts.Close()
	s.access.Close()
	if err := s.db.Close(); err != nil {
		s.Fatal(err)
	}
}

// logText is a log that can be read while it is written.
type logText struct {
	sync.Mutex
	bytes.Buffer
}

func (l *logText) Write(p []byte) (int, error) {
	l.Lock()
	defer l.Unlock()
	return l.Buffer.Write(p)
}

// withUsers is a register with one user of each role, made once: hashing
// passwords takes longer than the tests.
var withUsers = sync.OnceValues(func() (data []byte, err error) {
	dir, err := os.MkdirTemp("", "kortisto")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	register, err := db.Open(context.Background(), dir, db.Options{})
	if err != nil {
		return nil, err
	}
	users := accounts.Open(register, accounts.Options{})
	defer users.Close()
	for _, role := range db.Roles {
		if _, err := users.CreateUser(context.Background(), db.Actor{}, string(role), goodPassword, role); err != nil {
			return nil, err
		}
	}
	if err := register.Close(); err != nil {
		return nil, err
	}
	return os.ReadFile(filepath.Join(dir, db.FileName))
})

// newSite starts the application on a register with nothing but a user of each
// role, named after it; configure may change its settings.
func newSite(t *testing.T, configure ...func(*handlers.Config)) *site {
	t.Helper()
	return newSiteIn(t, t.TempDir(), configure...)
}

// newSiteIn is newSite with its register in a directory of the test.
func newSiteIn(t *testing.T, dir string, configure ...func(*handlers.Config)) *site {
	t.Helper()
	makeRegister(t, dir)
	return siteIn(t, dir, db.Options{LockWait: 5 * time.Second}, configure...)
}

// newSiteWith is newSite with options of its register.
func newSiteWith(t *testing.T, options db.Options) *site {
	t.Helper()
	dir := t.TempDir()
	makeRegister(t, dir)
	return siteIn(t, dir, options)
}

// makeRegister makes a register with a user of each role in a directory.
func makeRegister(t *testing.T, dir string) {
	t.Helper()
	data, err := withUsers()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, db.FileName), data, 0o600); err != nil {
		t.Fatal(err)
	}
}

// newClockedSite is newSite with a clock that the test moves.
func newClockedSite(t *testing.T, configure ...func(*handlers.Config)) (*site, *clock) {
	t.Helper()
	c := &clock{now: testTime}
	dir := t.TempDir()
	newSiteIn(t, dir).close()
	return siteIn(t, dir, db.Options{Now: c.time, LockWait: 5 * time.Second}, configure...), c
}

// clock is a clock that stands still until the test moves it.
type clock struct {
	sync.Mutex
	now time.Time
}

func (c *clock) time() time.Time {
	c.Lock()
	defer c.Unlock()
	return c.now
}

func (c *clock) move(by time.Duration) {
	c.Lock()
	defer c.Unlock()
	c.now = c.now.Add(by)
}

func siteIn(t *testing.T, dir string, options db.Options, configure ...func(*handlers.Config)) *site {
	t.Helper()
	register, err := db.Open(t.Context(), dir, options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = register.Close() })
	s := &site{T: t, db: register, log: new(logText), dir: dir}
	config := handlers.Config{
		DB: register, Accounts: accounts.Open(register, accounts.Options{}), Access: accesslog.Open(register, accesslog.Options{}), Views: os.DirFS("../views"), Static: os.DirFS("../static"), Version: "test",
		Log: slog.New(slog.NewJSONHandler(s.log, nil)), Now: func() time.Time { return testTime },
	}
	for _, change := range configure {
		change(&config)
	}
	s.accounts, s.access = config.Accounts, config.Access
	t.Cleanup(s.accounts.Close)
	t.Cleanup(s.access.Close)
	if s.app, err = handlers.New(config); err != nil {
		t.Fatal(err)
	}
	return s
}

// browser is somebody's browser: it keeps cookies and follows no redirect.
type browser struct {
	*site
	cookies map[string]string
	headers map[string]string // sent with every request
}

func (s *site) browser() *browser {
	return &browser{site: s, cookies: map[string]string{}, headers: map[string]string{"Accept-Language": "en"}}
}

// as returns the browser of a user with a role, who is logged in by cookie.
func (s *site) as(role db.Role) *browser {
	s.Helper()
	user, err := s.accounts.User(s.Context(), string(role))
	if err != nil {
		s.Fatal(err)
	}
	return s.loggedIn(user)
}

// loggedIn returns the browser of a user who is logged in.
func (s *site) loggedIn(user *accounts.User) *browser {
	s.Helper()
	id, err := s.accounts.CreateSession(user, accounts.LoggedIn{})
	if err != nil {
		s.Fatal(err)
	}
	b := s.browser()
	b.cookies["kortisto"] = id
	return b
}

// answer is a response with its body read.
type answer struct {
	*http.Response
	body string
}

func (b *browser) get(path string) *answer {
	b.Helper()
	return b.send(httptest.NewRequest(http.MethodGet, path, nil))
}

func (b *browser) post(path string, form ...string) *answer {
	b.Helper()
	values := url.Values{}
	for i := 0; i+1 < len(form); i += 2 {
		values.Add(form[i], form[i+1])
	}
	request := httptest.NewRequest(http.MethodPost, path, strings.NewReader(values.Encode()))
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("Sec-Fetch-Site", "same-origin")
	return b.send(request)
}

func (b *browser) send(request *http.Request) *answer {
	b.Helper()
	for name, value := range b.headers {
		if request.Header.Get(name) == "" {
			request.Header.Set(name, value)
		}
	}
	for name, value := range b.cookies {
		request.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	response, err := b.roundTrip(request)
	if err != nil {
		b.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		b.Fatal(err)
	}
	for _, cookie := range response.Cookies() {
		if b.cookies[cookie.Name] = cookie.Value; cookie.MaxAge < 0 {
			delete(b.cookies, cookie.Name)
		}
	}
	return &answer{response, string(body)}
}

func (s *site) roundTrip(request *http.Request) (*http.Response, error) {
	if s.address == "" {
		request.RequestURI = request.URL.RequestURI() // the host goes into its header
		return s.app.Test(request, -1)
	}
	request.RequestURI, request.URL.Scheme, request.URL.Host = "", "http", s.address
	return http.DefaultTransport.RoundTrip(request)
}

// want checks an answer: its status, what is in it, and, after "!", what is not.
// Where a tag of a page matters, that is an element: see pagetest.Has.
func (b *browser) want(a *answer, status int, content ...string) {
	b.Helper()
	if a.StatusCode != status {
		b.Errorf("%s %s: status %d, want %d\n%s", a.Request.Method, a.Request.URL, a.StatusCode, status, a.body)
	}
	for _, wrong := range a.check(content) {
		b.Errorf("%s %s: %s, in\n%s", a.Request.Method, a.Request.URL, wrong, a.body)
	}
}

// check says what is wrong with what an answer holds.
func (a *answer) check(content []string) (wrong []string) {
	if strings.HasPrefix(a.Header.Get("Content-Type"), "text/html") {
		return pagetest.Check(a.body, content...)
	}
	for _, text := range content {
		text, unwanted := strings.CutPrefix(text, "!")
		if strings.Contains(a.body, text) == unwanted {
			wrong = append(wrong, fmt.Sprintf("%q stands there: %v", text, unwanted))
		}
	}
	return wrong
}

// leads checks that an answer sends the browser on to a path.
func (b *browser) leads(a *answer, path string) {
	b.Helper()
	if a.StatusCode != http.StatusSeeOther || a.Header.Get("Location") != path {
		b.Errorf("%s %s: status %d to %q, want %q\n%s", a.Request.Method, a.Request.URL, a.StatusCode, a.Header.Get("Location"), path, a.body)
	}
}

// htmx is the same browser asking as HTMX does.
func (b *browser) htmx() *browser {
	asking := &browser{site: b.site, cookies: b.cookies, headers: map[string]string{"HX-Request": "true"}}
	for name, value := range b.headers {
		asking.headers[name] = value
	}
	return asking
}

// add stores a customer, given as fields and values in turn.
func (s *site) add(texts ...any) customer.Customer {
	s.Helper()
	var values customer.Values
	for i := 0; i+1 < len(texts); i += 2 {
		values[texts[i].(customer.Field)] = texts[i+1].(string)
	}
	if values[customer.Kind] == "" {
		values[customer.Kind] = customer.Company
	}
	c, err := s.db.CreateCustomer(s.Context(), db.Actor{Name: "test"}, values)
	if err != nil {
		s.Fatal(err)
	}
	return c
}

// stored returns a customer as it is in the register.
func (s *site) stored(number int) customer.Customer {
	s.Helper()
	c, err := s.db.Customer(s.Context(), number)
	if err != nil {
		s.Fatal(err)
	}
	return c
}
