package importer

import "kortisto/customer"

// sameName reports whether a name is a customer's, but for letter case and what a
// spreadsheet may have done to it.
func (r *rowReader) sameName(c *customer.Stored, name cell) bool {
	stored := c.Get(customer.Name)
	if stored == name.text || stored == name.other {
		return true
	}
	key := customer.FoldKey(stored)
	return key == customer.FoldKey(name.text) || key == customer.FoldKey(name.other) || damaged(customer.Name, stored, name, r.in.Year)
}

// contactFields tell apart people of the same name.
var contactFields = [...]customer.Field{customer.Email, customer.Phone, customer.Street}

// countAgreeing counts on how many of e-mail, phone and street both the row and a
// customer say something, and on how many they agree.
func (r *rowReader) countAgreeing(c *customer.Stored) (filled, agreeing int) {
	for _, f := range contactFields {
		cell, stored := r.get(f), c.Get(f)
		if cell.text == "" || stored == "" {
			continue
		}
		filled++
		if r.agrees(f, cell, c) {
			agreeing++
		}
	}
	return filled, agreeing
}

// agrees reports whether a cell says the stored e-mail address, telephone or street
// of a customer, however it is written.
func (r *rowReader) agrees(f customer.Field, cell cell, c *customer.Stored) bool {
	stored := c.Get(f)
	key := customer.FoldKey(stored)
	switch {
	case stored == cell.other || f.Same(stored, cell.text) || key == customer.FoldKey(cell.text):
		return true
	case f == customer.Street && key == customer.FoldKey(streetOf(cell.text)):
		return true
	case damaged(f, stored, cell, r.in.Year):
		return true
	case f == customer.Phone:
		ctx := r.context(c)
		phone := customer.PhoneKey(stored, c.Country())
		return phone != "" && (phone == customer.PhoneKey(cell.text, ctx.Country) || phone == customer.PhoneKey(f.Read(cell.text, ctx).Value, ctx.Country))
	}
	return false
}

// streetOf is the street of a cell that may hold a whole address.
func streetOf(text string) string {
	if a, ok := customer.SplitAddress(text); ok && a.Certain && a.Street != "" {
		return a.Street
	}
	return text
}
