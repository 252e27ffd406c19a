package cli_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// exportedWith is an export of which one place is edited.
func (b *bench) exportedWith(name, old, new string) string {
	b.t.Helper()
	text := b.csv()
	if strings.Count(text, old) != 1 {
		b.t.Fatalf("%q stands %d times in\n%s", old, strings.Count(text, old), text)
	}
	return b.write(name, strings.Replace(text, old, new, 1))
}

// TestThreeWay holds that an export that comes back undoes nothing that was
// changed meanwhile, and asks where both sides changed the same.
func TestThreeWay(t *testing.T) {
	b := newBench(t)
	b.must("import", b.write("alku.csv", "Nimi;Puhelin;Maksuehto\nAlfa Oy;040 1111111;14\nBeeta Oy;040 2222222;14\n"), "--save")
	untouched := b.write("koskematon.csv", b.csv())
	touched := b.exportedWith("muokattu.csv", "040 1111111", "050 7654321")
	b.must("import", b.write("väli.csv", "Asiakasnumero;Puhelin\n1001;09 123456\n"), "--save")

	if p := b.plan(untouched); p.Counts.Unchanged != 2 {
		t.Errorf("%+v", p.Rows)
	}
	p := b.plan(touched)
	if len(p.Rows[0].Conflicts) != 1 || p.Counts.Undecided != 1 || p.Counts.Unchanged != 1 {
		t.Fatalf("%+v", p.Rows)
	}
	c := p.Rows[0].Conflicts[0]
	if c.Field != "phone" || c.Exported != "040 1111111" || c.Current != "09 123456" || c.File != "050 7654321" || c.Who != "command line" || c.Import != 2 {
		t.Errorf("%+v", c)
	}
	if p := b.plan(touched, "--on-conflict", "register"); p.Counts.Unchanged != 2 {
		t.Errorf("%+v", p.Rows)
	}
	if p := b.plan(touched, "--on-conflict", "file"); p.Counts.Modified != 1 || p.Rows[0].Changes[0].Old != "09 123456" {
		t.Errorf("%+v", p.Rows)
	}
	r := b.must("import", touched)
	if !strings.Contains(r.stdout, "Puhelin: vietäessä 040 1111111, nyt 09 123456, tiedostossa 050 7654321") {
		t.Error(r.stdout)
	}

}

// TestThreeWayMended holds that the file of an earlier import makes no conflict
// with what that import wrote, when its failed rows are mended.
func TestThreeWayMended(t *testing.T) {
	b := newBench(t)
	b.must("import", b.write("alku.csv", "Nimi;Puhelin;Maksuehto\nAlfa Oy;040 1111111;14\nBeeta Oy;040 2222222;15\n"), "--save")
	export := strings.Replace(b.csv(), "040 1111111", "050 7654321", 1)
	failing := b.write("virhe.csv", strings.Replace(export, ";15;", ";-1;", 1))
	mended := b.write("korjattu.csv", strings.Replace(export, ";15;", ";21;", 1))
	b.must("import", failing, "--save")
	if p := b.plan(mended); p.Counts.Unchanged != 1 || p.Counts.Modified != 1 {
		t.Errorf("after its own save: %+v", p.Rows)
	}
	b.must("import", b.write("väli.csv", "Asiakasnumero;Puhelin\n1001;09 999999\n"), "--save")
	if p := b.plan(mended); p.Counts.Unchanged != 1 || p.Counts.Modified != 1 {
		t.Errorf("changed after its own save: %+v", p.Rows)
	}
	back := b.write("takaisin.csv", strings.Replace(export, "050 7654321", "040 1111111", 1))
	if p := b.plan(back); p.Counts.Unchanged != 2 {
		t.Errorf("the exported value, as in an untouched copy: %+v", p.Rows)
	}
}

// TestThreeWayAfterUndo holds that a file whose import is undone can be imported
// once more.
func TestThreeWayAfterUndo(t *testing.T) {
	b := newBench(t)
	b.must("import", b.write("alku.csv", "Nimi;Puhelin\nAlfa Oy;040 1111111\n"), "--save")
	touched := b.exportedWith("muokattu.csv", "040 1111111", "050 7654321")
	b.must("import", touched, "--save")
	b.must("undo", "2")
	if p := b.plan(touched); p.Counts.Modified != 1 {
		t.Errorf("%+v", p.Rows)
	}
	b.must("undo", "3")
	if p := b.plan(touched); p.Counts.Unchanged != 1 {
		t.Errorf("%+v", p.Rows)
	}
}

