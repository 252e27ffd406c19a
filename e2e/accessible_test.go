package e2e

import (
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// axe finds faults of accessibility in a page.
var (
	//go:embed testdata/axe.min.js
	axe string
	//go:embed testdata/axe.txt
	axeNote string
)

// TestAxeIsTheReleasedFile holds that axe is what its note says.
func TestAxeIsTheReleasedFile(t *testing.T) {
	sum := sha256.Sum256([]byte(axe))
	if !strings.Contains(axeNote, hex.EncodeToString(sum[:])) {
		t.Errorf("SHA-256 %x, which the note does not name", sum)
	}
}

// state is a page as it is looked at: its name, and how one comes there.
type state struct {
	name string
	show func(*browser)
}

// at is the state of a page that only needs to be opened.
func at(path string) func(*browser) { return func(b *browser) { b.visit(path) } }

// widths are those of a telephone at four hundred per cent, a telephone, a
// laptop and a desk.
var widths = []int64{320, 390, 1280, 1920}

// TestAccessible holds that no page breaks a rule of WCAG 2.2 AA that a program
// can tell, light and dark, in each language, on narrow screens and wide ones.
func TestAccessible(t *testing.T) {
	s := serve(t, "--demo")
	b := s.open().withAxe()
	b.accessible(state{"login", at("/login")})
	b.logIn()
	b.upload("lista.csv", "Asiakasnumero;Katuosoite\n1001;Uusikatu 1\n1002;Uusikatu 2\n")
	b.save(false)
	saved := b.eval("location.pathname")
	b.visit("/customers/1005/remove")
	b.do(chromedp.Click(css("form.card button.danger")), chromedp.WaitVisible(css("#flash .flash")))
	b.accessible(state{"no backups", at("/backups")})
	b.send("main form[action$='/backups']", nil)
	b.wait(`document.querySelector("[data-backup=last]") !== null`) // the page looks by itself
	for _, one := range []state{
		{"customers", at("/customers")},
		{"nobody found", at("/customers?q=xyzzy")},
		{"customer", at("/customers/1001")},
		{"customer, a field to change", func(b *browser) {
			b.visit("/customers/1001")
			b.click("#change-phone")
			b.wait(`document.activeElement.matches(".one-field #phone")`)
		}},
		{"customer's form", at("/customers/1001/edit")},
		{"form with errors", showFormErrors},
		{"removal", at("/customers/1001/remove")},
		{"ticked customers", func(b *browser) { b.visit("/customers?city=Helsinki"); b.click(`input[name="number"]`) }},
		{"customers elsewhere", at("/customers/elsewhere?number=1001&number=1002")},
		{"labels", at("/customers/labels?number=1001&number=1002")},
		{"filter menu", func(b *browser) { b.visit("/customers?q=xyzzy"); b.click(".more-filters > summary") }},
		{"filtered customers", at("/customers?city=Helsinki&email=yes&group=Vakioasiakkaat&group=Ulkomaat&kind=company&q=oy&since=2020-01-31&sort=street")},
		{"columns", at("/customers/columns")},
		{"printed customers", at("/customers/print?kind=person")},
		{"bin", at("/customers/removed")},
		{"erasure", at("/customers/1001/erase")},
		{"retention", at("/settings/retention")},
		{"customers unchanged for long", at("/customers/idle")},
		{"twins", at("/customers/duplicates")},
		{"merge", at("/customers/merge?first=1001&second=1002")},
		{"merge with another", at("/customers/merge?first=1001&second=77")},
		{"entry of the history", func(b *browser) {
			b.visit("/imports?kind=removals")
			b.do(chromedp.Click(css(`tr[data-entry="remove"] th a`)), chromedp.WaitVisible(css("#undo")))
		}},
		{"groups", at("/groups")},
		{"group menu", func(b *browser) { b.visit("/groups"); b.click("table.groups summary") }},
		{"imports", at("/imports")},
		{"new import", at("/imports/new")},
		{"saved import", at(saved)},
		{"users", at("/users")},
		{"settings", at("/settings")},
		{"own fields", at("/settings/fields")},
		{"backups", at("/backups")},
		{"help", at("/help")},
		{"help with words", at("/help/statuses")},
		{"access log", at("/access")},
		{"part of the access log", at("/access?kind=view")},
		{"everything about a customer", at("/customers/1001/everything")},
		{"everything about a removed customer", at("/customers/1005/everything?users=hidden")},
		{"own menu", func(b *browser) { b.visit("/settings"); b.click(".bar > .menu > summary") }},
		{"error", at("/nowhere")},
	} {
		b.accessible(one)
	}
}

// TestAccessibleBeginning holds the same for an empty register, and for those
// who may only read.
func TestAccessibleBeginning(t *testing.T) {
	s := serve(t)
	b := s.open().withAxe()
	b.accessible(state{"set-up", at("/setup")})
	token := regexp.MustCompile(`/setup#(\S+)`).FindStringSubmatch(s.printed)
	if token == nil {
		t.Fatalf("no link in %q", s.printed)
	}
	b.visit("/setup")
	const password = "correct horse battery staple"
	b.send("main form", map[string]string{"token": token[1], "name": "Liisa", "password": password})
	b.wait(`document.querySelector(".ways") !== null`)
	for _, one := range []state{
		{"no customers", at("/customers")}, {"no groups", at("/groups")}, {"no imports", at("/imports")}, {"new customer", at("/customers/new")},
	} {
		b.accessible(one)
	}
	b.visit("/customers/new")
	b.send("form.customer-form", map[string]string{"name": "Alfa Oy", "email": "alfa@example.fi"})
	b.wait(`location.pathname.endsWith("/customers/1001")`)
	b.visit("/users")
	b.send("main form.card", map[string]string{"name": "Katri", "role": "viewer"})
	b.wait(`document.querySelectorAll("table.users tbody tr").length === 2 && document.activeElement.id === "made-link"`)
	b.accessible(state{"link", func(*browser) {}})
	b.shot("users-link")
	link := b.eval(`document.getElementById("made-link").value`)
	b.accessible(state{"user menu", func(b *browser) { b.visit("/users"); b.click("table.users summary") }})
	b.send(".bar form[action$='/logout']", nil)
	b.wait(`location.pathname.endsWith("/login")`)
	b.accessible(state{"password", at("/invite")})
	b.visit(strings.TrimPrefix(link, s.address))
	b.wait(`document.activeElement.id === "password" && location.hash === ""`)
	b.do(chromedp.SendKeys(css("#password"), password))
	b.click("button.reveal")
	b.wait(`document.getElementById("password").type === "text"`)
	b.shot("invite")
	b.do(chromedp.SendKeys(css("#password"), "\r"))
	b.wait(`document.querySelector(".bar nav") !== null && document.getElementById("flash").textContent.includes("Katri")`)
	b.accessible(state{"customer, to read", at("/customers/1001")})
	for _, width := range widths {
		b.resize(width)
		if crossed := b.eval(crossedFacts); crossed != "" {
			b.t.Errorf("at %d the labels %s do not stand beside their values", width, crossed)
		}
	}
}

// crossedFacts names the labels that do not stand beside their values.
const crossedFacts = `[...document.querySelectorAll("dl.facts dt")].filter(dt => {
	const label = dt.getBoundingClientRect(), value = dt.nextElementSibling.getBoundingClientRect();
	return Math.abs(label.top - value.top) > 4 || value.left < label.right;
}).map(dt => dt.textContent).join(", ")`

// showFormErrors sends a customer's form with faults in it.
func showFormErrors(b *browser) {
	b.visit("/customers/new")
	b.send("form.customer-form", map[string]string{"email": "ei osoite", "postcode": "1", "business_id": "123"})
	b.wait(`document.querySelector("[aria-invalid]") !== null`)
}

// send fills fields of a form and sends it, as it would be without the browser's own checks.
func (b *browser) send(form string, values map[string]string) {
	b.t.Helper()
	filled, err := json.Marshal(values)
	if err != nil {
		b.t.Fatal(err)
	}
	ask[bool](b, fmt.Sprintf(`(() => {
		const form = document.querySelector(%q);
		for (const [name, value] of Object.entries(%s ?? {})) form.elements[name].value = value;
		form.noValidate = true;
		setTimeout(() => form.requestSubmit());
		return true;
	})()`, form, filled))
}

// withAxe brings axe into each page that the browser opens. Forms are left as
// they stand.
func (b *browser) withAxe() *browser {
	b.t.Helper()
	b.leaves = true
	call(b, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: axe})
	return b
}

