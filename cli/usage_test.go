package cli_test

import (
	"strings"
	"testing"

	"kortisto/cli"
	"kortisto/customer"
)

func TestWrongUsage(t *testing.T) {
	b := newBench(t)
	b.fill()
	before := b.csv()
	file := "testdata/original.csv"
	for _, test := range []struct {
		want string // in the Finnish message
		args []string
	}{
		{"Komentoa tuo ei ole. Komennot: backup, check, config, erase, export, healthcheck, history, import, person, restore, retention, serve, undo, user, version.", []string{"tuo"}},
		{"Anna komento: add, delete, disable, enable, link, list, logout, password, role.", []string{"user"}},
		{"Komentoa remove ei ole.", []string{"user", "remove"}},
		{"Komentoa tuo ei ole.", []string{"help", "tuo"}},
		{"Komennosta puuttuu TIEDOSTO.", []string{"import"}},
		{"Ylimääräinen argumentti: b.csv.", []string{"import", "a.csv", "b.csv"}},
		{"Ylimääräinen argumentti: b.csv.", []string{"export", "a.csv", "b.csv"}},
		{"Ylimääräinen argumentti: x.", []string{"history", "x"}},
		{"Ylimääräinen argumentti: x.", []string{"serve", "x"}},
		{"Valitsimen --addr arvo ”8080” ei kelpaa.", []string{"healthcheck", "--addr", "8080"}},
		{"Komennosta puuttuu TUONTI.", []string{"undo"}},
		{"”eilinen” ei ole tuonnin numero.", []string{"undo", "eilinen"}},
		{"”0” ei ole tuonnin numero.", []string{"undo", "0"}},
		{"Komennosta puuttuu NIMI.", []string{"user", "add"}},
		{"Valitsinta --bogus ei ole.", []string{"import", file, "--bogus"}},
		{"Valitsinta -x ei ole.", []string{"import", file, "-x"}},
		{"Valitsinta --save ei ole.", []string{"export", "--save"}},
		{"Valitsimelta --map puuttuu arvo.", []string{"import", file, "--map"}},
		{"Valitsimen --save arvo ”maybe” ei kelpaa.", []string{"import", file, "--save=maybe"}},
		{"Valitsimen --=x kirjoitusasu on väärä.", []string{"import", file, "--=x"}},
		{"Valitsimen --kind arvo ”firm” ei kelpaa. Vaihtoehdot: person, company.", []string{"import", file, "--kind", "firm"}},
		{"Vaihtoehdot: file, register.", []string{"import", file, "--on-conflict=both"}},
		{"Vaihtoehdot: csv, xlsx, vcard, ecom, heeros, isolta, netvisor, pupesoft.", []string{"export", "--format", "ods"}},
		{"Muodon vcard sarakkeita ei voi valita.", []string{"export", "--format", "vcard", "--columns", "name"}},
		{"Muodon netvisor sarakkeita ei voi valita.", []string{"export", "--format=netvisor", "--template"}},
		{"Vaihtoehdot: fi, sv, en.", []string{"history", "--lang", "de"}},
		{"Vaihtoehdot: admin, editor, viewer.", []string{"user", "add", "Liisa", "--role", "boss"}},
		{"Valitsimen --max-rows arvo ”0” ei kelpaa. Anna kokonaisluku, joka on vähintään 1.", []string{"import", file, "--max-rows", "0"}},
		{"Anna rivin numero tai none", []string{"import", file, "--header-row", "0"}},
		{"Anna rivin numero tai none", []string{"import", file, "--header-row", "first"}},
		{"Kirjoita --map muodossa 'OTSIKKO=KENTTÄ'; ”Nimi” ei ole", []string{"import", file, "--map", "Nimi"}},
		{"Tiedostossa ei ole saraketta ”Nimike”. Sarakkeet: Asiakasnumero, Tyyppi,", []string{"import", file, "--map", "Nimike=name"}},
		{"Tiedostossa ei ole saraketta ”Nimike”.", []string{"import", file, "--skip", "Nimike"}},
		{"Tiedostossa ei ole saraketta ””.", []string{"import", file, "--skip", ""}},
		{"Kenttää nimi ei ole. Kentät: number, kind, name,", []string{"import", file, "--map", "Nimi=nimi"}},
		{"Erotin x ei kelpaa.", []string{"import", file, "--delimiter", "x"}},
		{"Merkistöä klingon ei tunneta.", []string{"import", file, "--charset", "klingon"}},
		{"Tiedostossa ei ole riviä 99", []string{"import", file, "--header-row", "99"}},
		{"Työkirjassa ei ole taulukkoa Nimi. Taulukot:", []string{"import", "testdata/text.xlsx", "--sheet", "Nimi"}},
		{"Valitsimen --data arvo ”” ei kelpaa.", []string{"history", "--data", ""}},
		{"Asiakasnumeroksi ei kelpaa Alfa.", []string{"person", "Alfa"}},
		{"Asiakasnumeroksi ei kelpaa 0.", []string{"person", "0"}},
		{"Tiedoston nimen pitää päättyä .xlsx", []string{"person", "1001", "alfa.csv"}},
		{"Tiedoston nimen pitää päättyä .xlsx", []string{"person", "1001", "alfa.xlsx", "--json"}},
		{"syöte ei ole pääte", []string{"user", "add", "Liisa"}},
	} {
		r := b.run(test.args...)
		if r.status != 2 || r.stdout != "" || !strings.Contains(r.stderr, test.want) || !strings.Contains(r.stderr, "\nOhje: kortisto") {
			t.Errorf("%q: status %d, stdout %q, stderr %q, want %q", test.args, r.status, r.stdout, r.stderr, test.want)
		}
		for _, lang := range customer.Languages[1:] {
			if hasLang(test.args) {
				continue
			}
			r := b.run(append([]string{"--lang", lang}, test.args...)...)
			if r.status != 2 || r.stderr == "" || strings.Contains(r.stderr, "Valits") {
				t.Errorf("%s %q: status %d, stderr %q", lang, test.args, r.status, r.stderr)
			}
		}
	}
	if b.csv() != before {
		t.Error("something was stored")
	}
}

