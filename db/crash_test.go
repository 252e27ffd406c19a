package db

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"

	"kortisto/customer"
	"kortisto/importer"
)

// openToDie opens a register in a process that is killed at a stage.
func openToDie(dir, stage string) (*DB, error) {
	db, err := Open(context.Background(), dir, Options{})
	if err != nil {
		return nil, err
	}
	db.reached = dieAt(stage)
	return db, nil
}

// dieAt kills the process when it reaches a stage, as often as the number behind it.
func dieAt(stage string) (reached func(stage string)) {
	stage, count, _ := cutNumber(stage)
	return func(reached string) {
		if reached == stage {
			if count--; count <= 0 {
				_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
				select {}
			}
		}
	}
}

// saveAndDie is the task of a process that is killed at a stage of a save.
func saveAndDie(dir, stage string) error {
	db, err := openToDie(dir, stage)
	if err != nil {
		return err
	}
	drafts, err := db.Drafts(context.Background(), "Liisa")
	if err != nil {
		return err
	}
	_, err = db.Save(context.Background(), SaveRequest{
		Actor: Actor{Name: "Liisa"}, Import: drafts[0].ID, Input: killedInput(), Fingerprint: os.Getenv("KORTISTO_TEST_FINGERPRINT"),
	})
	return err
}

func cutNumber(text string) (string, int, error) {
	for i, r := range text {
		if r >= '0' && r <= '9' {
			n, err := strconv.Atoi(text[i:])
			return text[:i], n, err
		}
	}
	return text, 1, nil
}

// killedInput changes the first customers and adds many.
func killedInput() importer.Input {
	input := manyNew(600)
	input.Mapping = append([]customer.Field{customer.Number}, input.Mapping...)
	input.Sheet.Header = append([]string{"Asiakasnumero"}, input.Sheet.Header...)
	for i := range input.Sheet.Rows {
		number := ""
		if i < 100 {
			number = strconv.Itoa(1001 + i)
		}
		input.Sheet.Rows[i].Cells = append([]string{number}, input.Sheet.Rows[i].Cells...)
	}
	for i := range 100 {
		column, _ := input.Mapping.Column(customer.City)
		input.Sheet.Rows[i].Cells[column] = "Vaasa"
	}
	return input
}

// TestSaveAtomic kills a process within a save. What it leaves is the register
// before or after, and no lock.
func TestSaveAtomic(t *testing.T) {
	for _, stage := range []struct {
		name  string
		saved bool
	}{
		{"locked", false}, {"writing1", false}, {"writing2", false}, {"written", false}, {"committed", true},
	} {
		t.Run(stage.name, func(t *testing.T) {
			dir := t.TempDir()
			db := openDir(t, dir, testOptions())
			fill(t, db, 100)
			request := draft(t, db, killedInput())
			before := state(t, db)

			runToDeath(t, "save "+stage.name, dir, request.Fingerprint)
			if text, err := os.ReadFile(filepath.Join(dir, "write.lock")); err != nil || string(text) != "import" {
				t.Errorf("the lock holds %q, %v", text, err)
			}
			if after := state(t, db); (after != before) != stage.saved {
				t.Errorf("saved: %v, want %v", after != before, stage.saved)
			}
			checkRegister(t, db)

			saved := mustSave(t, db, request)
			if saved.Again != stage.saved || saved.Counts[importer.New] != 500 || saved.Counts[importer.Modified] != 100 {
				t.Errorf("result %+v", saved)
			}
			checkRegister(t, db)
		})
	}
}

// runToDeath runs a task in a process of its own, which must be killed by it.
func runToDeath(t *testing.T, task, dir, fingerprint string) {
	t.Helper()
	child := process(t, task, dir)
	child.Env = append(child.Env, "KORTISTO_TEST_FINGERPRINT="+fingerprint)
	var killed interface{ Signaled() bool }
	if err := child.Run(); err != nil {
		killed, _ = child.ProcessState.Sys().(syscall.WaitStatus)
	}
	if killed == nil || !killed.Signaled() {
		t.Fatalf("the process lived: %v", child.ProcessState)
	}
}

// undoAndDie is the task of a process that is killed at a stage of an undo.
func undoAndDie(dir, stage string) error {
	db, err := openToDie(dir, stage)
	if err != nil {
		return err
	}
	_, err = db.Undo(context.Background(), UndoRequest{Actor: Actor{Name: "Liisa"}, Import: 1, Fingerprint: os.Getenv("KORTISTO_TEST_FINGERPRINT")})
	return err
}

// TestUndoAtomic kills a process within an undo. What it leaves is the register
// before or after.
func TestUndoAtomic(t *testing.T) {
	for _, stage := range []struct {
		name   string
		undone bool
	}{
		{"planned", false}, {"locked", false}, {"writing1", false}, {"writing2", false}, {"written", false}, {"committed", true},
	} {
		t.Run(stage.name, func(t *testing.T) {
			dir := t.TempDir()
			db := openDir(t, dir, testOptions())
			fill(t, db, 100)
			empty := content(t, db)
			mustSave(t, db, draft(t, db, killedInput()))
			before := state(t, db)
			plan, _ := undoPlan(t, db, 1)
			runToDeath(t, "undo "+stage.name, dir, plan.Fingerprint)
			if after := state(t, db); (after != before) != stage.undone {
				t.Errorf("undone: %v, want %v", after != before, stage.undone)
			}
			checkRegister(t, db)
			undone := mustUndo(t, db, 1)
			if undone.Again != stage.undone || undone.Counts != plan.Counts || content(t, db) != empty {
				t.Errorf("result %+v", undone)
			}
			checkRegister(t, db)
		})
	}
}
