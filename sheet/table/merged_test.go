package table

import (
	"fmt"
	"testing"
)

// TestSpreadMerged holds read-merged: the value of a cell counts for the rows below
// that it covers, but not where it stands above the header or in it.
func TestSpreadMerged(t *testing.T) {
	for name, c := range map[string]struct {
		merge  Merge
		spread int
		want   string
	}{
		"below the header":       {Merge{Top: 3, Bottom: 5, Column: 0}, 1, "[title a a c]"},
		"of an empty cell":       {Merge{Top: 4, Bottom: 5, Column: 0}, 0, "[title a  c]"},
		"above and below":        {Merge{Top: 1, Bottom: 4, Column: 0}, 0, "[title a  c]"},
		"from the header down":   {Merge{Top: 2, Bottom: 4, Column: 0}, 0, "[title a  c]"},
		"of a column that lacks": {Merge{Top: 3, Bottom: 4, Column: 5}, 0, "[title a  c]"},
	} {
		rows := []Row{{Line: 1, Cells: []string{"title", "x"}}, {Line: 3, Cells: []string{"a", "x"}}, {Line: 4, Cells: []string{"", "y"}}, {Line: 5, Cells: []string{"c", "z"}}}
		spread := SpreadMerged(rows, []Merge{c.merge}, 2)
		var first []string
		for _, row := range rows {
			first = append(first, row.Cells[0])
		}
		if got := fmt.Sprint(first); spread != c.spread || got != c.want {
			t.Errorf("%s: %d cells, %s; want %d, %s", name, spread, got, c.spread, c.want)
		}
	}
}
