package importer

import (
	"slices"

	"kortisto/customer"
)

// piece is what a filled cell appends to the notes.
type piece struct {
	column  *appendedColumn
	text    string // "" where nothing of the cell can be kept
	other   string // the same of a cell that can be read in another way, else ""
	problem customer.Problem
}

// pieces adds to a list what the row appends to the notes, in the order of the
// columns (append-text, docs/rules.md).
func (r *rowReader) pieces(list []piece) []piece {
	for i := range r.appended {
		column := &r.appended[i]
		cell := r.cellOf(column.index, customer.AppendNotes)
		if cell.text == "" {
			continue
		}
		p := piece{column: column}
		reading := r.in.Fields.Read(customer.AppendNotes, cell.text, customer.Context{})
		switch text := column.beside(reading.Value); {
		case reading.Problem.Code == customer.PersonalID || column.private || customer.HasPersonalID(text):
			p.problem = customer.Problem{Level: customer.Warning, Code: customer.PersonalID}
		case reading.Value == "":
			p.problem = reading.Problem
		default:
			p.text, p.problem = text, reading.Problem
			if cell.other != cell.text {
				p.other = column.beside(cell.other)
			}
			if sign := lostSign(customer.Notes, cell.text); sign != "" && !cell.asWritten && p.problem.Code == "" && r.losesLetters() {
				p.problem = customer.Problem{Level: customer.Warning, Code: customer.LetterLost, Args: customer.Args{"value": cell.text, "sign": sign}}
			}
		}
		if p.problem.Code != "" {
			p.problem = p.problem.OfAppended(column.index, column.heading)
		}
		list = append(list, p)
	}
	return list
}

// isIn reports whether some notes have the piece.
func (p *piece) isIn(notes string) bool {
	return customer.HasPiece(notes, p.text) || p.other != "" && customer.HasPiece(notes, p.other)
}

// cutFrom is what some notes said before the piece was appended to them.
func (p *piece) cutFrom(notes string) (before string, found bool) {
	if p.text == "" {
		return notes, false
	}
	if before, found = customer.CutPiece(notes, p.text); !found && p.other != "" {
		before, found = customer.CutPiece(notes, p.other)
	}
	return before, found
}

// samePieces reports whether two rows append the same to the notes.
func samePieces(a, b *rowReader) bool {
	return slices.EqualFunc(a.pieces(nil), b.pieces(nil), func(a, b piece) bool { return a.column == b.column && a.text == b.text })
}
