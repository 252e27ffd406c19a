package db

import (
	"testing"

	"kortisto/customer"
)

// TestSought holds by what a row of a file is taken to speak of a customer who is
// erased: its number in the column of numbers, what tells by itself, the whole name
// in whatever columns, or two values that hint at it.
func TestSought(t *testing.T) {
	s := seek([]int{1301}, []customer.Values{canary()})
	const numbers = 0 // the column of the number
	for name, c := range map[string]struct {
		cells  []string
		column int
		speaks bool
	}{
		"its number":                         {[]string{"1301", "Joku Muu"}, numbers, true},
		"its number in another column":       {[]string{"1002", "1301"}, numbers, false},
		"its number where columns are alike": {[]string{"1002", "1301"}, anyColumn, true},
		"its number where none is a number":  {[]string{"1301", "1002"}, noColumn, false},
		"another number":                     {[]string{"1302", "Joku Muu"}, numbers, false},
		"its e-mail address among others":    {[]string{"", "a@x.example; Kanaria@kanarialintu.example"}, numbers, true},
		"its telephone, written otherwise":   {[]string{"", "+358 40 987 6543"}, numbers, true},
		"its name, turned, in two columns":   {[]string{"", "KELTANOKKA", "kanarialintu"}, numbers, true},
		"its name in a sentence":             {[]string{"Tilaaja: Keltanokka Kanarialintu, Turku"}, noColumn, true},
		"its name with an apostrophe":        {[]string{"Kanaria'lintu Keltanokka"}, noColumn, true},
		"a part of its name":                 {[]string{"", "Keltanokka"}, numbers, false},
		"one hint":                           {[]string{"", "Kanariankuja 1"}, numbers, false},
		"two hints":                          {[]string{"", "Kanariankuja 1", "Kanariaviite 4711"}, numbers, true},
		"what many share":                    {[]string{"", "Kanariala", "00100", "FI"}, numbers, false},
		"nothing":                            {[]string{"", ""}, numbers, false},
	} {
		if s.inRow(c.cells, c.column) != c.speaks {
			t.Errorf("%s: %q speaks of the customer: %v", name, c.cells, !c.speaks)
		}
	}
	choices := Choices{}
	if !s.inFile(customer.Standard(), []byte("PK\x03\x04 no workbook"), &choices) {
		t.Error("a file that cannot be read says nothing")
	}
	if s.inFile(customer.Standard(), []byte("Nimi\nJoku Muu\n"), &choices) {
		t.Error("a file about others speaks of the customer")
	}
}
