package handlers

import (
	"strconv"

	"kortisto/customer"

	"github.com/gofiber/fiber/v2"
)

// customerAt returns the customer that the address names.
func (s *server) customerAt(c *fiber.Ctx) (customer.Customer, error) {
	return s.db.Customer(c.UserContext(), numberAt(c))
}

// numberAt is the number that the address names, 0 for what can be nobody's.
func numberAt(c *fiber.Ctx) int {
	number, err := strconv.Atoi(c.Params("number"))
	if err != nil {
		return 0
	}
	return number
}

// formRevision is the revision that a form was made for; none matches a
// revision that cannot be.
func formRevision(c *fiber.Ctx) int {
	revision, err := strconv.Atoi(c.FormValue("revision"))
	if err != nil {
		return -1
	}
	return revision
}
