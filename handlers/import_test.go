package handlers_test

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/handlers"
	"kortisto/handlers/pagetest"
	"kortisto/sheet"
)

// upload gives a file to the import page.
func (b *browser) upload(name, content string) *answer {
	b.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	file, err := form.CreateFormFile("file", name)
	if err != nil {
		b.Fatal(err)
	}
	if _, err := file.Write([]byte(content)); err != nil {
		b.Fatal(err)
	}
	if err := form.Close(); err != nil {
		b.Fatal(err)
	}
	request := httptest.NewRequest(http.MethodPost, "/imports", &body)
	request.Header.Set("Content-Type", form.FormDataContentType())
	request.Header.Set("Sec-Fetch-Site", "same-origin")
	return b.send(request)
}

// fingerprint is that of the plan on a page.
func fingerprint(page *answer) string {
	return pagetest.Attribute(pagetest.First(page.tree(), "input", "name", "fingerprint"), "value")
}

func TestImportForms(t *testing.T) {
	s := newSite(t)
	s.add(customer.Name, "Alfa Oy", customer.Street, "Vanhakatu 1")
	b := s.as(db.Editor)
	b.leads(b.upload(`C:\temp\lista.csv`, "Asiakasnumero;Reitti;Nimi\n1001;Uusikatu 1;\n;;Beta Oy\n"), "/imports/1")
	page := b.get("/imports/1")
	b.want(page, 200, "lista.csv", "!temp", `data-line="2" data-status="unchanged"`, `data-line="3" data-status="new"`, `data-count="new" value="1"`)
	b.leads(b.post("/imports/1/mapping", "column-1", "number", "column-2", "street", "column-3", "name"), "/imports/1")
	page = b.get("/imports/1")
	b.want(page, 200, `data-line="2" data-status="modified"`, "<ins>Uusikatu 1</ins>", `<del class="below">Vanhakatu 1</del>`, `data-field="street"`)
	b.want(b.htmx().post("/imports/1/mapping", "column-1", "number", "column-2", "name", "column-3", "name"), 200,
		"!<html", `id="column-3"`, `id="column-1"`)
	b.post("/imports/1/mapping", "column-2", "street", "column-3", "name")
	b.leads(b.post("/imports/1/decisions", "decide", "exclude:3"), "/imports/1")
	page = b.get("/imports/1")
	b.want(page, 200, `data-line="3" data-status="excluded"`)
	b.want(b.post("/imports/1/save", "fingerprint", strings.Repeat("0", 64)), 409, `data-line="2" data-status="modified"`)
	b.leads(b.post("/imports/1/save", "fingerprint", fingerprint(page)), "/imports/1")
	if got := s.stored(1001).Values[customer.Street]; got != "Uusikatu 1" {
		t.Errorf("stored %q", got)
	}
	b.leads(b.post("/imports/1/save", "fingerprint", fingerprint(page)), "/imports/1")
	b.want(b.get("/imports/1"), 200, "!name=\"save\"", "errors.csv")
	b.want(b.get("/imports/1/errors.csv"), 200, "Asiakasnumero;Reitti;Nimi;", "Beta Oy", "!Alfa")
	b.want(b.get("/imports"), 200, "lista.csv")
	b.want(b.post("/imports/1/mapping", "column-1", ""), 409)
}

func TestImportDiscard(t *testing.T) {
	s := newSite(t)
	b := s.as(db.Editor)
	b.upload("lista.csv", "Nimi\nAlfa Oy\n")
	b.want(b.get("/imports"), 200, "lista.csv")
	b.leads(b.post("/imports/1/discard"), "/imports")
	b.want(b.get("/imports"), 200, "!href=\"/imports/1\"", `form="restore"`, `id="restore" method="post" action="/imports/1/restore"`)
	b.want(b.get("/imports"), 200, "!form=\"restore\"", `id="discarded"`, "lista.csv", `action="/imports/1/restore"`)
	b.want(b.get("/imports/1"), 404)
	other := s.as(db.Admin)
	other.want(other.get("/imports"), 200, "!lista.csv")
	other.want(other.post("/imports/1/restore"), 409)
	b.leads(b.post("/imports/1/restore"), "/imports/1")
	b.want(b.get("/imports/1"), 200, "was restored", `data-count="new" value="1"`)
	b.want(b.post("/imports/1/restore"), 409)
	b.want(b.post("/imports/2/restore"), 404)
}

