package e2e

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// TestSelectedCustomers ticks customers of the list one by one, with Shift and as
// a whole, and moves all that a search finds to a group.
func TestSelectedCustomers(t *testing.T) {
	b := serve(t, "--demo").open().logIn()
	b.visit("/customers")
	nth := func(n string) string { return "tbody tr:nth-child(" + n + `) input[name="number"]` }
	picked := func(want string) {
		t.Helper()
		if got := b.eval(`document.querySelector("[data-picked]").textContent`); got != want {
			t.Errorf("the bar says %q, want %q", got, want)
		}
	}
	leads := func(button, to string) {
		t.Helper()
		b.do(chromedp.Click(css(button)), chromedp.WaitVisible(css(to)))
		b.settled()
	}
	if shown := b.eval(`document.querySelector(".selected.actionbar").checkVisibility()`); shown != "false" {
		t.Error("the bar stands there before anybody is ticked")
	}
	b.click(nth("2"))
	picked("1 valittu")
	b.shot("selection")
	b.eval(`document.querySelector('` + nth("5") + `').dispatchEvent(new MouseEvent("click", {bubbles: true, cancelable: true, shiftKey: true}))`)
	picked("4 valittu")
	b.click("[data-picks-all]")
	picked("50 valittu")
	b.click(nth("1"))
	picked("49 valittu")
	b.click(`[name="all"]`)
	total := b.eval(`document.querySelector('[name="all"]').dataset.total`)
	picked(total + " valittu")
	b.shot("selection-all")
	b.click(nth("3"))
	picked("48 valittu")

	b.visit("/customers?kind=company")
	b.click("[data-picks-all]")
	b.click(`[name="all"]`)
	leads(`button[name="what"][value="set"]`, `button[name="field"]`)
	b.shot("selection-field")
	leads(`button[name="field"][value="payment_terms"]`, "#payment_terms")
	b.shot("selection-value")
	b.do(chromedp.SendKeys(css("#payment_terms"), "abc\r"), chromedp.WaitVisible(css(".wrong")))
	b.shot("selection-wrong")
	b.leaves = true // what is typed there
	b.visit("/customers?kind=company")
	companies := b.eval(`document.querySelector('[name="all"]').dataset.total`)
	b.click("[data-picks-all]")
	b.click(`[name="all"]`)
	leads(`button[name="what"][value="group"]`, "input#group")
	b.do(chromedp.SendKeys(css("#group"), "Yritykset\r"), chromedp.WaitReady(css("form#mapping")))
	b.settled()
	b.shot("selection-plan")
	b.save(false)
	b.visit("/customers?group=yritykset")
	if got := b.eval(`document.querySelector('[name="all"]').dataset.total`); got != companies {
		t.Errorf("%s customers are in the group, want %s", got, companies)
	}
	b.visit("/customers?kind=person")
	b.click(nth("1"))
	b.click(nth("2"))
	leads(`button[name="what"][value="remove"]`, ".change button.danger")
	b.shot("selection-remove")
	leads(".change button.danger", "#flash .flash")
	b.shot("selection-removed")
	b.visit("/customers")
	b.click(nth("1"))
	leads(`button[name="what"][value="clear"]`, `button[name="field"]`)
	leads(`button[name="field"][value="email"]`, "form#mapping")
	b.settled()
	b.shot("selection-clear")
}
