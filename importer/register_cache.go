package importer

import (
	"cmp"
	"context"
	"slices"
	"unsafe"

	"kortisto/customer"
)

// RegisterCache keeps what a register has answered, so that the next plan of a
// file asks only for what no plan before it has asked: a change of the mapping
// reads no customer again. It holds as long as the register stays as it is, and
// serves one goroutine at a time.
type RegisterCache struct {
	register Register
	asked    bool // groups, highest, largest and empty are known
	groups   []string
	highest  int
	largest  int // stored number
	empty    bool

	numbers     map[int]*customer.Stored // nil for a number that nobody has
	businessIDs byKey
	names       byKey
	emails      byKey
	phones      byKey
	streets     byKey
	isWhole     bool               // all customers are known
	whole       []*customer.Stored // then these are they, in the order of their numbers

	marksAsked bool // versionKey and renamed are known
	versionKey []byte
	renamed    map[string][]string
	since      map[Exported]*Since // nil where the journal knows nothing
	removed    map[int]Removal     // by number; the empty one where the journal knows nothing
	merged     map[int]*Merged     // by number; nil for one that leads to nobody

	erased func(trait string) bool // known with asked; nil where nobody was erased

	sums map[uint64][]*customer.Stored // by customer.NameSum of their names, or by idSum; nil where asked and nobody's

	size int64
}

// byKey finds customers by one kind of key.
type byKey struct {
	keyOf func(*customer.Stored) string
	asked map[string]*[]*customer.Stored // in the order of their numbers; nil where nobody has the key, as most keys of new customers
}

func newByKey(keyOf func(*customer.Stored) string) byKey {
	return byKey{keyOf: keyOf, asked: make(map[string]*[]*customer.Stored)}
}

// of lists the customers with a key that was asked for.
func (x *byKey) of(key string) []*customer.Stored {
	if having := x.asked[key]; having != nil {
		return *having
	}
	return nil
}

// NewRegisterCache makes an empty cache of a register.
func NewRegisterCache(register Register) *RegisterCache {
	return &RegisterCache{register: register, numbers: make(map[int]*customer.Stored), sums: make(map[uint64][]*customer.Stored), since: make(map[Exported]*Since), removed: make(map[int]Removal), merged: make(map[int]*Merged),
		businessIDs: newByKey(func(c *customer.Stored) string { return customer.BusinessIDKey(c.Get(customer.BusinessID)) }),
		names:       newByKey(func(c *customer.Stored) string { return customer.FoldKey(c.Get(customer.Name)) }),
		emails:      newByKey(func(c *customer.Stored) string { return customer.FoldKey(c.Get(customer.Email)) }),
		streets:     newByKey(func(c *customer.Stored) string { return customer.FoldKey(c.Get(customer.Street)) }),
		phones:      newByKey(func(c *customer.Stored) string { return customer.PhoneKey(c.Get(customer.Phone), c.Country()) }),
	}
}

// From lets another view of the same register, in the same state, answer what
// is not known yet.
func (m *RegisterCache) From(register Register) { m.register = register }

// Customer returns a customer that was asked for, nil for any other.
func (m *RegisterCache) Customer(number int) *customer.Stored { return m.numbers[number] }

// Size is about how many bytes the cache takes.
func (m *RegisterCache) Size() int64 {
	return m.size
}

// What an entry of a map takes in memory beside its texts, about, in bytes.
const entryCost = 64

// learn asks for the customers of keys that were not asked for before.
func (m *RegisterCache) learn(ctx context.Context, keys Keys) error {
	keys = Keys{
		Numbers:     unknown(m.numbers, keys.Numbers),
		BusinessIDs: m.businessIDs.unknown(keys.BusinessIDs),
		Names:       m.names.unknown(keys.Names),
		Emails:      m.emails.unknown(keys.Emails),
		Phones:      m.phones.unknown(keys.Phones),
		Streets:     m.streets.unknown(keys.Streets),
	}
	if keys.none() || m.isEmpty() {
		return nil
	}
	if len(m.numbers) == 0 {
		m.numbers = make(map[int]*customer.Stored, len(keys.Numbers))
	}
	customers, err := m.customers(ctx, keys)
	if err != nil || m.isEmpty() {
		return err
	}
	m.size += entryCost * int64(len(keys.Numbers)+len(keys.BusinessIDs)+len(keys.Names)+len(keys.Emails)+len(keys.Phones)+len(keys.Streets))
	kinds := m.kinds(&keys)
	for i := range kinds {
		kinds[i].note()
	}
	for _, c := range customers {
		for i := range kinds {
			if kind := &kinds[i]; len(kind.keys) > 0 {
				kind.add(kind.keyOf(c), c)
			}
		}
	}
	m.noteNumbers(keys.Numbers)
	return nil
}

// customers are those that the keys name, or all where these are known.
func (m *RegisterCache) customers(ctx context.Context, keys Keys) ([]*customer.Stored, error) {
	if m.isWhole {
		return m.whole, nil
	}
	customers, whole, err := m.register.Customers(ctx, keys)
	if err != nil {
		return nil, err
	}
	for i := range customers {
		customers[i] = m.keep(customers[i])
	}
	if whole {
		m.isWhole, m.whole = true, customers
	}
	return customers, nil
}

