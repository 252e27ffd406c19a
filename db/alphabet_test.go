package db

import (
	"math/rand/v2"
	"strings"
	"testing"

	"kortisto/customer"
)

// TestAlphabetComparesAsItsKeys holds that two texts are compared as the keys of
// the names are, whatever they are made of.
func TestAlphabetComparesAsItsKeys(t *testing.T) {
	pieces := strings.Split("a|A|b|z|Z|å|Ä|ö|é|e\u0301|a\u0308|\u0308|ß|ss| |  |\t|\u00a0|\u200b|-|{|~|\x7f|\x01|1|Oy|æ|ae|日", "|")
	random := rand.New(rand.NewPCG(7, 11))
	text := func() string {
		var b strings.Builder
		for range random.IntN(5) {
			b.WriteString(pieces[random.IntN(len(pieces))])
		}
		return b.String()
	}
	for range 200_000 {
		a, b := text(), text()
		want := strings.Compare(alphabetKey(customer.FoldKey(a)), alphabetKey(customer.FoldKey(b)))
		if got := compareFinnish(a, b); got != want {
			t.Fatalf("%q and %q compare to %d, want %d", a, b, got, want)
		}
	}
}
