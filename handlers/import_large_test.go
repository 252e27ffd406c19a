package handlers_test

import (
	"fmt"
	"net/http"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"kortisto/db"
	"kortisto/handlers/pagetest"
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

// settled opens a page until the work on its draft is done.
func (b *browser) settled(path string) *answer {
	b.Helper()
	for {
		a := b.get(path)
		if a.Header.Get("Location") != path && pagetest.First(a.tree(), "", "id", "working") == nil {
			return a
		}
	}
}

// TestLargeImport holds save-progress: it works on very many rows: every page of them, and decisions
// about all of them. LARGE sets the number of rows, and -v tells the times.
func TestLargeImport(t *testing.T) {
	rows := 10_000
	if large, err := strconv.Atoi(os.Getenv("LARGE")); err == nil {
		rows = large
	}
	s := newSite(t)
	b := s.as(db.Editor)
	b.leads(b.upload("kaikki.csv", largeFile(rows, false)), "/imports/1")
	b.leads(b.post("/imports/1/save", "fingerprint", fingerprint(b.settled("/imports/1"))), "/imports/1")
	b.want(b.settled("/imports/1"), 200, "!name=\"save\"")
	b.leads(b.upload("muutettu.csv", largeFile(rows, true)), "/imports/2")
	b.want(b.settled("/imports/2"), 200, fmt.Sprintf(`data-count="error" value="%d"`, rows/10))

	check := func(name string, ask func() *answer, wants ...string) {
		t.Helper()
		start := time.Now()
		a := ask()
		if a.StatusCode == http.StatusNoContent || a.StatusCode == http.StatusSeeOther { // it takes longer than a request waits
			a = b.settled("/imports/2")
		}
		t.Logf("%-28s %v", name, time.Since(start).Round(time.Millisecond))
		b.want(a, 200, wants...)
	}
	asking := b.htmx()
	page := func(query string) func() *answer {
		return func() *answer { return asking.get("/imports/2?" + query) }
	}
	last := strconv.Itoa(rows/50 - 1)
	pages := func(state string) {
		t.Helper()
		check("first page"+state, page("status=all"), `id="line-2"`)
		check("last page"+state, page("status=all&page="+last), `id="line-`+strconv.Itoa(rows-98)+`"`)
		check("to look at"+state, page("status=attention&page=9"))
		check("problem"+state, page("status=all&problem=terms-invalid"))
		check("change"+state, page("status=all&changes=street"))
		check("search"+state, page("status=all&q=yritys+"+strconv.Itoa(rows-7)), `id="line-`+strconv.Itoa(rows-5)+`"`)
		check("search for nothing"+state, page("status=all&q=ähtärinkatu"))
		check("search of all"+state, page("status=all&q=oy"))
		check("values"+state, page("status=all&values=10"), "14 vrk n")
	}
	decide := func(word string, shown ...string) func() *answer {
		return func() *answer {
			return asking.post("/imports/2/decisions", append(shown, "decide", word)...)
		}
	}
	pages("")
	check("one value for all", decide("correct-all:4:9", "text-9", "30"), `data-count="error" value="0"`)
	check("leave all out", decide("exclude-shown:"+strconv.Itoa(rows), "show-status", "all", "show-q", "oy"), fmt.Sprintf(`data-count="excluded" value="%d"`, rows))
	pages(", all left out")
	check("take all in", decide("undo:excluded"), `data-count="excluded" value="0"`)
}

// TestUploadNeedsNoTemporaryFolder holds that a file of any size stays in memory
// until it lies in the database: a container may have no folder for others.
func TestUploadNeedsNoTemporaryFolder(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir()+"/missing")
	const rows = 600 // 18 MB
	var file strings.Builder
	file.WriteString("Nimi;Tyyppi;Täyte;Lisätiedot\n") // only the filler, which is not imported, is long
	for i := range rows {
		fmt.Fprintf(&file, "Yritys %d Oy;Yritys;%s;alku %d loppu %d\n", i, strings.Repeat("soita ensin ", 2_500), i, i)
	}
	s := newSite(t)
	b := s.as(db.Editor)
	b.leads(b.upload("suuri.csv", file.String()), "/imports/1")
	b.leads(b.post("/imports/1/save", "fingerprint", fingerprint(b.settled("/imports/1"))), "/imports/1")
	b.want(b.settled("/imports/1"), 200, "!name=\"save\"")
	for _, i := range []int{0, rows - 1} {
		b.want(b.get(fmt.Sprintf("/customers/%d", 1001+i)), 200, fmt.Sprintf("alku %d loppu %d", i, i))
	}
}
