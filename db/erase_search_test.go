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

// TestReasonSpeaksOfPerson holds by which words a reason speaks of a person.
func TestReasonSpeaksOfPerson(t *testing.T) {
	for _, test := range []struct {
		name, reason string
		speaks       bool
	}{
		{"Aino Laine", "Laineen pyyntö", true},
		{"Aino Laine", "Ainon pyyntö", false}, // a form of a short name
		{"Aino Laine", "pyysi itse (laine)", true},
		{"Aino Laine", "tietosuojalain mukainen pyyntö", false},
		{"Aino Laine", "kirjanpitolain säilytysaika päättynyt, lain mukaan", false},
		{"Matti Aho", "Aho pyysi", true},
		{"Matti Helminen", "pyyntö helmikuussa", false},
		{"Matti Helminen", "Helmisen pyyntö", true},
		{"Nina Persson", "personuppgifter raderas på begäran", false},
		{"Nina Persson", "Perssons begäran", true},
		{"Eija Asiala", "asiakkaan pyyntö sähköpostilla", false},
		{"Eija Toivonen", "asiakkaan toivomus", false},
		{"Kanarialintu Keltanokka", "kuten Kanarialinnun", true},
		{"Marja Aalto", "pyyntö 12/2026", false},
	} {
		s := seek([]int{1001}, []customer.Values{{customer.Kind: customer.Person, customer.Name: test.name}})
		if s.inReason(test.reason) != test.speaks {
			t.Errorf("%s in %q: %v", test.name, test.reason, !test.speaks)
		}
	}
}
