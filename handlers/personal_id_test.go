package handlers_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/db/accesslog"
)

// madeUpIDs are personal identity codes of nobody, one for each sign of a century:
// individual numbers from 900 on are given to no person.
func madeUpIDs() []string {
	const checks = "0123456789ABCDEFHJKLMNPRSTUVWXY"
	var codes []string
	for i, sign := range "+-YXWVUABCDEF" {
		date, individual := fmt.Sprintf("%02d0203", i+1), 901+i*7
		number := 0
		fmt.Sscanf(fmt.Sprintf("%s%d", date, individual), "%d", &number)
		codes = append(codes, fmt.Sprintf("%s%c%d%c", date, sign, individual, checks[number%31]))
	}
	return codes
}

// TestPersonalIDsNowhere holds value-private in every place that takes a text or
// shows one: files of all formats with codes in each kind of column and each status
// of a row, forms, searches, addresses and names. Neither an answer, nor where it
// leads, nor the log, nor the database but for the stored file has a whole code.
func TestPersonalIDsNowhere(t *testing.T) {
	s := newSite(t)
	codes := madeUpIDs()
	for _, code := range codes {
		if !customer.HasPersonalID(code) {
			t.Fatalf("%s is no code", code)
		}
	}
	one := func(i int) string { return codes[i%len(codes)] }
	s.add(customer.Name, "Alfa Oy", customer.Email, "alfa@example.com")
	s.add(customer.Name, "Beta Oy")
	s.add(customer.Name, "Gamma Oy")
	s.add(customer.Name, "Gamma Oy")
	b := s.as(db.Admin)
	seen := func(what string, a *answer) *answer {
		t.Helper()
		text := a.body + a.Header.Get("Location") + a.Header.Get("Hx-Push-Url") + a.Header.Get("Content-Disposition")
		for _, cookie := range a.Cookies() {
			text += cookie.Value
		}
		if plain, err := url.QueryUnescape(text); err == nil {
			text += plain
		}
		for _, code := range codes {
			if strings.Contains(text, code[6:]) {
				at := strings.Index(text, code[6:])
				t.Errorf("%s: a whole code (%s): …%s", what, code, text[max(0, at-150):min(len(text), at+40)])
				break
			}
		}
		return a
	}
	get := func(path string) *answer { return seen("GET "+path, b.get(path)) }
	post := func(path string, form ...string) *answer {
		return seen("POST "+path+" "+strings.Join(form[:min(len(form), 2)], "="), b.post(path, form...))
	}

	rows := [][]string{{"Asiakasnumero", "Nimi", "Y-tunnus", "Sähköposti", "Puhelin", "Postinumero", "Maa", "Asiakasryhmä", "Lisätiedot", "Henkilötunnus", "Muuta", one(0),
		"Kaupunki", "Viite", "Laskutustapa"}}
	row := func(number, name string, i int) {
		rows = append(rows, []string{number, name, one(i), one(i + 1), one(i + 2), one(i + 3), one(i + 4), one(i + 5), "hetu " + one(i+6), one(i + 7),
			"(" + one(i+8) + ")", one(i + 9), one(i + 10), "viite " + one(i+11), one(i + 12)})
	}
	row("1001", "Alfa Oy", 0)        // would be modified
	row("", "Uusi "+one(3)+" Oy", 1) // new
	row("", "Gamma Oy", 2)           // two to choose from
	row(one(4), "Väärä Oy", 3)       // a number that is none
	row("1002", one(5), 4)           // a name that is one
	row("1002", "Beta Oy", 5)        // once more
	rows = append(rows, append([]string{"", one(6)}, make([]string, 13)...))
	for ending, data := range filesOf(t, "Taulu "+one(3), rows) {
		name := "taulu " + one(1) + ending
		path := b.upload(name, data).Header.Get("Location")
		if !strings.HasPrefix(path, "/imports/") {
			t.Fatalf("%s: %q", name, path)
		}
		for _, query := range []string{"", "?status=all", "?status=attention", "?status=new", "?status=modified", "?status=undecided", "?status=error", "?status=excluded", "?print=1", "?columns=all",
			"?q=" + url.QueryEscape(one(7)), "/missing", "/rows.csv?status=all", "/errors.csv", "/progress"} {
			get(path + query)
		}
		for line := 2; line <= 8; line++ {
			get(fmt.Sprintf("%s?status=all&open=%d", path, line))
		}
		for column := 1; column <= 15; column++ {
			get(fmt.Sprintf("%s?values=%d", path, column))
		}
		if strings.HasSuffix(ending, ".xlsx") || strings.HasSuffix(ending, "ods") {
			for _, wanted := range []string{"Taulu " + one(3)[:6] + "*****", "Taulu " + one(3), "Taulu " + one(4)} {
				post(path+"/reading", "sheet", wanted)
				get(path)
			}
		}
		post(path+"/decisions", "decide", "exclude:2")
		post(path+"/decisions", "decide", "correct:3:1", "text-1", one(8))
		post(path+"/decisions", "decide", "create:4")
		post(path+"/fill", "fill-rows", "all", "fill-delivery_city", one(9), "fill-language", one(10))
		get(path + "?status=all")
		get(path + "/rows.csv?status=all")
		post(path+"/save", "fingerprint", fingerprint(b.get(path)))
		for _, query := range []string{"", "/errors.csv", "/rows.csv"} {
			get(path + query)
		}
	}
	for _, field := range customer.Standard().Values() {
		form := []string{field.Key(), "tunnus " + one(int(field))}
		if field != customer.Name {
			form = append(form, "name", "Delta Oy")
		}
		if field != customer.Kind {
			form = append(form, "kind", customer.Company)
		}
		post("/customers", form...)
		post("/customers/similar", form...)
		post("/customers/1001", append(form, "revision", "1")...)
		post("/customers/change", "number", "1001", "what", "set", "field", field.Key(), field.Key(), one(int(field)), "go", "1")
	}
	for i, name := range []string{"q", "group", "city", "since", "kind", "email", "sort", "open"} {
		for _, page := range []string{"/customers", "/customers/print", "/customers/elsewhere", "/customers/columns", "/customers/labels"} {
			get(page + "?" + name + "=" + url.QueryEscape(one(i)))
		}
	}
	get("/customers?q=" + url.QueryEscape(one(2)) + "&open=1")
	get("/customers/new?group=" + url.QueryEscape(one(3)))
	get("/customers/merge?first=1001&second=" + url.QueryEscape(one(4)))
	for i, path := range []string{"/imports?kind=", "/imports?by=", "/access?by=", "/access?customer=", "/access?from=", "/login?next=/customers?q=", "/help/"} {
		get(path + url.QueryEscape(one(i)))
	}
	post("/groups", "name", one(5))
	if groups, err := s.db.Groups(t.Context()); err != nil || len(groups) > 0 {
		post(fmt.Sprintf("/groups/%d", groups[0].ID), "name", one(6))
	}
	post("/settings/fields", "label-fi", one(7), "label-sv", one(7), "label-en", one(7), "label", one(7), "name", one(7))
	post("/customers/1003/erase", "confirm", one(8), "reason", "x")
	post("/customers/1003/erase", "confirm", "1003", "reason", "hetu "+one(9))
	post("/users", "name", one(10), "role", "viewer")
	post("/login", "name", one(11), "password", "x")
	for _, path := range []string{"/customers", "/groups", "/imports", "/access", "/access/export.csv", "/settings/fields", "/users", "/customers/export.csv", "/customers/1001", "/customers/1001/everything", "/customers/1001/everything.json"} {
		get(path)
	}

	s.accesses(accesslog.Query{})
	for _, code := range codes {
		if strings.Contains(s.log.String(), code[6:]) {
			t.Errorf("the log has %s", code)
		}
	}
	tables, err := s.db.Reader().QueryContext(t.Context(), `SELECT m.name, c.name FROM sqlite_master AS m JOIN pragma_table_info(m.name) AS c
		WHERE m.type = 'table' AND m.sql NOT LIKE 'CREATE VIRTUAL%' AND m.name NOT IN ('import_chunks')`)
	if err != nil {
		t.Fatal(err)
	}
	defer tables.Close()
	for tables.Next() {
		var table, column string
		if err := tables.Scan(&table, &column); err != nil {
			t.Fatal(err)
		}
		for _, code := range codes {
			count := 0
			row := s.db.Reader().QueryRowContext(t.Context(), `SELECT count(*) FROM "`+table+`" WHERE instr(CAST("`+column+`" AS TEXT), ?) > 0`, code[6:])
			if err := row.Scan(&count); err != nil || count > 0 {
				t.Errorf("%s.%s has %s: %d, %v", table, column, code, count, err)
			}
		}
	}
}
