package db

import (
	"context"
	_ "embed"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/alexedwards/argon2id"
	"golang.org/x/text/unicode/norm"
	"kortisto/customer"
)

// Limits of passwords: characters at least, bytes at most.
const (
	MinPasswordLength = 8
	MaxPasswordBytes  = 256
)

// hashParameters are the least that OWASP advises for argon2id.
var hashParameters = &argon2id.Params{
	Memory:      19456, // KiB
	Iterations:  2,
	Parallelism: 1,
	SaltLength:  16,
	KeyLength:   32,
}

// hashing lets two hashes be computed at once, since each takes 19 MB.
var hashing = make(chan struct{}, 2)

//go:embed common_passwords.txt
var commonPasswordsText string

// commonPasswords are the words that the most common passwords are made of.
var commonPasswords = sync.OnceValue(func() map[string]bool {
	common := make(map[string]bool)
	for line := range strings.Lines(commonPasswordsText) {
		common[strings.TrimSpace(line)] = true
	}
	return common
})

// CheckPassword tells whether a password is good enough for a user, with
// ErrPasswordShort, ErrPasswordLong, ErrPasswordName or ErrPasswordCommon. Any
// character may be in it.
func CheckPassword(name, password string) error {
	folded := customer.FoldKey(password)
	switch {
	case len(password) > MaxPasswordBytes:
		return ErrPasswordLong
	case utf8.RuneCountInString(password) < MinPasswordLength:
		return ErrPasswordShort
	case folded == customer.FoldKey(name):
		return ErrPasswordName
	case isCommon(folded):
		return ErrPasswordCommon
	}
	return nil
}

// isCommon reports whether a password is one of the most common, or such a one
// with digits and signs around it, or one character again and again.
func isCommon(folded string) bool {
	word := strings.TrimFunc(folded, func(r rune) bool { return !unicode.IsLetter(r) })
	first, _ := utf8.DecodeRuneInString(folded)
	return commonPasswords()[folded] || word != "" && commonPasswords()[word] ||
		strings.Trim(folded, string(first)) == ""
}

// newPassword checks a password and returns its hash.
func newPassword(ctx context.Context, name, password string) (string, error) {
	if err := CheckPassword(name, password); err != nil {
		return "", err
	}
	return hashPassword(ctx, password)
}

func hashPassword(ctx context.Context, password string) (string, error) {
	if err := waitToHash(ctx); err != nil {
		return "", err
	}
	defer func() { <-hashing }()
	return argon2id.CreateHash(norm.NFC.String(password), hashParameters)
}

// checkPassword compares a password with a hash, and reports whether the hash
// was made with parameters that are not today's.
func checkPassword(ctx context.Context, password, hash string) (ok, outdated bool, err error) {
	if len(password) > MaxPasswordBytes {
		password = "" // nobody's, and no work for it
	}
	if err := waitToHash(ctx); err != nil {
		return false, false, err
	}
	defer func() { <-hashing }()
	ok, parameters, err := argon2id.CheckHash(norm.NFC.String(password), hash)
	return ok, err == nil && *parameters != *hashParameters, err
}

func waitToHash(ctx context.Context) error {
	select {
	case hashing <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// nobodysPassword is what the password of an unknown user is compared with, so
// that the answer takes as long as for a known one.
var nobodysPassword = sync.OnceValue(func() string {
	hash, err := argon2id.CreateHash("", hashParameters)
	if err != nil {
		panic("db: " + err.Error()) // the system has no random numbers
	}
	return hash
})
