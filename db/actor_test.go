package db

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/uptrace/bun"
)

// TestRightLostMeanwhile takes the right away from a user between the moment at
// which a request was let in, or its plan was made, and its transaction:
// nothing is written, whatever it is.
func TestRightLostMeanwhile(t *testing.T) {
	writings := map[string]func(db *DB, actor Actor) error{
		"save": func(db *DB, actor Actor) error {
			request := fileOf(t, db, actor, manyNew(8))
			_, err := db.Save(t.Context(), request)
			return err
		},
		"undo": func(db *DB, actor Actor) error {
			plan, _ := undoPlan(t, db, 1)
			_, err := db.Undo(t.Context(), UndoRequest{Actor: actor, Import: 1, Fingerprint: plan.Fingerprint})
			return err
		},
		"create customer": func(db *DB, actor Actor) error {
			_, err := db.CreateCustomer(t.Context(), actor, sample(9))
			return err
		},
		"update customer": func(db *DB, actor Actor) error {
			_, err := db.UpdateCustomer(t.Context(), actor, 1001, 1, sample(9))
			return err
		},
		"remove customer": func(db *DB, actor Actor) error { return db.RemoveCustomer(t.Context(), actor, 1001, 1) },
		"create group": func(db *DB, actor Actor) error {
			_, err := db.CreateGroup(t.Context(), actor, "VIP")
			return err
		},
		"rename group": func(db *DB, actor Actor) error { return db.RenameGroup(t.Context(), actor, 1, "VIP") },
		"remove group": func(db *DB, actor Actor) error { return db.RemoveGroup(t.Context(), actor, 1) },
		"remove emptied groups": func(db *DB, actor Actor) error {
			_, err := db.RemoveEmptiedGroups(t.Context(), actor, 1)
			return err
		},
		"upload": func(db *DB, actor Actor) error {
			_, err := db.CreateDraft(t.Context(), actor, "x.csv", []byte("x"), Choices{})
			return err
		},
		"choose": func(db *DB, actor Actor) error {
			_, err := db.ChangeChoices(t.Context(), actor, 2, func(choices *Choices) error {
				choices.Reading.Delimiter = ";"
				return nil
			})
			return err
		},
		"take": func(db *DB, actor Actor) error {
			_, err := db.TakeDraft(t.Context(), actor, 2, "Liisa")
			return err
		},
		"discard": func(db *DB, actor Actor) error { return db.DiscardDraft(t.Context(), actor, 2) },
		"drop":    func(db *DB, actor Actor) error { return db.DropDraft(t.Context(), actor, 2) },
		"restore": func(db *DB, actor Actor) error {
			_, err := db.RestoreDraft(t.Context(), actor, 2)
			return err
		},
	}
	db := openTest(t)
	mustSave(t, db, draft(t, db, manyNew(5)))
	draft(t, db, manyNew(2))
	liisa := makeUser(t, db, "Liisa", Editor)
	for name, write := range writings {
		for how, take := range map[string]func(){
			"disabled": func() { setUser(t, db, liisa, Editor, false) },
			"demoted":  func() { setUser(t, db, liisa, Viewer, true) },
		} {
			setUser(t, db, liisa, Editor, true)
			taken := false
			takeOnce := func(stage string) {
				if stage == "planned" && !taken {
					taken = true
					take()
				}
			}
			db.reached = takeOnce
			if name != "save" && name != "undo" { // they have no plan
				takeOnce("planned")
			}
			before := everything(t, db)
			err := write(db, Actor{Name: "Liisa", User: liisa, Role: Editor})
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

// everything is all that an editor may write.
func everything(t *testing.T, db *DB) string {
	t.Helper()
	text := state(t, db)
	for id := range int64(3) {
		one, err := db.Draft(t.Context(), id+1)
		text += fmt.Sprintf("%+v %v\n", one, err)
	}
	return text
}

// makeUser stores an active user and returns the id.
func makeUser(t *testing.T, db *DB, name string, role Role) (id int64) {
	t.Helper()
	must(t, db.write.QueryRowContext(t.Context(), `INSERT INTO users (name, key, password, role, active, created_at)
		VALUES (?0, ?0, '', ?1, TRUE, 0) RETURNING id`, name, role).Scan(&id))
	return id
}

// setUser gives a user another role, and keeps one out who is not active.
func setUser(t *testing.T, db *DB, id int64, role Role, active bool) {
	t.Helper()
	_, err := db.write.ExecContext(t.Context(), `UPDATE users SET role = ?, active = ? WHERE id = ?`, role, active, id)
	must(t, err)
}

func nothing(context.Context, bun.Tx) error { return nil }

// TestActorRoles holds which role may do what another one is needed for.
func TestActorRoles(t *testing.T) {
	db := openTest(t)
	for i, role := range Roles {
		user := makeUser(t, db, fmt.Sprint("Käyttäjä ", i), role)
		for j, needed := range append([]Role{""}, Roles...) {
			err := db.Write(t.Context(), Purpose{Work: "test", Actor: Actor{User: user, Role: needed}}, nothing)
			if allowed := needed != "" && i <= j-1; allowed && err != nil || !allowed && !errors.Is(err, ErrForbidden) {
				t.Errorf("%s for %q: %v", role, needed, err)
			}
		}
	}
	if err := db.Write(t.Context(), Purpose{Work: "test", Actor: Actor{User: 99, Role: Viewer}}, nothing); !errors.Is(err, ErrForbidden) {
		t.Errorf("nobody: %v", err)
	}
	if err := db.Write(t.Context(), Purpose{Work: "test", Actor: Actor{Name: CommandLine}}, nothing); err != nil {
		t.Errorf("the command line: %v", err)
	}
}
