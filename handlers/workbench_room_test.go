package handlers

import (
	"bytes"
	"math"
	"mime/multipart"
	"net/http"
	"net/url"
	"runtime"
	"slices"
	"testing"
	"time"

	"kortisto/db"
	"kortisto/sheet"
)

// TestRoomFollowsTheMemory holds that what is kept, and how many files are worked
// on at once, depends on how much memory there is.
func TestRoomFollowsTheMemory(t *testing.T) {
	for memory, want := range map[int64]room{
		math.MaxInt64: {usualBytes, usualWorkers, false},
		192 << 20:     {192 << 20 / partKept, 1, true},
		1 << 30:       {1 << 30 / partKept, usualWorkers, false},
	} {
		if got := roomWithin(memory); got != want {
			t.Errorf("%d bytes: %+v, want %+v", memory, got, want)
		}
	}
}

// TestScarceMemoryHoldsOneFile holds that in a small machine what is kept of
// other drafts goes before work on one begins, but not what a page is about to
// come for, nor what is worked on.
func TestScarceMemoryHoldsOneFile(t *testing.T) {
	w := newWorkbench(nil, sheet.DefaultLimits(), 192<<20)
	t.Cleanup(func() { w.tidying.Stop() })
	for id := range int64(3) {
		entry := w.entry(id + 1)
		entry.sheetSize = 10
		w.account(id+1, entry)
	}
	w.entries[2].awaited = time.Now().Add(time.Hour)
	if !w.dropOthers(1) || w.entries[1] == nil || w.entries[2] == nil || w.entries[3] != nil {
		t.Errorf("kept: %v", w.entries)
	}
	w.entries[2].awaited = time.Time{} // the page has come
	// What is worked on is not waited for.
	entry, job, _ := w.begin(4)
	entry.sheetSize = 10
	w.account(4, entry)
	entry.sheetSize = 10
	w.account(4, entry)
	w.makeRoom(1)
	entry.sheetSize = 0
	w.account(4, entry)
	entry.end(job, nil)
	if w.entries[1] == nil || w.entries[2] != nil || w.used != 10 {
		t.Errorf("kept: %v, %d bytes", w.entries, w.used)
	}
}

// TestWaitingWorkHoldsNoFile holds that in a small machine a save that waits for
// its turn, to save or to work, keeps no file in memory meanwhile, and is done
// all the same.
func TestWaitingWorkHoldsNoFile(t *testing.T) {
	for name, queueOf := range map[string]func(*workbench) *queue{
		"to save": func(w *workbench) *queue { return &w.saves },
		"to work": func(w *workbench) *queue { return &w.work },
	} {
		t.Run(name, func(t *testing.T) {
			s := newInside(t)
			s.bench.scarce = true
			id := s.draft("Nimi\nAlfa Oy\n")
			_, page := s.ask(http.MethodGet, importPath(id), nil)
			queue := queueOf(s.bench)
			var releases []func()
			for queue.free > 0 {
				release, err := queue.take(t.Context(), func(int) {}, func() {})
				if err != nil {
					t.Fatal(err)
				}
				releases = append(releases, release)
			}
			s.bench.patience = time.Millisecond
			s.ask(http.MethodPost, importPath(id)+"/save", url.Values{"fingerprint": {fingerprintOf.FindStringSubmatch(page)[1]}})
			for deadline := time.Now().Add(10 * time.Second); s.kept() > 0; runtime.Gosched() {
				if time.Now().After(deadline) {
					t.Fatalf("%d bytes are kept", s.kept())
				}
			}
			_, _, saving := s.bench.begin(id)
			for _, release := range releases {
				release()
			}
			<-saving.finished
			if draft, err := s.db.Draft(t.Context(), id); err != nil || draft.State != db.StateSaved {
				t.Errorf("%v, %v", draft, err)
			}
		})
	}
}

// kept is how many bytes all drafts keep in memory.
func (s *inside) kept() int64 {
	s.bench.mu.Lock()
	defer s.bench.mu.Unlock()
	return s.bench.used
}

// TestUploadsAreNotCopied holds that a file of a form is read to where the form
// lies in memory, whatever the file holds.
func TestUploadsAreNotCopied(t *testing.T) {
	content := make([]byte, 1<<20)
	for i := range content {
		content[i] = byte(i * i >> 7)
	}
	for _, file := range [][]byte{nil, []byte("x"), []byte("-x\r\n\r\n--y\r\n-x"), content} {
		head := "--x\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nfirst\r\n" +
			"--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n"
		body := slices.Concat([]byte(head), file, []byte("\r\n--x--\r\n"))
		parts := multipart.NewReader(bytes.NewReader(body), "x")
		for range 2 {
			part, err := parts.NextPart()
			if err != nil {
				t.Fatal(err)
			}
			if part.FormName() != "file" {
				continue
			}
			got, err := overwrite(body, part)
			if err != nil || !bytes.Equal(got, file) {
				t.Errorf("a file of %d bytes: %d come, %v", len(file), len(got), err)
			}
			if len(got) > 0 && &got[0] != &body[0] {
				t.Errorf("a file of %d bytes is copied", len(file))
			}
		}
	}
}
