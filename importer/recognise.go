package importer

import (
	"kortisto/customer"
	"kortisto/sheet"
)

// prepareKeys begins to gather the keys that the file looks for. Where that spares
// many rows the search, customers are recognised by the keys of their rows without
// looking these up: where the last plan found the same ones, and all of the
// register is known.
func (b *builder) prepareKeys() {
	a := b.answers
	if b.mayRecognise() {
		a.store(&a.businessIDs)
		a.store(&a.names)
		b.recognised = make([]int32, len(b.rows))
	}
	b.ids, b.names = newKeySet(a.businessIDs.stored), newKeySet(a.names.stored)
}

func (b *builder) mayRecognise() bool {
	if b.remapping == nil || b.answers.whole == nil || b.remapping.fields.Has(customer.Kind) || b.remapping.fields.Has(customer.Country) {
		return false
	}
	return b.cells.direct[customer.Number] == unmapped || float64(len(b.unnumbered)) >= readWhole*float64(len(b.rows))
}

// recognise reports whether the row at hand surely concerns the customer whom
// the last plan found, now by its Business ID or by its name: the cell says what
// is stored, and nobody else has it.
func (b *builder) recognise() bool {
	if b.recognised == nil {
		return false
	}
	row := b.stood()
	if row == nil {
		return false
	}
	index, _ := b.answers.indexes.get(row.Customer)
	c := b.answers.whole[index]
	if noNumber, _ := b.cells.plainly(customer.Number, ""); !noNumber || !b.staysAs(row, c) || !b.findsAlone(c, index) {
		return false
	}
	b.recognised[b.at] = int32(index + 1)
	return true
}

// findsAlone reports whether the cells of the row at hand plainly are the keys
// of a customer, given with its index, by which nobody else is found. Then the
// file looks for them.
func (b *builder) findsAlone(c *customer.Customer, index int) bool {
	keys := [...]customer.Field{customer.Kind, customer.Name, customer.BusinessID}
	var empty [len(keys)]bool
	for i, f := range keys {
		var same bool
		if empty[i], same = b.cells.plainly(f, c.Values[f]); empty[i] {
			continue
		}
		// Apostrophes may protect a formula: such a cell has two keys.
		if _, protected := sheet.Unprotect(c.Values[f]); !same || protected {
			return false
		}
	}
	noName, noID := empty[1], empty[2]
	id, onlyID := b.ids.stored.only(index)
	name, onlyName := b.names.stored.only(index)
	switch {
	case !noID:
		if !onlyID || !customer.IsFinnishID(c.Values[customer.BusinessID]) {
			return false
		}
		b.ids.looked[id] = true
	case noName || !onlyName || c.Values[customer.BusinessID] != "":
		return false
	case c.Values[customer.Kind] == customer.Person && !b.agrees(c):
		return false
	}
	if !noName {
		b.names.looked[name] = true
	}
	return true
}

// agrees reports whether a person found by name alone may be meant: see
// match-name-only.
func (b *builder) agrees(c *customer.Customer) bool {
	for _, f := range contactFields {
		if _, same := b.cells.plainly(f, c.Values[f]); same {
			return true
		}
	}
	filled, agreeing := b.contacts(c)
	return filled < 2 || agreeing > 0
}

// claimRecognised notes the key by which a row, the one at hand, was recognised;
// it reports false where an earlier row brings that key into the register.
func (b *builder) claimRecognised(row *Row) bool {
	index := int(b.recognised[b.at]) - 1
	if id := int(b.ids.stored.places[index]); row.MatchedBy == ByBusinessID {
		if _, arises := b.claims.ids.get(id); arises {
			return false
		}
		b.claims.idKeyed.set(id, b.at)
		return true
	}
	name := int(b.names.stored.places[index])
	if _, _, arises := b.claims.names.find(name, func(int, int) bool { return true }); arises {
		return false
	}
	sign := 0
	if noKind, _ := b.cells.plainly(customer.Kind, ""); !noKind {
		sign = kindSign(row.Kind)
	}
	b.claims.nameKeyed.add(name, b.at, sign)
	return true
}
