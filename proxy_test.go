package main

import (
	"bytes"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// nginx is what is said around a site of nginx's, so that it needs no right and
// writes nowhere but below a directory: its port, and the site. Where root runs
// it, its worker stays root, too, since nobody else may enter that directory.
const nginx = `daemon off;
user root;
worker_processes 1;
pid nginx.pid;
error_log stderr;
events {}
http {
  access_log off;
  client_body_temp_path body;
  proxy_temp_path proxy;
  fastcgi_temp_path fastcgi;
  uwsgi_temp_path uwsgi;
  scgi_temp_path scgi;
  server {
    listen %s;
%s
  }
}
`

// startNginx runs nginx on a listener, which it takes over, with a site, until
// the test ends.
func startNginx(t *testing.T, listener *net.TCPListener, site string) {
	t.Helper()
	dir := t.TempDir()
	config := fmt.Sprintf(nginx, listener.Addr(), site)
	if err := os.WriteFile(filepath.Join(dir, "nginx.conf"), []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	socket, err := listener.File()
	if err != nil {
		t.Fatal(err)
	}
	defer socket.Close()
	defer listener.Close()
	var said bytes.Buffer
	command := exec.Command("nginx", "-p", dir, "-c", "nginx.conf", "-e", "stderr")
	command.Env = append(os.Environ(), "NGINX=3;") // the listener, as from an nginx before it
	command.ExtraFiles = []*os.File{socket}
	command.Stderr = &said
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = command.Process.Signal(syscall.SIGTERM) // which the worker hears of, too
		if err := command.Wait(); err != nil {
			t.Errorf("nginx ended with %v", err)
		}
		if t.Failed() {
			t.Log(said.String())
		}
	})
}

// nginxRecipe is what the page for administrators tells to put into a site of
// nginx's, with the server's address put in.
func nginxRecipe(t *testing.T, address string) string {
	t.Helper()
	text, err := os.ReadFile("docs/administration.md")
	if err != nil {
		t.Fatal(err)
	}
	found := regexp.MustCompile("(?s)```nginx\n(.*?)```").FindSubmatch(text)
	if found == nil || !bytes.Contains(found[1], []byte("http://127.0.0.1:8080;")) {
		t.Fatal("no recipe for nginx")
	}
	return strings.Replace(string(found[1]), "127.0.0.1:8080", address, 1)
}

// freeAddress is an address of this machine on which nobody listens now.
func freeAddress(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().String()
}

// TestBehindNginx holds that the recipe for nginx works below a path of another
// site: everything that a page names stays below it, and a log-in, an import, a
// save and an export go through.
func TestBehindNginx(t *testing.T) {
	if _, err := exec.LookPath("nginx"); err != nil {
		t.Skip("nginx is not installed; make test as root on Debian installs it")
	}
	const below = "/asiakkaat"
	listener, err := net.ListenTCP("tcp", &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		t.Fatal(err)
	}
	address := freeAddress(t)
	startNginx(t, listener, nginxRecipe(t, address))
	dir := t.TempDir()
	newSession(t, dir)
	site := "http://" + listener.Addr().String()
	server := startServer(t, dir, "", "--addr", address, "--base-url", site+below, "--trusted-proxy", "127.0.0.1")
	user := &client{T: t, address: site + below}
	user.waitFor("/healthz")

	login := user.logIn("Liisa")
	if login.StatusCode != http.StatusSeeOther || login.Header.Get("Location") != below+"/" {
		t.Fatalf("log-in: %d, %s", login.StatusCode, login.Header.Get("Location"))
	}
	for _, cookie := range login.Cookies() {
		if cookie.Path != below {
			t.Errorf("the cookie %s is for %s", cookie.Name, cookie.Path)
		}
	}
	large := "Nimi;Tyyppi;Lisätiedot\nKoivu Oy;yritys;" + strings.Repeat("pitkä ", 4_000) + strings.Repeat("\n", 2<<20) // more than nginx keeps in memory
	draft, inside := strings.CutPrefix(user.upload(large).Header.Get("Location"), below)
	if !inside {
		t.Fatalf("the upload leads to %q", draft)
	}
	if saved := user.save(draft); saved.StatusCode != http.StatusSeeOther || saved.Header.Get("Location") != below+draft {
		t.Errorf("saved: %d, %s", saved.StatusCode, saved.Header.Get("Location"))
	}
	if response, file := user.send(http.MethodGet, "/customers/export.csv", "", nil); response.StatusCode != http.StatusOK || !strings.Contains(file, "Koivu Oy") {
		t.Errorf("export: %d, %.200s", response.StatusCode, file)
	}
	user.followsLinks(below, "/customers", draft, "/imports", "/customers/1001", "/settings", "/users", "/backups")
	if response, _ := (&client{T: t, address: site}).send(http.MethodGet, "/customers", "", nil); response.StatusCode != http.StatusNotFound {
		t.Errorf("outside the path: %d", response.StatusCode)
	}
	server.stop(t)
}

// waitFor waits until the server behind a proxy answers.
func (c *client) waitFor(path string) {
	c.Helper()
	for deadline := time.Now().Add(time.Minute); c.status(path) != http.StatusOK; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			c.Fatalf("%s%s: no answer", c.address, path)
		}
	}
}

// followsLinks opens pages and whatever they name, which must all be there and
// below a path.
func (c *client) followsLinks(below string, pages ...string) {
	c.Helper()
	link := regexp.MustCompile(`(?:href|src|action|hx-get|hx-post)="([^"#?]+)`)
	var opened []string
	for _, page := range pages {
		_, body := c.send(http.MethodGet, page, "", nil)
		for _, found := range link.FindAllStringSubmatch(body, -1) {
			path, inside := strings.CutPrefix(found[1], below)
			if !inside {
				c.Errorf("%s names %s", page, found[1])
				continue
			}
			if slices.Contains(opened, path) {
				continue
			}
			opened = append(opened, path)
			if status := c.status(path); status >= http.StatusBadRequest {
				c.Errorf("%s of %s: %d", path, page, status)
			}
		}
	}
	if !slices.ContainsFunc(opened, func(path string) bool { return strings.HasPrefix(path, "/static/") }) || len(opened) < 15 {
		c.Errorf("only %q", opened)
	}
}
