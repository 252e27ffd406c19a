package e2e

import (
	"encoding/csv"
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// save presses the save button, and answers where it asks once more.
func (b *browser) save(asks bool) {
	b.t.Helper()
	b.settled()
	b.do(chromedp.Click(css(`button[name="save"]:enabled`)))
	if asks {
		b.do(chromedp.WaitVisible(css("#save .ask")))
		b.shot("confirmation-asks")
		b.do(chromedp.Click(css(`button[name="save"]`)))
	}
	b.do(chromedp.WaitNotPresent(css(`button[name="save"]`)))
	b.wait(`document.getElementById("working") === null`) // the page of a save that takes long
}

// settled waits until what HTMX has put into the page is live: before that, a
// form or a link in it works as a plain one.
func (b *browser) settled() {
	b.t.Helper()
	b.wait(`document.readyState === "complete" && !document.querySelector(".htmx-request, .htmx-swapping, .htmx-settling, .htmx-added")`)
}

// edited exports the register and changes a few of its cells.
func edited(t *testing.T, s *site) string {
	t.Helper()
	reader := csv.NewReader(strings.NewReader(strings.TrimPrefix(s.run("export"), "\ufeff")))
	reader.Comma = ';'
	rows, err := reader.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	column := func(header string) int {
		for i, name := range rows[0] {
			if name == header {
				return i
			}
		}
		t.Fatalf("no column %s in %v", header, rows[0])
		return 0
	}
	rows[1][column("Katuosoite")] = "Satamakatu 5"
	rows[2][column("Maksuehto")] = "30"
	rows[2][column("Asiakasryhmä")] = "Messut 2026"
	rows[3][column("Sähköposti")] = "ei osoite"
	added := make([]string, len(rows[0]))
	added[column("Nimi")] = "Koskela Aino"
	added[column("Puhelin")] = "050 765 4321"
	var file strings.Builder
	writer := csv.NewWriter(&file)
	writer.Comma = ';'
	if err := writer.WriteAll(append(rows, added)); err != nil {
		t.Fatal(err)
	}
	return file.String()
}

// TestMainJob brings an edited export back: it sees what each row does, saves,
// and finds the changes in the register.
func TestMainJob(t *testing.T) {
	s := serve(t, "--demo")
	b := s.open().logIn()
	b.shot("customers")
	b.visit("/imports/new")
	b.shot("import-new")
	b.upload("asiakkaat.csv", edited(t, s))
	b.count("new", 1)
	b.count("modified", 2)
	b.count("error", 1)
	b.count("unchanged", 197)
	b.shot("confirmation")
	if got := b.eval(`document.querySelector('tr[data-status="modified"] td[data-field="street"] ins').textContent`); got != "Satamakatu 5" {
		t.Errorf("the new street is shown as %q", got)
	}
	if got := b.eval(`document.querySelector('tr[data-line]').lastElementChild.dataset.cell`); got != "status" {
		t.Errorf("the last cell of a row is %q", got)
	}
	b.do(chromedp.Click(css(`tr[data-status="modified"] td.line a`)), chromedp.WaitVisible(css("tr.details table")))
	b.shot("confirmation-details")
	b.settled()
	loads := b.loads
	b.do(chromedp.Click(css(`button[name="save"]`)), chromedp.WaitVisible(css("#save .ask")))
	b.settled()
	b.do(chromedp.Click(css("#save a.quiet")), chromedp.WaitNotPresent(css("#save .ask")))
	if b.loads != loads {
		t.Error("the question loaded a page")
	}
	b.save(true)
	b.do(chromedp.WaitVisible(css(`.card a[href$="errors.csv"]`)))
	b.shot("import-saved")
	if out := s.run("export"); !strings.Contains(out, "Satamakatu 5") || !strings.Contains(out, "Koskela Aino") || strings.Contains(out, "ei osoite") {
		t.Error("the register does not hold what was saved")
	}
	b.visit("/imports")
	b.shot("imports")
	if got := b.eval(`document.querySelector("main").textContent.includes("asiakkaat.csv")`); got != "true" {
		t.Error("the list of imports lacks the file")
	}
}

// TestRemap holds map-live and map-once: a select changes the whole plan
// without a page load, the focus stays, a field is filled by one column.
func TestRemap(t *testing.T) {
	s := serve(t, "--demo")
	b := s.open().logIn()
	b.upload("lista.csv", "Asiakasnumero;Muuta;Katuosoite\n1001;Uusikatu 1;\n1002;Uusikatu 2;\n")
	b.count("unchanged", 2)
	loads := b.loads
	b.choose("column-2", "street")
	b.count("modified", 2)
	if got := b.eval(`document.querySelector('select[name="column-3"]').value`); got != "" {
		t.Errorf("column 3 still fills %q", got)
	}
	if got := b.eval(`document.activeElement.name`); got != "column-2" {
		t.Errorf("the focus went to %q", got)
	}
	b.choose("column-2", "")
	b.count("unchanged", 2)
	b.choose("column-1", "")
	b.wait(`document.querySelector('button[name="save"]').disabled`)
	if got := b.eval(`document.querySelector("#reason").textContent.length > 20`); got != "true" {
		t.Error("nothing says why the button cannot be pressed")
	}
	b.shot("confirmation-no-key")
	if b.loads != loads {
		t.Errorf("%d pages were loaded", b.loads-loads)
	}
}

// TestTwoTabs changes the columns of one import in two tabs: the first one
// follows with what it asks next, and turns nothing back.
func TestTwoTabs(t *testing.T) {
	s := serve(t, "--demo")
	one, other := s.open().logIn(), s.open().logIn()
	one.upload("lista.csv", "Asiakasnumero;Muuta;Koodi\n1001;Uusikatu 1;a\n1002;Uusikatu 2;b\n")
	other.visit(one.eval(`location.pathname`))
	other.choose("column-2", "street")
	other.count("modified", 2)
	other.choose("kind", "company")
	other.wait(`document.querySelector("[name=was-kind]").value === "company"`)
	one.settled()
	loads := one.loads
	one.click("#tab-modified")
	one.wait(`document.querySelector("#column-2").value === "street"`)
	one.wait(`document.querySelector('select[name="kind"]').value === "company"`)
	one.choose("column-3", "reference")
	one.wait(`document.querySelector('tr[data-line="2"] td[data-field="reference"] ins') !== null`)
	one.wait(`document.querySelector('tr[data-line="2"] td[data-field="street"] ins') !== null`)
	if got := one.eval(`document.activeElement.id`); got != "column-3" || one.loads != loads {
		t.Errorf("the focus is on %q after %d pages", got, one.loads-loads)
	}
	if got := one.eval(`document.querySelectorAll("#frame > table > *").length`); got != "3" {
		t.Errorf("the table has %s parts", got)
	}
}

// TestDecide settles rows: a candidate is picked, a row is left out and taken in.
func TestDecide(t *testing.T) {
	s := serve(t)
	s.run("user", "list")
	b := s.setUp()
	b.upload("rekisteri.csv", "Asiakasnumero;Nimi;Puhelin;Katuosoite\n1;Virtanen Matti;040 1;Rantatie 3\n")
	b.count("new", 1) // an empty register takes the file's numbers
	b.count("error", 0)
	b.upload("rekisteri.csv", "Nimi;Puhelin;Katuosoite\nVirtanen Matti;040 123 4567;Rantatie 3\n")
	b.save(false)
	b.upload("toinen.csv", "Nimi;Puhelin;Katuosoite\nVirtanen Matti;050 999 8888;Kotitie 5\n")
	b.count("undecided", 1)
	b.shot("confirmation-undecided")
	b.do(chromedp.Click(css(`.cards button[value^="customer:"]`)))
	b.count("modified", 1)
	b.click(`button[value^="exclude:"]`)
	b.count("excluded", 1)
	b.click(`button[value^="take:"]`)
	b.count("modified", 1)
	b.do(chromedp.Click(css(`td.line a`)), chromedp.WaitVisible(css(`button[value^="clear:"]`)))
	b.click(`button[value^="clear:"]`)
	b.count("undecided", 1)
}

// setUp makes the first administrator by the link that the server printed.
func (s *site) setUp() *browser {
	s.t.Helper()
	b := s.open()
	link := s.printed[strings.Index(s.printed, s.address+"/setup#"):]
	link, _, _ = strings.Cut(link, "\n")
	b.do(chromedp.Navigate(link), chromedp.WaitReady(css("main")))
	b.shot("setup")
	b.do(chromedp.SendKeys(css(`input[name="name"]`), "Liisa"),
		chromedp.SendKeys(css(`input[name="password"]`), "correct horse battery"),
		chromedp.Submit(css(`input[name="password"]`)),
		chromedp.WaitVisible(css(`a[href$="/imports/new"]`)))
	b.shot("customers-empty")
	return b
}

// TestStaleSave holds save-what-you-saw and save-once in two browsers.
func TestStaleSave(t *testing.T) {
	s := serve(t, "--demo")
	one, other := s.open().logIn(), s.open().logIn()
	one.upload("lista.csv", "Asiakasnumero;Katuosoite\n1001;Uusikatu 1\n1002;Uusikatu 2\n")
	one.count("modified", 2)
	other.visit("/customers/1001/edit")
	other.do(chromedp.SetValue(css(`input[name="street"]`), "Uusikatu 1"),
		chromedp.Click(css(".actionbar .primary")), chromedp.WaitVisible(css("#flash .flash")))
	one.do(chromedp.Click(css(`button[name="save"]`)), chromedp.WaitVisible(css("tr.differs")))
	one.count("modified", 1)
	one.shot("confirmation-stale")
	if out := s.run("export"); strings.Contains(out, "Uusikatu 2") {
		t.Error("a plan was saved that nobody had seen")
	}
	one.save(false)
	if out := s.run("history"); strings.Count(out, "lista.csv") != 1 {
		t.Errorf("the history says\n%s", out)
	}
}

// TestBadFiles holds that each file that cannot be read has a reason of its own, with the
// next step beside it.
func TestBadFiles(t *testing.T) {
	s := serve(t, "--demo")
	b := s.open().logIn()
	b.do(chromedp.Navigate(s.address + "/imports/new"))
	for name, content := range map[string]string{"kuva.csv": "\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR", "otsikot.csv": "Nimi;Puhelin\n", "lainaus.csv": "Nimi;Puhelin\n\"Matti;1\n"} {
		b.give(name, content)
		b.do(chromedp.WaitVisible(css(".problem")), chromedp.WaitReady(css(`input[name="file"]`)))
		if name == "kuva.csv" {
			b.shot("import-bad-file")
		}
	}
}

// TestEarlyChoice holds that a column which is chosen while the page is still
// loading counts like any other.
func TestEarlyChoice(t *testing.T) {
	s := serve(t, "--demo")
	b := s.open().logIn()
	b.upload("lista.csv", "Asiakasnumero;Sarake\n1001;Uusikatu 1\n")
	call(b, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: `
		document.addEventListener("readystatechange", () => {
			if (document.readyState === "interactive") document.querySelector('select[name="column-2"]').value = "street";
		}, { once: true })`})
	b.do(chromedp.Reload(), chromedp.WaitVisible(css(`tr[data-line="2"] td[data-field="street"] ins`)))
}

