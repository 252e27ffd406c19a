package e2e

import (
	"encoding/csv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// hostileTexts try to become markup in the page.
var hostileTexts = []string{
	`<img src=x onerror=alert(1)>`, `"><svg onload=alert(1)>`, `' hx-get='/users' hx-trigger='load`, `" onfocus="alert(1)" autofocus x="`,
	`</script><script>alert(1)</script>`, `</title></textarea></select><iframe src=javascript:alert(1)>`, `<a href="javascript:alert(1)">x</a>`,
	`{{.}}`, `javascript:alert(1)`, `<form action=//evil.example><button>`,
}

// TestHostileTexts takes a file of hostile texts through the whole of an import in
// a real browser, from its upload to its undo: no dialog opens, nothing is asked
// of another server, and the content policy has nothing to stop.
func TestHostileTexts(t *testing.T) {
	s := serve(t, "--demo")
	b := s.open().logIn()
	b.catches(t)
	var file strings.Builder
	table := csv.NewWriter(&file)
	table.Comma = ';'
	head := []string{"Asiakasnumero", "Nimi", "Laji", "Asiakasryhmä", "Huomautukset", "Postinumero", "Katuosoite"}
	rows := [][]string{append(head, hostileTexts...)}
	for i, text := range hostileTexts {
		row := []string{"", text, "yritys", text, text, "", text}
		switch i {
		case 0:
			row[0], row[1], row[2] = "1001", "", "" // another name would be a question
		case 1:
			row[5] = text // an error
		}
		rows = append(rows, append(row, hostileTexts...))
	}
	if err := table.WriteAll(rows); err != nil {
		t.Fatal(err)
	}
	b.upload(`"><img src=x onerror=alert(1)>' hx-get=.csv`, file.String())
	b.count("modified", 1)
	b.count("error", 1)
	for _, status := range []string{"modified", "error", "new"} {
		b.do(chromedp.Click(css(`tr[data-status="`+status+`"] td.line a`)), chromedp.WaitVisible(css("tr.details table")))
		b.settled()
	}
	b.choose("column-8", "reference")
	b.wait(`document.querySelector('td[data-field="reference"]') !== null`)
	b.settled()
	path := b.eval("location.pathname")
	for _, text := range hostileTexts {
		b.visit(path + "?q=" + b.eval("encodeURIComponent("+quoted(text)+")"))
	}
	b.visit(path)
	b.save(true)
	b.do(chromedp.WaitVisible(css(`button[name="undo"]`)))
	for _, page := range []string{"/imports", "/groups", "/customers?sort=-number", "/customers/1001", "/customers/1001#history", "/customers/1001/edit", "/customers/1001/remove"} {
		b.visit(page)
	}
	b.visit("/customers")
	b.do(chromedp.SendKeys(css(`input[name="q"]`), hostileTexts[0]))
	b.wait(`document.querySelector('a[href="/customers/1001"]') !== null && location.search.includes("onerror")`)
	b.settled()
	b.visit(path)
	b.do(chromedp.Click(css(`button[name="undo"]`)), chromedp.WaitNotPresent(css(`form[action="`+path+`/undo"]`)))
	b.visit("/customers/1001")
	if got := b.eval(`document.querySelectorAll("svg[onload], img, iframe, [onerror], [onfocus], a[href^='javascript']").length`); got != "0" {
		t.Errorf("%s elements of the file's are in the page", got)
	}
}

// catches holds that the browser notes what the content policy stops: an event's
// attribute that is put into a page by hand.
func (b *browser) catches(t *testing.T) {
	t.Helper()
	ask[bool](b, `(() => { document.body.insertAdjacentHTML("beforeend", "<p id=stopped onclick='alert(1)'>x</p>"); document.querySelector("#stopped").click(); return true })()`)
	noted := func() int {
		b.mu.Lock()
		defer b.mu.Unlock()
		return len(b.faults)
	}
	for noted() == 0 {
		if b.ctx.Err() != nil {
			t.Fatal("nothing tells what the content policy stops")
		}
		b.eval("1") // lets the browser tell
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, fault := range b.faults {
		if !strings.Contains(fault, "Content Security Policy") {
			t.Error(fault)
		}
	}
	b.faults = nil
}

// quoted is a text as JavaScript has it.
func quoted(text string) string { return "`" + strings.ReplaceAll(text, "`", "") + "`" }