func TestImportBadInput(t *testing.T) {
	s := newSite(t, func(c *handlers.Config) {
		c.Limits = sheet.DefaultLimits()
		c.Limits.Bytes = 1 << 20
	})
	b := s.as(db.Editor)
	for name, content := range map[string]string{
		"empty.csv": "", "picture.csv": "\x89PNG\r\n\x1a\n\x00\x00", "broken.xlsx": "PK\x03\x04 and no more", "header.csv": "Nimi;Puhelin\n", "quote.csv": "Nimi\n\"Alfa\n",
	} {
		b.want(b.upload(name, content), 422, `class="problem"`, `name="file"`)
	}
	b.want(b.upload("large.csv", strings.Repeat("x;y\n", 300_000)), 413, `class="problem"`, "KORTISTO_MAX_FILE_MB")
	b.want(b.post("/imports", "text", " \n"), 422, "No file was chosen.", "!The file is empty")
	b.want(b.post("/imports", "text", "Nimi\tPuhelin\n"), 422, "Nimi\tPuhelin")
	b.want(b.get("/imports"), 200, "!class=\"drafts\"")
	path := b.post("/imports", "text", "Nimi\tPuhelin\nAlfa Oy\t09 123456\n").Header.Get("Location")
	for _, words := range []string{"nonsense", "exclude:99", "exclude:2:1", "skip:2", "skip:2:abc", "skip:2:-1", "skip:2:2", "skip:2:0:0",
		"customer:2", "customer:2:abc", "customer:2:-1", "exclude:x", "numbers:maybe"} {
		b.want(b.post(path+"/decisions", "decide", words), 400)
	}
	b.want(b.get(path), 200, `data-count="new" value="1"`)
	b.want(b.get("/imports/99"), 404)
	b.want(b.post(path+"/reading", "charset", "utf-8", "delimiter", ";", "header_row", "99"), 422, "Alfa Oy", "99")
	b.leads(b.post(path+"/reading", "header_row", "none"), path)
	b.want(b.get(path), 200, `data-line="1"`)
}

// TestImportOptions holds that the options of the form change the plan, and
// that a form without them leaves them alone.
func TestImportOptions(t *testing.T) {
	s := newSite(t)
	s.add(customer.Name, "Muut Oy")
	b := s.as(db.Editor)
	b.upload("lista.csv", "Asiakasnumero;Nimi\n5;Alfa Oy\n;Beta\n")
	b.want(b.get("/imports/1"), 200, `data-count="error" value="1"`, `value="numbers:create"`)
	b.post("/imports/1/mapping", "unknown_numbers", "create", "kind", "company", "create", "yes")
	b.want(b.get("/imports/1"), 200, `data-count="new" value="2"`)
	b.post("/imports/1/mapping", "column-1", "number")
	b.want(b.get("/imports/1"), 200, `data-count="new" value="2"`)
	b.post("/imports/1/mapping", "create", "no", "unknown_numbers", "")
	b.want(b.get("/imports/1"), 200, `data-count="error" value="1"`, `data-count="excluded" value="1"`)
}

