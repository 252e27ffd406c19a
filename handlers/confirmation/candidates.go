package confirmation

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
func (v *View) fillCandidates(view *Row, row *importer.Row, known map[int]*customer.Customer) {
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
	show := Showing{Status: string(importer.Undecided), Problem: code, Columns: v.Showing.Columns}
	view.WaitingAt = Path(v.Import.ID) + show.Query()
}

// candidateOf makes the card of a customer.
func (v *View) candidateOf(c *customer.Customer) candidate {
	card := candidate{Number: c.Number, Name: c.Values[customer.Name]}
	for _, line := range v.words.Table.Cards() {
		var texts []string
		for _, f := range line {
			if text := v.words.Show(f, c.Values[f]); text != "" {
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

// Card makes the card of a candidate of a row.
func (v *View) Card(row Row, c candidate) cardView {
	return cardView{c, row.Line, v.words.Text("import.this-customer"), v.CanEdit()}
}
