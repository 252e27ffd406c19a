package e2e

import (
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
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

// TestPaperSaysWhatItShows holds that a page of many rows that is printed as it
// stands names its columns, says which of how many rows it has, and has no controls.
func TestPaperSaysWhatItShows(t *testing.T) {
	s := serve(t, "--demo")
	b := s.open().logIn()
	b.upload("lista.csv", "Nimi;Osoite\n"+strings.Repeat("Yritys Oy;Rantatie 1\n", 120))
	for page, wants := range map[string][]string{
		b.eval("location.pathname") + "?status=all": {"Nimi", "Katuosoite", "1–50 / 120"},
		"/customers": {"Puhelin", "1–50 / 200"},
	} {
		b.visit(page)
		call(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})
		printed := b.eval(`(() => {
			const heads = [...document.querySelectorAll("th .pick")].map((pick) => JSON.parse(getComputedStyle(pick, "::before").content.replace("none", '""')).replaceAll("\u00ad", ""));
			return document.querySelector("main").innerText + heads.join(" ");
		})()`)
		for _, want := range wants {
			if !strings.Contains(strings.ReplaceAll(printed, "\u00a0", " "), want) {
				t.Errorf("%s: nothing says %q on paper", page, want)
			}
		}
		if got := b.eval(`[...document.querySelectorAll("main :is(button, select, input, summary, .pager a)")].filter((one) => one.checkVisibility() && !one.closest(".visually-hidden")).map((one) => one.outerHTML.slice(0, 80))`); got != "" {
			t.Errorf("%s is printed with %s", page, got)
		}
		call(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{})
	}
}
