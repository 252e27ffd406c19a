package handlers

import (
	"context"
	"testing"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/importer"
	"kortisto/sheet"
)

// TestWorkbenchAccountsForSheets holds that a sheet counts against the memory
// of all drafts though its plan could not be made.
func TestWorkbenchAccountsForSheets(t *testing.T) {
	register, err := db.Open(t.Context(), t.TempDir(), db.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer register.Close()
	id, err := register.CreateDraft(t.Context(), "Liisa", "lista.csv", []byte("Nimi;Katu\nAlfa Oy;Tie 1\n"), db.Choices{})
	if err != nil {
		t.Fatal(err)
	}
	draft, err := register.Draft(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	bench := newWorkbench(register, sheet.DefaultLimits())
	if err := bench.fillSheet(t.Context(), bench.entry(id), draft); err != nil {
		t.Fatal(err)
	}
	over, stop := context.WithCancel(t.Context())
	stop()
	if _, err := bench.plan(over, draft); err == nil {
		t.Fatal("a plan was made for nobody")
	}
	if bench.used == 0 {
		t.Error("nothing is accounted for")
	}
	bench.forget(id)
	if bench.used != 0 {
		t.Errorf("%d bytes of nothing", bench.used)
	}
}

// TestDifferences holds that every row is marked which makes the fingerprint
// another, be it only by the code of a problem.
func TestDifferences(t *testing.T) {
	plan := func(code customer.Code) *importer.Plan {
		return &importer.Plan{Rows: []importer.Row{{Line: 2}, {Line: 3, Problems: []customer.Problem{{Code: code}}}}}
	}
	seen, now := plan(importer.Shadow), plan(importer.Ambiguous)
	lines := differences(&planned{outcome: &outcome{plan: now}, seen: &outcome{plan: seen, fingerprint: "f"}}, "f")
	if len(lines) != 1 || !lines[3] {
		t.Errorf("marked: %v", lines)
	}
}
