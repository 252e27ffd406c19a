package e2e

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// keys presses keys one after another, wherever the focus is.
func (b *browser) keys(keys ...string) {
	b.t.Helper()
	for _, key := range keys {
		b.do(chromedp.KeyEvent(key))
	}
}

// fill types a text in place of what a field holds.
func (b *browser) fill(selector, text string) {
	b.t.Helper()
	ask[bool](b, fmt.Sprintf(`(field => { field.focus(); field.select(); return true })(document.querySelector(%q))`, selector))
	b.keys(text)
}

// focused waits until an element has the focus.
func (b *browser) focused(selector string) {
	b.t.Helper()
	b.wait(fmt.Sprintf(`document.activeElement?.matches(%q)`, selector))
}

// register makes a register of n companies, and returns an edit of it with a
// payment term that cannot be read on each of its rows.
func register(b *browser, n int) string {
	b.t.Helper()
	var first, edit strings.Builder
	first.WriteString("Nimi;Tyyppi;Katuosoite;Puhelin;Maksuehto\n")
	edit.WriteString("Asiakasnumero;Nimi;Katuosoite;Puhelin;Maksuehto\n")
	for i := range n {
		fmt.Fprintf(&first, "Pohjoisen Kiinteistöpalvelu %d Oy;Yritys;Hämeentie %d;040 123 %04d;14\n", i, i, i)
		fmt.Fprintf(&edit, "%d;Pohjoisen Kiinteistöpalvelu %d Oy;Uusikatu %d;040 123 %04d;30 pv nto\n", 1001+i, i, i*7%50, i)
	}
	b.upload("kaikki.csv", first.String())
	b.save(false)
	return edit.String()
}

// TestSettleValues settles 300 wrong payment terms with one correction.
func TestSettleValues(t *testing.T) {
	s := serve(t)
	b := s.setUp()
	b.upload("muutokset.csv", register(b, 300))
	b.count("error", 300)
	b.settled()
	loads := b.loads
	b.do(chromedp.Click(css("#values-4")), chromedp.WaitVisible(css("#values #to-0")))
	b.focused("#values-title")
	b.shot("settle-values")
	b.fill("#to-0", "30"+kb.Enter)
	b.count("error", 0)
	b.count("modified", 300)
	b.focused("#to-0")
	b.settled()
	b.keys(kb.Escape)
	b.do(chromedp.WaitNotPresent(css("#to-0")))
	b.focused("#values-4")
	b.do(chromedp.Click(css("#decided summary")), chromedp.WaitVisible(css(`#decided button[value="keep-value:4:30 pv nto"]`)))
	b.shot("settle-decided")
	b.do(chromedp.Click(css(`#decided button[value="keep-value:4:30 pv nto"]`)))
	b.count("error", 300)
	b.settled()
	b.do(chromedp.Click(css(`tr[data-line="2"] td.line a`)), chromedp.WaitVisible(css("#text-4")))
	b.shot("settle-details")
	b.fill("#text-4", "400"+kb.Enter) // only this one, and in error still
	b.do(chromedp.WaitVisible(css(`button[value="forget:2:4"]`)))
	b.focused("#text-4")
	b.settled()
	b.fill("#text-4", "30")
	b.do(chromedp.Click(css(`tr[data-line="3"] td.line a`)), chromedp.WaitVisible(css("#details-3")))
	b.count("modified", 1) // what was typed below the row before is not lost
	b.settled()
	b.fill("#text-4", "30")
	b.do(chromedp.Click(css(`button[value="correct-all:3:4"]`)))
	b.count("modified", 300)
	if b.loads != loads {
		t.Errorf("%d pages were loaded", b.loads-loads)
	}
	b.settled()
	b.save(true) // since a street changes on every row
	if out := s.run("export"); strings.Count(out, ";30;") != 300 {
		t.Error("the register does not hold the corrected terms")
	}
}

