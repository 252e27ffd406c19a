package customer

// AddressFields are the fields of one of a customer's addresses.
type AddressFields struct{ Name, Street, Postcode, City, Country Field }

// The addresses that a customer has.
var (
	OwnAddress      = AddressFields{Name, Street, Postcode, City, Country}
	DeliveryAddress = AddressFields{DeliveryName, DeliveryStreet, DeliveryPostcode, DeliveryCity, DeliveryCountry}
)

// AddressOf returns the address that a part belongs to. The name of the customer
// is none.
func AddressOf(f Field) (a AddressFields, is bool) {
	switch f {
	case Street, Postcode, City, Country:
		return OwnAddress, true
	case DeliveryName, DeliveryStreet, DeliveryPostcode, DeliveryCity, DeliveryCountry:
		return DeliveryAddress, true
	}
	return AddressFields{}, false
}

// delivered is the field of the delivery address that corresponds to one of the
// customer, None for others.
func delivered(f Field) Field {
	switch f {
	case Name:
		return DeliveryName
	case Street:
		return DeliveryStreet
	case Postcode:
		return DeliveryPostcode
	case City:
		return DeliveryCity
	case Country:
		return DeliveryCountry
	}
	return None
}

// delivery is the context in which the delivery address is read. Goods go to the
// customer's own country where no other one is named.
func (c Context) delivery() Context {
	if c.DeliveryCountry != "" || c.DeliveryUnread {
		c.Country, c.Unread = c.DeliveryCountry, c.DeliveryUnread
	}
	return c
}

// Of is the context in which an address is read.
func (c Context) Of(a AddressFields) Context {
	if a == DeliveryAddress {
		return c.delivery()
	}
	return c
}

// ContextOf is the context in which the values of a customer are read.
func ContextOf(values *Values) Context {
	return Context{Country: values[Country], DeliveryCountry: values[DeliveryCountry]}
}
