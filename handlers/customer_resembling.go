package handlers

import (
	"slices"
	"strconv"
	"strings"

	"kortisto/customer"

	"github.com/gofiber/fiber/v2"
)

// warnedOf is the hidden field of a customer's form that names the customers
// whom it was warned of, by number: sent again, it is meant as it stands.
const warnedOf = "warned-of"

// resemblingView is a customer whom a form may make a second time.
type resemblingView struct {
	Number int
	Name   string
	Path   string
	Shared string // the field that tells so
}

// findResembling looks for the customers whom a form may make a second time, and
// reports whether there is one whom the form was not warned of yet.
func (s *server) findResembling(c *fiber.Ctx, form *form, stored *customer.Customer) (news bool, err error) {
	resembling, err := s.db.Resembling(c.UserContext(), stored, form.values)
	if err != nil {
		return false, err
	}
	words, warned := s.words(c), strings.Fields(c.FormValue(warnedOf))
	for _, r := range resembling {
		number := strconv.Itoa(r.Customer.Number)
		news = news || !slices.Contains(warned, number)
		form.resembling = append(form.resembling, resemblingView{r.Customer.Number, r.Customer.Values[customer.Name],
			"/customers/" + number, words.Label(r.Field)})
	}
	return news, nil
}

// WarnedOf lists the customers whom the form was warned of.
func (p *customerPage) WarnedOf() string {
	numbers := make([]string, len(p.Resembling))
	for i, one := range p.Resembling {
		numbers[i] = strconv.Itoa(one.Number)
	}
	return strings.Join(numbers, " ")
}
