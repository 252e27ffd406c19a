package db

import "testing"

// TestRowSet holds that rows are the same whose filled cells are, and no others: a line
// that is cut elsewhere has to be searched.
func TestRowSet(t *testing.T) {
	set := newRowSet()
	set.add([]string{"Kanaria;Salo", ""})
	set.add([]string{"Muu", "", ` "Turku"`})
	for _, test := range []struct {
		cells []string
		has   bool
	}{
		{[]string{"Kanaria;Salo"}, true},
		{[]string{"Kanaria", "Salo"}, false},
		{[]string{"Muu", "Turku"}, true},
		{[]string{"Muu Turku"}, false},
	} {
		if set.has(test.cells) != test.has {
			t.Errorf("%q: %v", test.cells, !test.has)
		}
	}
}
