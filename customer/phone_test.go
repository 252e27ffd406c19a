package customer_test

import (
	"testing"

	"kortisto/customer"
)

func TestPhone(t *testing.T) {
	checkReads(t, customer.Phone, repair, []reads{
		{"040 123 4567", "040 123 4567"}, {"+358401234567", "+358401234567"}, {"(09) 123-456", "(09) 123-456"}, {"0451234", "0451234"},
		{"050 1234567 / 09 12345", "050 1234567 / 09 12345"}, {"0400 123 456 (Matti)", "0400 123 456 (Matti)"}, {"0401234567 (työ)", "0401234567 (työ)"}, {"040 1234567 arkisin 8-16", "040 1234567 arkisin 8-16"},
		{"040-1234567 (Matti) 050-7654321 (Liisa)", "040-1234567 (Matti) 050-7654321 (Liisa)"}, {"+46 8 123 456", "+46 8 123 456"},
		{"4012345678", "~04012345678"}, {"40123456789", "40123456789"}, // of 10 digits and of more
		{"401234567", "~0401234567"}, {"501234567", "~0501234567"}, {"358401234567", "~+358401234567"},
		{"3584012345678", "~+3584012345678"}, {"35840123456789", "35840123456789"}, // of 13 digits and of more
		{"040 1234567, matti@x.fi", "040 1234567, matti@x.fi"}, {"matti78@x.fi;0401234567", "matti78@x.fi;0401234567"}, {"matti.1978@x.fi", "!phone-invalid"},
		{"3,58401E+11", "!digits-lost"}, {"ei ole tietoa", "!phone-invalid"}, {"12", "!phone-invalid"}, {"123456789012345678901", "!phone-invalid"},
	})
	checkReads(t, customer.Phone, customer.Context{Country: "SE", Repair: true}, []reads{{"401234567", "401234567"}})
	for _, pair := range [][2]string{{"040 123 4567", "040-1234567"}, {"(09) 123.456", "09/123 456"}} {
		if !customer.Phone.Same(pair[0], pair[1]) {
			t.Errorf("%q and %q differ", pair[0], pair[1])
		}
	}
	if customer.Phone.Same("0401234567", "+358401234567") {
		t.Error("another way of writing the country is no change")
	}
	if customer.PhoneKey("040 123 4567", "FI") != customer.PhoneKey("00358-40-1234567", "") || customer.PhoneKey("040 123 4567", "") != "+358401234567" {
		t.Error("the keys of one telephone differ")
	}
	for text, want := range map[string][2]string{
		"040 123 4567": {"358", "401234567"}, "+358 (0)40 123 4567": {"358", "401234567"}, "358401234567": {"358", "401234567"}, "+46 8 123 456": {"46", "8123456"},
		"123 4567": {"", "1234567"}, "12 345": {"", ""}, "+358 40 123 4567 89 0123": {"", ""},
	} {
		if code, national := customer.SplitPhone(text, "FI"); [2]string{code, national} != want {
			t.Errorf("%q is taken apart into %q and %q, not %q", text, code, national, want)
		}
	}
	// Six digits are the least that people are looked for by.
	if six, five := customer.PhoneKey("123 456", "FI"), customer.PhoneKey("12 345", "FI"); six != "123456" || five != "" {
		t.Errorf("the keys of six and of five digits are %q and %q", six, five)
	}
}