// TestImportTwoTabsAtOnce holds that an older page turns nothing back, and that
// decisions made at the same moment are all kept.
func TestImportTwoTabsAtOnce(t *testing.T) {
	s := newSite(t)
	b := s.as(db.Editor)
	b.upload("lista.csv", "Nimi;Katu;Koodi\n"+strings.Repeat("Alfa;x;y\n", 1)+"Beta;x;y\nGamma;x;y\nDelta;x;y\n")
	b.post("/imports/1/mapping", "column-2", "street", "was-column-2", "", "column-3", "", "was-column-3", "")
	b.post("/imports/1/mapping", "column-2", "", "was-column-2", "", "column-3", "reference", "was-column-3", "")
	b.want(b.get("/imports/1"), 200, `data-field="street"`, `data-field="reference"`)
	var group sync.WaitGroup
	for line := 2; line <= 5; line++ {
		group.Go(func() { s.as(db.Editor).post("/imports/1/decisions", "decide", fmt.Sprintf("exclude:%d", line)) })
	}
	group.Wait()
	b.want(b.get("/imports/1"), 200, `data-count="excluded" value="4"`)
}

// TestImportDiffering holds that the rows which differ from what the user saw
// can be read to the last one, and that the marks stay beside other filters.
func TestImportDiffering(t *testing.T) {
	s := newSite(t)
	b := s.as(db.Editor)
	var file strings.Builder
	file.WriteString("Asiakasnumero;Katuosoite\n")
	for i := range 60 {
		number := s.add(customer.Name, fmt.Sprintf("Asiakas %d Oy", i)).Number
		fmt.Fprintf(&file, "%d;Uusikatu 1\n", number)
	}
	b.upload("lista.csv", file.String())
	seen := fingerprint(b.get("/imports/1"))
	for number := 1001; number <= 1055; number++ {
		s.change(number, customer.Street, "Uusikatu 1")
	}
	page := b.post("/imports/1/save", "fingerprint", seen)
	b.want(page, 409, `id="line-2" class="differs"`, `id="line-51" class="differs"`, "!line-52")
	address := pagetest.Attribute(pagetest.First(page.tree(), "a", "rel", "next"), "href")
	if address == "" {
		t.Fatal("no next page")
	}
	b.want(b.get(address), 200, `id="line-52" class="differs"`, `id="line-56" class="differs"`, "!line-51", "!line-57")
	b.want(b.get(strings.Replace(address, "status=differing", "status=modified", 1)), 200, `!class="differs"`, `id="tab-differing"`, "line-57")
}

// TestImportAsks holds that the save button asks once more where rows are left
// out that the user has not settled, or an alarm is open that a button would
// settle, and that nothing is saved before the answer.
func TestImportAsks(t *testing.T) {
	for name, test := range map[string]struct {
		file     string
		question []string
	}{
		"rows left out":  {"Nimi;Maa\nAlfa;Suomi\nBeta;Atlantis\nGamma;Atlantis\n", []string{"2 rows are left out: 2 errors.", "Save anyway?"}},
		"rows passed by": {"Nimi;Maa\nAlfa;Suomi\nAlfa;Suomi\n", nil},
		"an alarm":       {"Nimi;Verkkolaskuosoite;Laskutustapa\nAlfa Oy;003701120389;Paperi\n", []string{"1 notice is open", "!left out:"}},
		"a new group":    {"Nimi;Asiakasryhmä\nAlfa;Uudet\n", nil},
		"neither":        {"Nimi\nAlfa\n", nil},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t)
			b := s.as(db.Editor)
			b.upload("lista.csv", test.file)
			page := b.get("/imports/1")
			if test.question == nil {
				b.want(page, 200, `name="save"`, `!name="ask"`)
				return
			}
			b.want(page, 200, `name="save"`, `name="ask" value="1"`, "!Save anyway")
			form := []string{"ask", "1", "fingerprint", fingerprint(page)}
			asked := b.post("/imports/1/save", form...)
			b.want(asked, 200, append(test.question, `name="save"`, `!name="ask"`, `href="/imports/1?status=all"`, "<html")...)
			b.want(b.htmx().post("/imports/1/save", form...), 200, append(test.question, `name="save"`, `id="save"`, "!<html")...)
			if _, total, err := s.db.Customers(t.Context(), db.Filter{}); err != nil || total != 0 {
				t.Errorf("%d customers before the answer, %v", total, err)
			}
			b.leads(b.post("/imports/1/save", "fingerprint", fingerprint(asked)), "/imports/1")
			if _, total, err := s.db.Customers(t.Context(), db.Filter{}); err != nil || total != 1 {
				t.Errorf("%d customers, %v", total, err)
			}
			b.leads(b.post("/imports/1/save", form...), "/imports/1")
		})
	}
}

