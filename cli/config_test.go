package cli_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestConfig holds that the settings in force are shown with where each comes
// from, secrets masked, and that unknown variables are warned of.
func TestConfig(t *testing.T) {
	b := newBench(t)
	b.env = map[string]string{
		"KORTISTO_DATA": "/elsewhere", "KORTISTO_MAX_ROWS": "70", "KORTISTO_BASE_URL": "https://register.example",
		"KORTISTO_TRUSTED_PROXY": "10.0.0.1\n10.1.0.0/16", "KORTISTO_PASSWORD": goodPassword,
		"KORTISTO_ADRESS": "typo", "KORTISTO_B": "", "HOME": "/root",
	}
	r := b.run("config", "--lang", "en", "--addr", ":9000", "--max-rows", "80")
	if r.status != 0 || r.stderr != "The variable KORTISTO_ADRESS is not known. Check its name.\nThe variable KORTISTO_B is not known. Check its name.\n" {
		t.Fatalf("status %d, %q", r.status, r.stderr)
	}
	for _, line := range []string{
		`data +` + regexp.QuoteMeta(b.path("data")) + ` +--data`, `lang +en +--lang`, `max-rows +80 +--max-rows`, `max-columns +500 +default`,
		`addr +:9000 +--addr`, `base-url +https://register\.example +KORTISTO_BASE_URL`, `trusted-proxy +10\.0\.0\.1 10\.1\.0\.0/16 +KORTISTO_TRUSTED_PROXY`,
		`backup-hour +3 +default`, `demo +false +default`, `password +\*{8} +KORTISTO_PASSWORD`,
	} {
		if !regexp.MustCompile(`(?m)^` + line + `$`).MatchString(r.stdout) {
			t.Errorf("no line %s in\n%s", line, r.stdout)
		}
	}
	if strings.Contains(r.stdout, goodPassword) {
		t.Error("the password is shown")
	}
	delete(b.env, "KORTISTO_PASSWORD")
	if r := b.must("config", "--lang", "en"); !regexp.MustCompile(`(?m)^password +not set$`).MatchString(r.stdout) {
		t.Errorf("%s", r.stdout)
	}
	b.env["KORTISTO_PASSWORD_FILE"] = b.write("secret", goodPassword+"\n")
	if r := b.must("config"); !regexp.MustCompile(`(?m)^password +\*{8} +KORTISTO_PASSWORD_FILE$`).MatchString(r.stdout) {
		t.Errorf("%s", r.stdout)
	}
	b.env["KORTISTO_PASSWORD"] = goodPassword
	if r := b.run("config"); r.status != 2 {
		t.Errorf("both: %+v", r)
	}
}

// TestConfigIsTheServers holds that each setting of the server is shown.
func TestConfigIsTheServers(t *testing.T) {
	b := newBench(t)
	config := b.must("config").stdout
	for _, flag := range regexp.MustCompile(`(?m)^ +(?:-., )?--([a-z-]+)`).FindAllStringSubmatch(b.must("help", "serve").stdout, -1) {
		if flag[1] != "help" && !regexp.MustCompile(`(?m)^`+flag[1]+` `).MatchString(config) {
			t.Errorf("no %s in\n%s", flag[1], config)
		}
	}
}

// TestServerIsToldOfUnknownVariables holds which variables the server warns of:
// none that any command knows.
func TestServerIsToldOfUnknownVariables(t *testing.T) {
	b := newBench(t)
	b.env = map[string]string{"KORTISTO_MAX_COLUMN": "5", "KORTISTO_SAVE": "1", "KORTISTO_ROLE": "viewer", "KORTISTO_PASSWORD_FILE": "x", "PATH": "/bin"}
	b.must()
	if len(b.served) != 1 || !slices.Equal(b.served[0].UnknownVariables, []string{"KORTISTO_MAX_COLUMN"}) {
		t.Errorf("%+v", b.served)
	}
}