// TestThreeWayElsewhere holds that another register's marks are not taken for
// this one's.
func TestThreeWayElsewhere(t *testing.T) {
	b, other := newBench(t), newBench(t)
	for _, register := range []*bench{b, other} {
		register.must("import", register.write("alku.csv", "Nimi;Puhelin\nAlfa Oy;040 1111111\n"), "--save")
	}
	b.must("import", b.write("väli.csv", "Asiakasnumero;Puhelin\n1001;09 123456\n"), "--save")
	p := b.plan(b.write("muualta.csv", other.csv()))
	if p.Counts.Modified != 1 || len(p.Rows[0].Problems) != 1 || p.Rows[0].Problems[0].Code != "version-unknown" || p.Rows[0].Problems[0].Level != "note" {
		t.Errorf("%+v", p.Rows)
	}
}

// TestThreeWayCopies holds that a second copy of an export which nobody has
// touched takes nothing back that the first one has saved. Whoever goes on in
// the first one changes its own value; what somebody has written over it since
// is a conflict with what was really exported.
func TestThreeWayCopies(t *testing.T) {
	b := newBench(t)
	b.must("import", b.write("alku.csv", "Nimi;Puhelin;Maksuehto\nAlfa Oy;040 1111111;14\n"), "--save")
	untouched := b.write("kopio.csv", b.csv())
	edited := b.exportedWith("toinen.csv", "040 1111111", "044 3333333")
	b.must("import", b.exportedWith("muokattu.csv", "040 1111111", "050 7654321"), "--save")
	for _, phone := range []string{"050 7654321", "09 123456"} {
		b.must("import", b.write("väli.csv", "Asiakasnumero;Puhelin\n1001;"+phone+"\n"), "--save")
		if p := b.plan(untouched); p.Counts.Unchanged != 1 {
			t.Errorf("now %s: %+v", phone, p.Rows)
		}
		p := b.plan(edited)
		if phone == "050 7654321" {
			if p.Counts.Modified != 1 || p.Rows[0].Changes[0].Old != phone {
				t.Errorf("now %s: %+v", phone, p.Rows)
			}
			continue
		}
		if len(p.Rows[0].Conflicts) != 1 {
			t.Fatalf("now %s: %+v", phone, p.Rows)
		}
		if c := p.Rows[0].Conflicts[0]; c.Exported != "040 1111111" || c.Current != phone || c.File != "044 3333333" || c.Who != "command line" {
			t.Errorf("%+v", c)
		}
		if text := p.Rows[0].Problems[0].Message; !strings.HasPrefix(text, "komentorivi") {
			t.Error(text)
		}
	}
}

// TestThreeWayNumberTakenAgain holds that an export says nothing of a customer
// that has only taken the number of an exported one.
func TestThreeWayNumberTakenAgain(t *testing.T) {
	b := newBench(t)
	b.must("import", b.write("alku.csv", "Asiakasnumero;Nimi;Y-tunnus;Puhelin\n1002;Alfa Oy;2077474-0;040 1111111\n"), "--create-numbers", "--save")
	export := b.exportedWith("vienti.csv", "040 1111111", "050 7654321")
	b.must("undo", "1")
	b.must("import", b.write("muu.csv", "Asiakasnumero;Nimi;Y-tunnus\n1002;Beeta Oy;0112038-9\n"), "--create-numbers", "--save")
	if p := b.plan(export); p.Counts.Undecided != 1 || p.Rows[0].Problems[0].Code != "contradiction" {
		t.Errorf("%+v", p.Rows)
	}
}

// TestThreeWayBroughtBack holds that a customer which an undo has brought back is
// the one that was exported.
func TestThreeWayBroughtBack(t *testing.T) {
	b := newBench(t)
	b.must("import", b.write("alku.csv", "Nimi;Puhelin\nAlfa Oy;040 1111111\n"), "--save")
	export := b.exportedWith("vienti.csv", "040 1111111", "050 7654321")
	b.must("undo", "1")
	b.must("undo", "2")
	if p := b.plan(export); p.Counts.Modified != 1 || len(p.Rows[0].Problems) > 0 {
		t.Errorf("%+v", p.Rows)
	}
}

// column cuts the column with a header out of a file; where by is not 0, it is
// turned by so many rows instead, as by a sort that leaves it behind.
func column(t *testing.T, text, header string, by int) string {
	t.Helper()
	var rows [][]string
	for line := range strings.Lines(strings.TrimPrefix(text, "\ufeff")) {
		rows = append(rows, strings.Split(strings.TrimSpace(line), ";"))
	}
	at := slices.Index(rows[0], header)
	if at < 0 {
		t.Fatalf("no column %s", header)
	}
	moved := make([]string, len(rows)-1)
	for i := range moved {
		moved[i] = rows[1+(i+by)%len(moved)][at]
	}
	var b strings.Builder
	for i, row := range rows {
		if by == 0 {
			row = slices.Delete(row, at, at+1)
		} else if i > 0 {
			row[at] = moved[i-1]
		}
		b.WriteString(strings.Join(row, ";") + "\r\n")
	}
	return b.String()
}

