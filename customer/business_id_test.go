package customer_test

import (
	"testing"

	"kortisto/customer"
)

func TestBusinessID(t *testing.T) {
	checkReads(t, customer.BusinessID, repair, []reads{
		{"2077474-0", "2077474-0"}, {"2332748-7", "2332748-7"}, {"0112038-9", "0112038-9"}, {"1234567-1", "1234567-1"},
		{"FI20774740", "2077474-0"}, {"FI 0112038-9", "0112038-9"}, {"2077474–0", "2077474-0"}, {" 2077474 - 0", "2077474-0"},
		{"112038-9", "~0112038-9"}, {"01120389", "~0112038-9"}, {"1120389", "~0112038-9"}, {"900017", "~0090001-7"},
		{"2077474-1", "!business-id-invalid"}, {"1234567-8", "!business-id-invalid"}, {"0116754-4", "!business-id-invalid"},
		{"1000008-0", "!business-id-invalid"}, {"1120388", "!business-id-invalid"}, {"Y-tunnus", "!business-id-invalid"}, {"2077-4740", "!business-id-invalid"},
		{"2,07747E+7", "!digits-lost"}, {"131052-308T", "!personal-id"},
	})
	checkReads(t, customer.BusinessID, customer.Context{}, []reads{
		{"112038-9", "!business-id-invalid"}, {"01120389", "0112038-9"},
	})
	checkReads(t, customer.BusinessID, customer.Context{Country: "SE"}, []reads{
		{"556677-8899", "556677-8899"}, {"SE556677889901", "SE556677889901"}, {"2077474-1", "2077474-1"},
	})
}

func TestBusinessIDKeys(t *testing.T) {
	same := [][2]string{{"0112038-9", "FI01120389"}, {"0112038-9", "112038-9"}, {"556677-8899", "5566778899"}}
	for _, pair := range same {
		if customer.BusinessIDKeys(pair[1], repair)[0] != customer.BusinessIDKey(pair[0]) {
			t.Errorf("%q does not find %q: %v", pair[1], pair[0], customer.BusinessIDKeys(pair[1], repair))
		}
	}
	if customer.BusinessIDKey("2077474-0") == customer.BusinessIDKey("20774740") {
		t.Error("a foreign ID of eight digits finds a Finnish company")
	}
	if keys := customer.BusinessIDKeys("20774740", customer.Context{Country: "DK", Repair: true}); len(keys) != 1 || keys[0] == customer.BusinessIDKey("2077474-0") {
		t.Errorf("eight digits in Denmark find %v", keys)
	}
	if keys := customer.BusinessIDKeys("131052-308T", repair); keys != nil {
		t.Errorf("a personal identity code is a key: %v", keys)
	}
}
