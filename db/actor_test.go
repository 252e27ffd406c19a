package db

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/uptrace/bun"
	"kortisto/importer"
)

// TestRightLostMeanwhile takes the right away from a user between the moment at
// which a request was let in, or its plan was made, and its transaction:
// nothing is written, whatever it is.
func TestRightLostMeanwhile(t *testing.T) {
	type writing struct {
		role  Role
		write func(db *DB, actor Actor) error
	}
	writings := map[string]writing{
		"save": {Editor, func(db *DB, actor Actor) error {
			request := fileOf(t, db, actor, manyNew(8))
			_, err := db.Save(t.Context(), request)
			return err
		}},
		"undo": {Editor, func(db *DB, actor Actor) error {
			plan, _ := undoPlan(t, db, 1)
			_, err := db.Undo(t.Context(), UndoRequest{Actor: actor, Import: 1, Fingerprint: plan.Fingerprint})
			return err
		}},
		"create customer": {Editor, func(db *DB, actor Actor) error {
			_, err := db.CreateCustomer(t.Context(), actor, sample(9))
			return err
		}},
		"update customer": {Editor, func(db *DB, actor Actor) error {
			_, err := db.UpdateCustomer(t.Context(), actor, 1001, 1, sample(9))
			return err
		}},
		"remove customer": {Editor, func(db *DB, actor Actor) error { return db.RemoveCustomer(t.Context(), actor, 1001, 1) }},
		"create group": {Editor, func(db *DB, actor Actor) error {
			_, err := db.CreateGroup(t.Context(), actor, "VIP")
			return err
		}},
		"rename group": {Editor, func(db *DB, actor Actor) error { return db.RenameGroup(t.Context(), actor, 1, "VIP") }},
		"remove group": {Editor, func(db *DB, actor Actor) error { return db.RemoveGroup(t.Context(), actor, 1) }},
		"remove emptied groups": {Editor, func(db *DB, actor Actor) error {
			_, err := db.RemoveEmptiedGroups(t.Context(), actor, 1)
			return err
		}},
		"upload": {Editor, func(db *DB, actor Actor) error {
			_, err := db.CreateDraft(t.Context(), actor, "x.csv", []byte("x"), Choices{})
			return err
		}},
		"choose": {Editor, func(db *DB, actor Actor) error {
			_, err := db.ChangeChoices(t.Context(), actor, 2, func(choices *Choices) error {
				choices.Reading.Delimiter = ";"
				return nil
			})
			return err
		}},
		"discard":      {Editor, func(db *DB, actor Actor) error { return db.DiscardDraft(t.Context(), actor, 2) }},
		"own password": {Viewer, func(db *DB, actor Actor) error { return db.SetPassword(t.Context(), actor, "Liisa", goodPassword+"!") }},
		"add user": {Admin, func(db *DB, actor Actor) error {
			_, err := db.CreateUser(t.Context(), actor, "Uusi", goodPassword, Viewer)
			return err
		}},
		"password": {Admin, func(db *DB, actor Actor) error { return db.SetPassword(t.Context(), actor, "Matti", goodPassword+"!") }},
		"role":     {Admin, func(db *DB, actor Actor) error { return db.SetRole(t.Context(), actor, "Matti", Viewer) }},
		"disable":  {Admin, func(db *DB, actor Actor) error { return db.DisableUser(t.Context(), actor, "Matti") }},
		"enable":   {Admin, func(db *DB, actor Actor) error { return db.EnableUser(t.Context(), actor, "Matti") }},
	}
	db := openTest(t)
	mustSave(t, db, draft(t, db, manyNew(5)))
	draft(t, db, manyNew(2))
	var user *User
	for _, name := range []string{"Maija", "Matti", "Liisa"} {
		made, err := db.CreateUser(t.Context(), Actor{}, name, goodPassword, Admin)
		must(t, err)
		user = made
	}
	for name, test := range writings {
		for how, take := range map[string]func() error{
			"disabled": func() error { return db.DisableUser(t.Context(), Actor{}, "Liisa") },
			"demoted": func() error {
				for i, role := range Roles[:len(Roles)-1] {
					if role == test.role {
						return db.SetRole(t.Context(), Actor{}, "Liisa", Roles[i+1])
					}
				}
				return db.DisableUser(t.Context(), Actor{}, "Liisa") // nobody is less than a viewer
			},
		} {
			must(t, db.EnableUser(t.Context(), Actor{}, "Liisa"))
			must(t, db.SetRole(t.Context(), Actor{}, "Liisa", test.role))
			taken := false
			takeOnce := func(stage string) {
				if stage == "planned" && !taken {
					taken = true
					must(t, take())
				}
			}
			db.reached = takeOnce
			if name != "save" && name != "undo" { // they have no plan
				takeOnce("planned")
			}
			before := everything(t, db)
			err := test.write(db, Actor{Name: "Liisa", User: user.ID, Role: test.role})
			db.reached = func(string) {}
			if !errors.Is(err, ErrForbidden) || !taken {
				t.Errorf("%s, %s: %v", name, how, err)
			}
			if after := everything(t, db); after != before {
				t.Errorf("%s, %s: before:\n%s\nafter:\n%s", name, how, before, after)
			}
		}
	}
}

// everything is all that a user may write, but for the rights of Liisa.
func everything(t *testing.T, db *DB) string {
	t.Helper()
	users, err := db.Users(t.Context())
	must(t, err)
	text := state(t, db)
	for _, user := range users {
		if user.Name == "Liisa" {
			user.Role, user.Active = "", false
		}
		text += fmt.Sprintln(user.Name, user.Role, user.Active, user.Password)
	}
	for id := range int64(3) {
		one, err := db.Draft(t.Context(), id+1)
		text += fmt.Sprintf("%+v %v\n", one, err)
	}
	return text
}

func nothing(context.Context, bun.Tx) error { return nil }

// fileOf asks for a file to be saved by an actor.
func fileOf(t *testing.T, db *DB, actor Actor, input importer.Input) SaveRequest {
	t.Helper()
	request := file(t, db, input)
	request.Actor = actor
	return request
}

// TestActorRoles holds which role may do what another one is needed for.
func TestActorRoles(t *testing.T) {
	db := openTest(t)
	for i, role := range Roles {
		user, err := db.CreateUser(t.Context(), Actor{}, fmt.Sprint("Käyttäjä ", i), goodPassword, role)
		must(t, err)
		for j, needed := range append([]Role{""}, Roles...) {
			err := db.updateAs(t.Context(), Actor{Name: user.Name, User: user.ID, Role: needed}, "test", nothing)
			if allowed := needed != "" && i <= j-1; allowed && err != nil || !allowed && !errors.Is(err, ErrForbidden) {
				t.Errorf("%s for %q: %v", role, needed, err)
			}
		}
	}
	if err := db.updateAs(t.Context(), Actor{User: 99, Role: Viewer}, "test", nothing); !errors.Is(err, ErrForbidden) {
		t.Errorf("nobody: %v", err)
	}
	if err := db.updateAs(t.Context(), Actor{Name: CommandLine}, "test", nothing); err != nil {
		t.Errorf("the command line: %v", err)
	}
}
