package handlers_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"

	"kortisto/db"
	"kortisto/handlers"
	"kortisto/sheet"
)

// gzipBomb is a form that unpacks to four gigabytes.
func gzipBomb(t *testing.T, boundary string) []byte {
	t.Helper()
	var bomb bytes.Buffer
	pack := func(content []byte) []byte {
		bomb := new(bytes.Buffer)
		packer := gzip.NewWriter(bomb)
		if _, err := packer.Write(content); err != nil {
			t.Fatal(err)
		}
		if err := packer.Close(); err != nil {
			t.Fatal(err)
		}
		return bomb.Bytes()
	}
	// Packed parts one after the other unpack to all of them.
	bomb.Write(pack([]byte("--" + boundary + "\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\n")))
	bomb.Write(bytes.Repeat(pack(make([]byte, 64<<20)), 64))
	bomb.Write(pack([]byte("\r\n--" + boundary + "--\r\n")))
	return bomb.Bytes()
}

// TestPackedRequests holds that no request is unpacked, whatever it is packed
// with and wherever it goes: it is refused before any handler, in the language
// of the user, and takes no memory.
func TestPackedRequests(t *testing.T) {
	s := newSite(t, withBroken)
	s.listen(100)
	const boundary = "pommi"
	bomb := gzipBomb(t, boundary)
	packed := func(b *browser, route string, body []byte, encodings ...string) *answer {
		request := routeRequest(route, 1)
		request.Body, request.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
		request.Header["Content-Encoding"] = encodings
		request.Header.Set("Content-Type", "multipart/form-data; boundary="+boundary)
		request.Header.Set("Sec-Fetch-Site", "same-origin")
		return b.send(request)
	}
	before := allocated()
	for _, b := range []*browser{s.browser(), s.as(db.Admin)} {
		for _, route := range s.routes() {
			b.want(packed(b, route, bomb, "gzip"), http.StatusUnsupportedMediaType, "Content-Encoding")
		}
		for _, encodings := range [][]string{{"GZIP"}, {"x-gzip"}, {"deflate"}, {"br"}, {"zstd"}, {"identity, gzip"}, {"gzip,identity"},
			{"identity", "gzip"}, {"gzip", "gzip"}, {" gzip "}, {"rot13"}} {
			b.want(packed(b, "POST /imports", bomb, encodings...), http.StatusUnsupportedMediaType)
			b.want(packed(b, "POST /login", nil, encodings...), http.StatusUnsupportedMediaType)
		}
	}
	if grown := allocated() - before; grown > 600<<20 {
		t.Errorf("%d MB were taken", grown>>20)
	}
	finn := s.browser()
	finn.headers["Accept-Language"] = "fi"
	finn.want(packed(finn, "POST /login", bomb, "gzip"), http.StatusUnsupportedMediaType, "Pakattua pyyntöä ei oteta vastaan")
	finn.want(packed(finn.htmx(), "POST /login", bomb, "gzip"), http.StatusUnsupportedMediaType, "Pakattua", "!<html")
	finn.want(packed(finn, "POST /login", []byte("--pommi--\r\n"), "Identity", ""), http.StatusUnprocessableEntity)
}

// allocated is how many bytes the program has ever taken, given back or not.
func allocated() uint64 {
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.TotalAlloc
}

// TestMultipartFormIsBound holds that what a form takes stays within what was
// sent, even where something packed reaches it.
func TestMultipartFormIsBound(t *testing.T) {
	const boundary = "pommi"
	bomb := gzipBomb(t, boundary)
	before := allocated()
	if value := handlers.PackedFormValue(bomb, boundary, "name"); value != "" {
		t.Errorf("a value of %d bytes", len(value))
	}
	if grown := allocated() - before; grown > 64<<20 {
		t.Errorf("%d MB were taken", grown>>20)
	}
}