// TestWithoutJavaScript does the main job by plain forms and links.
func TestWithoutJavaScript(t *testing.T) {
	s := serve(t, "--demo")
	b := s.open()
	call(b, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	b.logIn()
	b.upload("lista.csv", "Asiakasnumero;Muuta;Katuosoite\n1001;Uusikatu 1;\n1002;Uusikatu 2;\n")
	b.do(chromedp.SetValue(css(`select[name="column-2"]`), "street"), chromedp.Click(css("noscript button")), chromedp.WaitVisible(css(`tr[data-line="3"][data-status="modified"] ins`)))
	b.do(chromedp.Click(css(`tr[data-line="2"] td.line a`)), chromedp.WaitVisible(css("tr.details table")))
	b.do(chromedp.Click(css(`tr[data-line="2"] button[value="exclude:2"]`)), chromedp.WaitVisible(css(`tr[data-line="2"][data-status="excluded"]`)))
	b.save(false)
	if out := s.run("export"); strings.Contains(out, "Uusikatu 1") || !strings.Contains(out, "Uusikatu 2") {
		t.Error("the register does not hold what was saved")
	}
}

// TestTryBroken looks at the guidance and tries the damaged file: of all its
// cells, the one that a person changed is the only change.
func TestTryBroken(t *testing.T) {
	b := serve(t, "--demo").open().logIn()
	b.visit("/imports/new")
	b.click(".safe summary")
	b.shot("imports-new")
	b.do(chromedp.Click(css(".try button")), chromedp.WaitReady(css("form#mapping")))
	b.count("modified", 1)
	b.count("unchanged", 199)
	b.wait(`[...document.querySelectorAll('td[data-field="payment_terms"] ins')].some(cell => cell.textContent === "30")`)
}

// TestLargeFile takes 20 000 rows through upload, a change of the mapping and
// the save, and no answer is larger than a page of rows.
func TestLargeFile(t *testing.T) {
	s := serve(t, "--demo")
	b := s.open().logIn()
	var file strings.Builder
	file.WriteString("Nimi;Puhelin;Katuosoite;Sarake\n")
	for i := range 20_000 {
		fmt.Fprintf(&file, "Henkilö Numero %d;040 %07d;Katu %d;Lisätieto\n", i, i, i)
	}
	b.upload("suuri.csv", file.String())
	b.count("new", 20_000)
	b.choose("column-4", "notes")
	b.wait(`document.querySelector('tr[data-status="new"] td[data-field="notes"]') !== null`)
	b.shot("confirmation-large")
	b.save(false)
	b.visit("/customers?q=numero+19999")
	if got := b.eval(`document.querySelector("main").textContent.includes("Numero 19999")`); got != "true" {
		t.Error("the last customer of the file is not found")
	}
	if b.largest > 400_000 {
		t.Errorf("an answer had %d bytes", b.largest)
	}
}

// TestUploadShowsHowFarItIs sends a file over a slow line: the page says how much
// of it has been sent, and what is wrong with a file while the page stays.
func TestUploadShowsHowFarItIs(t *testing.T) {
	s := serve(t, "--demo")
	b := s.open().logIn()
	var file strings.Builder
	file.WriteString("Nimi;Katuosoite;Lisätiedot\n")
	for i := range 8000 {
		fmt.Fprintf(&file, "Yritys %d Oy;Rantatie %d;%s\n", i, i, strings.Repeat("avaimet vahtimestarilta ", 20))
	}
	line := func(bytesPerSecond float64) {
		call(b, network.EmulateNetworkConditionsByRule, network.EmulateNetworkConditionsByRuleParams{
			MatchedNetworkConditions: []*network.Conditions{{DownloadThroughput: -1, UploadThroughput: bytesPerSecond}}})
	}
	line(1 << 20)
	b.give("suuri.csv", file.String())
	b.wait(`/^Lähetetty \d,\d \/ \d,\d Mt$/.test(document.querySelector(".sending:not([hidden]) span")?.textContent) &&
		document.querySelector(".sending progress").value > 0`)
	b.shot("upload")
	line(-1)
	b.do(chromedp.WaitReady(css("form#mapping")))
	b.count("new", 8000)

	b.give("rikki.csv", "Nimi;Katuosoite\n\"Yritys Oy;Rantatie 1\n")
	b.wait(`document.querySelector("#problem") !== null && document.querySelector(".sending[hidden]") !== null && document.activeElement.id === "send"`)
	b.give("hyva.csv", "Nimi;Katuosoite\nYritys Oy;Rantatie 1\n")
	b.do(chromedp.WaitReady(css("form#mapping")))
}

// TestRefusedPressKeepsItsPlace presses with the keyboard what is refused: the
// page says why, what was pasted stays, and the keyboard is on the button still.
func TestRefusedPressKeepsItsPlace(t *testing.T) {
	b := serve(t, "--demo").open().logIn()
	b.visit("/imports/new")
	b.eval(`(() => {
		for (let i = 0; i < 20; i++) {
			const form = new FormData(), request = new XMLHttpRequest();
			form.append("text", "Nimi\nAlfa Oy");
			request.open("POST", "/imports", false);
			request.send(form);
		}
		document.querySelector("textarea").closest("details").open = true;
		document.querySelector("textarea").value = "Nimi\nBeeta Oy";
		document.querySelector("#send").focus();
		return "";
	})()`)
	b.do(chromedp.SendKeys(css("#send"), "\r"))
	b.wait(`document.querySelector("#flash .bad")?.textContent.startsWith("Sinulla on 20 keskeneräistä tuontia") && document.activeElement.id === "send"`)
	if got := b.eval(`document.querySelector("textarea").value`); got != "Nimi\nBeeta Oy" {
		t.Errorf("the pasted text is %q", got)
	}
}
