package handlers_test

import (
	"context"
	"errors"
	"testing"

	"kortisto/customer"
	"kortisto/db"
	"kortisto/handlers"
	"kortisto/importer"
	"kortisto/sheet"
)

// TestHelp holds that the help has a page for each topic, and none for others.
func TestHelp(t *testing.T) {
	b := newSite(t).as(db.Viewer)
	b.want(b.get("/help"), 200, "Getting started", `aria-current="page"`, "Bring the list that you have")
	for _, topic := range []string{"start", "import", "statuses", "undo"} {
		b.want(b.get("/help/"+topic), 200, "<h1>", "!guide.")
	}
	b.want(b.get("/help/statuses"), 200, `<dt id="undecided">Choose</dt>`, `id="alarms"`)
	b.want(b.get("/help/nothing"), 404)
}

// withMadeUp offers two made-up customers.
func withMadeUp(config *handlers.Config) {
	register := config.DB
	hash := db.HashOf([]byte("made up"))
	config.MadeUp = handlers.MadeUp{Hash: hash, Save: func(ctx context.Context, actor db.Actor, _ string) error {
		made := &sheet.Sheet{Header: []string{"Nimi"}, HeaderRow: 1,
			Rows: []sheet.Row{{Line: 2, Cells: []string{"Alfa Oy"}}, {Line: 3, Cells: []string{"Beta Oy"}}}}
		in := importer.Input{Sheet: made, Fields: register.Fields(), Mapping: importer.Suggest(made, register.Fields())}
		snapshot, err := register.Snapshot(ctx)
		if err != nil {
			return err
		}
		plan, err := importer.Build(ctx, in, snapshot)
		if err := errors.Join(err, snapshot.Close()); err != nil {
			return err
		}
		_, err = register.Save(ctx, db.SaveRequest{Actor: actor, File: db.FileInfo{Name: "made up", Hash: hash}, Input: in, Fingerprint: plan.Fingerprint()})
		return err
	}}
}

// TestMadeUp holds that made-up customers are offered where nobody is, and go again
// but for those that were changed.
func TestMadeUp(t *testing.T) {
	none := newSite(t).as(db.Editor)
	none.want(none.get("/customers"), 200, "!made-up")
	none.want(none.post("/customers/made-up"), 404)

	s := newSite(t, withMadeUp)
	b := s.as(db.Editor)
	shown := func(path string) *answer { return b.get(b.post(path).Header.Get("Location")) }
	b.want(b.get("/customers"), 200, `action="/customers/made-up"`)
	b.want(shown("/customers/made-up"), 200, "made-up customers for trying", `action="/customers/made-up/remove"`)
	b.want(shown("/customers/made-up"), 200, "has customers already")
	b.want(shown("/customers/made-up/remove"), 200, "2 made-up customers are removed", `action="/customers/made-up"`)

	b.want(shown("/customers/made-up"), 200, `action="/customers/made-up/remove"`)
	s.change(1003, customer.City, "Turku")
	b.want(shown("/customers/made-up/remove"), 200, "but for one that was changed", "1003")
	b.want(b.get("/customers"), 200, "!made-up/remove")
	b.want(shown("/customers/made-up/remove"), 200)
}
