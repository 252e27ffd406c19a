package handlers

import (
	"strconv"

	"kortisto/handlers/confirmation"
	"kortisto/handlers/drafts"

	"github.com/gofiber/fiber/v2"
)

// showingOf reads what a request wants to see of a plan.
func showingOf(c *fiber.Ctx) confirmation.Showing {
	return confirmation.ShowingOf(formOf(c), c.Method() == fiber.MethodPost)
}

// afterOf is the write counter beyond which a request wants a plan.
func afterOf(c *fiber.Ctx) int64 {
	after, err := strconv.ParseInt(c.Query(confirmation.AfterKey), 10, 64)
	if err != nil {
		return drafts.AnyWrites
	}
	return after
}

// formOf returns the fields of a form, or of an address.
func formOf(c *fiber.Ctx) map[string]string {
	args := c.Request().PostArgs()
	if c.Method() == fiber.MethodGet {
		args = c.Request().URI().QueryArgs()
	}
	fields := make(map[string]string, args.Len())
	for name, value := range args.All() {
		fields[string(name)] = string(value)
	}
	return fields
}
