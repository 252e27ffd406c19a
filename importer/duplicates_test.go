package importer_test

import (
	"strings"
	"testing"

	"kortisto/importer"
)

// TestRowsOfOneName holds match-twice for more than two rows of one name: each is
// compared with the first of its own kind.
func TestRowsOfOneName(t *testing.T) {
	for file, want := range map[string]string{
		"Nimi|Tyyppi\nLaine|Yritys\nLaine|Henkilö\nLaine|Henkilö": "2 new company\n3 new person\n4 excluded !same-row(3)",
		"Nimi|Tyyppi|Kieli\nLaine|Yritys|fi\nLaine|Henkilö|fi\nLaine|Henkilö|sv\nLaine|Yritys|sv": "2 new company\n3 new person\n" +
			"4 undecided !duplicate-row(3)\n5 undecided !duplicate-row(2)",
	} {
		if got := strings.TrimSpace(told(build(t, stored(t, register), input(t, file)))); got != want {
			t.Errorf("%s\nis\n%s\nwant\n%s", file, got, want)
		}
	}
}

// TestNumbersOfAFile holds that each number of a file is counted once, however
// many rows name it.
func TestNumbersOfAFile(t *testing.T) {
	plan := build(t, stored(t, register), input(t, "Asiakasnumero|Kieli\n1001|fi\n9999|fi\n1001|fi\n1002|fi\n9999|sv\n1001|sv"))
	if plan.KnownNumbers != 2 || len(plan.UnknownNumbers) != 1 || plan.UnknownNumbers[0] != 9999 {
		t.Errorf("%d numbers are known, %v are not", plan.KnownNumbers, plan.UnknownNumbers)
	}
}

// TestForeignMark holds version-other: a row of an export that bears the mark of
// another customer than the one whose key it has is for the user to decide.
func TestForeignMark(t *testing.T) {
	register := stored(t, register)
	file := "Nimi|Y-tunnus|Maksuehto|Versio\n" +
		"Åströmin Sähkö Oy|2077474-0|30|" + memoryMark(1001, 1) + "\n" +
		"Virtanen Matti||30|" + memoryMark(1001, 1) + "\n" +
		"Aivan Uusi||30|" + memoryMark(1003, 1) + "\n" +
		"Nordvind AB||30|" + memoryMark(1002, 1)
	in := input(t, file)
	const want = "2 modified 1001 business_id payment_terms: 14 → 30\n3 undecided [1003 1001] !version-other\n4 undecided [1003] !version-other\n" +
		"5 unchanged 1002 name\n"
	if got := told(build(t, register, in)); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	for line, number := range map[int]int{3: 1003, 4: 1004} { // the user knows whose the rows are
		in.Decisions.SetRow(line, importer.RowDecision{Hash: importer.RowHash(&in.Sheet.Rows[line-2]), Customer: number})
	}
	if plan := build(t, register, in); plan.Counts[importer.Undecided] != 0 || plan.Counts[importer.Modified] != 3 {
		t.Errorf("decided, the rows are\n%s", told(plan))
	}
}

func TestMatchTwice(t *testing.T) {
	creates := importer.Options{UnknownNumbers: importer.UnknownCreates}
	runCases(t, []ruleCase{
		{name: "the same said twice", file: "Asiakasnumero|Maksuehto\n1001|30\n1001|30", want: "2 modified 1001 number payment_terms: 14 → 30\n3 excluded 1001 number !same-row(2)"},
		{name: "other values", file: "Asiakasnumero|Maksuehto\n1001|30\n1001|21", want: "2 modified 1001 number payment_terms: 14 → 30\n3 undecided 1001 number !duplicate-row(2)"},
		{name: "two new of a name", file: "Nimi|Puhelin\nLaine Liisa|050 111 9999\nlaine liisa|050 111 8888\nLaine Liisa|050 111 9999", want: "2 new person\n3 undecided !duplicate-row(2)\n4 excluded !same-row(2)"},
		{name: "two new of a Business ID", file: "Nimi|Y-tunnus\nA Oy|1572860-0\nB Oy|15728600", want: "2 new company\n3 undecided repaired business_id !duplicate-row(2)"},
		{name: "an error stands too", file: "Nimi|Sähköposti\nLaine Liisa|liisa\nLaine Liisa|liisa@laine.example", want: "2 error !email-invalid\n3 undecided !duplicate-row(2)"},
		{name: "a renamed customer", file: "Asiakasnumero|Nimi\n1003|Laine Liisa\n|Laine Liisa", want: "2 modified 1003 number name: Virtanen Matti → Laine Liisa\n3 excluded !same-row(2)"},
		{name: "a renamed customer, later", file: "Asiakasnumero|Nimi\n|Laine Liisa\n1003|Laine Liisa", want: "2 new person\n3 undecided 1003 number !duplicate-row(2)"},
		{name: "a new number for a known name", file: "Asiakasnumero|Nimi\n5001|Laine Liisa\n|laine liisa", options: creates, want: "2 new 5001 person\n3 undecided !duplicate-row(2)"},
		{name: "a shared Business ID is a warning", file: "Asiakasnumero|Nimi|Y-tunnus\n5001|A Oy|1572860-0\n5002|B Oy|1572860-0", options: creates, want: "2 new 5001 company\n3 new 5002 company !business-id-shared"},
		{name: "numbers are the only key", file: "Asiakasnumero|Nimi\n5001|Laine Liisa\n5002|Laine Liisa", options: creates, want: "2 new 5001 person\n3 new 5002 person"},
		{name: "a company with and one without ID", file: "Nimi|Y-tunnus\nA Oy|1572860-0\nA Oy|", want: "2 new company\n3 undecided !duplicate-row(2)"},
	})
}
