package importer

import (
	"context"
	"maps"
	"slices"
	"strings"

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

// matchSecondForm leaves it to the user whether a row that finds nobody concerns
// a customer whose name or foreign Business ID is the row's in another spelling.
func (m *matcher) matchSecondForm(r *rowReader, key rowKey) found {
	if len(m.lookup.cache.sums) == 0 {
		return found{}
	}
	for _, id := range key.businessIDs {
		fitting := m.lookup.cache.withIDSum(id)
		if c := m.sameCompany(r, fitting); c != nil {
			return found{customer: c, by: ByBusinessID, fitting: fitting, respelled: true}
		}
		if len(fitting) > 0 {
			return m.askRespelled(r, fitting, ByBusinessID)
		}
	}
	name := r.text(customer.Name)
	var fitting []*customer.Stored
	for _, c := range m.lookup.cache.sums[customer.NameSum(name)] {
		if key.mayMean(c) && customer.CompareNames(name, c.Get(customer.Name), c.Get(customer.Kind) == customer.Person) == customer.SameName {
			fitting = append(fitting, c)
		}
	}
	if len(fitting) > 0 {
		return m.askRespelled(r, fitting, ByName)
	}
	return found{}
}

func (m *matcher) askRespelled(r *rowReader, fitting []*customer.Stored, by Match) found {
	result := m.ask(r, fitting, SecondForm, by)
	result.respelled = true
	return result
}

// mayMean reports whether a row that looks by a key may mean a customer of
// another spelling: of the kind that it says, and not one with another Business ID.
func (k *rowKey) mayMean(c *customer.Stored) bool {
	return meets(k.kind, c.Get(customer.Kind), false) && (len(k.businessIDs) == 0 ||
		c.Get(customer.Kind) == customer.Company && c.Get(customer.BusinessID) == "")
}

// sameCompany is the only one of some companies that has a row's name and
// country, nil for none: then the row's Business ID is that company's, as a
// spreadsheet writes it.
func (m *matcher) sameCompany(r *rowReader, companies []*customer.Stored) *customer.Stored {
	var same *customer.Stored
	for _, c := range companies {
		if r.sameName(c, r.get(customer.Name)) && r.context(nil).Country == c.Get(customer.Country) {
			if same != nil {
				return nil
			}
			same = c
		}
	}
	return same
}
