package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// troubled makes a draft with changes, errors, questions and alarms, and returns
// its path.
func (b *browser) troubled() string {
	b.t.Helper()
	file := strings.Replace(keyboardFile, "\n", ";Asiakasryhmä;Maksuehto\n", 1)
	lines := strings.Split(strings.TrimSpace(file), "\n")
	for i := 1; i < len(lines); i++ {
		lines[i] += []string{";Messut 2026;14", ";vakioasiakas;9 pv nto", ";Kevät;30"}[i%3]
	}
	b.upload("asiakkaat.csv", strings.Join(lines, "\n"))
	return b.eval("location.pathname")
}

// TestAccessibleConfirmation holds the rules of TestAccessible for the states of
// the confirmation page.
func TestAccessibleConfirmation(t *testing.T) {
	s := serve(t, "--demo")
	b := s.open().withAxe().logIn()
	path := b.troubled()
	on := func(query, then string) func(*browser) {
		return func(b *browser) {
			b.visit(path + query)
			b.settled()
			if then != "" {
				b.eval(then)
				b.settled()
			}
		}
	}
	for _, one := range []state{
		{"changes", on("?status=modified", "")},
		{"all columns", on("?status=all&columns=all", "")},
		{"errors and an open row", on("?status=error&open=9", `document.querySelector("#frame").scrollTo(9999, 0)`)},
		{"questions", on("?status=undecided", "")},
		{"alarms unfolded", on("", `document.querySelectorAll("#alarms details").forEach(one => { one.open = true; })`)},
		{"settings", on("", `document.querySelector("#settings").open = true`)},
		{"narrowing", on("", `document.querySelector("#narrow").open = true`)},
		{"values", on("?values=9", "")},
		{"a cell in place", on("?status=error", `document.querySelector(".problem .fix").click()`)},
		{"save asks", func(b *browser) {
			b.visit(path)
			b.settled()
			b.do(chromedp.Click(css("#save-button")), chromedp.WaitVisible(css("#ask")))
			b.settled()
		}},
		{"nothing found", on("?status=all&q=xyzzy", "")},
	} {
		b.accessible(one)
	}
}

// TestFocusIsSeen goes through the whole page by the Tab key, at each width: what
// has the focus is never wholly covered by what stays in its place.
func TestFocusIsSeen(t *testing.T) {
	s := serve(t, "--demo")
	b := s.open().logIn()
	path := b.troubled()
	for _, size := range [][2]int64{{1280, 800}, {1920, 950}, {390, 844}, {320, 256}} {
		call(b, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: size[0], Height: size[1], DeviceScaleFactor: 1})
		b.visit(path + "?status=all&columns=all&open=4")
		b.settled()
		b.eval(`document.querySelector("#frame").focus()`)
		for presses := 0; ; presses++ {
			b.keys(kb.Tab)
			if ask[bool](b, `document.activeElement === document.body`) {
				break
			}
			if covered := b.eval(coveredFocus); covered != "" {
				t.Errorf("at %d × %d: %s", size[0], size[1], covered)
			}
			if ask[bool](b, `document.activeElement.id === "save-button"`) {
				break
			}
			if presses > 400 {
				t.Fatalf("at %d × %d the Tab key does not come to the end", size[0], size[1])
			}
		}
	}
}

// TestFourTimesLarger holds that in the small window that a zoom of four hundred
// per cent leaves of a screen, nothing stays in its place over the page, and the
// frame of the rows holds nobody back.
func TestFourTimesLarger(t *testing.T) {
	s := serve(t, "--demo")
	b := s.open().logIn()
	b.troubled()
	call(b, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: 320, Height: 256, DeviceScaleFactor: 1})
	b.settled()
	const sticky = `[...document.querySelectorAll("body *")].filter(one => !one.matches(".skip, .drop-here") && ["sticky", "fixed"].includes(getComputedStyle(one).position) && one.checkVisibility()).map(one => one.tagName + "." + one.className + "#" + one.id)`
	if stay := b.eval(sticky); stay != "" {
		t.Errorf("%s stay in their place", stay)
	}
	if got := b.eval(`getComputedStyle(document.querySelector("#frame")).overflowY`); got != "visible" {
		t.Errorf("the frame scrolls by itself: %s", got)
	}
	for _, page := range []string{"/customers", "/customers/new", "/groups", "/imports", "/imports/new", "/settings"} {
		b.visit(page)
		if stay := b.eval(sticky); stay != "" {
			t.Errorf("on %s %s stay in their place", page, stay)
		}
	}
}

