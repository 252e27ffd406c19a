package cli_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"kortisto/customer"
	"kortisto/handover"
)

func TestExportComesBackUnchanged(t *testing.T) {
	b := newBench(t)
	b.fill()
	for _, lang := range customer.Languages {
		for _, format := range []string{"csv", "xlsx"} {
			path := b.path(lang + "." + format)
			if r := b.must("export", path, "--lang", lang); r.stdout != "" || r.stderr != "" {
				t.Errorf("%s %s: %q %q", lang, format, r.stdout, r.stderr)
			}
			for _, args := range [][]string{{path}, {path, "--skip", "Asiakasnumero"}, {path, "--skip", "Kundnummer"}, {path, "--skip", "Customer number"}} {
				r := b.run(append([]string{"import", "--json"}, args...)...)
				if r.status == 2 {
					continue // the header of another language
				}
				if plan := b.plan(args...); plan.Counts != (counts{Unchanged: originals}) || plan.File.Format != format {
					t.Errorf("%s %s %q: %+v %+v", lang, format, args, plan.File, plan.Counts)
				}
			}
		}
	}
}

func TestExportSpeaksTheLanguage(t *testing.T) {
	b := newBench(t)
	b.fill()
	for lang, words := range map[string][]string{
		"fi": {"Asiakasnumero;Tyyppi;", ";Henkilö;", "1003;Henkilö;Virtanen Matti"},
		"sv": {"Kundnummer;Typ;", ";Pappersfaktura;", "1003;Person;Virtanen Matti"},
		"en": {"Customer number;Type;", ";E-invoice;", "1001;Company;Åströmin Sähkö Oy"},
	} {
		out := b.must("export", "--lang", lang).stdout
		for _, want := range words {
			if !strings.Contains(strings.ReplaceAll(out, "1004;", ";"), want) {
				t.Errorf("%s lacks %q:\n%s", lang, want, out)
			}
		}
		if lines := strings.Count(out, "\r\n"); lines != originals+1 {
			t.Errorf("%s: %d lines", lang, lines)
		}
	}
}

func TestExportFormat(t *testing.T) {
	b := newBench(t)
	b.fill()
	isXLSX := func(text string) bool { return strings.HasPrefix(text, "PK") }
	for _, test := range []struct {
		args []string
		xlsx bool
	}{
		{[]string{"a.csv"}, false},
		{[]string{"a.XLSX"}, true},
		{[]string{"a.txt"}, false},
		{[]string{"a.csv", "--format=xlsx"}, true},
		{[]string{"a.xlsx", "--format=csv"}, false},
	} {
		path := b.path(test.args[0])
		b.must(append([]string{"export", path}, test.args[1:]...)...)
		data, err := os.ReadFile(path)
		if err != nil || isXLSX(string(data)) != test.xlsx {
			t.Errorf("%q: %v, %.10q", test.args, err, data)
		}
	}
	if !isXLSX(b.must("export", "--format", "xlsx").stdout) || isXLSX(b.csv()) {
		t.Error("to the output")
	}
}

// TestExportForPrograms holds that the command line writes what the pages do for
// other programs, and that each table comes back unchanged.
func TestExportForPrograms(t *testing.T) {
	b := newBench(t)
	b.fill()
	for _, program := range handover.Programs() {
		path := b.path(program.Key + ".csv")
		b.must("export", path, "--format", program.Key)
		if plan := b.plan(path); plan.Counts != (counts{Unchanged: originals}) {
			t.Errorf("%s: %+v", program.Key, plan.Counts)
		}
	}
	path := b.path("kontaktit.VCF")
	b.must("export", path)
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	cards := string(data)
	if strings.Count(cards, "BEGIN:VCARD\r\n") != originals || !strings.Contains(cards, "FN:Åströmin Sähkö Oy\r\n") {
		t.Errorf("%.2000s", cards)
	}
	if out := b.must("export", "--format=vcard").stdout; out != cards {
		t.Error("the output is another one than the file")
	}
	if out := b.must("export", "--format=vcard", "--group", "vakioasiakkaat").stdout; strings.Count(out, "BEGIN:VCARD") != 4 {
		t.Errorf("%s", out)
	}
}