// TestImportAsksOfWhatWasSeen holds that the question is put about no plan that
// the user has not seen.
func TestImportAsksOfWhatWasSeen(t *testing.T) {
	s := newSite(t)
	s.add(customer.Name, "Alfa Oy")
	b := s.as(db.Editor)
	b.upload("lista.csv", "Asiakasnumero;Katuosoite\n1001;Tie 1\n5;Tie 2\n")
	form := []string{"ask", "1", "fingerprint", fingerprint(b.get("/imports/1"))}
	s.change(1001, customer.Street, "Tie 1")
	b.want(b.post("/imports/1/save", form...), 409, `id="line-2" class="differs"`, "The import or the register has changed", "!Save anyway")
	h := b.htmx()
	a := h.post("/imports/1/save", form...)
	h.want(a, 204)
	b.want(b.get(a.Header.Get("HX-Redirect")), 200, `id="line-2" class="differs"`, "The import or the register has changed")
}

// TestImportLeftOut holds save-partial: what a save left out can be downloaded
// as it was, whatever has become of the register since.
// TestImportGarbled mends letters that were read in a wrong charset, by one
// press, and takes that back.
func TestImportGarbled(t *testing.T) {
	s := newSite(t)
	s.add(customer.Name, "Sähkö Oy", customer.Contact, "Åke Öhman")
	b := s.as(db.Editor)
	b.leads(b.upload("lista.csv", "Asiakasnumero;Nimi;YhteyshenkilÃ¶\n1001;MÃ¤kelÃ¤ Oy;Åke Öhman\n"), "/imports/1")
	b.want(b.get("/imports/1"), 200, "The encoding seems to be broken in 2 cells: YhteyshenkilÃ¶ → Yhteyshenkilö",
		"<ins>MÃ¤kelÃ¤ Oy</ins>", `data-field="contact"`, `value="mend"`)
	b.want(b.htmx().post("/imports/1/decisions", "decide", "mend"), 200, "<ins>Mäkelä Oy</ins>", `title="Yhteyshenkilö"`)
	b.want(b.get("/imports/1"), 200, "<ins>Mäkelä Oy</ins>", `title="Yhteyshenkilö"`, "!MÃ¤", "!value=\"mend\"", `<option value="yes" selected>`)
	b.leads(b.post("/imports/1/reading", "header_row", "1", "mend", ""), "/imports/1")
	b.want(b.get("/imports/1"), 200, "<ins>MÃ¤kelÃ¤ Oy</ins>")
	b.leads(b.post("/imports/1/decisions", "decide", "mend"), "/imports/1")
	b.want(b.get("/imports/1"), 200, "<ins>Mäkelä Oy</ins>")
	b.want(s.as(db.Viewer).post("/imports/1/decisions", "decide", "mend"), 403)
}

