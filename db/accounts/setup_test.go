package accounts

import (
	"errors"
	"strings"
	"sync"
	"testing"

	"kortisto/db"
)

func TestSetupAtOnce(t *testing.T) {
	a := openTest(t)
	first, err := a.NewSetupToken(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	token, err := a.NewSetupToken(t.Context())
	if err != nil || token == first || len(token) < 26 {
		t.Fatal(token, err)
	}
	for _, wrong := range []string{first, "", token[1:]} {
		if _, err := a.ClaimSetup(t.Context(), SetupClaim{Token: wrong, Name: "Eve", Password: goodPassword}); !errors.Is(err, ErrWrongToken) {
			t.Errorf("token %q: %v", wrong, err)
		}
	}
	if _, err := a.ClaimSetup(t.Context(), SetupClaim{Token: token, Name: "Liisa", Password: "short"}); !errors.Is(err, ErrPasswordShort) {
		t.Errorf("got %v", err)
	}
	if open, err := a.SetupOpen(t.Context()); !open || err != nil {
		t.Error(open, err)
	}
	failures := make([]error, 2)
	var claims sync.WaitGroup
	for i, name := range []string{"Liisa", "Matti"} {
		claim := SetupClaim{Token: " " + strings.ToLower(token), Name: name, Password: goodPassword}
		claims.Go(func() { _, failures[i] = a.ClaimSetup(t.Context(), claim) })
	}
	claims.Wait()
	if (failures[0] == nil) == (failures[1] == nil) || !errors.Is(errors.Join(failures...), ErrSetupDone) {
		t.Errorf("two claims: %v", failures)
	}
	users, err := a.Users(t.Context())
	if err != nil || len(users) != 1 || users[0].Role != db.Admin {
		t.Errorf("%+v, %v", users, err)
	}
	if open, err := a.SetupOpen(t.Context()); open || err != nil {
		t.Error(open, err)
	}
	if _, err := a.NewSetupToken(t.Context()); !errors.Is(err, ErrSetupDone) {
		t.Errorf("got %v", err)
	}
}
