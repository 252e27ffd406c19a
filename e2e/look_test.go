package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// measured is what a window shows of the rows of a file.
type measured struct {
	First   float64 // y of the first row
	Whole   int     // whole rows in sight
	Tallest int     // of them
	Lowest  int
	Changes int // cells of them that change or are wrong
	Seen    int // of those in sight
	Scrolls int // pixels by which the page is wider than the window
}

const measure = `(() => {
	const narrow = innerWidth <= 700;
	const bottom = Math.min(document.getElementById("save").getBoundingClientRect().top, narrow ? Infinity : document.getElementById("frame").getBoundingClientRect().bottom);
	const rows = Array.from(document.querySelectorAll("#rows > tr[data-line]"));
	const whole = rows.filter((row) => row.getBoundingClientRect().bottom <= bottom);
	let changes = 0, seen = 0;
	for (const row of whole) {
		const left = narrow ? 0 : row.querySelector(".who").getBoundingClientRect().right;
		const right = narrow ? innerWidth : row.querySelector(".state").getBoundingClientRect().left;
		for (const cell of row.querySelectorAll(".change, .problem")) {
			const box = cell.getBoundingClientRect();
			changes++;
			seen += box.width > 0 && box.left >= left - 1 && box.right <= right + 1 ? 1 : 0;
		}
	}
	const heights = whole.map((row) => row.offsetHeight);
	return {First: rows[0].getBoundingClientRect().y, Whole: whole.length, Tallest: Math.max(...heights), Lowest: Math.min(...heights),
		Changes: changes, Seen: seen, Scrolls: document.documentElement.scrollWidth - innerWidth};
})()`

// TestWhatIsInSight holds what the confirmation shows without scrolling, in
// three windows: where the rows begin, how many there are and how tall, and that
// every change of them is among what is seen.
func TestWhatIsInSight(t *testing.T) {
	s := serve(t, "--demo")
	b := s.open().logIn()
	windows := []struct {
		width, height int64
		first         float64
	}{{1280, 800, 280}, {1920, 950, 280}, {390, 844, 300}}
	defer call(b, emulation.ClearDeviceMetricsOverride, cdp.Empty{})
	look := func(name string, rows, lowest, tallest int) {
		t.Helper()
		b.wait(`document.readyState === "complete" && document.getElementById("save") !== null`)
		for _, window := range windows {
			call(b, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{
				Width: window.width, Height: window.height, DeviceScaleFactor: 1})
			got := ask[measured](b, measure)
			name := fmt.Sprintf("%s at %d × %d", name, window.width, window.height)
			t.Logf("%s: %+v", name, got)
			if got.First > window.first {
				t.Errorf("%s: the rows begin at %.0f", name, got.First)
			}
			if got.Seen != got.Changes {
				t.Errorf("%s: %d of %d changes are in sight", name, got.Seen, got.Changes)
			}
			if got.Scrolls > 0 {
				t.Errorf("%s: the page is %d pixels too wide", name, got.Scrolls)
			}
			if window.width < 700 { // cards, as tall as their changes
				continue
			}
			if got.Whole < rows {
				t.Errorf("%s: %d whole rows are in sight", name, got.Whole)
			}
			if got.Lowest < lowest || got.Tallest > tallest {
				t.Errorf("%s: rows are %d to %d pixels high", name, got.Lowest, got.Tallest)
			}
		}
	}
	for _, file := range []string{"six-changes.csv", "alike-errors.csv"} {
		content, err := os.ReadFile(filepath.Join("testdata", file))
		if err != nil {
			t.Fatal(err)
		}
		b.upload(file, string(content))
		look(file, 9, 30, 46)
	}
	b.visit("/imports/new")
	b.do(chromedp.Click(css(`form[action$="/imports/demo"] button`)), chromedp.WaitReady(css("form#mapping")))
	look("the damaged file", 1, 30, 46)
	b.do(chromedp.Click(css("#tab-unchanged")))
	b.wait(`document.querySelector('#tab-unchanged[aria-current]') !== null`)
	look("rows without a change", 12, 30, 32)
	b.visit(b.eval(`location.pathname`) + "?status=modified&q=a")
	call(b, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: 1280, Height: 800, DeviceScaleFactor: 1})
	if got := ask[measured](b, measure); got.First > 280 {
		t.Errorf("the rows of a search begin at %.0f", got.First)
	}
}
