package importer_test

import (
	"fmt"
	"strings"
	"testing"
)

// TestSimilarOfOneHouse holds that a street tells beside a like name where twenty
// customers share it, and nothing where more do: it is a house of offices then
// (match-compare).
func TestSimilarOfOneHouse(t *testing.T) {
	for sharing, want := range map[int]string{20: "2 new company !similar-customer\n", 21: "2 new company\n"} {
		var register strings.Builder
		register.WriteString("number | kind | name | street")
		for i := range sharing {
			fmt.Fprintf(&register, "\n%d | company | Alfa %c Oy | Talokatu 1", 1001+i, 'A'+i)
		}
		if got := told(build(t, stored(t, register.String()), input(t, "Nimi|Katuosoite\nAlfa Myynti Oy|Talokatu 1"))); got != want {
			t.Errorf("of %d: %s", sharing, got)
		}
	}
}
