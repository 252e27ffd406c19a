package db

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"syscall"
	"testing"

	"kortisto/importer"
)

// workWithoutFiles is the task of a process that may open no file any more, and
// reads, uploads, saves and undoes all the same; then it has files again.
func workWithoutFiles(dir string) error {
	ctx := context.Background()
	db, err := Open(ctx, dir, Options{})
	if err != nil {
		return err
	}
	drafts, err := db.Drafts(ctx, "Liisa")
	if err != nil {
		return err
	}
	if err := syscall.Setrlimit(syscall.RLIMIT_NOFILE, &syscall.Rlimit{Cur: 64, Max: 64}); err != nil {
		return err
	}
	var held []*os.File
	for {
		file, err := os.Open(os.DevNull)
		if errors.Is(err, syscall.EMFILE) {
			break
		}
		if err != nil {
			return err
		}
		held = append(held, file)
	}
	work := func(file int64) error {
		_, _, listed := db.Customers(ctx, Filter{Limit: 1})
		_, uploaded := db.CreateDraft(ctx, Actor{Name: "Liisa"}, "y.csv", make([]byte, 1<<20), Choices{})
		_, saved := db.Save(ctx, SaveRequest{Actor: Actor{Name: "Liisa"}, Import: file, Input: killedInput(), Fingerprint: os.Getenv("KORTISTO_TEST_FINGERPRINT")})
		return errors.Join(listed, uploaded, saved, db.Ready(ctx))
	}
	fmt.Println("without files:", work(drafts[0].ID))
	for _, file := range held {
		if err := file.Close(); err != nil {
			return err
		}
	}
	if err := work(drafts[0].ID); err != nil {
		return fmt.Errorf("with files again: %w", err)
	}
	imports, err := db.Imports(ctx, 1, 0)
	if err != nil {
		return err
	}
	if imports[0].Counts[importer.New] != 500 {
		return fmt.Errorf("saved %+v", imports[0].Counts)
	}
	return db.Close()
}

// TestWithoutFiles lets a process work that may open no file more: what fails
// leaves nothing half done, and all goes on once there are files again.
func TestWithoutFiles(t *testing.T) {
	dir := t.TempDir()
	db := openDir(t, dir, testOptions())
	fill(t, db, 100)
	request := draft(t, db, killedInput())
	must(t, db.Close())
	child := process(t, "files", dir)
	child.Env = append(child.Env, "KORTISTO_TEST_FINGERPRINT="+request.Fingerprint)
	output, err := child.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
	if !strings.Contains(string(output), syscall.EMFILE.Error()) {
		t.Errorf("it had files all the while: %s", output)
	}
	db = openDir(t, dir, testOptions())
	saved := content(t, db)
	must(t, db.Close())
	survives(t, dir, saved)
}
