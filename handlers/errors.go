package handlers

import (
	"context"
	"errors"
	"math"
	"path"
	"strconv"
	"strings"
	"time"

	"kortisto/db"
	"kortisto/db/accounts"
	"kortisto/importer"
	"kortisto/sheet"

	"github.com/gofiber/fiber/v2"
)

var (
	errCrossOrigin = errors.New("handlers: a form that another site sends")
	errForbidden   = errors.New("handlers: the role does not allow it")
)

// answers is the one table from errors to what the user is told: the status, a
// heading and what can be done.
var answers = []struct {
	err             error
	status          int
	heading, advice string
}{
	{db.ErrNotFound, fiber.StatusNotFound, "error.not-found", "error.not-found-advice"},
	{db.ErrConflict, fiber.StatusConflict, "error.conflict", "error.conflict-advice"},
	{db.ErrDiskFull, fiber.StatusInsufficientStorage, "error.disk-full", "error.disk-full-advice"},
	{db.ErrNotWritable, fiber.StatusServiceUnavailable, "error.not-writable", "error.not-writable-advice"},
	{db.ErrDamaged, fiber.StatusServiceUnavailable, "error.damaged", "error.damaged-advice"},
	{db.ErrNotDatabase, fiber.StatusServiceUnavailable, "error.damaged", "error.damaged-advice"},
	{db.ErrDiskFailed, fiber.StatusServiceUnavailable, "error.disk-failed", "error.disk-failed-advice"},
	{db.ErrForbidden, fiber.StatusForbidden, "error.right-lost", "error.right-lost-advice"},
	{errCrossOrigin, fiber.StatusForbidden, "error.cross-origin", "error.cross-origin-advice"},
	{errPacked, fiber.StatusUnsupportedMediaType, "error.packed", "error.packed-advice"},
	{errTooLong, fiber.StatusRequestEntityTooLarge, "error.too-long", "error.too-long-advice"},
	{errForbidden, fiber.StatusForbidden, "error.forbidden", "error.forbidden-advice"},
	{context.Canceled, fiber.StatusServiceUnavailable, "error.stopping", "error.stopping-advice"},
	{context.DeadlineExceeded, fiber.StatusServiceUnavailable, "error.too-slow", "error.too-slow-advice"},
}

// frameworkAnswers is the same for the errors of the framework, by status.
var frameworkAnswers = map[int][2]string{
	fiber.StatusNotFound:                    {"error.not-found", "error.not-found-advice"},
	fiber.StatusMethodNotAllowed:            {"error.not-found", "error.not-found-advice"},
	fiber.StatusRequestEntityTooLarge:       {"error.too-large", "error.too-large-advice"},
	fiber.StatusRequestTimeout:              {"error.too-slow", "error.too-slow-advice"},
	fiber.StatusRequestHeaderFieldsTooLarge: {"error.bad-request", "error.bad-request-advice"},
	fiber.StatusBadRequest:                  {"error.bad-request", "error.bad-request-advice"},
}

// crowdedRetry is after how many seconds it is worth while to send a file again.
const crowdedRetry = "30"

// errorPage is what views/error.html shows.
type errorPage struct {
	Page
	Status          int
	Heading, Advice string
	More            []string // what else there is to say, a paragraph each
	ID              string   // of the request, where the log tells more
	Links           []errorLink
}

// errorLink leads on from the page of an error.
type errorLink struct {
	Path, Label string
	Main        bool // there one does what the advice says
}

// Sentence is what the page says, for a place within another one.
func (view *errorPage) Sentence() string { return view.Heading + ". " + view.Advice }

// answerError turns an error into an answer: a page, or for HTMX a text that
// app.js shows. It also gets the errors of a request that no middleware has
// seen, and must do without everything that they prepare.
func (s *server) answerError(c *fiber.Ctx, err error) error {
	s.setHeaders(c)
	view := s.tell(c, err)
	c.Status(view.Status)
	var erased db.ErasedError
	if errors.As(err, &erased) && path.Ext(c.Path()) == ".json" {
		return c.JSON(erasedJSON{erased.Number, erased.At, view.Sentence()})
	}
	if isFragment(c) {
		return c.SendString(view.Sentence())
	}
	if err := s.render(c, "error", view); err != nil {
		s.log.Error("no page", "id", requestID(c), "error", err.Error())
		return c.Status(view.Status).SendString(view.Heading + "\n" + view.Advice)
	}
	return nil
}

// erasedJSON is what programs get in the place of the data of a customer that was
// erased.
type erasedJSON struct {
	Customer int       `json:"customer"`
	ErasedAt time.Time `json:"erased_at"`
	Message  string    `json:"message"`
}

// tell puts an error into the words of the user, and into the log where it is
// not the user's.
func (s *server) tell(c *fiber.Ctx, err error) *errorPage {
	err = db.Known(err)
	s.health.note(err)
	view := s.explain(c, err)
	if view.Status >= fiber.StatusInternalServerError && !errors.Is(err, errCrowded) {
		s.log.Error("failed", "route", c.Route().Path, "status", view.Status, "id", requestID(c), "error", err.Error())
	}
	return view
}

