package handlers

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"kortisto/db"
	"kortisto/handlers/pagetest"
)

// fingerprintOf is that of the plan on a page, "" where there is none.
func fingerprintOf(page string) string {
	return pagetest.Attribute(pagetest.First(pagetest.Read(page), "input", "name", "fingerprint"), "value")
}

const (
	movedText   = "Rekisteri on muuttunut sen jälkeen, kun tiedostoa verrattiin siihen"
	changedText = "joten mitään ei tallennettu"
)

// TestSlowPlansAreShownAsOfTheirMoment holds that a plan that takes longer than
// a request waits is shown though colleagues go on editing the register, that
// all of its page works, and that it is made again when that is asked for.
func TestSlowPlansAreShownAsOfTheirMoment(t *testing.T) {
	s := newInside(t)
	s.create("Alfa Oy")
	id := s.draft("Asiakasnumero;Nimi;Katuosoite\n1001;Alfa Oy;Tie 1\n;Beeta Oy;Tie 2\n")
	path := importPath(id)
	s.slowly(func() { s.ask(http.MethodGet, path, nil) }, func() {
		_, page := s.ask(http.MethodGet, path, nil)
		s.shows(page, "who waits for a turn", "Odotetaan vuoroa.", "1. jonossa.")
	})
	edit := func() { s.create("Beeta Oy") } // which the file's second row may then concern
	for _, query := range []string{"", "?status=new", "?q=alfa", "?status=all&open=2", "/missing", "/errors.csv"} {
		edit()
		answer, page := s.ask(http.MethodGet, path+query, nil)
		if answer.StatusCode != http.StatusOK {
			t.Errorf("%s: %d\n%s", query, answer.StatusCode, page)
		}
		s.shows(page, query, `!id="working"`)
		if !strings.HasPrefix(query, "/") {
			s.shows(page, query+" of its moment", movedText, `data-count="new" value="1"`)
		}
	}
	edit()
	_, part := s.ask(http.MethodGet, path+"?status=new", nil, "HX-Request", "true")
	s.shows(part, "the answer to HTMX", movedText)
	_, page := s.ask(http.MethodGet, path, nil)
	address := pagetest.Attribute(pagetest.First(pagetest.First(pagetest.Read(page), "p", "class", "moved"), "a", "href", ""), "href")
	if address == "" {
		t.Fatalf("no way to a newer plan:\n%s", page)
	}
	s.slowly(func() { s.ask(http.MethodGet, address, nil) })
	edit()
	// Loaded again, as the page that says how far it is does, it asks for nothing more.
	_, page = s.ask(http.MethodGet, address, nil)
	s.shows(page, "the newer plan", movedText, `!data-count="new" value="1"`)
	_, page = s.ask(http.MethodGet, address, nil)
	s.shows(page, "loaded again", `name="fingerprint"`)
	// A choice makes a plan of the register as it is.
	answer, _ := s.ask(http.MethodPost, path+"/decisions", url.Values{"decide": {"exclude:3"}})
	if answer.StatusCode != http.StatusSeeOther {
		t.Errorf("a decision: %d", answer.StatusCode)
	}
	_, page = s.ask(http.MethodGet, path, nil)
	s.shows(page, "after a decision", "!"+movedText, `data-count="excluded" value="1"`)
	// Made quickly, a plan follows the register as ever.
	edit()
	_, page = s.ask(http.MethodGet, path, nil)
	s.shows(page, "a quick plan", "!"+movedText)
}

// TestSavesOfEarlierPlans holds that what the user saw is saved though the
// register has moved since, where it means the same, and that else the new plan
// is shown, however slow it is, and saves nothing.
func TestSavesOfEarlierPlans(t *testing.T) {
	s := newInside(t)
	s.create("Alfa Oy")
	held := func(text string) (path, fingerprint string) {
		id := s.draft(text)
		path = importPath(id)
		s.slowly(func() { s.ask(http.MethodGet, path, nil) })
		_, page := s.ask(http.MethodGet, path, nil)
		if fingerprint = fingerprintOf(page); fingerprint == "" {
			t.Fatalf("no plan:\n%s", page)
		}
		return path, fingerprint
	}
	path, fingerprint := held("Asiakasnumero;Nimi;Katuosoite\n1001;Alfa Oy;Tie 1\n")
	s.create("Sivullinen Oy")
	s.ask(http.MethodPost, path+"/save", url.Values{"fingerprint": {fingerprint}})
	_, page := s.ask(http.MethodGet, path, nil)
	s.shows(page, "the same plan", "Tuonti tallennettu")

	path, fingerprint = held("Nimi;Katuosoite\nBeeta Oy;Tie 2\n")
	s.create("Beeta Oy")
	answer, page := s.ask(http.MethodPost, path+"/save", url.Values{"fingerprint": {fingerprint}})
	if answer.StatusCode != http.StatusConflict {
		t.Errorf("another plan: %d", answer.StatusCode)
	}
	s.shows(page, "another plan", changedText, "!"+movedText)

	// The same where the save takes longer than its request waits.
	path, fingerprint = held("Nimi;Katuosoite\nGamma Oy;Tie 2\n")
	s.create("Gamma Oy")
	var id int64
	fmt.Sscanf(path, "/imports/%d", &id)
	s.slowly(func() { s.ask(http.MethodPost, path+"/save", url.Values{"fingerprint": {fingerprint}}) })
	for range 3 {
		s.create("Sivullinen Oy")
		_, page = s.ask(http.MethodGet, path, nil)
		s.shows(page, "the plan that the save has made", `!id="working"`, movedText, `!data-count="new" value="1"`)
	}
}

