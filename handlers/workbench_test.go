package handlers

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"math"
	"net/http"
	"net/http/httptest"
	"os"
	"runtime"
	"strings"
	"testing"

	"github.com/gofiber/fiber/v2"
	"kortisto/customer"
	"kortisto/db"
	"kortisto/db/accounts"
	"kortisto/importer"
	"kortisto/sheet"
)

// TestWorkbenchAccountsForSheets holds that a sheet counts against the memory
// of all drafts though its plan could not be made.
func TestWorkbenchAccountsForSheets(t *testing.T) {
	register, err := db.Open(t.Context(), t.TempDir(), db.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer register.Close()
	id, err := register.CreateDraft(t.Context(), db.Actor{Name: "Liisa"}, "lista.csv", []byte("Nimi;Katu\nAlfa Oy;Tie 1\n"), db.Choices{Unread: true})
	if err != nil {
		t.Fatal(err)
	}
	draft, err := register.Draft(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	bench := newWorkbench(register, sheet.DefaultLimits(), math.MaxInt64)
	t.Cleanup(func() { bench.tidying.Stop() })
	if _, err := bench.readAs(t.Context(), draft, db.Reading{}, db.Actor{Name: "Liisa"}); err != nil {
		t.Fatal(err)
	}
	if draft, err = register.Draft(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	if err := register.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := bench.plan(t.Context(), draft); err == nil {
		t.Fatal("a plan was made without a register")
	}
	if bench.used == 0 {
		t.Error("nothing is accounted for")
	}
	bench.forget(id)
	if bench.used != 0 {
		t.Errorf("%d bytes of nothing", bench.used)
	}
}

// TestMappingChangesAskTheRegisterOnce holds that a change of the mapping plans
// on what the register has answered before, until the register moves.
func TestMappingChangesAskTheRegisterOnce(t *testing.T) {
	s := newInside(t)
	s.create("Alfa Oy")
	id := s.draft("Asiakasnumero;Nimi;Katu\n1001;Alfa Oy;Tie 1\n")
	cache := func() *importer.RegisterCache {
		t.Helper()
		draft, err := s.db.Draft(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.bench.plan(t.Context(), draft); err != nil {
			t.Fatal(err)
		}
		return s.bench.entry(id).cache
	}
	first := cache()
	_, err := s.db.ChangeChoices(t.Context(), db.Actor{Name: "Liisa"}, id, func(choices *db.Choices) error {
		choices.Mapping.Set(2, customer.None)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if cache() != first {
		t.Error("the cache was dropped though the register stayed as it was")
	}
	s.create("Beeta Oy")
	if cache() == first {
		t.Error("the cache of a register that has moved was kept")
	}
}

// TestWorkShowsItsProgress holds that a page does not wait for long work on its
// draft: it says how far that has come, and shows the draft once it is done.
func TestWorkShowsItsProgress(t *testing.T) {
	s := newInside(t)
	id := s.draft("Nimi;Katu\nAlfa Oy;Tie 1\n")
	busy := make(chan struct{})
	started := make(chan struct{})
	ended := make(chan error)
	go func() {
		ended <- s.bench.do(t.Context(), id, func(_ context.Context, _ *benchEntry, job *job) error {
			job.stage(stageSaving)(3, 40)
			close(started)
			<-busy
			return nil
		})
	}()
	<-started
	s.want(id, http.StatusOK, "Tietoja tallennetaan", "3 / 40", `http-equiv="refresh"`)
	var working *stillWorking
	if err := <-ended; !errors.As(err, &working) {
		t.Errorf("long work ended with %v", err)
	}
	close(busy)
	<-working.job.finished
	s.want(id, http.StatusOK, "Asiakastietojen tuomisen varmistus")
}

// TestWaitingForASaveLeadsToItsResult holds that a page that has waited for the
// save of its draft does not ask to confirm what is saved.
func TestWaitingForASaveLeadsToItsResult(t *testing.T) {
	s := newInside(t)
	id := s.draft("Nimi;Katu\nAlfa Oy;Tie 1\n")
	draft, err := s.db.Draft(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	at, err := s.bench.plan(t.Context(), draft)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.bench.save(t.Context(), draft, db.Actor{Name: "Liisa"}, at.fingerprint); err != nil {
		t.Fatal(err)
	}
	var ended *draftEnded
	if _, err := s.bench.plan(t.Context(), draft); !errors.As(err, &ended) || ended.draft != id {
		t.Errorf("a saved draft is planned: %v", err)
	}
	s.want(id, http.StatusOK, "Tuonti tallennettu")
}

// TestLeftSavesTellTheirFailure holds that a save that fails after everybody
// has left says so at the next visit, once.
func TestLeftSavesTellTheirFailure(t *testing.T) {
	s := newInside(t)
	id := s.draft("Nimi;Katu\nAlfa Oy;Tie 1\n")
	entry := s.bench.entry(id)
	mine, _ := entry.begin()
	mine.keeps, mine.left = true, true
	entry.end(mine, &unsaved{"", db.ErrPlanChanged{}})
	s.want(id, http.StatusConflict, "Rekisteri on muuttunut")
	s.want(id, http.StatusOK)
}

// TestPanicsOfWorkAreErrors holds that a mistake in work on a draft ends neither
// the server nor the next work.
func TestPanicsOfWorkAreErrors(t *testing.T) {
	bench := newInside(t).bench
	none := func(context.Context, *benchEntry, *job) error { panic("no rows") }
	if err := bench.do(t.Context(), 1, none); err == nil || !strings.Contains(err.Error(), "no rows") {
		t.Errorf("the panic ended with %v", err)
	}
	if err := bench.do(t.Context(), 1, func(context.Context, *benchEntry, *job) error { return nil }); err != nil {
		t.Error(err)
	}
}

// TestStoppedServersFinishTheirWork holds that work on a draft is ended before
// the server is.
func TestStoppedServersFinishTheirWork(t *testing.T) {
	s := newInside(t)
	started, ended := make(chan struct{}), false
	go func() {
		_ = s.bench.do(t.Context(), 1, func(context.Context, *benchEntry, *job) error {
			close(started)
			for range 100 {
				runtime.Gosched()
			}
			ended = true
			return nil
		})
	}()
	<-started
	if err := s.app.Shutdown(); err != nil || !ended {
		t.Errorf("stopped with %v, ended %v", err, ended)
	}
}

// inside is a server with a register of its own, seen from within.
type inside struct {
	*server
	t   *testing.T
	app *fiber.App
}

func newInside(t *testing.T) *inside {
	t.Helper()
	register, err := db.Open(t.Context(), t.TempDir(), db.Options{})
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
	user, err := s.accounts.User(s.t.Context(), "Liisa")
	if err != nil {
		if user, err = s.accounts.CreateUser(s.t.Context(), db.Actor{}, "Liisa", "kolme sanaa peräkkäin", db.Editor); err != nil {
			s.t.Fatal(err)
		}
	}
	session, err := s.accounts.CreateSession(user)
	if err != nil {
		s.t.Fatal(err)
	}
	request := httptest.NewRequest(http.MethodGet, importPath(id), nil)
	request.AddCookie(&http.Cookie{Name: "kortisto", Value: session})
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
	for _, text := range content {
		if !strings.Contains(string(body), text) {
			s.t.Errorf("%q is not in\n%s", text, body)
		}
	}
}

// TestDifferences holds that every row is marked which makes the fingerprint
// another, be it only by the code of a problem.
func TestDifferences(t *testing.T) {
	plan := func(code customer.Code) *importer.Plan {
		return &importer.Plan{Rows: []*importer.Row{{Line: 2}, {Line: 3, Problems: []customer.Problem{{Code: code}}}}}
	}
	seen, now := plan(importer.Shadow), plan(importer.Ambiguous)
	lines := differences(&planned{outcome: &outcome{plan: now}, seen: &outcome{plan: seen, fingerprint: "f"}}, "f")
	if len(lines) != 1 || !lines[3] {
		t.Errorf("marked: %v", lines)
	}
}
