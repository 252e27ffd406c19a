package cli_test

import (
	"os"
	"strings"
	"testing"

	"kortisto/customer"
)

// xlsxHead is how a workbook begins; what follows is missing.
const xlsxHead = "PK\x03\x04\x14\x00\x00\x00\x08\x00"

func TestFilesThatCannotBeRead(t *testing.T) {
	workbook, err := os.ReadFile("testdata/text.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	damaged := string(workbook[:2000]) + strings.Repeat("\xFF", 100) + string(workbook[2100:])
	for name, test := range map[string]struct {
		content string
		args    []string
		words   [3]string // fi, sv, en
	}{
		"empty":           {"", nil, [3]string{"Tiedosto on tyhjä.", "Filen är tom.", "The file is empty."}},
		"white space":     {" \r\n\r\n", nil, [3]string{"Tiedosto on tyhjä.", "Filen är tom.", "The file is empty."}},
		"picture":         {"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", nil, [3]string{"on kuva", "är en bild", "is a picture"}},
		"broken workbook": {damaged, nil, [3]string{"Työkirja on vioittunut", "Arbetsboken är skadad", "The workbook is damaged"}},
		"cut workbook":    {string(workbook[:len(workbook)/2]), nil, [3]string{"Työkirja on vioittunut", "Arbetsboken är skadad", "The workbook is damaged"}},
		"no workbook":     {xlsxHead, nil, [3]string{"Työkirja on vioittunut", "Arbetsboken är skadad", "The workbook is damaged"}},
		"header alone":    {"Asiakasnumero;Nimi\r\n", nil, [3]string{"ei ole yhtään asiakasriviä", "inga kundrader", "no customer rows"}},
		"unclosed quote":  {"Nimi;Maa\nA;FI\nB;\"FI\nC;FI\n", nil, [3]string{"Rivillä 3 alkava lainausmerkki", "på rad 3", "opens on row 3"}},
		"too large": {"Nimi\n" + strings.Repeat("Testi Oy\n", 130_000), []string{"--max-file-mb", "1"},
			[3]string{"Raja on 1 Mt (asetus KORTISTO_MAX_FILE_MB)", "Gränsen är 1 MB (inställningen KORTISTO_MAX_FILE_MB)", "The limit is 1 MB (setting KORTISTO_MAX_FILE_MB)"}},
		"too many rows": {"Nimi\nA\nB\nC\n", []string{"--max-rows=2"},
			[3]string{"Raja on 2 riviä (asetus KORTISTO_MAX_ROWS)", "Gränsen är 2 rader", "The limit is 2 rows"}},
		"too many columns": {"Nimi;Maa;Kieli\nA;B;C\n", []string{"--max-columns=2"},
			[3]string{"Raja on 2 saraketta (asetus KORTISTO_MAX_COLUMNS)", "Gränsen är 2 kolumner", "The limit is 2 columns"}},
		// map-needs-key
		"no key": {"Maa;Kieli\nFI;fi\nSE;sv\n", nil, [3]string{"--map 'OTSIKKO=name'. Sarakkeet: Maa, Kieli.", "Kolumner: Maa, Kieli.", "Columns: Maa, Kieli."}},
		"no names": {"jotakin\n1\n2\n", []string{"--header-row=none"},
			[3]string{"Otsikkorivi puuttuu?", "Saknas rubrikraden?", "Is the header row missing?"}},
		"other delimiter": {"Asiakasnumero~Nimi~Maa\n1~A~FI\n", nil,
			[3]string{"erotettu merkillä ~", "med tecknet ~", "separated by ~"}},
		"no key left": {"Nimi;Kieli\nA;fi\nB;sv\n", []string{"--skip=Nimi"},
			[3]string{"joten asiakkaita ei voi tunnistaa", "kunderna kan inte identifieras", "customers cannot be identified"}},
		"old workbook": {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + strings.Repeat("\x00", 512) + "W\x00o\x00r\x00k\x00b\x00o\x00o\x00k\x00", nil,
			[3]string{"tallenna muotoon XLSX", "spara den som XLSX", "save it as XLSX"}},
		"page": {"<html><p>Nimi;Maa</p></html>", nil, [3]string{"Muotoa html", "Formatet html", "The format html"}},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			b.fill()
			before := b.csv()
			path := b.write("customers.csv", test.content)
			for i, lang := range customer.Languages {
				r := b.run(append([]string{"import", path, "--save", "--create-numbers", "--lang", lang}, test.args...)...)
				if r.status != 1 || r.stdout != "" || !strings.Contains(r.stderr, test.words[i]) {
					t.Errorf("%s: status %d, stdout %q, stderr %q", lang, r.status, r.stdout, r.stderr)
				}
			}
			if b.csv() != before {
				t.Error("something was stored")
			}
		})
	}
}

