package accounts

import (
	"errors"
	"fmt"
	"testing"

	"kortisto/db"
)

// TestRightLostMeanwhile takes the right away from a user after a request was
// let in and before its transaction: no account changes, whatever it is.
func TestRightLostMeanwhile(t *testing.T) {
	type writing struct {
		role  db.Role
		write func(a *Accounts, actor db.Actor) error
	}
	writings := map[string]writing{
		"own password": {db.Viewer, func(a *Accounts, actor db.Actor) error {
			return a.SetPassword(t.Context(), actor, "Liisa", goodPassword+"!")
		}},
		"add user": {db.Admin, func(a *Accounts, actor db.Actor) error {
			return second(a.CreateUser(t.Context(), actor, "Uusi", goodPassword, db.Viewer))
		}},
		"password": {db.Admin, func(a *Accounts, actor db.Actor) error {
			return a.SetPassword(t.Context(), actor, "Matti", goodPassword+"!")
		}},
		"role":    {db.Admin, func(a *Accounts, actor db.Actor) error { return a.SetRole(t.Context(), actor, "Matti", db.Viewer) }},
		"disable": {db.Admin, func(a *Accounts, actor db.Actor) error { return a.DisableUser(t.Context(), actor, "Matti") }},
		"delete":  {db.Admin, func(a *Accounts, actor db.Actor) error { return a.DeleteUser(t.Context(), actor, "Matti") }},
		"log out": {db.Admin, func(a *Accounts, actor db.Actor) error { return a.EndSessions(t.Context(), actor, "Matti") }},
		"link":    {db.Admin, func(a *Accounts, actor db.Actor) error { return second(a.NewLink(t.Context(), actor, "Matti")) }},
		"invite": {db.Admin, func(a *Accounts, actor db.Actor) error {
			return third(a.InviteUser(t.Context(), actor, "Uusi", db.Viewer))
		}},
		"enable": {db.Admin, func(a *Accounts, actor db.Actor) error { return a.EnableUser(t.Context(), actor, "Matti") }},
	}
	a := openTest(t)
	for _, name := range []string{"Maija", "Matti", "Liisa"} {
		if _, err := a.CreateUser(t.Context(), db.Actor{}, name, goodPassword, db.Admin); err != nil {
			t.Fatal(err)
		}
	}
	liisa := fresh(t, a, "Liisa").ID
	for name, test := range writings {
		for how, take := range map[string]func() error{
			"disabled": func() error { return a.DisableUser(t.Context(), db.Actor{}, "Liisa") },
			"demoted": func() error {
				for i, role := range db.Roles[:len(db.Roles)-1] {
					if role == test.role {
						return a.SetRole(t.Context(), db.Actor{}, "Liisa", db.Roles[i+1])
					}
				}
				return a.DisableUser(t.Context(), db.Actor{}, "Liisa") // nobody is less than a viewer
			},
		} {
			err := errors.Join(
				a.EnableUser(t.Context(), db.Actor{}, "Liisa"),
				a.SetRole(t.Context(), db.Actor{}, "Liisa", test.role),
				take())
			if err != nil {
				t.Fatal(err)
			}
			before := everybody(t, a)
			if err := test.write(a, db.Actor{Name: "Liisa", User: liisa, Role: test.role}); !errors.Is(err, db.ErrForbidden) {
				t.Errorf("%s, %s: %v", name, how, err)
			}
			if after := everybody(t, a); after != before {
				t.Errorf("%s, %s: before:\n%s\nafter:\n%s", name, how, before, after)
			}
		}
	}
}

// everybody is all that is stored of the users.
func everybody(t *testing.T, a *Accounts) (text string) {
	t.Helper()
	users, err := a.Users(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, user := range users {
		text += fmt.Sprintln(user.Name, user.Role, user.Active, user.Password, user.Generation)
	}
	return text
}
