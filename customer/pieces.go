package customer

import "strings"

// A piece is a part of a text of several lines that stands on lines of its own.
// Pieces are compared as names are (FoldKey), empty lines aside.

// AppendPiece appends a piece to a text.
func AppendPiece(text, piece string) string {
	if text == "" {
		return piece
	}
	return text + "\n" + piece
}

// HasPiece reports whether a piece stands in a text, as a whole: "Alennus 5 %" is
// none of "Alennus 5 %:n raja".
func HasPiece(text, piece string) bool {
	have, wanted := foldedLines(text), foldedLines(piece)
	for at := range len(have) - len(wanted) + 1 {
		if have[at:].beginWith(wanted) {
			return true
		}
	}
	return false
}

// CutPiece returns what stands in a text before the piece that it ends with.
func CutPiece(text, piece string) (before string, found bool) {
	have, wanted := foldedLines(text), foldedLines(piece)
	at := len(have) - len(wanted)
	if at < 0 || !have[at:].beginWith(wanted) {
		return text, false
	}
	before = text
	for range len(wanted) {
		last := ""
		for FoldKey(last) == "" && before != "" {
			start := strings.LastIndexByte(before, '\n')
			before, last = before[:max(start, 0)], before[start+1:]
		}
	}
	return Clean(before), true
}

// beginWith reports whether the first of some lines are others.
func (l lines) beginWith(others lines) bool {
	for i, line := range others {
		if l[i] != line {
			return false
		}
	}
	return true
}
