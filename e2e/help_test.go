package e2e

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"kortisto/locale"
)

var pictures = flag.Bool("pictures", false, "take the pictures of the help again, into static/help")

// TestFirstMinutes goes the ways that an empty register offers: made-up customers
// come with one press and go with another, and the help stands beside.
func TestFirstMinutes(t *testing.T) {
	s := serve(t)
	b := s.setUp()
	b.shot("first")
	if ways := b.eval(`document.querySelectorAll(".ways > li").length`); ways != "3" {
		t.Errorf("%s ways to begin", ways)
	}
	b.do(chromedp.Click(css(`form[action$="/made-up"] button`)), chromedp.WaitVisible(css("#made-up")))
	b.shot("made-up")
	if out := s.run("export"); strings.Count(out, "\r\n") != 201 {
		t.Errorf("exported:\n%.500s", out)
	}
	b.do(chromedp.Click(css("#made-up button")), chromedp.WaitVisible(css(".ways")))
	if out := s.run("export"); strings.Count(out, "\r\n") != 1 {
		t.Errorf("left:\n%.500s", out)
	}
}

// TestHelp holds that each page of the help is shown whole in each language, and
// that an open row of the confirmation leads to what explains it.
func TestHelp(t *testing.T) {
	s := serve(t, "--demo")
	b := s.open().logIn()
	if *pictures {
		takePictures(t)
	}
	b.visit("/help")
	for _, lang := range locale.Languages {
		b.eval(fmt.Sprintf(`document.querySelector('button[name="language"][value=%q]').click()`, lang))
		b.wait(fmt.Sprintf(`document.documentElement.lang === %q && document.readyState === "complete"`, lang))
		for _, name := range []string{"start", "import", "statuses", "undo"} {
			b.visit("/help/" + name)
			b.eval(`document.querySelectorAll("img").forEach((image) => { image.loading = "eager"; })`)
			b.wait(`[...document.querySelectorAll(".help img")].every((image) => image.complete)`)
			if broken := b.eval(`[...document.querySelectorAll(".help img")].filter((image) => image.naturalWidth === 0).map((image) => image.src).join()`); broken != "" {
				t.Errorf("%s in %s: no picture %s", name, lang, broken)
			}
			b.shot("help-" + name + "-" + lang)
		}
	}
	b.upload("lista.csv", "Asiakasnumero;Katuosoite\n1001;Uusikatu 1\n")
	b.do(chromedp.Click(css("#line-2 .line a")), chromedp.WaitVisible(css("#explain-2-by-number summary")))
	b.click("#explain-2-by-number summary")
	b.do(chromedp.Click(css("#explain-2-by-number a")), chromedp.WaitVisible(css(".help dt#by-number")))
}

// takePictures takes the pictures of the help in every language.
func takePictures(t *testing.T) {
	empty, filled := serve(t), serve(t, "--demo")
	lines := strings.Split(strings.TrimSpace(filled.run("export", "--lang", "fi")), "\r\n")[:9]
	for i, change := range []struct {
		column int
		text   string
	}{{5, "Uusikatu 1"}, {14, "30"}, {9, "laskut(at)uusi.example"}, {10, "050 765 4321"}} {
		cells := strings.Split(lines[i+1], ";")
		cells[change.column] = change.text
		lines[i+1] = strings.Join(cells, ";")
	}
	lines = append(lines, ";Yritys;Uusi Asiakas Oy;;;Torikatu 3;33100;TAMPERE")
	first, b := empty.setUp(), filled.open().logIn()
	b.upload("asiakkaat.csv", strings.Join(lines, "\r\n"))
	b.do(chromedp.WaitVisible(css("#rows")))
	b.settled()
	plan := b.eval("location.pathname")
	terms := filepath.Join(t.TempDir(), "maksuehdot.csv")
	if err := os.WriteFile(terms, []byte("Asiakasnumero;Maksuehto\n1001;30\n1002;21\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	filled.run("import", terms, "--save")
	for _, lang := range locale.Languages {
		for _, p := range []struct {
			name string
			b    *browser
			path string
		}{{"start", first, "/customers"}, {"import", b, plan + "?status=all"}, {"undo", b, "/imports"}} {
			p.b.visit("/settings")
			p.b.eval(fmt.Sprintf(`document.querySelector('button[name="language"][value=%q]').click()`, lang))
			p.b.wait(fmt.Sprintf(`document.documentElement.lang === %q && document.readyState === "complete"`, lang))
			p.b.visit(p.path)
			call(p.b, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: 1280, Height: 720, DeviceScaleFactor: 1})
			taken, err := chromedp.Call(p.b.ctx, page.CaptureScreenshot, page.CaptureScreenshotParams{Format: "webp", Quality: new(int64(80))})
			if err != nil {
				t.Fatal(err)
			}
			call(p.b, emulation.ClearDeviceMetricsOverride, cdp.Empty{})
			path := filepath.Join("..", "static", "help", p.name+"."+lang+".webp")
			if err := os.WriteFile(path, taken.Data, 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}
