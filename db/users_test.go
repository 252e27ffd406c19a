package db

import (
	"errors"
	"strings"
	"testing"

	"github.com/alexedwards/argon2id"
	"golang.org/x/text/unicode/norm"
)

const goodPassword = "hevonen söi  päärynän"

func TestPasswordRules(t *testing.T) {
	for password, want := range map[string]error{
		goodPassword:               nil,
		"åäöåäöåö":                 nil,
		" 8 chars":                 nil,
		strings.Repeat("ab", 128):  nil,
		strings.Repeat("a", 257):   ErrPasswordLong,
		"ääääää":                   ErrPasswordShort, // 12 bytes, 6 characters
		"1234567":                  ErrPasswordShort,
		"":                         ErrPasswordShort,
		"Liisa Virtanen":           ErrPasswordName,
		"liisa  virtanen":          ErrPasswordName,
		"Salasana":                 ErrPasswordCommon,
		"salasana2026!":            ErrPasswordCommon,
		"PASSWORD123":              ErrPasswordCommon,
		"12345678":                 ErrPasswordCommon,
		"1q2w3e4r":                 ErrPasswordCommon,
		"........":                 ErrPasswordCommon,
		"zzzzzzzzzz":               ErrPasswordCommon,
		"KORTISTO-2026":            ErrPasswordCommon,
		"salasana on tämä hevonen": nil,
	} {
		if err := CheckPassword("Liisa Virtanen", password); !errors.Is(err, want) {
			t.Errorf("%q: %v, want %v", password, err, want)
		}
	}
}

func TestUsers(t *testing.T) {
	db := openTest(t)
	made, err := db.CreateUser(t.Context(), Actor{}, " Liisa", goodPassword, Admin)
	if err != nil || made.Name != "Liisa" || made.ID == 0 {
		t.Fatalf("%+v, %v", made, err)
	}
	if !strings.HasPrefix(made.Password, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Errorf("hash is %s", made.Password)
	}
	for want, err := range map[error]error{
		ErrNameTaken:     second(db.CreateUser(t.Context(), Actor{}, "LIISA", goodPassword, Viewer)),
		ErrNameMissing:   second(db.CreateUser(t.Context(), Actor{}, " ", goodPassword, Viewer)),
		ErrRole:          second(db.CreateUser(t.Context(), Actor{}, "Matti", goodPassword, "owner")),
		ErrPasswordShort: second(db.CreateUser(t.Context(), Actor{}, "Matti", "short", Viewer)),
		ErrLastAdmin:     db.DisableUser(t.Context(), Actor{}, "liisa"),
		ErrNotFound:      db.EnableUser(t.Context(), Actor{}, "nobody"),
		ErrPasswordName:  db.SetPassword(t.Context(), Actor{}, "Matti Mattila", "matti mattila"),
	} {
		if !errors.Is(err, want) {
			t.Errorf("got %v, want %v", err, want)
		}
	}
	if err := db.SetRole(t.Context(), Actor{}, "Liisa", Editor); !errors.Is(err, ErrLastAdmin) {
		t.Errorf("got %v", err)
	}
	if _, err := db.CreateUser(t.Context(), Actor{}, "Änni", goodPassword, Admin); err != nil {
		t.Fatal(err)
	}
	if err := db.SetRole(t.Context(), Actor{}, "Liisa", Editor); err != nil {
		t.Error(err)
	}
	users, err := db.Users(t.Context())
	if err != nil || len(users) != 2 || users[0].Name != "Liisa" || users[0].Role != Editor || !users[1].Active {
		t.Errorf("%+v, %v", users, err)
	}
}

func TestAuthenticate(t *testing.T) {
	db := openTest(t)
	for _, name := range []string{"Liisa", "Matti"} {
		if _, err := db.CreateUser(t.Context(), Actor{}, name, goodPassword, Admin); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.DisableUser(t.Context(), Actor{}, "Matti"); err != nil {
		t.Fatal(err)
	}
	decomposed := strings.NewReplacer("ö", "o\u0308", "ä", "a\u0308").Replace(goodPassword)
	for _, c := range []struct {
		name, password string
		ok             bool
	}{
		{"Liisa", goodPassword, true},
		{" liisa", goodPassword, true},
		{"Liisa", decomposed, true}, // as some keyboards type it
		{"Liisa", goodPassword + " ", false},
		{"Liisa", "", false},
		{"Liisa", strings.Repeat("x", 1000), false},
		{"Matti", goodPassword, false},
		{"nobody", goodPassword, false},
		{"nobody", "", false},
		{"", "", false},
	} {
		user, err := db.Authenticate(t.Context(), c.name, c.password)
		if c.ok != (err == nil) || !c.ok && (!errors.Is(err, ErrWrongLogin) || user != nil) {
			t.Errorf("%q %q: %v", c.name, c.password, err)
		}
	}
	if err := db.SetPassword(t.Context(), Actor{}, "Liisa", "toinen hevonen"); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Authenticate(t.Context(), "Liisa", goodPassword); !errors.Is(err, ErrWrongLogin) {
		t.Errorf("the old password: %v", err)
	}
}

// TestRehash renews a hash that was made with other parameters.
func TestRehash(t *testing.T) {
	db := openTest(t)
	if _, err := db.CreateUser(t.Context(), Actor{}, "Liisa", goodPassword, Admin); err != nil {
		t.Fatal(err)
	}
	weaker := *hashParameters
	weaker.Memory = 64
	old, err := argon2id.CreateHash(norm.NFC.String(goodPassword), &weaker)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.write.DB.Exec(`UPDATE users SET password = ?`, old); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if _, err := db.Authenticate(t.Context(), "Liisa", goodPassword); err != nil {
			t.Fatal(err)
		}
	}
	if user, err := db.User(t.Context(), "Liisa"); err != nil || !strings.Contains(user.Password, "m=19456,t=2,p=1") {
		t.Errorf("%+v, %v", user, err)
	}
}
