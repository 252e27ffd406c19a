package importer_test

import (
	"strings"
	"testing"

	"kortisto/customer"
)

func TestValueChecked(t *testing.T) {
	runCases(t, []ruleCase{
		{name: "a wrong check digit", file: "Asiakasnumero|Verkkolaskuosoite\n1001|003720774741", want: "2 error 1001 number !einvoice-invalid"},
		{name: "a lost letter is warned of", file: "Asiakasnumero|Katuosoite\n1001|P\ufffdivätie 1",
			want: "2 modified 1001 number street: Merikatu 1 → P\ufffdivätie 1 !letter-lost"},
		{name: "a lost letter of a new customer", file: "Nimi\nUu\ufffdi Oy", want: "2 new company !letter-lost"},
		{name: "unusual is saved", file: "Asiakasnumero|Maksuehto\n1001|17 pv", want: "2 modified 1001 number payment_terms: 14 → 17 !terms-unusual"},
		{name: "the stored value is no error", file: "Asiakasnumero|Postinumero\n1002|11134", want: "2 unchanged 1002 number"},
	})
}

func TestValuePrivate(t *testing.T) {
	in := input(t, "Nimi|Y-tunnus|Muuta\nLaine Liisa|131052-308T|131052-308T")
	plan := build(t, stored(t, register), in)
	if got, want := told(plan), "2 new person !personal-id\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	for change := range plan.Rows[0].Changes.All() {
		if strings.Contains(change.New, "308T") {
			t.Errorf("a personal identity code would be saved: %v", change)
		}
	}
	if problems := plan.Columns[2].Problems; len(problems) != 1 || problems[0].Code != customer.PersonalID {
		t.Errorf("the unmapped column has the problems %v", problems)
	}
}

// TestStoredLostLetter holds that what the register has is not told again, and
// that a letter which a file has lost is damage where the register still has it.
func TestStoredLostLetter(t *testing.T) {
	register := stored(t, "number | kind | name | street\n1001 | company | M\ufffdki Oy | Mäkitie 1")
	got := told(build(t, register, input(t, "Asiakasnumero|Nimi|Katuosoite\n1001|M\ufffdki Oy|M\ufffdkitie 1")))
	if want := "2 unchanged 1001 number kept street\n"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestFormulaApostrophe(t *testing.T) {
	memory := stored(t, "number | kind | name | notes\n1001 | company | @Work Oy | =SUM(A1:A2)\n1002 | company | 'Lainaus Oy | '=1+1")
	in := input(t, "Asiakasnumero|Nimi|Lisätiedot\n1001|'@Work Oy|'=SUM(A1:A2)\n1002|'Lainaus Oy|'=1+1")
	if got, want := told(build(t, memory, in)), "2 unchanged 1001 number\n3 unchanged 1002 number\n"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
