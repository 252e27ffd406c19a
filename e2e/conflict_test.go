package e2e

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestThreeWay edits a customer in the browser after an export. The untouched
// export changes nothing; the edited one asks, and both answers do what they say.
func TestThreeWay(t *testing.T) {
	s := serve(t, "--demo")
	b := s.open().logIn()
	export := s.run("export")
	b.visit("/customers/1001/edit")
	b.fill(`input[name="phone"]`, "09 123 456")
	b.do(chromedp.Click(css(".actionbar .primary")), chromedp.WaitVisible(css("#flash p")))

	b.upload("koskematon.csv", export)
	b.count("unchanged", 200)
	lines := strings.Split(export, "\r\n")
	cells := strings.Split(lines[1], ";")
	cells[10] = "050 765 4321"
	lines[1] = strings.Join(cells, ";")
	b.upload("muokattu.csv", strings.Join(lines, "\r\n"))
	b.count("undecided", 1)
	b.do(chromedp.WaitVisible(css(".conflict")))
	b.shot("conflict")
	if ask[bool](b, `[...document.querySelectorAll(".conflict button")].some(button => button.scrollWidth > button.clientWidth)`) {
		t.Error("the words of a button do not fit into it")
	}
	b.settled()
	b.do(chromedp.Click(css(`.conflict button[value^="keep:2:"]`)))
	b.count("unchanged", 200)
	b.settled()
	b.do(chromedp.Click(css("#tab-all")), chromedp.WaitVisible(css(`tr[data-line="2"]`)))
	b.settled()
	b.do(chromedp.Click(css(`tr[data-line="2"] td.line a`)), chromedp.WaitVisible(css(`button[value="clear:2"]`)))
	b.settled()
	b.do(chromedp.Click(css(`button[value="clear:2"]`)))
	b.count("undecided", 1)
	b.settled()
	b.do(chromedp.Click(css(`.conflict button[value^="overwrite:2:"]`)))
	b.count("modified", 1)
	b.save(false)
	if out := s.run("export"); !strings.Contains(out, "050 765 4321") || strings.Contains(out, "09 123 456") {
		t.Error("the register does not hold the file's value")
	}
}
