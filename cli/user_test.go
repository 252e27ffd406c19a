package cli_test

import (
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
