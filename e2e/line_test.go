package e2e

import (
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// TestBackAndOffline goes back and forward among views of the rows, and chooses a
// column while the line is down: the page says so and shows what the server knows,
// and the choice counts once the line is there again.
func TestBackAndOffline(t *testing.T) {
	s := serve(t, "--demo")
	b := s.open().logIn()
	b.upload("lista.csv", "Asiakasnumero;Katuosoite;Muuta\n1001;Uusikatu 1;a\n1002;Uusikatu 2;b\n77;Uusikatu 3;c\n")
	b.settled()
	shows := func(tab, line string) {
		t.Helper()
		b.wait(`document.querySelector(".tabs [aria-current]")?.id === "` + tab + `" && document.querySelector("#line-` + line + `") !== null`)
		b.settled()
	}
	b.click("#tab-modified")
	shows("tab-modified", "2")
	b.click("#tab-error")
	shows("tab-error", "4")
	b.eval(`history.back()`)
	shows("tab-modified", "3")
	b.eval(`history.back()`)
	shows("tab-all", "4")
	b.eval(`history.forward()`)
	shows("tab-modified", "3")

	line := func(down bool) {
		call(b, network.EmulateNetworkConditionsByRule, network.EmulateNetworkConditionsByRuleParams{
			MatchedNetworkConditions: []*network.Conditions{{DownloadThroughput: -1, UploadThroughput: -1, Offline: down}}})
	}
	b.mu.Lock()
	b.failing = true
	b.mu.Unlock()
	line(true)
	b.choose("column-2", "")
	b.do(chromedp.WaitVisible(css("#flash .bad")))
	b.wait(`document.querySelector("#flash").textContent.includes("Palvelimeen ei saada yhteyttä") && document.querySelector("#column-2").value === "street" && document.querySelector("#save-button:enabled") !== null`)
	line(false)
	b.choose("column-3", "reference")
	b.wait(`document.querySelector('#line-2 td[data-field="reference"] ins') !== null && document.querySelector("#flash").textContent === ""`)
}
