package db

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"reflect"
	"testing"

	"kortisto/customer"
	"kortisto/importer"
)

func TestDraft(t *testing.T) {
	dir := t.TempDir()
	db := openDir(t, dir, testOptions())
	random := rand.NewChaCha8([32]byte{})
	for _, size := range []int{0, 1, chunkSize - 1, chunkSize, 2*chunkSize + 7} {
		data := make([]byte, size)
		_, _ = random.Read(data)
		choices := Choices{
			Reading: Reading{Delimiter: "\t", HeaderRow: -1, Sheet: "Taulu?1"},
			Mapping: importer.Mapping{customer.Number, customer.None, customer.Name},
			Options: importer.Options{NoRepair: true, Kind: customer.Person},
			Decisions: importer.Decisions{
				Rows:   map[int]importer.RowDecision{7: {Hash: 1<<64 - 1, Exclude: true}},
				Values: map[int][]importer.ValueDecision{0: {{From: "a'?", To: ""}}},
			},
		}
		id, err := db.CreateDraft(t.Context(), Actor{Name: "Liisa"}, "..\\asiakkaat?'\n.csv", data, choices)
		if err != nil {
			t.Fatal(err)
		}
		file, err := db.DraftFile(t.Context(), id)
		if err != nil || !bytes.Equal(file, data) {
			t.Errorf("%d bytes: read %d, %v", size, len(file), err)
		}
		draft, err := db.Draft(t.Context(), id)
		if err != nil || draft.State != StateDraft || draft.FileName != "..\\asiakkaat?' .csv" || draft.FileSize != int64(size) ||
			draft.FileHash != HashOf(data) || !reflect.DeepEqual(draft.Choices, choices) ||
			draft.CreatedBy != "Liisa" || !draft.Time().Equal(testTime) {
			t.Errorf("%+v, %v", draft, err)
		}
	}
	drafts, err := db.Drafts(t.Context(), "Liisa")
	if err != nil || len(drafts) != 5 || drafts[0].ID != 5 {
		t.Errorf("%d drafts, %v", len(drafts), err)
	}
	if imports, err := db.Imports(t.Context(), 0, 0); err != nil || len(imports) != 0 {
		t.Errorf("drafts in the history: %v, %v", imports, err)
	}
}

func TestDraftChanges(t *testing.T) {
	db := openTest(t)
	input := table(nameCityGroup, []string{"", "Uusi Oy", "Vaasa", ""})
	kept := draft(t, db, input)
	discarded := draft(t, db, input)
	choices := Choices{Mapping: input.Mapping, Reading: Reading{Charset: "latin1"}}
	if _, err := db.ChangeChoices(t.Context(), Actor{Name: "Liisa"}, kept.Import, func(c *Choices) error { *c = choices; return nil }); err != nil {
		t.Fatal(err)
	}
	if row, err := db.Draft(t.Context(), kept.Import); err != nil || !reflect.DeepEqual(row.Choices, choices) || row.FileName == "" {
		t.Errorf("%+v, %v", row, err)
	}
	if err := db.DiscardDraft(t.Context(), Actor{Name: "Liisa"}, discarded.Import); err != nil {
		t.Fatal(err)
	}
	kept.Reading = choices.Reading
	mustSave(t, db, kept)
	if row, err := db.Draft(t.Context(), kept.Import); err != nil || row.Choices.Reading.Charset != "latin1" {
		t.Errorf("%+v, %v", row, err)
	}
	if _, err := db.Save(t.Context(), discarded); !errors.Is(err, ErrConflict) {
		t.Errorf("save of a discarded draft: %v", err)
	}
	for id, want := range map[int64]error{kept.Import: ErrConflict, discarded.Import: ErrConflict, 99: ErrNotFound} {
		if _, err := db.ChangeChoices(t.Context(), Actor{Name: "Liisa"}, id, func(c *Choices) error { *c = choices; return nil }); !errors.Is(err, want) {
			t.Errorf("choices of %d: %v", id, err)
		}
		if err := db.DiscardDraft(t.Context(), Actor{Name: "Liisa"}, id); !errors.Is(err, want) {
			t.Errorf("discard of %d: %v", id, err)
		}
	}
	if _, err := db.Save(t.Context(), SaveRequest{Import: 99}); !errors.Is(err, ErrNotFound) {
		t.Errorf("save of nothing: %v", err)
	}
	second := mustSave(t, db, draft(t, db, table(nameCityGroup, []string{"", "Toinen Oy", "", ""})))
	imports, err := db.Imports(t.Context(), 1, 0)
	if err != nil || len(imports) != 1 || imports[0].ID != second.Import {
		t.Errorf("%+v, %v", imports, err)
	}
	if imports, err = db.Imports(t.Context(), 0, 1); err != nil || len(imports) != 1 || imports[0].ID != kept.Import {
		t.Errorf("%+v, %v", imports, err)
	}
}
