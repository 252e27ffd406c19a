package handlers_test

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"kortisto/db"
	"kortisto/handlers"
	"kortisto/sheet"
)

// TestUploadedForms holds that a form of an upload is read whatever its parts
// are, and a pasted text in either kind of form.
func TestUploadedForms(t *testing.T) {
	s := newSite(t)
	b := s.as(db.Editor)
	const text = "Nimi;Katu\nBeta & Co Oy;Ääkköskatu 1 + 2\n"
	b.leads(b.post("/imports", "other", "1", "text", text), "/imports/1")
	b.want(b.get("/imports/1"), 200, "Beta &amp; Co Oy", "Ääkköskatu 1 &#43; 2")
	var body bytes.Buffer
	parts := multipart.NewWriter(&body)
	for _, field := range [][2]string{{"other", "1"}, {"text", text}} {
		if err := parts.WriteField(field[0], field[1]); err != nil {
			t.Fatal(err)
		}
	}
	if err := parts.Close(); err != nil {
		t.Fatal(err)
	}
	request := httptest.NewRequest(http.MethodPost, "/imports", &body)
	request.Header.Set("Content-Type", parts.FormDataContentType())
	b.leads(b.send(request), "/imports/2")
	// What nobody reads of a large form takes no memory but its own.
	form := "text=Nimi%0AAlfa" + strings.Repeat("&a", 8<<20)
	request = httptest.NewRequest(http.MethodPost, "/imports", strings.NewReader(form))
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	before := allocated()
	b.leads(b.send(request), "/imports/3")
	if grown := allocated() - before; grown > 600<<20 {
		t.Errorf("%d MB were taken", grown>>20)
	}
}

// TestUploadsTakeTurns holds that files beyond what is taken at one time wait
// before they are read, that the page can tell their place, and that one which
// breaks off makes room at once. The server answers meanwhile.
func TestUploadsTakeTurns(t *testing.T) {
	s := newSite(t, func(c *handlers.Config) { c.Limits = sheet.Limits{Bytes: 1 << 20, Rows: 10, Columns: 10} })
	address := s.listen(100)
	editor, admin := s.as(db.Editor), s.as(db.Admin)
	begin := func(b *browser, length int, header string) *wire {
		return s.dial(address).say("POST /imports HTTP/1.1", "Host: a", header, "Cookie: kortisto="+b.cookies["kortisto"], "Accept-Language: en",
			"Content-Type: multipart/form-data; boundary=x", "Sec-Fetch-Site: same-origin", fmt.Sprintf("Content-Length: %d", length), "")
	}
	turn := func(b *browser, want string) {
		t.Helper()
		for {
			if a := b.get("/imports/turn"); a.body == want {
				return
			}
			if t.Context().Err() != nil {
				t.Fatalf("the place never is %q", want)
			}
		}
	}
	const largest = 9 << 20
	held := make([]*wire, 4)
	for i := range held {
		held[i] = begin(editor, largest, "Expect: 100-continue")
		if let, err := held[i].answers.ReadString('\n'); err != nil || !strings.Contains(let, "100") {
			t.Fatalf("%q, %v", let, err)
		}
	}
	begin(admin, largest, "X-Next: 1")
	turn(admin, "Waiting its turn, number 1 in the queue")
	waiting := begin(editor, 1<<20, "X-Next: 2")
	turn(editor, "Waiting its turn, number 2 in the queue")
	s.browser().want(s.browser().get("/healthz"), 200, "ok")
	_ = held[0].Close()
	turn(admin, "")
	turn(editor, "Waiting its turn, number 1 in the queue")
	_ = held[1].Close()
	turn(editor, "")
	if _, err := waiting.Write(make([]byte, 1<<20)); err != nil {
		t.Error(err)
	}
	if response, body := waiting.answer(); response.StatusCode != http.StatusBadRequest {
		t.Errorf("%d %s", response.StatusCode, body)
	}
}

// TestClosedUploadsMakeRoom holds that an upload whose connection is closed for
// another one makes room at once, though next to nothing of it has come.
func TestClosedUploadsMakeRoom(t *testing.T) {
	s := newSite(t, func(c *handlers.Config) { c.Limits = sheet.Limits{Bytes: 1 << 20, Rows: 10, Columns: 10} })
	address := s.listen(6)
	editor, admin := "Cookie: kortisto="+s.as(db.Editor).cookies["kortisto"], "Cookie: kortisto="+s.as(db.Admin).cookies["kortisto"]
	begin := func(headers ...string) *wire {
		lines := append([]string{"POST /imports HTTP/1.1", "Host: a", "Content-Type: multipart/form-data; boundary=x",
			"Sec-Fetch-Site: same-origin", fmt.Sprintf("Content-Length: %d", 9<<20)}, headers...)
		return s.dial(address).say(append(lines, "")...)
	}
	let := func(w *wire) {
		t.Helper()
		if err := w.SetReadDeadline(time.Now().Add(time.Minute)); err != nil {
			t.Fatal(err)
		}
		if line, err := w.answers.ReadString('\n'); err != nil || !strings.Contains(line, "100") {
			t.Fatalf("%q, %v", line, err)
		}
	}
	for range 4 {
		let(begin(editor, "Expect: 100-continue"))
	}
	waiting := begin(admin, "Expect: 100-continue")
	for asking, told := s.dial(address), ""; told == ""; {
		_, told = asking.say("GET /imports/turn HTTP/1.1", "Host: a", admin, "").answer()
	}
	// The oldest connection goes for one more than there may be.
	s.dial(address).say("GET /healthz HTTP/1.1", "Host: a", "").answer()
	let(waiting)
}

// TestHeldBodies holds that what nobody has the right to send takes no memory:
// twenty connections send 50 MB each to the log-in, as much of it as is taken.
func TestHeldBodies(t *testing.T) {
	s := newSite(t)
	address := s.listen(100)
	before := allocated()
	chunk := make([]byte, 1<<20)
	for i := range 20 {
		w := s.dial(address)
		length := fmt.Sprintf("Content-Length: %d", 50<<20)
		if i%2 == 1 {
			length = "Transfer-Encoding: chunked"
		}
		w.say("POST /login HTTP/1.1", "Host: a", "Accept-Language: en", length, "")
		if i%2 == 1 {
			w.say("100000")
		}
		for range 50 {
			if _, err := w.Write(chunk); err != nil {
				break
			}
		}
		if response, body := w.answer(); response.StatusCode != http.StatusRequestEntityTooLarge || !strings.Contains(body, "</html>") {
			t.Errorf("%d %s", response.StatusCode, body)
		}
	}
	if grown := allocated() - before; grown > 60<<20 {
		t.Errorf("%d MB were taken", grown>>20)
	}
}