// isEmpty reports whether the register is known to hold nobody: then no key is
// anybody's, asked for or not.
func (m *RegisterCache) isEmpty() bool { return m.isWhole && len(m.whole) == 0 }

// keysOfKind are keys of one kind, with what is known by them.
type keysOfKind struct {
	*byKey
	keys []string
}

func (m *RegisterCache) kinds(keys *Keys) [5]keysOfKind {
	return [5]keysOfKind{{&m.businessIDs, keys.BusinessIDs}, {&m.names, keys.Names}, {&m.emails, keys.Emails}, {&m.phones, keys.Phones}, {&m.streets, keys.Streets}}
}

// noteNumbers notes those of the numbers that nobody has.
func (m *RegisterCache) noteNumbers(numbers []int) {
	for _, number := range numbers {
		if _, found := m.numbers[number]; !found {
			m.numbers[number] = nil
		}
	}
}

// keep takes a customer into the memory, once.
func (m *RegisterCache) keep(c *customer.Stored) *customer.Stored {
	if known := m.numbers[c.Number]; known != nil {
		return known
	}
	m.numbers[c.Number] = c
	m.size += entryCost + c.Size()
	return c
}

// add notes that a customer has a key, where that was asked for.
func (x *byKey) add(key string, c *customer.Stored) {
	known, asked := x.asked[key]
	if !asked {
		return
	}
	if known == nil {
		known = new([]*customer.Stored)
		x.asked[key] = known
	}
	having := *known
	at, has := slices.BinarySearchFunc(having, c.Number, func(c *customer.Stored, number int) int { return cmp.Compare(c.Number, number) })
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
	if len(k.asked) == 0 {
		k.asked = make(map[string]*[]*customer.Stored, len(k.keys))
	}
	for _, key := range k.keys {
		k.asked[key] = nil
	}
}

func (k Keys) none() bool {
	return len(k.Numbers)+len(k.BusinessIDs)+len(k.Names)+len(k.Emails)+len(k.Phones)+len(k.Streets) == 0
}

// eachKey calls use with the number, the name and the Business ID of every
// customer of the register.
func (m *RegisterCache) eachKey(ctx context.Context, use func(number int, name, businessID string)) error {
	if !m.isWhole {
		return m.register.EachKey(ctx, use)
	}
	for _, c := range m.whole {
		use(c.Number, c.Get(customer.Name), c.Get(customer.BusinessID))
	}
	return nil
}

// askBasics fetches what every plan needs to know.
func (m *RegisterCache) askBasics(ctx context.Context) (err error) {
	if m.asked {
		return nil
	}
	if m.groups, err = m.register.Groups(ctx); err != nil {
		return err
	}
	if m.highest, err = m.register.HighestNumber(ctx); err != nil {
		return err
	}
	if m.largest, err = m.register.LargestNumber(ctx); err != nil {
		return err
	}
	if m.empty, err = m.register.Empty(ctx); err != nil {
		return err
	}
	if m.erased, err = m.register.Erased(ctx); err != nil {
		return err
	}
	m.asked = true
	m.isWhole = m.isWhole || m.empty
	return nil
}

// askMarks fetches what the plans of files with version marks need to know.
func (m *RegisterCache) askMarks(ctx context.Context) (err error) {
	if m.marksAsked {
		return nil
	}
	if m.versionKey, err = m.register.VersionKey(ctx); err != nil {
		return err
	}
	if m.renamed, err = m.register.RenamedGroups(ctx); err != nil {
		return err
	}
	m.marksAsked = true
	return nil
}

// learnSince asks what has become of customers since exports that were not
// asked for before.
func (m *RegisterCache) learnSince(ctx context.Context, exported []Exported) error {
	if exported = unknown(m.since, exported); len(exported) == 0 {
		return nil
	}
	m.size += entryCost * int64(len(exported))
	var ended []Exported // of customers that were merged into others
	now := make(map[int]*customer.Stored)
	exported = slices.DeleteFunc(exported, func(e Exported) bool {
		merged := m.merged[e.Number]
		if merged != nil {
			was := customer.Store(&merged.Was)
			ended, now[e.Number] = append(ended, e), &was
		}
		return merged != nil
	})
	if err := m.learnSinceOf(ctx, exported, m.numbers); err != nil || ended == nil {
		return err
	}
	return m.learnSinceOf(ctx, ended, now)
}

func (m *RegisterCache) learnSinceOf(ctx context.Context, exported []Exported, now map[int]*customer.Stored) error {
	err := m.register.Since(ctx, exported, now, func(e Exported, since *Since) {
		m.since[e] = since
		m.size += int64(unsafe.Sizeof(*since)) + int64(len(since.Later))*int64(unsafe.Sizeof(Write{}))
		for _, text := range since.Base {
			m.size += int64(len(text))
		}
	})
	if err != nil {
		return err
	}
	for _, e := range exported {
		if m.since[e] == nil {
			m.since[e] = nil // asked, and the journal knows nothing
		}
	}
	return nil
}
