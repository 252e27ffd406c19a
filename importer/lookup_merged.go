package importer

import (
	"context"
	"time"

	"kortisto/customer"
)

// Merged is what has become of a customer that was merged into another one.
type Merged struct {
	Into int // the number that its own leads to now: of a customer, or of one that was removed since
	Who  string
	At   time.Time

	// Was is the customer as it was then, with the revision of its end; without
	// one where the journal knows no more.
	Was customer.Customer
}

// learnMerged looks up which of some numbers that nobody has were merged into others,
// as far as that is not known yet, and the customers whom they lead to.
func (rc *RegisterCache) learnMerged(ctx context.Context, numbers []int) error {
	var given []int
	for _, number := range unknown(rc.merged, numbers) {
		if number <= rc.highest {
			given = append(given, number)
		}
	}
	if given == nil {
		return nil
	}
	merged, err := rc.register.Merged(ctx, given)
	if err != nil {
		return err
	}
	var into []int
	for _, one := range merged {
		into = append(into, one.Into)
	}
	if err := rc.learn(ctx, Keys{Numbers: into}); err != nil {
		return err
	}
	for _, number := range given {
		rc.merged[number] = merged[number]
	}
	rc.size += entryCost * int64(len(given))
	return nil
}

// followMerged lets rows whose number leads to another customer concern that one
// (match-merged, docs/rules.md), and lists the numbers of the others that nobody
// has.
func (l *lookup) followMerged(ctx context.Context, numbers []int) (left []int, err error) {
	if err := l.cache.learnMerged(ctx, numbers); err != nil {
		return nil, err
	}
	for _, number := range numbers {
		if merged := l.cache.merged[number]; merged == nil || l.cache.numbers[merged.Into] == nil {
			left = append(left, number)
		}
	}
	if len(left) == len(numbers) {
		return left, nil
	}
	for i := range l.rows {
		row := &l.rows[i]
		if row.number == 0 || row.customer != nil {
			continue
		}
		if merged := l.cache.merged[row.number]; merged != nil && l.cache.numbers[merged.Into] != nil {
			row.merged, row.customer = merged, l.cache.numbers[merged.Into]
		}
	}
	return left, nil
}
