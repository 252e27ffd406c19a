// Package customer says what a customer is: the table of its fields, how each
// kind of value is read, normalised, checked and compared, and how two states
// of a customer differ. It knows nothing of files, databases or pages.
package customer

import (
	"cmp"
	"strconv"
)

// Customer is one entry of the register.
type Customer struct {
	Number   int // 1 to 999 999 999, given by the program or, where nobody has it, by a file; never used again
	Revision int // raised by each write, 1 for a customer just created
	Values   Values
}

// Values holds the kept text of every field but the number, indexed by Field.
// The empty string means that nothing is known.
type Values [FirstName]string

// Kinds of customers, as kept in the field Kind.
const (
	Company = "company"
	Person  = "person"
)

// The invoicing methods.
const (
	EInvoice = "einvoice"
	ByEmail  = "email"
	Letter   = "letter"
)

// Get returns the kept text of a field, the number included.
func (c *Customer) Get(f Field) string {
	if f == Number {
		return strconv.Itoa(c.Number)
	}
	return c.Values[f]
}

// Country returns the customer's country, Finland where none is known.
func (c *Customer) Country() string { return cmp.Or(c.Values[Country], Finland) }

// Change is a new value for one field. Old is empty for a new customer.
type Change struct {
	Field    Field
	Old, New string
}

// Diff lists the fields whose kept texts differ, in the order of the table.
func Diff(before, after *Customer) []Change {
	var changes []Change
	for f := Kind; f.IsValue(); f++ {
		if before.Values[f] != after.Values[f] {
			changes = append(changes, Change{f, before.Values[f], after.Values[f]})
		}
	}
	return changes
}

// Apply sets the new values of changes.
func (c *Customer) Apply(changes []Change) {
	for _, change := range changes {
		c.Values[change.Field] = change.New
	}
}
