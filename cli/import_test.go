package cli_test

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const originals = 10

func TestImportIntoAnEmptyRegister(t *testing.T) {
	b := newBench(t)
	plan := b.plan("testdata/original.csv", "--create-numbers", "--save")
	if plan.Counts != (counts{New: originals}) {
		t.Errorf("counts %+v", plan.Counts)
	}
	if plan.Saved == nil || plan.Saved.New != originals || plan.Saved.Modified != 0 || plan.Saved.Import == 0 {
		t.Errorf("saved %+v", plan.Saved)
	}
	if f := plan.File; f.Name != "original.csv" || f.Format != "csv" || f.Charset != "utf-8" || f.Delimiter != ";" || f.Rows != originals {
		t.Errorf("file %+v", f)
	}
	if len(plan.Mapping) != 19 || plan.Mapping[0].Column != 1 || plan.Mapping[0].Field != "number" || plan.Mapping[18].Header != "Lisätiedot" {
		t.Errorf("mapping %+v", plan.Mapping)
	}
	if !slices.Equal(plan.GroupsToCreate, []string{"Vakioasiakkaat", "Uudet", "Ulkomaat"}) {
		t.Errorf("groups %v", plan.GroupsToCreate)
	}
	if row := plan.Rows[0]; row.Line != 2 || row.Customer != 1001 || row.Status != "new" || len(row.Changes) != 0 {
		t.Errorf("first row %+v", row)
	}
}

func TestImportAgainChangesNothing(t *testing.T) {
	b := newBench(t)
	b.fill()
	before := b.csv()
	for _, path := range []string{"testdata/original.csv", "testdata/text.xlsx"} {
		plan := b.plan(path, "--save")
		if plan.Counts != (counts{Unchanged: originals}) || plan.Saved != nil {
			t.Errorf("%s: %+v, saved %v", path, plan.Counts, plan.Saved)
		}
	}
	if xlsx := b.plan("testdata/text.xlsx").File; xlsx.Format != "xlsx" || xlsx.Charset != "" || xlsx.Delimiter != "" {
		t.Errorf("xlsx: %+v", xlsx)
	}
	r := b.must("import", "testdata/original.csv") // read-again
	if !strings.Contains(r.stderr, "Sama tiedosto tuotiin 20") || !strings.Contains(r.stderr, "(komentorivi).") {
		t.Errorf("not recognised: %q", r.stderr)
	}
	r = b.must("import", "testdata/text.xlsx", "--save")
	if !strings.Contains(r.stderr, "Tiedostossa ei ole muutoksia.") {
		t.Errorf("nothing to save: %q", r.stderr)
	}
	if b.csv() != before {
		t.Error("the register has changed")
	}
}

func TestImportByKeys(t *testing.T) {
	b := newBench(t)
	b.fill()
	plan := b.plan("testdata/original.csv", "--skip", "asiakasNUMERO")
	if plan.Counts != (counts{Unchanged: originals}) {
		t.Errorf("counts %+v", plan.Counts)
	}
	for i, row := range plan.Rows {
		if want := 1001 + i; row.Customer != want {
			t.Errorf("row %d: customer %d, want %d", i, row.Customer, want)
		}
	}
	if by := plan.Rows[0].MatchedBy; by != "business_id" {
		t.Errorf("a company was found by %q", by)
	}
	if by := plan.Rows[2].MatchedBy; by != "name" {
		t.Errorf("a person was found by %q", by)
	}
}

const fewRows = "Asiakasnumero;Nimi;Katuosoite;Muuta;Asiakasryhmä\n" +
	"1003;Virtanen Matti;Uusikuja 1;a;\n" +
	"1004;Öhman Kåre;;b;\n" +
	"9999;Tuntematon;;c;\n" +
	";Uusi <Asiakas> & Co Oy;Tie 2;d;Tuore\n"