// TestCorrectInPlace corrects cells by the keyboard: Enter opens and saves,
// Escape leaves a cell as it was, Tab goes on, and the focus stays.
func TestCorrectInPlace(t *testing.T) {
	s := serve(t, "--demo")
	b := s.open().logIn()
	b.upload("lista.csv", "Asiakasnumero;Katuosoite;Postinumero;Puhelin\n1001;Uusikatu 1;abc;040 765 4321\n1002;Uusikatu 2;00100;040 765 4322\n1003;Uusikatu 3;def;040 765 4323\n")
	b.count("error", 2)
	b.settled()
	loads := b.loads
	ask[bool](b, `document.querySelector("#fix-2-2").focus() === undefined`)
	b.keys(kb.Enter)
	b.focused(".in-place")
	b.shot("settle-in-place")
	b.keys("9", kb.Escape)
	b.focused("#fix-2-2")
	b.count("error", 2)
	b.keys(kb.Enter)
	b.focused(".in-place")
	if got := b.eval(`document.activeElement.value`); got != "abc" {
		t.Errorf("the field begins with %q", got)
	}
	b.keys("0", "0", "1", "2", "0", kb.Enter)
	b.count("error", 1)
	b.focused("#fix-2-2")
	b.keys(kb.Enter)
	b.focused(".in-place")
	b.keys("x", kb.Tab)
	b.count("error", 2)
	b.wait(`document.activeElement.name === "text:2:3"`) // it stays open, though its row is wrong now and changes nothing
	b.keys(kb.Tab)
	b.wait(`document.activeElement.matches(".in-place") && document.activeElement.previousElementSibling.id === "fix-3-1"`)
	b.keys(kb.Tab) // nothing was changed: nothing is sent
	b.wait(`document.activeElement.matches(".in-place") && document.activeElement.previousElementSibling.id === "fix-3-2"`)
	b.keys(kb.Escape)
	b.do(chromedp.Click(css("#fix-4-2")))
	b.focused(".in-place")
	b.keys("0", "0", "1", "3", "0")
	b.do(chromedp.Click(css("#fix-2-2"))) // to leave a cell keeps what was typed
	b.count("error", 1)
	b.wait(`document.activeElement.matches(".in-place") && document.activeElement.previousElementSibling.id === "fix-2-2"`)
	b.keys("0", "0", "1", "2", "0", kb.Enter)
	b.count("error", 0)
	if b.loads != loads {
		t.Errorf("%d pages were loaded", b.loads-loads)
	}
	if got := b.eval(`document.querySelectorAll(".in-place").length`); got != "0" {
		t.Errorf("%s cells stand open", got)
	}
}

// TestCorrectOnNarrowScreen goes on from cell to cell where cards show only
// what changes: a cell that is not shown is passed over.
func TestCorrectOnNarrowScreen(t *testing.T) {
	s := serve(t, "--demo")
	b := s.open().logIn()
	call(b, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: 390, Height: 800, DeviceScaleFactor: 1, Mobile: true})
	b.upload("lista.csv", "Asiakasnumero;Katuosoite;Maksuehto\n1001;Uusikatu 1;14\n1002;Uusikatu 2;x\n1003;Uusikatu 3;14\n")
	b.count("error", 1)
	b.settled()
	b.eval(`document.querySelector("#fix-3-2").scrollIntoView({block: "center"})`)
	b.do(chromedp.Click(css("#fix-3-2")))
	b.focused(".in-place")
	b.keys("14", kb.Enter) // what the register has: a choice that the card does not show
	b.count("error", 0)
	b.settled()
	if got := b.eval(`document.querySelector("#fix-3-2")?.getClientRects().length`); got != "0" {
		t.Fatalf("the corrected cell is shown: %s", got)
	}
	b.do(chromedp.Click(css("#fix-3-1")))
	b.keys(kb.Tab)
	b.wait(`document.activeElement.matches(".in-place") && document.activeElement.previousElementSibling.id === "fix-4-1"`)
	b.keys(kb.Escape)
	b.wait(`document.querySelectorAll(".in-place").length === 0`)
}

// slowNetwork has each request of a page set out a while later.
const slowNetwork = `(() => {
	const { open, send } = XMLHttpRequest.prototype;
	XMLHttpRequest.prototype.open = function (method, address, async) {
		this.later = async;
		open.call(this, method, address, async);
	};
	XMLHttpRequest.prototype.send = function (body) {
		if (this.later) setTimeout(() => send.call(this, body), 300);
		else send.call(this, body);
	};
})()`

// TestCorrectWithoutWaiting types on while corrections are on their way: each
// key goes to the cell that it was meant for, and the page ends as it is.
func TestCorrectWithoutWaiting(t *testing.T) {
	s := serve(t, "--demo")
	b := s.open().logIn()
	b.upload("lista.csv", "Asiakasnumero;Katuosoite;Postinumero;Puhelin\n1001;Uusikatu 1;abc;040 765 4321\n1002;Uusikatu 2;00100;040 765 4322\n1003;Uusikatu 3;def;040 765 4323\n")
	b.count("error", 2)
	b.settled()
	b.eval(slowNetwork)
	b.follows("cells one after another", func() {
		b.do(chromedp.Click(css("#fix-2-2")))
		b.keys("00120", kb.Tab, "Toinen katu 2", kb.Tab, kb.Tab, "050 765 4322", kb.Enter)
		b.count("error", 1)
		b.wait(`document.querySelector("#line-3 ins")?.textContent === "Toinen katu 2" && document.querySelectorAll(".in-place").length === 0`)
	})
	b.focused("#fix-3-3")
	b.follows("a select and a cell", func() {
		b.eval(`(() => {
			const select = document.querySelector('select[name="column-4"]');
			select.value = "";
			select.dispatchEvent(new Event("change", {bubbles: true}));
		})()`)
		b.do(chromedp.Click(css("#fix-4-2")))
		b.keys("00", "1")
		b.wait(`document.querySelector('input[name="was-column-4"]').value === ""`)
		b.settled()
		b.keys("30 ", kb.Enter)
		b.count("modified", 3)
	})
	b.do(chromedp.Click(css("#fix-2-2")))
	b.keys("00120 ", kb.Enter) // what it is already
	b.wait(`document.querySelector('.in-place[readonly]') !== null`)
	b.focused("#fix-2-2")
}

