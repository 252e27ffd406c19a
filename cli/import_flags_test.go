package cli_test

import (
	"slices"
	"strings"
	"testing"
)

func TestImportMapping(t *testing.T) {
	b := newBench(t)
	path := b.write("odd.csv", "a=b;Firma X;firma x;Mail (työ)\n1;Testi Oy;Toinen Oy;a@b.example\n2;Esimerkki Oy;Kolmas Oy;\n")
	field := func(args ...string) string {
		var fields []string
		for _, column := range b.plan(append([]string{path}, args...)...).Mapping {
			fields = append(fields, column.Field)
		}
		return strings.Join(fields, ",")
	}
	for _, test := range []struct {
		args []string
		want string
	}{
		{[]string{"--map", "Firma X=name"}, ",name,,email"},
		{[]string{"--map", "firma x=name"}, ",,name,email"},
		{[]string{"--map", "FIRMA-X=name"}, ",name,,email"},
		{[]string{"--map", "Firma X=name", "--map", "firma x=name"}, ",,name,email"},
		{[]string{"--map=Firma X=name", "--map", "a=b=reference"}, "reference,name,,email"},
		{[]string{"--map=Firma X=name", "--map", "MAIL="}, ",name,,"},
		{[]string{"--map=Firma X=name", "--skip", "Mail"}, ",name,,"},
		{[]string{"--map=Firma X=name", "--skip", "FIRMA-x", "--map", "firma x=contact"}, ",name,contact,email"},
	} {
		if got := field(test.args...); got != test.want {
			t.Errorf("%q: %s, want %s", test.args, got, test.want)
		}
	}
}

// TestImportAppends holds that columns are appended to the notes on the command
// line, as the plan, its JSON and the help say (append-chosen, append-adds,
// append-once, append-text, docs/rules.md).
func TestImportAppends(t *testing.T) {
	b := newBench(t)
	file := b.write("x.csv", "Nimi;Alennus;Tuote;alennus\nTesti Oy;5 %;Ovi;7 %\nToinen Oy;131052-308T;;\n")
	args := []string{"import", file, "--map", "ALENNUS=append_notes", "--map", "#3=append_notes"}
	plan := b.plan(args[1:]...)
	for i, field := range []string{"name", "append_notes", "append_notes", "append_notes"} {
		if got := plan.Mapping[i].Field; got != field {
			t.Errorf("column %d is at %q, want %q", i+1, got, field)
		}
	}
	if r := b.must(append(args, "--save")...); !strings.Contains(r.stdout, "Sarakkeet, jotka lisätään lisätietoihin: Alennus, Tuote, alennus.") ||
		!strings.Contains(r.stdout, "Lisätiedot: Alennus 5 %") || !strings.Contains(r.stdout, "! Alennus: Solussa on henkilötunnus") || strings.Contains(r.stdout, "308T") {
		t.Errorf("%s", r.stdout)
	}
	if got := b.plan(args[1:]...).Counts; got != (counts{Unchanged: 2}) {
		t.Errorf("the second time: %+v", got)
	}
	if csv := b.csv(); !strings.Contains(csv, "\"Alennus 5 %\nTuote Ovi\nalennus 7 %\"") {
		t.Errorf("exported:\n%s", csv)
	}
	if help := b.must("help", "import").stdout; !strings.Contains(help, "append_notes") {
		t.Error("the help does not tell of it")
	}
}

func TestImportOptions(t *testing.T) {
	b := newBench(t)
	people := b.write("people.csv", "Nimi\nMatti Meikäläinen\n")
	if plan := b.plan(people, "--no-create"); plan.Counts != (counts{Excluded: 1}) {
		t.Errorf("--no-create: %+v", plan.Counts)
	}
	if r := b.must("import", people, "--no-create", "--save"); !strings.Contains(r.stderr, "Tallennettavaa ei ole.") {
		t.Errorf("nothing to save: %q", r.stderr)
	}
	if out := b.must("import", people, "--kind", "company").stdout; !strings.Contains(out, "Tyyppi: Yritys") {
		t.Errorf("--kind: %s", out)
	}
	short := b.write("short.csv", "Nimi;Postinumero\nMatti Meikäläinen;100\n")
	if plan := b.plan(short); plan.Counts.New != 1 || !slices.Equal(plan.Rows[0].Repaired, []string{"postcode"}) {
		t.Errorf("repair: %+v", plan.Rows)
	}
	if plan := b.plan(short, "--no-repair"); plan.Counts.Error != 1 {
		t.Errorf("--no-repair: %+v", plan.Rows)
	}
	b.plan(short, "--on-conflict", "file")
}