// TestBodiesAreSmall holds for every route that no more is taken than belongs
// there, and that a large body is not even begun without the right to send it.
func TestBodiesAreSmall(t *testing.T) {
	s := newSite(t, withBroken)
	browsers := map[string]*browser{"nobody": s.browser(), "disabled": s.disabled()}
	for _, role := range db.Roles {
		browsers[string(role)] = s.as(role)
	}
	limits := handlers.RouteBodies(sheet.DefaultLimits())
	address := s.listen(100)
	for _, route := range s.routes() {
		method, _, _ := strings.Cut(route, " ")
		for who, b := range browsers {
			path := routeRequest(route, 1).URL.Path
			cookie := "Cookie: kortisto=" + b.cookies["kortisto"]
			for _, expects := range []string{"X-Nothing: 1", "Expect: 100-continue"} {
				response, body := s.dial(address).say(fmt.Sprintf("%s %s HTTP/1.1", method, path), "Host: a", "Accept-Language: en", cookie,
					"Sec-Fetch-Site: same-origin", expects, fmt.Sprintf("Content-Length: %d", limits[route]+1), "").answer()
				if response.StatusCode != http.StatusRequestEntityTooLarge && response.StatusCode != http.StatusForbidden &&
					!strings.HasPrefix(response.Header.Get("Location"), "/login") || response.StatusCode == http.StatusContinue {
					t.Errorf("%s as %s, %s: %d\n%s", route, who, expects, response.StatusCode, body)
				}
				if limits[route] <= 64<<10 && response.StatusCode != http.StatusRequestEntityTooLarge {
					t.Errorf("%s as %s, %s: %d", route, who, expects, response.StatusCode)
				}
				if response.Header.Get("Content-Security-Policy") == "" {
					t.Errorf("%s as %s, %s: no headers of ours", route, who, expects)
				}
			}
		}
	}
}

// TestLargeBodiesNeedTheRight holds that a file is asked for only of those who
// may import, and the others are told why, in the shape that they wait for.
func TestLargeBodiesNeedTheRight(t *testing.T) {
	s := newSite(t)
	address := s.listen(100)
	file := strings.Repeat("x", 5<<20)
	for name, test := range map[string]struct {
		cookie   string
		headers  []string
		status   int
		expected string // in the page or the address that is led to
	}{
		"nobody":           {"", nil, http.StatusSeeOther, "/login"},
		"nobody by HTMX":   {"", []string{"HX-Request: true"}, http.StatusUnauthorized, "Your session has ended"},
		"an ended session": {"kortisto=x", nil, http.StatusSeeOther, "/login"},
		"viewer":           {"kortisto=" + s.as(db.Viewer).cookies["kortisto"], nil, http.StatusForbidden, "role"},
		"editor":           {"kortisto=" + s.as(db.Editor).cookies["kortisto"], nil, http.StatusBadRequest, "request"}, // no such form
		"editor by https":  {"__Host-kortisto=" + s.as(db.Editor).cookies["kortisto"], nil, http.StatusSeeOther, "/login"},
	} {
		t.Run(name, func(t *testing.T) {
			w := s.dial(address)
			sent := make(chan error, 1)
			go func() {
				_, err := io.WriteString(w, strings.Join(append([]string{"POST /imports HTTP/1.1", "Host: a", "Accept-Language: en",
					"Content-Type: multipart/form-data; boundary=x", "Cookie: " + test.cookie, "Sec-Fetch-Site: same-origin",
					fmt.Sprintf("Content-Length: %d", len(file))}, test.headers...), "\r\n")+"\r\n\r\n"+file)
				sent <- err
			}()
			response, body := w.answer()
			if err := <-sent; err != nil {
				t.Errorf("the connection breaks off: %v", err)
			}
			if told := response.Header.Get("Location") + response.Header.Get("HX-Redirect") + body; response.StatusCode != test.status ||
				!strings.Contains(told, test.expected) {
				t.Errorf("%d %v\n%s", response.StatusCode, response.Header, body)
			}
		})
	}
}

// files lists what lies in the register's directory and in that for temporary files.
func (s *site) files() (names []string) {
	s.Helper()
	for _, dir := range []string{s.dir, os.TempDir()} {
		entries, err := os.ReadDir(dir)
		if err != nil {
			s.Fatal(err)
		}
		for _, entry := range entries {
			names = append(names, entry.Name())
		}
	}
	return names
}