// TestImportRowsAboveHeader tells of rows above the header: of those that are
// read, and of those that one press reads.
func TestImportRowsAboveHeader(t *testing.T) {
	s := newSite(t)
	b := s.as(db.Editor)
	b.leads(b.upload("lista.csv", "1001;Alfa Oy;Tie 1\n1002;Beta Oy;Tie 2\nAsiakasnumero;Nimi;Katuosoite\n1003;Gamma Oy;Tie 3\n"), "/imports/1")
	b.want(b.get("/imports/1"), 200, "2 rows of data stood above the header row", "Alfa Oy", "Gamma Oy", "!value=\"above\"")
	b.leads(b.upload("lista.csv", "Aalto Matti;Oulu\nNimi;Postitoimipaikka\nBerg Liisa;Espoo\n"), "/imports/2")
	b.want(b.get("/imports/2"), 200, "1 filled row above the header row was not read", "!Aalto", `value="above"`)
	b.want(b.htmx().post("/imports/2/decisions", "decide", "above"), 200, "<span>Aalto Matti</span>", "!value=\"above\"")
	b.leads(b.post("/imports/2/reading", "header_row", "2", "above", ""), "/imports/2")
	b.want(b.get("/imports/2"), 200, "!Aalto", "<span>Berg Liisa</span>")
}

// TestImportOneColumn shows that a file which lay in one column was put
// together again.
func TestImportOneColumn(t *testing.T) {
	s := newSite(t)
	b := s.as(db.Editor)
	b.leads(b.upload("lista.csv", "Nimi;Katuosoite;Maa\n\"Alfa Oy;Tie 1\", Oulu;FI\n"), "/imports/1")
	b.want(b.get("/imports/1"), 200, "The whole table was in one column", "delimiter ;", "Tie 1, Oulu")
	b.want(b.upload("lista.csv", "Nimi;Katuosoite;Maa\n\"Alfa Oy;Tie 1\", Oulu;FI;x\n"), 422, "row 2 cannot be split")
}

// TestImportHTML reads a page that a web program calls an XLS file, in the
// charset that the user chooses.
func TestImportHTML(t *testing.T) {
	s := newSite(t)
	b := s.as(db.Editor)
	b.leads(b.upload("asiakkaat.xls", "<html><table><tr><th>Nimi<th>Maa<tr><td>M\x8akel\x8a<td>FI</table>"), "/imports/1")
	b.want(b.get("/imports/1"), 200, "HTML · macintosh", "Mäkelä", `<option value="iso-8859-15"`, "!name=\"delimiter\"")
	b.leads(b.post("/imports/1/reading", "header_row", "1", "charset", "windows-1252"), "/imports/1")
	b.want(b.get("/imports/1"), 200, "HTML · windows-1252", "MŠkelŠ")
}

func TestImportLeftOut(t *testing.T) {
	s := newSite(t)
	for range 2 {
		s.add(customer.Kind, customer.Person, customer.Name, "Sama Nimi")
	}
	b := s.as(db.Editor)
	b.upload("lista.csv", "Nimi;Katuosoite\nSama Nimi;Katu 99\nUusi Aino;Tie 1\nLiikaa Lauri;Katu 4;ylim1\n")
	b.leads(b.post("/imports/1/save", "fingerprint", fingerprint(b.get("/imports/1"))), "/imports/1")
	if err := s.db.RemoveCustomer(t.Context(), db.Actor{Name: "test"}, 1002, 1); err != nil {
		t.Fatal(err)
	}
	b.want(b.get("/imports/1/errors.csv"), 200, "Sama Nimi;Katu 99;", "Liikaa Lauri;Katu 4;", "ylim1", "!Aino")
}

// TestImportPrivacy holds value-private on the page: a personal identity code
// is masked wherever it stands.
// TestImportLeftOutAbove holds that headings over groups of columns come back
// with the rows that were left out, so that these are mapped as before.
func TestImportLeftOutAbove(t *testing.T) {
	b := newSite(t).as(db.Editor)
	file := ";Toimitusosoite;;Laskutusosoite;\nNimi;Osoite;Postinumero;Osoite;Postinumero\n"
	b.leads(b.upload("x.csv", file+"Alfa Oy;Takakatu 2;33100;Katu 1;1\n"), "/imports/1")
	b.want(b.get("/imports/1"), 200, `data-line="3" data-status="error"`)
	left := b.get("/imports/1/errors.csv")
	b.want(left, 200, ";Toimitusosoite;;Laskutusosoite;;\r\nNimi;Osoite;Postinumero;Osoite;Postinumero;")
	b.leads(b.upload("y.csv", strings.Replace(left.body, "Katu 1;1;", "Katu 1;00100;", 1)), "/imports/2")
	b.want(b.get("/imports/2"), 200, `data-line="3" data-status="new"`, "Katu 1", "00100")
}

