package handlers_test

import (
	"encoding/csv"
	"fmt"
	"mime"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"kortisto/customer"
	"kortisto/db"
)

// hostileFile is a file whose columns, and whose cells in each of them, are
// hostile texts: of new customers, of one that is there, and of rows in error.
func hostileFile(t *testing.T, number int) string {
	t.Helper()
	var file strings.Builder
	table := csv.NewWriter(&file)
	table.Comma = ';'
	head := []string{"Asiakasnumero", "Nimi", "Laji", "Asiakasryhmä", "Huomautukset", "Sähköposti", "Postinumero", "Katuosoite"}
	for row := range len(hostileTexts) + 2 {
		text := hostileTexts[row%len(hostileTexts)]
		cells := []string{"", text, "yritys", text, text + "\n" + text, "", "", text}
		switch row {
		case 0:
			cells = slices.Clone(head)
		case 1:
			cells[0] = fmt.Sprint(number) // a change
		case 2, 3:
			cells[5], cells[6] = text, text // errors
		case 4:
			cells[2] = text
		}
		for i := range hostileTexts {
			cells = append(cells, hostileTexts[(i+row)%len(hostileTexts)])
		}
		if err := table.Write(cells); err != nil {
			t.Fatal(err)
		}
	}
	table.Flush()
	return file.String()
}

// TestHostileImport takes hostile texts through all pages of an import: the file's
// name, its columns, cells, differences, errors, decisions, the customers' pages
// and history, and the undo. None becomes markup, and the register is as it was.
func TestHostileImport(t *testing.T) {
	s := newSite(t)
	b := s.as(db.Admin)
	tags := ourTags(t)
	number := s.add(customer.Name, hostileTexts[0], customer.Street, hostileTexts[1], customer.Notes, hostileTexts[2]).Number
	check := func(stage string, pages ...*answer) {
		t.Helper()
		for _, page := range pages {
			for _, markup := range foreign(page.body, tags) {
				t.Errorf("%s, %s %s: %s", stage, page.Request.Method, page.Request.URL, markup)
			}
			if page.StatusCode >= 500 {
				t.Errorf("%s, %s %s: %d", stage, page.Request.Method, page.Request.URL, page.StatusCode)
			}
		}
	}
	for _, name := range []string{hostileTexts[0] + ".csv", hostileTexts[1] + hostileTexts[4] + ".csv", hostileTexts[6] + ".csv"} {
		path := b.upload(name, hostileFile(t, number)).Header.Get("Location")
		if path == "" {
			t.Fatalf("%s is not taken", name)
		}
		check("uploaded", b.crawl(40, path)...)
		for _, q := range hostileTexts {
			check("searched", b.get(path+"?q="+url.QueryEscape(q)+"&status="+url.QueryEscape(q)+"&problem="+url.QueryEscape(q)+"&changes="+url.QueryEscape(q)))
			check("decided", b.post(path+"/decisions", "decide", q), b.htmx().post(path+"/mapping", "column-9", q), b.post(path+"/reading", "sheet", q, "charset", q))
		}
		check("mapped", b.htmx().post(path+"/mapping", "column-9", "reference", "unknown_numbers", "create", "kind", "company", "create", "yes"))
		check("changed meanwhile", b.post(path+"/save", "fingerprint", hostileTexts[0]))
		page := b.get(path)
		saved := b.post(path+"/save", "fingerprint", fingerprint(page), "anyway", "yes")
		check("asked", saved)
		if saved.StatusCode != http.StatusSeeOther {
			saved = b.post(path+"/save", "fingerprint", fingerprint(saved), "anyway", "yes")
		}
		b.leads(saved, path)
		check("saved", b.crawl(40, path, "/imports", "/groups")...)
		check("customers", b.crawl(40, "/customers?sort=-number", fmt.Sprintf("/customers/%d", number))...)
		check("everything", b.get(fmt.Sprintf("/customers/%d/everything", number)), b.get("/access?by="+url.QueryEscape(name)))
		b.want(b.get(fmt.Sprintf("/customers/%d", number)), 200, `id="history"`, "alert(1)")
		undone := b.post(path+"/undo", "fingerprint", fingerprint(b.get(path)))
		check("undone", undone, b.get(undone.Header.Get("Location")), b.get("/imports"), b.get(path))
		if undone.StatusCode != http.StatusSeeOther {
			t.Errorf("not undone: %d", undone.StatusCode)
		}
	}
	if _, total, err := s.db.Customers(t.Context(), db.Filter{Limit: 1}); err != nil || total != 1 {
		t.Errorf("%d customers, %v", total, err)
	}
}