func TestExportGroup(t *testing.T) {
	b := newBench(t)
	b.fill()
	if out := b.must("export", "--group", "VAKIOasiakkaat").stdout; strings.Count(out, "\r\n") != 5 {
		t.Errorf("%s", out)
	}
	path := b.path("none.csv")
	if r := b.run("export", path, "--group", "Olematon"); r.status != 1 || !strings.Contains(r.stderr, "Asiakasryhmää Olematon ei ole.") {
		t.Errorf("status %d, %q", r.status, r.stderr)
	}
	if _, err := os.Stat(path); !os.IsNotExist(err) {
		t.Error("a file was made")
	}
}

// TestExportColumns holds that an export has the columns that were chosen, the
// number and the version beside them, and comes back with what it lacks unharmed.
func TestExportColumns(t *testing.T) {
	b := newBench(t)
	b.fill()
	before := b.csv()
	header := func(text string) string {
		line, _, _ := strings.Cut(strings.TrimPrefix(text, "\ufeff"), "\r\n")
		return line
	}
	for _, test := range []struct {
		columns, header string
		added           bool
	}{
		{"phone,email", "Asiakasnumero;Puhelin;Sähköposti;Versio", true},
		{"Sähköposti, number", "Sähköposti;Asiakasnumero;Versio", false},
		{"number,version,name,number", "Asiakasnumero;Versio;Nimi", false},
		{"", header(before), false},
	} {
		r := b.must("export", "--columns", test.columns)
		if got := header(r.stdout); got != test.header {
			t.Errorf("%q: %s", test.columns, got)
		}
		if strings.Contains(r.stderr, "Asiakasnumero lisättiin ensimmäiseksi sarakkeeksi") != test.added {
			t.Errorf("%q: %q", test.columns, r.stderr)
		}
	}
	for _, f := range customer.Standard().Exported() {
		for _, format := range []string{"csv", "xlsx"} {
			path := b.path("some." + format)
			b.must("export", path, "--columns", f.Key())
			plan := b.plan(path, "--save")
			if plan.Counts != (counts{Unchanged: originals}) || plan.Rows[0].MatchedBy != "number" {
				t.Errorf("%s, %s: %+v", f, format, plan.Counts)
			}
		}
	}
	changed := b.write("changed.csv", strings.Replace(b.must("export", "--columns", "street").stdout, "Rantatie 3 B 12", "Uusikuja 1", 1))
	if plan := b.plan(changed, "--save"); plan.Counts != (counts{Modified: 1, Unchanged: originals - 1}) {
		t.Errorf("%+v", plan.Counts)
	}
	withoutMarks := func(text string) string {
		var lines []string
		for line := range strings.SplitSeq(text, "\r\n") {
			lines = append(lines, line[:max(strings.LastIndexByte(line, ';'), 0)])
		}
		return strings.Join(lines, "\n")
	}
	if got, want := withoutMarks(b.csv()), withoutMarks(strings.Replace(before, "Rantatie 3 B 12", "Uusikuja 1", 1)); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	exported := customer.Standard().Exported()
	last := exported[len(exported)-1]
	for _, unknown := range []string{"colour", "first_name", "name;email"} {
		r := b.run("export", b.path("none.csv"), "--columns", "name,"+unknown)
		if r.status != 2 || r.stdout != "" || !strings.Contains(r.stderr, "Saraketta "+unknown+" ei ole. Sarakkeet: number, kind, name,") || !strings.Contains(r.stderr, last.Key()+", version.") {
			t.Errorf("%s: status %d, %q", unknown, r.status, r.stderr)
		}
	}
	if _, err := os.Stat(b.path("none.csv")); !os.IsNotExist(err) {
		t.Error("a file was made")
	}
}

