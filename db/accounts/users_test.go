package accounts

import (
	"errors"
	"strings"
	"testing"

	"github.com/alexedwards/argon2id"
	"golang.org/x/text/unicode/norm"
	"kortisto/customer"
	"kortisto/db"
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
		"liisa2026":                ErrPasswordName,
		"!!Virtanen1":              ErrPasswordName,
		"LiisaVirtanen99":          ErrPasswordName,
		"1-liisa virtanen-1":       ErrPasswordName,
		"mäkinen1234":              ErrPasswordCommon,
		"Perkele666!":              ErrPasswordCommon,
		"muumipeikko":              ErrPasswordCommon,
		"2026kesäkuu":              ErrPasswordCommon,
		"trustno1trustno1":         nil,
		"1qaz2wsx3edc":             ErrPasswordCommon,
		"Qwerty123456":             ErrPasswordCommon,
		"princess#1":               ErrPasswordCommon,
		"\n\n\n\n\n\n\n\n":         ErrPasswordCommon,
	} {
		if err := checkNewPassword("Liisa Virtanen", password); !errors.Is(err, want) {
			t.Errorf("%q: %v, want %v", password, err, want)
		}
	}
}

// TestLeakedPasswords holds that each password of the list is refused, and that
// the list is as its text says.
func TestLeakedPasswords(t *testing.T) {
	lines := strings.Split(strings.Trim(commonPasswords, "\n"), "\n")
	if len(lines) < 30_000 {
		t.Errorf("%d passwords", len(lines))
	}
	for i, password := range lines {
		if customer.FoldKey(password) != password || i > 0 && lines[i-1] >= password {
			t.Errorf("line %d: %q is not folded, or not in order", i+1, password)
		}
		if err := checkNewPassword("Ö", password); !errors.Is(err, ErrPasswordCommon) {
			t.Errorf("%q: %v", password, err)
		}
	}
}

func TestUsers(t *testing.T) {
	a := openTest(t)
	made, err := a.CreateUser(t.Context(), db.Actor{}, " Liisa", goodPassword, db.Admin)
	if err != nil || made.Name != "Liisa" || made.ID == 0 {
		t.Fatalf("%+v, %v", made, err)
	}
	if !strings.HasPrefix(made.Password, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Errorf("hash is %s", made.Password)
	}
	for want, err := range map[error]error{
		db.ErrNameTaken:   second(a.CreateUser(t.Context(), db.Actor{}, "LIISA", goodPassword, db.Viewer)),
		db.ErrNameMissing: second(a.CreateUser(t.Context(), db.Actor{}, " ", goodPassword, db.Viewer)),
		ErrRole:           second(a.CreateUser(t.Context(), db.Actor{}, "Matti", goodPassword, "owner")),
		ErrPasswordShort:  second(a.CreateUser(t.Context(), db.Actor{}, "Matti", "short", db.Viewer)),
		ErrLastAdmin:      a.DisableUser(t.Context(), db.Actor{}, "liisa"),
		db.ErrNotFound:    a.EnableUser(t.Context(), db.Actor{}, "nobody"),
		ErrPasswordName:   a.SetPassword(t.Context(), db.Actor{}, "Matti Mattila", "matti mattila"),
	} {
		if !errors.Is(err, want) {
			t.Errorf("got %v, want %v", err, want)
		}
	}
	if err := a.SetRole(t.Context(), db.Actor{}, "Liisa", db.Editor); !errors.Is(err, ErrLastAdmin) {
		t.Errorf("got %v", err)
	}
	if _, err := a.CreateUser(t.Context(), db.Actor{}, "Änni", goodPassword, db.Admin); err != nil {
		t.Fatal(err)
	}
	if err := a.SetRole(t.Context(), db.Actor{}, "Liisa", db.Editor); err != nil {
		t.Error(err)
	}
	users, err := a.Users(t.Context())
	if err != nil || len(users) != 2 || users[0].Name != "Liisa" || users[0].Role != db.Editor || !users[1].Active {
		t.Errorf("%+v, %v", users, err)
	}
}

func TestAuthenticate(t *testing.T) {
	a := openTest(t)
	for _, name := range []string{"Liisa", "Matti"} {
		if _, err := a.CreateUser(t.Context(), db.Actor{}, name, goodPassword, db.Admin); err != nil {
			t.Fatal(err)
		}
	}
	if err := a.DisableUser(t.Context(), db.Actor{}, "Matti"); err != nil {
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
		user, err := a.authenticate(t.Context(), c.name, c.password)
		if c.ok != (err == nil) || !c.ok && (!errors.Is(err, ErrWrongLogin) || user != nil) {
			t.Errorf("%q %q: %v", c.name, c.password, err)
		}
	}
	if err := a.SetPassword(t.Context(), db.Actor{}, "Liisa", "toinen hevonen"); err != nil {
		t.Fatal(err)
	}
	if _, err := a.authenticate(t.Context(), "Liisa", goodPassword); !errors.Is(err, ErrWrongLogin) {
		t.Errorf("the old password: %v", err)
	}
}

// TestRehash renews a hash that was made with other parameters.
func TestRehash(t *testing.T) {
	a := openTest(t)
	if _, err := a.CreateUser(t.Context(), db.Actor{}, "Liisa", goodPassword, db.Admin); err != nil {
		t.Fatal(err)
	}
	weaker := *hashParameters
	weaker.Memory = 64
	old, err := argon2id.CreateHash(norm.NFC.String(goodPassword), &weaker)
	if err != nil {
		t.Fatal(err)
	}
	if err := execute(t, a, `UPDATE users SET password = ?`, old); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if _, err := a.authenticate(t.Context(), "Liisa", goodPassword); err != nil {
			t.Fatal(err)
		}
		settle(t, a)
	}
	if user, err := a.User(t.Context(), "Liisa"); err != nil || !strings.Contains(user.Password, "m=19456,t=2,p=1") {
		t.Errorf("%+v, %v", user, err)
	}
}

// second is the error of a call that returns something too.
func second[T any](_ T, err error) error { return err }
