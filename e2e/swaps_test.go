package e2e

import (
	"fmt"
	"strings"
	"testing"
)

// rowsShown describes the rows of a document, each cell by its class and text.
const rowsShown = `(page) => Array.from(page.querySelectorAll("#rows > tr"), (row) =>
	[row.dataset.line, row.dataset.status, ...Array.from(row.children, (cell) =>
		[...cell.classList].sort().join(" ") + ":" + cell.textContent.replace(/\s+/g, " ").trim())].join(" | ")).join("\n")`

// TestSwapsLeaveThePageAsItIs changes the plan in many ways, and holds that the
// rows which the parts of the answers leave behind are those of the page as a whole.
func TestSwapsLeaveThePageAsItIs(t *testing.T) {
	s := serve(t, "--demo")
	b := s.open().logIn()
	b.upload("asiakkaat.csv", edited(t, s))
	b.visit(strings.TrimSuffix(b.eval("location.pathname"), "/") + "?status=all")
	change := func(name string, do func()) {
		t.Helper()
		mark := b.eval(`document.getElementById("show-mark").value`)
		do()
		b.wait(fmt.Sprintf(`document.getElementById("show-mark").value !== %q`, mark))
		b.settled()
		got := b.eval(fmt.Sprintf("(%s)(document)", rowsShown))
		want := b.eval(fmt.Sprintf(`(() => {
			const request = new XMLHttpRequest();
			request.open("GET", location.href, false);
			request.send();
			return (%s)(new DOMParser().parseFromString(request.responseText, "text/html"));
		})()`, rowsShown))
		if got != want {
			t.Errorf("%s: the page shows\n%s\nbut is\n%s", name, got, want)
		}
		if strings.Count(got, "\n") < 40 {
			t.Errorf("%s: only\n%s", name, got)
		}
	}
	change("a column left out", func() { b.choose("column-6", "") })
	change("a column taken in", func() { b.choose("column-6", "street") })
	change("a column for another", func() { b.choose("column-11", "contact") })
	change("a row left out", func() { b.click(`button[value="exclude:2"]`) })
	change("a row taken in", func() { b.click(`#take-2`) })
	change("an option", func() { b.choose("existing", "skip") })
	change("an option, after a look at details", func() {
		b.click(`#open-3`)
		b.settled()
		b.click(`#open-3`)
		b.settled()
		b.choose("existing", "")
	})
}