func TestImportPrivacy(t *testing.T) {
	s := newSite(t)
	b := s.as(db.Editor)
	b.upload("lista.csv", "Nimi;Y-tunnus;Muuta\nAlfa;131052-308T;131052-308T\n")
	b.want(b.get("/imports/1?open=2"), 200, "131052*****", "!308T")
	b.want(b.get("/imports/1/errors.csv"), 200, "!308T")
	b.want(b.get("/imports/1/rows.csv"), 200, "131052*****", "!308T")
	b.want(b.get("/imports/1?q=131052-308T"), 200, "131052*****", "!308T")
	b.want(b.get("/customers?q=131052-308T"), 200, "131052*****", "!308T")
	b.want(b.post("/groups", "name", "131052-308T"), 422, "personal identity code")
	b.upload("131052-308T.csv", "131052-308T;Nimi\n1;Alfa\n2;Beeta\n")
	b.want(b.get("/imports/2"), 200, "!308T")
	b.want(b.get("/imports/2/errors.csv"), 200, "!308T")
	if strings.Contains(s.log.String(), "308T") || strings.Contains(s.log.String(), "Alfa") {
		t.Error("the log holds personal data")
	}
}

// TestTotalIsTakenIn holds read-total on the page: one press takes in the row
// that looks like a total, and another one leaves it out again.
func TestTotalIsTakenIn(t *testing.T) {
	b := newSite(t).as(db.Editor)
	b.leads(b.upload("x.csv", "Nimi;Maksuehto\nAlfa Oy;14\nYhteensä;14\n"), "/imports/1")
	b.want(b.get("/imports/1"), 200, `data-line="3" data-status="excluded"`, "total row", `value="include:3"`)
	b.leads(b.post("/imports/1/decisions", "decide", "include:3"), "/imports/1")
	b.want(b.get("/imports/1"), 200, `data-line="3" data-status="new"`, `value="exclude:3"`)
	b.leads(b.post("/imports/1/decisions", "decide", "exclude:3"), "/imports/1")
	b.want(b.get("/imports/1"), 200, `data-line="3" data-status="excluded"`)
}

// TestImportSaysWhatIsSo holds that a saved import is described in the past tense, that
// an empty form is not called an empty file, and that nobody is sent to settle
// rows where there is none to settle.
func TestImportSaysWhatIsSo(t *testing.T) {
	s := newSite(t)
	s.add(customer.Name, "Alfa Oy")
	s.add(customer.Name, "Beta Oy")
	b := s.as(db.Editor)
	b.want(b.post("/imports", "text", ""), 422, "No file was chosen.", "!The file is empty")
	b.upload("lista.csv", "Asiakasnumero;Katuosoite\n1001;Uusikatu 1\n1002;\n")
	b.leads(b.post("/imports/1/save", "fingerprint", fingerprint(b.get("/imports/1"))), "/imports/1")
	b.want(b.get("/imports/1"), 200, `<p class="sentence">1 customer was changed, 1 stayed as it was.</p>`, "<strong>1 customer was changed</strong>", "!new customers")
	b.upload("lista.csv", "Asiakasnumero;Katuosoite\n1001;Uusikatu 2\n1002;\n")
	b.post("/imports/2/decisions", "decide", "exclude:2")
	b.want(b.get("/imports/2"), 200, "all rows are unchanged or left out", "!First settle the rows")
}
