package cli_test

import (
	"regexp"
	"strings"
	"testing"
)

const goodPassword = "kirkas talvipäivä 7"

func TestUsers(t *testing.T) {
	b := newBench(t)
	if r := b.must("user", "list"); r.stdout != "" || r.stderr != "Käyttäjiä ei ole.\n" {
		t.Errorf("%+v", r)
	}
	b.stdin = goodPassword + "\r\nnot this\n"
	if r := b.must("user", "add", "Liisa", "--role", "admin", "--password-stdin"); r.stderr != "Käyttäjä Liisa on lisätty, rooli ylläpitäjä.\n" {
		t.Errorf("%+v", r)
	}
	b.must("user", "add", "Matti", "--password-stdin")
	out := b.must("user", "list").stdout
	for _, want := range []string{"Nimi   Rooli       Käytössä  Luotu\n", "Liisa  ylläpitäjä  kyllä     20", "Matti  muokkaaja   kyllä     20"} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is not in\n%s", want, out)
		}
	}
	b.must("user", "disable", "matti")
	if out := b.must("user", "list").stdout; !strings.Contains(out, "Matti  muokkaaja   ei ") {
		t.Errorf("%s", out)
	}
	b.must("user", "password", "Liisa", "--password-stdin")
	for _, test := range []struct {
		want string
		args []string
	}{
		{"Käyttäjä Liisa on jo olemassa.", []string{"user", "add", "Liisa", "--password-stdin"}},
		{"Anna käyttäjälle nimi.", []string{"user", "add", " ", "--password-stdin"}},
		{"Käyttäjää Nobody ei ole.", []string{"user", "password", "Nobody", "--password-stdin"}},
		{"Käyttäjää Nobody ei ole.", []string{"user", "disable", "Nobody"}},
		{"Liisa on viimeinen käytössä oleva ylläpitäjä.", []string{"user", "disable", "Liisa"}},
	} {
		if r := b.run(test.args...); r.status != 1 || !strings.Contains(r.stderr, test.want) {
			t.Errorf("%q: status %d, %q", test.args, r.status, r.stderr)
		}
	}
}

func TestPasswordsThatAreRefused(t *testing.T) {
	b := newBench(t)
	for password, want := range map[string]string{
		"":                       "Salasana on tyhjä.",
		"xyzzy":                  "Salasana on liian lyhyt.",
		"Kaisa-Liisa":            "Salasana ei saa olla käyttäjän nimi, ei edes",
		"password123":            "Salasana on liian tavallinen",
		strings.Repeat("aå", 99): "Salasana on liian pitkä.",
	} {
		b.stdin = password
		r := b.run("user", "add", "Kaisa-Liisa", "--password-stdin")
		if r.status != 1 || !strings.Contains(r.stderr, want) || password != "" && strings.Contains(r.stderr, password) {
			t.Errorf("%q: status %d, %q", password, r.status, r.stderr)
		}
	}
	if r := b.must("user", "list"); r.stdout != "" {
		t.Errorf("a user was added: %s", r.stdout)
	}
}

func TestPasswordFromVariables(t *testing.T) {
	b := newBench(t)
	file := b.write("secret", goodPassword+"\n")
	b.env["KORTISTO_PASSWORD_FILE"] = file
	b.must("user", "add", "Liisa")
	b.env["KORTISTO_PASSWORD"] = goodPassword
	if r := b.run("user", "add", "Matti"); r.status != 2 || !strings.Contains(r.stderr, "KORTISTO_PASSWORD tai KORTISTO_PASSWORD_FILE") {
		t.Errorf("both: status %d, %q", r.status, r.stderr)
	}
	delete(b.env, "KORTISTO_PASSWORD_FILE")
	b.must("user", "add", "Matti", "--role=viewer")
	delete(b.env, "KORTISTO_PASSWORD")
	b.env["KORTISTO_PASSWORD_FILE"] = b.path("none")
	if r := b.run("user", "add", "Kaisa"); r.status != 1 || !strings.Contains(r.stderr, "ei löydy") {
		t.Errorf("no file: status %d, %q", r.status, r.stderr)
	}
}

// TestUserVerbs holds that every press on the page of users has a verb, and what
// each says.
func TestUserVerbs(t *testing.T) {
	b := newBench(t)
	b.stdin = goodPassword + "\n"
	b.must("user", "add", "Liisa", "--role", "admin", "--password-stdin")
	link := regexp.MustCompile(`^http://localhost:9000/invite#[A-Z2-7]{26}\n$`)
	if r := b.must("user", "add", "Matti", "--role", "viewer", "--link", "--addr", ":9000"); !link.MatchString(r.stdout) ||
		!strings.HasPrefix(r.stderr, "Käyttäjä Matti on lisätty, rooli katselija.\nLinkki, jolla Matti valitsee salasanan.") {
		t.Errorf("%+v", r)
	}
	if out := b.must("user", "list").stdout; !strings.Contains(out, "Matti  katselija   odottaa ") {
		t.Errorf("%s", out)
	}
	b.env["KORTISTO_BASE_URL"] = "https://register.example/a/"
	first, second := b.must("user", "link", "Matti").stdout, b.must("user", "link", "matti").stdout
	if !strings.HasPrefix(first, "https://register.example/a/invite#") || first == second {
		t.Errorf("%s%s", first, second)
	}
	for _, test := range []struct {
		said string
		args []string
	}{
		{"Käyttäjän Matti rooli on nyt muokkaaja.", []string{"role", "Matti", "--role", "editor"}},
		{"Käyttäjän Matti istunnot on päätetty.", []string{"logout", "Matti"}},
		{"Käyttäjä Matti on poistettu käytöstä.", []string{"disable", "Matti"}},
		{"Käyttäjä Matti on taas käytössä.", []string{"enable", "Matti"}},
		{"Käyttäjän Matti salasana on vaihdettu.", []string{"password", "Matti", "--password-stdin"}},
		{"Käyttäjä Matti on poistettu. Hänen tekemänsä muutokset säilyvät historiassa.", []string{"delete", "Matti"}},
	} {
		if r := b.must(append([]string{"user"}, test.args...)...); r.stdout != "" || r.stderr != test.said+"\n" {
			t.Errorf("%q: %+v", test.args, r)
		}
	}
	for _, verb := range []string{"role", "logout", "enable", "link", "delete"} {
		args := []string{"user", verb, "Matti"}
		if verb == "role" {
			args = append(args, "--role=editor")
		}
		if r := b.run(args...); r.status != 1 || r.stderr != "Käyttäjää Matti ei ole.\n" {
			t.Errorf("%q: %+v", args, r)
		}
	}
	for _, args := range [][]string{{"user", "role", "Liisa", "--role", "viewer"}, {"user", "delete", "Liisa"}} {
		if r := b.run(args...); r.status != 1 || !strings.Contains(r.stderr, "Liisa on viimeinen käytössä oleva ylläpitäjä.") {
			t.Errorf("%q: %+v", args, r)
		}
	}
	if r := b.run("user", "role", "Liisa"); r.status != 2 || !strings.Contains(r.stderr, "Komennosta puuttuu valitsin --role. Vaihtoehdot: admin, editor, viewer.") {
		t.Errorf("%+v", r)
	}
	b.stdin = goodPassword + "\n"
	b.must("user", "add", "Kaisa", "--password-stdin")
	b.must("user", "disable", "Kaisa")
	if r := b.run("user", "link", "Kaisa"); r.status != 1 || !strings.Contains(r.stderr, "Ota hänet ensin käyttöön.") {
		t.Errorf("%+v", r)
	}
}
