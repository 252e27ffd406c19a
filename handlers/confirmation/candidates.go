package confirmation

import (
	"strconv"
	"strings"

	"kortisto/customer"
	"kortisto/handlers/wording"
	"kortisto/importer"
	"kortisto/sheet"
)

// candidate is a customer to choose from.
type candidate struct {
	Number int
	Name   string
	Other  string // the name that the file has for a lone candidate, "" where it is the same
	Lines  []candidateLine
}

// candidateLine is a line of a candidate's card; Differs where it tells the
// candidates apart, or a lone one from the row.
type candidateLine struct {
	Text    string
	Other   string // what the file has in its place
	Differs bool
}

// shownCards is how many candidates stand open; the rest are folded.
const shownCards = 6

// makeCandidates makes the cards of an undecided row.
func (v *View) makeCandidates(view *Row, row *importer.Row, source *sheet.Row, known map[int]*customer.Stored) {
	for _, number := range row.Candidates {
		if c := known[number]; c != nil {
			view.Candidates = append(view.Candidates, v.candidateOf(c))
		}
	}
	markDifferences(view.Candidates)
	if len(view.Candidates) == 1 {
		v.markFromFile(&view.Candidates[0], known[view.Candidates[0].Number], source)
	}
	if len(view.Candidates) > shownCards {
		view.Candidates, view.More = view.Candidates[:shownCards], view.Candidates[shownCards:]
	}
	code := undecidedBy(row)
	if view.CanCreate = settledByNew[code]; !view.CanCreate {
		return
	}
	view.Waiting = v.countUndecided(code)
	show := Showing{Status: string(importer.Undecided), Problem: code, Columns: v.Showing.Columns}
	view.WaitingAt = v.address(show)
}

// candidateOf makes the card of a customer.
func (v *View) candidateOf(c *customer.Stored) candidate {
	card := candidate{Number: c.Number, Name: c.Get(customer.Name)}
	for _, line := range v.words.Table.Cards() {
		var texts []string
		for _, f := range line {
			if text := v.words.Show(f, c.Get(f)); text != "" {
				texts = append(texts, text)
			}
		}
		card.Lines = append(card.Lines, candidateLine{Text: strings.Join(texts, " ")})
	}
	return card
}

// markDifferences marks the lines that tell candidates apart.
func markDifferences(cards []candidate) {
	for i := range cards {
		for j := range cards[i].Lines {
			for k := range cards {
				if cards[k].Lines[j].Text != cards[i].Lines[j].Text {
					cards[i].Lines[j].Differs = true
				}
			}
		}
	}
}

// markFromFile marks what differs between a lone candidate and the row of the file.
func (v *View) markFromFile(card *candidate, c *customer.Stored, source *sheet.Row) {
	card.Other = v.otherText(c, customer.Name, source)
	for i, line := range v.words.Table.Cards() {
		shown := &card.Lines[i]
		var others []string
		for _, f := range line {
			if text := v.otherText(c, f, source); text != "" {
				others = append(others, text)
			}
		}
		shown.Other = strings.Join(others, " ")
		shown.Differs = shown.Other != ""
	}
}

// otherText is what a row has in a field where it is something else than the
// customer has.
func (v *View) otherText(c *customer.Stored, f customer.Field, source *sheet.Row) string {
	column, mapped := v.Import.Choices.Mapping.Column(f)
	if !mapped {
		return ""
	}
	text := v.chosen(source, column).text
	stored := c.Customer()
	read := v.words.Table.Read(f, text, customer.ContextOf(&stored.Values))
	if text == "" || f.Same(c.Get(f), text) || read.Value == c.Get(f) {
		return ""
	}
	return wording.Shortened(text, longestInCell)
}

// cardView is the card of a candidate with the button that picks it for a row.
type cardView struct {
	candidate
	Line    int
	Button  string
	InFile  string // says that a text is the file's
	CanEdit bool
}

// Card makes the card of a candidate of a row.
func (v *View) Card(row Row, c candidate) cardView {
	return cardView{c, row.Line, v.words.Text("import.this-customer"), v.words.Text("import.in-file"), v.CanEdit()}
}

// chooseCustomer picks the customer of a row.
func chooseCustomer(d *deciding, args []string) bool {
	source := d.row(args[0])
	number, err := strconv.Atoi(args[1])
	if source == nil || err != nil || number < 1 {
		return false
	}
	d.pick(source, number)
	return true
}

// pickSame picks the only candidate of an undecided row.
func pickSame(d *deciding, row *importer.Row, source *sheet.Row) bool {
	if undecidedBy(row) == "" || len(row.Candidates) != 1 {
		return false
	}
	d.pick(source, row.Candidates[0])
	return true
}

// pick decides whom a row concerns.
func (d *deciding) pick(source *sheet.Row, number int) {
	d.changeRow(source, func(decision *importer.RowDecision) { decision.Customer, decision.Create = number, false })
}

// makeNew makes a new customer of an undecided row.
func makeNew(d *deciding, row *importer.Row, source *sheet.Row) bool {
	if !settledByNew[undecidedBy(row)] {
		return false
	}
	d.changeRow(source, createNew)
	return true
}

// createNew decides that a row is a new customer's.
func createNew(d *importer.RowDecision) { d.Create, d.Include, d.Customer = true, true, 0 }
