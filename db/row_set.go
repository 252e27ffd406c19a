package db

import "hash/maphash"

// rowSet knows rows again by their words, however they are cut into cells: a line of a
// file is not searched a second time where its row has been.
type rowSet struct {
	seed   maphash.Seed
	hashes map[uint64]bool
	words  []byte
}

func newRowSet() *rowSet {
	return &rowSet{seed: maphash.MakeSeed(), hashes: make(map[uint64]bool)}
}

func (r *rowSet) add(cells []string) { r.hashes[r.hash(cells)] = true }

func (r *rowSet) has(cells []string) bool { return r.hashes[r.hash(cells)] }

// hash gives a number for the words of a row, behind each of which stands one space.
func (r *rowSet) hash(cells []string) uint64 {
	r.words = r.words[:0]
	space := true
	add := func(c byte) {
		if c != ' ' || !space {
			r.words = append(r.words, c)
		}
		space = c == ' '
	}
	for _, cell := range cells {
		for i := range len(cell) {
			switch c := cell[i]; c {
			case ';', ',', '\t', '|', '"', '\n', '\r':
				add(' ')
			default:
				add(c)
			}
		}
		add(' ')
	}
	return maphash.Bytes(r.seed, r.words)
}
