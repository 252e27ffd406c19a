package bench

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/gofiber/fiber/v2"
	"kortisto/customer"
	"kortisto/db"
	"kortisto/db/accesslog"
	"kortisto/db/accounts"
	"kortisto/handlers"
)

// site is the web application on a register, with a user who is logged in.
type site struct {
	testing.TB
	app     *fiber.App
	session string
	shows   url.Values // what the confirmation page says of what it shows
}

func newSite(tb testing.TB, register *db.DB) *site {
	tb.Helper()
	return newSiteOf(tb, register, nil, "Liisa", db.Editor)
}

// newSiteOf is newSite for a user of some name and role, with an access log, or
// with none.
func newSiteOf(tb testing.TB, register *db.DB, access *accesslog.Log, name string, role db.Role) *site {
	tb.Helper()
	users := accounts.Open(register, accounts.Options{})
	tb.Cleanup(users.Close)
	app, err := handlers.New(handlers.Config{DB: register, Accounts: users, Access: access, Views: os.DirFS("../views"), Static: os.DirFS("../static"),
		Limits: limits(), Log: slog.New(slog.DiscardHandler)})
	check(tb, err)
	user, err := users.CreateUser(tb.Context(), db.Actor{}, name, "kolme sanaa peräkkäin", role)
	check(tb, err)
	session, err := users.CreateSession(user, accounts.LoggedIn{})
	check(tb, err)
	return &site{TB: tb, app: app, session: session}
}

// send gives the whole answer to a request, whose status must be right.
func (s *site) send(request *http.Request, status int) (*http.Response, []byte) {
	s.Helper()
	request.AddCookie(&http.Cookie{Name: "kortisto", Value: s.session})
	request.Header.Set("Sec-Fetch-Site", "same-origin")
	answer, err := s.app.Test(request, -1)
	check(s, err)
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	check(s, err)
	if answer.StatusCode != status {
		s.Fatalf("%s %s: %d\n%s", request.Method, request.URL, answer.StatusCode, body)
	}
	return answer, body
}

func (s *site) get(path string) []byte {
	s.Helper()
	_, body := s.send(httptest.NewRequest(http.MethodGet, path, nil), http.StatusOK)
	return body
}

// upload sends a file and returns the path of its import.
func (s *site) upload(data []byte) string {
	s.Helper()
	var form bytes.Buffer
	w := multipart.NewWriter(&form)
	part, err := w.CreateFormFile("file", "asiakkaat.csv")
	check(s, err)
	_, err = part.Write(data)
	check(s, err)
	check(s, w.Close())
	request := httptest.NewRequest(http.MethodPost, "/imports", &form)
	request.Header.Set("Content-Type", w.FormDataContentType())
	answer, _ := s.send(request, http.StatusSeeOther)
	return answer.Header.Get("Location")
}

// settle opens the page of an import until it is no longer being worked on.
func (s *site) settle(path string) []byte {
	s.Helper()
	for {
		if page := s.get(path); !bytes.Contains(page, []byte(`id="working"`)) {
			return page
		}
	}
}

// change lets a column fill another field, as HTMX sends it. It tells how large
// the answer is, and how large it travels.
func (s *site) change(path string, column int, field string) (size, sent int) {
	s.Helper()
	form := maps.Clone(s.shows)
	form.Set(fmt.Sprintf("column-%d", column), field)
	request := httptest.NewRequest(http.MethodPost, path+"/mapping", strings.NewReader(form.Encode()))
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("HX-Request", "true")
	request.Header.Set("Accept-Encoding", "gzip")
	_, body := s.send(request, http.StatusOK)
	packed, err := gzip.NewReader(bytes.NewReader(body))
	check(s, err)
	whole, err := io.ReadAll(packed)
	check(s, err)
	s.look(whole)
	return len(whole), len(body)
}

var pageState = regexp.MustCompile(`name="(show-[a-z]+)"[^>]* value="([^"]*)"`)

