package e2e

import (
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// heads are the columns of the list that are shown.
const heads = `[...document.querySelectorAll(".customers thead th[data-field]")].map(th => th.dataset.field).join(" ")`

// TestColumnsAreArranged chooses columns of the list and puts them in order by keys,
// by buttons and by dragging. A wide choice scrolls within its frame, and fits a
// narrow screen.
func TestColumnsAreArranged(t *testing.T) {
	b := serve(t, "--demo").open().logIn()
	b.resize(1024)
	b.visit("/customers?city=Lappeenranta")
	if got := b.eval(`[...document.querySelectorAll('.customers tbody :is(td[data-field="city"], td[data-field="phone"], td[data-field="business_id"])')].filter(td => td.scrollWidth > td.clientWidth).map(td => td.textContent)`); got != "" {
		t.Errorf("cut at 1024 are %s", got)
	}
	b.resize(1280)
	b.visit("/customers?city=Turku")
	b.do(chromedp.Click(css(".choose-columns")), chromedp.WaitVisible(css(".places")))
	b.shot("columns")
	places := func(want string) {
		t.Helper()
		if got := b.eval(`[...document.querySelectorAll(".places li")].slice(0, 5).map(li => li.dataset.field).join(" ")`); got != want {
			t.Errorf("the order is %s, want %s", got, want)
		}
	}
	places("business_id city phone email group")
	b.do(chromedp.Focus(css(`li[data-field="email"] .grip`)))
	b.keys(kb.ArrowUp, kb.ArrowUp, kb.ArrowUp, kb.ArrowUp)
	places("email business_id city phone group")
	b.focused(`li[data-field="email"] .grip`)
	if told := b.eval(`document.querySelector("#arranged").textContent`); told != "Sähköposti: paikka 1/27" {
		t.Errorf("the page says that %s", told)
	}
	b.click(`li[data-field="city"] [data-move="1"]`)
	places("email business_id phone city group")
	type point struct{ X, Y float64 }
	middle := func(field string) point {
		return ask[point](b, `(() => {
			const box = document.querySelector('li[data-field="`+field+`"] .grip').getBoundingClientRect();
			return {X: box.x + box.width / 2, Y: box.y + box.height / 2};
		})()`)
	}
	mouse := func(kind input.DispatchMouseEventType, at point) {
		t.Helper()
		call(b, input.DispatchMouseEvent, input.DispatchMouseEventParams{Type: kind, X: at.X, Y: at.Y, Button: input.MouseButtonLeft, Buttons: 1, ClickCount: 1})
	}
	from, to := middle("group"), middle("email")
	mouse(input.DispatchMouseEventTypeMousePressed, from)
	for step := range 8 {
		mouse(input.DispatchMouseEventTypeMouseMoved, point{to.X, from.Y + (to.Y-5-from.Y)*float64(step+1)/8})
	}
	b.wait(`document.querySelector(".places li").dataset.field === "group"`)
	mouse(input.DispatchMouseEventTypeMouseReleased, to)
	places("group email business_id phone city")
	b.click(`input[name="show"][value="phone"]`)
	b.click(`input[name="show"][value="street"]`)
	b.shot("columns-arranged")
	b.do(chromedp.Click(css(".arrange .primary")), chromedp.WaitVisible(css("#flash .flash")))
	if got, want := b.eval(heads), "number name group email business_id city street"; got != want {
		t.Errorf("the list shows %s, want %s", got, want)
	}
	if got := b.eval(`location.search`); got != "?city=Turku" {
		t.Errorf("the list is at %s", got)
	}
	b.shot("columns-chosen")
	b.visit("/customers/columns")
	b.eval(`document.querySelectorAll('input[name="show"]').forEach((box) => { box.checked = true; })`)
	b.do(chromedp.Click(css(".arrange .primary")), chromedp.WaitVisible(css("#flash .flash")))
	b.shot("columns-all")
	for _, width := range widths {
		b.resize(width)
		if got := b.eval(`document.documentElement.scrollWidth <= innerWidth`); got != "true" {
			t.Errorf("at %d the page is wider than the screen", width)
		}
	}
	if got := b.eval(`(() => { const frame = document.querySelector("#list .frame"); return frame.scrollWidth > frame.clientWidth; })()`); got != "true" {
		t.Error("the whole choice needs no room of its own")
	}
	b.visit("/customers/print")
	b.shot("columns-print")
}

// TestFilterMenu narrows the list by the menu of more filters, goes on by the
// search, and takes the filters away one by one.
func TestFilterMenu(t *testing.T) {
	b := serve(t, "--demo").open().logIn()
	b.visit("/customers")
	b.do(chromedp.Click(css(".more-filters > summary")), chromedp.SendKeys(css("#city"), "turku"))
	b.eval(`document.querySelector("#asked-email").value = "yes"`)
	b.shot("filter-menu")
	b.do(chromedp.Click(css(".more-filters .primary")), chromedp.WaitVisible(css(".chips")))
	b.wait(`location.search === "?city=turku&email=yes"`)
	chips := `[...document.querySelectorAll(".chips a")].map(a => a.firstChild.textContent).join(", ")`
	if got, want := b.eval(chips), "Postitoimipaikka: turku, Sähköposti on"; got != want {
		t.Errorf("the chips are %s, want %s", got, want)
	}
	b.fill("#q", "oy")
	b.wait(`location.search === "?city=turku&email=yes&q=oy" && document.querySelectorAll(".chips a").length === 3`)
	b.shot("filter-chips")
	if got := b.eval(`new Set([...document.querySelectorAll('td[data-field="city"]')].map(td => td.textContent)).size`); got != "1" {
		t.Errorf("there are %s cities", got)
	}
	for _, want := range []string{"?city=turku&email=yes", "?email=yes", ""} {
		b.click(".chips a")
		b.wait(`location.search === "` + want + `" && document.readyState === "complete"`)
	}
	if got := b.eval(`document.querySelector("#asked-email").value + document.querySelector("#city").value`); got != "" {
		t.Errorf("the menu still says %s", got)
	}
}

// dark tells whether the page is dark.
const dark = `(() => {
	const probe = document.createElement("i");
	probe.style.color = "light-dark(white, black)";
	document.body.append(probe);
	const shown = getComputedStyle(probe).color;
	probe.remove();
	return shown === "rgb(0, 0, 0)";
})()`

// TestPreferencesInTheBrowser holds that dark and light are as the user has chosen,
// whatever the device has, that the pages before the log-in follow the device, and
// that the key / does nothing once single keys are off.
func TestPreferencesInTheBrowser(t *testing.T) {
	b := serve(t, "--demo").open().logIn()
	b.visit("/settings")
	b.shot("settings")
	isDark := func(want string) {
		t.Helper()
		if got := b.eval(dark); got != want {
			t.Errorf("%s is dark: %s", b.eval(`location.pathname`), got)
		}
	}
	slash := func() {
		call(b, input.DispatchKeyEvent, input.DispatchKeyEventParams{Type: input.DispatchKeyEventTypeKeyDown, Key: "/", Text: "/"})
	}
	b.scheme("light")
	isDark("false")
	b.click(`input[name="theme"][value="dark"]`)
	b.click(`input[name="single-keys"]`)
	b.do(chromedp.Click(css("#preferences .primary")), chromedp.WaitVisible(css("#flash .flash")))
	isDark("true")
	b.visit("/customers")
	isDark("true")
	slash()
	if got := b.eval(`document.activeElement.id`); got == "q" {
		t.Error("the key / leads to the search though single keys are off")
	}
	b.scheme("dark")
	b.visit("/settings")
	b.click(`input[name="theme"][value="light"]`)
	b.click(`input[name="single-keys"]`)
	b.do(chromedp.Click(css("#preferences .primary")), chromedp.WaitVisible(css("#flash .flash")))
	isDark("false")
	b.visit("/customers")
	slash()
	b.focused("#q")
	b.send(".bar form[action$='/logout']", nil)
	b.wait(`location.pathname.endsWith("/login")`)
	isDark("true")
}
