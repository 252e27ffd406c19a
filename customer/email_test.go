package customer_test

import (
	"testing"

	"kortisto/customer"
)

func TestEmail(t *testing.T) {
	checkReads(t, customer.Email, repair, []reads{
		{"info@cafe.example", "info@cafe.example"}, {"a@x.fi; b@y.fi", "a@x.fi; b@y.fi"}, {"a@x.fi,b@y.fi", "a@x.fi,b@y.fi"},
		{"etunimi.o'suku+x@ala.osasto.fi", "etunimi.o'suku+x@ala.osasto.fi"},
		{"info@cafe", "!email-invalid"}, {"cafe.example", "!email-invalid"}, {"a b@x.fi", "!email-invalid"}, {"a@x.fi; b", "!email-invalid"},
		{";", "!email-invalid"}, {"Matti <m@x.fi>", "!email-invalid"}, {"a@x..fi", "!email-invalid"}, {"a@1.2", "!email-invalid"}, {"a@posti.f", "!email-invalid"},
		{"matti@gmail.con", "matti@gmail.con !email-unusual"}, {"pääkonttori@x.fi", "pääkonttori@x.fi !email-unusual"},
	})
}
