package importer_test

import (
	"fmt"
	"testing"

	"kortisto/customer"
	"kortisto/importer"
	"kortisto/importer/importertest"
)

// TestNumberJump holds that numbers far above the stored ones are one warning of
// their column, and no word about rows; and that one that leaves hardly any room
// above is for the user to decide (match-number-free).
func TestNumberJump(t *testing.T) {
	creates := importer.Options{UnknownNumbers: importer.UnknownCreates}
	series := "Asiakasnumero|Nimi"
	for i := range 30 {
		series += fmt.Sprintf("\n%d|Yritys %d Oy", 2024001+i, i)
	}
	for _, c := range []struct {
		name, file     string
		empty          bool
		new, undecided int
		count          any // of the warning, nil for none
	}{
		{"a series of another program", series, false, 30, 0, 30},
		{"the same into an empty register", series, true, 30, 0, nil},
		{"ten times the largest", "Asiakasnumero|Nimi\n10070|Uusi Oy", false, 1, 0, nil},
		{"above that", "Asiakasnumero|Nimi\n10071|Uusi Oy\n1010|Toinen Oy", false, 2, 0, 1},
		{"the last that leaves room", "Asiakasnumero|Nimi\n998999999|Uusi Oy", false, 1, 0, 1},
		{"one that does not", "Asiakasnumero|Nimi\n999000000|Uusi Oy", false, 0, 1, nil},
		{"the very last, into an empty register", "Asiakasnumero|Nimi\n999999999|Uusi Oy\n1001|Toinen Oy", true, 1, 1, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := stored(t, register)
			if c.empty {
				r = importertest.NewRegister(nil, nil, 1000)
			}
			in := input(t, c.file)
			in.Options = creates
			plan := build(t, r, in)
			if plan.Counts[importer.New] != c.new || plan.Counts[importer.Undecided] != c.undecided {
				t.Errorf("%v\n%s", plan.Counts, told(plan))
			}
			var count any
			for _, problem := range plan.Columns[0].Problems {
				if problem.Code == importer.NumberJump {
					count = problem.Args["count"]
				}
			}
			if count != c.count {
				t.Errorf("warned of %v, want %v", count, c.count)
			}
			for _, row := range plan.Rows {
				for _, problem := range row.Problems {
					if problem.Code == importer.NumberJump || (problem.Code == importer.NumberHigh) != (row.Status == importer.Undecided) {
						t.Errorf("row %d: %v", row.Line, problem)
					}
				}
			}
		})
	}
}

// TestHighNumberDecided holds what the user can make of a number that leaves no
// room: a customer with the next number of the register, or one with that number.
func TestHighNumberDecided(t *testing.T) {
	in := sample(t, "134-high-number.csv")
	register := registerOf(t, "register.csv")
	if got := told(build(t, register, in)); got != "2 error !unknown-number\n" {
		t.Error(got)
	}
	in.Options.UnknownNumbers = importer.UnknownCreates
	if got := told(build(t, register, in)); got != "2 undecided !number-high\n" {
		t.Error(got)
	}
	row := &in.Sheet.Rows[0]
	for want, decision := range map[string]importer.RowDecision{
		"2 new person\n":           {Create: true, Include: true},
		"2 new 999999999 person\n": {Include: true},
		"2 excluded\n":             {Exclude: true},
	} {
		decision.Hash = importer.RowHash(row)
		in.Decisions.Rows = map[int]importer.RowDecision{row.Line: decision}
		if got := told(build(t, register, in)); got != want {
			t.Errorf("got %swant %s", got, want)
		}
	}
	if number := build(t, register, in).UnknownNumbers; len(number) != 1 || number[0] != customer.MaxNumber {
		t.Error(number)
	}
}
