package e2e

import (
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp/kb"
)

// TestSearchFollowsTheKeys holds that the key / leads to the search, what is typed
// is looked for at once and highlighted, without a step back for each letter, that the
// Enter key opens the customer whose number it is, and that Back leads to the list.
func TestSearchFollowsTheKeys(t *testing.T) {
	b := serve(t, "--demo").open().logIn()
	b.visit("/customers")
	loads, steps := b.loads, b.eval(`history.length`)
	// As a keyboard does, whose key can be kept from being typed.
	call(b, input.DispatchKeyEvent, input.DispatchKeyEventParams{Type: input.DispatchKeyEventTypeKeyDown, Key: "/", Text: "/"})
	b.focused("#q")
	b.keys("o", "y", "/", "u")
	b.wait(`location.search === "?q=oy%2Fu"`)
	b.fill("#q", "1003")
	b.wait(`document.querySelector('td[data-field="number"] mark')?.textContent === "1003" && location.search === "?q=1003"`)
	b.focused("#q")
	if got := b.eval(`history.length`); b.loads != loads || got != steps {
		t.Errorf("%d pages were loaded, %s steps instead of %s", b.loads-loads, got, steps)
	}
	b.keys(kb.Enter)
	b.wait(`location.pathname === "/customers/1003"`)
	b.eval(`history.back()`)
	b.wait(`location.pathname === "/customers" && location.search === "?q=1003" && document.querySelector("#list mark") !== null`)
	b.fill("#q", "10034999")
	b.keys(kb.Enter)
	b.wait(`location.search === "?q=10034999" && document.querySelector("#list .empty") !== null`)
}
