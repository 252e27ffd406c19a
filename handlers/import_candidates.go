package handlers

import (
	"strings"

	"kortisto/customer"
	"kortisto/importer"
)

// candidate is a customer to choose from.
type candidate struct {
	Number int
	Name   string
	Lines  []candidateLine
}

// candidateLine is a line of a candidate's card; Differs where it tells the
// candidates apart.
type candidateLine struct {
	Text    string
	Differs bool
}

// shownCards is how many candidates stand open; the rest are folded.
const shownCards = 6

// fillCandidates makes the cards of an undecided row.
func (v *confirmation) fillCandidates(view *rowView, row *importer.Row, known map[int]*customer.Customer) {
	for _, number := range row.Candidates {
		if c := known[number]; c != nil {
			view.Candidates = append(view.Candidates, v.candidateOf(c))
		}
	}
	markDifferences(view.Candidates)
	if len(view.Candidates) > shownCards {
		view.Candidates, view.More = view.Candidates[:shownCards], view.Candidates[shownCards:]
	}
	code := undecidedBy(row)
	if view.CanCreate = settledByNew[code]; !view.CanCreate {
		return
	}
	view.Waiting = v.undecidedBy(code)
	show := showing{Status: string(importer.Undecided), Problem: code, Columns: v.View.Columns}
	view.WaitingAt = importPath(v.Import.ID) + show.query()
}

// candidateOf makes the card of a customer.
func (v *confirmation) candidateOf(c *customer.Customer) candidate {
	card := candidate{Number: c.Number, Name: c.Values[customer.Name]}
	for _, line := range v.fields.Cards() {
		var texts []string
		for _, f := range line {
			if text := v.Show(f, c.Values[f]); text != "" {
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

// cardView is the card of a candidate with the button that picks it for a row.
type cardView struct {
	candidate
	Line    int
	Button  string
	CanEdit bool
}

// detailsView is what stands below an open row.
type detailsView struct {
	*confirmation
	Row rowView
}

// Details makes what stands below an open row.
func (v *confirmation) Details(row rowView) detailsView { return detailsView{v, row} }

// fieldsView are some of the fields of an open row.
type fieldsView struct {
	detailsView
	Fields []fieldView
}

// FieldsOf makes the table of some of the fields of a row.
func (v detailsView) FieldsOf(fields []fieldView) fieldsView { return fieldsView{v, fields} }

// Card makes the card of a candidate of a row.
func (v *confirmation) Card(row rowView, c candidate) cardView {
	return cardView{c, row.Line, v.Text("import.this-customer"), v.CanEdit()}
}
