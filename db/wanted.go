package db

import (
	"kortisto/customer"
	"kortisto/importer"
)

// wanted holds the keys of the customers that a plan asks for.
type wanted struct {
	numbers                            map[int]bool
	businessIDs, names, emails, phones map[string]bool
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
	set := make(map[string]bool, len(keys))
	for _, key := range keys {
		if key != "" {
			set[key] = true
		}
	}
	return set
}

// lookups is how many keys an index would be asked for.
func (w *wanted) lookups() int { return len(w.numbers) + len(w.businessIDs) + len(w.names) }

// has reports whether one of the keys names the customer.
func (w *wanted) has(c *customer.Customer) bool {
	values := &c.Values
	return w.numbers[c.Number] ||
		len(w.businessIDs) > 0 && values[customer.BusinessID] != "" && w.businessIDs[businessIDKey(values)] ||
		len(w.names) > 0 && w.names[customer.FoldKey(values[customer.Name])] ||
		w.hasContact(values[customer.Email], values[customer.Phone], values[customer.Country])
}

func (w *wanted) hasContact(email, phone, country string) bool {
	return len(w.emails) > 0 && email != "" && w.emails[customer.FoldKey(email)] ||
		len(w.phones) > 0 && phone != "" && w.phones[customer.PhoneKey(phone, country)]
}
