// Package importertest holds a register in memory for tests: for planning without
// a database, and to hold the database's answers against.
package importertest

import (
	"context"
	"slices"

	"kortisto/customer"
	"kortisto/importer"
)

// Register is a register in memory, found by all its keys.
type Register struct {
	customers []customer.Customer
	groups    []string
	highest   int
	since     map[importer.Exported]*importer.Since
	removed   map[int]importer.Removal
	erased    map[string]bool
	merged    map[int]*importer.Merged

	numbers, businessIDs, names, emails, phones, streets index
}

// index finds customers, by their place in the list, by a key.
type index map[any][]int

// NewRegister makes a register of customers in the order of their numbers, the
// names of all groups, and the highest number ever given. It keeps the slices.
func NewRegister(customers []customer.Customer, groups []string, highest int) *Register {
	m := &Register{customers: customers, groups: groups, highest: highest,
		numbers: index{}, businessIDs: index{}, names: index{}, emails: index{}, phones: index{}, streets: index{}, since: map[importer.Exported]*importer.Since{}, removed: map[int]importer.Removal{}, merged: map[int]*importer.Merged{}}
	for i := range customers {
		c := &customers[i]
		m.numbers[c.Number] = append(m.numbers[c.Number], i)
		m.businessIDs.add(customer.BusinessIDKey(c.Values[customer.BusinessID]), i)
		m.names.add(customer.FoldKey(c.Values[customer.Name]), i)
		m.emails.add(customer.FoldKey(c.Values[customer.Email]), i)
		m.streets.add(customer.FoldKey(c.Values[customer.Street]), i)
		m.phones.add(customer.PhoneKey(c.Values[customer.Phone], c.Country()), i)
	}
	return m
}

func (x index) add(key string, at int) {
	if key != "" {
		x[key] = append(x[key], at)
	}
}

// Customers implements Register.
func (m *Register) Customers(_ context.Context, keys importer.Keys) (customers []*customer.Stored, whole bool, err error) {
	var found []int
	for _, number := range keys.Numbers {
		found = append(found, m.numbers[number]...)
	}
	for _, asked := range []struct {
		in   index
		keys []string
	}{{m.businessIDs, keys.BusinessIDs}, {m.names, keys.Names}, {m.emails, keys.Emails}, {m.phones, keys.Phones}, {m.streets, keys.Streets}} {
		for _, key := range asked.keys {
			found = append(found, asked.in[key]...)
		}
	}
	slices.Sort(found)
	found = slices.Compact(found)
	customers = make([]*customer.Stored, len(found))
	for i, at := range found {
		stored := customer.Store(&m.customers[at])
		customers[i] = &stored
	}
	return customers, len(found) == len(m.customers), nil
}

// Groups implements Register.
func (m *Register) Groups(context.Context) ([]string, error) { return m.groups, nil }

// RenamedGroups implements Register: a register in memory renames no group.
func (m *Register) RenamedGroups(context.Context) (map[string][]string, error) { return nil, nil }

// HighestNumber implements Register.
func (m *Register) HighestNumber(context.Context) (int, error) { return m.highest, nil }

// LargestNumber implements Register.
func (m *Register) LargestNumber(context.Context) (int, error) {
	if len(m.customers) == 0 {
		return 0, nil
	}
	return m.customers[len(m.customers)-1].Number, nil
}

// Empty implements Register.
func (m *Register) Empty(context.Context) (bool, error) { return len(m.customers) == 0, nil }

// EachKey implements Register.
func (m *Register) EachKey(_ context.Context, use func(number int, name, businessID string)) error {
	for i := range m.customers {
		c := &m.customers[i]
		use(c.Number, c.Values[customer.Name], c.Values[customer.BusinessID])
	}
	return nil
}

// VersionKey implements Register.
func (m *Register) VersionKey(context.Context) ([]byte, error) { return []byte("memory"), nil }

// Remember tells what has become of a customer since it was exported.
func (m *Register) Remember(e importer.Exported, since *importer.Since) { m.since[e] = since }

// Forget tells who removed a customer that the register once had.
func (m *Register) Forget(number int, removal importer.Removal) { m.removed[number] = removal }

// Removed implements Register.
func (m *Register) Removed(_ context.Context, numbers []int) (map[int]importer.Removal, error) {
	found := make(map[int]importer.Removal)
	for _, number := range numbers {
		if removal, is := m.removed[number]; is {
			found[number] = removal
		}
	}
	return found, nil
}

// Erase makes somebody known whose data was erased.
func (m *Register) Erase(number int, values customer.Values) {
	if m.erased == nil {
		m.erased = make(map[string]bool)
	}
	for _, trait := range customer.Traits(number, &values) {
		m.erased[trait.Text] = true
	}
}

// Erased implements Register.
func (m *Register) Erased(context.Context) (func(trait string) bool, error) {
	if m.erased == nil {
		return nil, nil
	}
	return func(trait string) bool { return m.erased[trait] }, nil
}

// Lead lets a number lead to another customer, since its own was merged into it.
func (m *Register) Lead(number int, merged *importer.Merged) { m.merged[number] = merged }

// Merged implements Register.
func (m *Register) Merged(_ context.Context, numbers []int) (map[int]*importer.Merged, error) {
	found := make(map[int]*importer.Merged)
	for _, number := range numbers {
		if merged := m.merged[number]; merged != nil {
			found[number] = merged
		}
	}
	return found, nil
}

// Since implements Register.
func (m *Register) Since(_ context.Context, exported []importer.Exported, _ map[int]*customer.Stored, use func(importer.Exported, *importer.Since)) error {
	for _, e := range exported {
		if since := m.since[e]; since != nil {
			use(e, since)
		}
	}
	return nil
}
