package handlers

import (
	"slices"
	"strconv"
	"strings"

	"kortisto/customer"
	"kortisto/db"

	"github.com/gofiber/fiber/v2"
)

// warnedOf is the hidden field of a customer's form that names the customers
// whom it was warned of, by number: sent again, it is meant as it stands.
const warnedOf = "warned-of"

// warnedOfErased stands among them where the form was warned that it may bring
// back somebody whose data was erased (erased-known, docs/rules.md).
const warnedOfErased = "erased"

// similarView is a customer whom a form may make a second time.
type similarView struct {
	Number int
	Name   string
	Path   string
	Shared string // the field that tells so
}

// findSimilar looks for the customers whom a form may make a second time, and
// reports whether there is one whom the form was not warned of yet.
func (s *server) findSimilar(c *fiber.Ctx, form *form, stored *customer.Customer) (news bool, err error) {
	similar, err := s.db.SimilarCustomers(c.UserContext(), stored, form.values)
	if err != nil {
		return false, err
	}
	words, warned := s.words(c), strings.Fields(c.FormValue(warnedOf))
	if stored.Number == 0 {
		if form.erased, err = s.db.ErasedBefore(c.UserContext(), form.values); err != nil {
			return false, err
		}
		news = form.erased != db.NotRecognised && !slices.Contains(warned, warnedOfErased)
	}
	for _, r := range similar {
		number := strconv.Itoa(r.Customer.Number)
		news = news || !slices.Contains(warned, number)
		form.similar = append(form.similar, similarView{r.Customer.Number, r.Customer.Values[customer.Name],
			"/customers/" + number, words.Label(r.Field)})
	}
	return news, nil
}

// WarnedOf lists the customers whom the form was warned of.
func (p *customerPage) WarnedOf() string {
	numbers := make([]string, len(p.Similar))
	for i, one := range p.Similar {
		numbers[i] = strconv.Itoa(one.Number)
	}
	if p.Erased != db.NotRecognised {
		numbers = append(numbers, warnedOfErased)
	}
	return strings.Join(numbers, " ")
}