// wcag are the rules of WCAG 2.2 AA that axe knows.
const wcag = `runOnly: {type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}`

// accessible looks for faults in a state of a page: for all of them in Finnish, for
// those that other words can make in the other languages, and again for those that
// colours or sizes make. Where things lie on the page is most of the work of axe:
// colours are the same in all languages, and what is too small to press shows in
// English, whose words are the shortest, and on the narrowest screen.
func (b *browser) accessible(one state) {
	b.t.Helper()
	for _, in := range []struct{ lang, rules string }{
		{"sv", wcag + `, rules: {"color-contrast": {enabled: false}, "target-size": {enabled: false}}`},
		{"en", wcag + `, rules: {"color-contrast": {enabled: false}}`},
		{"fi", wcag},
	} {
		call(b, network.SetExtraHTTPHeaders, network.SetExtraHTTPHeadersParams{Headers: network.Headers{"Accept-Language": in.lang}})
		b.resize(1280)
		one.show(b)
		b.faultless(one.name+" "+in.lang, in.rules)
		for _, width := range widths {
			name := fmt.Sprint(one.name, " ", in.lang, " ", width)
			b.resize(width)
			if wide := ask[int64](b, `document.documentElement.scrollWidth`); wide > width {
				b.t.Errorf("%s: the page is %d wide; beyond its edge are %s", name, wide, b.eval(beyond))
			}
			if in.lang == "fi" && width == widths[0] { // whose words are the longest
				b.eval(`scrollTo(0, document.body.scrollHeight)`) // so that what stays at the lower edge covers nothing
				b.faultless(name, `runOnly: ["target-size", "scrollable-region-focusable"]`)
			}
		}
	}
	b.resize(1280)
	b.scheme("dark")
	b.faultless(one.name+" dark", `runOnly: ["color-contrast"]`)
	b.scheme("light")
	b.shot(strings.ReplaceAll(one.name, " ", "-"))
}

// beyond names what stands beyond the edge of the page.
const beyond = `[...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > screen.width + 1 && e.checkVisibility()).slice(0, 4)
	.map(e => e.tagName + "." + e.className).join(", ")`

// faultless runs rules of axe on the page as it stands.
func (b *browser) faultless(name, rules string) {
	b.t.Helper()
	faults, err := chromedp.Run(b.ctx, chromedp.Evaluate[[]string](fmt.Sprintf(`axe.run(document, {%s, resultTypes: ["violations"], elementRef: false, preload: false})
		.then(found => found.violations.map(v => v.id + ": " + v.nodes.slice(0, 4).map(n => n.target.join(" ") + " (" +
			n.any.concat(n.all, n.none).map(c => c.message).join("; ").slice(0, 200) + ")").join(", ")))`, rules), chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatal(name, err)
	}
	for _, fault := range faults {
		b.t.Errorf("%s: %s", name, fault)
	}
}

func (b *browser) resize(width int64) {
	b.t.Helper()
	call(b, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: width, Height: 800, DeviceScaleFactor: 1, Mobile: width < 700})
}

func (b *browser) scheme(name string) {
	b.t.Helper()
	call(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: name}}})
}
