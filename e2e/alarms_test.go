package e2e

import (
	"encoding/csv"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestAlarms settles a new group that is a slip away with one press, fills the
// payment terms of new rows, and looks who is missing.
func TestAlarms(t *testing.T) {
	s := serve(t, "--demo")
	b := s.open().logIn()
	b.upload("lista.csv", "Asiakasnumero;Nimi;Puhelin;Asiakasryhmä\n1001;;;Vakioasiakas\n1002;;;vakioasiakas\n;Koskela Aino;050 765 4321;Messut 2026\n;Salo Eero;050 111 2222;Messut 2026\n")
	b.count("new", 2)
	b.do(chromedp.WaitVisible(css(`#alarms button[value^="use-group:"]`)))
	b.shot("group-slip")
	loads := b.loads
	b.do(chromedp.Click(css(`#alarms button[value^="use-group:"]`)))
	b.wait(`!document.querySelector('#alarms button[value^="use-group:"]')`)
	b.settled()
	b.do(chromedp.Click(css("#settings > summary")),
		chromedp.SendKeys(css(`#fill-form input[name="fill-payment_terms"]`), "21"))
	b.settled()
	b.shot("fill")
	b.do(chromedp.Click(css("#fill-form button:not([form])")))
	b.wait(`document.querySelector('#fill-form button[value^="unfill:"]') !== null`)
	b.settled()
	b.shot("filled")
	if b.loads != loads {
		t.Error("a decision loaded a page")
	}
	b.do(chromedp.Click(css("#settings > summary")), chromedp.Click(css("#narrow > summary")), chromedp.Click(css(`#plan a[href$="/missing"]`)), chromedp.WaitVisible(css("table.customers")))
	b.shot("missing")
	b.do(chromedp.Click(css("h1 + .buttons a:last-child")), chromedp.WaitReady(css("form#mapping")))
	b.save(false)
	b.shot("saved-alarms")
	reader := csv.NewReader(strings.NewReader(strings.TrimPrefix(s.run("export"), "\ufeff")))
	reader.Comma = ';'
	rows, err := reader.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	phone, group := slices.Index(rows[0], "Puhelin"), slices.Index(rows[0], "Asiakasryhmä")
	members := make(map[string]int)
	for _, row := range rows[1:] {
		text := strings.Join(row, ";")
		if strings.Contains(text, "Koskela Aino") && !strings.Contains(text, ";21;") {
			t.Error("the new customer has no payment terms:", text)
		}
		members[row[group]]++
	}
	if members["Vakioasiakas"]+members["vakioasiakas"] > 0 {
		t.Error("a group that is a slip away was made")
	}

	// All of one group, and some others, with the telephones of each other.
	var chosen [][]string
	for i, row := range rows[1:] {
		if row[group] == "Ulkomaat" || i < 20 {
			chosen = append(chosen, row)
		}
	}
	file := "Asiakasnumero;Puhelin;Asiakasryhmä\n"
	for i, row := range chosen {
		file += fmt.Sprintf("%s;%s;Yhteinen\n", row[0], chosen[(i+7)%len(chosen)][phone])
	}
	b.upload("lajiteltu.csv", file)
	b.do(chromedp.WaitVisible(css(`#alarms button[value="leave-column:1"]`)))
	b.shot("shuffled")
	b.do(chromedp.Click(css(`#alarms button[value="leave-column:1"]`)))
	b.wait(`!document.querySelector('#alarms button[value="leave-column:1"]') && document.querySelector('select[name="column-2"]').value === ""`)
	b.settled()
	b.save(false)
	b.do(chromedp.WaitVisible(css(".emptied")))
	b.shot("emptied")
	b.do(chromedp.Click(css(".emptied button")), chromedp.WaitVisible(css("#flash p")), chromedp.WaitNotPresent(css(".emptied")))
	if strings.Contains(s.run("export"), "Ulkomaat") {
		t.Error("the emptied group has customers")
	}
}

// TestAlarmMenuOnATelephone holds that what an alarm's menu offers can be pressed on
// a narrow screen, where the alarms are folded.
func TestAlarmMenuOnATelephone(t *testing.T) {
	s := serve(t, "--demo")
	b := s.open().logIn()
	b.visit("/imports/new")
	b.click(`form[action$="/imports/demo"] button`)
	b.do(chromedp.WaitReady(css("form#mapping")))
	b.settled()
	b.resize(390)
	b.click("#other-alarms > summary")
	b.click("#other-alarms .menu > summary")
	b.wait(`(() => {
		const box = document.querySelector('#other-alarms [value="damaged:take"]').getBoundingClientRect();
		return document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2)?.value === "damaged:take";
	})()`)
}
