package cli_test

import (
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
)

// TestServe holds that the server gets the flags, and that it is meant where no
// command is named.
func TestServe(t *testing.T) {
	b := newBench(t)
	b.env["KORTISTO_ADDR"] = ":8081"
	b.env["KORTISTO_LOG_LEVEL"] = "warn"
	b.env["KORTISTO_BACKUP_HOUR"] = "22"
	b.env["KORTISTO_TRUSTED_PROXY"] = "10.0.0.1\n10.0.0.0/8"
	for _, args := range [][]string{{"serve", "--demo", "--base-url", "https://x.example"}, {"--demo", "--base-url", "https://x.example", "--lang", "sv"}} {
		b.served = nil
		if r := b.run(args...); r.status != 0 || r.stderr != "" || len(b.served) != 1 {
			t.Fatalf("%q: status %d, stderr %q, served %d times", args, r.status, r.stderr, len(b.served))
		}
		s := b.served[0]
		if s.Addr != ":8081" || s.BaseURL != "https://x.example" || !s.Demo || s.LogLevel != slog.LevelWarn || s.Data != b.path("data") || s.Limits.Rows != 200_000 ||
			!slices.Equal(s.TrustedProxies, []string{"10.0.0.1", "10.0.0.0/8"}) || s.BackupHour != 22 || s.BackupKeep != 14 {
			t.Errorf("%q: served with %+v", args, s)
		}
	}
	for text, want := range map[string]int{"none": -1, "-1": -1, "0": 0, "23": 23} {
		b.served = nil
		if b.must("--backup-hour", text); b.served[0].BackupHour != want {
			t.Errorf("--backup-hour %s: %d", text, b.served[0].BackupHour)
		}
	}
	if r := b.run("--backup-hour", "24", "--lang", "en"); r.status != 2 || !strings.Contains(r.stderr, "from 0 to 23") {
		t.Errorf("another hour: %+v", r)
	}
	if r := b.run("--log-level", "loud"); r.status != 2 || !strings.Contains(r.stderr, "error, warn, info, debug") {
		t.Errorf("another level: %+v", r)
	}
	for lang, words := range map[string][3]string{
		"fi": {"Anna osoite ja portti", "Anna osoite", "Anna IP-osoite"}, "sv": {"Ange adress och port", "Ange adressen", "Ange en IP-adress"},
		"en": {"Give an address and a port", "Give the address", "Give an IP address"},
	} {
		for i, wrong := range [][2]string{{"--addr", "localhost"}, {"--base-url", "register.example.fi"}, {"--trusted-proxy", "proxy"}} {
			if r := b.run(wrong[0], wrong[1], "--lang", lang); r.status != 2 || !strings.Contains(r.stderr, words[i]) || len(b.served) != 1 {
				t.Errorf("%s %s: %+v", wrong[0], wrong[1], r)
			}
		}
	}
	if r := b.run("--help"); len(b.served) != 1 || !strings.Contains(r.stdout, "serve") {
		t.Errorf("--help starts the server, or does not name it: %q", r.stdout)
	}
}

func TestHealthcheck(t *testing.T) {
	healthy := true
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/healthz" || !healthy {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	}))
	defer server.Close()
	_, port, err := net.SplitHostPort(server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	b := newBench(t)
	if r := b.run("healthcheck", "--addr", ":"+port); r.status != 0 || r.stdout != "ok\n" {
		t.Errorf("healthy: %+v", r)
	}
	healthy = false
	if r := b.run("healthcheck", "--addr", "127.0.0.1:"+port); r.status != 1 || !strings.Contains(r.stderr, "503") {
		t.Errorf("unhealthy: %+v", r)
	}
	server.Close()
	if r := b.run("healthcheck", "--addr", "127.0.0.1:"+port); r.status != 1 || r.stderr == "" {
		t.Errorf("gone: %+v", r)
	}
}