// TestSearchSyntax holds that no text of an address is part of a query: signs
// that mean something to SQL or its search find what has them, or nothing.
func TestSearchSyntax(t *testing.T) {
	s := newSite(t)
	b := s.as(db.Editor)
	s.add(customer.Name, "Alfa Oy", customer.Street, "Uusikatu 1")
	s.add(customer.Name, "Beeta Oy")
	path := b.upload("lista.csv", "Nimi\nGamma Oy\n").Header.Get("Location")
	for _, text := range []string{"'", `"`, `"Alfa`, "Alfa OR Beeta", "NOT Alfa", "NEAR(Alfa Oy)", "words:Alfa", "Alfa^", "^Alfa", "(", ")", "*", "+", "-", "{a}", "a*b",
		"%", "_", `\`, "A%", "A_fa", "name;DROP TABLE customers", "name desc", "1; --", "?", "?0", "$1", ":a", "@a", "\x00", "\xff", "\\0", strings.Repeat("(", 2000)} {
		q := url.QueryEscape(text)
		for _, address := range []string{"/customers?q=" + q, "/customers?sort=" + q, "/customers?sort=-" + q, "/customers?group=" + q, "/customers?kind=" + q,
			"/customers?page=" + q, "/customers/export.csv?q=" + q + "&sort=" + q, path + "?q=" + q, path + "?changes=" + q, "/imports?page=" + q} {
			if a := b.get(address); a.StatusCode != 200 {
				t.Errorf("%.60s: %d", address, a.StatusCode)
			}
		}
	}
	for _, text := range []string{"%", "_", "%fla", "A_fa", "NOT Beeta", "Alfa OR Beeta"} {
		b.want(b.get("/customers?q="+url.QueryEscape(text)), 200, "!/customers/1001", "!/customers/1002")
	}
	b.want(b.get("/customers?q=alf+oy"), 200, "/customers/1001")
}

// TestDownloadNames holds that the name of a file that is sent back is well
// formed whatever the name of the file was that came (RFC 6266).
func TestDownloadNames(t *testing.T) {
	s := newSite(t)
	b := s.as(db.Editor)
	for _, name := range []string{`a"; filename="evil.exe`, `a\`, "CON.csv", "../../x.csv", "ä&ö 'x'.csv", "%0d%0aX-Evil: 1.csv", strings.Repeat("å", 300), "\u202egnp.exe.csv", "{{.}}.csv"} {
		path := b.upload(name, "Nimi;Postinumero;Laji\nAlfa Oy;abc;yritys\nBeeta Oy;00100;yritys\n").Header.Get("Location")
		saved := b.post(path+"/save", "fingerprint", fingerprint(b.get(path)))
		if saved.StatusCode != http.StatusSeeOther {
			saved = b.post(path+"/save", "fingerprint", fingerprint(saved), "anyway", "yes")
		}
		b.leads(saved, path)
		a := b.get(path + "/errors.csv")
		header := a.Header.Get("Content-Disposition")
		kind, values, err := mime.ParseMediaType(header)
		if err != nil || kind != "attachment" || !strings.HasSuffix(values["filename"], ".csv") || strings.ContainsAny(values["filename"], "/\\\r\n\x00\u202e") {
			t.Errorf("%q is sent back as %q: %v", name, header, err)
		}
		if a.Header.Get("X-Evil") != "" || a.Header.Get("X-Content-Type-Options") != "nosniff" || !strings.HasPrefix(a.Header.Get("Content-Type"), "text/csv") {
			t.Errorf("%q: headers %v", name, a.Header)
		}
		if undone := b.post(path+"/undo", "fingerprint", fingerprint(b.get(path))); undone.StatusCode != http.StatusSeeOther {
			t.Errorf("not undone: %d", undone.StatusCode)
		}
	}
}

// TestOddUploads holds that a name which tries to leave its header, or a form
// that is none, harms nothing and is no error of the server.
func TestOddUploads(t *testing.T) {
	s := newSite(t)
	b := s.as(db.Editor)
	for i, disposition := range []string{
		`form-data; name="file"; filename="a` + "\r\n" + `X-Evil: 1.csv"`, `form-data; name="file"; filename*=UTF-8''a%0D%0AX-Evil%3A%201%00.csv`,
		"form-data; name=\"file\"; filename=\"a\x00b\n.csv\"", `form-data; name="file"; filename=""`, `form-data; name="file"; filename="/"`, `form-data; name="file"`,
	} {
		body := "--x\r\nContent-Disposition: " + disposition + "\r\n\r\nNimi\nAlfa Oy\n\r\n--x--\r\n"
		request := httptest.NewRequest(http.MethodPost, "/imports", strings.NewReader(body))
		request.Header.Set("Content-Type", "multipart/form-data; boundary=x")
		request.Header.Set("Sec-Fetch-Site", "same-origin")
		a := b.send(request)
		if a.StatusCode >= 500 || a.Header.Get("X-Evil") != "" {
			t.Errorf("%d: %d %v", i, a.StatusCode, a.Header)
		}
		if a.StatusCode == http.StatusSeeOther {
			b.want(b.get(a.Header.Get("Location")), 200)
		}
	}
	drafts, err := s.db.Drafts(t.Context(), "editor")
	if err != nil {
		t.Fatal(err)
	}
	for _, draft := range drafts {
		if strings.ContainsAny(draft.FileName, "\r\n\x00/") {
			t.Errorf("a file is called %q", draft.FileName)
		}
	}
}