// failure tells in the words of the user why the register itself failed, for a page
// that shows a form again with what was typed: on a page of its own the text would
// be lost. It sets the answer's status, and is "" for any other error.
func (s *server) failure(c *fiber.Ctx, cause error) string {
	if s.explain(c, db.Known(cause)).Status < fiber.StatusInternalServerError {
		return ""
	}
	why := s.tell(c, cause)
	c.Status(why.Status)
	return why.Sentence()
}

// explain puts an error into the words of the user.
func (s *server) explain(c *fiber.Ctx, err error) *errorPage {
	view := &errorPage{Page: s.page(c, ""), Status: fiber.StatusInternalServerError}
	if view.tellErased(err) {
		return view
	}
	view.Links = []errorLink{{Path: "/", Label: view.Text("error.home")}}
	if view.detail(c, err) {
		return view
	}
	heading, advice := "error.internal", "error.internal-advice"
	var framework *fiber.Error
	if errors.As(err, &framework) {
		if ids, ok := frameworkAnswers[framework.Code]; ok {
			view.Status, heading, advice = framework.Code, ids[0], ids[1]
		}
	}
	for _, known := range answers {
		if errors.Is(err, known.err) {
			view.Status, heading, advice = known.status, known.heading, known.advice
			break
		}
	}
	if view.Status == fiber.StatusInternalServerError {
		view.ID = requestID(c)
	}
	args := map[string]any{"limit": int(s.limits.Bytes >> 20), "id": requestID(c)}
	view.Heading, view.Advice = view.Text(heading, args), view.Text(advice, args)
	return view
}

// leadOn adds the link to where one does what the advice says.
func (view *errorPage) leadOn(path, label string) {
	view.Links = append([]errorLink{{path, view.Text(label), true}}, view.Links...)
}

// tellErased fills the page that stands for every page of a customer whose data was
// erased, and reports whether the error is of one: that there was a customer, and
// until when, but nothing of it (erasure, docs/rules.md).
func (view *errorPage) tellErased(err error) bool {
	var erased db.ErasedError
	if !errors.As(err, &erased) {
		return false
	}
	view.Nav, view.Status = "customers", fiber.StatusGone
	view.Heading = view.Text("erased.title", "number", strconv.Itoa(erased.Number))
	view.Advice = view.Text("erased.when", "date", view.Date(erased.At))
	view.More = []string{view.Text("erased.from"), view.Text("erased.never-again")}
	view.Links = []errorLink{{"/customers", view.Text("import.to-customers"), true}}
	if view.IsAdmin() {
		view.Links = append(view.Links, errorLink{Path: "/imports?kind=" + string(db.HistoryErasures), Label: view.Text("erased.to-history")})
	}
	return true
}

// detail fills the page for an error that tells more than its kind, and
// reports whether it is one.
func (view *errorPage) detail(c *fiber.Ctx, err error) bool {
	var (
		busy      db.ErrBusy
		throttled accounts.ErrThrottled
		file      *sheet.Error
		notOwner  db.ErrNotOwner
		tooMany   db.ErrTooManyDrafts
		column    importer.ErrUnknownColumn
	)
	switch {
	case errors.As(err, &notOwner):
		view.Status, view.Heading = fiber.StatusConflict, view.Text("error.not-owner", "who", view.Who(notOwner.Owner))
		view.Advice = view.Text("error.not-owner-advice")
		if c.Params("id") != "" {
			view.leadOn(importPath(importID(c)), "error.not-owner-open")
		}
	case errors.As(err, &tooMany):
		view.Status, view.Heading = fiber.StatusConflict, view.Text("error.too-many-drafts")
		view.Advice = view.TooManyDrafts(tooMany.Use)
		view.leadOn("/imports", "import.to-drafts")
	case errors.As(err, &busy):
		view.Status, view.Heading = fiber.StatusServiceUnavailable, view.Text("error.busy")
		if view.User == nil {
			busy.Holder = "" // what colleagues do is nobody else's business
		}
		view.Advice = view.Text("error.busy-advice", "holder", busy.Holder)
	case errors.As(err, &throttled):
		view.Status, view.Heading = fiber.StatusTooManyRequests, view.Text("error.throttled")
		view.Advice = tellThrottled(view.Words, c, throttled)
	case errors.As(err, &file):
		view.Status, view.Heading = fiber.StatusUnprocessableEntity, view.Text("error.file")
		view.Advice = view.File(file.Code, file.Args)
	case errors.As(err, &column):
		view.Status, view.Heading = fiber.StatusBadRequest, view.Text("error.column-unknown", "column", column.Name)
		view.Advice = view.Text("error.column-unknown-advice", "columns", strings.Join(column.Exists, ", "))
	case errors.Is(err, errCrowded):
		c.Set(fiber.HeaderRetryAfter, crowdedRetry)
		view.Status, view.Heading, view.Advice = fiber.StatusServiceUnavailable, view.Text("error.crowded"), view.Text("error.crowded-advice")
	default:
		return false
	}
	return true
}

// tellThrottled says how long to wait, to the user and to programs.
func tellThrottled(w Words, c *fiber.Ctx, err accounts.ErrThrottled) string {
	seconds := int(math.Ceil(err.Wait.Seconds()))
	c.Set(fiber.HeaderRetryAfter, strconv.Itoa(seconds))
	return w.Text("login.wait", "count", seconds)
}
