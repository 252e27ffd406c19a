package handlers_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"kortisto/customer"
	"kortisto/db"
)

// mappingForm is the form of the selects as a browser sends it when a select
// of the page is changed, given as names and values in turn.
func mappingForm(page *answer, changes ...string) []string {
	values := make(map[string]string)
	_, form, _ := strings.Cut(page.body, `<form id="mapping"`)
	form, _, _ = strings.Cut(form, `<form id="decide"`)
	for _, input := range regexp.MustCompile(`<input type="hidden" name="([^"]*)"[^>]* value="([^"]*)"`).FindAllStringSubmatch(form, -1) {
		values[input[1]] = input[2]
	}
	for _, found := range regexp.MustCompile(`(?s)<select name="([^"]*)".*?</select>`).FindAllStringSubmatch(form, -1) {
		values[found[1]] = ""
		if chosen := regexp.MustCompile(`value="([^"]*)" selected`).FindStringSubmatch(found[0]); chosen != nil {
			values[found[1]] = chosen[1]
		}
	}
	for i := 0; i+1 < len(changes); i += 2 {
		values[changes[i]] = changes[i+1]
	}
	var pairs []string
	for name, value := range values {
		pairs = append(pairs, name, value)
	}
	return pairs
}

// mark is that of the plan on a page.
func mark(page *answer) string {
	return regexp.MustCompile(`name="show-mark"[^>]* value="([^"]*)"`).FindStringSubmatch(page.body)[1]
}

// TestImportFollowsOtherTabs holds that a page whose choices were changed in
// another tab is brought up to date by whatever it asks next, so that its next
// change turns nothing back.
func TestImportFollowsOtherTabs(t *testing.T) {
	const street, streetWas = `<option value="street" selected>`, `name="was-column-2" id="was-column-2" value="street"`
	for name, test := range map[string]struct {
		others [][]string                          // changes in the other tab
		ask    func(b *browser, p *answer) *answer // what this one asks then
		want   []string
	}{
		"a tab": {[][]string{{"column-2", "street"}},
			func(b *browser, p *answer) *answer { return b.get("/imports/1?status=new&show-mark=" + mark(p)) },
			[]string{`id="column-2"`, street, streetWas, `!id="column-1"`, `!id="options"`}},
		"a tab, long after": {[][]string{{"column-2", "street"}, {"kind", "company"}, {"column-3", "notes"}},
			func(b *browser, p *answer) *answer { return b.get("/imports/1?show-mark=" + mark(p)) },
			[]string{`id="heads" hx-swap-oob`, street, streetWas, `id="options"`, `<option value="company" selected>`}},
		"a tab of a page that says nothing": {nil,
			func(b *browser, p *answer) *answer { return b.get("/imports/1") },
			[]string{`id="heads" hx-swap-oob`, `id="options"`}},
		"an option": {[][]string{{"kind", "company"}},
			func(b *browser, p *answer) *answer { return b.get("/imports/1?show-mark=" + mark(p)) },
			[]string{`id="options"`, `<option value="company" selected>`, `name="was-kind" id="was-kind" value="company"`, `!id="heads"`}},
		"a decision": {[][]string{{"column-2", "street"}},
			func(b *browser, p *answer) *answer {
				return b.post("/imports/1/decisions", "decide", "exclude:2", "show-mark", mark(p))
			},
			[]string{`id="heads" hx-swap-oob`, street, streetWas}},
		"a change": {[][]string{{"column-2", "street"}, {"kind", "company"}},
			func(b *browser, p *answer) *answer {
				return b.post("/imports/1/mapping", mappingForm(p, "column-3", "reference")...)
			},
			[]string{`id="column-2"`, street, streetWas, `id="was-column-3"`, `!id="column-3"`, `id="options"`, `<option value="company" selected>`}},
		"a decision in place": {nil,
			func(b *browser, p *answer) *answer {
				return b.post("/imports/1/decisions", "decide", "exclude:2", "show-mark", mark(p))
			},
			[]string{`!id="column-`, "!was-column"}},
		"nothing changed": {nil,
			func(b *browser, p *answer) *answer { return b.get("/imports/1?show-mark=" + mark(p)) },
			[]string{`!id="column-`, "!was-column", `!id="meter-`}},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t)
			b := s.as(db.Editor)
			b.upload("lista.csv", "Nimi;Tie;Koodi\nAlfa;x;y\n")
			page := b.get("/imports/1")
			for _, change := range test.others {
				b.post("/imports/1/mapping", mappingForm(b.get("/imports/1"), change...)...)
			}
			b.want(test.ask(b.htmx(), page), 200, test.want...)
			for _, change := range test.others {
				b.want(b.get("/imports/1"), 200, fmt.Sprintf(`name="was-%s" id="was-%s" value="%s"`, change[0], change[0], change[1]))
			}
		})
	}
}

