package e2e

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// TestMerge finds two customers who are one among the possible duplicates, and merges
// them in three presses from the list of customers: the page that lists them, the
// pair, the merge. The undo takes three more.
func TestMerge(t *testing.T) {
	b := serve(t, "--demo").open().logIn()
	b.visit("/customers/1001")
	name := b.eval(`document.querySelector("h1").textContent`)
	b.visit("/customers/new")
	typed := func(selector, text string) { b.do(chromedp.SendKeys(css(selector), text)) }
	typed("#name", name)
	b.wait(`document.querySelector(".typing a") !== null`)
	if link := b.eval(`document.querySelector(".typing a").getAttribute("href")`); link != "/customers/1001" {
		t.Error("the form names", link)
	}
	b.shot("typing")
	typed("#notes", "Soita ensin.")
	b.do(chromedp.Click(css(".customer-form .primary")), chromedp.WaitVisible(css("#flash .flash"))) // not asked about again
	made := b.eval(`location.pathname.split("/").pop()`)

	b.visit("/customers")
	presses := 0
	press := func(selector, then string) {
		t.Helper()
		presses++
		b.do(chromedp.Click(css(selector)), chromedp.WaitVisible(css(then)))
	}
	b.do(chromedp.Click(css(".customers-title .menu summary")))
	press(`.menu a[href="/customers/duplicates"]`, ".twins")
	b.shot("twins")
	press(`[data-pair="1001-`+made+`"] a.primary`, "form.merge")
	b.shot("merge")
	press("form.merge .primary", "#flash .flash")
	b.shot("merged")
	if at := b.eval("location.pathname"); at != "/customers/1001" || presses != 3 {
		t.Errorf("at %s after %d presses", at, presses)
	}
	b.visit("/customers/" + made)
	if at := b.eval("location.pathname"); at != "/customers/1001" {
		t.Errorf("the number %s leads to %s", made, at)
	}
	b.visit("/customers?q=" + made)
	b.shot("merged-search")

	b.visit("/imports?kind=merges")
	press(`tr[data-entry="merge"] th a`, "#undo")
	b.shot("merge-entry")
	press("#undo button", `tr[data-what="restored"]`)
	b.wait(`document.readyState === "complete"`)
	b.visit("/customers/" + made)
	if at := b.eval("location.pathname"); at != "/customers/"+made {
		t.Errorf("after the undo the number %s leads to %s", made, at)
	}
}
