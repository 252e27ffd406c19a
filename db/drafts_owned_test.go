package db

import (
	"errors"
	"sync"
	"testing"
)

// TestDraftQuotaIsOfBytesAndDrafts holds that a user may have so many drafts and
// so many bytes, one at least whatever its size, and that saved and discarded
// ones and those of others do not count.
func TestDraftQuotaIsOfBytesAndDrafts(t *testing.T) {
	db := openTest(t)
	create := func(size int64) (int64, error) {
		id, err := db.CreateDraft(t.Context(), Actor{Name: "Liisa"}, "x.csv", []byte("x"), Choices{})
		if err == nil { // a file of that size need not be written to be counted
			_, err = db.write.ExecContext(t.Context(), `UPDATE imports SET file_size = ? WHERE id = ?`, size, id)
		}
		return id, err
	}
	var tooMany ErrTooManyDrafts
	large, err := create(MaxDraftBytes)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := create(1); !errors.As(err, &tooMany) || tooMany.Use != (DraftUse{1, MaxDraftBytes}) || !tooMany.Use.Full() {
		t.Errorf("more bytes than there is room for: %v", err)
	}
	if _, err := db.CreateDraft(t.Context(), Actor{Name: "Matti"}, "x.csv", []byte("x"), Choices{}); err != nil {
		t.Errorf("another user: %v", err)
	}
	if err := db.DiscardDraft(t.Context(), Actor{Name: "Liisa"}, large); err != nil {
		t.Fatal(err)
	}
	// Of many at once no more are made than one may have.
	var wg sync.WaitGroup
	var mu sync.Mutex
	made := 0
	for range MaxDrafts + 5 {
		wg.Go(func() {
			_, err := db.CreateDraft(t.Context(), Actor{Name: "Liisa"}, "x.csv", []byte("x"), Choices{})
			mu.Lock()
			defer mu.Unlock()
			if err == nil {
				made++
			} else if !errors.As(err, &tooMany) {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if use, err := db.DraftUse(t.Context(), "Liisa"); err != nil || made != MaxDrafts || use != (DraftUse{MaxDrafts, MaxDrafts}) {
		t.Errorf("%d made, %+v, %v", made, use, err)
	}
}

// TestDraftsAreTakenOver holds that a draft changes hands from whom it was seen
// with, once, and that then nobody else may change, discard or save it.
func TestDraftsAreTakenOver(t *testing.T) {
	db := openTest(t)
	request := draft(t, db, table(nameCityGroup, []string{"", "Uusi Oy", "Vaasa", ""}))
	id := request.Import
	var notOwner ErrNotOwner
	if _, err := db.TakeDraft(t.Context(), Actor{Name: "Matti"}, id, "Pekka"); !errors.Is(err, ErrConflict) {
		t.Errorf("taken from who does not have it: %v", err)
	}
	if _, err := db.TakeDraft(t.Context(), Actor{Name: "Matti"}, 99, "Liisa"); !errors.Is(err, ErrNotFound) {
		t.Errorf("nothing is taken: %v", err)
	}
	if taken, err := db.TakeDraft(t.Context(), Actor{Name: "Matti"}, id, "Liisa"); err != nil || taken.Owner() != "Matti" || taken.CreatedBy != "Liisa" {
		t.Errorf("%+v, %v", taken, err)
	}
	if own, err := db.Drafts(t.Context(), "Matti"); err != nil || len(own) != 1 {
		t.Errorf("the taker's drafts: %v, %v", own, err)
	}
	if others, err := db.OthersDrafts(t.Context(), "Liisa", 10); err != nil || len(others) != 1 || others[0].TakenFrom != "Liisa" {
		t.Errorf("the maker is not told: %+v, %v", others, err)
	}
	_, changed := db.ChangeChoices(t.Context(), Actor{Name: "Liisa"}, id, func(*Choices) error { return nil })
	_, saved := db.Save(t.Context(), request)
	for name, err := range map[string]error{"change": changed, "save": saved, "discard": db.DiscardDraft(t.Context(), Actor{Name: "Liisa"}, id)} {
		if !errors.As(err, &notOwner) || notOwner.Owner != "Matti" {
			t.Errorf("%s by the maker: %v", name, err)
		}
	}
	request.Actor.Name = "Matti"
	if _, err := db.Save(t.Context(), request); err != nil {
		t.Error(err)
	}
	if _, err := db.TakeDraft(t.Context(), Actor{Name: "Liisa"}, id, "Matti"); !errors.Is(err, ErrConflict) {
		t.Errorf("a saved import is taken: %v", err)
	}
}
