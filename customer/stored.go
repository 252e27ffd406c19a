package customer

import (
	"cmp"
	"strconv"
	"strings"
	"unsafe"
)

// Stored is a customer of the register as it is held where there may be many. Its
// texts lie one behind the other, so that a field without a value takes four bytes
// instead of sixteen. It never changes.
type Stored struct {
	Number, Revision int

	texts  string
	starts [len(Values{}) + 1]uint32 // where the text of each field begins, and behind them where the last one ends
}

// Store packs a customer.
func Store(c *Customer) Stored {
	s := Stored{Number: c.Number, Revision: c.Revision, texts: strings.Join(c.Values[:], "")}
	end := 0
	for f, text := range c.Values {
		end += len(text)
		s.starts[f+1] = uint32(end)
	}
	return s
}

// Get returns the kept text of a field, the number included.
func (s *Stored) Get(f Field) string {
	if f == Number {
		return strconv.Itoa(s.Number)
	}
	return s.texts[s.starts[f]:s.starts[f+1]]
}

// Customer unpacks the customer.
func (s *Stored) Customer() Customer {
	c := Customer{Number: s.Number, Revision: s.Revision}
	for f := Kind; f.IsValue(); f++ {
		c.Values[f] = s.Get(f)
	}
	return c
}

// Country returns the customer's country, Finland where none is known.
func (s *Stored) Country() string { return cmp.Or(s.Get(Country), Finland) }

// Size is how many bytes the customer takes in memory.
func (s *Stored) Size() int64 { return int64(unsafe.Sizeof(*s)) + int64(len(s.texts)) }
