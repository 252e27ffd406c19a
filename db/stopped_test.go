package db

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"testing"
)

// saveUntilStopped is the task of a process that is told to stop while it has
// written a part of a save, and ends well.
func saveUntilStopped(dir string) error {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	db, err := Open(ctx, dir, Options{})
	if err != nil {
		return err
	}
	drafts, err := db.Drafts(ctx, "Liisa")
	if err != nil {
		return err
	}
	stages := 0
	db.reached = func(stage string) {
		if stage != "writing" {
			return
		}
		if stages++; stages == 2 {
			fmt.Println(stage)
			<-ctx.Done()
		}
	}
	_, err = db.Save(ctx, SaveRequest{
		Actor: Actor{Name: "Liisa"}, Import: drafts[0].ID, Input: killedInput(), Fingerprint: os.Getenv("KORTISTO_TEST_FINGERPRINT"),
	})
	if !errors.Is(err, context.Canceled) {
		return fmt.Errorf("the save ended with %w", err)
	}
	return db.Close()
}

// TestSaveStoppedBySignal tells a process to stop that has written a part of a
// save: it is rolled back, and the process ends well.
func TestSaveStoppedBySignal(t *testing.T) {
	dir := t.TempDir()
	db := openDir(t, dir, testOptions())
	fill(t, db, 100)
	before := content(t, db)
	request := draft(t, db, killedInput())
	must(t, db.Close())
	child := process(t, "stop", dir)
	child.Env = append(child.Env, "KORTISTO_TEST_FINGERPRINT="+request.Fingerprint)
	output, err := child.StdoutPipe()
	must(t, err)
	must(t, child.Start())
	if !bufio.NewScanner(output).Scan() {
		t.Fatal("it wrote nothing")
	}
	must(t, child.Process.Signal(syscall.SIGTERM))
	if err := child.Wait(); err != nil {
		t.Errorf("it ended with %v", err)
	}
	survives(t, dir, before)
	again := openDir(t, dir, testOptions())
	if saved := mustSave(t, again, request); saved.Again {
		t.Errorf("saved before: %+v", saved)
	}
}
