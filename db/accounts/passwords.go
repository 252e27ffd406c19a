package accounts

import (
	"context"
	_ "embed"
	"slices"
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
	minPasswordLength = 8
	maxPasswordBytes  = 256
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

// commonPasswords are those that were found in leaks, one a line, in order.
// Where they are from says common_passwords.md.
//
//go:embed common_passwords.txt
var commonPasswords string

//go:embed common_words.txt
var commonWordsText string

// commonWords are the words that the most common passwords are made of.
var commonWords = sync.OnceValue(func() map[string]bool {
	common := make(map[string]bool)
	for line := range strings.Lines(commonWordsText) {
		common[strings.TrimSpace(line)] = true
	}
	return common
})

// checkNewPassword tells whether a password is good enough for a user, with
// ErrPasswordShort, ErrPasswordLong, ErrPasswordName or ErrPasswordCommon. Any
// character may be in it.
func checkNewPassword(name, password string) error {
	folded := customer.FoldKey(password)
	switch {
	case len(password) > maxPasswordBytes:
		return ErrPasswordLong
	case utf8.RuneCountInString(password) < minPasswordLength:
		return ErrPasswordShort
	case isName(folded, customer.FoldKey(name)):
		return ErrPasswordName
	case isCommon(folded):
		return ErrPasswordCommon
	}
	return nil
}

// isName reports whether a password is a name or one of its parts, or such a
// one with digits and signs around it.
func isName(folded, name string) bool {
	word := withoutSigns(folded)
	if folded == name || word == "" {
		return folded == name
	}
	parts := strings.FieldsFunc(name, isSign)
	return word == withoutSigns(name) || word == strings.Join(parts, "") || slices.Contains(parts, word)
}

// isCommon reports whether a password is one of the most common, or such a one
// with digits and signs around it, or one character again and again.
func isCommon(folded string) bool {
	word := withoutSigns(folded)
	first, _ := utf8.DecodeRuneInString(folded)
	return isLeaked(folded) || isLeaked(word) || commonWords()[folded] || commonWords()[word] ||
		strings.Trim(folded, string(first)) == ""
}

// isLeaked looks a password up among the lines of the list, which are in order.
func isLeaked(folded string) bool {
	low, high := 0, len(commonPasswords)
	for low < high {
		middle := (low + high) / 2
		begin := strings.LastIndexByte(commonPasswords[:middle], '\n') + 1
		end := begin + strings.IndexByte(commonPasswords[begin:], '\n')
		switch line := commonPasswords[begin:end]; {
		case folded < line:
			high = begin
		case folded > line:
			low = end + 1
		default:
			return true
		}
	}
	return false
}

// withoutSigns is a text without the digits and signs around it.
func withoutSigns(text string) string { return strings.TrimFunc(text, isSign) }

func isSign(r rune) bool { return !unicode.IsLetter(r) }

// newPassword checks a password and returns its hash.
func newPassword(ctx context.Context, name, password string) (string, error) {
	if err := checkNewPassword(name, password); err != nil {
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

// comparePassword compares a password with a hash, and reports whether the hash
// was made with parameters that are not today's.
func comparePassword(ctx context.Context, password, hash string) (ok, outdated bool, err error) {
	if len(password) > maxPasswordBytes {
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
		panic("accounts: " + err.Error()) // the system has no random numbers
	}
	return hash
})