// TestBrokenRequests holds that what a client does wrong is answered as such,
// is no error of the server in its log, and leaves nothing of a file behind.
func TestBrokenRequests(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	s := newSite(t)
	address := s.listen(100)
	files := s.files()
	cookie := "Cookie: kortisto=" + s.as(db.Editor).cookies["kortisto"]
	for name, lines := range map[string][]string{
		"cut chunk":          {"POST /login HTTP/1.1", "Host: a", "Transfer-Encoding: chunked", "", "ff", "name=x"},
		"cut after a chunk":  {"POST /login HTTP/1.1", "Host: a", "Transfer-Encoding: chunked", "", "4", "name"},
		"cut upload":         {"POST /imports HTTP/1.1", "Host: a", cookie, "Content-Type: multipart/form-data; boundary=x", "Content-Length: 9999999", "", "--x"},
		"cut chunked upload": {"POST /imports HTTP/1.1", "Host: a", cookie, "Content-Type: multipart/form-data; boundary=x", "Transfer-Encoding: chunked", "", "ffff", "--x"},
		"no chunk":           {"POST /login HTTP/1.1", "Host: a", "Transfer-Encoding: chunked", "", "kissa"},
		"no header":          {"kissa"},
		"no length":          {"POST /login HTTP/1.1", "Host: a", "Content-Length: kissa", "", ""},
		"no form":            {"POST /imports HTTP/1.1", "Host: a", cookie, "Content-Type: multipart/form-data", "Content-Length: 5", "", "abc"},
		"a bad address":      {"GET http://[::1 HTTP/1.1", "Host: a", "", ""},
	} {
		w := s.dial(address).say(lines...)
		if err := w.Conn.(*net.TCPConn).CloseWrite(); err != nil {
			t.Fatal(err)
		}
		if response, body := w.answer(); response.StatusCode/100 != 4 && response.StatusCode != http.StatusSeeOther {
			t.Errorf("%s: %d %s", name, response.StatusCode, body)
		}
	}
	// A connection that breaks off hears nothing more; another one is served afterwards.
	w := s.dial(address).say("POST /imports HTTP/1.1", "Host: a", cookie, "Transfer-Encoding: chunked", "", "ffff", "--x")
	if err := w.Conn.(*net.TCPConn).SetLinger(0); err != nil {
		t.Fatal(err)
	}
	_ = w.Close()
	s.log.wait(t, 8, `"msg":"request not taken"`)
	if use, err := s.db.Drafts(t.Context(), "editor"); err != nil || len(use) != 0 {
		t.Errorf("half a file became %d drafts, %v", len(use), err)
	}
	if after := s.files(); !slices.Equal(after, files) {
		t.Errorf("files %q became %q", files, after)
	}
	s.log.Lock()
	defer s.log.Unlock()
	if strings.Contains(s.log.String(), `"level":"ERROR"`) {
		t.Error(s.log.String())
	}
	if strings.Contains(s.log.String(), "127.0.0.1") {
		t.Errorf("an address stands in the log: %s", s.log.String())
	}
}

// TestHugeFieldsAreNotEchoed holds that no answer repeats a field that nobody
// can have meant.
func TestHugeFieldsAreNotEchoed(t *testing.T) {
	s := newSite(t)
	s.listen(100)
	b := s.as(db.Admin)
	huge := strings.Repeat("å", 8_000)
	for _, a := range []*answer{
		s.browser().post("/login", "name", huge, "password", "x"),
		s.browser().post("/login", "name", "x", "password", "x", "next", "/"+huge),
		b.post("/users/password", "name", huge, "password", ""),
		b.post("/users", "name", huge, "password", "x", "role", "editor"),
		b.post("/users/role", "name", huge, "role", "editor"),
		b.post("/groups", "name", huge),
		b.post("/groups/1", "name", huge),
	} {
		if a.StatusCode == http.StatusRequestEntityTooLarge || len(a.body) > 20_000 || strings.Contains(a.body, url.QueryEscape(huge[:2000])) {
			t.Errorf("%s %s: %d, %d bytes come back", a.Request.Method, a.Request.URL, a.StatusCode, len(a.body))
		}
	}
}
