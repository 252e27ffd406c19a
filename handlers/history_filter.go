package handlers

import (
	"net/url"
	"slices"
	"time"

	"kortisto/db"

	"github.com/gofiber/fiber/v2"
)

// historyFilter is what an address says of the history.
type historyFilter struct {
	Kind     string
	By       string
	From, To string // days, as a browser writes them
	Page     int
}

// parseHistoryFilter reads ?kind= &by= &from= &to= &page=. What makes no sense is
// passed over.
func parseHistoryFilter(c *fiber.Ctx) historyFilter {
	f := historyFilter{Kind: c.Query("kind"), By: c.Query("by"), From: c.Query("from"), To: c.Query("to"), Page: askedPage(c)}
	if !slices.Contains(db.HistoryKinds, db.HistoryKind(f.Kind)) {
		f.Kind = ""
	}
	for _, day := range []*string{&f.From, &f.To} {
		if _, err := time.ParseInLocation(time.DateOnly, *day, time.Local); err != nil {
			*day = ""
		}
	}
	return f
}

// IsSet reports whether the filter leaves anything out.
func (f historyFilter) IsSet() bool { return f.Kind+f.By+f.From+f.To != "" }

// Path is that of the whole history.
func (historyFilter) Path() string { return "/imports" }

// href is the address of a page of the history.
func (f historyFilter) href(page int) string { return withPage(f.Path(), f.values(), page) }

// values is the filter as it stands in an address.
func (f historyFilter) values() url.Values {
	query := url.Values{}
	for name, value := range map[string]string{"kind": f.Kind, "by": f.By, "from": f.From, "to": f.To} {
		if value != "" {
			query.Set(name, value)
		}
	}
	return query
}

// of is the filter of the register. Both days are part of what it lets through.
func (f historyFilter) of() db.HistoryFilter {
	filter := db.HistoryFilter{Kind: db.HistoryKind(f.Kind), By: f.By, Limit: entriesPerPage + 1, Offset: (f.Page - 1) * entriesPerPage}
	if day, err := time.ParseInLocation(time.DateOnly, f.From, time.Local); err == nil {
		filter.From = day
	}
	if day, err := time.ParseInLocation(time.DateOnly, f.To, time.Local); err == nil {
		filter.Before = day.AddDate(0, 0, 1)
	}
	return filter
}