// TestNarrow narrows the rows while somebody types, and leaves out what is shown.
func TestNarrow(t *testing.T) {
	s := serve(t, "--demo")
	b := s.open().logIn()
	b.upload("asiakkaat.csv", edited(t, s))
	b.count("error", 1)
	b.settled()
	loads := b.loads
	b.do(chromedp.SendKeys(css("#q"), "koskela"))
	b.wait(`document.querySelectorAll("tr[data-line]").length === 1 && location.search.includes("q=koskela")`)
	b.focused("#q")
	b.shot("settle-search")
	b.do(chromedp.Click(css(`button[value="exclude-shown:1"]`)))
	b.count("excluded", 1)
	b.settled()
	b.fill("#q", kb.Backspace)
	b.wait(`!location.search.includes("q=")`)
	b.wait(`document.querySelector('#by-problem option[value="email-invalid"]') !== null`)
	ask[bool](b, `(() => { document.querySelector("#narrow").open = true; const s = document.querySelector("#by-problem"); s.focus(); s.value = "email-invalid"; return s.dispatchEvent(new Event("input", {bubbles: true})) })()`)
	b.wait(`document.querySelectorAll("tr[data-line]").length === 1 && document.querySelector('tr[data-status="error"]') !== null`)
	b.focused("#by-problem")
	b.shot("settle-problem")
	if b.loads != loads {
		t.Errorf("%d pages were loaded", b.loads-loads)
	}
}

// TestSettleWithoutJavaScript corrects a cell, a value and what is shown by
// plain forms and links.
func TestSettleWithoutJavaScript(t *testing.T) {
	s := serve(t, "--demo")
	b := s.open()
	call(b, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	b.logIn()
	b.upload("lista.csv", "Asiakasnumero;Katuosoite;Postinumero;Maksuehto\n1001;Uusikatu 1;abc;9 pv nto\n1002;Uusikatu 2;00100;9 pv nto\n1003;Uusikatu 3;00100;14\n")
	b.do(chromedp.Click(css("#fix-2-2")), chromedp.WaitVisible(css("#text-2")))
	b.fill("#text-2", "00120"+kb.Enter)
	b.do(chromedp.WaitVisible(css(`td[data-field="postcode"].chosen`)))
	b.do(chromedp.Click(css("#values-3")), chromedp.WaitVisible(css("#to-0")))
	b.do(chromedp.SetValue(css("#to-0"), "7"), chromedp.Click(css("#values button.nojs")), chromedp.WaitVisible(css(`tr[data-line="3"][data-status="modified"]`)))
	b.do(chromedp.SendKeys(css("#q"), "uusikatu 3"+kb.Enter), chromedp.WaitVisible(css(`button[value="exclude-shown:1"]`)))
	b.do(chromedp.Click(css(`button[value="exclude-shown:1"]`)), chromedp.WaitVisible(css(`tr[data-line="4"][data-status="excluded"]`)))
	b.save(false)
	if out := s.run("export"); !strings.Contains(out, "00120") || strings.Contains(out, "Uusikatu 3") {
		t.Error("the register does not hold what was saved")
	}
}

// TestFocusStays turns a page and decides by the keyboard: other rows begin at
// the top, and what a swap takes away leaves the focus beside it.
func TestFocusStays(t *testing.T) {
	s := serve(t)
	b := s.setUp()
	b.upload("muutokset.csv", register(b, 120))
	b.count("error", 120)
	b.settled()
	focus := func(selector string) {
		t.Helper()
		ask[bool](b, fmt.Sprintf(`document.querySelector(%q).focus() === undefined`, selector))
	}
	focus(`#rows a[rel="next"]`)
	b.keys(kb.Enter)
	b.wait(`location.search.includes("page=2") && document.querySelector("#line-52") !== null`)
	b.focused("#frame")
	b.wait(`document.querySelector("#frame").scrollTop === 0`)
	ask[bool](b, `document.querySelector("#frame").scrollTo(0, 900) === undefined`)
	focus("#tab-error")
	b.keys(kb.Enter)
	b.wait(`location.search.includes("status=error") && document.querySelector("#line-2") !== null`)
	b.focused("#tab-error")
	b.wait(`document.querySelector("#frame").scrollTop === 0`)
	b.settled()
	focus("#values-4")
	b.keys(kb.Enter)
	b.focused("#values-title")
	b.settled()
	focus(`#values button[value="skip-value:4:30 pv nto"]`)
	b.keys(kb.Enter)
	b.count("error", 0)
	b.focused("#to-0")
	b.settled()
	b.keys(kb.Escape)
	b.focused("#values-4")
	b.settled()
	focus("#tab-modified")
	b.keys(kb.Enter)
	b.wait(`location.search.includes("status=modified")`)
	b.settled()
	focus("#line-3 .line a")
	b.keys(kb.Enter)
	b.do(chromedp.WaitVisible(css(`button[value="skip:3:2"]`)))
	b.settled()
	focus(`button[value="skip:3:2"]`)
	b.keys(kb.Enter)
	b.count("modified", 119)   // of row 3 nothing is left to change
	b.focused("#rows .line a") // of the row that follows
}
