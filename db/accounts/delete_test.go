package accounts

import (
	"errors"
	"testing"

	"kortisto/customer"
	"kortisto/db"
)

// TestDeletedUser holds that what a deleted user did stays under the name, that
// nobody gets in by what the user had, and that a new user of the same name is
// another one, to whom the drafts do not belong.
func TestDeletedUser(t *testing.T) {
	a := openTest(t)
	newAdmin(t, a, "Maija")
	liisa := newAdmin(t, a, "Liisa")
	actor := db.Actor{Name: "Liisa", User: liisa.ID, Role: db.Editor}
	made, err := a.db.CreateCustomer(t.Context(), actor, customer.Values{customer.Name: "Alfa Oy", customer.Kind: customer.Company})
	must(t, err)
	file := []byte("Nimi;Laji\nBeeta Oy;yritys\n")
	draft, err := a.db.CreateDraft(t.Context(), actor, "a.csv", file, db.Choices{})
	must(t, err)
	discarded, err := a.db.CreateDraft(t.Context(), actor, "b.csv", file, db.Choices{})
	must(t, err)
	must(t, a.db.DiscardDraft(t.Context(), actor, discarded))
	taken, err := a.db.CreateDraft(t.Context(), actor, "c.csv", file, db.Choices{})
	must(t, err)
	must(t, second(a.db.TakeDraft(t.Context(), db.Actor{Name: "Maija"}, taken, "Liisa")))
	sessions := make([]string, 2)
	for i := range sessions { // one that is written, one that is not
		sessions[i], err = a.CreateSession(liisa, LoggedIn{})
		must(t, err)
		if i == 0 {
			settle(t, a)
		}
	}
	device, err := a.RememberDevice(t.Context(), liisa, nil)
	must(t, err)
	token := link(t, a, "Liisa")

	must(t, a.DeleteUser(t.Context(), db.Actor{}, "LIISA"))
	if err := a.DeleteUser(t.Context(), db.Actor{}, "Liisa"); !errors.Is(err, db.ErrNotFound) {
		t.Errorf("once more: %v", err)
	}
	if err := second(a.db.CreateCustomer(t.Context(), actor, customer.Values{customer.Name: "Beeta Oy"})); !errors.Is(err, db.ErrForbidden) {
		t.Errorf("a request under way: %v", err)
	}
	namesake := newAdmin(t, a, "Liisa")
	if namesake.ID == liisa.ID {
		t.Error("the same user")
	}
	settle(t, a)
	for _, session := range sessions {
		if _, err := a.FindSession(t.Context(), session); !errors.Is(err, db.ErrNotFound) {
			t.Errorf("the session: %v", err)
		}
	}
	if known, err := a.knownDevice(t.Context(), "Liisa", []string{device}); known != "" || err != nil {
		t.Errorf("the device is known: %v", err)
	}
	if _, err := a.ClaimLink(t.Context(), LinkClaim{Token: token, Password: goodPassword}); !errors.Is(err, ErrWrongToken) {
		t.Errorf("the link: %v", err)
	}
	history, _, err := a.db.CustomerHistory(t.Context(), made.Number, 0, 10)
	if err != nil || len(history) != 1 || history[0].By != "Liisa" {
		t.Errorf("%+v, %v", history, err)
	}

	actor.User = namesake.ID
	if drafts, err := a.db.Drafts(t.Context(), "Liisa"); err != nil || len(drafts) != 0 {
		t.Errorf("%+v, %v", drafts, err)
	}
	if err := a.db.DiscardDraft(t.Context(), actor, draft); !errors.As(err, new(db.ErrNotOwner)) {
		t.Errorf("somebody else's draft: %v", err)
	}
	if err := second(a.db.RestoreDraft(t.Context(), actor, discarded)); !errors.As(err, new(db.ErrNotOwner)) {
		t.Errorf("somebody else's discarded draft: %v", err)
	}
	left, err := a.db.Draft(t.Context(), draft)
	must(t, err)
	if of, is := db.OfRemovedUser(left.Owner()); !is || of != "Liisa" || left.CreatedBy != "Liisa" {
		t.Errorf("%+v", left)
	}
	if others, err := a.db.Draft(t.Context(), taken); err != nil || others.Owner() != "Maija" || others.TakenFrom != "" {
		t.Errorf("%+v, %v", others, err)
	}
	must(t, second(a.db.TakeDraft(t.Context(), db.Actor{Name: "Maija"}, draft, left.Owner())))
}

// TestReservedNames holds that no user has a name by which the program means
// somebody else.
func TestReservedNames(t *testing.T) {
	a := openTest(t)
	for _, name := range []string{db.CommandLine, db.CommandLineOf("Liisa"), db.RemovedUser("Liisa")} {
		if _, err := a.CreateUser(t.Context(), db.Actor{}, name, goodPassword, db.Viewer); !errors.Is(err, db.ErrNameTaken) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
