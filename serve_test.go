package main

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"kortisto/db"
	"kortisto/demo"
)

// TestServe starts the server in an empty directory, follows what it prints,
// and ends it.
func TestServe(t *testing.T) {
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
				ended <- serve(ctx, settings{Data: dir, Addr: "127.0.0.1:0", Demo: test.demo, Stdout: input, Stderr: io.Discard})
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

// TestDemoRefused holds that a register in use gets no user whose password is
// known to everybody.
func TestDemoRefused(t *testing.T) {
	dir := t.TempDir()
	register, err := db.Open(t.Context(), dir, db.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer register.Close()
	if _, err := register.CreateUser(t.Context(), "Liisa", "kolme sanaa peräkkäin", db.Admin); err != nil {
		t.Fatal(err)
	}
	if err := serve(t.Context(), settings{Data: dir, Addr: "127.0.0.1:0", Demo: true, Stdout: io.Discard, Stderr: io.Discard}); err == nil {
		t.Error("the server started")
	}
	if _, err := register.User(t.Context(), demo.UserName); !errors.Is(err, db.ErrNotFound) {
		t.Errorf("the user of the demonstration: %v", err)
	}
}
