package importer

import "kortisto/customer"

// context is what the values of the row are read in, for the customer that it
// concerns, nil for a new one.
func (r *rowReader) context(existing *customer.Stored) customer.Context {
	ctx := customer.Context{Repair: !r.in.Options.NoRepair}
	ctx.Country, ctx.Unread = r.country(customer.Country, existing)
	ctx.DeliveryCountry, ctx.DeliveryUnread = r.country(customer.DeliveryCountry, existing)
	if ctx.Country == "" && !ctx.Unread && existing != nil {
		ctx.Country = customer.Finland
	}
	return ctx
}

// country is the country that a row names in a field, else that of its customer;
// unread tells that it names one which cannot be read.
func (r *rowReader) country(f customer.Field, existing *customer.Stored) (country string, unread bool) {
	if said := r.column(f); said.text != "" {
		reading := r.read(f, said.text, customer.Context{})
		country = reading.Value
		unread = reading.Failed() && (existing == nil || !damaged(f, existing.Get(f), said, r.in.Year))
	}
	if country == "" && !unread && existing != nil {
		country = existing.Get(f)
	}
	return country, unread
}
