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

	group  string                    // beside the other texts, since many customers share it
	texts  string                    // with a separator behind each but the last
	starts [len(Values{}) + 1]uint32 // where the text of each field begins, and behind them where one more would
}

// Separator stands between the texts of a stored customer. Kept texts have no
// control characters beside tab and line feed.
const Separator = '\x1f'

// Store packs a customer.
func Store(c *Customer) Stored {
	s := Stored{Number: c.Number, Revision: c.Revision, group: c.Values[Group]}
	values := c.Values
	values[Group] = ""
	s.texts = strings.Join(values[Kind:], string(Separator))
	for f := Kind; f.IsValue(); f++ {
		s.starts[f+1] = s.starts[f] + uint32(len(values[f])+1)
	}
	return s
}

// ReadStored makes a stored customer of its texts in the order of the fields, with
// a separator between them. That of the group is empty, and stands beside them. It
// fails where there are fewer texts than fields.
func ReadStored(number, revision int, texts, group string) (s Stored, ok bool) {
	s = Stored{Number: number, Revision: revision, group: group, texts: texts}
	start := 0
	for f := Kind; (f + 1).IsValue(); f++ {
		length := strings.IndexByte(texts[start:], Separator)
		if length < 0 {
			return Stored{}, false
		}
		start += length + 1
		s.starts[f+1] = uint32(start)
	}
	s.starts[len(Values{})] = uint32(len(texts) + 1)
	return s, true
}

// Get returns the kept text of a field, the number included.
func (s *Stored) Get(f Field) string {
	switch f {
	case None:
		return ""
	case Number:
		return strconv.Itoa(s.Number)
	case Group:
		return s.group
	}
	return s.texts[s.starts[f] : s.starts[f+1]-1]
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
