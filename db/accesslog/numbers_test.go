package accesslog

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// TestPackedNumbers holds that a packed set holds its numbers and no other ones,
// and that runs take little room.
func TestPackedNumbers(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		var numbers []int
		for range 1 + random.IntN(60) {
			begin := 1 + random.IntN(3000)
			for n := begin; n <= begin+random.IntN(4); n++ {
				numbers = append(numbers, n)
			}
		}
		random.Shuffle(len(numbers), func(i, j int) { numbers[i], numbers[j] = numbers[j], numbers[i] })
		set := NumbersOf(numbers...).pack()
		if once := slices.Compact(slices.Sorted(slices.Values(numbers))); set.count != len(once) || set.first != once[0] || set.last != once[len(once)-1] {
			t.Fatalf("%+v of %v", set, once)
		}
		for n := 0; n < 3100; n++ {
			if holds(set.runs, n) != slices.Contains(numbers, n) {
				t.Fatalf("%d in %v", n, numbers)
			}
		}
	}
	var all []int
	for n := range 1_000_000 {
		all = append(all, 1001+n)
	}
	if set := NumbersOf(all...).pack(); len(set.runs) > 8 || set.count != len(all) || !holds(set.runs, 1_001_000) || holds(set.runs, 1_001_001) {
		t.Errorf("%d bytes for %d", len(set.runs), set.count)
	}
	if holds([]byte{0x80}, 1) || holds([]byte{1, 0x80}, 1) {
		t.Error("a cut set holds something")
	}
}
