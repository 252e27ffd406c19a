package e2e

import (
	_ "embed"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// keyboardFile has twenty rows: some change a customer, two have an error to
// correct, of two somebody has to say whose they are, and one shall stay out.
//
//go:embed testdata/keyboard.csv
var keyboardFile string

// mostPresses is how many keys the main job may take, from the page for a new
// import until its result is seen.
const mostPresses = 120

// typist works with nothing but the keyboard, and counts its presses.
type typist struct {
	*browser
	presses int
}

// press presses keys, each text being typed letter by letter.
func (p *typist) press(texts ...string) {
	p.t.Helper()
	for _, text := range texts {
		for _, key := range text {
			p.presses++
			p.keys(string(key))
		}
	}
}

// back goes one step back by Shift and Tab.
func (p *typist) back() {
	p.t.Helper()
	p.presses += 2
	p.do(chromedp.KeyEvent(kb.Tab, chromedp.KeyModifiers(chromedp.ModifierShift)))
}

// tabTo goes on by Tab until an element has the focus.
func (p *typist) tabTo(selector string) {
	p.t.Helper()
	for range 40 {
		if ask[bool](p.browser, fmt.Sprintf(`document.activeElement.matches(%q)`, selector)) {
			return
		}
		p.press(kb.Tab)
	}
	p.t.Fatalf("Tab does not lead to %s", selector)
}

// TestMainJobByKeyboard corrects, chooses, leaves out and saves without a mouse.
func TestMainJobByKeyboard(t *testing.T) {
	s := serve(t, "--demo")
	b := s.open().logIn()
	path := filepath.Join(t.TempDir(), "asiakkaat.csv")
	if err := os.WriteFile(path, []byte(keyboardFile), 0o600); err != nil {
		t.Fatal(err)
	}
	b.visit("/imports/new")
	p := &typist{browser: b}
	step := func(what string) { t.Logf("%3d presses: %s", p.presses, what) }

	p.tabTo(`input[name="file"]`)
	b.do(chromedp.SetUploadFiles(css(`input[name="file"]`), []string{path})) // as the window for files does
	p.tabTo("#send")
	p.press(kb.Enter)
	b.do(chromedp.WaitReady(css("form#mapping")))
	b.count("error", 2)
	b.count("undecided", 2)
	b.settled()
	step("the file is there")

	p.press(kb.F8)
	b.wait(`document.activeElement.matches(".in-place") && document.activeElement.value === "061000"`)
	p.press(kb.End, kb.Backspace, kb.Enter)
	b.count("error", 1)
	b.settled()
	p.press(kb.F8)
	b.wait(`document.activeElement.matches('button[value^="customer:8:"]')`)
	b.wait(`document.querySelector("#said").textContent.includes("Rivi 8")`)
	step("the first error is corrected")
	p.press(kb.Enter)
	b.count("undecided", 1)
	b.wait(`document.activeElement.matches('button[value^="customer:15:"]')`)
	b.settled()
	p.press(kb.Enter)
	b.count("undecided", 0)
	b.settled()
	step("the customers are chosen")
	p.press(kb.F8)
	b.wait(`document.activeElement.matches(".in-place") && document.activeElement.value === "eero.kivilampi@posti"`)
	p.press(kb.End, ".example", kb.Enter)
	b.count("error", 0)
	b.settled()
	step("the second error is corrected")

	p.back()
	b.focused("#toggle-9")
	p.press(kb.ArrowUp, kb.ArrowUp, kb.ArrowUp)
	b.focused("#toggle-6")
	p.tabTo(`button[value="exclude:6"]`)
	p.press(kb.Enter)
	b.count("excluded", 1)
	b.settled()
	step("a row is left out")
	p.press(kb.F8)
	b.focused("#save-button")
	p.press(kb.Enter)
	b.do(chromedp.WaitNotPresent(css("#save-button")))
	step("the result is there")
	if p.presses > mostPresses {
		t.Errorf("it took %d presses", p.presses)
	}
	if out := s.run("export"); !strings.Contains(out, "Rantatie 7") || !strings.Contains(out, "Mäkikatu 3") || !strings.Contains(out, ";06100;") || strings.Contains(out, "045 000 2222") {
		t.Error("the register does not hold what was saved")
	}
}

// TestRowsByArrows goes from row to row by the arrow keys and opens one by Enter:
// among the lines of the rows the Tab key has one stop, which answers leave where it is.
// The link that skips the rows leads to where Save is, or why there is nothing to save.
func TestRowsByArrows(t *testing.T) {
	s := serve(t, "--demo")
	b := s.open().logIn()
	b.upload("lista.csv", "Asiakasnumero;Katuosoite\n1001;Uusikatu 1\n1002;Uusikatu 2\n1003;Uusikatu 3\n")
	b.settled()
	stops := func() string {
		return b.eval(`[...document.querySelectorAll("#rows .line a")].filter(link => link.tabIndex === 0).map(link => link.id)`)
	}
	if got := stops(); got != "toggle-2" {
		t.Errorf("Tab stops at %s", got)
	}
	b.focus("#toggle-2")
	b.keys(kb.ArrowUp, kb.ArrowDown, kb.ArrowDown, kb.ArrowDown)
	b.focused("#toggle-4")
	b.keys(kb.Home, kb.ArrowDown, kb.Enter)
	b.do(chromedp.WaitVisible(css("#details-3")))
	b.settled()
	b.focused("#toggle-3")
	if got := stops(); got != "toggle-3" {
		t.Errorf("Tab stops at %s", got)
	}
	b.keys(kb.End)
	b.focused("#toggle-4")
	b.choose("column-2", "")
	b.count("unchanged", 3)
	b.settled()
	if got := stops(); got != "toggle-4" {
		t.Errorf("after an answer Tab stops at %s", got)
	}
	b.focus(`.skip:not([href="#main"])`)
	b.keys(kb.Enter)
	b.focused("#to-save:has(#reason):has(#save-button:disabled)")
	if covered := b.eval(coveredFocus); covered != "" {
		t.Errorf("why there is nothing to save is covered by %s", covered)
	}
}

// TestNextProblemOnAnotherPage goes on behind the last row of a page, and from
// rows without a problem to those that have one.
func TestNextProblemOnAnotherPage(t *testing.T) {
	s := serve(t)
	b := s.setUp()
	lines := strings.Split(register(b, 120), "\n")
	for i := 3; i < 110; i++ {
		lines[i] = strings.Replace(lines[i], "30 pv nto", "30", 1)
	}
	b.upload("muutokset.csv", strings.Join(lines, "\n"))
	b.count("error", 13)
	b.visit(b.eval("location.pathname") + "?status=all")
	b.settled()
	loads := b.loads
	at := func(line int) {
		t.Helper()
		b.wait(fmt.Sprintf(`document.activeElement.matches(".in-place") && document.activeElement.previousElementSibling.id === "fix-%d-4"`, line))
	}
	b.keys(kb.F8)
	at(2)
	b.keys(kb.F8)
	at(3)
	b.keys(kb.F8)
	b.wait(`location.search.includes("page=3")`)
	at(111)
	b.do(chromedp.Click(css("#next-problem")))
	at(112)
	for _, step := range []struct {
		key  string
		line int
	}{{kb.ArrowDown, 113}, {kb.ArrowUp, 112}, {kb.ArrowUp, 111}, {kb.ArrowUp, 111}} {
		b.do(chromedp.KeyEvent(step.key, chromedp.KeyModifiers(chromedp.ModifierAlt)))
		at(step.line)
	}
	b.keys(kb.Escape)
	b.focus("#tab-modified")
	b.keys(kb.Enter)
	b.wait(`location.search.includes("status=modified")`)
	b.settled()
	b.keys(kb.F8)
	b.wait(`location.search.includes("status=all")`)
	at(2)
	if b.loads != loads {
		t.Errorf("%d pages were loaded", b.loads-loads)
	}
}

// TestSecondReason holds that a row which waits for another answer after the
// first one says so, and that the question after that is in sight and can be answered by keys.
func TestSecondReason(t *testing.T) {
	s := serve(t, "--demo")
	b := s.open().logIn()
	file := "Nimi;Katuosoite;Puhelin\n"
	for i := range 30 {
		file += fmt.Sprintf("Uusi Ihminen %d;Katu %d;050 111 %04d\n", i, i, i)
	}
	b.upload("lista.csv", "Nimi;Katuosoite;Puhelin\nAaltola Aino;Rantatie 7;050 765 1111\n"+file[strings.Index(file, "\n")+1:]+"Aaltola Aino;Metsätie 2;050 765 2222\n")
	b.count("undecided", 2)
	b.visit(b.eval("location.pathname") + "?status=all")
	b.settled()
	b.focus(`button[value="customer:2:1004"]`)
	b.keys(kb.Enter)
	b.count("undecided", 1)
	b.focused(`button[value="customer:33:1004"]`)
	b.settled()
	if covered := b.eval(coveredFocus); covered != "" {
		t.Errorf("the next question is covered by %s", covered)
	}
	b.keys(kb.Enter)
	b.do(chromedp.WaitVisible(css("#details-33 .still")))
	b.wait(`document.activeElement.closest("#details-33") !== null && document.querySelector("#said").textContent.startsWith("Rivi 33")`)
	b.settled()
	if covered := b.eval(coveredFocus); covered != "" {
		t.Errorf("the second question is covered by %s", covered)
	}
}

// coveredFocus names what lies over the element that has the focus, "" where
// some part of it can be seen.
const coveredFocus = `(() => {
	const focused = document.activeElement;
	const label = focused.matches(".visually-hidden") ? document.querySelector("label[for=" + focused.id + "]") : focused;
	const seen = new Set();
	for (const box of label.getClientRects()) {
		for (const x of [box.left + 3, (box.left + box.right) / 2, box.right - 3]) {
			for (const y of [box.top + 3, (box.top + box.bottom) / 2, box.bottom - 3]) {
				const top = document.elementFromPoint(x, y);
				if (top && (label.contains(top) || top.contains(label) && top.closest("a, td, th, label") === label.closest("a, td, th, label") && top.closest("td, th"))) return "";
				seen.add(top ? top.tagName + "." + top.className + "#" + top.id : "the edge of the window");
			}
		}
	}
	return (label.id || label.outerHTML.slice(0, 80)) + " < " + [...seen].join(", ");
})()`