// TestThreeWayOtherMark holds that no row of an export writes into a customer,
// or makes one, where its mark is another customer's.
func TestThreeWayOtherMark(t *testing.T) {
	const file = "Nimi;Tyyppi;Puhelin;Postitoimipaikka\nAalto Aino;Henkilö;;VAASA\nBerg Bo;Henkilö;;PORI\nCarlson Cia;Henkilö;;OULU\n"
	for name, test := range map[string]struct {
		meanwhile []string // imports by somebody else
		edit      func(t *testing.T, export string) string
		want      []string // statuses and candidates
	}{
		"untouched": {nil, func(_ *testing.T, s string) string { return s }, []string{"unchanged []", "unchanged []", "unchanged []"}},
		"another customer has the old name": {[]string{"Asiakasnumero;Nimi\n1001;Aalto-Niemi Aino\n", "Asiakasnumero;Nimi\n1002;Aalto Aino\n"},
			func(t *testing.T, s string) string { return column(t, s, "Asiakasnumero", 0) },
			[]string{"undecided [1002]", "undecided [1002]", "unchanged []"}},
		"renamed meanwhile": {[]string{"Asiakasnumero;Nimi\n1001;Aalto-Niemi Aino\n"},
			func(t *testing.T, s string) string { return column(t, s, "Asiakasnumero", 0) },
			[]string{"undecided []", "unchanged []", "unchanged []"}},
		"marks left behind": {nil, func(t *testing.T, s string) string {
			return strings.Replace(column(t, s, "Versio", 1), "VAASA", "ESPOO", 1)
		}, []string{"modified []", "unchanged []", "unchanged []"}}, // number, name and Business ID agree
		"numbers left behind": {nil, func(t *testing.T, s string) string { return column(t, s, "Asiakasnumero", 1) },
			[]string{"undecided [1001 1002]", "undecided [1002 1003]", "undecided [1001 1003]"}},
		"a copied row": {nil, func(t *testing.T, s string) string {
			rows := strings.SplitAfter(s, "\r\n")
			return s + strings.Replace(strings.Replace(rows[1], "1001", "", 1), "Aalto Aino", "Dahl Dan", 1)
		}, []string{"unchanged []", "unchanged []", "unchanged []", "undecided [1001]"}},
		"a copied row of another company": {nil, func(t *testing.T, s string) string {
			rows := strings.SplitAfter(s, "\r\n")
			cells := strings.Split(rows[1], ";")
			cells[0], cells[1], cells[2], cells[3] = "", "Yritys", "Dahl Oy", "1572860-0"
			return s + strings.Join(cells, ";")
		}, []string{"unchanged []", "unchanged []", "unchanged []", "new []"}},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t)
			b.must("import", b.write("alku.csv", file), "--save")
			export := b.csv()
			for _, file := range test.meanwhile {
				b.must("import", b.write("väli.csv", file), "--save")
			}
			var got []string
			for _, row := range b.plan(b.write("vienti.csv", test.edit(t, export))).Rows {
				slices.Sort(row.Candidates)
				got = append(got, fmt.Sprint(row.Status, " ", row.Candidates))
				if row.Status == "undecided" && row.Problems[0].Code != "version-other" {
					t.Errorf("%+v", row.Problems)
				}
			}
			if !slices.Equal(got, test.want) {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

// TestTwoCopiesOfOneExport holds that what another one's import of the same export
// wrote does not count as exported, and that --as tells two people apart.
func TestTwoCopiesOfOneExport(t *testing.T) {
	b := newBench(t)
	b.must("import", b.write("alku.csv", "Nimi;Puhelin\nAlfa Oy;040 1111111\n"), "--save")
	first := b.exportedWith("liisa.csv", "040 1111111", "050 2222222")
	second := b.exportedWith("matti.csv", "040 1111111", "050 3333333")
	b.must("import", first, "--as", "Liisa", "--save")
	b.must("import", second, "--as", "Liisa", "--save") // goes on in her own file
	if p := b.plan(first, "--as", "Liisa"); p.Counts.Unchanged != 1 {
		t.Errorf("her own earlier value: %+v", p.Rows)
	}
	p := b.plan(first, "--as", "Matti")
	if p.Counts.Undecided != 1 || len(p.Rows[0].Conflicts) != 1 || p.Rows[0].Conflicts[0].Who != "command line (Liisa)" {
		t.Errorf("a copy of somebody else's: %+v", p.Rows)
	}
	if out := b.must("history").stdout; strings.Count(out, "komentorivi (Liisa)") != 2 {
		t.Error(out)
	}
	if out := b.must("import", first, "--as", "Matti").stdout; !strings.Contains(out, "komentorivi (Liisa)") {
		t.Error(out)
	}
}
