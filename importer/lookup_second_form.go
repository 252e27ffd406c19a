package importer

import (
	"context"
	"slices"

	"kortisto/customer"
)

// fetchSecondForms looks for the customers whose names or foreign Business IDs
// are those of rows that find nobody, in another spelling (match-second-form,
// docs/rules.md).
func (l *lookup) fetchSecondForms(ctx context.Context) error {
	if l.cache.isEmpty() {
		return nil
	}
	sums := make(map[uint64]bool)
	for _, i := range l.keyed {
		r := l.file.row(i)
		key := l.key(&r)
		if slices.ContainsFunc(key.businessIDs, func(id string) bool { return len(l.withBusinessID(id)) > 0 }) {
			continue
		}
		l.rows[i].respells = true
		for _, id := range key.businessIDs {
			if sum := idSum(id); sum != 0 {
				sums[sum] = true
			}
		}
		if slices.ContainsFunc(l.named(key.names), key.mayMean) {
			continue
		}
		if sum := customer.NameSum(r.text(customer.Name)); sum != 0 {
			sums[sum] = true
		}
	}
	return l.cache.learnSums(ctx, sums)
}

// otherwise lists the customers whom a row may mean by other spellings of its
// keys, or by what damage has made of them.
func (l *lookup) otherwise(r *rowReader, key *rowKey) []*customer.Stored {
	fitting := slices.Concat(l.byDamage[r.text(customer.BusinessID)], l.byDamage[r.text(customer.Name)])
	if !l.rows[r.index].respells {
		return fitting
	}
	for _, id := range key.businessIDs {
		if sum := idSum(id); sum != 0 {
			fitting = append(fitting, l.cache.sums[sum]...)
		}
	}
	if !slices.ContainsFunc(l.named(key.names), key.mayMean) {
		fitting = append(fitting, l.cache.sums[customer.NameSum(r.text(customer.Name))]...)
	}
	return fitting
}
