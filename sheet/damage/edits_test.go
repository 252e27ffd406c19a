package damage

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// TestEditIsNoDamage changes texts as people do and counts how often the edit
// could be damage. Those that are have a reason, which the test names: they
// write the same value in the way of a program.
func TestEditIsNoDamage(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	const rounds = 100_000
	mistaken := map[string]int{}
	for range rounds {
		stored := generatedText(random)
		edited, how := edit(random, stored)
		if edited == stored || Of(stored, edited, 2026) == "" {
			continue
		}
		if mistaken[how]++; how != "shorten" && how != "retype" {
			t.Errorf("%s: %q after %q is taken for damage", how, edited, stored)
		}
	}
	// Taking digits or signs off a text can give what a program gives: 100
	// after 00100, 1.5 after 1.50. Nothing tells these from damage.
	for how, count := range mistaken {
		if rate := float64(count) / rounds; rate > 0.02 {
			t.Errorf("%s: %.2f %% of the edits are taken for damage", how, 100*rate)
		}
	}
	t.Log("of", rounds, "edits are taken for damage:", mistaken)
}

// generatedText makes a text of the kinds that spreadsheets hurt.
func generatedText(random *rand.Rand) string {
	digits := func(n int) string {
		var b strings.Builder
		for range n {
			b.WriteByte(byte('0' + random.IntN(10)))
		}
		return b.String()
	}
	names := []string{"Mäkelä Öljy Oy", "Łukasz Wójcik", "Café Müller & Pojat", "Åke Öhman", "Hämeentie 12 B 3", "Čapek Jiří", "PO-0042", "MARCH", "touko"}
	switch random.IntN(10) {
	case 0:
		return "0" + digits(4)
	case 1:
		return "04" + digits(8)
	case 2:
		return "+3584" + digits(8)
	case 3:
		return "0037" + digits(8+random.IntN(6))
	case 4:
		return fmt.Sprintf("%d%c%d", 1+random.IntN(31), "-/.:"[random.IntN(4)], 1+random.IntN(12))
	case 5:
		return fmt.Sprintf("%d.%d.%d", 1+random.IntN(28), 1+random.IntN(12), 1990+random.IntN(60))
	case 6:
		return digits(1+random.IntN(4)) + string(",."[random.IntN(2)]) + digits(1+random.IntN(3))
	case 7:
		return digits(1+random.IntN(3)) + "E" + digits(1)
	case 8:
		return names[random.IntN(len(names))] + " " + digits(random.IntN(3))
	}
	return names[random.IntN(len(names))]
}

// edit changes a text as a person does, and says how.
func edit(random *rand.Rand, text string) (edited, how string) {
	runes := []rune(text)
	at := random.IntN(len(runes))
	switch random.IntN(5) {
	case 0: // another digit or letter in one place
		other := []rune("0123456789abåä")[random.IntN(14)]
		if isDigit(byte(runes[at])) != (other <= '9') || other == '0' && strings.Trim(string(runes[:at]), "+0") == "" {
			return text, "replace"
		}
		runes[at] = other
		return string(runes), "replace"
	case 1: // one more
		if runes[at] == '0' || runes[at] == '+' {
			return text, "insert"
		}
		return string(runes[:at]) + string("1234567xyz"[random.IntN(10)]) + string(runes[at:]), "insert"
	case 2: // two turned over
		if at == 0 || runes[at] == runes[at-1] || runes[at] < '1' || runes[at-1] < '1' || !(isDigit(byte(runes[at])) && isDigit(byte(runes[at-1]))) {
			return text, "turn"
		}
		runes[at], runes[at-1] = runes[at-1], runes[at]
		return string(runes), "turn"
	case 3: // one less
		return string(runes[:at]) + string(runes[at+1:]), "shorten"
	}
	return generatedText(random), "retype"
}

// FuzzOf holds that no pair of texts breaks the comparison, that a
// text is no damage of itself, and that damage of values goes one way alone.
func FuzzOf(f *testing.F) {
	for _, pair := range [][2]string{{"00100", "100"}, {"1-2", "1.helmi"}, {"=1+(2", "3"}, {"(", ")"}, {"%", "5%"}, {"€", "1"}, {"12:30", "0,5"},
		{"Mäkelä", "M\xc3kel"}, {"=\"a", "b"}, {"- -", "1"}, {"1E999", "1E+9"}, {"1 1/0", "1"}, {"@", "#N/A"}, {"5 PM", "17:00"}, {"1.", "1"}} {
		f.Add(pair[0], pair[1])
	}
	f.Fuzz(func(t *testing.T, stored, cell string) {
		if kind := Of(stored, stored, 0); kind != "" {
			t.Fatalf("%q is damage of itself: %s", stored, kind)
		}
		there, back := Of(stored, cell, 0), Of(cell, stored, 0)
		if there == Number && back == Number && !strings.ContainsAny(stored+cell, ".,%€$£EKkes−'’ \u00a0\u202f") && !isHashes(cell) && !isHashes(stored) {
			t.Fatalf("%q and %q are damage of each other", stored, cell)
		}
		ValueLike(cell)
	})
}
