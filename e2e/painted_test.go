package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/performance"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// toPaint chooses a field for a column, and gives the milliseconds until the
// rows of the answer are painted.
const toPaint = `new Promise((resolve) => {
	const select = document.querySelector("select[name=%s]");
	select.value = %q;
	document.addEventListener("htmx:afterSwap", () => requestAnimationFrame(() => {
		const painted = new MessageChannel();
		painted.port1.onmessage = () => resolve(performance.now() - pressed);
		painted.port2.postMessage(null);
	}), {once: true});
	const pressed = performance.now();
	select.dispatchEvent(new Event("change", {bubbles: true}));
})`

// BenchmarkMappingChange takes the time in the browser from the choice of another
// field to the painted rows, with 350 rows of 19 columns: two columns that change in
// a third of the rows, as where contacts are brought up to date, and ten that change
// in nearly every row. Where the machine is busy, the browser's own processor time
// (cpu-ms/op) says more.
func BenchmarkMappingChange(b *testing.B) {
	b.Run("two of 19 columns", func(b *testing.B) {
		benchmarkMappingChange(b, 3, map[int]string{4: "Maija Uusi", 10: "050 765 4321"})
	})
	b.Run("ten of 19 columns", func(b *testing.B) {
		benchmarkMappingChange(b, 1, map[int]string{4: "Maija Uusi", 5: "Uusikatu 12 B", 6: "00130", 9: "uusi.laskutus@yritys.example", 10: "050 765 4321",
			14: "60", 15: "en", 16: "PO-2026-17", 17: "Vakioasiakkaat", 18: "Soita ensin, portti on lukossa"})
	})
}

// benchmarkMappingChange has texts in columns of each nth row that differ from the
// register's.
func benchmarkMappingChange(b *testing.B, nth int, texts map[int]string) {
	s := serve(b, "--demo")
	path := filepath.Join(b.TempDir(), "uudet.csv")
	added := "Asiakasnumero;Tyyppi;Nimi;Katuosoite;Postinumero;Postitoimipaikka\n"
	for number := 5000; number < 5150; number++ {
		added += fmt.Sprintf("%d;Yritys;Uusi yritys %d Oy;Mäkikatu 1;00100;Helsinki\n", number, number)
	}
	if err := os.WriteFile(path, []byte(added), 0o600); err != nil {
		b.Fatal(err)
	}
	s.run("import", path, "--save", "--create-numbers")
	lines := strings.Split(strings.TrimSpace(s.run("export", "--lang", "fi")), "\r\n")
	for i := range lines {
		cells := strings.Split(lines[i], ";")[:19]
		if i > 0 && i%nth == 0 {
			for column, text := range texts {
				cells[column] = text
			}
		}
		lines[i] = strings.Join(cells, ";")
	}
	page := s.open().logIn()
	page.upload("paljon.csv", strings.Join(lines, "\r\n"))
	call(page, performance.Enable, performance.EnableParams{TimeDomain: performance.EnableTimeDomainThreadTicks})
	spent := func() float64 {
		got, err := chromedp.Call(page.ctx, performance.GetMetrics, cdp.Empty{})
		if err != nil {
			b.Fatal(err)
		}
		for _, metric := range got.Metrics {
			if metric.Name == "TaskDuration" {
				return 1000 * metric.Value
			}
		}
		b.Fatal("the browser does not tell its processor time")
		return 0
	}
	await := func(p *runtime.EvaluateParams) { p.AwaitPromise = new(true) }
	change := func(field string) float64 {
		took, err := chromedp.Run(page.ctx, chromedp.Evaluate[float64](fmt.Sprintf(toPaint, "column-5", field), await))
		if err != nil {
			b.Fatal(err)
		}
		page.settled()
		return took
	}
	change("")
	change("contact")
	painted, before := 0.0, spent()
	fields := []string{"", "contact"}
	for i := 0; b.Loop(); i++ {
		painted += change(fields[i%2])
	}
	b.ReportMetric(painted/float64(b.N), "painted-ms/op")
	b.ReportMetric((spent()-before)/float64(b.N), "cpu-ms/op")
}
