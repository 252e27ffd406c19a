package importer

import (
	"cmp"
	"context"
	"slices"
	"unsafe"

	"kortisto/customer"
)

// RegisterCache keeps what a register has answered, so that the next plan of a
// file looks up only what no plan before it has looked up: a change of the mapping
// reads no customer again. It holds as long as the register stays as it is, and
// serves one goroutine at a time.
type RegisterCache struct {
	register    Register
	basicsKnown bool // groups, highest, largest, empty and erased
	groups      []string
	highest     int // number ever given
	largest     int // number that is stored
	empty       bool
	erased      func(trait string) bool // nil where nobody was erased

	numbers     map[int]*customer.Stored // nil for a number that nobody has
	businessIDs byKey
	names       byKey
	emails      byKey
	phones      byKey
	streets     byKey
	isWhole     bool               // all customers are known
	whole       []*customer.Stored // then these are they, in the order of their numbers

	marksKnown bool // versionKey and renamed
	versionKey []byte
	renamed    map[string][]string
	since      map[Exported]*Since // nil where the journal knows nothing
	removed    map[int]Removal     // by number; the empty one where the journal knows nothing
	merged     map[int]*Merged     // by number; nil for one that leads to nobody

	sums map[uint64][]*customer.Stored // by customer.NameSum of their names, or by idSum; nil for one that nobody has

	size int64
}

// byKey finds customers by one kind of key.
type byKey struct {
	keyOf func(*customer.Stored) string
	known map[string]*[]*customer.Stored // in the order of their numbers; nil where nobody has the key, as most keys of new customers
}

func newByKey(keyOf func(*customer.Stored) string) byKey {
	return byKey{keyOf: keyOf, known: make(map[string]*[]*customer.Stored)}
}

// of lists the customers with a key that was looked up.
func (x *byKey) of(key string) []*customer.Stored {
	if having := x.known[key]; having != nil {
		return *having
	}
	return nil
}

// NewRegisterCache makes an empty cache of a register.
func NewRegisterCache(register Register) *RegisterCache {
	return &RegisterCache{
		register:    register,
		numbers:     make(map[int]*customer.Stored),
		sums:        make(map[uint64][]*customer.Stored),
		since:       make(map[Exported]*Since),
		removed:     make(map[int]Removal),
		merged:      make(map[int]*Merged),
		businessIDs: newByKey(func(c *customer.Stored) string { return customer.BusinessIDKey(c.Get(customer.BusinessID)) }),
		names:       newByKey(func(c *customer.Stored) string { return customer.FoldKey(c.Get(customer.Name)) }),
		emails:      newByKey(func(c *customer.Stored) string { return customer.FoldKey(c.Get(customer.Email)) }),
		streets:     newByKey(func(c *customer.Stored) string { return customer.FoldKey(c.Get(customer.Street)) }),
		phones:      newByKey(func(c *customer.Stored) string { return customer.PhoneKey(c.Get(customer.Phone), c.Country()) }),
	}
}

// From lets another view of the same register, in the same state, answer what is
// not known yet.
func (rc *RegisterCache) From(register Register) { rc.register = register }

// Customer returns a customer that was looked up, nil for any other.
func (rc *RegisterCache) Customer(number int) *customer.Stored { return rc.numbers[number] }

// Size is about how many bytes the cache takes.
func (rc *RegisterCache) Size() int64 { return rc.size }

// What an entry of a map takes in memory beside its texts, about, in bytes.
const entryCost = 64

// learn looks up the customers of keys that are not known yet.
func (rc *RegisterCache) learn(ctx context.Context, keys Keys) error {
	keys = Keys{
		Numbers:     unknown(rc.numbers, keys.Numbers),
		BusinessIDs: rc.businessIDs.unknown(keys.BusinessIDs),
		Names:       rc.names.unknown(keys.Names),
		Emails:      rc.emails.unknown(keys.Emails),
		Phones:      rc.phones.unknown(keys.Phones),
		Streets:     rc.streets.unknown(keys.Streets),
	}
	if keys.none() || rc.isEmpty() {
		return nil
	}
	if len(rc.numbers) == 0 {
		rc.numbers = make(map[int]*customer.Stored, len(keys.Numbers))
	}
	customers, err := rc.customers(ctx, keys)
	if err != nil || rc.isEmpty() {
		return err
	}
	rc.size += entryCost * int64(len(keys.Numbers)+len(keys.BusinessIDs)+len(keys.Names)+len(keys.Emails)+len(keys.Phones)+len(keys.Streets))
	kinds := rc.kinds(&keys)
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
	rc.noteNumbers(keys.Numbers)
	return nil
}

// customers are those that the keys name, or all where these are known.
func (rc *RegisterCache) customers(ctx context.Context, keys Keys) ([]*customer.Stored, error) {
	if rc.isWhole {
		return rc.whole, nil
	}
	customers, whole, err := rc.register.Customers(ctx, keys)
	if err != nil {
		return nil, err
	}
	for i := range customers {
		customers[i] = rc.keep(customers[i])
	}
	if whole {
		rc.isWhole, rc.whole = true, customers
	}
	return customers, nil
}

// isEmpty reports whether the register is known to hold nobody: then no key is
// anybody's, known or not.
func (rc *RegisterCache) isEmpty() bool { return rc.isWhole && len(rc.whole) == 0 }