// TestCreateNumbersByDefault holds match-unknown-number on the command line: the
// first import brings its own numbers, says so, and can be kept from it.
func TestCreateNumbersByDefault(t *testing.T) {
	b := newBench(t)
	file := b.write("first.csv", "Asiakasnumero;Nimi\n900000;Testi Oy\n7;Toinen Oy\n")
	for _, refused := range []string{"--create-numbers=false", "variable"} {
		args := []string{"import", file, "--json", refused}
		if refused == "variable" {
			b.env["KORTISTO_CREATE_NUMBERS"], args = "false", args[:3]
		}
		if r := b.must(args...); r.stderr != "" || !strings.Contains(r.stdout, `"defaults": []`) || !strings.Contains(r.stdout, `"error":2`) {
			t.Errorf("%s: %s%s", refused, r.stdout, r.stderr)
		}
	}
	b.env = map[string]string{}
	if plan := b.plan(file, "--no-create"); plan.Counts.Error != 2 || len(plan.Defaults) != 0 {
		t.Errorf("--no-create: %+v", plan)
	}
	if plan := b.plan(file, "--create-numbers"); plan.Counts.New != 2 || len(plan.Defaults) != 0 {
		t.Errorf("as asked for: %+v", plan)
	}
	const told = "saavat tiedoston asiakasnumerot"
	if r := b.must("import", b.write("bare.csv", "Nimi\nTesti Oy\n")); strings.Contains(r.stderr, told) {
		t.Errorf("without numbers: %s", r.stderr)
	}
	plan := b.plan(file)
	if plan.Counts != (counts{New: 2}) || !slices.Equal(plan.Defaults, []string{"create-numbers"}) || len(plan.Rows[0].Problems) != 0 {
		t.Errorf("%+v", plan)
	}
	if r := b.must("import", file, "--save"); !strings.Contains(r.stderr, told) || !strings.Contains(r.stdout, "900000 Testi Oy") {
		t.Errorf("%s%s", r.stdout, r.stderr)
	}
	other := b.write("next.csv", "Asiakasnumero;Nimi\n8;Kolmas Oy\n")
	if plan := b.plan(other); plan.Counts != (counts{Error: 1}) || len(plan.Defaults) != 0 {
		t.Errorf("a register with customers: %+v", plan)
	}
}

// TestTotalRowIsLeftOut holds read-total on the command line.
func TestTotalRowIsLeftOut(t *testing.T) {
	b := newBench(t)
	file := b.write("total.csv", "Nimi;Maksuehto\nTesti Oy;14\nYhteensä;1\n")
	if plan := b.plan(file); plan.Counts != (counts{New: 1, Excluded: 1}) || plan.Rows[1].Problems[0].Code != "total-row" || plan.Rows[1].Problems[0].Level != "note" {
		t.Errorf("%+v", plan)
	}
	r := b.must("import", file, "--save")
	for _, want := range []string{"     3  Jätetty pois  Yhteensä\n        ! Rivi näyttää yhteenvetoriviltä.", "1 rivi jää pois."} {
		if !strings.Contains(r.stdout, want) {
			t.Errorf("%q is not in\n%s", want, r.stdout)
		}
	}
	if out := b.csv(); strings.Contains(out, "Yhteensä") {
		t.Errorf("it was saved:\n%s", out)
	}
}

func TestImportReading(t *testing.T) {
	b := newBench(t)
	bare := b.write("bare.csv", "Testi Oy\tx\nToinen Oy\ty\n")
	for _, tab := range []string{"tab", `\t`, "\t"} {
		plan := b.plan(bare, "--delimiter", tab, "--header-row", "none", "--map", "=name")
		if plan.File.Delimiter != "\t" || plan.Counts.New != 2 || plan.Rows[0].Line != 1 || plan.Mapping[0].Field != "name" {
			t.Errorf("%q: %+v", tab, plan)
		}
	}
	titled := b.write("titled.csv", "Asiakkaat 2026;\nNimi;Maa\nTesti Oy;\xc4land\n")
	if plan := b.plan(titled, "--header-row", "2", "--charset", "latin1"); plan.Counts.New != 1 || plan.File.Charset != "iso-8859-1" && plan.File.Charset != "windows-1252" {
		t.Errorf("%+v", plan)
	}
}

