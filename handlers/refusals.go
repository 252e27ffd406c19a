package handlers

import (
	"errors"

	"kortisto/db"
	"kortisto/db/accounts"

	"github.com/gofiber/fiber/v2"
)

var errPasswordsDiffer = errors.New("handlers: the passwords differ")

// refusal is what a form must put right: in words, and the name of the field
// where that is done, "" for none. It leads to that field;
// views/partials/problem.html.
type refusal struct{ Text, Field string }

// userProblems are the errors about a user that a form can put right.
var userProblems = []struct {
	err       error
	id, field string
}{
	{errPasswordsDiffer, "failure.passwords-differ", "password-again"},
	{accounts.ErrPasswordShort, "failure.password-short", "password"},
	{accounts.ErrPasswordLong, "failure.password-long", "password"},
	{accounts.ErrPasswordName, "failure.password-name", "password"},
	{accounts.ErrPasswordCommon, "failure.password-common", "password"},
	{db.ErrNameMissing, "failure.user-name-missing", "name"},
	{accounts.ErrNamePersonal, "failure.user-name-personal", "name"},
	{db.ErrNameTaken, "users.name-taken", "name"},
	{accounts.ErrLastAdmin, "users.last-admin", ""},
	{accounts.ErrDisabled, "users.disabled-link", ""},
	{accounts.ErrWrongLogin, "settings.wrong-password", "current"},
	{accounts.ErrWrongToken, "setup.wrong-token", "token"},
}

// refusalOf puts into words what stands beside a form of users, and sets the
// answer's status; there are none for an error that has a page of its own.
func (s *server) refusalOf(c *fiber.Ctx, err error) refusal {
	if problem := userProblem(s.words(c), err); problem.Text != "" {
		c.Status(fiber.StatusUnprocessableEntity)
		return problem
	}
	return refusal{Text: s.failure(c, err)}
}

// userProblem puts such an error into words; there are none for any other error.
func userProblem(w Words, err error) refusal {
	for _, known := range userProblems {
		if errors.Is(err, known.err) {
			return refusal{w.Text(known.id), known.field}
		}
	}
	return refusal{}
}
