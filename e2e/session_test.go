package e2e

import (
	"fmt"
	"testing"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// endSession takes the browser's session away, as time does.
func (b *browser) endSession() {
	b.t.Helper()
	call(b, network.DeleteCookies, network.DeleteCookiesParams{Name: "kortisto", URL: b.site.address})
}

// logInHere logs in in the dialog of a page.
func (b *browser) logInHere(name, password string) {
	b.t.Helper()
	b.do(chromedp.WaitVisible(css(`dialog[open] input[name="password"]`)),
		chromedp.SetValue(css(`dialog input[name="name"]`), name),
		chromedp.SendKeys(css(`dialog input[name="password"]`), password+"\r"))
}

// TestSessionEndsInAForm holds that what is typed into a form is kept, and sent
// once the same user has logged in again, and that it is nobody else's.
func TestSessionEndsInAForm(t *testing.T) {
	s := serve(t, "--demo")
	s.runWith("toinen-kortisto\n", "user", "add", "toinen", "--role", "editor", "--password-stdin")
	b := s.open().logIn()
	b.visit("/customers/new")
	b.do(chromedp.SendKeys(css(`form.customer-form input[name="name"]`), "Säilyvä Oy"))
	b.endSession()
	b.click(".actionbar .primary")
	b.do(chromedp.WaitVisible(css(`dialog[open] input[name="password"]`)))
	b.shot("log-in-dialog")
	b.logInHere("demo", "wrong")
	b.wait(`document.querySelector("dialog .problem") !== null && document.activeElement.id === "login-password"`)
	b.logInHere("demo", "demo-kortisto")
	b.wait(`location.pathname.startsWith("/customers/") && location.pathname !== "/customers/new" && document.querySelector("h1").textContent === "Säilyvä Oy"`)

	// A dialog that is closed leaves the form as it was, and asks again.
	b.visit("/customers/new")
	b.do(chromedp.SendKeys(css(`form.customer-form input[name="name"]`), "Toisen Oy"))
	b.endSession()
	b.click(".actionbar .primary")
	b.do(chromedp.WaitVisible(css(`dialog[open] input[name="password"]`)))
	b.eval(`document.querySelector("dialog").close()`)
	b.wait(`document.querySelector("dialog") === null && document.querySelector('form.customer-form input[name="name"]').value === "Toisen Oy"`)
	b.click(".actionbar .primary")
	b.logInHere("toinen", "toinen-kortisto")
	b.wait(`location.pathname === "/customers" && document.querySelector(".bar").textContent.includes("toinen")`)
	b.visit("/customers?q=Toisen")
	if got := b.eval(`document.querySelector("main").textContent.includes("Toisen Oy")`); got != "false" {
		t.Error("what one user has typed was saved as another")
	}
}

// TestSessionEndsInAnImport holds the same for what HTMX sends.
func TestSessionEndsInAnImport(t *testing.T) {
	b := serve(t, "--demo").open().logIn()
	b.upload("uusi.csv", "Nimi;Katuosoite\nYritys Oy;Rantatie 1\n")
	b.settled()
	b.endSession()
	b.choose("column-2", "notes")
	b.logInHere("demo", "demo-kortisto")
	b.wait(`document.querySelector('#line-2 td[data-field="notes"]') !== null && document.querySelector("dialog") === null`)

	b.visit("/customers")
	b.endSession()
	b.do(chromedp.SendKeys(css("#q"), "Havukallion"))
	b.logInHere("demo", "demo-kortisto")
	b.wait(`document.querySelector("dialog") === null && document.querySelector("#exports a").search === "?q=Havukallion"`)
}

// TestLeavingAnEditedFormAsks leaves a form that was edited: the browser asks. It
// does not ask of one that is as it was, or that is saved.
func TestLeavingAnEditedFormAsks(t *testing.T) {
	b := serve(t, "--demo").open().logIn()
	b.asks = make(chan string, 1)
	edit := func() {
		t.Helper()
		b.visit("/customers/1001/edit")
		b.do(chromedp.SendKeys(css(`form.customer-form input[name="name"]`), " ja kumpp."))
	}
	// leaves presses a link, and answers what is asked.
	leavesBy := func(press string, answer bool) {
		t.Helper()
		b.eval(fmt.Sprintf(`setTimeout(() => document.querySelector(%q).click())`, press))
		select {
		case <-b.asks:
		case <-time.After(patience):
			t.Fatal("nothing is asked")
		}
		call(b, page.HandleJavaScriptDialog, page.HandleJavaScriptDialogParams{Accept: answer})
	}
	leaves := func(answer bool) {
		t.Helper()
		leavesBy(`.bar a[href="/groups"]`, answer)
	}
	edit()
	leaves(false)
	b.wait(`location.pathname === "/customers/1001/edit" && document.querySelector('form.customer-form input[name="name"]').value.includes("kumpp.")`)
	leaves(true)
	b.wait(`location.pathname === "/groups"`)

	b.visit("/customers/1001/edit")
	b.do(chromedp.Focus(css(`form.customer-form input[name="name"]`)))
	b.click(`.bar a[href="/groups"]`)
	b.wait(`location.pathname === "/groups"`)
	edit()
	b.click(".actionbar .primary")
	b.wait(`document.querySelector("h1")?.textContent.includes("kumpp.")`)
	b.click(`.bar a[href="/groups"]`)
	b.wait(`location.pathname === "/groups"`)

	// A correction in its place is a form, too.
	b.upload("uusi.csv", "Nimi;Sähköposti\nYritys Oy;yritys(at)posti.example\n")
	b.settled()
	b.do(chromedp.Click(css("a.fix")), chromedp.SendKeys(css(".in-place"), "x"))
	leaves(true)
	b.wait(`location.pathname === "/groups"`)

	// So is one below an open row, until its answer is there.
	b.upload("uusi.csv", "Nimi;Sähköposti\nYritys Oy;yritys(at)posti.example\n")
	b.visit(b.eval("location.pathname") + "?status=all&open=2")
	b.settled()
	correct := css(`#details-2 .mend input:not([type=hidden])`)
	b.do(chromedp.SendKeys(correct, "x"))
	for range 2 { // who stays can press again
		leavesBy("#discard button", false)
	}
	b.do(chromedp.SetValue(correct, "yritys@posti.example"), chromedp.Click(css(`#details-2 .mend button`)))
	b.count("error", 0)
	b.settled()
	b.click(`.bar a[href="/groups"]`)
	b.wait(`location.pathname === "/groups"`)

	// Pasted cells are, and nobody asks where they are sent.
	b.visit("/imports/new")
	b.do(chromedp.Click(css("#upload summary")), chromedp.SendKeys(css("textarea"), "Nimi\rYritys Oy"))
	leaves(false)
	b.click("#send")
	b.do(chromedp.WaitReady(css("form#mapping")))
	select {
	case <-b.asks:
		t.Error("it is asked too often")
	default:
	}
}
