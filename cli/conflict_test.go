package cli_test

import (
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
	if p := b.plan(back); p.Counts.Undecided != 1 {
		t.Errorf("the first value once more, against two others: %+v", p.Rows)
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
