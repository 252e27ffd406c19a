package handlers

import (
	"strconv"
	"strings"

	"kortisto/db"

	"github.com/gofiber/fiber/v2"
)

// retentionField is a number of days on the page of retention.
type retentionField struct {
	Words
	Name  string
	Value string // as typed
	Wrong bool
}

// Title names what is kept.
func (f retentionField) Title() string { return f.Text("kept." + f.Name) }

// Hint says what that is.
func (f retentionField) Hint() string { return f.Text("kept-hint." + f.Name) }

// retentionPage is what views/settings_retention.html shows.
type retentionPage struct {
	Page
	Fields   []retentionField
	Problem  refusal
	Min, Max int
}

// retentionNames are the fields of the page, in its order.
var retentionNames = []string{"files", "drafts", "bin", "journal", "access", "idle"}

// daysOf are the numbers of days in the order of the page.
func daysOf(kept *db.Retention) []*int {
	return []*int{&kept.Files, &kept.Drafts, &kept.Bin, &kept.Journal, &kept.Access, &kept.Idle}
}

// showRetention handles GET /settings/retention.
func (s *server) showRetention(c *fiber.Ctx) error {
	kept, err := s.db.Retention(c.UserContext())
	if err != nil {
		return err
	}
	view := s.retentionPage(c)
	for i, days := range daysOf(&kept) {
		view.Fields = append(view.Fields, retentionField{Words: view.Words, Name: retentionNames[i], Value: strconv.Itoa(*days)})
	}
	return s.render(c, "settings_retention", view)
}

func (s *server) retentionPage(c *fiber.Ctx) *retentionPage {
	return &retentionPage{Page: s.page(c, "settings"), Min: db.ShortestRetention, Max: db.LongestRetention}
}

// saveRetention handles POST /settings/retention.
func (s *server) saveRetention(c *fiber.Ctx) error {
	view := s.retentionPage(c)
	var kept db.Retention
	wrong := "" // the first such field
	for i, days := range daysOf(&kept) {
		field := retentionField{Words: view.Words, Name: retentionNames[i], Value: strings.TrimSpace(c.FormValue(retentionNames[i]))}
		number, err := strconv.Atoi(field.Value)
		field.Wrong = err != nil || number < view.Min || number > view.Max
		*days = number
		if field.Wrong && wrong == "" {
			wrong = field.Name
		}
		view.Fields = append(view.Fields, field)
	}
	if wrong != "" {
		view.Problem = refusal{view.Text("retention.wrong", "min", view.Min, "max", view.Max), wrong}
		c.Status(fiber.StatusUnprocessableEntity)
		return s.render(c, "settings_retention", view)
	}
	if err := s.db.SetRetention(c.UserContext(), actorOf(c), kept); err != nil {
		if text := s.failure(c, err); text != "" {
			view.Problem = refusal{Text: text}
			return s.render(c, "settings_retention", view)
		}
		return err
	}
	s.logBy(c, "retention changed")
	return s.done(c, "/settings/retention", view.Text("retention.saved"))
}