func TestFilesThatCannotBeOpened(t *testing.T) {
	b := newBench(t)
	for path, want := range map[string]string{
		b.path("none.csv"): "ei löydy",
		b.dir:              "on hakemisto",
		"":                 "ei löydy",
	} {
		if r := b.run("import", path); r.status != 1 || !strings.Contains(r.stderr, want) {
			t.Errorf("%q: status %d, %q", path, r.status, r.stderr)
		}
	}
	if _, err := os.Stat(b.path("data")); !os.IsNotExist(err) {
		t.Error("a register was made for nothing")
	}
}

// TestLargeFilesAreRefusedUnread takes a file that could not be read in any
// reasonable time.
func TestLargeFilesAreRefusedUnread(t *testing.T) {
	b := newBench(t)
	path := b.write("large.csv", "Nimi\n")
	if err := os.Truncate(path, 1<<36); err != nil {
		t.Skip(err)
	}
	r := b.run("import", path, "--lang", "en")
	if want := "65,536 MB. The limit is 50 MB (setting KORTISTO_MAX_FILE_MB)."; r.status != 1 || !strings.Contains(r.stderr, want) {
		t.Errorf("status %d, %q", r.status, r.stderr)
	}
}

func TestRegistersThatCannotBeOpened(t *testing.T) {
	b := newBench(t)
	file := b.write("file", "x")
	if r := b.runBare("history", "--data", file); r.status != 1 || !strings.Contains(r.stderr, file) {
		t.Errorf("a file: status %d, %q", r.status, r.stderr)
	}
	if err := os.Mkdir(b.path("data"), 0o700); err != nil {
		t.Fatal(err)
	}
	b.write("data/kortisto.db", strings.Repeat("no database ", 1000))
	for _, args := range [][]string{{"history"}, {"export"}, {"user", "list"}, {"import", "testdata/original.csv"}} {
		if r := b.run(args...); r.status != 1 || r.stdout != "" || !strings.Contains(r.stderr, "ei ole tietokanta") {
			t.Errorf("%q: status %d, %q %q", args, r.status, r.stdout, r.stderr)
		}
	}
}

// TestLostRegister holds that no command makes an empty register in the place
// of one that is lost, and that each says in its language what to do.
func TestLostRegister(t *testing.T) {
	b := newBench(t)
	if r := b.run("import", "testdata/original.csv", "--create-numbers", "--save"); r.status != 0 {
		t.Fatal(r.stderr)
	}
	database := b.path("data/kortisto.db")
	for _, lose := range []struct {
		how        func() error
		fi, sv, en string
	}{
		{func() error { return os.Truncate(database, 0) }, "on tyhjä", "är tom", "is empty"},
		{func() error { return os.Remove(database) }, "ei ole tiedostoa kortisto.db", "finns ingen kortisto.db", "has no kortisto.db"},
	} {
		if err := lose.how(); err != nil {
			t.Fatal(err)
		}
		for lang, want := range map[string]string{"fi": lose.fi, "sv": lose.sv, "en": lose.en} {
			for _, args := range [][]string{{"history"}, {"import", "testdata/original.csv"}} {
				r := b.run(append(args, "--lang", lang)...)
				if r.status != 1 || !strings.Contains(r.stderr, want) || !strings.Contains(r.stderr, "witness.1") {
					t.Errorf("%q: status %d, %q", args, r.status, r.stderr)
				}
			}
		}
	}
	if _, err := os.Stat(database); err == nil {
		t.Error("a register was made")
	}
}
