package handlers_test

import (
	"log/slog"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"kortisto/db"
	"kortisto/handlers"
)

// TestNothingSecretIsLogged does all that users do, rightly and wrongly, with a
// log of the lowest level: no password, cookie, set-up token, nor anything of a
// customer or a file comes to stand in it.
func TestNothingSecretIsLogged(t *testing.T) {
	log := new(logText)
	s := siteIn(t, t.TempDir(), db.Options{}, withBroken, func(c *handlers.Config) {
		c.Log = slog.New(slog.NewJSONHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug, AddSource: true}))
	})
	const (
		canary     = "Kanarialintu"
		identity   = "131052-308T"
		mistyped   = "väärä salasana 1952"
		changed    = "neljä sanaa aivan vierekkäin"
		colleagues = "viisi sanaa ihan peräkkäin nyt"
	)
	token, err := s.accounts.NewSetupToken(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	secrets := []string{canary, strings.ToLower(canary), identity, mistyped, goodPassword, changed, colleagues, token, "sanaa", "v%C3%A4%C3%A4r%C3%A4"}
	b := s.browser()
	note := func() { secrets = append(secrets, slices.Collect(maps.Values(b.cookies))...) }
	b.post("/setup", "token", token, "name", "Liisa", "password", mistyped[:5])
	b.leads(b.post("/setup", "token", token, "name", "Liisa", "password", goodPassword), "/customers")
	note()
	b.leads(b.post("/logout"), "/login")
	b.want(b.post("/login", "name", "Liisa", "password", mistyped), 422)
	b.want(b.post("/login", "name", mistyped, "password", "x"), 422)
	b.leads(b.post("/login", "name", "Liisa", "password", goodPassword), "/")
	note()
	b.post("/settings/password", "current", mistyped, "password", changed, "password-again", changed)
	b.leads(b.post("/settings/password", "current", goodPassword, "password", changed, "password-again", changed), "/settings")
	note()
	b.leads(b.post("/users", "name", "Matti", "password", colleagues, "role", "editor"), "/users")
	b.post("/users", "name", "Matti", "password", colleagues, "role", "editor")
	b.post("/users/password", "name", "Matti", "password", colleagues+"!")
	_, invited := linkIn(t, b.post("/users", "name", "Kaisa", "role", "viewer"))
	_, replaced := linkIn(t, b.post("/users/link", "name", "Kaisa"))
	secrets = append(secrets, invited, replaced)
	kaisa := s.browser()
	kaisa.post("/invite", "token", invited, "password", colleagues)
	kaisa.leads(kaisa.post("/invite", "token", replaced, "password", colleagues), "/customers")
	secrets = append(secrets, slices.Collect(maps.Values(kaisa.cookies))...)

	// Each route is asked for what is not there, with the canary in its fields.
	for _, route := range s.routes() {
		if path, isPost := strings.CutPrefix(route, "POST "); isPost && path != "/logout" {
			path = strings.NewReplacer(":number<int>", "987654", ":id<int>", "987654").Replace(path)
			b.post(path, "name", canary, "email", identity, "decide", canary, "fingerprint", canary, "token", canary, "text", canary, "password", mistyped, "return", canary)
		} else if !isPost {
			request := routeRequest(route, 1)
			request.URL.RawQuery = "q=" + canary + "&group=" + canary + "&next=/" + canary
			b.send(request)
		}
	}
	file := "Nimi;Laji;Sähköposti;Muistiinpanot;Postinumero\n" + canary + ";henkilö;" + canary + "@example.com;" + identity + ";00100\n" + canary + " 2;henkilö;x" + canary + ";;" + canary + "\n"
	path := b.upload(canary+".csv", file).Header.Get("Location")
	page := b.get(path + "?q=" + canary)
	b.want(page, 200, canary)
	b.htmx().post(path+"/decisions", "decide", "exclude:3")
	saved := b.post(path+"/save", "fingerprint", fingerprint(b.get(path)))
	if saved.StatusCode != http.StatusSeeOther {
		saved = b.post(path+"/save", "fingerprint", fingerprint(saved), "anyway", "yes")
	}
	b.leads(saved, path)
	b.want(b.get("/customers/1001"), 200, canary)
	b.post("/customers/1001", "revision", "1", "name", canary+" 3", "kind", "person", "notes", identity)
	b.get("/customers/export.csv?q=" + canary)
	b.get(path + "/errors.csv")
	b.post(path+"/undo", "fingerprint", fingerprint(b.get(path)))
	b.upload(canary+".xlsx", "PK\x03\x04"+canary)
	b.upload(canary+".csv", "Nimi\n\""+canary+"\n")
	b.get("/" + canary + "?" + canary)
	crossing := routeRequest("POST /groups", 1)
	crossing.Header.Set("Origin", "https://"+canary+".example")
	b.send(crossing)
	note()

	// What fails within the server tells no more of it.
	s.close()
	b.want(b.get("/customers?q="+canary), 500)
	b.post("/login", "name", canary, "password", mistyped)
	b.post("/customers", "name", canary, "notes", identity)

	log.Lock()
	defer log.Unlock()
	if lines := strings.Count(log.String(), "\n"); lines < 50 {
		t.Errorf("only %d lines were logged", lines)
	}
	for _, secret := range secrets {
		if secret != "" && strings.Contains(log.String(), secret) {
			at := strings.Index(log.String(), secret)
			t.Errorf("the log holds %q: …%s", secret, log.String()[max(0, at-300):min(log.Len(), at+100)])
		}
	}
}
