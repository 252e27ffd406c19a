package importer

import (
	"hash/maphash"
	"math/bits"
	"runtime"

	"kortisto/customer"
)

// storedKeys finds the customers of a whole register by one kind of key. A key
// has a place: that of the first customer who has it, in the order of the
// numbers. No key is kept, since most of them differ from the stored values by
// little more than their capitals.
type storedKeys struct {
	keyOf     func(*customer.Customer) string
	customers []*customer.Customer
	places    []int32                        // of each customer's key; -1 where it is empty
	hashes    []uint64                       // of the keys, by customer
	slots     []int32                        // by hash, the customer at a place, counted from 1; 0 for none
	several   map[int32][]*customer.Customer // by place, of keys that several customers have
}

var keySeed = maphash.MakeSeed()

// newStoredKeys looks at all customers, in the order of their numbers.
func newStoredKeys(customers []*customer.Customer, keyOf func(*customer.Customer) string) *storedKeys {
	s := &storedKeys{keyOf: keyOf, customers: customers, places: make([]int32, len(customers)), hashes: make([]uint64, len(customers)),
		slots: make([]int32, 1<<bits.Len(uint(2*len(customers)))), several: make(map[int32][]*customer.Customer)}
	inParts(runtime.GOMAXPROCS(0), len(customers), func(_, from, to int) {
		for i := from; i < to; i++ {
			if key := keyOf(customers[i]); key != "" {
				s.hashes[i] = maphash.String(keySeed, key)
			} else {
				s.places[i] = -1
			}
		}
	})
	for i := range customers {
		if s.places[i] < 0 {
			continue
		}
		slot, place := s.find(s.hashes[i], func() string { return keyOf(customers[i]) })
		if place < 0 {
			s.slots[slot], s.places[i] = int32(i+1), int32(i)
			continue
		}
		s.places[i] = place
		if s.several[place] == nil {
			s.several[place] = []*customer.Customer{customers[place]}
		}
		s.several[place] = append(s.several[place], customers[i])
	}
	return s
}

// find returns the place of a key, or -1 and the slot where it would be.
func (s *storedKeys) find(hash uint64, key func() string) (slot uint64, place int32) {
	mask := uint64(len(s.slots) - 1)
	for slot = hash & mask; ; slot = (slot + 1) & mask {
		place = s.slots[slot] - 1
		if place < 0 || s.hashes[place] == hash && s.keyOf(s.customers[place]) == key() {
			return slot, place
		}
	}
}

// place returns the place of a key, -1 where nobody has it.
func (s *storedKeys) place(key string) int {
	_, place := s.find(maphash.String(keySeed, key), func() string { return key })
	return int(place)
}

// at lists the customers with the key at a place, in the order of their numbers.
func (s *storedKeys) at(place int) []*customer.Customer {
	if several := s.several[int32(place)]; several != nil {
		return several
	}
	return s.customers[place : place+1]
}

// only reports whether a customer, by its index, has a key that nobody else has,
// and tells its place.
func (s *storedKeys) only(index int) (place int, only bool) {
	place = int(s.places[index])
	return place, place == index && s.several[int32(place)] == nil
}

// size is about how many bytes the keys take.
func (s *storedKeys) size() int64 { return int64(len(s.customers))*(4+8) + int64(len(s.slots))*4 }
