package handlers

import (
	"strconv"

	"kortisto/customer"

	"github.com/gofiber/fiber/v2"
)

// The labels of a sheet: three beside each other, eight rows.
const labelsPerSheet = 24

// narrowLines is from how many lines on an address is written smaller.
const narrowLines = 7

// labelsPage is what views/customers_labels.html shows: sheets of addresses.
type labelsPage struct {
	Page
	picked
	reached
	TooMany bool
	Count   int // of labels
	Start   int // the place of the first label on the first sheet, from 1
	Sheets  [][]label
}

// label is a place on a sheet, empty where no address stands.
type label struct {
	Lines  []string
	Narrow bool
}

// Back is where the labels were asked for.
func (p *labelsPage) Back() string { return p.href("/customers/elsewhere") }

// Named are the customers that are named, for the form.
func (p *labelsPage) Named() []int {
	if p.All {
		return nil
	}
	return p.Numbers
}

// PerSheet is how many places a sheet has.
func (p *labelsPage) PerSheet() int { return labelsPerSheet }

// showLabels handles GET /customers/labels, with ?start= for a sheet of which
// labels have been used.
func (s *server) showLabels(c *fiber.Ctx) error {
	view := &labelsPage{picked: readPicked(c, s.db.Fields()), Start: 1}
	if start, err := strconv.Atoi(c.Query("start")); err == nil {
		view.Start = min(max(start, 1), labelsPerSheet)
	}
	filter, err := s.filterOf(c, &view.picked)
	if err != nil {
		return err
	}
	words := s.words(c)
	labels := make([]label, view.Start-1)
	entry := givenAway(c, &view.picked)
	view.TooMany, err = s.eachPicked(c, filter, func(one *customer.Customer) {
		lines := one.Envelope(words.Lang())
		entry.Numbers.Add(one.Number)
		if view.takes(words, one, lines != nil) {
			labels = append(labels, label{lines, len(lines) >= narrowLines})
			view.Count++
		}
	})
	if err != nil {
		return err
	}
	if view.TooMany {
		view.Count, labels = 0, nil
	} else {
		s.note(c, entry)
	}
	for view.Count > 0 && len(labels) > 0 {
		size := min(labelsPerSheet, len(labels))
		view.Sheets = append(view.Sheets, labels[:size])
		labels = labels[size:]
	}
	view.Page = s.page(c, "customers")
	return s.render(c, "customers_labels", view)
}
