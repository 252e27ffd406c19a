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
	businessIDs byKey
	names       byKey
	emails      byKey
	phones      byKey
	whole       []*customer.Customer // all that the register holds, in the order of their numbers; nil where not all are known

	marksAsked bool // versionKey and renamed are known
	versionKey []byte
	renamed    map[string][]string
	since      map[Exported]*Since // nil where the journal knows nothing

	size int64
}

// byKey finds customers by one kind of key.
type byKey struct {
	keyOf func(*customer.Customer) string
	asked map[string]*[]*customer.Customer // in the order of their numbers; nil where nobody has the key, as most keys of new customers
}

func newByKey(keyOf func(*customer.Customer) string) byKey {
	return byKey{keyOf: keyOf, asked: make(map[string]*[]*customer.Customer)}
}

// of lists the customers with a key that was asked for.
func (x *byKey) of(key string) []*customer.Customer {
	if having := x.asked[key]; having != nil {
		return *having
	}
	return nil
}

// NewAnswers begins with no answers of a register.
func NewAnswers(register Register) *Answers {
	return &Answers{register: register, numbers: make(map[int]*customer.Customer), since: make(map[Exported]*Since),
		businessIDs: newByKey(func(c *customer.Customer) string { return customer.BusinessIDKey(c.Values[customer.BusinessID]) }),
		names:       newByKey(func(c *customer.Customer) string { return customer.FoldKey(c.Values[customer.Name]) }),
		emails:      newByKey(func(c *customer.Customer) string { return customer.FoldKey(c.Values[customer.Email]) }),
		phones:      newByKey(func(c *customer.Customer) string { return customer.PhoneKey(c.Values[customer.Phone], c.Country()) }),
	}
}

// From lets another view of the same register, in the same state, answer what
// is not known yet.
func (a *Answers) From(register Register) { a.register = register }

// Customer returns a customer that was asked for, nil for any other.
func (a *Answers) Customer(number int) *customer.Customer { return a.numbers[number] }

// Size is about how many bytes the answers take.
func (a *Answers) Size() int64 {
	return a.size
}

// What an entry of a map takes in memory beside its texts, about, in bytes.
const entryCost = 64

// learn asks for the customers of keys that were not asked for before.
func (a *Answers) learn(ctx context.Context, keys Keys) error {
	keys = Keys{
		Numbers:     unknown(a.numbers, keys.Numbers),
		BusinessIDs: a.businessIDs.unknown(keys.BusinessIDs),
		Names:       a.names.unknown(keys.Names),
		Emails:      a.emails.unknown(keys.Emails),
		Phones:      a.phones.unknown(keys.Phones),
	}
	if keys.none() {
		return nil
	}
	a.size += entryCost * int64(len(keys.Numbers)+len(keys.BusinessIDs)+len(keys.Names)+len(keys.Emails)+len(keys.Phones))
	if len(a.numbers) == 0 {
		a.numbers = make(map[int]*customer.Customer, len(keys.Numbers))
	}
	customers, err := a.customers(ctx, keys)
	if err != nil {
		return err
	}
	for _, kind := range a.kinds(&keys) {
		kind.note()
	}
	for _, c := range customers {
		for _, kind := range a.kinds(&keys) {
			if len(kind.keys) > 0 {
				kind.add(kind.keyOf(c), c)
			}
		}
	}
	a.noteNumbers(keys.Numbers)
	return nil
}

// customers are those that the keys name, or all where these are known.
func (a *Answers) customers(ctx context.Context, keys Keys) ([]*customer.Customer, error) {
	if a.whole != nil {
		return a.whole, nil
	}
	customers, whole, err := a.register.Customers(ctx, keys)
	if err != nil {
		return nil, err
	}
	for i := range customers {
		customers[i] = a.keep(customers[i])
	}
	if whole {
		a.whole = customers
	}
	return customers, nil
}

// keysOfKind are keys of one kind, with what is known by them.
type keysOfKind struct {
	*byKey
	keys []string
}

func (a *Answers) kinds(keys *Keys) [4]keysOfKind {
	return [4]keysOfKind{{&a.businessIDs, keys.BusinessIDs}, {&a.names, keys.Names}, {&a.emails, keys.Emails}, {&a.phones, keys.Phones}}
}

// noteNumbers notes those of the numbers that nobody has.
func (a *Answers) noteNumbers(numbers []int) {
	for _, number := range numbers {
		if _, found := a.numbers[number]; !found {
			a.numbers[number] = nil
		}
	}
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
func (x *byKey) add(key string, c *customer.Customer) {
	known, asked := x.asked[key]
	if !asked {
		return
	}
	if known == nil {
		known = new([]*customer.Customer)
		x.asked[key] = known
	}
	having := *known
	at, has := slices.BinarySearchFunc(having, c.Number, func(c *customer.Customer, number int) int { return cmp.Compare(c.Number, number) })
	if !has {
		*known = slices.Insert(having, at, c)
	}
}

// unknown lists the keys that were not asked for before.
func (x *byKey) unknown(keys []string) []string {
	return unknown(x.asked, keys)
}

func unknown[K comparable, V any](known map[K]V, keys []K) []K {
	missing := make([]K, 0, len(keys))
	for _, key := range keys {
		if _, found := known[key]; !found {
			missing = append(missing, key)
		}
	}
	return missing
}

// note begins the answers for the keys: what was asked for is known from then
// on, though nobody should have it.
func (k *keysOfKind) note() {
	for _, key := range k.keys {
		k.asked[key] = nil
	}
}

func (k Keys) none() bool {
	return len(k.Numbers)+len(k.BusinessIDs)+len(k.Names)+len(k.Emails)+len(k.Phones) == 0
}

// eachKey calls use with the number, the name and the Business ID of every
// customer of the register.
func (a *Answers) eachKey(ctx context.Context, use func(number int, name, businessID string)) error {
	if a.whole == nil {
		return a.register.EachKey(ctx, use)
	}
	for _, c := range a.whole {
		use(c.Number, c.Values[customer.Name], c.Values[customer.BusinessID])
	}
	return nil
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
