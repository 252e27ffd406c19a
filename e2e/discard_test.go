package e2e

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// TestDiscardedImportComesBack discards a draft and takes it back, from the
// message and from the list.
func TestDiscardedImportComesBack(t *testing.T) {
	b := serve(t, "--demo").open().logIn()
	b.upload("uusi.csv", "Nimi;Katuosoite\nYritys Oy;Rantatie 1\n")
	b.settled()
	b.click(`form[action$="/discard"] button`)
	b.do(chromedp.WaitVisible(css(`#flash button[form="restore"]`)))
	b.shot("discarded")
	b.do(chromedp.Click(css(`#flash button[form="restore"]`)), chromedp.WaitReady(css("form#mapping")))
	b.count("new", 1)

	b.visit("/imports")
	b.click(`form[action$="/discard"] button`)
	b.do(chromedp.WaitVisible(css("#discarded summary")), chromedp.Click(css("#discarded summary")))
	b.shot("discarded-list")
	b.do(chromedp.Click(css("#discarded button")), chromedp.WaitReady(css("form#mapping")))
	b.count("new", 1)
}
