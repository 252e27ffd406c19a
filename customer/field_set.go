package customer

import (
	"iter"
	"math/bits"
)

// FieldSet is a set of fields. The zero value has none.
type FieldSet uint64

// More fields than a set has room for do not compile.
const _ = 63 - Version

// With returns the set with one more field.
func (s FieldSet) With(f Field) FieldSet { return s | 1<<f }

// Has reports whether a field is in the set.
func (s FieldSet) Has(f Field) bool { return s&(1<<f) != 0 }

// Below returns those of the set that stand before a field in the table.
func (s FieldSet) Below(f Field) FieldSet { return s & (1<<f - 1) }

// Len counts the fields.
func (s FieldSet) Len() int { return bits.OnesCount64(uint64(s)) }

// All goes through the fields in the order of the table.
func (s FieldSet) All() iter.Seq[Field] {
	return func(yield func(Field) bool) {
		for ; s != 0; s &= s - 1 {
			if !yield(Field(bits.TrailingZeros64(uint64(s)))) {
				return
			}
		}
	}
}
