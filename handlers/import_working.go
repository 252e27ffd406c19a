package handlers

import (
	"errors"

	"kortisto/db"
	"kortisto/handlers/confirmation"
	"kortisto/handlers/drafts"

	"github.com/gofiber/fiber/v2"
)

// importWorking is what views/imports_working.html shows.
type importWorking struct {
	Page
	Import *db.Import
	drafts.Progress
}

// orWorking shows how far the work on a draft has come in place of a page that
// would have to wait for it. That page asks again by itself; everything else
// leads to it.
func (s *server) orWorking(c *fiber.Ctx) error {
	err := c.Next()
	var ended *drafts.Ended
	if errors.As(err, &ended) {
		return s.redirect(c, importPath(ended.Draft)) // which shows what has become of it
	}
	var working *drafts.Working
	if !errors.As(err, &working) {
		return err
	}
	path := importPath(working.Draft)
	if c.Method() != fiber.MethodGet || isFragment(c) || c.Path() != s.basePath+path {
		return s.redirect(c, path)
	}
	draft, err := s.db.Draft(c.UserContext(), working.Draft)
	if err != nil {
		return err
	}
	view := &importWorking{Page: s.page(c, "imports"), Import: draft, Progress: working.Progress()}
	if view.Flash != nil { // it is for the page that follows
		s.setFlash(c, *view.Flash)
		view.Flash = nil
	}
	return s.render(c, "imports_working", view)
}

// showProgress tells the page of long work how far that has come, GET
// /imports/{id}/progress. There is no content once it is done: the page of the
// import tells what has become of it.
func (s *server) showProgress(c *fiber.Ctx) error {
	draft, err := s.importOf(c)
	if err != nil {
		return err
	}
	progress, ok := s.desk.Progress(draft.ID)
	if !ok {
		return c.SendStatus(fiber.StatusNoContent)
	}
	view := &importWorking{Page: Page{Words: s.words(c)}, Import: draft, Progress: progress}
	return s.render(c, "imports_working#working", view)
}

// notBegun reports whether work has not even begun, since other work on the
// draft takes long.
func notBegun(err error) bool {
	var working *drafts.Working
	return errors.As(err, &working) && !working.Begun
}

// orLater leads to what a page of a draft shows, and tells, once long work on
// the draft is done, where that is why it can't be shown now.
func (s *server) orLater(c *fiber.Ctx, draft *db.Import, show confirmation.Showing, told Flash, err error) error {
	var working *drafts.Working
	if !errors.As(err, &working) {
		return err
	}
	if told.Text != "" {
		s.setFlash(c, told)
	}
	return s.redirect(c, importPath(draft.ID)+show.Query())
}

// notTaken says that nothing was changed, where what a form asks for has to
// wait for long work on the draft.
func (s *server) notTaken(c *fiber.Ctx, draft *db.Import, err error) error {
	return s.orLater(c, draft, showingOf(c), Flash{Text: s.words(c).Text("import.not-taken"), Bad: true}, err)
}

// Doing is the id of what is done, in words.
func (v *importWorking) Doing() string { return "working.stage-" + v.Stage }

// Figures says how far the work has come, "" where that can't be told.
func (v *importWorking) Figures() string {
	switch {
	case v.Place > 0:
		return v.Text("working.place", "place", v.Place)
	case v.Total == 0:
		return ""
	case v.Stage == drafts.StageReading:
		return v.share(v.percent())
	}
	return v.Text("working.rows", "done", v.Number(v.Done), "total", v.Number(v.Total))
}

// Title is the title of the page: what changes stands first, since a tab shows
// no more than its beginning.
func (v *importWorking) Title() string {
	title := v.Text("working.title")
	switch {
	case v.Place > 0:
		return v.Text("working.place", "place", v.Place) + " " + title
	case v.Total > 0:
		return v.share(v.percent()) + " · " + title
	}
	return title
}

// announcedStep is how far the work goes, in percent, before it is announced again
// to those who hear the page.
const announcedStep = 25

// Announced is what those who hear the page hear: each stage, and seldom
// how far it has come.
func (v *importWorking) Announced() string {
	text := v.Text(v.Doing())
	switch step := v.percent() / announcedStep * announcedStep; {
	case v.Place > 0:
		return text + " " + v.Text("working.place", "place", v.Place)
	case step > 0:
		return text + " " + v.share(step)
	}
	return text
}

// share says how far the work has come, in percent.
func (v *importWorking) share(percent int) string { return v.Text("working.share", "percent", percent) }

// percent is how far the work has come.
func (v *importWorking) percent() int {
	if v.Total == 0 {
		return 0
	}
	return int(int64(v.Done) * 100 / int64(v.Total))
}
