package db

import (
	"kortisto/customer"
	"kortisto/importer"
)

// keyFilter tells the customers that a plan looks up from all others, by their keys.
type keyFilter struct {
	numbers                                     map[int]bool
	businessIDs, names, emails, phones, streets map[string]bool // nil where none are looked up
}

func newKeyFilter(keys importer.Keys) *keyFilter {
	f := &keyFilter{
		numbers:     make(map[int]bool, len(keys.Numbers)),
		businessIDs: setOf(keys.BusinessIDs),
		names:       setOf(keys.Names),
		emails:      setOf(keys.Emails),
		phones:      setOf(keys.Phones),
		streets:     setOf(keys.Streets),
	}
	for _, number := range keys.Numbers {
		f.numbers[number] = true
	}
	return f
}

// setOf makes a set of keys; the empty key names nobody.
func setOf(keys []string) map[string]bool {
	if len(keys) == 0 {
		return nil
	}
	set := make(map[string]bool, len(keys))
	for _, key := range keys {
		set[key] = key != ""
	}
	return set
}

// has reports whether one of the keys names the customer.
func (f *keyFilter) has(c *customer.Stored) bool {
	return f.numbers[c.Number] ||
		f.businessIDs != nil && f.businessIDs[customer.BusinessIDKey(c.Get(customer.BusinessID))] ||
		f.names != nil && f.names[customer.FoldKey(c.Get(customer.Name))] ||
		f.hasContact(c.Get(customer.Email), c.Get(customer.Phone), c.Get(customer.Country), c.Get(customer.Street))
}

func (f *keyFilter) hasContact(email, phone, country, street string) bool {
	return f.emails != nil && f.emails[customer.FoldKey(email)] ||
		f.phones != nil && f.phones[customer.PhoneKey(phone, country)] ||
		f.streets != nil && f.streets[customer.FoldKey(street)]
}