func TestImportChanges(t *testing.T) {
	b := newBench(t)
	b.fill()
	path := b.write("few.csv", fewRows)
	plan := b.plan(path, "--save")
	if plan.Counts != (counts{New: 1, Modified: 1, Unchanged: 1, Error: 1}) {
		t.Fatalf("counts %+v", plan.Counts)
	}
	if plan.Saved == nil || plan.Saved.New != 1 || plan.Saved.Modified != 1 {
		t.Errorf("saved %+v", plan.Saved)
	}
	changes := plan.Rows[0].Changes
	if len(changes) != 1 || changes[0] != (struct{ Field, Old, New string }{"street", "Rantatie 3 B 12", "Uusikuja 1"}) {
		t.Errorf("changes %+v", changes)
	}
	problems := plan.Rows[2].Problems
	if len(problems) != 1 || problems[0].Code != "unknown-number" || problems[0].Field != "number" || problems[0].Level != "error" ||
		!strings.Contains(problems[0].Message, "9999") {
		t.Errorf("problems %+v", problems)
	}
	if out := b.csv(); !strings.Contains(out, "Uusikuja 1") || !strings.Contains(out, "1011;Yritys;Uusi <Asiakas> & Co Oy") || strings.Contains(out, "Tuntematon") {
		t.Errorf("register:\n%s", out)
	}
}

func TestImportWithoutSaveStoresNothing(t *testing.T) {
	b := newBench(t)
	b.fill()
	before := b.csv()
	if plan := b.plan(b.write("few.csv", fewRows)); plan.Saved != nil || plan.Counts.New != 1 {
		t.Errorf("%+v", plan)
	}
	if b.csv() != before {
		t.Error("the register has changed")
	}
}

// TestImportPrintsExactlyTheContract holds the keys and their order.
func TestImportPrintsExactlyTheContract(t *testing.T) {
	b := newBench(t)
	b.fill()
	out := b.must("import", b.write("few.csv", fewRows), "--json", "--save", "--lang", "en").stdout
	if strings.Contains(out, `\u003c`) || !json.Valid([]byte(out)) {
		t.Errorf("escaped or invalid: %s", out)
	}
	keys := func(object string) []string {
		decoder := json.NewDecoder(strings.NewReader(object))
		if _, err := decoder.Token(); err != nil {
			t.Fatal(err)
		}
		var names []string
		for decoder.More() {
			token, err := decoder.Token()
			if err != nil {
				t.Fatal(err)
			}
			names = append(names, fmt.Sprint(token))
			var skipped json.RawMessage
			if err := decoder.Decode(&skipped); err != nil {
				t.Fatal(err)
			}
		}
		return names
	}
	var parts struct {
		File, Counts, Saved json.RawMessage
		Mapping, Rows       []json.RawMessage
	}
	if err := json.Unmarshal([]byte(out), &parts); err != nil {
		t.Fatal(err)
	}
	var row struct{ Problems []json.RawMessage }
	if err := json.Unmarshal(parts.Rows[2], &row); err != nil {
		t.Fatal(err)
	}
	for object, want := range map[string]string{
		out:                      "file mapping defaults alarms counts groups_to_create fingerprint rows saved",
		string(parts.File):       "name format charset delimiter sheet header_row rows",
		string(parts.Counts):     "new modified unchanged undecided error excluded",
		string(parts.Mapping[0]): "column header field",
		string(parts.Rows[0]):    "line status customer matched_by changes kept repaired candidates conflicts problems",
		string(row.Problems[0]):  "field level code message",
		string(parts.Saved):      "import new modified",
	} {
		if got := strings.Join(keys(object), " "); got != want {
			t.Errorf("keys %s, want %s", got, want)
		}
	}
	for _, empty := range []string{`"kept":[]`, `"repaired":[]`, `"candidates":[]`, `"conflicts":[]`, `"changes":[]`, `"problems":[]`} {
		if !strings.Contains(string(parts.Rows[1]), empty) {
			t.Errorf("%s lacks %s", parts.Rows[1], empty)
		}
	}
}

