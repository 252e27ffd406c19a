package db

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"strings"
	"testing"

	"kortisto/customer"
	"pgregory.net/rapid"
)

// TestOtherWords holds that the words of a text, without those that are taken
// and with those that are added, are the words of the other text.
func TestOtherWords(t *testing.T) {
	word := rapid.SampledFrom([]string{"a", "aa", "ab", "b", "1", " ", ".a", "-a", ".aa", "+1"})
	text := rapid.Custom(func(t *rapid.T) string { return strings.Join(rapid.SliceOf(word).Draw(t, "words"), " ") })
	rapid.Check(t, func(t *rapid.T) {
		before, after := text.Draw(t, "before"), text.Draw(t, "after")
		gone, come := otherWords([]byte(before), []byte(after))
		words := wordsOf(before)
		for word := range wordsOf(gone) {
			delete(words, word)
		}
		maps.Copy(words, wordsOf(come))
		if !maps.Equal(words, wordsOf(after)) {
			t.Errorf("%q to %q: takes %q and adds %q", before, after, gone, come)
		}
	})
}

// TestSearchIndexFollows holds that the index has the words of the customers as
// they are after any edits, removals, imports and undos, also where names and
// telephone numbers share most of their parts.
func TestSearchIndexFollows(t *testing.T) {
	db := openTest(t)
	random := rand.New(rand.NewPCG(1, 2))
	pick := func(texts ...string) string { return texts[random.IntN(len(texts))] }
	values := func() customer.Values {
		return named(pick("Rakennusmestarit Oy", "Mestarit Rakennus", "Oy Rakennus", "Aaaaa aaaa aa a", "Ö", "Äänimestari Öö"),
			"phone", pick("", "0449637254", "+358 44 963 7254", "044 963 7255", "Matti 044 9637254, 09 123456", "+46 8 123 456 78"),
			"business_id", pick("", "2077474-0", "DE 123-456"), "country", pick("", "FI", "SE"), "notes", pick("", "mestarit", "44 963 a aa"))
	}
	add(t, db, values(), values(), values())
	var last int64
	for range 60 {
		number := 1001 + random.IntN(6)
		c, err := db.Customer(t.Context(), number)
		switch step := random.IntN(4); {
		case step == 0 || errors.Is(err, ErrNotFound):
			add(t, db, values())
		case err != nil:
			t.Fatal(err)
		case step == 1:
			must(t, db.RemoveCustomer(t.Context(), Actor{Name: "Liisa"}, number, c.Revision))
		case step == 2 && last != 0:
			mustUndo(t, db, last)
			last = 0
		case step == 2:
			changed, fields := values(), []customer.Field{customer.Name, customer.Phone, customer.Country}
			row := []string{fmt.Sprint(number)}
			for _, f := range fields {
				row = append(row, changed[f])
			}
			input := table(append([]customer.Field{customer.Number}, fields...), row)
			if plan, err := db.Save(t.Context(), draft(t, db, input)); err == nil {
				last = plan.Import
			} else if !errors.Is(err, ErrNothingToSave) {
				t.Fatal(err)
			}
		default:
			_, err := db.UpdateCustomer(t.Context(), Actor{Name: "Liisa"}, number, c.Revision, values())
			must(t, err)
		}
		flaws, err := db.Check(t.Context())
		if err != nil || len(flaws) > 0 {
			t.Fatal(flaws, err)
		}
	}
}

func wordsOf(text string) map[string]bool {
	words := make(map[string]bool)
	for word := range strings.FieldsSeq(text) {
		words[word] = true
	}
	return words
}
