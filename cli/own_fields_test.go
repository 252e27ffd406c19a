package cli_test

import (
	"strings"
	"testing"

	"kortisto/customer"
	"kortisto/db"
)

// TestOwnFieldsOfRegister holds that the commands know the own fields of the
// register that they work on: in files, as columns, and in the plan.
func TestOwnFieldsOfRegister(t *testing.T) {
	b := newBench(t)
	b.must("import", "--save", b.write("a.csv", "Nimi\nAlfa Oy\n"))
	register, err := db.Open(t.Context(), b.path("data"), db.Options{})
	if err != nil {
		t.Fatal(err)
	}
	err = register.AddOwnField(t.Context(), db.Actor{Name: "Liisa"}, "Pinta-ala", customer.TypeNumber)
	if err := register.Close(); err != nil {
		t.Error(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	if out := b.must("import", "--save", b.write("b.csv", "Asiakasnumero;Pinta-ala\n1001;1 234,5\n")).stdout; !strings.Contains(out, "Pinta-ala") || !strings.Contains(out, "1234,5") {
		t.Errorf("the plan: %s", out)
	}
	if out := b.must("export", "--columns", "number,own1").stdout; !strings.HasPrefix(out, "\ufeffAsiakasnumero;Pinta-ala;") || !strings.Contains(out, "\r\n1001;\"1234,5\";") {
		t.Errorf("%q", out)
	}
	if r := b.run("import", b.write("c.csv", "Asiakasnumero;Ala\n1001;monta\n"), "--map", "Ala=own1"); !strings.Contains(r.stdout, "monta ei ole luku") {
		t.Errorf("%s%s", r.stdout, r.stderr)
	}
}
