package importer

import (
	"slices"

	"kortisto/customer"
)

// rowKey is what a row without a usable number is found by. A row found by its
// number has none.
type rowKey struct {
	businessIDs []string
	names       []string
	kind        string // the row's own cell, "" where it says nothing
}

// key is what a row is found by where it has no usable number.
func (r *rowReader) key() rowKey {
	return rowKey{
		businessIDs: r.businessIDKeys(),
		names:       r.get(customer.Name).nameKeys(),
		kind:        r.kind(),
	}
}

// businessIDKeys returns the keys by which the row's Business ID may be found.
func (r *rowReader) businessIDKeys() []string {
	id := r.get(customer.BusinessID)
	if id.text == "" {
		return nil
	}
	ctx := r.context(nil)
	keys := customer.BusinessIDKeys(id.text, ctx)
	if id.other != id.text {
		keys = append(keys, customer.BusinessIDKeys(id.other, ctx)...)
	}
	return keys
}

// isNone reports whether the row looked for its customer by no key.
func (k *rowKey) isNone() bool { return k.names == nil && k.businessIDs == nil }

// endWith forgets the Business IDs behind the one that names the row's customer:
// the row does not look for anybody by these.
func (k *rowKey) endWith(id string) {
	if at := slices.Index(k.businessIDs, id); at >= 0 {
		k.businessIDs = k.businessIDs[:at+1]
	}
}

// fits reports whether a row that looks by a key would look at a customer.
func (k *rowKey) fits(c *customer.Stored) bool {
	if len(k.businessIDs) > 0 {
		return slices.Contains(k.businessIDs, customer.BusinessIDKey(c.Get(customer.BusinessID)))
	}
	return slices.Contains(k.names, customer.FoldKey(c.Get(customer.Name))) && meets(k.kind, c.Get(customer.Kind), false)
}

// mayMean reports whether a row that looks by a key may mean a customer of
// another spelling: of the kind that it says, and not one with another Business ID.
func (k *rowKey) mayMean(c *customer.Stored) bool {
	return meets(k.kind, c.Get(customer.Kind), false) && (len(k.businessIDs) == 0 ||
		c.Get(customer.Kind) == customer.Company && c.Get(customer.BusinessID) == "")
}

// meets reports whether a row that looks for a kind ("" for any) would look at
// a customer of another kind.
func meets(wanted, kind string, guessed bool) bool {
	return wanted == "" || guessed || wanted == kind
}
