package cli_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/uptrace/bun"
	"kortisto/customer"
	"kortisto/db"
)

// withOwnField is a register of one customer with a field of its own, of numbers, which
// is still open.
func withOwnField(t *testing.T) (*bench, *db.DB) {
	t.Helper()
	b := newBench(t)
	b.must("import", "--save", b.write("a.csv", "Nimi\nAlfa Oy\n"))
	register, err := db.Open(t.Context(), b.path("data"), db.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := register.AddOwnField(t.Context(), db.Actor{Name: "Liisa"}, "Pinta-ala", customer.TypeNumber); err != nil {
		t.Fatal(errors.Join(err, register.Close()))
	}
	return b, register
}

// TestOwnFieldsOfRegister holds that the commands know the own fields of the
// register that they work on: in files, as columns, and in the plan.
func TestOwnFieldsOfRegister(t *testing.T) {
	b, register := withOwnField(t)
	if err := register.Close(); err != nil {
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

// TestOwnFieldRenamed holds that a command that opens the register, or puts an old
// backup in its place, tells, by its key, of an own field that gets another name, as one
// with a name of the program's.
func TestOwnFieldRenamed(t *testing.T) {
	b, register := withOwnField(t)
	err := register.Write(t.Context(), db.Purpose{}, func(ctx context.Context, tx bun.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE own_fields SET name = 'Puhelin'`)
		return err
	})
	old, backupErr := register.Backup(t.Context(), b.path("vanha.db"))
	if err := errors.Join(err, backupErr, register.Close()); err != nil {
		t.Fatal(err)
	}
	if r := b.must("export", "--columns", "number,phone,own1"); !strings.HasPrefix(r.stdout, "\ufeffAsiakasnumero;Puhelin;Puhelin 2;") || !strings.Contains(r.stderr, "Omalla kentällä own1 ") {
		t.Errorf("%q, %s", r.stdout, r.stderr)
	}
	if r := b.must("export", "--columns", "number,own1"); r.stderr != "" {
		t.Errorf("once more: %s", r.stderr)
	}
	if r := b.must("restore", old.Path); !strings.Contains(r.stderr, "Omalla kentällä own1 ") {
		t.Errorf("restored: %s", r.stderr)
	}
}
