package db

import (
	"hash/maphash"
	"strings"
)

// rowSet knows rows again by their cells, but for empty ones and quotes: what has been
// searched as a row is not searched again as a line.
type rowSet struct {
	seed   maphash.Seed
	hashes map[uint64]bool
	text   []byte
}

func newRowSet() *rowSet {
	return &rowSet{seed: maphash.MakeSeed(), hashes: make(map[uint64]bool)}
}

func (r *rowSet) add(cells []string) { r.hashes[r.hash(cells)] = true }

func (r *rowSet) has(cells []string) bool { return r.hashes[r.hash(cells)] }

func (r *rowSet) hash(cells []string) uint64 {
	r.text = r.text[:0]
	for _, cell := range cells {
		if cell = strings.Trim(cell, `" `); cell != "" {
			r.text = append(append(r.text, cell...), 0)
		}
	}
	return maphash.Bytes(r.seed, r.text)
}