func hasLang(args []string) bool {
	for _, arg := range args {
		if arg == "--lang" {
			return true
		}
	}
	return false
}

func TestFlagsStandAnywhere(t *testing.T) {
	b := newBench(t)
	file := "testdata/original.csv"
	for _, args := range [][]string{
		{"import", file, "--create-numbers", "--json"},
		{"import", "--create-numbers", "--json", file},
		{"--create-numbers", "--json", "import", file},
		{"--sheet", "import", "import", "--create-numbers", file, "--json"},
		{"--json", "--create-numbers=true", "import", "--", file},
	} {
		if r := b.run(args...); r.status != 0 || !strings.Contains(r.stdout, `"new":10`) {
			t.Errorf("%q: status %d, %.200q %q", args, r.status, r.stdout, r.stderr)
		}
	}
	b.stdin = "kirkas talvipäivä 7\n"
	if r := b.run("--password-stdin", "user", "--role", "admin", "add", "list"); r.status != 0 {
		t.Errorf("user add: %q", r.stderr)
	}
}

func TestVariables(t *testing.T) {
	b := newBench(t)
	b.env = map[string]string{
		"KORTISTO_DATA":           b.path("elsewhere"),
		"KORTISTO_CREATE_NUMBERS": "true",
		"KORTISTO_SAVE":           "1",
		"KORTISTO_LANG":           "en",
		"KORTISTO_MAP":            "Lisätiedot=\r\nViitteenne=notes\n",
		"KORTISTO_SHEET":          "",
	}
	r := b.runBare("import", "testdata/original.csv")
	if r.status != 0 || !strings.Contains(r.stdout, "Saved 10 new customers (import 1).") || !strings.Contains(r.stdout, "not imported: Lisätiedot.") {
		t.Fatalf("status %d\n%s%s", r.status, r.stdout, r.stderr)
	}
	if r := b.runBare("history", "--lang", "sv"); !strings.HasPrefix(r.stdout, "Import  Tid") {
		t.Errorf("the flag does not win: %q", r.stdout)
	}
	if r := b.runBare("export", "--data", b.path("third")); strings.Contains(r.stdout, "1001") {
		t.Error("--data does not win")
	}
	b.env["KORTISTO_MAX_ROWS"] = "many"
	r = b.runBare("import", "testdata/original.csv")
	if r.status != 2 || !strings.Contains(r.stderr, "“many” is not a value for the environment variable KORTISTO_MAX_ROWS. Give a whole number of at least 1.") {
		t.Errorf("status %d, %q", r.status, r.stderr)
	}
	b.env = map[string]string{"KORTISTO_LANG": "de"}
	if r := b.run("history"); r.status != 2 || !strings.Contains(r.stderr, "KORTISTO_LANG") {
		t.Errorf("status %d, %q", r.status, r.stderr)
	}
}

func TestHelp(t *testing.T) {
	b := newBench(t)
	for _, lang := range customer.Languages {
		for _, command := range []string{"", "import", "export", "history", "version", "config", "user", "user add", "user list", "user password", "user link",
			"user role", "user disable", "user enable", "user logout", "user delete"} {
			args := append(strings.Fields(command), "--help", "--lang", lang)
			r := b.runBare(args...)
			if r.status != 0 || r.stderr != "" || !strings.Contains(r.stdout, "--data") || !strings.Contains(r.stdout, "KORTISTO_DATA") {
				t.Errorf("%q: status %d\n%s%s", args, r.status, r.stdout, r.stderr)
			}
			if lang != "en" && (strings.Contains(r.stdout, "help for") || strings.Contains(r.stdout, "Usage") || strings.Contains(r.stdout, "default")) {
				t.Errorf("%q speaks English:\n%s", args, r.stdout)
			}
			if asked := b.runBare(append([]string{"help", "--lang", lang}, strings.Fields(command)...)...); asked != r {
				t.Errorf("help %s differs: %+v", command, asked)
			}
		}
	}
	if r := b.runBare("import", "-h"); !strings.Contains(r.stdout, "--map OTSIKKO=KENTTÄ (tai #3=KENTTÄ)") || !strings.Contains(r.stdout, "kortisto import TIEDOSTO [VALITSIMET]") {
		t.Errorf("%s", r.stdout)
	}
}

func TestVersion(t *testing.T) {
	r := newBench(t).runBare("version")
	if r.status != 0 || r.stdout != "kortisto "+cli.Version+"\n" {
		t.Errorf("%+v", r)
	}
}
