package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
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
	Changes int      // cells of them that change or are wrong
	Seen    int      // of those in sight
	Scrolls int      // pixels by which the page is wider than the window
	Hidden  bool     // the tab that is shown is out of sight
	Cut     []string // what rows have in common, and whom they make, of which not all can be read
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
	const tab = document.querySelector(".tabs [aria-current]").getBoundingClientRect(), tabs = document.querySelector(".tabs").getBoundingClientRect();
	return {Hidden: tab.left < Math.max(tabs.left, 0) || tab.right > Math.min(tabs.right, innerWidth), First: rows[0].getBoundingClientRect().y, Whole: whole.length, Tallest: Math.max(...heights), Lowest: Math.min(...heights),
		Cut: [...document.querySelectorAll(".alike :is(b, button, .button), [data-status=new] .status small")].filter((text) => text.scrollWidth > text.clientWidth && text.clientWidth > 0 || text.offsetHeight > (text.matches("small") ? 20 : 32)).map((text) => text.innerText),
		Changes: changes, Seen: seen, Scrolls: document.documentElement.scrollWidth - innerWidth};
})()`

// untold points at each row, and gives the texts that are cut off and cannot be read there.
const untold = `(() => {
	const texts = [...document.querySelectorAll("#rows > [data-line] > td :is(ins, .one, .below, b, .status, small, .fix)")];
	texts.forEach((text) => text.dispatchEvent(new MouseEvent("mouseover", {bubbles: true})));
	return texts.filter((text) => (text.scrollWidth > text.clientWidth || text.scrollHeight > text.clientHeight) && text.clientWidth > 0 && !text.closest("[title]") && !text.querySelector("[title]")).map((text) => text.innerText);
})()`

// TestWhatIsInSight holds what the confirmation shows without scrolling, in
// three windows: where the rows begin, how many there are and how tall, and that
// every change of them is among what is seen. What is cut off can be read where the
// pointer rests.
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
			if len(got.Cut) > 0 {
				t.Errorf("%s: cut are %q", name, got.Cut)
			}
			if got.Hidden {
				t.Errorf("%s: the tab that is shown is out of sight", name)
			}
			if got.Scrolls > 0 {
				t.Errorf("%s: the page is %d pixels too wide", name, got.Scrolls)
			}
			if cut := ask[[]string](b, untold); len(cut) > 0 {
				t.Errorf("%s: cut off and not told: %q", name, cut)
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
		look(file, 10, 30, 46)
	}
	unknown, added, wrong := "Asiakasnumero;Nimi;Katuosoite\n", "", "Asiakasnumero;Nimi;Katuosoite;Sähköposti\n"
	for number := 7000; number < 7060; number++ {
		unknown += fmt.Sprintf("%d;Firma %d Oy;Mäkikatu 1\n", number, number)
		added += fmt.Sprintf("Firma %d Oy;Mäkikatu 1\n", number)
		wrong += fmt.Sprintf(";Firma %d Oy;Katu %d;posti%d\n", number, number, number)
	}
	for number := 1001; number < 1061; number++ { // with a sentence of two lines, and an alarm about their streets
		wrong += fmt.Sprintf("%d;;Uusikatu %d;\n;Uusi Firma %d Oy;Katu;\n", number, number, number)
	}
	b.upload("toisen-ohjelman.csv", unknown)
	look("alike errors below an alarm", 10, 30, 46)
	b.upload("osoitteet.csv", wrong)
	if got := b.eval(`document.querySelectorAll(".alike a.button").length`); got != "1" {
		t.Errorf("%s ways lead to the values that are wrong", got)
	}
	look("alike errors of several texts", 10, 30, 46)
	b.visit("/imports/new")
	b.do(chromedp.Click(css(`form[action$="/imports/demo"] button`)), chromedp.WaitReady(css("form#mapping")))
	look("the damaged file", 1, 30, 46)
	b.do(chromedp.Click(css("#tab-unchanged")))
	b.wait(`document.querySelector('#tab-unchanged[aria-current]') !== null`)
	look("rows without a change", 14, 30, 32)
	call(b, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: 1280, Height: 800, DeviceScaleFactor: 1})
	b.visit(b.eval("location.pathname") + "?status=unchanged&columns=all")
	if got := ask[int](b, `[...document.querySelectorAll("#rows [data-field=phone] .one")].filter((e) => e.scrollHeight > e.clientHeight + 1).length`); got > 0 {
		t.Errorf("%d telephone numbers are cut where one goes along the columns anyway", got)
	}
	b.upload("ilman-avainta.csv", "Katuosoite;Puhelin\n"+strings.Repeat("Rantatie 4;040 765 4321\n", 30))
	look("rows that are left out", 14, 30, 32)
	b.upload("uudet.csv", "Nimi;Katuosoite\n"+added)
	look("new customers", 14, 30, 32)
	b.visit(b.eval(`location.pathname`) + "?status=new&q=a")
	call(b, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: 1280, Height: 800, DeviceScaleFactor: 1})
	if got := ask[measured](b, measure); got.First > 280 {
		t.Errorf("the rows of a search begin at %.0f", got.First)
	}
}

// crowd is what a window shows of rows that change much.
type crowd struct {
	Overlap int // pixels by which the head of the folded columns stands under the status, or beyond it
	Unnamed []string
	Clipped int // names of what changes out of sight that are cut off
	Tallest int
	Out     int // changes out of sight in the first row
	First   float64
	Cut     []string // names of fields in the heads of columns of which not all can be read
	Numbers []string // of the rows of which not all can be read
	Values  int      // new ones of the rows of which not all can be read
}

const measureCrowd = `(() => {
	const isCut = (text) => text.scrollWidth > text.clientWidth || text.scrollHeight > text.clientHeight;
	const fold = document.querySelector("#heads .fold").getBoundingClientRect(), state = document.querySelector("#heads .state").getBoundingClientRect();
	const rows = [...document.querySelectorAll("#rows > tr[data-status=modified]")].slice(0, 10);
	const out = (row) => [...row.querySelectorAll(".change")].filter((cell) => {
		const box = cell.getBoundingClientRect();
		return box.left < row.querySelector(".who").getBoundingClientRect().right - 1 || box.right > fold.left + 1;
	});
	const label = (cell) => JSON.parse(getComputedStyle(cell).getPropertyValue("--label"));
	const told = (row) => row.querySelector(".names");
	return {
		Overlap: Math.round(Math.max(fold.right - state.left, state.right - innerWidth, 0)),
		Unnamed: rows.flatMap((row) => out(row).map(label).filter((name) => !(", " + told(row).textContent + ", ").includes(", " + name + ", "))),
		Clipped: rows.filter((row) => out(row).length > 0 && told(row).parentNode.scrollHeight > told(row).parentNode.clientHeight + 1).length,
		Tallest: Math.max(...rows.map((row) => row.offsetHeight)),
		Out: out(rows[0]).length,
		First: rows[0].getBoundingClientRect().y,
		Cut: [...document.querySelectorAll("#frame.close #heads .active")].filter((head) => {
			const pick = head.querySelector(".pick"), shown = getComputedStyle(pick, "::before").content.replaceAll("\u00ad", "");
			return !shown.includes(head.querySelector("select").selectedOptions[0].label) || pick.scrollWidth > pick.clientWidth || pick.getBoundingClientRect().bottom > rows[0].getBoundingClientRect().top;
		}).map(label),
		Numbers: rows.flatMap((row) => [...row.querySelectorAll('td:is([data-field="phone"], [data-field="postcode"]) :is(ins, .one, .below)')]).filter(isCut).map((text) => text.textContent),
		Values: rows.flatMap((row) => [...row.querySelectorAll("ins")]).filter(isCut).length,
	};
})()`

// crowdTold is true when the status names what is out of sight, and nothing else: before
// a window has its new size it names all that changes.
const crowdTold = `(({ Out, Unnamed }) => Unnamed.length === 0 && Out > 0 === (document.querySelector("#rows .rest") !== null))(` + measureCrowd + `)`

// TestManyChanges holds that where many columns change, as many as fit are in
// sight, all of them up to ten, and that the status names the others: also a part of
// the notes, and a field with a comma in its name. The head of the folded columns is
// always in sight, and what each column fills can be read.
func TestManyChanges(t *testing.T) {
	s := serve(t, "--demo")
	b := s.open().logIn()
	defer call(b, emulation.ClearDeviceMetricsOverride, cdp.Empty{})
	b.eval(`fetch("/settings/fields", {method: "POST", body: new URLSearchParams({name: "Koko, cm", type: "text"})}).then((answer) => document.title = answer.status)`)
	b.wait(`document.title === "200"`)
	fields := []string{"Yhteyshenkilö", "Katuosoite", "Postitoimipaikka", "Puhelin", "Maksuehto", "Viitteenne", "Lisätiedot", "Sähköposti",
		"Postinumero", "Asiakasryhmä", "Kieli", "Laskutustapa", "Koko, cm", "Alennus", "Huomautus"}
	values := map[string]string{"Postinumero": "00130", "Puhelin": "050 765 4321", "Maksuehto": "60", "Sähköposti": "uusi.laskutus@yritys.example",
		"Kieli": "en", "Laskutustapa": "Paperilasku"}
	for _, count := range []int{7, 8, 10, len(fields)} {
		header, row := "Asiakasnumero;Nimi;Tyyppi", ""
		for _, field := range fields[:count] {
			value := values[field]
			if value == "" {
				value = "Aivan uusi arvo, pitkäkin"
			}
			header, row = header+";"+field, row+";"+value
		}
		file := header + "\n"
		for _, line := range strings.Split(strings.TrimSpace(s.run("export", "--lang", "fi", "--columns", "number,name,kind")), "\n")[1:60] {
			number, rest, _ := strings.Cut(strings.TrimSpace(line), ";")
			name, rest, _ := strings.Cut(rest, ";")
			kind, _, _ := strings.Cut(rest, ";")
			file += number + ";" + name + ";" + kind + row + "\n"
		}
		b.upload("paljon.csv", file)
		if count == len(fields) {
			b.eval(fmt.Sprintf(`fetch(location.pathname + "/mapping", {method: "POST", body: new URLSearchParams({"column-%d": "append_notes", "column-%d": "append_notes"})}).then((answer) => location.reload())`, count+2, count+3))
			b.wait(`document.querySelectorAll('#rows [data-field="append_notes"] ins').length > 2`)
		}
		for _, width := range []int64{1280, 1920} {
			call(b, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: width, Height: 800, DeviceScaleFactor: 1})
			b.wait(crowdTold)
			got := ask[crowd](b, measureCrowd)
			name := fmt.Sprintf("%d changes at %d", count, width)
			t.Logf("%s: %+v", name, got)
			if got.Overlap > 0 || got.Clipped > 0 || got.Tallest > 46 || got.First > 280 || len(got.Cut) > 0 || len(got.Numbers) > 0 || got.Out > 0 && (count <= 10 || width > 1280) || got.Values > 0 && count <= 8 {
				t.Errorf("%s: %+v", name, got)
			}
		}
		if count == 10 { // where the file's headers and the fields are called differently
			b.eval(`document.querySelector('button[name="language"][value="sv"]').click()`)
			b.wait(`document.documentElement.lang === "sv" && document.readyState === "complete"`)
			call(b, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: 1280, Height: 800, DeviceScaleFactor: 1})
			if got := ask[crowd](b, measureCrowd); got.Overlap > 0 || got.Tallest > 46 || got.First > 280 || len(got.Cut) > 0 || got.Out > 0 {
				t.Errorf("in Swedish: %+v", got)
			}
			b.eval(`document.querySelector('button[name="language"][value="fi"]').click()`)
			b.wait(`document.documentElement.lang === "fi" && document.readyState === "complete"`)
		}
		b.visit(b.eval("location.pathname") + "?columns=all")
		b.wait(crowdTold)
		if got := ask[crowd](b, measureCrowd); got.Overlap > 0 || got.Tallest > 46 {
			t.Errorf("%d changes in all columns: %+v", count, got)
		}
	}
}