// TestImportWideAnswers holds that a change in a file of many columns sends
// what it changes, and not the heads of all columns.
func TestImportWideAnswers(t *testing.T) {
	s := newSite(t)
	s.add(customer.Name, "Alfa Oy")
	b := s.as(db.Editor)
	var header, cells strings.Builder
	for column := range 300 {
		fmt.Fprintf(&header, ";Sarake %d", column)
		cells.WriteString(";x")
	}
	b.upload("lista.csv", "Asiakasnumero;Katuosoite"+header.String()+"\n1001;Uusikatu 1"+cells.String()+"\n")
	page := b.get("/imports/1")
	a := b.htmx().post("/imports/1/mapping", mappingForm(page, "column-9", "street")...)
	b.want(a, 200, `id="column-2"`, `id="was-column-9"`, `id="meter-1"`, `id="meter-8"`, `!id="options"`)
	if parts, cells := strings.Count(a.body, "hx-swap-oob"), strings.Count(a.body, "<td"); parts > 18 || cells > 3 {
		t.Errorf("%d parts are sent, with %d cells", parts, cells)
	}
}

// TestImportLongTexts holds that a cell shows the beginning of a long text, and
// the row's details all of it.
func TestImportLongTexts(t *testing.T) {
	s := newSite(t)
	file := "Asiakasnumero;Lisätiedot;Sähköposti\n"
	long := strings.Repeat("Soita ennen toimitusta. ", 200)
	for i := range 20 {
		s.add(customer.Name, "Alfa Oy", customer.Notes, long+"vanha loppu")
		file += fmt.Sprintf("%d;%suusi loppu %d;%s\n", 1001+i, long, i, strings.Repeat("x", 5000*(i/19)))
	}
	b := s.as(db.Editor)
	b.upload("x.csv", file)
	page := b.get("/imports/1?status=all")
	b.want(page, 200, "<ins>Soita ennen", "<del>Soita ennen", "!loppu", `data-line="21" data-status="error"`)
	if len(page.body) > 120_000 {
		t.Errorf("the page has %d bytes", len(page.body))
	}
	b.want(b.get("/imports/1?status=all&open=3"), 200, "uusi loppu 1", "vanha loppu", `id="text-1"`)
}

// TestImportSendsWhatChanges holds that a change sends the cells and rows that
// it changes, and all rows to a page that nothing is known of.
func TestImportSendsWhatChanges(t *testing.T) {
	const all, table = "/imports/1?status=all", `id="rows" hx-swap-oob="true"`
	for name, test := range map[string]struct {
		form func(page *answer) []string
		want []string
	}{
		"cells": {func(p *answer) []string { return mappingForm(p, "column-3", "") },
			[]string{`hx-swap-oob="outerHTML:#line-2&gt;:nth-child(5)"`, `hx-swap-oob="outerHTML:#line-4&gt;:nth-child(5)"`, "!line-3&gt;.state", "!" + table, `!id="line-2"`}},
		"a row": {func(p *answer) []string { return mappingForm(p, "column-2", "contact") },
			[]string{`<tr data-line="3" data-status="unchanged" id="line-3" hx-swap-oob="true">`, `!id="line-2"`, "#line-2&gt;:nth-child(4)", "!" + table}},
		"a page of before": {func(p *answer) []string { return append(mappingForm(p, "column-3", ""), "show-page", "2") },
			[]string{table, `id="line-2"`, "!nth-child"}},
		"a page that says nothing": {func(*answer) []string { return []string{"column-3", ""} },
			[]string{table, "!nth-child"}},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t)
			for i := range 3 {
				s.add(customer.Name, fmt.Sprintf("Yritys %d Oy", i), customer.Street, "Tie 1", customer.Notes, "x",
					customer.Contact, []string{"Tie 1", "Uusikatu 1"}[i%2])
			}
			b := s.as(db.Editor)
			b.upload("lista.csv", "Asiakasnumero;Katuosoite;Lisätiedot\n1001;Tie 1;x\n1002;Uusikatu 1;x\n1003;Tie 1;x\n")
			page := b.get(all)
			b.want(b.htmx().post("/imports/1/mapping", test.form(page)...), 200, test.want...)
		})
	}
}

// TestImportRowsComeAndGo holds that where rows leave the filter or enter it, the
// others are not sent again.
func TestImportRowsComeAndGo(t *testing.T) {
	s := newSite(t)
	for range 3 {
		s.add(customer.Name, "Alfa Oy", customer.Street, "Tie 1", customer.Notes, "x")
	}
	b := s.as(db.Editor)
	b.upload("lista.csv", "Asiakasnumero;Katuosoite;Lisätiedot\n1001;Tie 1;y\n1002;Tie 2;x\n1003;Tie 1;y\n")
	page := b.get("/imports/1?status=modified")
	without := b.htmx().post("/imports/1/mapping", mappingForm(page, "column-3", "")...)
	b.want(without, 200, `<tr id="line-2" hx-swap-oob="delete">`, `<tr id="line-4" hx-swap-oob="delete">`, `!data-line=`, `!id="rows"`)
	with := b.htmx().post("/imports/1/mapping", mappingForm(page, "was-column-3", "", "show-mark", mark(without))...)
	b.want(with, 200, `<tbody hx-swap-oob="afterbegin:#rows"><tr data-line="2"`, `<tbody hx-swap-oob="afterend:#line-3"><tr data-line="4"`,
		`!data-line="3"`, `!id="rows"`)
	b.want(b.htmx().post("/imports/1/mapping", mappingForm(page, "column-2", "", "show-mark", mark(with))...), 200,
		`<tr id="line-3" hx-swap-oob="delete">`, `!data-line=`)
}

