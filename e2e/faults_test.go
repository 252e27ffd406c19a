package e2e

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// TestNothingFoundIsSeen holds that a wide table without rows says so within the
// window, however far it was scrolled.
func TestNothingFoundIsSeen(t *testing.T) {
	s := serve(t, "--demo")
	b := s.open().logIn()
	b.upload("asiakkaat.csv", edited(t, s))
	b.visit(b.eval("location.pathname") + "?status=all&columns=all")
	b.settled()
	b.eval(`document.querySelector("#frame").scrollTo(9999, 0)`)
	b.do(chromedp.SendKeys(css("#q"), "xyzzy"), chromedp.WaitVisible(css(".none p")))
	b.settled()
	if got := b.eval(`(() => { const { left, right } = document.querySelector(".none p").getBoundingClientRect(); return left >= 0 && right <= innerWidth; })()`); got != "true" {
		t.Error("the words stand beyond the window")
	}
}
