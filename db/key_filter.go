package db

import (
	"hash/maphash"
	"math/bits"

	"kortisto/customer"
	"kortisto/importer"
)

// wanted holds the keys of the customers that a plan asks for.
type wanted struct {
	numbers                            map[int]bool
	businessIDs, names, emails, phones keySet
}

func newWanted(keys importer.Keys) *wanted {
	w := &wanted{
		numbers:     make(map[int]bool, len(keys.Numbers)),
		businessIDs: setOf(keys.BusinessIDs),
		names:       setOf(keys.Names),
		emails:      setOf(keys.Emails),
		phones:      setOf(keys.Phones),
	}
	for _, number := range keys.Numbers {
		w.numbers[number] = true
	}
	return w
}

// has reports whether one of the keys names the customer.
func (w *wanted) has(c *customer.Customer) bool {
	values := &c.Values
	return w.numbers[c.Number] ||
		w.businessIDs != nil && w.businessIDs.has(businessIDKey(values)) ||
		w.names != nil && w.names.has(customer.FoldKey(values[customer.Name])) ||
		w.hasContact(values[customer.Email], values[customer.Phone], values[customer.Country])
}

func (w *wanted) hasContact(email, phone, country string) bool {
	return w.emails != nil && w.emails.has(customer.FoldKey(email)) ||
		w.phones != nil && w.phones.has(customer.PhoneKey(phone, country))
}

// keySet is a set of keys by their hashes alone, of which hundreds of thousands
// take little room. Two texts of one hash, of which there is no hope, would bring
// a customer along that nobody asked for, who then is passed over.
type keySet []uint64 // by hash, 0 for none; nil is empty

var keySeed = maphash.MakeSeed()

// setOf makes a set of keys; the empty key names nobody.
func setOf(keys []string) keySet {
	if len(keys) == 0 {
		return nil
	}
	set := make(keySet, 1<<bits.Len(uint(2*len(keys))))
	for _, key := range keys {
		if key != "" {
			slot, hash := set.find(key)
			set[slot] = hash
		}
	}
	return set
}

func (s keySet) has(key string) bool {
	if key == "" {
		return false
	}
	slot, _ := s.find(key)
	return s[slot] != 0
}

// find returns where the hash of a key stands, or would stand.
func (s keySet) find(key string) (slot int, hash uint64) {
	hash = maphash.String(keySeed, key) | 1
	mask := len(s) - 1
	for slot = int(hash>>1) & mask; s[slot] != 0 && s[slot] != hash; slot = (slot + 1) & mask {
	}
	return slot, hash
}
