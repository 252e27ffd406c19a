package cli_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// TestImportTellsOfWholeColumns holds that the command line tells of a column
// that was sorted by itself, and of a new group that is a slip away from another.
func TestImportTellsOfWholeColumns(t *testing.T) {
	b := newBench(t)
	first, second := "Nimi;Puhelin;Asiakasryhmä\n", "Asiakasnumero;Puhelin;Asiakasryhmä\n"
	for i := range 12 {
		first += fmt.Sprintf("Yritys %d Oy;040 55500%02d;Vakioasiakkaat\n", i, 7*i)
		second += fmt.Sprintf("%d;040 55500%02d;Vakioasiakas\n", 1001+i, 7*((i+5)%12))
	}
	b.must("import", b.write("a.csv", first), "--save")
	out := b.must("import", b.write("b.csv", second)).stdout
	for _, want := range []string{
		"! Puhelin: Puhelin muuttuisi 12 rivillä toisen asiakkaan tiedoksi.",
		"! Asiakasryhmä: Asiakasryhmä muuttuisi 12 rivillä 12 rivistä. Kaikki saavat saman arvon.",
		"! Uusi asiakasryhmä Vakioasiakas muistuttaa ryhmää Vakioasiakkaat.",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("no word of %q in\n%s", want, out)
		}
	}
}

// codesOf lists the codes of a plan's alarms.
func codesOf(p printedPlan) []string {
	codes := []string{}
	for _, a := range p.Alarms {
		codes = append(codes, a.Code)
	}
	return codes
}

// TestAlarmsInJSON holds that --json tells of the file and its columns what the
// text tells, with codes, and where the header stands.
func TestAlarmsInJSON(t *testing.T) {
	b := newBench(t)
	p := b.plan(b.write("a.csv", "Asiakkaat 2026\nNimi;Lisätiedot;Asiakasryhmä\nAlfa Oy;vakio 1;Uudet\nBeeta Oy;vakio 2;Uudet\n"))
	if p.File.HeaderRow != 2 || p.File.Sheet != "" || !slices.Equal(codesOf(p), []string{"groups-new"}) || p.Alarms[0].Column != 3 || p.Alarms[0].Rows != 2 {
		t.Errorf("%+v %+v", p.File, p.Alarms)
	}
	first, second := "Nimi;Lisätiedot\n", "Asiakasnumero;Lisätiedot;Muuta\n"
	for i := range 6 {
		first += fmt.Sprintf("Yritys %d Oy;vanha %d\n", i, 7*i)
		second += fmt.Sprintf("%d;Vakio %d;010190-123M\n", 1001+i, 2026+i)
	}
	b.must("import", b.write("b.csv", first), "--save")
	second += "9999;x;\n"
	p = b.plan(b.write("c.csv", second))
	if got, want := codesOf(p), []string{"series", "personal-id", "unknown-numbers"}; !slices.Equal(got, want) {
		t.Errorf("alarms %v, want %v", got, want)
	}
	if a := p.Alarms[0]; a.Column != 2 || a.Rows != 6 || a.Message == "" {
		t.Errorf("%+v", a)
	}
	for _, row := range p.Rows {
		for _, problem := range row.Problems {
			if problem.Code == "series" {
				t.Errorf("%+v", row)
			}
		}
	}
	b.must("import", b.path("c.csv"), "--save")
	if got := codesOf(b.plan(b.path("c.csv"))); !slices.Contains(got, "same-file") {
		t.Errorf("imported before: %v", got)
	}
}

// TestMisplacedValuesAreNotSaved holds that the command line saves no plan in
// which a column was sorted by itself, unless that is accepted.
func TestMisplacedValuesAreNotSaved(t *testing.T) {
	const size = 12
	lines := make([][3]string, size)
	first := "Nimi;Puhelin;Sähköposti\n"
	for i := range lines {
		lines[i] = [3]string{fmt.Sprintf("Yritys %c Oy", 'A'+i), fmt.Sprintf("040 55500%02d", 7*i), fmt.Sprintf("a%d@x.example", i)}
		first += strings.Join(lines[i][:], ";") + "\n"
	}
	sorted := func(i int) int { return (i + 5) % size }
	for _, c := range []struct {
		name, header string
		row          func(i int) string
		alarms       []string
	}{
		{"one column", "Asiakasnumero;Nimi;Puhelin", func(i int) string {
			return fmt.Sprintf("%d;%s;%s", 1001+i, lines[i][0], lines[sorted(i)][1])
		}, []string{"shuffled"}},
		{"the numbers", "Nimi;Puhelin;Asiakasnumero", func(i int) string {
			return fmt.Sprintf("%s;%s;%d", lines[i][0], lines[i][1], 1001+sorted(i))
		}, []string{"numbers-sorted", "shuffled"}},
		{"the numbers, without names", "Asiakasnumero;Puhelin;Sähköposti", func(i int) string {
			return fmt.Sprintf("%d;%s;%s", 1001+sorted(i), lines[i][1], lines[i][2])
		}, []string{"numbers-sorted", "shuffled", "shuffled"}},
		{"two columns, each by itself", "Asiakasnumero;Puhelin;Sähköposti", func(i int) string {
			return fmt.Sprintf("%d;%s;%s", 1001+i, lines[sorted(i)][1], lines[sorted(sorted(i))][2])
		}, []string{"shuffled", "shuffled"}},
		{"the rows", "Asiakasnumero;Nimi;Puhelin", func(i int) string {
			return fmt.Sprintf("%d;%s;%s", 1001+sorted(i), lines[sorted(i)][0], lines[sorted(i)][1])
		}, []string{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := newBench(t)
			b.must("import", b.write("a.csv", first), "--save")
			file := c.header + "\n"
			for i := range lines {
				file += c.row(i) + "\n"
			}
			path := b.write("b.csv", file+";Uusi Oy;\n")
			if c.header[0] == 'N' {
				path = b.write("b.csv", file+"Uusi Oy;;\n")
			}
			if got := codesOf(b.plan(path)); !slices.Equal(got, c.alarms) {
				t.Errorf("alarms %v, want %v", got, c.alarms)
			}
			r := b.run("import", path, "--save")
			if refused := r.status == 1 && strings.Contains(r.stderr, "--accept-alarms"); refused != (len(c.alarms) > 0) {
				t.Errorf("status %d: %s", r.status, r.stderr)
			}
			if len(c.alarms) > 0 {
				if !strings.Contains(r.stdout, "Asiakasnumero") && !strings.Contains(r.stdout, "toisen asiakkaan") {
					t.Errorf("the plan is not shown: %s", r.stdout)
				}
				b.must("import", path, "--save", "--accept-alarms")
			}
		})
	}
}

// TestRivalColumnsAreTold holds that a column whose field another column fills is
// told of in the text, in one line, and in JSON, each by itself (map-rival).
func TestRivalColumnsAreTold(t *testing.T) {
	b := newBench(t)
	path := b.write("a.csv", "Nimi;Matkapuhelin;Puhelin;Gsm\nAlfa Oy;040 123 4567;09 123 456;050 765 4321\n")
	if p := b.plan(path); !slices.Equal(codesOf(p), []string{"field-taken", "field-taken"}) || p.Alarms[0].Column != 2 || !strings.Contains(p.Alarms[0].Message, "sarakkeesta Puhelin") {
		t.Errorf("%+v", p.Alarms)
	}
	if out := b.must("import", path).stdout; !strings.Contains(out, "Matkapuhelin (Puhelin), Gsm (Puhelin).") {
		t.Error(out)
	}
}