// TestImportRestFollows holds that an answer to HTMX stays small however many
// rows are others, that the page gets the others one after another, and that a
// page which still waits for some gets all rows anew.
func TestImportRestFollows(t *testing.T) {
	s := newSite(t)
	var file strings.Builder
	file.WriteString("Asiakasnumero;Puhelin;Nimi" + strings.Repeat(";Sarake", 16) + "\n")
	for i := range 50 {
		s.add(customer.Name, "Alfa Oy", customer.Phone, "040 1234567")
		fmt.Fprintf(&file, "%d;040 1234567;Alfa Oy%s\n", 1001+i, strings.Repeat(";Satamakatu 5", 16))
	}
	b := s.as(db.Editor)
	b.upload("lista.csv", file.String())
	page := b.get("/imports/1?status=all")
	wrong := b.htmx().post("/imports/1/mapping", mappingForm(page, "column-2", "email")...)
	b.want(wrong, 200, `id="rows" hx-swap-oob="true"`, `data-line="2" data-status="error"`, `<tr class="none" id="rest"`)
	lines := 0
	for answer := wrong; ; {
		if len(answer.body) > 60_000 {
			t.Errorf("an answer has %d bytes", len(answer.body))
		}
		lines += strings.Count(answer.body, "<tr data-line")
		next := regexp.MustCompile(`id="rest" hx-get="([^"]*)"`).FindStringSubmatch(answer.body)
		if next == nil {
			break
		}
		address := strings.ReplaceAll(next[1], "&amp;", "&")
		b.want(b.htmx().get(address+"&show-mark=x"), 204)
		answer = b.htmx().get(address + "&show-mark=" + mark(wrong))
		b.want(answer, 200, "!hx-swap-oob")
	}
	if lines != 50 {
		t.Errorf("%d rows came", lines)
	}
	changed := []string{"column-3", "", "was-column-2", "email", "column-2", "email", "show-mark", mark(wrong)}
	b.want(b.htmx().post("/imports/1/mapping", mappingForm(page, changed...)...), 200, `!id="rows"`)
	again := mappingForm(page, "was-column-2", "email", "column-2", "email", "was-column-3", "", "show-mark", mark(wrong), "show-waits", "1")
	b.want(b.htmx().post("/imports/1/mapping", again...), 200, `id="rows" hx-swap-oob="true"`)
}

// TestImportHeadsAndRowsStaySmall holds that an answer which sends the heads of
// all columns, or the values of one, leaves so many more rows for later.
func TestImportHeadsAndRowsStaySmall(t *testing.T) {
	s := newSite(t)
	var file strings.Builder
	file.WriteString("Asiakasnumero;Yhteyshenkilö;Katuosoite;Postitoimipaikka;Sähköposti;Viitteenne;Lisätiedot;Maksuehto" + strings.Repeat(";Sarake", 11) + "\n")
	for i := range 50 {
		s.add(customer.Name, "Alfa Oy")
		fmt.Fprintf(&file, "%d%s;ehto %d%s\n", 1001+i, strings.Repeat(";satamakatu@posti.example", 6), i, strings.Repeat(";x", 11))
	}
	b := s.as(db.Editor)
	b.upload("lista.csv", file.String())
	a := b.htmx().get("/imports/1?status=all") // from a page that says nothing of what it shows
	b.want(a, 200, `id="heads" hx-swap-oob`, `data-line="2"`, `id="rest"`)
	if len(a.body) > 60_000 {
		t.Errorf("with the heads the answer has %d bytes", len(a.body))
	}
	page := b.get("/imports/1?status=all&values=8")
	a = b.htmx().post("/imports/1/mapping", mappingForm(page, "column-1", "")...)
	b.want(a, 200, `id="values" class="values"`, `data-line="2"`, `id="rest"`)
	if len(a.body) > 60_000 {
		t.Errorf("with the values of a column the answer has %d bytes", len(a.body))
	}
}

// TestImportNarrowFollows holds that where only the columns that change are
// shown, their heads change with them.
func TestImportNarrowFollows(t *testing.T) {
	s := newSite(t)
	s.add(customer.Name, "Alfa Oy")
	b := s.as(db.Editor)
	b.upload("lista.csv", "Asiakasnumero;Katuosoite;Kaupunki\n1001;Uusikatu 1;Oulu\n")
	page := b.get("/imports/1?columns=changing")
	b.want(page, 200, `id="column-2"`, `id="column-3"`, `!id="column-1"`)
	b.want(b.htmx().post("/imports/1/mapping", mappingForm(page, "column-3", "")...), 200,
		`id="heads" hx-swap-oob`, `id="column-2"`, `!id="column-3"`)
}
