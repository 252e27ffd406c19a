package handlers

import (
	"os/exec"
	"testing"
)

// TestQuoted holds that a shell takes a path as it is.
func TestQuoted(t *testing.T) {
	for _, path := range []string{"/srv/data", "/srv/Oy Firma & Pojat/data", "/srv/Jukan 'oma' $HOME", "/srv/ääkköset\\n", "/srv/`x`;y"} {
		got, err := exec.Command("sh", "-c", "printf %s "+quoted(path)).Output()
		if err != nil || string(got) != path {
			t.Errorf("%s becomes %s, %v", path, got, err)
		}
	}
	if plain := "/var/lib/kortisto/backups/kortisto-20261103-010000Z.db"; quoted(plain) != plain {
		t.Errorf("needless: %s", quoted(plain))
	}
}
