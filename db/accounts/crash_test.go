package accounts

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/gofrs/flock"
	"kortisto/db"
)

// TestMain lets a test run this binary again as a process that is killed.
func TestMain(m *testing.M) {
	if dir := os.Getenv("KORTISTO_TEST_DIR"); dir != "" {
		task := logInAndDie
		if stage := os.Getenv("KORTISTO_TEST_STAGE"); stage != "" {
			task = func(dir string) error { return preferAndDie(dir, stage) }
		}
		if err := task(dir); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// openLiisas opens a register in a process that will be killed, and finds its user.
func openLiisas(ctx context.Context, dir string) (*Accounts, *User, error) {
	register, err := db.Open(ctx, dir, testOptions())
	if err != nil {
		return nil, nil, err
	}
	a := Open(register, Options{})
	user, err := a.User(ctx, "Liisa")
	return a, user, err
}

// logInAndDie is the task of a process that is killed after log-ins have been
// written behind, with one more that has not been.
func logInAndDie(dir string) error {
	ctx := context.Background()
	a, user, err := openLiisas(ctx, dir)
	if err != nil {
		return err
	}
	begin := func() error {
		id, err := a.CreateSession(user, LoggedIn{})
		fmt.Println(id)
		return err
	}
	if err := begin(); err != nil {
		return err
	}
	for range freeFailures + 1 {
		attempt := a.loginAttempt(Login{Name: "Liisa", Address: "192.0.2.1"}, "")
		if err := attempt.begin(ctx); err != nil {
			return err
		}
		attempt.failed()
	}
	if err := a.unwritten.write(ctx); err != nil {
		return err
	}
	if err := flock.New(filepath.Join(dir, "write.lock")).Lock(); err != nil {
		return err
	}
	if err := begin(); err != nil {
		return err
	}
	_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
	select {}
}

// TestLogInsSurviveAKill holds that of a killed process only the log-ins of the
// last moment are lost, and that no failure before is forgotten.
func TestLogInsSurviveAKill(t *testing.T) {
	dir := t.TempDir()
	before := openDir(t, dir, testOptions())
	if _, err := before.CreateUser(t.Context(), db.Actor{}, "Liisa", goodPassword, db.Admin); err != nil {
		t.Fatal(err)
	}
	closeAll(t, before)
	command := exec.CommandContext(t.Context(), os.Args[0])
	command.Env = append(os.Environ(), "KORTISTO_TEST_DIR="+dir)
	command.Stderr = os.Stderr
	output, err := command.Output()
	if err == nil {
		t.Fatal("the process lived")
	}
	var written, lost string
	if _, err := fmt.Sscan(string(output), &written, &lost); err != nil {
		t.Fatal(err)
	}
	a := openDir(t, dir, testOptions())
	if _, err := a.FindSession(t.Context(), written); err != nil {
		t.Error(err)
	}
	if _, err := a.FindSession(t.Context(), lost); !errors.Is(err, db.ErrNotFound) {
		t.Errorf("a log-in of the last moment: %v", err)
	}
	if wait := tryLogin(t, a, "Liisa", "192.0.2.1"); wait != time.Second {
		t.Errorf("the next log-in waits %v", wait)
	}
}

// preferAndDie is the task of a process that is killed while it writes preferences,
// or right after it.
func preferAndDie(dir, stage string) error {
	die := func(reached string) {
		if reached == stage {
			_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
			select {}
		}
	}
	ctx := context.Background()
	a, user, err := openLiisas(ctx, dir)
	if err != nil {
		return err
	}
	err = a.SetPreferences(ctx, db.Actor{}, user.ID, func(p *Preferences) {
		p.Theme, p.Language = Dark, "sv"
		die("writing")
	})
	die("written")
	return err
}

// TestPreferencesKilled holds that preferences are as before where the process is
// killed that writes them, and stay where it is killed after that; the register is
// sound, and they can be changed again.
func TestPreferencesKilled(t *testing.T) {
	for stage, want := range map[string]Preferences{"writing": {}, "written": {Theme: Dark, Language: "sv"}} {
		dir := t.TempDir()
		before := openDir(t, dir, testOptions())
		user, err := before.CreateUser(t.Context(), db.Actor{}, "Liisa", goodPassword, db.Admin)
		must(t, err)
		closeAll(t, before)
		command := exec.CommandContext(t.Context(), os.Args[0])
		command.Env = append(os.Environ(), "KORTISTO_TEST_DIR="+dir, "KORTISTO_TEST_STAGE="+stage)
		command.Stderr = os.Stderr
		if err := command.Run(); err == nil {
			t.Fatal("the process lived")
		}
		a := openDir(t, dir, testOptions())
		if now, err := a.User(t.Context(), "Liisa"); err != nil || now.Preferences != want {
			t.Errorf("%s: %+v, %v", stage, now, err)
		}
		if flaws, err := a.db.Check(t.Context()); err != nil || len(flaws) > 0 {
			t.Error(flaws, err)
		}
		must(t, a.SetPreferences(t.Context(), db.Actor{}, user.ID, func(p *Preferences) { p.Theme = Light }))
		if now, err := a.User(t.Context(), "Liisa"); err != nil || now.Theme != Light {
			t.Errorf("%s, changed again: %+v, %v", stage, now, err)
		}
		closeAll(t, a)
	}
}
