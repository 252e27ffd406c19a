package e2e

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// heldRest keeps back the time after which a choice rests by itself, so that no
// slow machine lets it pass, and notes what is sent.
const heldRest = `(() => {
	const { setTimeout: later, clearTimeout: forget } = window;
	const held = new Map();
	let last = 0;
	window.setTimeout = (run, after, ...args) => {
		if (after !== 800) return later(run, after, ...args);
		held.set(--last, run);
		return last;
	};
	window.clearTimeout = (timer) => held.delete(timer) || forget(timer);
	window.rests = () => { for (const [timer, run] of held) { held.delete(timer); run(); } return held.size; };
	window.sent = [];
	document.addEventListener("htmx:beforeRequest", ({ detail }) => {
		const form = detail.requestConfig.parameters;
		window.sent.push(Array.from(document.querySelectorAll("select.live"), (select) => select.name).filter((name) => form[name] !== undefined && form[name] !== form["was-" + name]).map((name) => name + "=" + form[name]).join(" "));
	});
})()`

// focus gives an element the focus.
func (b *browser) focus(selector string) {
	b.t.Helper()
	ask[bool](b, fmt.Sprintf(`document.querySelector(%q).focus() === undefined`, selector))
	b.focused(selector)
}

// value is what a select or a field has.
func (b *browser) value(selector string) string {
	b.t.Helper()
	return b.eval(fmt.Sprintf(`document.querySelector(%q).value`, selector))
}

// sent lists what has been sent so far, each request by the selects that it changes.
func (b *browser) sent() string { return b.eval(`window.sent.join(", ")`) }

// TestSelectPassedThrough goes through the entries of a select and back, as
// someone does who looks for a field: nothing is sent, nobody's field is taken
// away. What the keys leave it at is sent once.
func TestSelectPassedThrough(t *testing.T) {
	s := serve(t, "--demo")
	b := s.open().logIn()
	b.upload("asiakkaat.csv", edited(t, s))
	b.visit(b.eval("location.pathname") + "?status=all&columns=all")
	b.settled()
	b.eval(heldRest)
	selects := `[...document.querySelectorAll("select.live")].map(select => select.value).join()`
	before := b.eval(selects)

	b.focus("#column-6")
	passed := make(map[string]bool)
	for range 4 {
		b.keys(kb.ArrowDown)
		passed[b.value("#column-6")] = true
	}
	if len(passed) != 4 {
		t.Fatalf("the arrows led to %v", passed)
	}
	for range 4 {
		b.keys(kb.ArrowUp)
	}
	b.eval(`window.rests()`)
	b.keys(kb.ArrowDown, kb.ArrowUp, kb.Tab)
	if got := b.sent(); got != "" {
		t.Fatalf("passing through sent %s", got)
	}
	if got := b.eval(selects); got != before {
		t.Errorf("the selects are\n%s, were\n%s", got, before)
	}

	b.focus("#column-6")
	b.keys(kb.ArrowDown, kb.ArrowDown)
	chosen := b.value("#column-6")
	b.keys(kb.Tab)
	b.wait(`window.sent.length === 1`)
	b.settled()
	b.eval(`window.rests()`)
	if got := b.sent(); got != "column-6="+chosen {
		t.Errorf("a choice and Tab sent %s", got)
	}

	b.focus("#column-6")
	b.keys(kb.ArrowUp, kb.ArrowUp)
	b.keys(kb.Enter)
	b.wait(`window.sent.length === 2`)
	b.settled()
	b.eval(`window.rests()`)
	b.keys(kb.Enter, kb.Tab)
	if got := b.sent(); got != fmt.Sprintf("column-6=%s, column-6=street", chosen) {
		t.Errorf("a choice and Enter sent %s", got)
	}

	b.focus("#column-6")
	b.keys(kb.ArrowUp)
	chosen = b.value("#column-6")
	b.eval(`window.rests()`)
	b.wait(`window.sent.length === 3`)
	b.wait(fmt.Sprintf(`document.querySelector("[name=was-column-6]").value === %q`, chosen))
	b.settled()
	b.focused("#column-6")
}

