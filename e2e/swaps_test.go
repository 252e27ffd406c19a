package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// rowsShown describes the rows of a document, each cell by its class and text.
const rowsShown = `(page) => Array.from(page.querySelectorAll("#rows > tr"), (row) =>
	[row.dataset.line, row.dataset.status, ...Array.from(row.children, (cell) =>
		[...cell.classList].sort().join(" ") + ":" + cell.textContent.replace(/\s+/g, " ").trim())].join(" | ")).join("\n")`

// follows makes a change of the plan, and holds that the rows which the parts of
// the answer leave behind are those of the page as a whole.
func (b *browser) follows(name string, do func()) {
	b.t.Helper()
	b.eval(`(window.answered = false, document.addEventListener("htmx:afterSettle", () => { window.answered = true; }, {once: true}))`)
	do()
	b.wait(`window.answered`)
	b.settled()
	got := b.eval(fmt.Sprintf("(%s)(document)", rowsShown))
	want := b.eval(fmt.Sprintf(`(() => {
		const request = new XMLHttpRequest();
		request.open("GET", location.href, false);
		request.send();
		return (%s)(new DOMParser().parseFromString(request.responseText, "text/html"));
	})()`, rowsShown))
	if got != want {
		b.t.Errorf("%s: the page shows\n%s\nbut is\n%s", name, got, want)
	}
}

// TestSwapsLeaveThePageAsItIs changes the plan in many ways, and looks at all rows.
func TestSwapsLeaveThePageAsItIs(t *testing.T) {
	s := serve(t, "--demo")
	b := s.open().logIn()
	b.upload("asiakkaat.csv", edited(t, s))
	b.visit(b.eval("location.pathname") + "?status=all")
	b.follows("a column left out", func() { b.choose("column-6", "") })
	b.follows("a column taken in", func() { b.choose("column-6", "street") })
	b.follows("a column for another", func() { b.choose("column-11", "contact") })
	b.follows("a row left out", func() { b.click(`button[value="exclude:2"]`) })
	b.follows("a row taken in", func() { b.click(`button[value="take:2"]`) })
	b.follows("an option", func() { b.choose("existing", "skip") })
	b.follows("an option, after a look at details", func() {
		b.click(`#line-3 .line a`)
		b.settled()
		b.click(`#line-3 .line a`)
		b.settled()
		b.choose("existing", "")
	})
}

// TestSwapsOfRowsThatComeAndGo changes the plan where the page shows only some
// of the rows: others stay, some of them with their details.
func TestSwapsOfRowsThatComeAndGo(t *testing.T) {
	s := serve(t, "--demo")
	lines := strings.Split(strings.TrimSpace(s.run("export")), "\r\n")
	const street, phone, notes = 5, 10, 18 // columns, from 0
	change := func(every, column int, text string) {
		for i := every; i < len(lines); i += every {
			cells := strings.Split(lines[i], ";")
			cells[column] = text
			lines[i] = strings.Join(cells, ";")
		}
	}
	change(17, phone, "09 765 4321")
	mended := filepath.Join(t.TempDir(), "korjattu.csv")
	if err := os.WriteFile(mended, []byte(strings.Join(lines, "\r\n")), 0o600); err != nil {
		t.Fatal(err)
	}
	s.run("import", mended, "--save", "--skip", "Versio")
	change(17, phone, "050 765 4321") // a conflict
	change(2, street, "Uusikatu 1")
	change(3, notes, "soita ensin")
	change(31, phone, "ei ole")
	b := s.open().logIn()
	b.upload("asiakkaat.csv", strings.Join(lines, "\r\n"))
	b.do(chromedp.WaitVisible(css(".conflict")))
	b.settled()
	for _, status := range []string{"attention", "undecided"} {
		b.visit(b.eval("location.pathname") + "?status=" + status)
		b.follows(status+": a column left out", func() { b.choose("column-6", "") })
		b.follows(status+": another one", func() { b.choose("column-19", "") })
		b.follows(status+": all rows changed", func() { b.choose("column-11", "email") })
		b.follows(status+": a column taken in", func() { b.choose("column-6", "street") })
		b.follows(status+": as before", func() { b.choose("column-11", "phone") })
		b.follows(status+": all of it", func() { b.choose("column-19", "notes") })
		b.follows(status+": a row left out", func() { b.click(`#rows button[value^="exclude:"]`) })
		b.follows(status+": another one left out", func() {
			b.click(`#rows > tr[data-line]:nth-child(5) button[value^="exclude:"], #rows button[value^="exclude:"]`)
		})
		b.follows(status+": a side taken", func() { b.click(`.conflict button, #rows button[value^="exclude:"]`) })
	}
}
