package drafts

import (
	"context"
	"errors"
	"math"
	"runtime"
	"testing"
	"time"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/importer"
	"kortisto/sheet"
)

// newDesk makes a desk whose work ends with the test.
func newDesk(t *testing.T, register *db.DB, memory int64) *Desk {
	t.Helper()
	d := New(register, sheet.DefaultLimits(), memory, func(work func(context.Context) error, ended func(error)) {
		go func() { ended(work(context.Background())) }()
	})
	t.Cleanup(d.Close)
	return d
}

// newRegister makes an empty register in a file.
func newRegister(t *testing.T) *db.DB {
	t.Helper()
	register, err := db.Open(t.Context(), t.TempDir(), db.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = register.Close() })
	return register
}

// upload stores a file that has not been read yet.
func upload(t *testing.T, register *db.DB, text string) *db.Import {
	t.Helper()
	id, err := register.CreateDraft(t.Context(), liisa, "lista.csv", []byte(text), db.Choices{Unread: true})
	if err != nil {
		t.Fatal(err)
	}
	return stored(t, register, id)
}

// stored is a draft as the register has it.
func stored(t *testing.T, register *db.DB, id int64) *db.Import {
	t.Helper()
	draft, err := register.Draft(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return draft
}

var liisa = db.Actor{Name: "Liisa"}

// TestSheetsAreCounted holds that a sheet counts against the memory of all
// drafts though its plan could not be made.
func TestSheetsAreCounted(t *testing.T) {
	register := newRegister(t)
	desk := newDesk(t, register, math.MaxInt64)
	draft := upload(t, register, "Nimi;Katu\nAlfa Oy;Tie 1\n")
	if _, err := desk.Read(t.Context(), draft, db.Reading{}, liisa); err != nil {
		t.Fatal(err)
	}
	draft = stored(t, register, draft.ID)
	if err := register.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := desk.Plan(t.Context(), draft); err == nil {
		t.Fatal("a plan was made without a register")
	}
	if desk.used == 0 {
		t.Error("nothing is counted")
	}
	desk.Forget(draft.ID)
	if desk.used != 0 {
		t.Errorf("%d bytes of nothing", desk.used)
	}
}

// TestMappingChangesReadTheRegisterOnce holds that a change of the mapping plans
// on the register cache, until the register changes.
func TestMappingChangesReadTheRegisterOnce(t *testing.T) {
	register := newRegister(t)
	desk := newDesk(t, register, math.MaxInt64)
	create := func(name string) {
		t.Helper()
		if _, err := register.CreateCustomer(t.Context(), liisa, customer.Values{customer.Kind: customer.Company, customer.Name: name}); err != nil {
			t.Fatal(err)
		}
	}
	create("Alfa Oy")
	draft := upload(t, register, "Asiakasnumero;Nimi;Katu\n1001;Alfa Oy;Tie 1\n")
	if _, err := desk.Read(t.Context(), draft, db.Reading{}, liisa); err != nil {
		t.Fatal(err)
	}
	cache := func() *importer.RegisterCache {
		t.Helper()
		if _, err := desk.Plan(t.Context(), stored(t, register, draft.ID)); err != nil {
			t.Fatal(err)
		}
		return desk.entry(draft.ID).cache
	}
	first := cache()
	_, err := register.ChangeChoices(t.Context(), liisa, draft.ID, func(choices *db.Choices) error {
		choices.Mapping.Set(2, customer.City)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if cache() != first {
		t.Error("the cache was dropped though the register stayed as it was")
	}
	create("Beeta Oy")
	if cache() == first {
		t.Error("the cache of a register that has changed was kept")
	}
}

// TestWaitingReadsHoldNoFile holds that a file that waits for its turn is not in
// memory, and that the one who asks is told the place.
func TestWaitingReadsHoldNoFile(t *testing.T) {
	register := newRegister(t)
	desk := newDesk(t, register, 0) // of one worker
	desk.Patience = time.Millisecond
	release, err := desk.Turns.Take(t.Context(), func(int) {})
	if err != nil {
		t.Fatal(err)
	}
	draft := upload(t, register, "Nimi;Katu\nAlfa Oy;Tie 1\n")
	_, err = desk.Read(t.Context(), draft, db.Reading{}, liisa)
	var working *Working
	if !errors.As(err, &working) || !working.Begun {
		t.Fatalf("the read ended with %v", err)
	}
	for desk.Turns.Waiting() == 0 {
		runtime.Gosched()
	}
	if got := working.Progress(); got != (Progress{Stage: StageWaiting, Place: 1}) {
		t.Errorf("it tells %+v", got)
	}
	if desk.entry(draft.ID).sheet != nil {
		t.Error("the file is read before its turn")
	}
	release()
	<-working.job.finished
	if desk.entry(draft.ID).sheet == nil {
		t.Error("the file is not read in its turn")
	}
}
