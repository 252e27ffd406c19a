package db

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"sync"
	"syscall"
	"testing"

	"kortisto/db/dbtest"
	"kortisto/importer"
)

// survives opens a register after a fault, as the next start does, and checks
// all of it: it is sound, it is one of the states that it may be in, and what
// its history says can be undone can be.
func survives(t *testing.T, dir string, states ...string) {
	t.Helper()
	db, err := Open(t.Context(), dir, testOptions())
	must(t, err)
	defer func() { must(t, db.Close()) }()
	checkRegister(t, db)
	now, known := content(t, db), false
	for _, state := range states {
		known = known || unnumbered(now) == unnumbered(state)
	}
	if !known {
		t.Errorf("none of the %d states that it may be in:\n%s", len(states), now)
	}
	imports, err := db.Imports(t.Context(), 1, 0)
	must(t, err)
	for _, last := range imports { // saved or undone: taken back, and back again
		mustUndo(t, db, last.ID)
		again, err := db.Imports(t.Context(), 1, 0)
		must(t, err)
		mustUndo(t, db, again[0].ID)
	}
	if after := content(t, db); unnumbered(after) != unnumbered(now) {
		t.Errorf("undone twice:\n%s\nbefore:\n%s", after, now)
	}
	checkRegister(t, db)
}

// newNumber is the number of a customer, at the beginning of its line, that was
// not there from the beginning: each save gives others.
var newNumber = regexp.MustCompile(`(?m)^(11[1-9]\d|110[1-9]|1[2-9]\d\d|[2-9]\d\d\d|\d{5,}) `)

// unnumbered is a state without the numbers that saves have given.
func unnumbered(state string) string { return newNumber.ReplaceAllString(state, "new ") }

// workUntilKilled uploads, saves and undoes again and again, and says each step.
func workUntilKilled(dir string) error {
	ctx := context.Background()
	db, err := Open(ctx, dir, Options{})
	if err != nil {
		return err
	}
	db.reached = func(stage string) { fmt.Println(stage) }
	for {
		input := killedInput()
		input.Options.UnknownNumbers = importer.UnknownCreates
		id, err := db.CreateDraft(ctx, Actor{Name: "Liisa"}, "x.csv", make([]byte, 3<<20), Choices{Mapping: input.Mapping})
		if err != nil {
			return err
		}
		fmt.Println("uploaded")
		snapshot, err := db.Snapshot(ctx)
		if err != nil {
			return err
		}
		plan, err := importer.Build(ctx, input, snapshot)
		if err := errors.Join(err, snapshot.Close()); err != nil {
			return err
		}
		saved, err := db.Save(ctx, SaveRequest{Actor: Actor{Name: "Liisa"}, Import: id, Input: input, Fingerprint: plan.Fingerprint()})
		if err != nil {
			return err
		}
		if snapshot, err = db.Snapshot(ctx); err != nil {
			return err
		}
		undo, err := snapshot.UndoPlan(ctx, saved.Import)
		if err := errors.Join(err, snapshot.Close()); err != nil {
			return err
		}
		if _, err := db.Undo(ctx, UndoRequest{Actor: Actor{Name: "Liisa"}, Import: saved.Import, Fingerprint: undo.Fingerprint}); err != nil {
			return err
		}
	}
}

// killAfter kills a process after so many of the lines that it prints, and
// reports whether it lived so long.
func killAfter(t *testing.T, task, dir string, steps int) (killed bool) {
	t.Helper()
	child := process(t, task, dir)
	output, err := child.StdoutPipe()
	must(t, err)
	must(t, child.Start())
	lines := bufio.NewScanner(output)
	for step := 0; step < steps && lines.Scan(); step++ {
	}
	must(t, child.Process.Kill())
	_ = child.Wait()
	return child.ProcessState.Sys().(syscall.WaitStatus).Signal() == syscall.SIGKILL
}

// TestKilledAnywhere kills a process that uploads, saves and undoes, after a
// step that is drawn and wherever it has come to by then.
func TestKilledAnywhere(t *testing.T) {
	base := t.TempDir()
	db := openDir(t, base, testOptions())
	fill(t, db, 100)
	before := content(t, db)
	mustSave(t, db, draft(t, db, killedInput()))
	saved := content(t, db)
	mustUndo(t, db, 1)
	must(t, db.Close())
	for range dbtest.Rounds(t, 8) {
		dir, steps := t.TempDir(), 1+rand.IntN(60)
		must(t, os.CopyFS(dir, os.DirFS(base)))
		if !killAfter(t, "work", dir, steps) {
			t.Fatal("it ended by itself")
		}
		survives(t, dir, before, saved)
	}
}

