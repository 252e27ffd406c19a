package handlers

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/db/accesslog"

	"github.com/gofiber/fiber/v2"
)

// twinsPage is what views/customers_twins.html shows: pairs of customers who may be
// one, or those that were dismissed.
type twinsPage struct {
	Page
	Part      string // that is shown, as it stands in the address
	Dismissed bool   // these are shown
	Tabs      []twinsTab
	Pairs     []twinsView
	Pager     pager
}

// twinsTab leads to a part of the pairs.
type twinsTab struct {
	Href, Text string
	Count      int
	Current    bool
}

// twinsView is a pair in words.
type twinsView struct {
	Words
	Sureness customer.Sureness
	How      string // sure they are
	Shared   string // what they have in common
	Merge    string // address of the page that merges them
	Rows     [2]twinRow
}

// twinRow is one customer of a pair.
type twinRow struct {
	Number int
	Name   string
	Cells  []twinCell
}

// twinCell is a field of a customer, and whether the other one has the same.
type twinCell struct {
	Key, Label, Text string
	Shared           bool
}

// twinsParts are the parts in which the pairs are shown, by their names in the
// address.
var twinsParts = []struct {
	name     string
	sureness customer.Sureness
}{{"", customer.Apart}, {"sure", customer.Sure}, {"likely", customer.Likely}, {"possible", customer.Possible}}

const dismissedPart = "dismissed"

// twinShown are the fields that tell two customers apart.
var twinShown = []customer.Field{customer.BusinessID, customer.Email, customer.Phone, customer.Street, customer.Postcode, customer.City}

// listTwins handles GET /customers/duplicates.
func (s *server) listTwins(c *fiber.Ctx) error {
	part := readPart(c.Query("show"))
	view := &twinsPage{Page: s.page(c, "customers"), Part: part, Dismissed: part == dismissedPart}
	page := askedPage(c)
	filter := db.TwinFilter{Limit: pageSize, Offset: (page - 1) * pageSize}
	if view.Dismissed {
		filter.Limit = 0
	}
	for _, one := range twinsParts {
		if one.name == part {
			filter.Sureness = one.sureness
		}
	}
	pairs, counts, err := s.db.Twins(c.UserContext(), filter)
	if err != nil {
		return err
	}
	dismissed, gone, err := s.db.DismissedTwins(c.UserContext(), pageSize, filter.Offset)
	if err != nil {
		return err
	}
	total := counts.Total(filter.Sureness)
	if view.Dismissed {
		pairs, total = dismissed, gone
	}
	if len(pairs) == 0 && page > 1 {
		return s.redirect(c, twinsHref(part, 1))
	}
	s.noteTwins(c, pairs)
	view.Tabs = twinsTabs(view.Words, counts, gone, filter.Sureness, view.Dismissed)
	for i := range pairs {
		view.Pairs = append(view.Pairs, newTwinsView(view.Words, &pairs[i]))
	}
	view.Pager = newPager(view.Words, page, total, func(page int) string { return twinsHref(part, page) })
	return s.render(c, "customers_twins", view)
}

// noteTwins leaves in the access log whom a page of pairs shows, each once.
func (s *server) noteTwins(c *fiber.Ctx, pairs []db.Twins) {
	var shown []int
	for i := range pairs {
		shown = append(shown, pairs[i].First.Number, pairs[i].Second.Number)
	}
	slices.Sort(shown)
	s.note(c, accesslog.Entry{Kind: accesslog.List, Filter: accesslog.Filter{Twins: true}, Numbers: accesslog.NumbersOf(slices.Compact(shown)...)})
}

// twinsTabs lead to all pairs, to those that are so sure, and to the dismissed ones.
func twinsTabs(words Words, counts db.TwinCounts, dismissed int, sureness customer.Sureness, showsDismissed bool) []twinsTab {
	var tabs []twinsTab
	for _, one := range twinsParts {
		name := one.name
		if name == "" {
			name = "all"
		}
		tabs = append(tabs, twinsTab{twinsHref(one.name, 1), words.Text("twins.show-" + name), counts.Total(one.sureness), !showsDismissed && sureness == one.sureness})
	}
	return append(tabs, twinsTab{twinsHref(dismissedPart, 1), words.Text("twins.show-dismissed"), dismissed, showsDismissed})
}

func newTwinsView(words Words, twins *db.Twins) twinsView {
	view := twinsView{Words: words, Sureness: twins.Sureness, Merge: mergeHref(twins.First.Number, twins.Second.Number)}
	for _, part := range twinsParts {
		if part.sureness == twins.Sureness && part.name != "" {
			view.How = words.Text("twins.how-" + part.name)
		}
	}
	var shared []string
	if twins.Fields.Has(customer.Name) {
		name := words.Label(customer.Name)
		if twins.Alike {
			name = words.Text("twins.alike-name")
		}
		shared = append(shared, name)
	}
	for _, f := range twinShown {
		if twins.Fields.Has(f) {
			shared = append(shared, words.Label(f))
		}
	}
	view.Shared = strings.Join(shared, ", ")
	for i, one := range []*customer.Customer{&twins.First, &twins.Second} {
		row := twinRow{Number: one.Number, Name: one.Values[customer.Name]}
		for _, f := range twinShown {
			row.Cells = append(row.Cells, twinCell{f.Key(), words.Label(f), words.Show(f, one.Values[f]), twins.Fields.Has(f)})
		}
		view.Rows[i] = row
	}
	return view
}

// dismissTwins notes that two customers are not the same one, POST
// /customers/duplicates/dismiss.
func (s *server) dismissTwins(c *fiber.Ctx) error {
	first, second, err := s.pairOf(c.FormValue)
	if err != nil {
		return err
	}
	if err := s.db.DismissTwins(c.UserContext(), actorOf(c), first, second); err != nil {
		return err
	}
	return s.done(c, twinsHref(readPart(c.FormValue("show")), 1), s.words(c).Text("twins.dismissed", "first", strconv.Itoa(first), "second", strconv.Itoa(second)))
}

// recallTwins takes that back, POST /customers/duplicates/recall.
func (s *server) recallTwins(c *fiber.Ctx) error {
	first, second, err := s.pairOf(c.FormValue)
	if err != nil {
		return err
	}
	if err := s.db.RecallTwins(c.UserContext(), actorOf(c), first, second); err != nil {
		return err
	}
	return s.done(c, twinsHref(dismissedPart, 1), s.words(c).Text("twins.recalled", "first", strconv.Itoa(first), "second", strconv.Itoa(second)))
}

// readPart reads the name of a part of the pairs, "" for all of them.
func readPart(name string) string {
	for _, part := range twinsParts {
		if part.name == name {
			return name
		}
	}
	if name == dismissedPart {
		return name
	}
	return ""
}

// pairOf reads the numbers of two customers, first= and second=, the lower one
// first.
func (s *server) pairOf(value func(string, ...string) string) (first, second int, err error) {
	for name, number := range map[string]*int{"first": &first, "second": &second} {
		var ok bool
		if *number, ok = customer.ParseNumber(value(name)); !ok {
			return 0, 0, fmt.Errorf("%w: %s", db.ErrNotFound, name)
		}
	}
	return min(first, second), max(first, second), nil
}
