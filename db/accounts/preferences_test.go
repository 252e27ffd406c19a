package accounts

import (
	"errors"
	"testing"

	"kortisto/db"
)

// TestPreferencesFollowTheUser holds that what a user chooses is known to each of
// the user's sessions, which go on, stays when an administrator changes the user,
// and is nobody else's.
func TestPreferencesFollowTheUser(t *testing.T) {
	a := openTest(t)
	user, other := newAdmin(t, a, "Liisa"), newAdmin(t, a, "Matti")
	id, err := a.CreateSession(user, LoggedIn{})
	must(t, err)
	want := Preferences{Language: "sv", Theme: Dark, NoSingleKeys: true, ListColumns: "number,name,city"}
	actor := db.Actor{Name: user.Name, User: user.ID, Role: db.Viewer}
	must(t, a.SetPreferences(t.Context(), actor, user.ID, func(p *Preferences) { *p = want }))
	session, err := a.FindSession(t.Context(), id)
	must(t, err)
	if session.User.Preferences != want {
		t.Errorf("the session has %+v", session.User.Preferences)
	}
	must(t, a.SetPreferences(t.Context(), actor, user.ID, func(p *Preferences) { p.Theme = Light }))
	must(t, a.SetRole(t.Context(), db.Actor{}, "Liisa", db.Editor))
	want.Theme = Light
	for name, prefers := range map[string]Preferences{"Liisa": want, "Matti": {}} {
		found, err := a.User(t.Context(), name)
		must(t, err)
		if found.Preferences != prefers {
			t.Errorf("%s has %+v", name, found.Preferences)
		}
	}
	must(t, a.DisableUser(t.Context(), db.Actor{}, "Liisa"))
	if err := a.SetPreferences(t.Context(), actor, user.ID, func(*Preferences) {}); !errors.Is(err, db.ErrForbidden) {
		t.Errorf("a disabled user: %v", err)
	}
	must(t, a.DeleteUser(t.Context(), db.Actor{}, "Liisa"))
	if err := a.SetPreferences(t.Context(), db.Actor{}, user.ID, func(*Preferences) {}); !errors.Is(err, db.ErrNotFound) {
		t.Errorf("a deleted user: %v", err)
	}
	if _, err := a.User(t.Context(), other.Name); err != nil {
		t.Error(err)
	}
}