// look notes what a page says of what it shows.
func (s *site) look(page []byte) {
	s.Helper()
	s.shows = make(url.Values)
	for _, found := range pageState.FindAllSubmatch(page, -1) {
		s.shows.Set(string(found[1]), string(found[2]))
	}
	if !s.shows.Has("show-status") {
		s.Fatalf("the page does not say what it shows:\n%s", page)
	}
}

// BenchmarkMappingChange changes which field a column fills, on the confirmation
// page, from the request to the last byte: against the parse and the scan. It
// shall take 0.8 s at most with 100 000 rows, and 100 ms with 10 000. Of the
// columns, notes say nothing new, streets hold changes, Business IDs tell of other
// cells, and numbers tell which customers the rows concern.
func BenchmarkMappingChange(b *testing.B) {
	for _, n := range []int{10_000, 100_000} {
		for _, marks := range []bool{false, true} {
			for _, f := range []customer.Field{customer.Number, customer.Notes, customer.Street, customer.BusinessID} {
				b.Run(fmt.Sprintf("rows=%d/columns=%d/%s", n, map[bool]int{false: 19, true: 20}[marks], f.Key()), func(b *testing.B) {
					benchMappingChange(b, n, marks, f)
				})
			}
		}
	}
}

func benchMappingChange(b *testing.B, n int, marks bool, f customer.Field) {
	b.Helper()
	dir := copyOf(b, n)
	register := openIn(b, dir)
	data := file(b, register, n, marks)
	pool := plain(b, filepath.Join(dir, db.FileName))
	s := newSite(b, register)
	path := s.upload(data)
	s.look(s.settle(path))
	fills := []string{"", f.Key()} // in turn
	turn, size, sent := 0, 0, 0
	pair(b, ready(func() {
		size, sent = s.change(path, 1+int(f-customer.Number), fills[turn%2])
		turn++
	}), ready(func() { parseAndScan(b, data, pool, n) }))
	b.ReportMetric(float64(size)/1000, "html-kB")
	b.ReportMetric(float64(sent)/1000, "sent-kB")
}

// BenchmarkPages opens pages of a register of a million customers.
func BenchmarkPages(b *testing.B) {
	const n = 1_000_000
	s := newSite(b, open(b, n))
	for name, path := range map[string]string{
		"list": "/customers", "last-page": fmt.Sprintf("/customers?page=%d", n/50), "search": "/customers?q=korhonen+77777",
		"group": "/customers?group=Ryhmä+3", "customer": "/customers/500000",
	} {
		b.Run(name, func(b *testing.B) {
			var times []float64
			for b.Loop() {
				times = append(times, measure(func() { s.get(path) }).wall.Seconds())
			}
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(1000*median(times), "median-ms")
		})
	}
}

// BenchmarkPagesWhileSaving opens the list of customers again and again while as
// many new ones are saved.
func BenchmarkPagesWhileSaving(b *testing.B) {
	const n = 100_000
	for b.Loop() {
		register := open(b, n)
		s := newSite(b, register)
		in := read(b, newFile(b, n, n))
		shown := planned(b, register, in)
		saved := make(chan error)
		go func() {
			_, err := register.Save(b.Context(), db.SaveRequest{Actor: db.Actor{Name: "Liisa"}, File: db.FileInfo{Name: "asiakkaat.csv"}, Input: in,
				Fingerprint: shown.Fingerprint, Planned: shown})
			saved <- err
		}()
		var times []float64
		for done := false; !done; {
			select {
			case err := <-saved:
				check(b, err)
				done = true
			default:
				times = append(times, measure(func() { s.get("/customers") }).wall.Seconds())
			}
		}
		b.ReportMetric(1000*median(times), "median-ms")
		b.ReportMetric(1000*times[len(times)-1], "slowest-ms")
		b.ReportMetric(float64(len(times)), "pages")
	}
}
