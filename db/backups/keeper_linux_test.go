package backups

import (
	"errors"
	"path/filepath"
	"syscall"
	"testing"
)

// TestNightlyKeepsWhatItCannotRemove holds that a backup that was made is no
// failure where an older one cannot be removed, which is logged.
func TestNightlyKeepsWhatItCannotRemove(t *testing.T) {
	n := newNight(t, Options{Hour: 3, Keep: 1})
	n.look("first", 1)
	_, list := n.State(t.Context())
	old := filepath.Join(n.register.BackupsDir(), list[0].Name)
	if err := syscall.Mount(old, old, "", syscall.MS_BIND, ""); err != nil {
		t.Skip("nothing can be mounted here: ", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(old, 0) })
	n.now = n.now.AddDate(0, 0, 1)
	state := n.look("a day later", 2)
	if !state.Unpruned || state.Failed != nil || !errors.Is(n.told[1], ErrNotPruned) {
		t.Errorf("%+v, told %v", state, n.told)
	}
	n.look("once more", 2)
}
