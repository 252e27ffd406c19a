package importer

import "kortisto/customer"

// claims remembers which rows concern which customers, so that a later row
// that concerns the same one is noticed (match-twice). Customers that earlier
// rows make or rename are found as they would be found in the register after
// the save: the same file imported once more then needs no new decision.
//
// Keys stand in it by their places in the builder's sets of keys.
type claims struct {
	customers rowOf  // the row that stands for a customer, by number
	names     rowsOf // rows that bring a name into the register
	ids       rowOf  // and those that bring a Business ID
	nameKeyed rowsOf // rows that were found, or not found, by name
	idKeyed   rowOf  // and by Business ID
}

func newClaims(rows int) claims {
	// Most numbers of a register follow each other from the first one on.
	return claims{customers: rowOf{dense: make([]int32, 2*rows+2*numbersBelow)}}
}

// stand notes that a row stands for a customer. The first one does.
func (c *claims) stand(number, row int) {
	if _, taken := c.customers.get(number); !taken {
		c.customers.set(number, row)
	}
}

// rowOf is a row, by index, for each of some small numbers, and for few others.
type rowOf struct {
	dense  []int32 // the index and one; 0 for none
	sparse map[int]int32
}

// make makes room for the keys below a bound.
func (r *rowOf) make(bound int) { r.dense = make([]int32, bound) }

func (r *rowOf) get(key int) (row int, known bool) {
	if key < len(r.dense) {
		row = int(r.dense[key])
	} else {
		row = int(r.sparse[key])
	}
	return row - 1, row > 0
}

func (r *rowOf) set(key, row int) {
	if key < len(r.dense) {
		r.dense[key] = int32(row + 1)
		return
	}
	if r.sparse == nil {
		r.sparse = make(map[int]int32)
	}
	r.sparse[key] = int32(row + 1)
}

// rowsOf are the rows for each key, in their order, each with a sign. Most keys
// have one.
type rowsOf struct {
	first rowOf
	more  map[int][]int32
}

// signs is how many signs there are.
const signs = 4

func (r *rowsOf) add(key, row, sign int) {
	signed := row*signs + sign
	if _, taken := r.first.get(key); !taken {
		r.first.set(key, signed)
		return
	}
	if r.more == nil {
		r.more = make(map[int][]int32)
	}
	r.more[key] = append(r.more[key], int32(signed))
}

// find returns the first row of a key that suits.
func (r *rowsOf) find(key int, suits func(row, sign int) bool) (row, sign int, found bool) {
	first, taken := r.first.get(key)
	if !taken {
		return 0, 0, false
	}
	if row, sign = first/signs, first%signs; suits(row, sign) {
		return row, sign, true
	}
	for _, signed := range r.more[key] {
		if row, sign = int(signed)/signs, int(signed)%signs; suits(row, sign) {
			return row, sign, true
		}
	}
	return 0, 0, false
}

// keySet gathers keys that a file looks for customers by, each once, and gives
// every key a place. The empty key names nobody.
type keySet struct {
	places map[string]int32
	looked []bool   // by place, whether the file looks for the key
	list   []string // of the keys that it looks for
}

func newKeySet() keySet { return keySet{places: make(map[string]int32)} }

// add takes a key that the file looks for.
func (s *keySet) add(key string) {
	if key == "" || s.has(key) {
		return
	}
	place := s.place(key)
	s.looked = append(s.looked, make([]bool, place+1-len(s.looked))...)
	s.looked[place] = true
	s.list = append(s.list, key)
}

// has reports whether the file looks for a key.
func (s *keySet) has(key string) bool {
	place, known := s.places[key]
	return known && int(place) < len(s.looked) && s.looked[place]
}

// place is the place of a key, though the file should not look for it.
func (s *keySet) place(key string) int {
	place, known := s.places[key]
	if !known {
		place = int32(len(s.places))
		s.places[key] = place
	}
	return int(place)
}

// kindSign is a kind as a sign, "" included.
func kindSign(kind string) int {
	switch kind {
	case customer.Company:
		return 1
	case customer.Person:
		return 2
	}
	return 0
}

var signedKinds = [...]string{"", customer.Company, customer.Person}
