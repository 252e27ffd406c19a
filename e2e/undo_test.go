package e2e

import (
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// unmarked is an export without its version marks, which are new after every write.
func unmarked(export string) string { return versionMark.ReplaceAllString(export, "") }

var versionMark = regexp.MustCompile(`;v[0-9]+[a-z]{4}\r\n`)

// TestUndo takes an import back with plain forms, as a browser without
// JavaScript does: what was changed since is named and stays, and the undo
// can be undone in turn.
func TestUndo(t *testing.T) {
	s := serve(t, "--demo")
	b := s.open()
	call(b, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	b.logIn()
	before := unmarked(s.run("export"))
	b.upload("asiakkaat.csv", strings.Replace(edited(t, s), "ei osoite", "laskut@sammal.example", 1))
	loaded := func() { b.wait(`document.readyState === "complete"`) } // before that, what is pressed moves
	b.do(chromedp.Click(css(`button[name="save"]`)), chromedp.WaitVisible(css(`button[name="undo"]`)))
	loaded()
	b.shot("import-undo")
	b.do(chromedp.Click(css(`button[name="undo"]`)), chromedp.WaitVisible(css(`form[action="/imports/3/undo"]`)))
	loaded()
	b.shot("import-undone")
	if unmarked(s.run("export")) != before {
		t.Error("the undo does not give the register back")
	}
	b.do(chromedp.Click(css(`button[name="undo"]`)), chromedp.WaitVisible(css(`form[action="/imports/4/undo"]`)))
	if out := s.run("export"); !strings.Contains(out, "Satamakatu 5") || !strings.Contains(out, "Koskela Aino") {
		t.Error("the undo of the undo does not bring the import back")
	}
	b.visit("/customers/1001/edit")
	b.do(chromedp.SetValue(css(`input[name="street"]`), "Rantatie 7"), chromedp.Click(css(".actionbar .primary")), chromedp.WaitVisible(css(".flash")))
	b.visit("/customers/1001#history")
	b.shot("customer-history")
	b.visit("/imports/2")
	b.shot("import-undo-stays")
	if got := b.eval(`document.querySelector(".stays").textContent.includes("Rantatie 7")`); got != "true" {
		t.Error("nothing tells of the later change")
	}
	b.do(chromedp.Click(css(`button[name="undo"]`)), chromedp.WaitVisible(css(`form[action="/imports/5/undo"]`)))
	b.shot("import-undone-stayed")
	b.visit("/imports/2")
	b.shot("import-was-undone")
	b.visit("/imports")
	b.shot("imports-undone")
	if out := s.run("export"); !strings.Contains(out, "Rantatie 7") || strings.Contains(out, "Koskela Aino") {
		t.Error("the undo has not left what was changed since")
	}
}
