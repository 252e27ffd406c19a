package main

import (
	"bytes"
	"context"
	"io"
	"mime/multipart"
	"net"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"kortisto/db"
	"kortisto/db/accounts"
)

// TestMain lets a test run this binary as the program itself.
func TestMain(m *testing.M) {
	if os.Getenv("KORTISTO_TEST_PROGRAM") != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

// program is the program with arguments, about to be run.
func program(ctx context.Context, args ...string) *exec.Cmd {
	command := exec.CommandContext(ctx, os.Args[0], args...)
	command.Env = append(os.Environ(), "KORTISTO_TEST_PROGRAM=1")
	return command
}

// running is a server in a process of its own.
type running struct {
	*exec.Cmd
	address string
	output  io.ReadCloser
	log     bytes.Buffer
}

// startServer starts a server and waits until it listens.
func startServer(t *testing.T, dir string, limit string, more ...string) *running {
	t.Helper()
	r := &running{Cmd: program(context.WithoutCancel(t.Context()), append([]string{"serve", "--data", dir, "--addr", "127.0.0.1:0", "--lang", "en"}, more...)...)}
	if limit != "" { // as the shell sets it
		r.Cmd.Args = append([]string{"sh", "-c", limit + `; exec "$@"`, "sh", os.Args[0]}, r.Args[1:]...)
		r.Path = "/bin/sh"
	}
	r.start(t)
	return r
}

// start starts the server and waits until it listens.
func (r *running) start(t *testing.T) {
	t.Helper()
	var err error
	if r.output, err = r.StdoutPipe(); err != nil {
		t.Fatal(err)
	}
	r.Stderr = &r.log
	if err := r.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.Process.Kill() })
	address := regexp.MustCompile(`http://127\.0\.0\.1:\d+`)
	r.address = address.FindString(readUntil(t, r.output, address))
}

// longestStop is how long a server may take to stop: what stops one usually
// kills it 2 s later.
const longestStop = 8 * time.Second

// stop tells the server to stop and returns what it has said meanwhile. One
// that takes too long is killed, which is an error.
func (r *running) stop(t *testing.T) string {
	t.Helper()
	killing := time.AfterFunc(longestStop, func() { _ = r.Process.Kill() })
	defer killing.Stop()
	if err := r.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	_, _ = io.Copy(io.Discard, r.output) // until it ends
	if err := r.Wait(); err != nil {
		t.Errorf("the server ended with %v\n%s", err, r.log.String())
	}
	return r.log.String()
}

// client is a user who is logged in to a server.
type client struct {
	*testing.T
	address, session string
}

// newSession makes a user, and a session that another process finds: closed, the
// register has written it.
func newSession(t *testing.T, dir string) string {
	t.Helper()
	register, err := db.Open(t.Context(), dir, db.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer register.Close()
	users := accounts.Open(register, accounts.Options{})
	defer users.Close()
	user, err := users.CreateUser(context.Background(), db.Actor{}, "Liisa", "kolme sanaa peräkkäin", db.Admin)
	if err != nil {
		t.Fatal(err)
	}
	id, err := users.CreateSession(user, accounts.LoggedIn{})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// send sends a request and returns the answer with its body.
func (c *client) send(method, path, kind string, body io.Reader) (*http.Response, string) {
	c.Helper()
	request, err := http.NewRequestWithContext(c.Context(), method, c.address+path, body)
	if err != nil {
		c.Fatal(err)
	}
	request.Header.Set("Content-Type", kind)
	request.AddCookie(&http.Cookie{Name: "kortisto", Value: c.session})
	response, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		c.Fatal(err)
	}
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	if err != nil {
		c.Fatal(err)
	}
	return response, string(content)
}

// upload uploads a file and returns the answer, which leads to its draft.
func (c *client) upload(content string) *http.Response {
	c.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("file", "x.csv")
	if err == nil {
		_, err = io.WriteString(part, content)
	}
	if err != nil || form.Close() != nil {
		c.Fatal(err)
	}
	response, _ := c.send(http.MethodPost, "/imports", form.FormDataContentType(), &body)
	return response
}

// save presses the button on a draft's page.
func (c *client) save(draft string) *http.Response {
	c.Helper()
	response, _ := c.send(http.MethodPost, draft+"/save", "application/x-www-form-urlencoded", strings.NewReader("fingerprint="+c.fingerprint(draft)))
	return response
}

// TestStop ends a server to which somebody has sent half a header, while a save
// is under way: it ends in time and well, says what it
// ended, and the draft stays as it was.
func TestStop(t *testing.T) {
	dir := t.TempDir()
	server := startServer(t, dir, "")
	register, err := db.Open(t.Context(), dir, db.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer register.Close()
	user := &client{t, server.address, newSession(t, dir)}
	draft := user.upload("Nimi\nAlfa Oy\n").Header.Get("Location")
	held, err := register.CreateDraft(t.Context(), db.Actor{Name: "Matti"}, "y.csv", nil, db.Choices{})
	if err != nil {
		t.Fatal(err)
	}
	half, err := net.Dial("tcp", strings.TrimPrefix(server.address, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer half.Close()
	if _, err := io.WriteString(half, "GET / HTTP/1.1\r\nHost: x\r\nCookie: kor"); err != nil {
		t.Fatal(err)
	}
	// Another process writes for as long as the server is there.
	_, err = register.ChangeChoices(t.Context(), db.Actor{Name: "Matti"}, held, func(*db.Choices) error {
		if response := user.save(draft); response.StatusCode != http.StatusSeeOther {
			t.Errorf("the save: %d", response.StatusCode)
		}
		if said := server.stop(t); !strings.Contains(said, "work under way was ended") {
			t.Errorf("it said %s", said)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	drafts, err := register.Drafts(t.Context(), "Liisa")
	if err != nil || len(drafts) != 1 || drafts[0].State != db.StateDraft {
		t.Errorf("drafts %v, %v", drafts, err)
	}
	if _, total, err := register.Customers(t.Context(), db.Filter{Limit: 1}); err != nil || total != 0 {
		t.Errorf("%d customers, %v", total, err)
	}
}
