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
	if form.erased, err = s.db.ErasedBefore(c.UserContext(), stored.Values, form.values); err != nil {
		return false, err
	}
	news = form.erased != db.NotRecognised && !slices.Contains(warned, warnedOfErased)
	for _, r := range similar {
		number := strconv.Itoa(r.Customer.Number)
		news = news || !slices.Contains(warned, number)
		form.similar = append(form.similar, similarView{r.Customer.Number, r.Customer.Get(customer.Name),
			"/customers/" + number, words.Label(r.Field)})
	}
	return news, nil
}

// typingView is what the form says, while somebody types, of the customers whom it
// may make a second time.
type typingView struct {
	Words
	Similar []similarView
}

// similarNamed is how many customers are named while somebody types.
const similarNamed = 3

// Named are those who are named.
func (v typingView) Named() []similarView { return v.Similar[:min(len(v.Similar), similarNamed)] }

// More is how many are not.
func (v typingView) More() int { return len(v.Similar) - len(v.Named()) }

// WarnedOf lists those whom the form was warned of.
func (v typingView) WarnedOf() string { return warnedNumbers(v.Named()) }

// showSimilar tells, while somebody fills in a form, whom it may make a second time,
// POST /customers/similar?of=, which names the customer of the form.
func (s *server) showSimilar(c *fiber.Ctx) error {
	var stored customer.Customer
	if number := c.QueryInt("of"); number != 0 {
		var err error
		if stored, err = s.db.Customer(c.UserContext(), number); err != nil {
			return err
		}
	}
	form := readForm(c, s.db.Fields(), stored.Values, true)
	if _, err := s.findSimilar(c, form, &stored); err != nil {
		return err
	}
	view := typingView{s.words(c), form.similar}
	s.noteSimilar(c, view.Named())
	return s.render(c, "customer_form#typing", view)
}

// Typing is what the form was warned of when it came with the page: the page says so
// above it.
func (p *customerPage) Typing() typingView { return typingView{Words: p.Words} }

// TypingPath is where the form asks whom it may make a second time.
func (p *customerPage) TypingPath() string {
	if p.Customer == 0 {
		return "/customers/similar"
	}
	return "/customers/similar?of=" + strconv.Itoa(p.Customer)
}

// MergedNumbers lists the numbers of customers who were merged into this one.
func (p *customerReading) MergedNumbers() string {
	numbers := make([]string, len(p.Merged))
	for i, number := range p.Merged {
		numbers[i] = strconv.Itoa(number)
	}
	return strings.Join(numbers, ", ")
}

// WarnedOf lists whom the form was warned of.
func (p *customerPage) WarnedOf() string {
	warned := warnedNumbers(p.Similar)
	if p.Erased != db.NotRecognised {
		warned = strings.TrimSpace(warned + " " + warnedOfErased)
	}
	return warned
}

func warnedNumbers(similar []similarView) string {
	numbers := make([]string, len(similar))
	for i, one := range similar {
		numbers[i] = strconv.Itoa(one.Number)
	}
	return strings.Join(numbers, " ")
}