// TestDiskReallyFull fills a real disk and saves, undoes and uploads: nothing
// of it is written, all can be read meanwhile, and all goes on once there is
// room.
func TestDiskReallyFull(t *testing.T) {
	disk := smallDisk(t, "6m")
	dir := filepath.Join(disk, "data")
	db, err := Open(t.Context(), dir, testOptions())
	must(t, err)
	closing := sync.OnceValue(db.Close)
	t.Cleanup(func() { _ = closing() })
	fill(t, db, 100)
	before := content(t, db)
	mustSave(t, db, draft(t, db, killedInput()))
	saved := content(t, db)
	mustUndo(t, db, 1)
	request := draft(t, db, killedInput())
	mustSave(t, db, request)

	must(t, db.Ready(t.Context()))
	ballast := filepath.Join(disk, "ballast")
	fillDisk(t, ballast)
	for name, write := range map[string]func() error{
		"undo": func() error {
			plan, _ := undoPlan(t, db, request.Import)
			_, err := db.Undo(t.Context(), UndoRequest{Actor: Actor{Name: "Liisa"}, Import: request.Import, Fingerprint: plan.Fingerprint})
			return err
		},
		"save": func() error {
			_, err := db.Save(t.Context(), fileOf(t, db, Actor{Name: "Liisa"}, manyNew(1500)))
			return err
		},
		"upload": func() error {
			_, err := db.CreateDraft(t.Context(), Actor{Name: "Liisa"}, "x.csv", make([]byte, 8<<20), Choices{})
			return err
		},
		"ready": func() error { return db.Ready(t.Context()) },
	} {
		if err := write(); !errors.Is(err, ErrDiskFull) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if unnumbered(content(t, db)) != unnumbered(saved) {
		t.Error("something was written, or cannot be read")
	}
	must(t, os.Remove(ballast))
	must(t, db.Ready(t.Context()))
	mustUndo(t, db, request.Import)
	checkRegister(t, db)
	must(t, closing())
	survives(t, dir, before)
}

// smallDisk mounts a disk of its own.
func smallDisk(t *testing.T, size string) string {
	t.Helper()
	dir := t.TempDir()
	if err := mountSmall(dir, size); err != nil {
		t.Skip("no disk can be mounted here: ", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(dir, 0) })
	return dir
}

// fillDisk writes a file until the disk takes no more.
func fillDisk(t *testing.T, path string) {
	t.Helper()
	file, err := os.Create(path)
	must(t, err)
	defer file.Close()
	for size := 1 << 16; size >= 1; size /= 16 {
		for err = nil; err == nil; {
			_, err = file.Write(make([]byte, size))
		}
		if !errors.Is(err, syscall.ENOSPC) {
			t.Fatal(err)
		}
	}
}

// TestReadersWhileSaving reads all the while that saves and undos go on: each
// reader sees one state or the other, whole.
func TestReadersWhileSaving(t *testing.T) {
	db := openTest(t)
	fill(t, db, 100)
	before := content(t, db)
	ctx, stop := context.WithCancel(t.Context())
	var readers sync.WaitGroup
	var mu sync.Mutex
	seen := make(map[string]bool)
	for range 8 {
		readers.Go(func() {
			for ctx.Err() == nil {
				_, total, err := db.Customers(t.Context(), Filter{Limit: 1})
				if err != nil || total != 100 && total != 600 {
					t.Errorf("%d customers, %v", total, err)
				}
				mu.Lock()
				seen[fmt.Sprint(total)] = true
				mu.Unlock()
			}
		})
	}
	for range dbtest.Rounds(t, 3) {
		input := killedInput()
		input.Options.UnknownNumbers = importer.UnknownCreates
		saved := mustSave(t, db, draft(t, db, input))
		mustUndo(t, db, saved.Import)
	}
	stop()
	readers.Wait()
	if content(t, db) != before {
		t.Error("not as before")
	}
	checkRegister(t, db)
}

// TestLongReader holds that the log, which has to keep what a long reader sees,
// is used again once it is done, and cut to what is allowed.
func TestLongReader(t *testing.T) {
	db := openTest(t)
	fill(t, db, 100)
	size := func() int64 {
		info, err := os.Stat(db.path() + "-wal")
		must(t, err)
		return info.Size()
	}
	const upload = 3 << 20
	write := func() {
		_, err := db.CreateDraft(t.Context(), Actor{Name: "Liisa"}, "x.csv", make([]byte, upload), Choices{})
		must(t, err)
	}
	reader, err := db.Snapshot(t.Context())
	must(t, err)
	for range 4 {
		write()
	}
	if size() < 4*upload {
		t.Errorf("%d bytes: the reader keeps nothing", size())
	}
	must(t, reader.Close())
	write() // puts all of it into the database
	grown := size()
	for range 8 {
		write()
	}
	if now := size(); now > grown+2*upload {
		t.Errorf("the log goes on growing: %d, then %d bytes", grown, now)
	}
	survives(t, db.Dir(), content(t, db))
}
