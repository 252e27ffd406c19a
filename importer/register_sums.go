package importer

import (
	"context"
	"maps"
	"slices"
	"strings"

	"kortisto/customer"
)

// idSum is a number that the keys of foreign Business IDs have in common which
// are equal as numbers, 0 for the key of another one.
func idSum(key string) uint64 {
	digits, foreign := strings.CutPrefix(key, "x")
	digits = strings.TrimLeft(digits, "0")
	if !foreign || digits == "" || strings.Trim(digits, "0123456789") != "" {
		return 0
	}
	sum := uint64(1) // so as to be another one than that of a name
	for i := range len(digits) {
		sum = sum*1099511628211 + uint64(digits[i])
	}
	return sum
}

// learnSums looks up the customers whose names or Business IDs have some sums that
// are not known yet.
func (rc *RegisterCache) learnSums(ctx context.Context, sums map[uint64]bool) error {
	maps.DeleteFunc(sums, func(sum uint64, _ bool) bool {
		_, known := rc.sums[sum]
		return known
	})
	if len(sums) == 0 {
		return nil
	}
	having := make(map[uint64][]int)
	err := rc.eachKey(ctx, func(number int, name, businessID string) {
		if sum := customer.NameSum(name); sums[sum] {
			having[sum] = append(having[sum], number)
		}
		if businessID == "" || customer.IsFinnishID(businessID) {
			return
		}
		if sum := idSum(customer.BusinessIDKey(businessID)); sums[sum] {
			having[sum] = append(having[sum], number)
		}
	})
	if err != nil {
		return err
	}
	var numbers []int
	for _, with := range having {
		numbers = append(numbers, with...)
	}
	if err := rc.learn(ctx, Keys{Numbers: numbers}); err != nil {
		return err
	}
	for sum := range sums { // known only now that nothing has failed
		rc.sums[sum] = nil
	}
	rc.size += entryCost * int64(len(sums))
	for sum, with := range having {
		slices.Sort(with)
		for _, number := range slices.Compact(with) {
			rc.sums[sum] = append(rc.sums[sum], rc.numbers[number])
		}
	}
	return nil
}

// withIDSum lists the customers with a foreign Business ID, however many zeros it
// begins with, whose sum was looked up.
func (rc *RegisterCache) withIDSum(id string) []*customer.Stored {
	sum := idSum(id)
	if sum == 0 {
		return nil
	}
	var having []*customer.Stored
	for _, c := range rc.sums[sum] {
		if idSum(customer.BusinessIDKey(c.Get(customer.BusinessID))) == sum { // not a name's
			having = append(having, c)
		}
	}
	return having
}