// keysOfKind are keys of one kind, with what is known by them.
type keysOfKind struct {
	*byKey
	keys []string
}

func (rc *RegisterCache) kinds(keys *Keys) [5]keysOfKind {
	return [5]keysOfKind{{&rc.businessIDs, keys.BusinessIDs}, {&rc.names, keys.Names}, {&rc.emails, keys.Emails}, {&rc.phones, keys.Phones}, {&rc.streets, keys.Streets}}
}

// noteNumbers notes those of the numbers that nobody has.
func (rc *RegisterCache) noteNumbers(numbers []int) {
	for _, number := range numbers {
		if _, found := rc.numbers[number]; !found {
			rc.numbers[number] = nil
		}
	}
}

// keep takes a customer into the cache, once, and gives the one that is kept.
func (rc *RegisterCache) keep(c *customer.Stored) *customer.Stored {
	if known := rc.numbers[c.Number]; known != nil {
		return known
	}
	rc.numbers[c.Number] = c
	rc.size += entryCost + c.Size()
	return c
}

// add notes that a customer has a key, where that was looked up.
func (x *byKey) add(key string, c *customer.Stored) {
	list, wanted := x.known[key]
	if !wanted {
		return
	}
	if list == nil {
		list = new([]*customer.Stored)
		x.known[key] = list
	}
	having := *list
	at, has := slices.BinarySearchFunc(having, c.Number, func(c *customer.Stored, number int) int { return cmp.Compare(c.Number, number) })
	if !has {
		*list = slices.Insert(having, at, c)
	}
}

// unknown lists those of the keys that are not known yet.
func (x *byKey) unknown(keys []string) []string {
	return unknown(x.known, keys)
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

// note begins the answers for the keys: what was looked up is known from then on,
// though nobody should have it.
func (k *keysOfKind) note() {
	if len(k.known) == 0 {
		k.known = make(map[string]*[]*customer.Stored, len(k.keys))
	}
	for _, key := range k.keys {
		k.known[key] = nil
	}
}

func (k Keys) none() bool {
	return len(k.Numbers)+len(k.BusinessIDs)+len(k.Names)+len(k.Emails)+len(k.Phones)+len(k.Streets) == 0
}

// eachKey calls use with the number, the name and the Business ID of every
// customer of the register.
func (rc *RegisterCache) eachKey(ctx context.Context, use func(number int, name, businessID string)) error {
	if !rc.isWhole {
		return rc.register.EachKey(ctx, use)
	}
	for _, c := range rc.whole {
		use(c.Number, c.Get(customer.Name), c.Get(customer.BusinessID))
	}
	return nil
}

// learnBasics fetches what every plan needs to know.
func (rc *RegisterCache) learnBasics(ctx context.Context) (err error) {
	if rc.basicsKnown {
		return nil
	}
	if rc.groups, err = rc.register.Groups(ctx); err != nil {
		return err
	}
	if rc.highest, err = rc.register.HighestNumber(ctx); err != nil {
		return err
	}
	if rc.largest, err = rc.register.LargestNumber(ctx); err != nil {
		return err
	}
	if rc.empty, err = rc.register.Empty(ctx); err != nil {
		return err
	}
	if rc.erased, err = rc.register.Erased(ctx); err != nil {
		return err
	}
	rc.basicsKnown = true
	rc.isWhole = rc.isWhole || rc.empty
	return nil
}

// learnMarks fetches what the plans of files with version marks need to know.
func (rc *RegisterCache) learnMarks(ctx context.Context) (err error) {
	if rc.marksKnown {
		return nil
	}
	if rc.versionKey, err = rc.register.VersionKey(ctx); err != nil {
		return err
	}
	if rc.renamed, err = rc.register.RenamedGroups(ctx); err != nil {
		return err
	}
	rc.marksKnown = true
	return nil
}

// learnSince looks up what has become of customers since exports that are not known
// yet.
func (rc *RegisterCache) learnSince(ctx context.Context, exported []Exported) error {
	if exported = unknown(rc.since, exported); len(exported) == 0 {
		return nil
	}
	rc.size += entryCost * int64(len(exported))
	var ended []Exported // of customers that were merged into others
	now := make(map[int]*customer.Stored)
	exported = slices.DeleteFunc(exported, func(e Exported) bool {
		merged := rc.merged[e.Number]
		if merged != nil {
			was := customer.Store(&merged.Was)
			ended, now[e.Number] = append(ended, e), &was
		}
		return merged != nil
	})
	if err := rc.learnSinceOf(ctx, exported, rc.numbers); err != nil || ended == nil {
		return err
	}
	return rc.learnSinceOf(ctx, ended, now)
}

func (rc *RegisterCache) learnSinceOf(ctx context.Context, exported []Exported, now map[int]*customer.Stored) error {
	err := rc.register.Since(ctx, exported, now, func(e Exported, since *Since) {
		rc.since[e] = since
		rc.size += int64(unsafe.Sizeof(*since)) + int64(len(since.Later))*int64(unsafe.Sizeof(Write{}))
		for _, text := range since.Base {
			rc.size += int64(len(text))
		}
	})
	if err != nil {
		return err
	}
	for _, e := range exported {
		if rc.since[e] == nil {
			rc.since[e] = nil // known now: the journal has nothing
		}
	}
	return nil
}