// TestForcedColours holds that where the system has colours of its own, the tab
// that is shown and the alarms differ from others by more than a background.
func TestForcedColours(t *testing.T) {
	s := serve(t, "--demo")
	b := s.open().logIn()
	b.troubled()
	b.settled()
	call(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "forced-colors", Value: "active"}}})
	if got := b.eval(`(() => {
		const marks = (one) => { const style = getComputedStyle(one); return [style.borderBottomStyle, style.borderBottomWidth, style.outlineStyle, style.textDecorationLine, style.forcedColorAdjust].join(); };
		return marks(document.querySelector(".tabs [aria-current]")) !== marks(document.querySelector(".tabs a:not([aria-current])"));
	})()`); got != "true" {
		t.Error("the tab that is shown looks like the others")
	}
	if got := b.eval(`[...document.querySelectorAll("#alarms li .i")].filter(one => one.checkVisibility()).every(one => getComputedStyle(one).borderTopStyle !== "none")`); got != "true" {
		t.Error("the marks of the alarms cannot be seen")
	}
	if dir := os.Getenv("SHOTS"); dir != "" {
		picture, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "forced-colours.png"), picture, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// TestStatusIsAnnounced holds that what is announced politely stays the same element,
// of which only the text changes: else a screen reader says nothing.
func TestStatusIsAnnounced(t *testing.T) {
	s := serve(t, "--demo")
	b := s.open().logIn()
	b.upload("lista.csv", "Asiakasnumero;Katuosoite\n1001;Uusikatu 1\n1002;Uusikatu 2\n")
	b.count("modified", 2)
	b.settled()
	b.eval(`(() => {
		window.regions = [...document.querySelectorAll("main [role=status]")];
		window.changed = new Set();
		new MutationObserver((records) => {
			for (const { target } of records) {
				const region = target.parentElement?.closest("[role=status]") ?? target.closest?.("[role=status]");
				if (region) window.changed.add(region.id);
			}
		}).observe(document.querySelector("main"), { subtree: true, childList: true, characterData: true });
	})()`)
	stays := func(what, region string) {
		t.Helper()
		b.wait(fmt.Sprintf(`window.changed.has(%q)`, region))
		b.settled()
		if got := b.eval(`window.regions.length > 0 && window.regions.every(region => region.isConnected) && document.querySelectorAll("main [role=status]").length === window.regions.length`); got != "true" {
			t.Errorf("%s: the elements are others", what)
		}
		b.eval(`window.changed.clear()`)
	}
	b.choose("column-2", "")
	stays("another plan", "sentence")
	b.choose("column-2", "street")
	stays("the plan again", "sentence")
	b.do(chromedp.SendKeys(css("#q"), "uusikatu 2"))
	stays("fewer rows", "shown")
	b.fill("#q", kb.Backspace)
	stays("all rows", "shown")
}

// TestBordersAreSeen holds that the border of what can be pressed or filled in
// stands out from the page by 3:1, light and dark.
func TestBordersAreSeen(t *testing.T) {
	s := serve(t, "--demo")
	b := s.open().logIn()
	path := b.troubled()
	for _, scheme := range []string{"light", "dark"} {
		b.scheme(scheme)
		for _, page := range []string{path + "?status=all&columns=all&open=9", "/imports/new", "/customers", "/customers/new"} {
			b.visit(page)
			b.settled()
			if faint := b.eval(faintBorders); faint != "" {
				t.Errorf("%s, %s: %s", page, scheme, faint)
			}
		}
	}
}

// faintBorders names the controls whose border hardly differs from what is around it.
const faintBorders = `(() => {
	const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
	const light = (colour) => {
		canvas.clearRect(0, 0, 1, 1);
		canvas.fillStyle = colour;
		canvas.fillRect(0, 0, 1, 1);
		const [r, g, b] = Array.from(canvas.getImageData(0, 0, 1, 1).data, (part) => part / 255).map((part) => part <= .04045 ? part / 12.92 : ((part + .055) / 1.055) ** 2.4);
		return .2126 * r + .7152 * g + .0722 * b;
	};
	const isClear = (colour) => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1); return canvas.getImageData(0, 0, 1, 1).data[3] < 255; };
	const behind = (one) => { for (; one; one = one.parentElement) { const colour = getComputedStyle(one).backgroundColor; if (!isClear(colour)) return colour; } return "white"; };
	return [...document.querySelectorAll("main :is(button, select, input, textarea, .button)")].filter((one) => {
		const style = getComputedStyle(one);
		if (!one.checkVisibility({ opacityProperty: true }) || one.disabled || style.borderTopStyle === "none" || parseFloat(style.borderTopWidth) === 0 || isClear(style.borderTopColor)) return false;
		const [a, b] = [light(style.borderTopColor), light(behind(one.parentElement))].sort((x, y) => y - x);
		return (a + .05) / (b + .05) < 3;
	}).map((one) => (one.id || one.className || one.tagName) + " " + getComputedStyle(one).borderTopColor).slice(0, 8).join(", ");
})()`
