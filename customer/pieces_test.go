package customer_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"kortisto/customer"
)

// TestPieces holds what is a piece of a text of several lines, and what stands before
// one (append-once, docs/rules.md).
func TestPieces(t *testing.T) {
	for _, test := range []struct {
		text, piece string
		has         bool
		before      string // where the text ends with the piece
		ends        bool
	}{
		{"A 1", "A 1", true, "", true},
		{"Soita\nA 1", "a  1", true, "Soita", true},
		{"Soita\n\nA 1", "A 1", true, "Soita", true},
		{"A 1\nSoita", "A 1", true, "A 1\nSoita", false},
		{"A 12", "A 1", false, "A 12", false},
		{"x A 1", "A 1", false, "x A 1", false},
		{"", "A 1", false, "", false},
		{"Soita\nA 1\n\nB", "A 1\nB", true, "Soita", true},
		{"A 1\nB\nC", "A 1\nC", false, "A 1\nB\nC", false},
		{"B", "A\nB", false, "B", false},
	} {
		if has := customer.HasPiece(test.text, test.piece); has != test.has {
			t.Errorf("%q has %q: %v", test.text, test.piece, has)
		}
		if before, ends := customer.CutPiece(test.text, test.piece); before != test.before || ends != test.ends {
			t.Errorf("%q ends with %q: %v, before it %q", test.text, test.piece, ends, before)
		}
	}
}

// TestAppendedPiece holds that a piece that was appended to any text is found there
// and can be cut from it.
func TestAppendedPiece(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text, piece := customer.Clean(anyText.Draw(t, "text")), customer.Clean("A "+anyText.Draw(t, "piece"))
		whole := customer.AppendPiece(text, piece)
		if whole != customer.Clean(whole) || !strings.HasPrefix(whole, text) || !customer.HasPiece(whole, piece) {
			t.Fatalf("%q", whole)
		}
		if before, ends := customer.CutPiece(whole, piece); !ends || customer.FoldKey(before) != customer.FoldKey(text) {
			t.Fatalf("%q: %v, before it %q", whole, ends, before)
		}
	})
}
