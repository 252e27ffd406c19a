package importer

import "kortisto/customer"

// A file may name companies by their VAT numbers alone. A Finnish one holds the
// Business ID, which then finds the customer and is filled (map-vat,
// docs/rules.md).

// businessIDOfVAT is the Business ID that a row's VAT number holds; what was
// decided for the row goes before it.
func (r *rowReader) businessIDOfVAT() cell {
	if own := r.column(customer.BusinessID); own.text != "" {
		return own
	}
	number := r.column(customer.VATNumber)
	if number.text == "" {
		return number
	}
	ctx := r.context(nil)
	ctx.Repair = ctx.Repair && !number.asWritten
	id := customer.BusinessIDOfVAT(number.text, ctx)
	return cell{text: id, other: id, asWritten: number.asWritten}
}

// wrongVAT is the problem of a VAT number that cannot be right, with an empty code
// where there is none.
func (r *rowReader) wrongVAT(number cell, concerned *customer.Stored) customer.Problem {
	ctx := r.context(concerned)
	ctx.Repair = ctx.Repair && !number.asWritten
	if r.tellsVATOf(concerned) {
		return customer.Problem{}
	}
	if reading := customer.VATNumber.Read(number.text, ctx); reading.Failed() {
		return reading.Problem
	}
	return customer.Problem{}
}

// tellsVATOf reports whether the Business ID that a row says stands in a VAT
// number which a customer has already: then it speaks of nobody else, and nothing
// is to be filled.
func (r *rowReader) tellsVATOf(c *customer.Stored) bool {
	if !r.idByVAT || c == nil {
		return false
	}
	stored := c.Get(customer.VATNumber)
	return stored != "" && customer.VATNumber.Same(stored, r.column(customer.VATNumber).text)
}
