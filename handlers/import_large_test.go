package handlers_test

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"kortisto/db"
)

// largeFile is a file of many rows on as many customers. Where it is edited, a
// fifth of the streets and a tenth of the terms are others, the latter in error.
func largeFile(rows int, edited bool) string {
	var file strings.Builder
	file.WriteString("Asiakasnumero;Tyyppi;Nimi;Katuosoite;Postinumero;Kaupunki;Sähköposti;Puhelin;Laskutustapa;Maksuehto;Ryhmä;Lisätiedot\n")
	for i := range rows {
		number, street, terms := "", fmt.Sprintf("Hämeentie %d A 5", i%200+1), "14"
		if edited {
			number = strconv.Itoa(1001 + i)
			switch i % 10 {
			case 0, 1:
				street = fmt.Sprintf("Uusikatu %d", i)
			case 2:
				terms = "14 vrk n"
			}
		}
		fmt.Fprintf(&file, "%s;Yritys;Yritys %d Oy;%s;00100;HELSINKI;asiakas%d@posti.example;040 %07d;Sähköposti;%s;Ryhmä %d;Avaimet vahtimestarilta, soita ensin\n",
			number, i, street, i, i, terms, i%7)
	}
	return file.String()
}

// TestLargeImport works on very many rows, and holds that no page is slower
// towards the end, and no decision about all of them slower than a moment. The
// bounds are ten times what a small machine takes; LARGE sets the number of
// rows, and -v tells the times.
func TestLargeImport(t *testing.T) {
	rows := 10_000
	if large, err := strconv.Atoi(os.Getenv("LARGE")); err == nil {
		rows = large
	}
	s := newSite(t)
	b := s.as(db.Editor)
	b.upload("kaikki.csv", largeFile(rows, false))
	b.post("/imports/1/save", "fingerprint", fingerprint(b.get("/imports/1")))
	b.upload("muutettu.csv", largeFile(rows, true))
	b.want(b.get("/imports/2"), 200, fmt.Sprintf(`data-count="error">%d<`, rows/10))

	within := func(bound time.Duration, name string, ask func() *answer, wants ...string) {
		t.Helper()
		start := time.Now()
		a := ask()
		took := time.Since(start)
		t.Logf("%-28s %v", name, took.Round(time.Millisecond))
		b.want(a, 200, wants...)
		if took > bound*time.Duration(max(1, rows/100_000)) {
			t.Errorf("%s took %v", name, took)
		}
	}
	b = b.htmx()
	page := func(query string) func() *answer {
		return func() *answer { return b.get("/imports/2?show-mark=x&" + query) }
	}
	last := strconv.Itoa(rows/50 - 1)
	pages := func(state string) {
		within(500*time.Millisecond, "first page"+state, page("status=all"), `id="line-2"`)
		within(500*time.Millisecond, "last page"+state, page("status=all&page="+last), `id="line-`+strconv.Itoa(rows-60)+`"`)
		within(500*time.Millisecond, "to look at"+state, page("status=attention&page=9"))
		within(500*time.Millisecond, "problem"+state, page("status=all&problem=terms-invalid"))
		within(500*time.Millisecond, "change"+state, page("status=all&changes=street"))
		within(500*time.Millisecond, "search"+state, page("status=all&q=yritys+"+strconv.Itoa(rows-7)), `id="line-`+strconv.Itoa(rows-5)+`"`)
		within(500*time.Millisecond, "search for nothing"+state, page("status=all&q=ähtärinkatu"))
		within(500*time.Millisecond, "search of all"+state, page("status=all&q=oy"))
		within(500*time.Millisecond, "values"+state, page("status=all&values=10"), "14 vrk n")
	}
	decide := func(word string, shown ...string) func() *answer {
		return func() *answer { return b.post("/imports/2/decisions", append(shown, "decide", word)...) }
	}
	pages("")
	within(5*time.Second, "one value for all", decide("correct-all:4:9", "text-9", "30"), `data-count="error">0<`)
	within(5*time.Second, "leave all out", decide("exclude-shown:"+strconv.Itoa(rows), "show-status", "all", "show-q", "oy"), fmt.Sprintf(`data-count="excluded">%d<`, rows))
	pages(", all left out")
	within(5*time.Second, "take all in", decide("undo:excluded"), `data-count="excluded">0<`)
}