func TestImportTable(t *testing.T) {
	b := newBench(t)
	b.fill()
	path := b.write("few.csv", fewRows)
	r := b.must("import", path)
	want := "few.csv (CSV, utf-8, ;, 4 riviä)\n" +
		"Sarakkeet, joita ei tuoda: Muuta.\n" +
		"2 tyhjää solua: rekisterin nykyiset arvot säilyvät. Tiedon voi tyhjentää asiakkaan omalla sivulla.\n" +
		"\n" +
		"  Rivi  Tila          Asiakas\n" +
		"     2  Muokattu      1003 Virtanen Matti\n" +
		"        Katuosoite: Rantatie 3 B 12 → Uusikuja 1\n" +
		"     4  Virhe         Tuntematon\n" +
		"        ! Asiakasnumeroa 9999 ei ole rekisterissä. Tarkista numero, tai salli uusien asiakkaiden luonti tiedoston numeroilla.\n" +
		"     5  Uusi          Uusi <Asiakas> & Co Oy\n" +
		"        Tyyppi: Yritys · Katuosoite: Tie 2 · Asiakasryhmä: Tuore\n" +
		"\n" +
		"1 uusi asiakas, 1 muuttuu, 1 ennallaan. 1 rivillä on virhe.\n" +
		"Luodaan asiakasryhmä Tuore (1 rivi).\n"
	if r.stdout != want {
		t.Errorf("got\n%s\nwant\n%s", r.stdout, want)
	}
	if r.stderr != "Mitään ei tallennettu. Tallenna lisäämällä --save.\n" {
		t.Errorf("messages %q", r.stderr)
	}
	r = b.must("import", path, "--save", "--lang", "sv")
	if !strings.HasSuffix(r.stdout, "Kundgruppen Tuore (1 rad) skapas.\nSparat: 1 ny kund och 1 ändring (import 2).\n") || r.stderr != "" {
		t.Errorf("got\n%s\n%s", r.stdout, r.stderr)
	}
}

func TestTerminalIsSafe(t *testing.T) {
	b := newBench(t)
	path := b.write("evil.csv", "Nimi;Lisätiedot;\x1b[31mMuu\nVirtanen \x1b[2J\u202eMatti;\"a\nb\u009b31m\";x\n"+strings.Repeat("Meikäläinen Maija;;\n", 20))
	r := b.must("import", path)
	for _, bad := range []string{"\x1b", "\u009b", "\u202e"} {
		if strings.Contains(r.stdout+r.stderr, bad) {
			t.Errorf("%q reaches the terminal: %q", bad, r.stdout+r.stderr)
		}
	}
	if !strings.Contains(r.stdout, "a↵b") {
		t.Errorf("a line break is lost:\n%s", r.stdout)
	}
	for _, args := range [][]string{{"import", b.path("\x1b[2J.csv")}, {"\x1b[2J"}, {"--\x1b[2J"}, {"import", path, "--map", "\x1b=name"}, {"export", "--group", "\x1b"}} {
		if r := b.run(args...); strings.Contains(r.stderr, "\x1b") {
			t.Errorf("%q: %q", args, r.stderr)
		}
	}
}

// TestImportTwiceAtOnce runs two processes that save the same file.
func TestImportTwiceAtOnce(t *testing.T) {
	b := newBench(t)
	const processes = 3
	outputs := make(chan string, processes)
	statuses := make(chan int, processes)
	for range processes {
		go func() {
			cmd := exec.Command(os.Args[0], "import", "testdata/original.csv", "--create-numbers", "--save", "--json", "--data", b.path("data"))
			cmd.Env = append(os.Environ(), asProgram+"=1")
			out, _ := cmd.Output()
			outputs <- string(out)
			statuses <- cmd.ProcessState.ExitCode()
		}()
	}
	saved := 0
	for range processes {
		out, status := <-outputs, <-statuses
		switch {
		case status == 1 && out == "":
		case status != 0:
			t.Errorf("status %d: %s", status, out)
		case strings.Contains(out, `"saved"`):
			saved++
		}
	}
	if saved != 1 {
		t.Errorf("%d processes saved", saved)
	}
	if plan := b.plan("testdata/original.csv"); plan.Counts != (counts{Unchanged: originals}) {
		t.Errorf("afterwards %+v", plan.Counts)
	}
}

// TestImportStoredNumbers holds map-guess for a column headed Nro that holds stored
// numbers: it is the number, unless a flag says otherwise.
func TestImportStoredNumbers(t *testing.T) {
	b := newBench(t)
	b.must("import", b.write("a.csv", "Nimi\nAlfa Oy\nBeeta Oy\n"), "--save")
	path := b.write("b.csv", "Nro;Yritys;Katu\n1001;Alfa Oy;Tie 1\n1002;Beeta Oy;Tie 2\n")
	for want, flags := range map[string][]string{"number": nil, "notes": {"--map", "Nro=notes"}, "": {"--skip", "Nro"}} {
		if p := b.plan(append(flags, path)...); p.Mapping[0].Field != want {
			t.Errorf("%v: %+v", flags, p.Mapping)
		}
	}
}
