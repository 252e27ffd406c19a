package handlers

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/handlers/drafts"
	"kortisto/locale"
)

// TestWaitingForASaveLeadsToItsResult holds that a page that has waited for the
// save of its draft does not ask to confirm what is saved.
func TestWaitingForASaveLeadsToItsResult(t *testing.T) {
	s := newInside(t)
	id := s.draft("Nimi;Katu\nAlfa Oy;Tie 1\n")
	draft, err := s.db.Draft(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	at, err := s.desk.Plan(t.Context(), draft)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.desk.Save(t.Context(), draft, db.Actor{Name: "Liisa"}, at.Fingerprint); err != nil {
		t.Fatal(err)
	}
	var ended *drafts.Ended
	if _, err := s.desk.Plan(t.Context(), draft); !errors.As(err, &ended) || ended.Draft != id {
		t.Errorf("a saved draft is planned: %v", err)
	}
	s.want(id, http.StatusOK, "Tuonti tallennettu")
}

// TestWorkShowsItsProgress holds that a page does not wait for long work on its
// draft: it says how far that has come, and shows the draft once it is done.
func TestWorkShowsItsProgress(t *testing.T) {
	s := newInside(t)
	id := s.draft("Nimi;Katu\nAlfa Oy;Tie 1\n")
	progress := func() (int, string) {
		answer, page := s.ask(http.MethodGet, importPath(id)+"/progress", nil)
		return answer.StatusCode, page
	}
	show := func() {
		s.want(id, http.StatusOK, "Odotetaan vuoroa.", `id="working"`)
		status, page := progress()
		if status != http.StatusOK {
			t.Errorf("how far the work has come: %d", status)
		}
		s.shows(page, "how far the work has come", "Odotetaan vuoroa.", "!<main")
	}
	s.slowly(show, show)
	if status, page := progress(); status != http.StatusNoContent || page != "" {
		t.Errorf("how far work has come that is done: %d\n%s", status, page)
	}
	s.want(id, http.StatusOK, "Asiakastietojen tuomisen varmistus")
	words := Words{Printer: locale.For("fi"), Table: customer.Standard()}
	for progress, want := range map[drafts.Progress][2]string{
		{Stage: drafts.StageWaiting, Place: 2}:                 {"Odotetaan vuoroa", "2. jonossa."},
		{Stage: drafts.StageWaiting}:                           {"Odotetaan vuoroa", ""},
		{Stage: drafts.StageReading, Done: 30, Total: 40}:      {"Tiedostoa luetaan", "75"},
		{Stage: drafts.StagePlanning, Done: 1000, Total: 4000}: {"", "1\u00a0000 / 4\u00a0000"},
		{Stage: drafts.StageSaving, Done: 3, Total: 40}:        {"Tietoja tallennetaan", "3 / 40"},
	} {
		view := &importWorking{Page: Page{Words: words}, Progress: progress}
		doing, figures := view.Text(view.Doing()), view.Figures()
		if !strings.Contains(doing, want[0]) || !strings.Contains(figures, want[1]) || figures != "" && want[1] == "" {
			t.Errorf("%+v: %q, %q", progress, doing, figures)
		}
	}
}

// TestProgressIsToldSparsely holds that the tab's title begins with what
// changes, and that those who hear the page hear of each quarter only.
func TestProgressIsToldSparsely(t *testing.T) {
	words := Words{Printer: locale.For("en"), Table: customer.Standard()}
	var titles, told []string
	for done := 0; done <= 100; done++ {
		view := &importWorking{Page: Page{Words: words}, Progress: drafts.Progress{Stage: drafts.StageSaving, Done: done * 50, Total: 5000}}
		titles, told = append(titles, view.Title()), append(told, view.Announced())
	}
	if got := slices.Compact(told); len(got) != 5 || !strings.Contains(got[2], "50") {
		t.Errorf("told: %q", got)
	}
	if got := slices.Compact(titles); len(got) != 101 || !strings.HasPrefix(got[42], "42") {
		t.Errorf("titles: %q", got)
	}
}

// TestLeftSavesTellTheirFailure holds that a save that fails after everybody
// has left says so at the next visit, once.
func TestLeftSavesTellTheirFailure(t *testing.T) {
	s := newInside(t)
	id := s.draft("Nimi;Katu\nAlfa Oy;Tie 1\n")
	s.slowly(func() { s.ask(http.MethodPost, importPath(id)+"/save", url.Values{"fingerprint": {"of another plan"}}) })
	s.want(id, http.StatusConflict, "Tuonti tai rekisteri on muuttunut")
	s.want(id, http.StatusOK)
}