// TestSelectsChangedQuickly changes two selects by keys while the line is slow:
// both count, and a choice that does not rest yet stays when the answer to the
// other one arrives.
func TestSelectsChangedQuickly(t *testing.T) {
	s := serve(t, "--demo")
	b := s.open().logIn()
	b.upload("lista.csv", "Asiakasnumero;Muuta;Koodi;Lisää\n1001;Uusikatu 1;a;b\n1002;Uusikatu 2;b;c\n")
	b.count("unchanged", 2)
	b.settled()
	b.eval(heldRest)
	b.eval(slowNetwork)
	b.focus("#column-2")
	b.keys(kb.ArrowDown, kb.ArrowDown, kb.ArrowDown)
	first := b.value("#column-2")
	b.focus("#column-3") // which sends the other one
	b.keys(kb.ArrowDown, kb.ArrowDown, kb.ArrowDown, kb.ArrowDown)
	second := b.value("#column-3")
	b.wait(fmt.Sprintf(`document.querySelector("[name=was-column-2]").value === %q`, first))
	b.settled()
	if got := b.value("#column-3"); got != second {
		t.Errorf("the choice that did not rest became %q", got)
	}
	b.keys(kb.Enter)
	b.wait(fmt.Sprintf(`document.querySelector("[name=was-column-3]").value === %q`, second))
	b.settled()
	if got, want := b.sent(), fmt.Sprintf("column-2=%s, column-3=%s", first, second); got != want {
		t.Errorf("sent %s, not %s", got, want)
	}
	b.do(chromedp.Reload(), chromedp.WaitReady(css("form#mapping")))
	if got := b.value("#column-2") + " " + b.value("#column-3"); got != first+" "+second {
		t.Errorf("the columns fill %s", got)
	}
}

// TestRefusedChoiceLeavesTheNext holds that a request that fails takes back its
// own choice, and not the one that is still being made.
func TestRefusedChoiceLeavesTheNext(t *testing.T) {
	s := serve(t, "--demo")
	b := s.open().logIn()
	b.upload("lista.csv", "Asiakasnumero;Muuta;Koodi\n1001;Uusikatu 1;a\n")
	b.count("unchanged", 1)
	b.settled()
	b.eval(heldRest)
	b.eval(`(() => {
		const { send } = XMLHttpRequest.prototype;
		XMLHttpRequest.prototype.send = function () {
			XMLHttpRequest.prototype.send = send;
			window.fail = () => this.onerror();
		};
	})()`)
	b.focus("#column-2")
	b.keys(kb.ArrowDown, kb.ArrowDown)
	b.focus("#column-3")
	b.keys(kb.ArrowDown, kb.ArrowDown, kb.ArrowDown)
	second := b.value("#column-3")
	b.wait(`window.fail !== undefined`)
	b.mu.Lock()
	b.failing = true
	b.mu.Unlock()
	b.eval(`window.fail()`)
	b.do(chromedp.WaitVisible(css("#flash .bad")))
	if got := b.value("#column-2") + "," + b.value("#column-3"); got != ","+second {
		t.Errorf("the columns are %s", got)
	}
}

// TestLeftOutLeavesNothing holds that a row that is left out takes its details
// along, and that the last row of a view leaves no band of another colour behind.
func TestLeftOutLeavesNothing(t *testing.T) {
	s := serve(t, "--demo")
	b := s.open().logIn()
	b.upload("lista.csv", "Asiakasnumero;Katuosoite\n1001;Uusikatu 1\n1002;Uusikatu 2\n")
	path := b.eval("location.pathname")
	b.visit(path + "?status=all&open=2")
	b.settled()
	b.do(chromedp.WaitVisible(css("#details-2")))
	b.click(`button[value="exclude:2"]`)
	b.count("excluded", 1)
	b.settled()
	if got := b.eval(`document.querySelectorAll("#rows > tr").length`); got != "2" {
		t.Errorf("%s rows of two are left, with what stands below them", got)
	}
	b.visit(path + "?status=modified&q=uusikatu")
	b.settled()
	b.click(`button[value="exclude:3"]`)
	b.count("excluded", 2)
	b.settled()
	const faint = `[...document.querySelectorAll("#rows > tr > td")].filter((cell) => getComputedStyle(cell).backgroundColor !== "rgba(0, 0, 0, 0)").length`
	if got := b.eval(faint); got != "0" {
		t.Errorf("%s cells have a colour where there are no rows", got)
	}
}