// TestExportTemplate holds that a template has the columns of an export but no
// customer, and needs no register.
func TestExportTemplate(t *testing.T) {
	b := newBench(t)
	var labels []string
	for _, f := range customer.Standard().Exported() {
		labels = append(labels, customer.Standard().Label(f, "fi"))
	}
	if out := b.must("export", "--template").stdout; out != "\ufeff"+strings.Join(labels, ";")+"\r\n" {
		t.Errorf("%q", out)
	}
	if r := b.must("export", "--template", "--columns", "email,name", "--lang", "sv"); r.stdout != "\ufeffKundnummer;E-post;Namn\r\n" {
		t.Errorf("%q", r.stdout)
	}
	if r := b.run("export", "--template", "--group", "Uudet"); r.status != 2 || !strings.Contains(r.stderr, "Jätä --group pois.") {
		t.Errorf("status %d, %q", r.status, r.stderr)
	}
	if _, err := os.Stat(b.path("data")); !os.IsNotExist(err) {
		t.Error("a register was made")
	}
	path := b.path("template.xlsx")
	b.must("export", path, "--template")
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := book.GetRows("Asiakkaat")
	if err != nil || len(rows) != 1 || rows[0][0] != "Asiakasnumero" {
		t.Errorf("%q %v", rows, err)
	}
	// A cell that a user fills stays a text.
	style, err := book.GetCellStyle("Asiakkaat", "G2")
	if err != nil {
		t.Fatal(err)
	}
	if format, err := book.GetStyle(style); err != nil || format.NumFmt != textFormat {
		t.Errorf("an empty cell has the format %+v, %v", format, err)
	}
}

// textFormat is the number format of spreadsheets that leaves texts alone.
const textFormat = 49

func TestExportReplacesOnlyWhenWhole(t *testing.T) {
	b := newBench(t)
	b.fill()
	path := b.write("old.csv", "old")
	if err := os.Chmod(path, 0o640); err != nil {
		t.Fatal(err)
	}
	if r := b.run("export", path, "--group", "Olematon"); r.status != 1 {
		t.Errorf("status %d", r.status)
	}
	if data, _ := os.ReadFile(path); string(data) != "old" {
		t.Errorf("a failure left %q", data)
	}
	link := b.path("link.csv")
	if err := os.Symlink(path, link); err != nil {
		t.Fatal(err)
	}
	b.must("export", link)
	data, _ := os.ReadFile(path)
	info, err := os.Stat(path)
	if err != nil || string(data) != b.csv() || info.Mode().Perm() != 0o640 {
		t.Errorf("%v %v", err, info)
	}
	if r := b.run("export", b.path("no/such/dir.csv")); r.status != 1 || !strings.Contains(r.stderr, "ei löydy") {
		t.Errorf("status %d, %q", r.status, r.stderr)
	}
	if r := b.run("export", b.dir); r.status != 1 {
		t.Errorf("a directory: status %d, %q", r.status, r.stderr)
	}
	if left, _ := filepath.Glob(b.path(".*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestHistory(t *testing.T) {
	b := newBench(t)
	if r := b.must("history"); r.stdout != "" || r.stderr != "Tuonteja ei ole.\n" {
		t.Errorf("%+v", r)
	}
	if out := b.must("history", "--json").stdout; out != "[]\n" {
		t.Errorf("%q", out)
	}
	b.fill()
	out := b.must("history").stdout
	if !strings.HasPrefix(out, "Tuonti  Aika ") || !strings.Contains(out, "komentorivi  original.csv  10     0           0\n") {
		t.Errorf("%s", out)
	}
	out = b.must("history", "--json").stdout
	if !strings.HasPrefix(out, `[{"import":1,"at":"20`) || !strings.Contains(out, `"by":"command line","file":"original.csv","new":10,"modified":0,"removed":0,"undoes":0,"undone":false}]`) {
		t.Errorf("%s", out)
	}
}