// TestColleaguesEditWhileALargeFileIsImported imports over HTTP a file whose
// plan takes longer than a request waits, while the register changes before
// each request: every page comes, and the save ends.
func TestColleaguesEditWhileALargeFileIsImported(t *testing.T) {
	s := newInside(t)
	s.desk.Patience = 20 * time.Millisecond
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = s.app.Listener(listener) }()
	t.Cleanup(func() { _ = s.app.Shutdown() })
	site := &url.URL{Scheme: "http", Host: listener.Addr().String()}
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	jar.SetCookies(site, []*http.Cookie{{Name: "kortisto", Value: s.session("Liisa", db.Editor)}, {Name: "kortisto-language", Value: "fi"}})
	client := &http.Client{Jar: jar}
	edits := 0
	// Each answer is asked for until it is more than how far the work has come.
	ask := func(path string, form url.Values) string {
		t.Helper()
		for range 2000 {
			edits++
			s.create(fmt.Sprintf("Kollega %d Oy", edits))
			var answer *http.Response
			var err error
			if form != nil {
				answer, err = client.PostForm(site.String()+path, form)
			} else {
				answer, err = client.Get(site.String() + path)
			}
			if err != nil {
				t.Fatal(err)
			}
			body, err := io.ReadAll(answer.Body)
			_ = answer.Body.Close()
			if err != nil {
				t.Fatal(err)
			}
			if page := string(body); pagetest.First(pagetest.Read(page), "", "id", "working") == nil {
				return page
			}
			path, form = answer.Request.URL.RequestURI(), nil
		}
		t.Fatalf("%s never comes", path)
		return ""
	}
	var text strings.Builder
	text.WriteString("Nimi;Katuosoite;Kaupunki\n")
	for i := range 20_000 {
		fmt.Fprintf(&text, "Yritys %d Oy;Tie %d;Vaasa\n", i, i)
	}
	page := ask("/imports", url.Values{"text": {text.String()}})
	forms := pagetest.Values(pagetest.Read(page), "form", "action")
	save := slices.IndexFunc(forms, func(action string) bool { return strings.HasSuffix(action, "/save") })
	if save < 0 {
		t.Fatalf("no plan is shown:\n%s", page)
	}
	path := strings.TrimSuffix(forms[save], "/save")
	page = ask(path+"/mapping", url.Values{"column-3": {""}, "was-column-3": {"city"}})
	ask(path+"?status=new&page=7", nil)
	for range 10 {
		if page = ask(path+"/save", url.Values{"fingerprint": {fingerprintOf(page)}}); strings.Contains(page, "Tuonti tallennettu") {
			return
		}
		if page = ask(path, nil); strings.Contains(page, "Tuonti tallennettu") {
			return
		}
	}
	t.Errorf("it is never saved:\n%s", page)
}

// TestWaitingUploadsAreReadInTurn holds that files wait for their turn in the
// register, that each user sees the place, and that each file is read when its
// turn comes.
func TestWaitingUploadsAreReadInTurn(t *testing.T) {
	s := newInside(t)
	patience := s.desk.Patience
	s.desk.Patience = time.Millisecond
	leave := s.occupy()
	var paths []string
	for i := range 3 {
		answer, _ := s.ask(http.MethodPost, "/imports", url.Values{"text": {fmt.Sprintf("Nimi;Katuosoite\nYritys %d Oy;Tie 1\n", i)}})
		paths = append(paths, answer.Header.Get("Location"))
		s.queued(i + 1)
		_, page := s.ask(http.MethodGet, paths[i], nil)
		s.shows(page, "an upload that waits", fmt.Sprintf("%d. jonossa.", i+1))
	}
	bad, _ := s.ask(http.MethodPost, "/imports", url.Values{"text": {"Nimi;Katuosoite\n"}})
	s.queued(len(paths) + 1)
	s.desk.Patience = patience
	leave()
	for _, path := range paths {
		_, page := s.ask(http.MethodGet, s.led(path), nil)
		s.shows(page, path, `data-count="new" value="1"`)
	}
	answer, page := s.ask(http.MethodGet, bad.Header.Get("Location"), nil)
	if answer.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("what can't be read: %d", answer.StatusCode)
	}
	s.shows(page, "what can't be read", "<textarea>Nimi;Katuosoite</textarea>", `role="alert"`)
	if answer, _ := s.ask(http.MethodGet, bad.Header.Get("Location"), nil); answer.StatusCode != http.StatusNotFound {
		t.Errorf("what can't be read stays: %d", answer.StatusCode)
	}
}

// led is where a page leads once the file of its draft is read.
func (s *inside) led(path string) string {
	s.t.Helper()
	if answer, _ := s.ask(http.MethodGet, path, nil); answer.StatusCode == http.StatusSeeOther {
		return answer.Header.Get("Location")
	}
	return path
}
