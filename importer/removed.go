package importer

import (
	"context"
	"time"

	"kortisto/customer"
)

// Removal is who took a customer out of the register, and when.
type Removal struct {
	Who string
	At  time.Time
}

// learnRemoved looks up who removed the customers of numbers that nobody has, as far
// as that is not known yet. A number that was never given is nobody's.
func (rc *RegisterCache) learnRemoved(ctx context.Context, numbers []int) error {
	var given []int
	for _, number := range unknown(rc.removed, numbers) {
		if number <= rc.highest {
			given = append(given, number)
		}
	}
	if given == nil {
		return nil
	}
	removed, err := rc.register.Removed(ctx, given)
	if err != nil {
		return err
	}
	for _, number := range given {
		rc.removed[number] = removed[number]
	}
	rc.size += entryCost * int64(len(given))
	return nil
}

// end is where a number leads that nobody has: the number of the customer that was
// removed.
func (l *lookup) end(number int) int {
	if merged := l.cache.merged[number]; merged != nil {
		return merged.Into
	}
	return number
}

// ended lists where some numbers lead.
func (l *lookup) ended(numbers []int) []int {
	ends := make([]int, len(numbers))
	for i, number := range numbers {
		ends[i] = l.end(number)
	}
	return ends
}

// tellRemoved adds to a row whose number nobody has who removed the customer that
// had it, and when (match-removed, docs/rules.md).
func (p *rowPlanner) tellRemoved(row *Row, r *rowReader) {
	looked := &p.lookup.rows[r.index]
	if looked.customer != nil {
		return
	}
	number := p.lookup.end(looked.number)
	removal := p.lookup.cache.removed[number]
	if removal.Who == "" || r.decision.Exclude || hasProblemOf(row.Problems, customer.None, ErasedPerson) {
		return
	}
	row.Problems = append(row.Problems, customer.Problem{Level: customer.Note, Code: CustomerRemoved,
		Args: customer.Args{"number": number, "who": removal.Who, "at": removal.At.UTC().Format(time.RFC3339)}})
}
