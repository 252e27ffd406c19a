package importer

import (
	"cmp"
	"context"
	"slices"
	"unsafe"

	"kortisto/customer"
)

// Answers keep what a register has answered, so that the next plan of a file
// asks only for what no plan before it has asked. They hold as long as the
// register stays as it is. They serve one goroutine at a time.
type Answers struct {
	register Register
	asked    bool // groups and highest are known
	groups   []string
	highest  int

	numbers     map[int]*customer.Customer // nil for a number that nobody has
	businessIDs byKey                      // by their keys; each of these only for keys that were asked for
	names       byKey
	emails      byKey
	phones      byKey

	marksAsked bool // versionKey and renamed are known
	versionKey []byte
	renamed    map[string][]string
	since      map[Exported]*Since // nil where the journal knows nothing

	stated  statement // of the last plan's numbers
	private privateColumns
	last    lastPlan

	size int64
}

// byKey are the customers with a key, in the order of their numbers; nil where
// nobody has it, as most keys of new customers.
type byKey map[string]*[]*customer.Customer

func (x byKey) of(key string) []*customer.Customer {
	if having := x[key]; having != nil {
		return *having
	}
	return nil
}

// NewAnswers begins with no answers of a register.
func NewAnswers(register Register) *Answers {
	return &Answers{register: register, numbers: make(map[int]*customer.Customer), businessIDs: byKey{}, names: byKey{},
		emails: byKey{}, phones: byKey{}, since: make(map[Exported]*Since)}
}

// From lets another view of the same register, in the same state, answer what
// is not known yet.
func (a *Answers) From(register Register) { a.register = register }

// Customer returns a customer that was asked for, nil for any other.
func (a *Answers) Customer(number int) *customer.Customer { return a.numbers[number] }

// Size is about how many bytes the answers take.
func (a *Answers) Size() int64 {
	return a.size + int64(len(a.stated.rows))*int64(unsafe.Sizeof(stated{})) + int64(len(a.stated.numbers))*8
}

// What an entry of a map takes in memory beside its texts, about, in bytes.
const entryCost = 64

// learn asks for the customers of keys that were not asked for before.
func (a *Answers) learn(ctx context.Context, keys Keys) error {
	keys = Keys{
		Numbers:     unknown(a.numbers, keys.Numbers),
		BusinessIDs: unknown(a.businessIDs, keys.BusinessIDs),
		Names:       unknown(a.names, keys.Names),
		Emails:      unknown(a.emails, keys.Emails),
		Phones:      unknown(a.phones, keys.Phones),
	}
	a.size += entryCost * int64(len(keys.Numbers)+len(keys.BusinessIDs)+len(keys.Names)+len(keys.Emails)+len(keys.Phones))
	if keys.none() {
		return nil
	}
	if len(a.numbers) == 0 {
		a.numbers = make(map[int]*customer.Customer, len(keys.Numbers))
	}
	customers, err := a.register.Customers(ctx, keys)
	if err != nil {
		return err
	}
	// What was asked for is known from here on, though nobody should have it.
	note(a.businessIDs, keys.BusinessIDs)
	note(a.names, keys.Names)
	note(a.emails, keys.Emails)
	note(a.phones, keys.Phones)
	for i := range customers {
		c := a.keep(&customers[i])
		values := &c.Values
		if len(keys.BusinessIDs) > 0 {
			a.businessIDs.add(customer.BusinessIDKey(values[customer.BusinessID]), c)
		}
		if len(keys.Names) > 0 {
			a.names.add(customer.FoldKey(values[customer.Name]), c)
		}
		if len(keys.Emails) > 0 {
			a.emails.add(customer.FoldKey(values[customer.Email]), c)
		}
		if len(keys.Phones) > 0 {
			a.phones.add(customer.PhoneKey(values[customer.Phone], c.Country()), c)
		}
	}
	for _, number := range keys.Numbers {
		if _, found := a.numbers[number]; !found {
			a.numbers[number] = nil
		}
	}
	return nil
}

// keep takes a customer into the memory, once.
func (a *Answers) keep(c *customer.Customer) *customer.Customer {
	if known := a.numbers[c.Number]; known != nil {
		return known
	}
	a.numbers[c.Number] = c
	a.size += entryCost + int64(unsafe.Sizeof(*c))
	for _, text := range c.Values {
		a.size += int64(len(text))
	}
	return c
}

// add notes that a customer has a key, where that was asked for.
func (x byKey) add(key string, c *customer.Customer) {
	known, asked := x[key]
	if !asked {
		return
	}
	if known == nil {
		known = new([]*customer.Customer)
		x[key] = known
	}
	having := *known
	at, has := slices.BinarySearchFunc(having, c.Number, func(c *customer.Customer, number int) int { return cmp.Compare(c.Number, number) })
	if !has {
		*known = slices.Insert(having, at, c)
	}
}

// unknown lists the keys that were not asked for before.
func unknown[K comparable, V any](known map[K]V, keys []K) []K {
	missing := make([]K, 0, len(keys))
	for _, key := range keys {
		if _, found := known[key]; !found {
			missing = append(missing, key)
		}
	}
	return missing
}

// note begins the answers for keys that are asked for.
func note(answers byKey, keys []string) {
	for _, key := range keys {
		answers[key] = nil
	}
}

func (k Keys) none() bool {
	return len(k.Numbers)+len(k.BusinessIDs)+len(k.Names)+len(k.Emails)+len(k.Phones) == 0
}

// ask fetches what every plan needs to know.
func (a *Answers) ask(ctx context.Context) (err error) {
	if a.asked {
		return nil
	}
	if a.groups, err = a.register.Groups(ctx); err != nil {
		return err
	}
	if a.highest, err = a.register.HighestNumber(ctx); err != nil {
		return err
	}
	a.asked = true
	return nil
}

// askMarks fetches what the plans of files with version marks need to know.
func (a *Answers) askMarks(ctx context.Context) (err error) {
	if a.marksAsked {
		return nil
	}
	if a.versionKey, err = a.register.VersionKey(ctx); err != nil {
		return err
	}
	if a.renamed, err = a.register.RenamedGroups(ctx); err != nil {
		return err
	}
	a.marksAsked = true
	return nil
}

// learnSince asks what has become of customers since exports that were not
// asked for before.
func (a *Answers) learnSince(ctx context.Context, exported []Exported) error {
	if exported = unknown(a.since, exported); len(exported) == 0 {
		return nil
	}
	a.size += entryCost * int64(len(exported))
	err := a.register.Since(ctx, exported, a.numbers, func(e Exported, since *Since) {
		a.since[e] = since
		a.size += int64(unsafe.Sizeof(*since)) + int64(len(since.Later))*int64(unsafe.Sizeof(Write{}))
		for _, text := range since.Then {
			a.size += int64(len(text))
		}
	})
	if err != nil {
		return err
	}
	for _, e := range exported {
		if a.since[e] == nil {
			a.since[e] = nil // asked, and the journal knows nothing
		}
	}
	return nil
}
