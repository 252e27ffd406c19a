package db

import (
	"errors"
	"fmt"
	"slices"
	"sync/atomic"
	"testing"
	"time"
)

func discard(t *testing.T, db *DB, text string) int64 {
	t.Helper()
	liisa := Actor{Name: "Liisa"}
	id, err := db.CreateDraft(t.Context(), liisa, text+".csv", []byte(text), Choices{})
	if err == nil {
		err = db.DiscardDraft(t.Context(), liisa, id)
	}
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func discardedIDs(t *testing.T, db *DB, user string) []int64 {
	t.Helper()
	drafts, err := db.DiscardedDrafts(t.Context(), user)
	if err != nil {
		t.Fatal(err)
	}
	var ids []int64
	for _, draft := range drafts {
		ids = append(ids, draft.ID)
	}
	return ids
}

// TestDiscardedDraftsComeBack holds that a draft that was discarded is taken
// back as it was, by its owner alone, for seven days, after which nothing of its
// file is left.
func TestDiscardedDraftsComeBack(t *testing.T) {
	now := time.Date(2026, 11, 29, 10, 0, 0, 0, time.UTC)
	db := openTest(t)
	db.options.Now = func() time.Time { return now }
	liisa := Actor{Name: "Liisa"}
	kept, late, dropped := discard(t, db, "kept"), discard(t, db, "late"), discard(t, db, "dropped")
	if got := discardedIDs(t, db, "Liisa"); !slices.Equal(got, []int64{dropped, late, kept}) {
		t.Errorf("discarded: %v", got)
	}
	var notOwner ErrNotOwner
	if _, err := db.RestoreDraft(t.Context(), Actor{Name: "Matti"}, kept); !errors.As(err, &notOwner) || len(discardedIDs(t, db, "Matti")) > 0 {
		t.Errorf("restored by somebody else: %v", err)
	}
	now = now.Add(daysLong(7) - time.Millisecond)
	if _, err := db.Retain(t.Context(), Actor{Name: Automatic}, false); err != nil {
		t.Fatal(err)
	}
	if draft, err := db.RestoreDraft(t.Context(), liisa, kept); err != nil || draft.State != StateDraft || draft.FileName != "kept.csv" {
		t.Errorf("restored: %+v, %v", draft, err)
	}
	if file, err := db.DraftFile(t.Context(), kept); err != nil || string(file) != "kept" {
		t.Errorf("the file of a restored draft: %q, %v", file, err)
	}
	if _, err := db.RestoreDraft(t.Context(), liisa, kept); !errors.Is(err, ErrConflict) {
		t.Errorf("restored twice: %v", err)
	}

	now = now.Add(time.Millisecond)
	if _, err := db.RestoreDraft(t.Context(), liisa, late); !errors.Is(err, ErrNotFound) || len(discardedIDs(t, db, "Liisa")) > 0 {
		t.Errorf("restored too late: %v", err)
	}
	if _, err := db.Retain(t.Context(), Actor{Name: Automatic}, false); err != nil {
		t.Fatal(err)
	}
	for _, id := range []int64{late, dropped} {
		if _, err := db.DraftFile(t.Context(), id); !errors.Is(err, ErrNotFound) {
			t.Errorf("the file of %d is left: %v", id, err)
		}
	}
	if _, err := db.DraftFile(t.Context(), kept); err != nil {
		t.Errorf("the file of a restored draft is gone: %v", err)
	}
}

// TestDiscardedDraftsMakeRoom holds that discarded drafts keep nobody from a new
// one, take no more room than unfinished ones may, and are dropped oldest first.
func TestDiscardedDraftsMakeRoom(t *testing.T) {
	var seconds atomic.Int64 // each look at the clock is later
	db := openTest(t)
	db.options.Now = func() time.Time { return time.Unix(1_800_000_000+seconds.Add(1), 0) }
	liisa := Actor{Name: "Liisa"}
	var discarded []int64
	for i := range MaxDrafts + 2 {
		discarded = append(discarded, discard(t, db, fmt.Sprint(i)))
	}
	if got := discardedIDs(t, db, "Liisa"); len(got) != MaxDrafts || got[0] != discarded[MaxDrafts+1] || slices.Contains(got, discarded[1]) {
		t.Errorf("%d are kept: %v", len(got), got)
	}
	for range MaxDrafts {
		if _, err := db.CreateDraft(t.Context(), liisa, "x.csv", []byte("x"), Choices{}); err != nil {
			t.Fatal(err)
		}
	}
	if got := discardedIDs(t, db, "Liisa"); len(got) != 0 {
		t.Errorf("beside as many drafts as there may be: %v", got)
	}
	drafts, err := db.Drafts(t.Context(), "Liisa")
	if err != nil || len(drafts) != MaxDrafts {
		t.Fatalf("%d drafts, %v", len(drafts), err)
	}
	if err := db.DiscardDraft(t.Context(), liisa, drafts[0].ID); err != nil {
		t.Fatal(err)
	}
	if _, err := db.RestoreDraft(t.Context(), liisa, drafts[0].ID); err != nil {
		t.Errorf("one beside as many as there may be but one: %v", err)
	}

	if _, err := db.write.ExecContext(t.Context(), `UPDATE imports SET file_size = ? WHERE id = ?`, MaxDraftBytes, drafts[0].ID); err != nil {
		t.Fatal(err)
	}
	for _, draft := range drafts[:2] {
		if err := db.DiscardDraft(t.Context(), liisa, draft.ID); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := db.CreateDraft(t.Context(), liisa, "x.csv", []byte("x"), Choices{}); err != nil {
		t.Fatal(err)
	}
	if got := discardedIDs(t, db, "Liisa"); !slices.Equal(got, []int64{drafts[1].ID}) {
		t.Errorf("%v are kept, more bytes than there is room for", got)
	}
}
