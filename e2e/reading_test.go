package e2e

import (
	"fmt"
	"testing"
	"time"

	permission "github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// copied waits until a text is in the clipboard, and the page says so.
func (b *browser) copied(text string) {
	b.t.Helper()
	b.wait(`document.querySelector("#copied").textContent !== ""`)
	call(b, permission.SetPermission, permission.SetPermissionParams{
		Permission: &permission.PermissionDescriptor{Name: "clipboard-read"}, Setting: permission.PermissionSettingGranted, Origin: b.site.address,
		BrowserContextID: chromedp.FromContext(b.ctx).BrowserContextID})
	ask[bool](b, `(() => { window.pasted = undefined; navigator.clipboard.readText().then(text => { window.pasted = text }); return true })()`)
	b.wait(`window.pasted !== undefined`)
	if got := b.eval(`window.pasted.replaceAll("\r\n", "\n")`); got != text {
		b.t.Errorf("copied %q, want %q", got, text)
	}
}

// TestCopy copies values of a customer, in a browser that gives pages the
// clipboard and in one that does not, as over plain http.
func TestCopy(t *testing.T) {
	s := serve(t, "--demo")
	b := s.open().logIn()
	b.visit("/customers/1001")
	address := b.eval(`[...document.querySelectorAll(".envelope address")].map(e => e.innerText.trim())[0]`)
	b.do(chromedp.Click(css(".envelope .copy")))
	b.copied(address)
	if got := b.eval(`document.activeElement.matches(".envelope .copy") && document.querySelector("#copied").textContent`); got != "Kopioitu" {
		t.Errorf("the page says %s", got)
	}
	b.eval(`Object.defineProperty(navigator, "clipboard", { value: undefined, configurable: true }) === navigator`)
	b.do(chromedp.Click(css("[data-field=phone] .copy")))
	b.wait(`document.querySelector("[data-field=phone] [data-copied]") !== null`)
	b.eval(`delete navigator.clipboard`)
	b.copied(b.eval(`document.querySelector("[data-field=phone] .value").textContent`))
	b.shot("customer")
}

// TestChangeInPlace changes values where they are read: by the mouse and by the
// keyboard, with a change of mind, and while the session ends.
func TestChangeInPlace(t *testing.T) {
	s := serve(t, "--demo")
	b := s.open().logIn()
	b.asks = make(chan string, 1)
	b.visit("/customers/1001")
	open := func(field string) {
		t.Helper()
		b.wait(fmt.Sprintf(`document.activeElement.matches('[data-field=%[1]s] .one-field [name="%[1]s"]')`, field))
	}
	b.do(chromedp.Click(css(`[data-field=street] .value`)))
	open("street")
	b.shot("customer-one-field")
	b.do(chromedp.SendKeys(css(`[data-field=street] [name="street"]`), " B 7"), chromedp.KeyEvent(kb.Escape))
	b.wait(`document.querySelector(".one-field") === null && document.activeElement.matches("#change-street")`)

	// By the keyboard alone, and one comes back to where one was.
	b.keys(kb.Enter)
	open("street")
	b.do(chromedp.SetValue(css(`[data-field=street] [name="street"]`), "Rantatie 7"))
	b.keys(kb.Enter)
	b.wait(`document.querySelector("#flash .flash") !== null && document.querySelector("[data-field=street] .value")?.textContent === "Rantatie 7" && document.activeElement.matches("#change-street")`)

	// What is opened and left as it is gives way, what is typed stays and is asked about.
	b.do(chromedp.Click(css(`[data-field=city] .value`)))
	open("city")
	b.click(`#change-phone`)
	open("phone")
	b.wait(`document.querySelectorAll(".one-field").length === 1`)
	b.do(chromedp.SetValue(css(`[data-field=phone] [name="phone"]`), "09 123 456"))
	b.click(`#change-city`)
	open("city")
	b.wait(`document.querySelectorAll(".one-field").length === 2`)
	b.eval(`setTimeout(() => document.querySelector('.bar a[href="/groups"]').click())`)
	select {
	case <-b.asks:
	case <-time.After(patience):
		t.Fatal("nothing is asked")
	}
	call(b, page.HandleJavaScriptDialog, page.HandleJavaScriptDialogParams{Accept: false})

	// The session ends: what was typed is saved once one has logged in again.
	b.endSession()
	b.do(chromedp.Focus(css(`[data-field=phone] [name="phone"]`)))
	b.keys(kb.Enter)
	b.logInHere("demo", "demo-kortisto")
	b.wait(`document.querySelector("[data-field=phone] .value")?.textContent === "09 123 456"`)

	// It ends before the form is there, too.
	b.endSession()
	b.click(`#change-city`)
	b.logInHere("demo", "demo-kortisto")
	open("city")
	b.keys(kb.Escape)

	// A value that cannot be kept, and a field that was empty.
	b.click(`#change-email`)
	open("email")
	b.do(chromedp.SetValue(css(`[data-field=email] [name="email"]`), "ei osoite"))
	b.keys(kb.Enter)
	b.wait(`document.querySelector("form.customer-form #email-wrong") !== null && document.querySelector("#email").value === "ei osoite"`)
	b.leaves, b.asks = true, nil
	b.visit("/customers/1001")
	b.do(chromedp.Click(css(`.add .change`)))
	b.wait(`document.activeElement.matches(".add .one-field :is(input, select, textarea)")`)
	b.shot("customer-add-field")
}
