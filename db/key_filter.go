package db

import (
	"hash/maphash"
	"math/bits"

	"kortisto/customer"
	"kortisto/importer"
)

// keyFilter tells the customers that a plan looks up from all others, by their keys.
type keyFilter struct {
	numbers                            map[int]bool
	businessIDs, names, emails, phones hashSet
}

func newKeyFilter(keys importer.Keys) *keyFilter {
	f := &keyFilter{
		numbers:     make(map[int]bool, len(keys.Numbers)),
		businessIDs: hashesOf(keys.BusinessIDs),
		names:       hashesOf(keys.Names),
		emails:      hashesOf(keys.Emails),
		phones:      hashesOf(keys.Phones),
	}
	for _, number := range keys.Numbers {
		f.numbers[number] = true
	}
	return f
}

// has reports whether one of the keys names the customer.
func (f *keyFilter) has(c *customer.Customer) bool {
	values := &c.Values
	return f.numbers[c.Number] ||
		f.businessIDs != nil && f.businessIDs.has(businessIDKey(values)) ||
		f.names != nil && f.names.has(customer.FoldKey(values[customer.Name])) ||
		f.hasContact(values[customer.Email], values[customer.Phone], values[customer.Country])
}

func (f *keyFilter) hasContact(email, phone, country string) bool {
	return f.emails != nil && f.emails.has(customer.FoldKey(email)) ||
		f.phones != nil && f.phones.has(customer.PhoneKey(phone, country))
}

// hashSet is a set of keys that keeps their hashes alone: hundreds of thousands
// of them take little room. Should two texts ever have one hash, a customer is
// found that nobody looked for, and the plan passes over it.
type hashSet []uint64 // by hash, 0 for none; nil is empty

var keySeed = maphash.MakeSeed()

// hashesOf makes a set of keys; the empty key names nobody.
func hashesOf(keys []string) hashSet {
	if len(keys) == 0 {
		return nil
	}
	set := make(hashSet, 1<<bits.Len(uint(2*len(keys))))
	for _, key := range keys {
		if key != "" {
			slot, hash := set.find(key)
			set[slot] = hash
		}
	}
	return set
}

func (s hashSet) has(key string) bool {
	if key == "" {
		return false
	}
	slot, _ := s.find(key)
	return s[slot] != 0
}

// find returns where the hash of a key stands, or would stand.
func (s hashSet) find(key string) (slot int, hash uint64) {
	hash = maphash.String(keySeed, key) | 1
	mask := len(s) - 1
	for slot = int(hash>>1) & mask; s[slot] != 0 && s[slot] != hash; slot = (slot + 1) & mask {
	}
	return slot, hash
}
