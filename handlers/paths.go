package handlers

import (
	"net/url"
	"strconv"
	"strings"

	"kortisto/customer"
	"kortisto/handlers/confirmation"

	"github.com/gofiber/fiber/v2"
)

// url returns the address of a path that begins with a slash.
func (s *server) url(path string) string { return s.basePath + path }

// customerPath is the address of a customer.
func customerPath(number int) string { return "/customers/" + strconv.Itoa(number) }

// importPath is the path of an import, or of what was done by hand.
func importPath(id int64) string { return confirmation.Path(id) }

// importID is the number in the address, 0 for one that can be no import's.
func importID(c *fiber.Ctx) int64 {
	id, err := strconv.ParseInt(c.Params("id"), 10, 64)
	if err != nil {
		return 0
	}
	return id
}

func twinsHref(part string, page int) string {
	query := url.Values{}
	if part != "" {
		query.Set("show", part)
	}
	return withPage("/customers/duplicates", query, page)
}

// mergeHref is the address of the page that merges two customers.
func mergeHref(first, second int) string {
	return "/customers/merge?first=" + strconv.Itoa(first) + "&second=" + strconv.Itoa(second)
}

// withPage is the address of a page of what a query asks for.
func withPage(path string, query url.Values, page int) string {
	if page > 1 {
		query.Set("page", strconv.Itoa(page))
	}
	return withQuery(path, query)
}

// withQuery is an address with what is asked of it.
func withQuery(path string, query url.Values) string {
	if len(query) == 0 {
		return path
	}
	return path + "?" + query.Encode()
}

// pathOf is where the page can be seen again: nowhere but at the start after a
// form that was refused.
func pathOf(c *fiber.Ctx, basePath string) string {
	if c.Method() != fiber.MethodGet && c.Method() != fiber.MethodHead {
		return "/"
	}
	return maskedPath(strings.TrimPrefix(c.OriginalURL(), basePath))
}

// maskedPath is a path without whole personal identity codes, also where their
// characters are escaped.
func maskedPath(path string) string {
	path = customer.MaskPersonalIDs(path)
	plain, err := url.QueryUnescape(path)
	if err != nil || !customer.HasPersonalID(plain) {
		return path
	}
	address, err := url.Parse(path)
	if err != nil {
		return "/"
	}
	query := address.Query()
	for _, values := range query {
		for i := range values {
			values[i] = customer.MaskPersonalIDs(values[i])
		}
	}
	address.Path, address.RawPath, address.RawQuery = customer.MaskPersonalIDs(address.Path), "", query.Encode()
	return address.String()
}

// longestPath is how long a path to come back to may be.
const longestPath = 4 << 10

// safePath returns a path of ours that a form or an address names, or the
// start page for anything that could lead elsewhere.
func safePath(path string) string {
	if len(path) > longestPath || !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") || strings.ContainsAny(path, "\\\x7f") ||
		strings.ContainsFunc(path, func(r rune) bool { return r < ' ' }) {
		return "/"
	}
	address, err := url.Parse(path)
	if err != nil || address.Host != "" || address.Scheme != "" || strings.HasPrefix(address.Path, "//") ||
		strings.ContainsAny(address.Path, "\\\r\n\t") {
		return "/"
	}
	address.Fragment = ""
	return maskedPath(address.String())
}
