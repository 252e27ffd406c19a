package main

import (
	"bufio"
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"
	"kortisto/cli"
	"kortisto/db"
	"kortisto/db/accounts"
	"kortisto/demo"
)

// TestServeWhileAsked starts the server in an empty directory, follows what it prints,
// and ends it.
func TestServeWhileAsked(t *testing.T) {
	for name, test := range map[string]struct {
		demo    bool
		printed string // what the server says first
		page    string // an address in it leads to a page with this
	}{
		"first run": {false, `http://127\.0\.0\.1:\d+/setup#[A-Z2-7]{26}\n`, `name="token"`},
		"demo":      {true, `http://127\.0\.0\.1:\d+/login .*` + demo.Password, `action="/login"`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx, stop := context.WithCancel(t.Context())
			defer stop()
			dir := t.TempDir()
			output, input := io.Pipe()
			ended := make(chan error, 1)
			go func() {
				ended <- serve(ctx, cli.Settings{Data: dir, Addr: "127.0.0.1:0", MaxConnections: 10, Demo: test.demo, Stdout: input, Stderr: io.Discard})
				_ = input.Close()
			}()
			said := readUntil(t, output, regexp.MustCompile(test.printed))
			if body := get(t, regexp.MustCompile(`http://[\w.:/]+`).FindString(said)); !strings.Contains(body, test.page) {
				t.Errorf("no %s in %s", test.page, body)
			}
			stop()
			if err := <-ended; err != nil {
				t.Error(err)
			}
			checkRegister(t, dir, test.demo)
		})
	}
}

// TestServeAtAddressesThatAreTaken holds that a second server says why it does
// not start.
func TestServeAtAddressesThatAreTaken(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	for addr, words := range map[string]string{listener.Addr().String(): "is already in use", "192.0.2.1:80": "cannot be listened to"} {
		err := serve(t.Context(), cli.Settings{Data: t.TempDir(), Addr: addr, MaxConnections: 10, Lang: "en", Stdout: io.Discard, Stderr: io.Discard})
		if err == nil || !strings.Contains(err.Error(), addr+" "+words) {
			t.Errorf("%s: %v", addr, err)
		}
	}
}

// readUntil returns what is printed up to a line that fits.
func readUntil(t *testing.T, output io.Reader, wanted *regexp.Regexp) string {
	t.Helper()
	var said strings.Builder
	lines := bufio.NewReader(output)
	for {
		line, err := lines.ReadString('\n')
		said.WriteString(line)
		if wanted.MatchString(said.String()) {
			return said.String()
		}
		if err != nil {
			t.Fatalf("%v after %q", err, said.String())
		}
	}
}

func get(t *testing.T, address string) string {
	t.Helper()
	parsed, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.Get(parsed.String())
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

func checkRegister(t *testing.T, dir string, filled bool) {
	t.Helper()
	register, err := db.Open(t.Context(), dir, db.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer register.Close()
	_, customers, err := register.Customers(t.Context(), db.Filter{Limit: 1})
	if err != nil {
		t.Fatal(err)
	}
	if filled != (customers == len(demo.Customers())) {
		t.Errorf("%d customers", customers)
	}
}

// openAccounts opens the accounts of a register for a test.
func openAccounts(t *testing.T, register *db.DB) *accounts.Accounts {
	t.Helper()
	users := accounts.Open(register, accounts.Options{})
	t.Cleanup(users.Close)
	return users
}

// TestDemoRefused holds that a register in use gets no user whose password is
// known to everybody.
func TestDemoRefused(t *testing.T) {
	dir := t.TempDir()
	register, err := db.Open(t.Context(), dir, db.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer register.Close()
	users := openAccounts(t, register)
	if _, err := users.CreateUser(t.Context(), db.Actor{}, "Liisa", "kolme sanaa peräkkäin", db.Admin); err != nil {
		t.Fatal(err)
	}
	if err := serve(t.Context(), cli.Settings{Data: dir, Addr: "127.0.0.1:0", MaxConnections: 10, Demo: true, Stdout: io.Discard, Stderr: io.Discard}); err == nil {
		t.Error("the server started")
	}
	if _, err := users.User(t.Context(), demo.UserName); !errors.Is(err, db.ErrNotFound) {
		t.Errorf("the user of the demonstration: %v", err)
	}
}

// TestDemoIsFilledLater holds that a demonstration whose filling failed is
// filled at the next start, once.
func TestDemoIsFilledLater(t *testing.T) {
	register, err := db.Open(t.Context(), t.TempDir(), db.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer register.Close()
	users := openAccounts(t, register)
	if _, err := users.CreateUser(t.Context(), db.Actor{}, demo.UserName, demo.Password, db.Admin); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := fillDemo(t.Context(), register, users, "fi"); err != nil {
			t.Fatal(err)
		}
		if _, total, err := register.Customers(t.Context(), db.Filter{Limit: 1}); err != nil || total != len(demo.Customers()) {
			t.Errorf("%d customers, %v", total, err)
		}
	}
}

// TestListenStoppedWhileAsked holds that a server which is to stop before it has begun
// does stop.
func TestListenStoppedWhileAsked(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	ctx, stop := context.WithCancel(t.Context())
	stop()
	app := fiber.New(fiber.Config{DisableStartupMessage: true})
	over := make(chan struct{})
	app.Hooks().OnShutdown(func() error { close(over); return nil })
	app.Hooks().OnListen(func(fiber.ListenData) error { <-over; return nil })
	ended := make(chan error, 1)
	go func() { ended <- listen(ctx, app, listener) }()
	select {
	case err := <-ended:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(stopTimeout):
		t.Error("the server goes on")
	}
}

// TestPurgeLogsWhileServing holds that what the server has to say goes into its own log.
func TestPurgeLogsWhileServing(t *testing.T) {
	register, err := db.Open(t.Context(), t.TempDir(), db.Options{})
	if err != nil {
		t.Fatal(err)
	}
	users := openAccounts(t, register)
	if err := register.Close(); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	output, input := io.Pipe()
	go func() {
		cleanUp(ctx, register, users, slog.New(slog.NewJSONHandler(input, nil)))
		_ = input.Close()
	}()
	readUntil(t, output, regexp.MustCompile(`^\{.*sessions not purged`))
	stop()
	if _, err := io.Copy(io.Discard, output); err != nil {
		t.Error(err)
	}
}
