package handlers

import (
	"net/url"
	"slices"
	"strconv"

	"kortisto/db/accesslog"

	"github.com/gofiber/fiber/v2"
)

// accessFilter is what an address says of the access log.
type accessFilter struct {
	historyFilter
	Customer int // 0 for any
}

// parseAccessFilter reads ?kind= &by= &customer= &from= &to= &page=. What makes no
// sense is passed over.
func parseAccessFilter(c *fiber.Ctx) accessFilter {
	f := accessFilter{historyFilter: parseHistoryFilter(c), Customer: max(0, c.QueryInt("customer"))}
	if f.Kind = c.Query("kind"); !slices.Contains(accesslog.Kinds, accesslog.Kind(f.Kind)) {
		f.Kind = ""
	}
	return f
}

// IsSet reports whether the filter leaves anything out.
func (f accessFilter) IsSet() bool { return f.historyFilter.IsSet() || f.Customer != 0 }

// Path is that of the whole log.
func (accessFilter) Path() string { return "/access" }

// href is the address of a page of the log.
func (f accessFilter) href(page int) string { return withPage(f.Path(), f.values(), page) }

// Export is the address of the file of the entries that the filter chooses.
func (f accessFilter) Export() string { return withQuery("/access/export.csv", f.values()) }

// values is the filter as it stands in an address.
func (f accessFilter) values() url.Values {
	query := f.historyFilter.values()
	if f.Customer > 0 {
		query.Set("customer", strconv.Itoa(f.Customer))
	}
	return query
}

// of is the query that the filter stands for.
func (f accessFilter) of() accesslog.Query {
	days := f.historyFilter.of()
	return accesslog.Query{By: f.By, Kind: accesslog.Kind(f.Kind), Customer: f.Customer, From: days.From, Before: days.Before}
}
