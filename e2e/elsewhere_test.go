package e2e

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// TestElsewhere copies the e-mail addresses of ticked customers, and prints
// labels: as many pages as sheets, each of its size.
func TestElsewhere(t *testing.T) {
	s := serve(t, "--demo")
	b := s.open().logIn()
	b.visit("/customers")
	b.click(`input[name="number"][value="1001"]`)
	b.click(`input[name="number"][value="1002"]`)
	b.do(chromedp.Click(css(`.selected button[formmethod="get"]`)), chromedp.WaitVisible(css(".elsewhere")))
	addresses := b.eval(`document.getElementById("addresses").value`)
	b.do(chromedp.Click(css(`[data-copy-from="addresses"]`)))
	b.copied(addresses)
	b.visit("/customers/elsewhere")
	b.shot("elsewhere")

	b.visit("/customers/labels?start=24")
	b.shot("labels")
	sheets := ask[int](b, `document.querySelectorAll(".sheet").length`)
	printed, err := chromedp.Call(b.ctx, page.PrintToPDF, page.PrintToPDFParams{PreferCSSPageSize: new(true)})
	if err != nil {
		t.Fatal(err)
	}
	pdf := printed.Data
	if dir := os.Getenv("SHOTS"); dir != "" {
		if err := os.WriteFile(filepath.Join(dir, "labels.pdf"), pdf, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if want := fmt.Appendf(nil, "/Count %d", sheets); sheets < 2 || !bytes.Contains(pdf, want) {
		t.Errorf("%d sheets are not as many pages", sheets)
	}
}