// TestImportMend holds that garbled letters are warned of, and mended where that
// is asked for.
func TestImportMend(t *testing.T) {
	b := newBench(t)
	file := b.write("x.csv", "Nimi;SÃ¤hkÃ¶posti\nMÃ¤kelÃ¤ Oy;a@b.example\n")
	r := b.must("import", file)
	if !strings.Contains(r.stderr, "SÃ¤hkÃ¶posti → Sähköposti. Korjaa lisäämällä --mend.") {
		t.Errorf("without --mend: %q", r.stderr)
	}
	if plan := b.plan(file); plan.Mapping[1].Field != "email" || plan.Counts.New != 1 {
		t.Errorf("without --mend: %+v", plan)
	}
	r = b.must("import", file, "--mend", "--save")
	if !strings.Contains(r.stderr, "Rikkoutuneet kirjaimet on korjattu 2 solussa.") || !strings.Contains(b.csv(), "Mäkelä Oy") {
		t.Errorf("with --mend: %q, %s", r.stderr, b.csv())
	}
	torn := b.write("torn.csv", "Nimi;Katuosoite;Maa\n\"Alfa Oy;Tie 1\", Oulu;FI\n")
	if r := b.must("import", torn); !strings.Contains(r.stderr, "oli yhdessä sarakkeessa") || !strings.Contains(r.stdout, "Tie 1, Oulu") {
		t.Errorf("one column: %q, %s", r.stderr, r.stdout)
	}
	for charset, name := range map[string]string{"macroman": "M\x8aki", "iso-8859-15": "M\xe4ki", "cp850": "M\x84ki"} {
		file := b.write("x.csv", "Nimi;Maa\n"+name+";FI\n")
		if out := b.must("import", file, "--charset", charset).stdout; !strings.Contains(out, "Mäki") {
			t.Errorf("--charset %s: %s", charset, out)
		}
	}
}

// TestHeaderMissing holds that a header row which is missing is said as such, with
// the way to name the columns, and that other files are told of their headings.
func TestHeaderMissing(t *testing.T) {
	b := newBench(t)
	for name, c := range map[string]struct{ body, want string }{
		"none.csv":  {"Alfa Oy;00100;Uusikatu 1\nBeta Oy;02100;Uusikatu 2\n", "Otsikkorivi puuttuu?"},
		"mail.csv":  {"Alfa;x@alfa.example\nBeta;y@beta.example\n", "'#1=name'"},
		"other.csv": {"Väri;Koko\npunainen;iso\nsininen;pieni\n", "Sarakkeet: Väri, Koko"},
	} {
		args := []string{"import", b.write(name, c.body)}
		if name == "other.csv" {
			args = append(args, "--header-row", "1")
		}
		if r := b.run(args...); r.status != 1 || !strings.Contains(r.stderr, c.want) {
			t.Errorf("%s: status %d, stderr %q", name, r.status, r.stderr)
		}
	}
}

// TestMapWithoutHeader holds that the columns of a file without a header are
// called by their numbers.
func TestMapWithoutHeader(t *testing.T) {
	b := newBench(t)
	titled := b.write("titled.csv", "Väri;Koko;#3\nAlfa;iso;x\nBeta;pieni;y\n")
	for column, want := range map[string]string{"#1": "Väri", "#3": "#3"} {
		plan := b.plan(titled, "--header-row", "1", "--map", column+"=name")
		for _, m := range plan.Mapping {
			if (m.Field == "name") != (m.Header == want) {
				t.Errorf("%s: %q is mapped to %q", column, m.Header, m.Field)
			}
		}
	}
	if r := b.run("import", titled, "--header-row", "1", "--map", "#4=name"); r.status != 2 {
		t.Errorf("a column that there is not: status %d", r.status)
	}
	file := b.write("x.csv", "Alfa Oy;2077474-0;Uusikatu 1\nBeta Oy;1572860-0;Uusikatu 2\n")
	r := b.run("import", file, "--header-row", "none", "--map", "#1=name", "--map", "3=street", "--save")
	if r.status != 0 || !strings.Contains(b.csv(), "Uusikatu 2") || !strings.Contains(b.csv(), "Alfa Oy") {
		t.Errorf("status %d, stderr %q, register\n%s", r.status, r.stderr, b.csv())
	}
}
