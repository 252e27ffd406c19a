package db

import (
	"kortisto/customer"
	"kortisto/importer"
)

// wanted holds the keys of the customers that a plan asks for.
type wanted struct {
	numbers                            map[int]bool
	businessIDs, names, emails, phones map[string]bool // nil where none are asked for
}

func newWanted(keys importer.Keys) *wanted {
	w := &wanted{
		numbers:     make(map[int]bool, len(keys.Numbers)),
		businessIDs: setOf(keys.BusinessIDs),
		names:       setOf(keys.Names),
		emails:      setOf(keys.Emails),
		phones:      setOf(keys.Phones),
	}
	for _, number := range keys.Numbers {
		w.numbers[number] = true
	}
	return w
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
func (w *wanted) has(c *customer.Customer) bool {
	values := &c.Values
	return w.numbers[c.Number] ||
		w.businessIDs != nil && w.businessIDs[businessIDKey(values)] ||
		w.names != nil && w.names[customer.FoldKey(values[customer.Name])] ||
		w.hasContact(values[customer.Email], values[customer.Phone], values[customer.Country])
}

func (w *wanted) hasContact(email, phone, country string) bool {
	return w.emails != nil && w.emails[customer.FoldKey(email)] ||
		w.phones != nil && w.phones[customer.PhoneKey(phone, country)]
}
