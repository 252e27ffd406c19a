package customer

import (
	_ "embed"
	"fmt"
)

// Field names one field of a customer, or one of the few other things that a
// column of a file can fill. The zero value is no field.
type Field uint8

// The fields of a customer, then what only a column can fill. An export has the
// standard fields in this order, then the own fields in the firm's order.
const (
	None Field = iota
	Number
	Kind
	Name
	BusinessID
	Contact
	Street
	Postcode
	City
	Country
	Email
	Phone
	EInvoiceAddress
	EInvoiceOperator
	Invoicing
	PaymentTerms
	Language
	Reference
	Group
	Notes
	NameDetail // a second line of the name
	VATNumber
	DeliveryName
	DeliveryStreet
	DeliveryPostcode
	DeliveryCity
	DeliveryCountry
	Active
	NoMarketing // no direct marketing
	Restricted  // processing of the data is restricted
	Own1        // those that a firm names itself: own_field.go
	Own2
	Own3
	Own4
	Own5
	Own6
	Own7
	Own8
	Own9
	Own10

	FirstName // together with LastName the name of a person
	LastName
	AppendNotes // a text that is appended to the notes; several columns can be
	Version     // the mark that an export gives to each customer
)

// Languages are the languages that labels and words exist in, the default first.
var Languages = []string{"fi", "sv", "en"}

// byKey finds a field by its key.
var byKey = make(map[string]Field, len(standard))

// ParseField returns the field with a key. The empty key is None.
func ParseField(key string) (Field, bool) {
	if key == "" {
		return None, true
	}
	f, ok := byKey[key]
	return f, ok
}

// Key returns the field's stable name, "" for None.
func (f Field) Key() string { return standard[f].Key }

// String returns the key.
func (f Field) String() string { return f.Key() }

// IsValue reports whether Values holds the field: whether it is one of a
// customer's, and not the number.
func (f Field) IsValue() bool { return f > Number && int(f) < len(Values{}) }

func (f Field) isOwn() bool { return f >= Own1 && f <= Own10 }

// Choices returns the values of a field that has only a few.
func (f Field) Choices() []Choice { return standard[f].Choices }

// MarshalText writes the key, for JSON.
func (f Field) MarshalText() ([]byte, error) { return []byte(f.Key()), nil }

// UnmarshalText reads a key; an unknown one is an error.
func (f *Field) UnmarshalText(text []byte) error {
	field, ok := ParseField(string(text))
	if !ok {
		return fmt.Errorf("customer: no field %q", text)
	}
	*f = field
	return nil
}

// Display is Table.Display of the standard table.
func (f Field) Display(value, lang string) string { return standard[f].display(value, lang) }

// Show is Table.Show of the standard table.
func (f Field) Show(value, lang string) string { return standard[f].show(value, lang) }
