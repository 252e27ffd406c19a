// Package nginx runs nginx for tests, by the recipe that administrators are given.
package nginx

import (
	"bytes"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
)

// config is what is said around a site, so that nginx needs no right and writes
// nowhere but below a directory: its port, and the site. Where root runs it, its
// worker stays root, too, since nobody else may enter that directory.
const config = `daemon off;
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

// Start runs nginx until the test ends, by the recipe in a page, and returns the
// address of its site, as http://127.0.0.1:1234, and the one at which it looks for
// the server, as 127.0.0.1:5678. Where there is no nginx, the test is skipped.
func Start(t *testing.T, page string) (site, server string) {
	t.Helper()
	if _, err := exec.LookPath("nginx"); err != nil {
		t.Skip("nginx is not installed; make test as root on Debian installs it")
	}
	listener, err := net.ListenTCP("tcp", &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		t.Fatal(err)
	}
	// nginx takes it over, and it takes connections before nginx does.
	defer listener.Close()
	socket, err := listener.File()
	if err != nil {
		t.Fatal(err)
	}
	defer socket.Close()
	dir, server := t.TempDir(), freeAddress(t)
	content := fmt.Sprintf(config, listener.Addr(), recipe(t, page, server))
	if err := os.WriteFile(filepath.Join(dir, "nginx.conf"), []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
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
	return "http://" + listener.Addr().String(), server
}

// recipe is what a page tells to put into a site, for a server at an address.
func recipe(t *testing.T, page, server string) string {
	t.Helper()
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	found := regexp.MustCompile("(?s)```nginx\n(.*?)```").FindSubmatch(text)
	if found == nil || !bytes.Contains(found[1], []byte("http://127.0.0.1:8080;")) {
		t.Fatalf("%s has no recipe for nginx", page)
	}
	return strings.Replace(string(found[1]), "127.0.0.1:8080", server, 1)
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
