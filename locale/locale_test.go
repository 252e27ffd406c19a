package locale_test

import (
	"strings"
	"testing"

	"kortisto/locale"
)

func TestText(t *testing.T) {
	for _, test := range []struct {
		lang, id string
		args     []any
		want     string
	}{
		{"fi", "status.modified", nil, "Muokattu"},
		{"sv", "status.modified", nil, "Ändrad"},
		{"en", "status.modified", nil, "Modified"},
		{"de", "status.modified", nil, "Muokattu"},
		{"fi", "summary.new", []any{"count", 1}, "1 uusi asiakas"},
		{"fi", "summary.new", []any{"count", 0}, "0 uutta asiakasta"},
		{"fi", "summary.new", []any{"count", 12345}, "12\u00a0345 uutta asiakasta"},
		{"sv", "summary.new", []any{"count", 1}, "1 ny kund"},
		{"en", "summary.new", []any{map[string]any{"count": 12345}}, "12,345 new customers"},
		{"en", "problem.same-row", []any{"line", 12345}, "The same as row 12345."},
	} {
		if got := locale.For(test.lang).Text(test.id, test.args...); got != test.want {
			t.Errorf("%s %s %v: %q, want %q", test.lang, test.id, test.args, got, test.want)
		}
	}
}

func TestTextLeavesTheCallersMapAlone(t *testing.T) {
	args := map[string]any{"count": 12345}
	locale.For("fi").Text("summary.new", args)
	if args["count"] != 12345 {
		t.Errorf("count became %v", args["count"])
	}
}

func TestFaultsAreLoud(t *testing.T) {
	for name, fault := range map[string]func(*locale.Printer){
		"no such message":    func(p *locale.Printer) { p.Text("no.such") },
		"argument lacking":   func(p *locale.Printer) { p.Text("problem.same-row") },
		"count lacking":      func(p *locale.Printer) { p.Text("summary.new") },
		"value lacking":      func(p *locale.Printer) { p.Text("problem.same-row", "line") },
		"name is no text":    func(p *locale.Printer) { p.Text("problem.same-row", 1, 2) },
		"argument is no map": func(p *locale.Printer) { p.Text("problem.same-row", 1) },
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("no panic")
				}
			}()
			fault(locale.For("sv"))
		})
	}
}

func TestMatch(t *testing.T) {
	for header, want := range map[string]string{
		"":                        "fi",
		"fi-FI,fi;q=0.9,en;q=0.8": "fi",
		"sv-FI,sv;q=0.9,en;q=0.8": "sv",
		"en-GB,en;q=0.9":          "en",
		"de,en;q=0.5":             "en",
		"ja":                      "fi",
		"en;q=0.3,sv;q=0.7":       "sv",
		"nonsense;;;===":          "fi",
	} {
		if got := locale.Match(header); got != want {
			t.Errorf("%.40q: %s, want %s", header, got, want)
		}
	}
}

func TestNumber(t *testing.T) {
	for n, want := range map[int]string{
		0: "0", 999: "999", 1000: "1_000", 12345: "12_345", 1234567: "1_234_567", -999: "−999", -1000: "−1_000",
	} {
		if got := locale.For("fi").Number(n); got != strings.ReplaceAll(want, "_", "\u00a0") {
			t.Errorf("fi %d: %q", n, got)
		}
		if got := locale.For("en").Number(n); got != strings.ReplaceAll(want, "_", ",") {
			t.Errorf("en %d: %q", n, got)
		}
	}
}

func TestProblem(t *testing.T) {
	args := map[string]any{"value": strings.Repeat("ä", 200)}
	got := locale.For("en").Problem("phone-invalid", "Phone", args)
	if want := strings.Repeat("ä", 80) + "… is not a phone number."; !strings.HasPrefix(got, want) {
		t.Errorf("%q, want %q…", got, want)
	}
	if len(args) != 1 {
		t.Errorf("the arguments became %v", args)
	}
	got = locale.For("fi").Problem("mass-change", "Kieli", map[string]any{"count": 97499, "total": 100000, "same": true})
	if want := "Kieli muuttuisi 97\u00a0499 rivillä 100\u00a0000 rivistä. Kaikki saavat saman arvon."; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	got = locale.For("fi").Problem("text-too-long", "Lisätiedot", map[string]any{"value": "", "limit": 32000})
	if want := "Teksti on liian pitkä. Kenttään Lisätiedot mahtuu enintään 32\u00a0000 merkkiä."; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestFile(t *testing.T) {
	p := locale.For("en")
	for _, test := range []struct {
		code string
		args map[string]any
		want string
	}{
		{"file-too-large", map[string]any{"found": 52428801, "limit": int64(50 << 20), "setting": "KORTISTO_MAX_FILE_MB"},
			"The file is too large: 51 MB. The limit is 50 MB (setting KORTISTO_MAX_FILE_MB)."},
		{"workbook-too-large", map[string]any{"what": "unzipped", "limit": int64(512 << 20)}, "The limit is 512 MB."},
		{"workbook-too-large", map[string]any{"what": "ratio", "limit": int64(200)}, "packed unusually tightly"},
		{"sheet-unknown", map[string]any{"sheet": "A", "names": []string{"B", "C"}}, "no worksheet A. Worksheets: B, C."},
		{"workbook-broken", map[string]any{"part": "", "reason": "zip"}, "The workbook is damaged. Open it"},
		{"workbook-broken", map[string]any{"part": "xl/workbook.xml", "reason": "xml"}, "damaged (xl/workbook.xml)."},
		{"cell-too-long", map[string]any{"part": "xl/sharedStrings.xml", "limit": 32767}, "in a cell is too long. The limit is 32,767 characters."},
		{"cell-too-long", map[string]any{"line": 3, "column": 2, "limit": 32767}, "(row 3, column 2)"},
	} {
		if got := p.File(test.code, test.args); !strings.Contains(got, test.want) {
			t.Errorf("%s %v: %q lacks %q", test.code, test.args, got, test.want)
		}
	}
}

func BenchmarkTextPlain(b *testing.B) {
	p := locale.For("fi")
	for b.Loop() {
		p.Text("status.modified")
	}
}

func BenchmarkTextPlural(b *testing.B) {
	p := locale.For("fi")
	for b.Loop() {
		p.Text("summary.new", "count", 12345)
	}
}

func BenchmarkProblem(b *testing.B) {
	p := locale.For("fi")
	args := map[string]any{"value": "12345"}
	for b.Loop() {
		p.Problem("postcode-invalid", "Postinumero", args)
	}
}

func TestList(t *testing.T) {
	for want, parts := range map[string][]string{"": nil, "a": {"a"}, "a ja b": {"a", "b"}, "a, b ja c": {"a", "b", "c"}} {
		if got := locale.For("fi").List(parts); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
