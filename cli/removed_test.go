package cli_test

import (
	"strings"
	"testing"
)

// TestImportTellsOfRemoved holds that a row of a customer who has been removed
// says by whom and when, in the text and in JSON (match-removed).
func TestImportTellsOfRemoved(t *testing.T) {
	b := newBench(t)
	b.must("import", b.write("a.csv", "Nimi\nAlfa Oy\nBeeta Oy\n"), "--save", "--as", "Liisa")
	b.must("undo", "1")
	path := b.write("b.csv", "Asiakasnumero;Nimi\n1002;Beeta Oy\n")
	for lang, want := range map[string]string{"fi": "Asiakas 1002 poistettiin ", "sv": "Kunden 1002 togs bort ", "en": "Customer 1002 was removed on "} {
		if out := b.must("import", path, "--lang", lang).stdout; !strings.Contains(out, want) {
			t.Errorf("%s: no word of who removed the customer in\n%s", lang, out)
		}
	}
	problems := b.plan(path).Rows[0].Problems
	if len(problems) == 0 || problems[len(problems)-1].Code != "customer-removed" || !strings.Contains(problems[len(problems)-1].Message, "komentorivi") {
		t.Errorf("%+v", problems)
	}
}
